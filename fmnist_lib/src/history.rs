//! [`History`]: what happened in a training, epoch by epoch; saved and read as JSON.

use crate::{
    bounded::read_at_most,
    data::{Protocol, Scaling},
    error::{Error, Result},
    hyperparameters::Hyperparameters,
    numeral::decimal,
    whole_file::write_whole,
};
use serde::{Deserialize, Deserializer, Serialize};
use std::path::Path;

/// The longest training that is allowed, 10,000 epochs, needs a quarter of it.
const MOST_BYTES: u64 = 16 << 20;

/// The figures of one epoch. Twin: one row of Keras's `History.history`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// The epoch, from 1.
    pub epoch: usize,
    /// Seconds of training alone, without validation.
    #[serde(deserialize_with = "or_not_a_number")]
    pub train_seconds: f64,
    /// Mean loss over the training images, as they were seen (dropout on, weights moving).
    #[serde(deserialize_with = "or_not_a_number")]
    pub loss: f64,
    /// Share of the training images classified rightly, as they were seen; 0 to 1.
    #[serde(deserialize_with = "or_not_a_number")]
    pub accuracy: f64,
    /// Mean loss over the validation images after the epoch (dropout off).
    #[serde(deserialize_with = "or_not_a_number")]
    pub val_loss: f64,
    /// Share of the validation images classified rightly; 0 to 1.
    #[serde(deserialize_with = "or_not_a_number")]
    pub val_accuracy: f64,
}

/// JSON has no NaN and no infinity: both are written as `null`, and a training that diverged reads back with NaN.
fn or_not_a_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NAN))
}

impl Epoch {
    /// The figures in a line, as a training of `epochs` epochs prints them.
    pub fn line(&self, epochs: usize) -> String {
        format!(
            "Epoch {:>2}/{epochs} - {} detik - loss {} - akurasi {} - val_loss {} - val_akurasi {}",
            self.epoch,
            decimal(self.train_seconds, 1),
            decimal(self.loss, 4),
            decimal(self.accuracy, 4),
            decimal(self.val_loss, 4),
            decimal(self.val_accuracy, 4)
        )
    }
}

/// A whole training: its settings and its epochs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// What the training was asked to do.
    pub hyperparameters: Hyperparameters,
    /// Which split was used.
    pub protocol: Protocol,
    /// How pixels were scaled.
    pub scaling: Scaling,
    /// How many images were learnt from.
    pub train_images: usize,
    /// One entry an epoch, in order.
    pub epochs: Vec<Epoch>,
    /// The epoch whose weights early stopping has given back to the model, see [`Hyperparameters::patience`]; without it `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_epoch: Option<usize>,
}

impl History {
    /// The last epoch, if there is one.
    pub fn last(&self) -> Option<&Epoch> {
        self.epochs.last()
    }

    /// The epoch with the lowest validation loss, if there is one whose loss is a number.
    pub fn best(&self) -> Option<&Epoch> {
        self.epochs
            .iter()
            .filter(|epoch| epoch.val_loss.is_finite())
            .min_by(|left, right| left.val_loss.total_cmp(&right.val_loss))
    }

    /// The epoch whose weights the model has: the best one if early stopping has given them back, else the last complete one.
    pub fn kept(&self) -> Option<&Epoch> {
        match self.kept_epoch {
            Some(kept) => self.epochs.iter().find(|epoch| epoch.epoch == kept),
            None => self.last(),
        }
    }

    /// Whether `val_loss` has not fallen for as many epochs as [`Hyperparameters::patience`] allows.
    pub fn stopped_early(&self) -> bool {
        let best = self.best().map_or(0, |epoch| epoch.epoch);
        let last = self.last().map_or(0, |epoch| epoch.epoch);
        let patience = self.hyperparameters.patience;
        patience.is_some_and(|patience| last.saturating_sub(best) >= patience)
    }

    /// What early stopping did, in a sentence for a reader; nothing where it did nothing.
    pub fn what_is_kept(&self) -> Option<String> {
        let (kept, last) = (self.kept()?, self.last()?);
        let why = match self.hyperparameters.patience {
            Some(patience) if self.stopped_early() => {
                format!("Penghentian dini: val_loss tidak turun lagi selama {patience} epoch. ")
            }
            _ => String::new(),
        };
        let weights = (kept != last).then(|| {
            format!(
                "Bobot epoch {} dipakai kembali, karena val_loss-nya paling rendah ({}).",
                kept.epoch,
                decimal(kept.val_loss, 4)
            )
        });
        let sentence = why + &weights.unwrap_or_default();
        (!sentence.is_empty()).then_some(sentence)
    }

    /// Whether all epochs are complete, or early stopping has ended the training.
    pub fn is_over(&self) -> bool {
        self.epochs.len() >= self.hyperparameters.epochs || self.stopped_early()
    }

    /// Whether the last complete epoch is the best one.
    pub(crate) fn ends_with_its_best(&self) -> bool {
        let number = |epoch: &Epoch| epoch.epoch;
        self.best().map(number) == self.last().map(number)
    }

    /// Writes the history as JSON, whole or not at all.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let text = serde_json::to_string_pretty(self).map_err(|error| Error::Format {
            path: path.into(),
            kind: "riwayat JSON",
            detail: error.to_string(),
        })?;
        write_whole(path, (text + "\n").as_bytes())
    }

    /// Reads a history written by [`History::save`].
    ///
    /// # Errors
    /// The file cannot be read, or is not a history.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = read_at_most(path, MOST_BYTES)?;
        serde_json::from_slice(&text).map_err(|error| Error::Format {
            path: path.into(),
            kind: "riwayat JSON",
            detail: error.to_string(),
        })
    }
}
