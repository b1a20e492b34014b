//! Experiments: named trainings, compared by what was set and what came of it, and kept on a shelf for another day.
//!
//! ```no_run
//! # use fmnist_lib::prelude::*;
//! let data: FashionMnist = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)?.with_train_images(6_000)?;
//! let mut rates: Comparison = Comparison::default();
//! for learning_rate in [1e-4, 1e-3, 1e-2] {
//!     let settings = Hyperparameters { epochs: 3, learning_rate, ..Default::default() };
//!     rates.train::<Cnn>(&format!("laju {learning_rate}"), &data, &settings)?;
//! }
//! println!("{rates}");
//! plot::compare(&rates)?.save("laju.svg")?;
//! Shelf::open()?.keep(&rates.experiments[0])?;
//! # Ok::<(), Error>(())
//! ```

mod comparison;
mod experiment;
mod setting;
mod shelf;

pub use comparison::Comparison;
pub use experiment::{Ending, Experiment, LONGEST_NAME};
pub use setting::Setting;
pub use shelf::Shelf;
