//! A compile-time-shaped convolutional network on Fashion-MNIST, for learners: the companion of seven Indonesian notebooks.
//!
//! [`data`] loads the images, [`layers`] holds the types that a network is written with, [`model`] and [`training`] bring one to
//! life, [`metrics`] and [`plot`] show what came out. dfdx does the tensors, the tape and the gradients.
//!
//! ```no_run
//! use fmnist_lib::prelude::*;
//!
//! let data: FashionMnist = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)?;
//! let mut model: Model<Cnn> = Model::new(42)?;
//! let history: History = train(&mut model, &data, &Hyperparameters::default())?;
//! plot::loss_curve(&history)?.save("loss.svg")?;
//! # Ok::<(), Error>(())
//! ```
#![forbid(unsafe_code)]

// First: macros are seen by what follows.
#[macro_use]
mod say;

mod bounded;
mod cell_output;
pub mod data;
pub mod descent;
mod device;
mod early_stopping;
pub mod error;
pub mod experiments;
pub mod history;
pub mod hyperparameters;
pub mod initialization;
pub mod insight;
pub mod kernels;
pub mod layers;
pub mod loss;
pub mod loss_surface;
mod markup;
pub mod metrics;
pub mod model;
pub mod numeral;
pub mod optimizer;
pub mod own_images;
pub mod plot;
pub mod predictions;
pub mod progress;
mod published;
pub mod run;
pub mod run_folder;
pub mod stop;
pub mod summary;
pub mod table;
pub mod training;
mod training_state;
mod training_steps;
pub mod weights;
mod weights_file;
mod whole_file;
mod workers;

// Notebooks reach these through us: with a copy of their own, tensors of two cells would share an id.
pub use dfdx;
pub use plotters;

/// What the targets in `fuzz/` need besides the public items; compiled for them alone.
#[cfg(fuzzing)]
pub mod fuzzing {
    use crate::{model::Network, training_state::TrainingState};
    use std::path::Path;

    /// Whether these are the bytes of the state of a training of an `N`.
    pub fn is_state<N: Network>(bytes: &[u8]) -> bool {
        TrainingState::read::<N>(Path::new("keadaan"), bytes).is_ok()
    }

    /// The `size` bytes that a gz file unpacks to, or nothing.
    pub fn unpack(packed: &[u8], size: u64) -> Option<Vec<u8>> {
        crate::data::unpack(packed, size)
    }
}

/// Everything a notebook needs with one `use`.
pub mod prelude {
    pub use crate::data::*;
    pub use crate::descent::Descent;
    pub use crate::error::{Error, Result};
    pub use crate::experiments::{Comparison, Ending, Experiment, Setting, Shelf};
    pub use crate::history::{Epoch, History};
    pub use crate::hyperparameters::Hyperparameters;
    pub use crate::insight::{LabelDoubt, label_doubts};
    pub use crate::layers::{
        Conv2D, Dropout, Flatten, Layer, LayerOutput, Linear, MaxPool2D, ReLU, SlidingWindow,
        Softmax,
    };
    pub use crate::loss::sparse_categorical_cross_entropy;
    pub use crate::loss_surface::LossSurface;
    pub use crate::metrics::{Calibration, ClassReport, ConfusionMatrix, Temperature};
    pub use crate::model::{Cnn, ImageBatch, Logits, Model, Network};
    pub use crate::numeral;
    pub use crate::own_images::{OwnAnswer, OwnImage, OwnImages, Typical};
    pub use crate::plot;
    pub use crate::predictions::Predictions;
    pub use crate::run::{Run, RunSource, save_run};
    pub use crate::summary::Summary;
    pub use crate::table::{Column, Table};
    pub use crate::training::{resume, train, train_with};
    pub use dfdx::prelude::*;
}
