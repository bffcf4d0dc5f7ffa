//! 規則: the model → findings. Pure: nothing is read and nothing is changed.

mod answers;
mod reconcile;

pub use answers::{Answers, check};
pub use reconcile::reconcile;
