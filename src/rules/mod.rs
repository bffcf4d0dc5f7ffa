//! 規則: the model → findings. Pure: nothing is read and nothing is changed.

mod answers;
mod difference;
mod reconcile;
mod resubmission;

pub use answers::{Answers, check};
pub use reconcile::reconcile;
pub use resubmission::{Returned, settle};
