//! 規則: the model → findings. Pure: nothing is read and nothing is changed.

mod answers;
mod difference;
mod proof;
mod reconcile;
mod resubmission;

pub use answers::{Answers, check};
pub use proof::{Proof, proofread};
pub use reconcile::reconcile;
pub use resubmission::{Returned, settle};
