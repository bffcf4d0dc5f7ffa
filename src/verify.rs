//! 検証: re-reads publications as another program would, and compares what they say with
//! the model and with what the inputs give now. Pure; knows nothing of the disk.

mod differ;
mod figures;
mod leaves;
mod model;
mod pages;
mod speech;

pub use self::differ::{Difference, differences};
pub use self::figures::check;
pub use self::model::Checked;

/// A place in a publication: sheet (empty where there is none), then row and column or
/// line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A cell, zero-based.
    Cell(u32, u32),
    /// A line, one-based.
    Line(u32),
    /// The whole of it.
    Whole,
}
