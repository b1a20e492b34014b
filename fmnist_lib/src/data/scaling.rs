//! [`Scaling`]: how a pixel byte 0..=255 becomes a number of the network's input.

use serde::{Deserialize, Serialize};

/// Mean of all pixels of the 60,000 training images, divided by 255. A test computes it again from the data.
pub const STANDARD_MEAN: f32 = 0.286_04;

/// Standard deviation of the same pixels, divided by 255. A test computes it again from the data.
pub const STANDARD_STD: f32 = 0.353_02;

/// How pixels are scaled before the network sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Scaling {
    /// The bytes as they are, 0 to 255 (what the seed document did).
    #[serde(rename = "mentah")]
    Raw,
    /// Divided by 255: 0 to 1. Twin: `torchvision.transforms.ToTensor`, Keras `Rescaling(1/255)`.
    #[serde(rename = "0-1")]
    ZeroOne,
    /// Mean 0, standard deviation 1 over the training images. Twin: `torchvision.transforms.Normalize`.
    #[default]
    #[serde(rename = "standar")]
    Standardized,
}

impl Scaling {
    /// Every choice, from the plainest.
    pub const ALL: [Scaling; 3] = [Scaling::Raw, Scaling::ZeroOne, Scaling::Standardized];

    /// The 256 values that the 256 bytes become.
    pub fn table(self) -> [f32; 256] {
        std::array::from_fn(|byte| {
            let value = byte as f32;
            match self {
                Scaling::Raw => value,
                Scaling::ZeroOne => value / 255.0,
                Scaling::Standardized => (value / 255.0 - STANDARD_MEAN) / STANDARD_STD,
            }
        })
    }
}

impl std::fmt::Display for Scaling {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Scaling::Raw => "mentah",
            Scaling::ZeroOne => "0-1",
            Scaling::Standardized => "standar",
        })
    }
}

impl std::str::FromStr for Scaling {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Scaling::ALL
            .into_iter()
            .find(|scaling| scaling.to_string() == text)
            .ok_or_else(|| {
                format!("penskalaan `{text}` tidak dikenal; pilih mentah, 0-1 atau standar")
            })
    }
}
