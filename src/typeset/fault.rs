//! What Typst says about a template, with its place.

use std::fmt;

/// One fault of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault {
    /// The template, below the root; empty when Typst names none.
    pub file: String,
    /// Its line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
    /// What Typst says, in English.
    pub message: String,
    /// What Typst proposes, in brackets.
    pub hints: String,
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}:{}: ", self.file, self.line)?;
        }
        write!(f, "{}{}", self.message, self.hints)
    }
}

impl std::error::Error for TemplateFault {}
