//! What an earlier run left in the output folder, when this run makes only a part.

use std::collections::BTreeMap;

use crate::export::manifest::Manifest;
use crate::fs::{Artifact, MANIFEST, sha256};

/// Puts into the manifest of this run what an earlier one made, what this one was not
/// asked for, and what still holds. `before` is the earlier manifest, `there` what stands
/// in the output folder. Gives the paths of what may hold no longer.
pub fn take_over(
    artifacts: &mut [Artifact],
    before: Option<&[u8]>,
    there: &BTreeMap<String, Vec<u8>>,
    wanted: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let made = artifacts.iter_mut().find(|a| a.path == MANIFEST);
    let (Some(mut before), Some(made)) = (before.and_then(Manifest::read), made) else {
        return Vec::new();
    };
    let Some(mut manifest) = Manifest::read(&made.bytes) else { return Vec::new() };
    before.outputs.retain(|path, _| !wanted(path));
    let sum = |path: &str| there.get(path).map(|bytes| sha256(bytes));
    let stale = manifest.take_over(&before, sum);
    made.bytes = manifest.bytes();
    stale
}
