//! [`train`]: the training loop, short enough to be read.

use crate::{
    data::{CLASS_COUNT, FashionMnist},
    device::CachingDevice,
    early_stopping::EarlyStopping,
    error::{Error, Result},
    history::{Epoch, History},
    hyperparameters::Hyperparameters,
    layers::{Fusion, WriteBack, numbers},
    loss::sparse_categorical_cross_entropy,
    model::{ImageBatch, ImageShape, Model, Network, as_logits, count_right, image_batch},
    optimizer::Adam,
    progress::{self, Outcome, Reporter},
    run::keep_epoch,
    stop,
    workers::Workers,
};
use dfdx::{nn::ZeroGrads, prelude::*};
use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::time::Instant;

/// Trains `model` on `data.train`, looks at `data.validation` after each epoch, and prints one line an epoch, unless a kernel front shows
/// the progress itself. After each epoch the model and the history are kept for [`Run::unfinished`](crate::run::Run::unfinished).
/// Twin: Keras `model.fit`.
///
/// With [`Hyperparameters::patience`] the training ends once `val_loss` no longer falls, and however it ends, the model has the weights of
/// its best epoch, which [`History::kept`] names.
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
    let mut kept = true;
    let history = train_observed(model, data, hyperparameters, |model, history, epoch| {
        // A disk that is full ends no training; it is told once.
        if let Err(error) = keep_epoch(model, history)
            && std::mem::take(&mut kept)
        {
            println!("{error} Pelatihan tetap berjalan.");
        }
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
    })?;
    if history.kept_epoch.is_some() {
        let _ = keep_epoch(model, &history);
    }
    if !progress::is_watched()
        && let Some(sentence) = what_is_kept(&history)
    {
        println!("{sentence}");
    }
    Ok(history)
}

/// What early stopping did, for a reader.
fn what_is_kept(history: &History) -> Option<String> {
    let (kept, last) = (history.kept()?, history.last()?);
    let why = match history.hyperparameters.patience {
        Some(patience) if history.stopped_early() => {
            format!("Penghentian dini: val_loss tidak turun lagi selama {patience} epoch. ")
        }
        _ => String::new(),
    };
    let weights = (kept != last).then(|| {
        format!(
            "Bobot epoch {} dipakai kembali, karena val_loss-nya paling rendah ({:.4}).",
            kept.epoch, kept.val_loss
        )
    });
    let sentence = why + &weights.unwrap_or_default();
    (!sentence.is_empty()).then_some(sentence)
}

/// As [`train`], but keeps no file, and calls `after_epoch` where `train` prints.
///
/// # Errors
/// As [`train`].
pub fn train_with<N: Network>(
    model: &mut Model<N>,
    data: &FashionMnist,
    hyperparameters: &Hyperparameters,
    mut after_epoch: impl FnMut(&Epoch) + Send,
) -> Result<History> {
    train_observed(model, data, hyperparameters, |_, _, epoch| {
        after_epoch(epoch)
    })
}

fn train_observed<N: Network>(
    model: &mut Model<N>,
    data: &FashionMnist,
    hyperparameters: &Hyperparameters,
    mut after_epoch: impl FnMut(&Model<N>, &History, &Epoch) + Send,
) -> Result<History> {
    hyperparameters.validate()?;
    if data.train.is_empty() {
        return Err(Error::InvalidValue {
            name: "data.train",
            value: "0 gambar".into(),
            reason: "pelatihan memerlukan paling sedikit satu gambar latih; muat lagi datanya dengan `FashionMnist::load`",
        });
    }
    let workers = Workers::new(hyperparameters.threads)?;
    let mut history = History {
        hyperparameters: *hyperparameters,
        protocol: data.protocol,
        scaling: data.scaling(),
        train_images: data.train.len(),
        epochs: Vec::with_capacity(hyperparameters.epochs),
        kept_epoch: None,
    };
    N::fuse(&mut model.layers, Fusion::NETWORK);
    let result = workers.run(|| {
        let mut trainer = Trainer::new(hyperparameters);
        let (epochs, batch_size) = (hyperparameters.epochs, hyperparameters.batch_size);
        let mut reporter = Reporter::start(epochs, data.train.len(), batch_size);
        let mut early_stopping = EarlyStopping::default();
        let mut outcome = Outcome::Finished;
        for epoch in 1..=epochs {
            let start = Instant::now();
            let seen = trainer.epoch(model, data, epoch, &mut reporter);
            N::visit(&mut model.layers, &mut WriteBack)?;
            let Some((loss, accuracy)) = seen? else {
                stop::obey();
                outcome = Outcome::Stopped;
                break;
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
            history.epochs.push(figures);
            early_stopping.observe(model, &history)?;
            after_epoch(model, &history, &figures);
            if history.stopped_early() {
                outcome = Outcome::Early;
                break;
            }
        }
        early_stopping.restore(model, &mut history)?;
        let given_back = history
            .kept_epoch
            .filter(|kept| *kept != history.epochs.len());
        reporter.end(outcome, given_back);
        Ok(history)
    });
    N::fuse(&mut model.layers, Fusion::default());
    result
}

/// What a training carries from step to step, besides the model.
struct Trainer<'a> {
    hyperparameters: &'a Hyperparameters,
    adam: Adam,
    gradients: Option<Gradients<f32, Cpu>>,
}

impl<'a> Trainer<'a> {
    fn new(hyperparameters: &'a Hyperparameters) -> Self {
        Self {
            hyperparameters,
            adam: Adam::new(hyperparameters),
            gradients: None,
        }
    }

    /// Sees every training image once; gives the mean loss and the accuracy as the images were seen, or nothing when it was asked
    /// to stop.
    fn epoch<N: Network>(
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
        self.gradients = Some(gradients);
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
