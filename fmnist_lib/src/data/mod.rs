//! Fashion-MNIST: the images, their labels, and how they are split and scaled.
//!
//! ```no_run
//! # use fmnist_lib::prelude::*;
//! let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)?;
//! assert_eq!(data.train.shape(), (55_000, 28, 28, 1));
//! # Ok::<(), Error>(())
//! ```

mod cache;
mod class;
mod class_means;
mod files;
mod near_duplicates;
mod neighbours;
mod scaling;
mod split;

pub use class::{CLASS_COUNT, CLASS_GLOSSES, CLASS_NAMES, class_label};
pub use class_means::ClassMeans;
pub use files::default_dir;
#[cfg(fuzzing)]
pub(crate) use files::unpack;
pub use near_duplicates::{NearDuplicate, ambiguous_labels, near_duplicates};
pub use neighbours::{Neighbour, nearest_images};
pub use scaling::{STANDARD_MEAN, STANDARD_STD, Scaling};
pub use split::{IMAGE_PIXELS, IMAGE_SIDE, Split};

use crate::error::{Error, Result};
use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use std::{path::Path, sync::Arc};

/// The seed of the tutorial's fixed train/validation split. Changing it changes which images are held out.
pub const SPLIT_SEED: u64 = 2017;

/// How many of the 60,000 training images the tutorial holds out for validation.
pub const VALIDATION_IMAGES: usize = 5_000;

/// Which images serve for training, validation and test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// 55,000 train / 5,000 validation / 10,000 test images: the test part stays untouched until the end.
    #[default]
    Tutorial,
    /// The seed document's own: 60,000 train images, and the 10,000 test images serve as validation too.
    Benih,
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Protocol::Tutorial => "tutorial",
            Protocol::Benih => "benih",
        })
    }
}

impl std::str::FromStr for Protocol {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "tutorial" => Ok(Protocol::Tutorial),
            "benih" => Ok(Protocol::Benih),
            _ => Err(format!(
                "protokol `{text}` tidak dikenal; pilih tutorial atau benih"
            )),
        }
    }
}

/// Fashion-MNIST, split and with a scaling chosen. Cloning is cheap: pixels are shared.
#[derive(Clone)]
pub struct FashionMnist {
    /// What the network learns from.
    pub train: Split,
    /// What is looked at after each epoch, never learnt from.
    pub validation: Split,
    /// What is looked at once, at the end.
    pub test: Split,
    /// Which protocol made the three parts.
    pub protocol: Protocol,
}

impl FashionMnist {
    /// Loads from the project's own `data/` folder.
    ///
    /// # Errors
    /// A missing, cut, swapped or altered file; a cache that cannot be written.
    pub fn load(protocol: Protocol, scaling: Scaling) -> Result<Self> {
        Self::load_from(default_dir(), protocol, scaling)
    }

    /// Loads from `dir`, which holds the four original `gz` files.
    ///
    /// # Errors
    /// As [`FashionMnist::load`].
    pub fn load_from(dir: impl AsRef<Path>, protocol: Protocol, scaling: Scaling) -> Result<Self> {
        let idx = files::read(dir.as_ref())?;
        let part = |images, labels| Split::new(Arc::new(images), Arc::new(labels), scaling);
        let learn = part(idx.trn_img, idx.trn_lbl);
        let test = part(idx.tst_img, idx.tst_lbl);
        let (train, validation) = match protocol {
            Protocol::Benih => (learn, test.clone()),
            Protocol::Tutorial => {
                let mut order: Vec<usize> = (0..learn.len()).collect();
                order.shuffle(&mut ChaCha8Rng::seed_from_u64(SPLIT_SEED));
                let (validation, train) = order.split_at(VALIDATION_IMAGES);
                (learn.select(train), learn.select(validation))
            }
        };
        Ok(Self {
            train,
            validation,
            test,
            protocol,
        })
    }

    /// The same data with only the first `count` training images (they are in random order already): a quick taste.
    ///
    /// # Errors
    /// `count` is 0 or more than there are.
    pub fn with_train_images(&self, count: usize) -> Result<Self> {
        if count == 0 || count > self.train.len() {
            return Err(Error::InvalidValue {
                name: "train_images",
                value: count.to_string(),
                reason: "pilih bilangan dari 1 sampai banyaknya gambar latih (55000 pada protokol tutorial, 60000 pada benih)",
            });
        }
        Ok(Self {
            train: self.train.take(count),
            ..self.clone()
        })
    }

    /// The scaling that turns pixels into the network's input.
    pub fn scaling(&self) -> Scaling {
        self.train.scaling()
    }
}

impl std::fmt::Debug for FashionMnist {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "Fashion-MNIST: data latih {:?}, data validasi {:?}, data uji {:?}, penskalaan {}",
            self.train.shape(),
            self.validation.shape(),
            self.test.shape(),
            self.scaling()
        )
    }
}
