//! [`load`]: Fashion-MNIST as arrays of standardised pixels, read once, for the peers written in Rust. (fmnist_lib reads for itself.)

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use std::{fs::File, io::Read, path::Path};

/// The side of an image.
pub const SIDE: usize = 28;
/// The pixels of an image.
pub const PIXELS: usize = SIDE * SIDE;
/// The number of classes.
pub const CLASSES: usize = 10;

/// Mean and standard deviation of the training images' pixels, of 0 to 1.
const MEAN: f32 = 0.28604;
const STANDARD_DEVIATION: f32 = 0.35302;
/// Bytes before the pixels and before the labels in an IDX file.
const IMAGE_HEADER: usize = 16;
const LABEL_HEADER: usize = 8;

/// Images and their labels.
pub struct Images {
    /// Standardised pixels, image after image.
    pub pixels: Vec<f32>,
    /// One label an image, 0 to 9.
    pub labels: Vec<u8>,
}

impl Images {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// The share of these labels that is right.
    pub fn accuracy(&self, predicted: &[u8]) -> f64 {
        let pairs = self.labels.iter().zip(predicted);
        let right = pairs
            .filter(|(label, predicted)| label == predicted)
            .count();
        right as f64 / self.count().max(1) as f64
    }
}

/// The first `count` training images and all test images.
///
/// # Errors
/// A file that is missing, cut, or holds fewer images than asked for.
pub fn load(folder: &Path, count: usize) -> Result<(Images, Images)> {
    let train = part(folder, "train", count)?;
    let test = part(folder, "t10k", 10_000)?;
    Ok((train, test))
}

fn part(folder: &Path, name: &str, count: usize) -> Result<Images> {
    let pixels = unpack(
        &folder.join(format!("{name}-images-idx3-ubyte.gz")),
        IMAGE_HEADER,
    )?;
    let labels = unpack(
        &folder.join(format!("{name}-labels-idx1-ubyte.gz")),
        LABEL_HEADER,
    )?;
    let (Some(pixels), Some(labels)) = (pixels.get(..count * PIXELS), labels.get(..count)) else {
        bail!(
            "data {name} memuat kurang dari {count} gambar; pilih --images yang lebih kecil, atau pulihkan dengan `git checkout -- data`."
        );
    };
    let scaled = pixels
        .iter()
        .map(|&pixel| (f32::from(pixel) / 255.0 - MEAN) / STANDARD_DEVIATION);
    Ok(Images {
        pixels: scaled.collect(),
        labels: labels.to_vec(),
    })
}

fn unpack(path: &Path, header: usize) -> Result<Vec<u8>> {
    let sentence = || {
        format!(
            "{} tidak dapat dibaca; pulihkan dengan `git checkout -- data`.",
            path.display()
        )
    };
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(sentence)?;
    GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .with_context(sentence)?;
    bytes.drain(..header.min(bytes.len()));
    Ok(bytes)
}
