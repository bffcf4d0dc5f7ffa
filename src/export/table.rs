//! 進捗状況一覧表.
use anyhow::Result;
use crate::diag::{Diagnostics, Sources};
use crate::model::progress::Progress;
/// stub
pub fn workbook(_p: &Progress, _d: &Diagnostics, _s: &Sources) -> Result<Vec<u8>> { Ok(Vec::new()) }
