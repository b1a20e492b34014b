//! [`Model`]: a network with its numbers, ready to be trained and asked.

use crate::{
    data::{CLASS_COUNT, IMAGE_SIDE, Split},
    error::{Error, Result},
    initialization::glorot_uniform,
    layers::{Batch, Conv2D, Dropout, Flatten, Fusion, Layer, Linear, ReLU, tensor_of},
    loss::softmax_and_loss,
    predictions::{Predictions, argmax},
    summary::Summary,
};
use dfdx::{nn::NumParams, prelude::*};
use rayon::prelude::*;

/// The seed document's network: three convolutions with stride 2, then two fully connected layers; 360,458 parameters.
/// It ends with logits; `predict` applies the softmax.
pub type Cnn = (
    (Conv2D<1, 32, 3, 2>, ReLU),
    (Conv2D<32, 64, 3, 2>, ReLU),
    (Conv2D<64, 128, 3, 2>, ReLU),
    (Flatten<512>, Dropout<20>),
    (Linear<512, 512>, ReLU, Dropout<20>),
    Linear<512, 10>,
);

/// One image: (height, width, channels).
pub type ImageShape = Rank3<28, 28, 1>;

/// A batch of images: (batch, height, width, channels).
pub type ImageBatch<T = NoneTape> = Batch<ImageShape, T>;

/// One row of ten numbers an image: the larger, the likelier the class.
pub type Logits<T = NoneTape> = Batch<Rank1<10>, T>;

/// A tuple of layers that leads from a 28x28 image of one channel to ten numbers.
///
/// It is implemented for every tuple whose shapes fit; nobody implements it by hand.
pub trait Network: Layer<ImageShape, Out = Rank1<10>> + 'static {}

impl<N: Layer<ImageShape, Out = Rank1<10>> + 'static> Network for N {}

/// How many images are classified at once outside training.
const EVALUATION_BATCH: usize = 256;

/// Of these, how many one thread takes through the whole network: few enough for its numbers to stay in the cache.
const IMAGES_TOGETHER: usize = 32;

/// A network of type `N` with its numbers. Twin: a Keras `Model`, a PyTorch `nn.Module`.
///
/// ```
/// # use fmnist_lib::prelude::*;
/// let model: Model<Cnn> = Model::new(42)?;
/// assert_eq!(model.parameter_count(), 360_458);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct Model<N: Network> {
    /// The layers, as the tuple that `N` names: `model.layers.0.0.weight` are the first filters.
    pub layers: N::Built,
}

impl<N: Network> Model<N> {
    /// Builds the network with weights drawn from `seed` (Glorot uniform, biases 0, as Keras does).
    ///
    /// # Errors
    /// Out of memory.
    pub fn new(seed: u64) -> Result<Self> {
        let mut layers = N::build(&Cpu::default())?;
        glorot_uniform(&mut layers, seed)?;
        Ok(Self { layers })
    }

    /// A table of the layers, their output shapes and parameters. Twin: Keras `model.summary()`.
    pub fn summary(&self) -> Summary {
        Summary::of::<N>()
    }

    /// How many numbers the network learns. Twin: Keras `model.count_params()`.
    pub fn parameter_count(&self) -> usize {
        NumParams::num_trainable_params(&self.layers)
    }

    /// The ten logits of each image, without dropout.
    ///
    /// # Errors
    /// Out of memory.
    pub fn logits(&self, images: ImageBatch) -> Result<Logits> {
        let output = self.layers.try_forward(images)?;
        as_logits::<N, NoneTape>(output)
    }

    /// Ten probabilities for each image, without dropout. Twin: `torch.softmax(model(x), dim=1)`.
    ///
    /// # Errors
    /// Out of memory.
    pub fn probabilities(&self, images: ImageBatch) -> Result<Vec<[f32; CLASS_COUNT]>> {
        let rows = self.logits(images)?.try_softmax::<Axis<1>>()?.as_vec();
        let (rows, _) = rows.as_chunks();
        Ok(rows.to_vec())
    }

    /// Classifies every image of `split`, scaled as the split says.
    ///
    /// # Errors
    /// Out of memory.
    pub fn predict(&self, split: &Split) -> Result<Predictions> {
        self.predict_in_batches(split, EVALUATION_BATCH)
    }

    /// As [`Model::predict`], `batch` images at a time. Twin: `model.predict(x, batch_size=batch)` in Keras.
    ///
    /// # Errors
    /// A batch of no image; out of memory.
    pub fn predict_in_batches(&self, split: &Split, batch: usize) -> Result<Predictions> {
        let mut probabilities = Vec::with_capacity(split.len());
        self.for_each_batch(split, batch, |rows, labels| {
            softmax_and_loss(rows, CLASS_COUNT, labels);
            let (rows, _) = rows.as_chunks();
            probabilities.extend_from_slice(rows);
        })?;
        Ok(Predictions {
            split: split.clone(),
            probabilities,
        })
    }

    /// Mean loss and accuracy over `split`, without dropout. Twin: Keras `model.evaluate`.
    ///
    /// # Errors
    /// Out of memory.
    pub fn evaluate(&self, split: &Split) -> Result<(f64, f64)> {
        let (mut loss, mut right) = (0.0, 0);
        self.for_each_batch(split, EVALUATION_BATCH, |rows, labels| {
            right += count_right(rows, labels);
            loss += softmax_and_loss(rows, CLASS_COUNT, labels);
        })?;
        let images = split.len().max(1) as f64;
        Ok((loss / images, right as f64 / images))
    }

    fn for_each_batch(
        &self,
        split: &Split,
        batch: usize,
        mut take: impl FnMut(&mut [f32], &[u8]),
    ) -> Result<()> {
        if batch == 0 {
            return Err(Error::InvalidValue {
                name: "batch",
                value: batch.to_string(),
                reason: "pilih paling sedikit satu gambar sekaligus, misalnya 250",
            });
        }
        let mut layers = self.layers.clone();
        N::fuse(&mut layers, Fusion::NETWORK);
        let (mut images, mut labels, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for start in (0..split.len()).step_by(batch) {
            let indices = start..(start + batch).min(split.len());
            split.gather(indices, &mut images, &mut labels);
            rows.resize(labels.len() * CLASS_COUNT, 0.0);
            rows.par_chunks_mut(IMAGES_TOGETHER * CLASS_COUNT)
                .zip_eq(images.par_chunks(IMAGES_TOGETHER * IMAGE_SIDE * IMAGE_SIDE))
                .map_with(layers.clone(), |layers, (rows, images)| {
                    // Without dfdx's cache, which is for one thread alone (`device`).
                    let images = image_batch(&Cpu::default(), images)?;
                    as_logits::<N, NoneTape>(layers.try_forward(images)?)?.copy_into(rows);
                    Ok(())
                })
                .collect::<Result<()>>()?;
            take(&mut rows, &labels);
        }
        Ok(())
    }
}

impl<N: Network> std::fmt::Debug for Model<N> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.summary())
    }
}

/// Scaled pixels, image after image, as a tensor.
pub(crate) fn image_batch(device: &Cpu, pixels: &[f32]) -> Result<ImageBatch> {
    let batch = pixels.len() / (IMAGE_SIDE * IMAGE_SIDE);
    Ok(tensor_of(device, &(batch, Const, Const, Const), pixels)?)
}

/// The network's output as logits. A network that ends with a softmax gives probabilities, and their logarithms are logits
/// for the same probabilities; the bound keeps the logarithm finite (Keras clips at the same 1e-7).
pub(crate) fn as_logits<N: Network, T: Tape<f32, Cpu>>(output: Logits<T>) -> Result<Logits<T>> {
    if N::ENDS_WITH_SOFTMAX {
        Ok(output.try_clamp(1e-7, 1.0)?.try_ln()?)
    } else {
        Ok(output)
    }
}

/// How many rows have their largest number at the label.
pub(crate) fn count_right(rows: &[f32], labels: &[u8]) -> usize {
    rows.chunks_exact(CLASS_COUNT)
        .zip(labels)
        .filter(|(row, label)| argmax(row) == **label)
        .count()
}
