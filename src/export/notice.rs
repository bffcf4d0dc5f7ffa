//! 確認: what the office and the departments work with.
//!
//! 受付簿 says what arrived and what is missing, 確認票 asks one 課.

mod notes;
mod register;
mod request;

pub use register::register;
pub use request::notice;
