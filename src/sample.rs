//! The files of a new plan folder.

use anyhow::Result;

use crate::fs::Artifact;

/// The complete sample.
pub fn files() -> Vec<Artifact> {
    Vec::new()
}

/// An empty plan folder to be filled in.
///
/// # Errors
/// Faults of the workbook writer.
pub fn scaffold() -> Result<Vec<Artifact>> {
    Ok(Vec::new())
}
