//! 規則: the model → findings. Pure: nothing is read and nothing is changed.

mod answers;
mod compositions;
mod difference;
mod proof;
mod reconcile;
mod resubmission;
mod secret_texts;

pub use answers::{Answers, check};
pub use compositions::compositions;
pub use proof::{Proof, proofread};
pub use reconcile::reconcile;
pub use resubmission::{Returned, settle};
pub use secret_texts::{SecretTexts, secret_texts};
