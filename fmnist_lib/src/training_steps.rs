//! [`Steps`]: the steps of one epoch: a batch is taken, the loss computed forward, its gradients backward, and Adam changes the weights.

use crate::{
    data::{CLASS_COUNT, FashionMnist},
    device::CachingDevice,
    error::{Error, Result},
    hyperparameters::Hyperparameters,
    layers::numbers,
    loss::sparse_categorical_cross_entropy,
    model::{ImageBatch, ImageShape, Model, Network, as_logits, count_right, image_batch},
    optimizer::Adam,
    progress::Reporter,
    stop,
};
use dfdx::{nn::ZeroGrads, prelude::*};
use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

/// What the steps of an epoch work with, besides the model.
pub(crate) struct Steps<'a> {
    pub hyperparameters: &'a Hyperparameters,
    pub adam: &'a mut Adam,
    /// Kept from step to step, so that they are allocated once.
    pub gradients: &'a mut Option<Gradients<f32, Cpu>>,
}

impl Steps<'_> {
    /// Sees every training image once; gives the mean loss and the accuracy as the images were seen, or nothing when it was asked
    /// to stop.
    pub fn epoch<N: Network>(
        &mut self,
        model: &mut Model<N>,
        data: &FashionMnist,
        epoch: usize,
        reporter: &mut Reporter,
    ) -> Result<Option<(f64, f64)>> {
        // The epoch's chance (order of images, dropout) depends on the seed and the epoch's number alone.
        let chance = self
            .hyperparameters
            .seed
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ epoch as u64;
        let device = CachingDevice::new(chance)?;
        let mut order: Vec<usize> = (0..data.train.len()).collect();
        order.shuffle(&mut ChaCha8Rng::seed_from_u64(chance));
        let (mut loss, mut right) = (0.0, 0);
        let mut batches = order.chunks(self.hyperparameters.batch_size);
        let mut batch = Batch::default();
        let mut next = Batch::default();
        next.gather(data, batches.next());
        for step in 1.. {
            std::mem::swap(&mut batch, &mut next);
            if batch.labels.is_empty() {
                break;
            }
            // The next batch is made ready meanwhile, where a core is free.
            let (outcome, ()) = rayon::join(
                || self.step(model, &device.0, &batch),
                || next.gather(data, batches.next()),
            );
            let (batch_loss, batch_right) = outcome?;
            if !batch_loss.is_finite() {
                return Err(Error::NotFinite {
                    value: batch_loss,
                    epoch,
                    step,
                });
            }
            loss += f64::from(batch_loss) * batch.labels.len() as f64;
            right += batch_right;
            reporter.step(batch_loss, batch_right, batch.labels.len());
            if stop::requested() {
                return Ok(None);
            }
        }
        let images = data.train.len() as f64;
        Ok(Some((loss / images, right as f64 / images)))
    }

    /// One step: forward, loss, backward, Adam. A loss that is not a number changes nothing.
    fn step<N: Network>(
        &mut self,
        model: &mut Model<N>,
        device: &Cpu,
        batch: &Batch,
    ) -> Result<(f32, usize)> {
        let gradients = match self.gradients.take() {
            Some(gradients) => gradients,
            None => model.layers.alloc_grads(),
        };
        let images: ImageBatch = image_batch(device, &batch.images)?;
        let output = model.layers.try_forward_mut(images.traced(gradients))?;
        let logits = as_logits::<N, OwnedTape<f32, Cpu>>(output)?;
        let right = count_right(&numbers(&logits), &batch.labels);
        let loss = sparse_categorical_cross_entropy::<CLASS_COUNT, _>(logits, &batch.labels)?;
        let value = loss.array();
        if !value.is_finite() {
            return Ok((value, right));
        }
        let mut gradients = loss.try_backward()?;
        self.adam
            .step::<ImageShape, N>(&mut model.layers, &mut gradients)?;
        *self.gradients = Some(gradients);
        Ok((value, right))
    }
}

/// Scaled images and their labels.
#[derive(Default)]
struct Batch {
    images: Vec<f32>,
    labels: Vec<u8>,
}

impl Batch {
    /// Takes the images at `indices` in place of the earlier ones; none at the end of the epoch.
    fn gather(&mut self, data: &FashionMnist, indices: Option<&[usize]>) {
        let indices = indices.unwrap_or_default().iter().copied();
        data.train
            .gather(indices, &mut self.images, &mut self.labels);
    }
}
