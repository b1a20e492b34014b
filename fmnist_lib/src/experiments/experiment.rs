//! [`Experiment`]: one training with a name: its network, its settings, what happened and how it ended.

use crate::{
    data::FashionMnist,
    error::{Error, Result},
    history::{Epoch, History},
    hyperparameters::Hyperparameters,
    model::{Cnn, Model, Network},
    progress,
    summary::Summary,
    training::train_with,
};
use serde::{Deserialize, Serialize};

/// The longest name of an experiment, in characters: longer ones would not fit into a table or a legend.
pub const LONGEST_NAME: usize = 60;

/// How a training ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// All epochs are complete.
    Finished,
    /// The validation loss had not fallen for as many epochs as `patience` allows.
    Early,
    /// The reader pressed Stop.
    Stopped,
    /// The loss was no longer a number; both are counted from 1.
    Diverged {
        /// The epoch that was not completed.
        epoch: usize,
        /// The step inside it.
        step: usize,
    },
}

impl std::fmt::Display for Ending {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Ending::Finished => formatter.write_str("selesai"),
            Ending::Early => formatter.write_str("berhenti dini"),
            Ending::Stopped => formatter.write_str("dihentikan"),
            Ending::Diverged { epoch, step } => {
                write!(formatter, "divergen (epoch {epoch}, langkah {step})")
            }
        }
    }
}

/// A named training. Twin: a run of MLflow or Weights & Biases, without the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    /// What the reader calls it.
    pub name: String,
    /// The layers of the network in order, as its type names them.
    pub layers: Vec<String>,
    /// Settings and complete epochs.
    pub history: History,
    /// How it ended.
    pub ending: Ending,
}

impl Experiment {
    /// Trains a new network of type `N` and keeps its figures under `name`; the weights are dropped.
    ///
    /// A loss that is no longer a number is a result as well: the experiment then has the epochs before it, and
    /// [`Ending::Diverged`].
    ///
    /// # Errors
    /// A name that cannot be used; hyperparameters that cannot train; out of memory.
    pub fn train<N: Network>(
        name: &str,
        data: &FashionMnist,
        hyperparameters: &Hyperparameters,
    ) -> Result<Self> {
        let name = checked(name)?;
        let mut model: Model<N> = Model::new(hyperparameters.seed)?;
        let mut epochs: Vec<Epoch> = Vec::new();
        let trained = progress::named(&name, || {
            train_with(&mut model, data, hyperparameters, |epoch| {
                epochs.push(*epoch);
            })
        });
        let (history, ending) = match trained {
            Ok(history) => {
                let ending = ending(&history);
                (history, ending)
            }
            Err(error @ Error::NotFinite { epoch, step, .. }) => {
                println!("{name}: {error}");
                let history = History {
                    hyperparameters: *hyperparameters,
                    protocol: data.protocol,
                    scaling: data.scaling(),
                    train_images: data.train.len(),
                    epochs,
                    kept_epoch: None,
                };
                (history, Ending::Diverged { epoch, step })
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            name,
            layers: layers::<N>(),
            history,
            ending,
        })
    }

    /// A training that exists already, of a network of type `N`, as an experiment.
    ///
    /// # Errors
    /// A name that cannot be used.
    pub fn of<N: Network>(name: &str, history: &History) -> Result<Self> {
        Ok(Self {
            name: checked(name)?,
            layers: layers::<N>(),
            history: history.clone(),
            ending: ending(history),
        })
    }

    /// The seed document's own training ([`History::published`]), of the network that [`Cnn`] is.
    pub fn published() -> Self {
        Self {
            name: "dokumen asal".into(),
            layers: layers::<Cnn>(),
            history: History::published(),
            ending: Ending::Finished,
        }
    }

    /// The best epoch: the lowest validation loss. `None` if no epoch was completed.
    pub fn best(&self) -> Option<&Epoch> {
        self.history.best()
    }

    /// Seconds of training over all epochs, without validation.
    pub fn seconds(&self) -> f64 {
        let epochs = self.history.epochs.iter();
        epochs.map(|epoch| epoch.train_seconds).sum()
    }
}

fn layers<N: Network>() -> Vec<String> {
    let rows = Summary::of::<N>().rows;
    rows.into_iter().map(|row| row.name).collect()
}

/// How a training ended that gave this history without an error.
fn ending(history: &History) -> Ending {
    if history.epochs.len() >= history.hyperparameters.epochs {
        Ending::Finished
    } else if history.stopped_early() {
        Ending::Early
    } else {
        Ending::Stopped
    }
}

/// A name without spaces around it, short enough for a table and of characters that can be seen.
pub(super) fn checked(name: &str) -> Result<String> {
    let name = name.trim();
    let reason = if name.is_empty() {
        "beri nama yang tidak kosong, misalnya \"dropout 20 %\""
    } else if name.chars().count() > LONGEST_NAME {
        "nama percobaan paling panjang 60 huruf, agar muat di tabel dan di gambar; singkatlah"
    } else if name.chars().any(unseen) {
        "nama tidak boleh memuat baris baru, tab, atau huruf yang tidak terlihat; tulis dalam satu baris"
    } else {
        return Ok(name.into());
    };
    let shown: String = name.chars().filter(|c| !unseen(*c)).take(20).collect();
    Err(Error::InvalidValue {
        name: "name",
        value: format!("\"{shown}\""),
        reason,
    })
}

/// Control characters, and those that turn the direction of the text around them.
fn unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_hostile_ones_refused_in_a_sentence() {
        assert_eq!(checked("  dropout 20 % ").unwrap(), "dropout 20 %");
        for fine in ["../x", "🙂", "C:\\con", "<b>", &"ä".repeat(LONGEST_NAME)] {
            assert_eq!(checked(fine).unwrap(), fine);
        }
        let long = "x".repeat(100_000);
        for refused in ["", " \n ", "a\nb", "a\u{1b}[31m", "a\u{202e}b", &long] {
            let said = checked(refused).unwrap_err().to_string();
            assert!(said.starts_with("Nilai `name`"), "{said}");
            assert!(said.chars().count() < 200 && !said.contains('\n'), "{said}");
        }
    }
}
