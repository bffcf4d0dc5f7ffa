//! The segments of a JPEG file (ITU-T T.81, annex B): what the picture is, and a copy
//! without what the camera wrote about place, time and owner.

/// What the frame header and the end of a JPEG say.
pub(super) struct Frame {
    /// Colour components: 1 grey, 3 colour, 4 CMYK.
    pub(super) components: u8,
    /// The end of the picture is there.
    pub(super) is_whole: bool,
    /// Adobe's mark (APP14) is there.
    pub(super) adobe: bool,
}

/// One marker segment before the picture data: its marker, all of its bytes.
struct Segment<'a> {
    marker: u8,
    bytes: &'a [u8],
}

/// The segments up to the start of scan, and the rest; `None` where they do not follow
/// each other as they should.
fn segments(bytes: &[u8]) -> Option<(Vec<Segment<'_>>, &[u8])> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut found = Vec::new();
    loop {
        // Fill bytes may stand before a marker.
        while rest.starts_with(&[0xff, 0xff]) {
            rest = &rest[1..];
        }
        let [0xff, marker, tail @ ..] = rest else { return None };
        if *marker == 0xda {
            return Some((found, rest));
        }
        let length = usize::from(u16::from_be_bytes([*tail.first()?, *tail.get(1)?]));
        if length < 2 {
            return None;
        }
        let (segment, after) = rest.split_at_checked(length + 2)?;
        found.push(Segment { marker: *marker, bytes: segment });
        rest = after;
    }
}

/// Reads the frame header.
pub(super) fn frame(bytes: &[u8]) -> Option<Frame> {
    let (segments, scan) = segments(bytes)?;
    // SOF0 to SOF15 without DHT, JPG and DAC, which share the row of codes.
    let is_frame = |m: u8| (0xc0..=0xcf).contains(&m) && !matches!(m, 0xc4 | 0xc8 | 0xcc);
    let frame = segments.iter().find(|s| is_frame(s.marker))?;
    let components = *frame.bytes.get(9)?;
    let is_whole = scan.windows(2).any(|two| two == [0xff, 0xd9]);
    let adobe = segments
        .iter()
        .any(|s| s.marker == 0xee && s.bytes.get(4..9).is_some_and(|n| n == b"Adobe"));
    Some(Frame { components, is_whole, adobe })
}

/// A copy of a JPEG without Exif (where and when, which camera), XMP, IPTC and comments,
/// which would be published with the picture; how it is to be turned is kept. Anything
/// else is copied as it is.
pub fn without_metadata(bytes: &[u8]) -> Vec<u8> {
    let Some((segments, scan)) = segments(bytes) else { return bytes.to_vec() };
    let mut out = Vec::with_capacity(bytes.len());
    out.extend([0xff, 0xd8]);
    let turn = segments.iter().find_map(orientation).filter(|turn| *turn > 1);
    let mut turn = turn.map(exif_with);
    for segment in &segments {
        // JFIF has to be the first.
        if segment.marker != 0xe0 {
            out.extend(turn.take().unwrap_or_default());
        }
        if !matches!(segment.marker, 0xe1 | 0xed | 0xfe) {
            out.extend_from_slice(segment.bytes);
        }
    }
    out.extend_from_slice(scan);
    out
}

/// The Exif orientation (tag 0x0112), 1 to 8.
fn orientation(segment: &Segment) -> Option<u8> {
    let exif = segment.bytes.get(4..)?.strip_prefix(b"Exif\0\0")?;
    let turn = image::metadata::Orientation::from_exif_chunk(exif)?.to_exif();
    (segment.marker == 0xe1).then_some(turn)
}

/// An Exif segment that holds the orientation and nothing else.
fn exif_with(turn: u8) -> Vec<u8> {
    let mut out = vec![0xff, 0xe1, 0, 34];
    out.extend(b"Exif\0\0MM\0\x2a\0\0\0\x08");
    // One entry: orientation, short, one value; no next directory.
    out.extend([0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0]);
    out
}
