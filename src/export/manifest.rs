//! `manifest.json`: the sha256 of every input and output. Written last, it is the mark
//! of a whole commit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What one run read and made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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

    /// Takes over from the manifest of an earlier run the outputs that this run did not
    /// make: those that come of the same program and inputs and are as they were made.
    /// `sum` gives the sha256 of a file that is there. Gives the paths of the others that
    /// are there: they may no longer agree with the inputs.
    pub fn take_over(
        &mut self,
        before: &Manifest,
        sum: impl Fn(&str) -> Option<String>,
    ) -> Vec<String> {
        let same = self.tool == before.tool
            && self.plan == before.plan
            && self.year == before.year
            && self.edition == before.edition
            && self.inputs == before.inputs
            && self.templates == before.templates;
        let mut stale = Vec::new();
        for (path, made) in &before.outputs {
            if self.outputs.contains_key(path) {
                continue;
            }
            match sum(path) {
                Some(now) if same && now == *made => {
                    self.outputs.insert(path.clone(), now);
                }
                Some(_) => stale.push(path.clone()),
                None => {}
            }
        }
        stale
    }

    /// Reads a manifest; `None` when the file is not ours.
    pub fn read(bytes: &[u8]) -> Option<Manifest> {
        serde_json::from_slice(bytes).ok()
    }

    /// The outputs of an earlier run; empty when the file is not ours.
    pub fn outputs_of(bytes: &[u8]) -> Vec<String> {
        serde_json::from_slice::<Manifest>(bytes)
            .map(|m| m.outputs.into_keys().collect())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(inputs: &str, outputs: &[(&str, &str)]) -> Manifest {
        let pair = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        Manifest {
            inputs: BTreeMap::from([("計画.xlsx".to_owned(), inputs.to_owned())]),
            outputs: outputs.iter().map(pair).collect(),
            ..Manifest::default()
        }
    }

    #[test]
    fn only_what_is_as_it_was_made_of_the_same_inputs_is_taken_over() {
        let before = manifest("1", &[("a", "x"), ("b", "x"), ("c", "x"), ("d", "x")]);
        // a is made anew, b is untouched, c was changed, d is gone.
        let sum = |path: &str| match path {
            "a" | "b" => Some("x".to_owned()),
            "c" => Some("y".to_owned()),
            _ => None,
        };
        let mut now = manifest("1", &[("a", "z")]);
        assert_eq!(now.take_over(&before, sum), ["c"]);
        assert_eq!(now, manifest("1", &[("a", "z"), ("b", "x")]));
        // Of other inputs nothing is taken over.
        let mut now = manifest("2", &[("a", "z")]);
        assert_eq!(now.take_over(&before, sum), ["b", "c"]);
        assert_eq!(now, manifest("2", &[("a", "z")]));
    }
}
