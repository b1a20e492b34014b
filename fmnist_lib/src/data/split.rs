//! [`Split`]: one part of the data (train, validation or test), as a view on shared pixels.

use super::{CLASS_COUNT, Scaling};
use crate::{
    error::{Error, Result},
    model::{ImageBatch, image_batch},
};
use dfdx::tensor::Cpu;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Height and width of an image, in pixels.
pub const IMAGE_SIDE: usize = 28;

/// Pixels of an image: 28 x 28, one channel.
pub const IMAGE_PIXELS: usize = IMAGE_SIDE * IMAGE_SIDE;

/// Some images with their labels. Cloning and taking parts copy no pixel.
#[derive(Clone)]
pub struct Split {
    pixels: Arc<Vec<u8>>,
    labels: Arc<Vec<u8>>,
    order: Arc<Vec<usize>>,
    scaling: Scaling,
}

impl Split {
    /// All of `pixels` (image after image, row after row) with one label an image.
    pub(crate) fn new(pixels: Arc<Vec<u8>>, labels: Arc<Vec<u8>>, scaling: Scaling) -> Self {
        debug_assert_eq!(pixels.len(), labels.len() * IMAGE_PIXELS);
        let order = Arc::new((0..labels.len()).collect());
        Self {
            pixels,
            labels,
            order,
            scaling,
        }
    }

    /// The images at `indices` of this part, in that order.
    ///
    /// # Panics
    /// An index is outside the part: callers inside the crate draw them from `0..len()`.
    pub(crate) fn select(&self, indices: &[usize]) -> Self {
        let order = indices.iter().map(|&index| self.order[index]).collect();
        Self {
            order: Arc::new(order),
            ..self.clone()
        }
    }

    /// The first `count` images, or all if there are fewer.
    pub fn take(&self, count: usize) -> Self {
        let order = self.order[..count.min(self.len())].to_vec();
        Self {
            order: Arc::new(order),
            ..self.clone()
        }
    }

    /// How many images there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no image at all.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// (images, height, width, channels), as Keras counts them.
    pub fn shape(&self) -> (usize, usize, usize, usize) {
        (self.len(), IMAGE_SIDE, IMAGE_SIDE, 1)
    }

    /// How much memory the images take, in bytes: one byte a pixel.
    pub fn bytes(&self) -> usize {
        self.len() * IMAGE_PIXELS
    }

    /// The 784 bytes of image `index`, row after row; `None` beyond the end.
    pub fn image(&self, index: usize) -> Option<&[u8]> {
        let start = self.order.get(index)? * IMAGE_PIXELS;
        self.pixels.get(start..start + IMAGE_PIXELS)
    }

    /// The label of image `index`, 0 to 9; `None` beyond the end.
    pub fn label(&self, index: usize) -> Option<u8> {
        self.labels.get(*self.order.get(index)?).copied()
    }

    /// All labels, in order.
    pub fn labels(&self) -> Vec<u8> {
        self.order.iter().map(|&at| self.labels[at]).collect()
    }

    /// How many images each class has.
    pub fn class_counts(&self) -> [usize; CLASS_COUNT] {
        let mut counts = [0; CLASS_COUNT];
        for &at in self.order.iter() {
            counts[usize::from(self.labels[at])] += 1;
        }
        counts
    }

    /// The scaling that [`Split::tensor`] applies.
    pub fn scaling(&self) -> Scaling {
        self.scaling
    }

    /// The same images with another scaling.
    pub fn with_scaling(&self, scaling: Scaling) -> Self {
        Self {
            scaling,
            ..self.clone()
        }
    }

    /// The images at `indices`, scaled, as a tensor of (batch, 28, 28, 1).
    ///
    /// # Errors
    /// An index beyond the last image.
    pub fn tensor(&self, device: &Cpu, indices: &[usize]) -> Result<ImageBatch> {
        match indices.iter().find(|index| **index >= self.len()) {
            Some(index) => Err(Error::InvalidValue {
                name: "indices",
                value: index.to_string(),
                reason: "gambar dihitung dari 0; pilih bilangan yang lebih kecil daripada `.len()`",
            }),
            None => {
                let (mut images, mut labels) = (Vec::new(), Vec::new());
                self.gather(indices.iter().copied(), &mut images, &mut labels);
                image_batch(device, &images)
            }
        }
    }

    /// Adds to `sum` which images these are. The pixels themselves were checked when they were read.
    pub(crate) fn digest(&self, sum: &mut Sha256) {
        sum.update((self.len() as u64).to_le_bytes());
        for &at in self.order.iter() {
            sum.update((at as u64).to_le_bytes());
            sum.update([self.labels[at]]);
        }
    }

    /// A batch in place of an earlier one: the images at `indices`, scaled, as (batch, 28, 28, 1) numbers, and their labels.
    ///
    /// # Panics
    /// An index is outside the part: callers inside the crate draw them from `0..len()`.
    pub(crate) fn gather(
        &self,
        indices: impl ExactSizeIterator<Item = usize>,
        images: &mut Vec<f32>,
        labels: &mut Vec<u8>,
    ) {
        let table = self.scaling.table();
        images.resize(indices.len() * IMAGE_PIXELS, 0.0);
        labels.clear();
        for (index, image) in indices.zip(images.chunks_exact_mut(IMAGE_PIXELS)) {
            let at = self.order[index];
            let pixels = &self.pixels[at * IMAGE_PIXELS..(at + 1) * IMAGE_PIXELS];
            for (number, &byte) in image.iter_mut().zip(pixels) {
                *number = table[usize::from(byte)];
            }
            labels.push(self.labels[at]);
        }
    }
}

impl std::fmt::Debug for Split {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{} gambar {IMAGE_SIDE}x{IMAGE_SIDE}, 1 kanal, penskalaan {}",
            self.len(),
            self.scaling
        )
    }
}
