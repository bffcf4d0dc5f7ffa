//! 公表物: the model → bytes. Pure; one file a deliverable.

pub mod booklet;
pub mod covers;
pub mod diagnostics;
pub mod figures;
pub mod format;
pub mod manifest;
pub mod notice;
pub mod open_data;
pub mod phrase;
pub mod press;
pub mod table;
pub mod text;
pub mod web;
pub mod words;
mod workbook;
