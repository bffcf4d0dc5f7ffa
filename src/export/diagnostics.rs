//! 診断の控え: the list of findings as JSON and as text.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::model::reconcile::Reconciliation;

/// `確認/diagnostics.json`.
pub fn json(
    diagnostics: &Diagnostics,
    sources: &Sources,
    reconciliation: &Reconciliation,
) -> Vec<u8> {
    let list: Vec<Value> = diagnostics.iter().map(|d| entry(d, sources)).collect();
    let value = json!({
        "version": 1,
        "summary": {
            "errors": diagnostics.count(Severity::Error),
            "warnings": diagnostics.count(Severity::Warning),
            "notes": diagnostics.count(Severity::Note),
        },
        "reconciliation": reconciliation,
        "diagnostics": list,
    });
    let mut text = format!("{value:#}");
    text.push('\n');
    text.into_bytes()
}

fn entry(d: &Diagnostic, sources: &Sources) -> Value {
    let (file, sheet, cell) =
        d.origin.map(|origin| sources.parts(origin)).unwrap_or_default();
    let some = |text: String| (!text.is_empty()).then_some(text);
    json!({
        "code": d.rule.code,
        "name": d.rule.name,
        "severity": d.severity,
        "title": d.rule.title,
        "message": d.message,
        "subject": d.subject,
        "division": d.division,
        "file": some(file),
        "sheet": some(sheet),
        "cell": some(cell),
        "hints": d.hints,
        "fix": d.rule.fix,
    })
}

/// One finding over several lines: what, where, about what, hints, what to do.
pub fn human(d: &Diagnostic, sources: &Sources) -> String {
    let mut out = format!(
        "{}[{} {}] {}\n",
        d.severity.label(),
        d.rule.code,
        d.rule.title,
        d.message
    );
    if let Some(origin) = d.origin {
        out.push_str(&format!("  → {}\n", sources.describe(origin)));
    }
    if let Some(subject) = &d.subject {
        out.push_str(&format!("    {subject}\n"));
    }
    for hint in &d.hints {
        out.push_str(&format!("  参考: {hint}\n"));
    }
    out.push_str(&format!("  対処: {}\n", d.rule.fix));
    out
}

/// One finding on one line, for lists and other programs.
pub fn short(d: &Diagnostic, sources: &Sources) -> String {
    let place = d.origin.map(|o| sources.describe(o)).unwrap_or_default();
    let subject = d.subject.as_deref().unwrap_or_default();
    let parts = [place.as_str(), d.severity.label(), d.rule.code, &d.message, subject];
    let filled: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
    filled.join(": ").replace('\n', " ")
}
