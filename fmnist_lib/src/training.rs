//! [`train`]: the training loop, short enough to be read.

use crate::{
    data::{CLASS_COUNT, FashionMnist},
    error::{Error, Result},
    history::{Epoch, History},
    hyperparameters::Hyperparameters,
    layers::numbers,
    loss::sparse_categorical_cross_entropy,
    model::{ImageBatch, Model, Network, as_logits, count_right, image_batch},
    progress::{self, Outcome, Reporter},
    stop,
};
use dfdx::{
    nn::ZeroGrads,
    optim::{Adam, AdamConfig, Optimizer},
    prelude::*,
};
use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::time::Instant;

/// Trains `model` on `data.train`, looks at `data.validation` after each epoch, and prints one line an epoch, unless a kernel front shows
/// the progress itself. Twin: Keras `model.fit`.
///
/// When [`stop`] is asked for, training ends after the present step: the model keeps what it has learnt, the history has the complete epochs.
///
/// The same seed, data and network give the same history, bit for bit, on the same machine.
///
/// # Errors
/// Hyperparameters that cannot train; a loss that is no longer a number; out of memory. The model keeps what it has learnt.
pub fn train<N: Network>(
    model: &mut Model<N>,
    data: &FashionMnist,
    hyperparameters: &Hyperparameters,
) -> Result<History> {
    let epochs = hyperparameters.epochs;
    train_with(model, data, hyperparameters, |epoch| {
        if progress::is_watched() {
            return;
        }
        println!(
            "Epoch {:>2}/{epochs} - {:.1} detik - loss {:.4} - akurasi {:.4} - val_loss {:.4} - val_akurasi {:.4}",
            epoch.epoch,
            epoch.train_seconds,
            epoch.loss,
            epoch.accuracy,
            epoch.val_loss,
            epoch.val_accuracy
        );
    })
}

/// As [`train`], but calls `after_epoch` where `train` prints.
///
/// # Errors
/// As [`train`].
pub fn train_with<N: Network>(
    model: &mut Model<N>,
    data: &FashionMnist,
    hyperparameters: &Hyperparameters,
    mut after_epoch: impl FnMut(&Epoch) + Send,
) -> Result<History> {
    hyperparameters.validate()?;
    let workers = rayon::ThreadPoolBuilder::new()
        .num_threads(hyperparameters.threads)
        .start_handler(|_| dfdx::flush_denormals_to_zero())
        .build()
        .map_err(|error| Error::Tensor(error.to_string()))?;
    let mut history = History {
        hyperparameters: *hyperparameters,
        protocol: data.protocol,
        scaling: data.scaling(),
        train_images: data.train.len(),
        epochs: Vec::with_capacity(hyperparameters.epochs),
    };
    // The slope along the images themselves would be thrown away.
    N::want_input_gradient(&mut model.layers, false);
    let result = workers.install(|| {
        let mut trainer = Trainer::new(model, hyperparameters);
        let (epochs, batch_size) = (hyperparameters.epochs, hyperparameters.batch_size);
        let mut reporter = Reporter::start(epochs, data.train.len(), batch_size);
        for epoch in 1..=epochs {
            let start = Instant::now();
            let Some((loss, accuracy)) = trainer.epoch(model, data, epoch, &mut reporter)? else {
                stop::obey();
                reporter.end(Outcome::Stopped);
                return Ok(history);
            };
            let train_seconds = start.elapsed().as_secs_f64();
            let (val_loss, val_accuracy) = model.evaluate(&data.validation)?;
            let figures = Epoch {
                epoch,
                train_seconds,
                loss,
                accuracy,
                val_loss,
                val_accuracy,
            };
            reporter.epoch(&figures);
            after_epoch(&figures);
            history.epochs.push(figures);
        }
        reporter.end(Outcome::Finished);
        Ok(history)
    });
    N::want_input_gradient(&mut model.layers, true);
    result
}

/// What a training carries from step to step, besides the model.
struct Trainer<'a, N: Network> {
    hyperparameters: &'a Hyperparameters,
    adam: Adam<N::Built, f32, Cpu>,
    gradients: Option<Gradients<f32, Cpu>>,
}

impl<'a, N: Network> Trainer<'a, N> {
    fn new(model: &Model<N>, hyperparameters: &'a Hyperparameters) -> Self {
        let adam = AdamConfig {
            lr: hyperparameters.learning_rate,
            betas: [hyperparameters.beta1, hyperparameters.beta2],
            eps: hyperparameters.epsilon,
            weight_decay: None,
        };
        Self {
            hyperparameters,
            adam: Adam::new(&model.layers, adam),
            gradients: Some(model.layers.alloc_grads()),
        }
    }

    /// Sees every training image once; gives the mean loss and the accuracy as the images were seen, or nothing when it was asked to stop.
    fn epoch(
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
        let device = Cpu::seed_from_u64(chance);
        let mut order: Vec<usize> = (0..data.train.len()).collect();
        order.shuffle(&mut ChaCha8Rng::seed_from_u64(chance));
        let (mut loss, mut right) = (0.0, 0);
        for (step, indices) in order.chunks(self.hyperparameters.batch_size).enumerate() {
            let (images, labels) = data.train.gather(indices);
            let batch = image_batch(&device, images)?;
            let (batch_loss, batch_right) = self.step(model, batch, &labels)?;
            if !batch_loss.is_finite() {
                return Err(Error::NotFinite {
                    value: batch_loss,
                    epoch,
                    step: step + 1,
                });
            }
            loss += f64::from(batch_loss) * labels.len() as f64;
            right += batch_right;
            reporter.step(batch_loss, batch_right, labels.len());
            if stop::requested() {
                return Ok(None);
            }
        }
        let images = data.train.len() as f64;
        Ok(Some((loss / images, right as f64 / images)))
    }

    /// One step: forward, loss, backward, Adam. A loss that is not a number changes nothing.
    fn step(
        &mut self,
        model: &mut Model<N>,
        images: ImageBatch,
        labels: &[u8],
    ) -> Result<(f32, usize)> {
        let gradients = match self.gradients.take() {
            Some(gradients) => gradients,
            None => model.layers.alloc_grads(),
        };
        let output = model.layers.try_forward_mut(images.traced(gradients))?;
        let logits = as_logits::<N, OwnedTape<f32, Cpu>>(output)?;
        let right = count_right(&numbers(&logits), labels);
        let loss = sparse_categorical_cross_entropy::<CLASS_COUNT, _>(logits, labels)?;
        let value = loss.array();
        if !value.is_finite() {
            return Ok((value, right));
        }
        let mut gradients = loss.try_backward()?;
        // Every parameter of a tuple takes part in the output, so none can be unused.
        let _ = self.adam.update(&mut model.layers, &gradients);
        model.layers.zero_grads(&mut gradients);
        self.gradients = Some(gradients);
        Ok((value, right))
    }
}
