//! 確認.
use anyhow::Result;
use crate::diag::{Diagnostic, Sources};
use crate::model::progress::Progress;
use crate::model::reconcile::{Receipt, Reconciliation};
/// stub
pub fn register(_p: &Progress, _r: &[Receipt], _x: &Reconciliation) -> Result<Vec<u8>> { Ok(Vec::new()) }
/// stub
pub fn notice(_p: &Progress, _d: &str, _m: &[&Diagnostic], _s: &Sources) -> Result<Vec<u8>> { Ok(Vec::new()) }
