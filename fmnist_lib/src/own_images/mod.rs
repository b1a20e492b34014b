//! The learner's own images: read from a folder, prepared as the data are, classified, and compared with the training data.
//!
//! ```no_run
//! use fmnist_lib::prelude::*;
//!
//! let run: Run<Cnn> = Run::open()?;
//! let data: FashionMnist = FashionMnist::load(Protocol::Tutorial, run.scaling)?;
//! let own: OwnImages = OwnImages::open("gambar_saya")?;
//! for answer in own.classify(&run.model, run.scaling, &Typical::of(&data.train))? {
//!     println!("{answer}");
//! }
//! # Ok::<(), Error>(())
//! ```

mod answer;
mod file;
mod folder;
mod preparation;
mod typical;

pub use answer::OwnAnswer;
pub use folder::OwnImages;
pub use preparation::OwnImage;
pub use typical::{Measure, Typical};
