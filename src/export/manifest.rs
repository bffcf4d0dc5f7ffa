//! `manifest.json`: the sha256 of every input and output. Written last, it is the mark
//! of a whole commit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What one run read and made.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// The program's version.
    pub tool: String,
    /// 計画名.
    pub plan: String,
    /// 対象年度.
    pub year: String,
    /// 版.
    pub edition: String,
    /// Input path below the plan folder → sha256.
    pub inputs: BTreeMap<String, String>,
    /// Templates that the plan folder puts in place of ours, below ひな形.
    #[serde(default)]
    pub templates: Vec<String>,
    /// Output path below the output folder → sha256.
    pub outputs: BTreeMap<String, String>,
}

impl Manifest {
    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text.into_bytes()
    }

    /// The outputs of an earlier run; empty when the file is not ours.
    pub fn outputs_of(bytes: &[u8]) -> Vec<String> {
        serde_json::from_slice::<Manifest>(bytes)
            .map(|m| m.outputs.into_keys().collect())
            .unwrap_or_default()
    }
}
