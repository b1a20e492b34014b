//! How good the answers are: one measure a file.

mod confusion_matrix;

pub use confusion_matrix::ConfusionMatrix;
