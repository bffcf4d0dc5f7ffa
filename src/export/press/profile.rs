//! ICC profiles of an office's printer, for PDF/X-4: looked at, never interpreted.

/// What a profile says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name: 「Japan Color 2011 Coated」.
    pub name: String,
}

/// Checks that a file is an ICC profile (ICC.1:2022, clause 7.2) of a CMYK output device
/// and can be put into a PDF/X-4.
///
/// # Errors
/// What is wrong, in Japanese, to stand after the file's name.
pub fn check(bytes: &[u8]) -> Result<Profile, String> {
    let field = |at: usize| bytes.get(at..at + 4).unwrap_or_default();
    if bytes.len() < 132 || field(36) != b"acsp" {
        return Err("は ICC プロファイルではありません".to_owned());
    }
    if number(field(0)) as usize != bytes.len() {
        return Err("は途中で切れているか、余分が付いています".to_owned());
    }
    if field(12) != b"prtr" {
        return Err(
            "は出力用（印刷機・プリンター）のプロファイルではありません".to_owned()
        );
    }
    if field(16) != b"CMYK" {
        let space = String::from_utf8_lossy(field(16)).trim().to_owned();
        return Err(format!("は CMYK のプロファイルではありません（{space}）"));
    }
    if !matches!(bytes[8], 2 | 4) {
        return Err(format!("の版 {} は PDF/X-4 に使えません", bytes[8]));
    }
    // From the profile to paper: what a proof is made with.
    if tag(bytes, b"A2B0").is_none() || tag(bytes, b"B2A0").is_none() {
        return Err("に色の変換表（A2B0・B2A0）がありません".to_owned());
    }
    let name = tag(bytes, b"desc").and_then(description).unwrap_or_default();
    Ok(Profile { name: if name.is_empty() { "CMYK".to_owned() } else { name } })
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum: u32, b| (sum << 8) | u32::from(*b))
}

fn tag<'a>(bytes: &'a [u8], wanted: &[u8; 4]) -> Option<&'a [u8]> {
    let count = number(bytes.get(128..132)?).min(200) as usize;
    (0..count).find_map(|i| {
        let entry = bytes.get(132 + i * 12..144 + i * 12)?;
        if &entry[..4] != wanted {
            return None;
        }
        let (at, size) = (number(&entry[4..8]) as usize, number(&entry[8..12]) as usize);
        bytes.get(at..at.checked_add(size)?)
    })
}

/// The name in a `desc` (version 2) or `mluc` (version 4) tag; ASCII is enough for it.
fn description(tag: &[u8]) -> Option<String> {
    let text: Vec<u8> = match tag.get(..4)? {
        b"desc" => {
            let length = number(tag.get(8..12)?) as usize;
            tag.get(12..12usize.checked_add(length)?)?.to_vec()
        }
        b"mluc" => {
            let length = number(tag.get(20..24)?) as usize;
            let at = number(tag.get(24..28)?) as usize;
            let units = tag.get(at..at.checked_add(length)?)?;
            units.chunks_exact(2).map(|u| if u[0] == 0 { u[1] } else { b'?' }).collect()
        }
        _ => return None,
    };
    let text: String =
        text.into_iter().filter(|b| matches!(b, 0x20..=0x7E)).map(char::from).collect();
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile of three tags, built by hand from clause 7 of ICC.1.
    fn profile() -> Vec<u8> {
        let mut bytes = vec![0; 132 + 36];
        bytes[8] = 2;
        bytes[12..16].copy_from_slice(b"prtr");
        bytes[16..20].copy_from_slice(b"CMYK");
        bytes[36..40].copy_from_slice(b"acsp");
        bytes[131] = 3;
        let data = bytes.len() as u8;
        for (i, name) in [b"A2B0", b"B2A0", b"desc"].into_iter().enumerate() {
            let at = 132 + i * 12;
            bytes[at..at + 4].copy_from_slice(name);
            bytes[at + 7] = data;
            bytes[at + 11] = 21;
        }
        bytes.extend(b"desc\0\0\0\0\0\0\0\x09Coated 1\0");
        let length = bytes.len() as u32;
        bytes[..4].copy_from_slice(&length.to_be_bytes());
        bytes
    }

    #[test]
    fn a_cmyk_output_profile_is_taken_by_its_name() {
        assert_eq!(check(&profile()), Ok(Profile { name: "Coated 1".to_owned() }));
    }

    #[test]
    fn other_files_are_refused_with_the_reason() {
        assert!(check(b"RIFF").unwrap_err().contains("ICC プロファイルではありません"));
        let with = |at: usize, word: &[u8; 4]| {
            let mut bytes = profile();
            bytes[at..at + 4].copy_from_slice(word);
            check(&bytes).unwrap_err()
        };
        assert!(with(16, b"RGB ").contains("CMYK のプロファイルではありません（RGB）"));
        assert!(with(12, b"mntr").contains("出力用"));
        assert!(with(132, b"A2B9").contains("色の変換表"));
        let mut cut = profile();
        cut.pop();
        assert!(check(&cut).unwrap_err().contains("途中で切れている"));
    }
}
