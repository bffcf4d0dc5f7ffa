//! 確認: what the office and the departments work with.
//!
//! 受付簿 says what arrived and what is missing, 確認票 asks one 課,
//! 名寄せの候補 asks what a name means, 秘匿の記録 says what was hidden and why.

mod notes;
mod proposals;
mod register;
mod request;
mod secrecy;

pub use proposals::proposals;
pub use register::register;
pub use request::notice;
pub use secrecy::secrecy;
