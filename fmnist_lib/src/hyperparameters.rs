//! [`Hyperparameters`]: what a learner may change before a training, each with a default.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// The settings of a training. Name the fields to change and take the rest from the default:
///
/// ```
/// # use fmnist_lib::prelude::*;
/// let hyperparameters = Hyperparameters { epochs: 3, learning_rate: 3e-4, ..Default::default() };
/// assert_eq!(hyperparameters.batch_size, 32);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Hyperparameters {
    /// How often all training images are seen.
    pub epochs: usize,
    /// Images a training step.
    pub batch_size: usize,
    /// Adam's step size.
    pub learning_rate: f64,
    /// Adam's decay of the gradient's running mean.
    pub beta1: f64,
    /// Adam's decay of the squared gradient's running mean.
    pub beta2: f64,
    /// Adam's guard against division by zero.
    pub epsilon: f64,
    /// Decides the shuffling and the dropout: the same seed gives the same history.
    pub seed: u64,
    /// Worker threads; 0 takes as many as the processor has cores. More than eight are started only where there is a core for each;
    /// the history does not depend on it.
    pub threads: usize,
    /// Early stopping: ends the training when `val_loss` has not fallen for this many epochs, and gives the model the weights of the best
    /// epoch. `None` sees all epochs to the end. Twin: Keras `EarlyStopping(monitor="val_loss", patience=…, restore_best_weights=True)`.
    #[serde(default)]
    pub patience: Option<usize>,
}

impl Default for Hyperparameters {
    /// 10 epochs of batches of 32, and Keras's `Adam()`: learning rate 1e-3, betas 0.9 and 0.999, epsilon 1e-7; no early stopping.
    fn default() -> Self {
        Self {
            epochs: 10,
            batch_size: 32,
            learning_rate: 1e-3,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-7,
            seed: 42,
            threads: 0,
            patience: None,
        }
    }
}

impl Hyperparameters {
    /// Refuses what cannot train.
    ///
    /// # Errors
    /// [`Error::InvalidValue`] names the field, what is wrong and what to give instead.
    pub fn validate(&self) -> Result<()> {
        let checks: [(&'static str, String, bool, &'static str); 8] = [
            (
                "epochs",
                self.epochs.to_string(),
                (1..=10_000).contains(&self.epochs),
                "jaringan perlu melihat data paling sedikit sekali; pilih 1 sampai 10000, misalnya 10",
            ),
            (
                "batch_size",
                self.batch_size.to_string(),
                (1..=60_000).contains(&self.batch_size),
                "satu langkah pelatihan memerlukan paling sedikit satu gambar; pilih 1 sampai 60000, misalnya 32",
            ),
            (
                "learning_rate",
                self.learning_rate.to_string(),
                self.learning_rate > 0.0 && self.learning_rate <= 1e6,
                "laju pembelajaran harus lebih besar dari 0 agar bobot berubah ke arah yang benar, dan tidak lebih dari 1000000; mulailah dari 0.001",
            ),
            (
                "beta1",
                self.beta1.to_string(),
                (0.0..1.0).contains(&self.beta1),
                "pilih nilai dari 0 sampai di bawah 1, misalnya 0.9",
            ),
            (
                "beta2",
                self.beta2.to_string(),
                (0.0..1.0).contains(&self.beta2),
                "pilih nilai dari 0 sampai di bawah 1, misalnya 0.999",
            ),
            (
                "epsilon",
                self.epsilon.to_string(),
                self.epsilon > 0.0 && self.epsilon <= 1.0,
                "pilih nilai kecil di atas 0 dan paling besar 1, misalnya 0.0000001",
            ),
            (
                "threads",
                self.threads.to_string(),
                self.threads <= 1_024,
                "pilih 0 agar semua inti prosesor dipakai, atau paling banyak 1024",
            ),
            (
                "patience",
                format!("{:?}", self.patience),
                self.patience
                    .is_none_or(|epochs| (1..=10_000).contains(&epochs)),
                "`val_loss` wajar naik sedikit dari satu epoch ke epoch berikutnya, jadi beri kesempatan paling sedikit satu epoch, misalnya Some(3), atau None agar semua epoch dijalankan",
            ),
        ];
        match checks.into_iter().find(|(_, _, fine, _)| !fine) {
            None => Ok(()),
            Some((name, value, _, reason)) => Err(Error::InvalidValue {
                name,
                value,
                reason,
            }),
        }
    }
}
