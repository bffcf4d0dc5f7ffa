//! The graphics state of a content stream.

use std::rc::Rc;

use super::colour::{Paint, Space, Way};
use super::geometry::{Matrix, Rect};

/// One side of painting: fills or strokes.
#[derive(Clone)]
pub(super) struct Side {
    pub space: Rc<Space>,
    pub paint: Paint,
    /// The name of the pattern that is painted with.
    pub pattern: Option<Vec<u8>>,
    pub overprint: bool,
}

impl Side {
    fn new() -> Self {
        Side {
            space: Rc::new(Space::plain(Way::Gray, 1)),
            paint: Paint::BLACK,
            pattern: None,
            overprint: false,
        }
    }

    /// Takes a space, with its first colour.
    pub fn choose(&mut self, space: Space) {
        self.paint = space.initial();
        self.pattern = None;
        self.space = Rc::new(space);
    }

    /// Takes a colour of a device space.
    pub fn device(&mut self, way: Way, value: &[f64]) {
        self.choose(Space::plain(way, value.len()));
        self.paint = self.space.paint(value);
    }
}

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
pub(super) struct State {
    pub ctm: Matrix,
    /// The rectangle around the clip.
    pub clip: Rect,
    pub fill: Side,
    pub stroke: Side,
    /// Line width, in units of the user space.
    pub width: f64,
    /// `OPM 1`: an ink of 0 leaves what is below.
    pub overprint_mode: bool,
    pub font: Option<usize>,
    pub size: f64,
    pub character_space: f64,
    pub word_space: f64,
    /// Horizontal scaling, 1 for 100 %.
    pub stretch: f64,
    pub leading: f64,
    pub rise: f64,
    pub mode: i64,
}

impl State {
    pub fn new(ctm: Matrix, clip: Rect) -> Self {
        State {
            ctm,
            clip,
            fill: Side::new(),
            stroke: Side::new(),
            width: 1.0,
            overprint_mode: false,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}
