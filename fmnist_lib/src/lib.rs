//! A compile-time-shaped convolutional network on Fashion-MNIST, for learners.
#![deny(unsafe_code)]

pub mod data;
pub mod error;
pub mod history;
pub mod hyperparameters;
pub mod metrics;
pub mod plot;
pub mod predictions;

pub use dfdx;
pub use plotters;

/// Everything a notebook needs with one `use`.
pub mod prelude {
    pub use crate::data::*;
    pub use crate::error::{Error, Result};
    pub use crate::history::{Epoch, History};
    pub use crate::hyperparameters::Hyperparameters;
    pub use crate::metrics::ConfusionMatrix;
    pub use crate::predictions::Predictions;
}
