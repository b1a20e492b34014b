//! The published history: the seed document's own training as a [`History`], read from the figures in `published/`.

use crate::{
    data::{Protocol, Scaling},
    history::{Epoch, History},
    hyperparameters::Hyperparameters,
};

const FIGURES: &str = include_str!("../published/history.csv");

impl History {
    /// The training that the document behind this tutorial has published: 17 epochs of the same network in TensorFlow, on raw pixels,
    /// with the test images as validation data. `published/README.md` says what is known of it; the seed and the seconds are not, and
    /// are 0 here.
    ///
    /// ```
    /// # use fmnist_lib::prelude::*;
    /// let published: History = History::published();
    /// assert_eq!(published.epochs.len(), 17);
    /// assert_eq!(published.best().map(|epoch| epoch.epoch), Some(7));
    /// ```
    pub fn published() -> Self {
        let epochs: Vec<Epoch> = FIGURES.lines().skip(1).filter_map(epoch).collect();
        Self {
            hyperparameters: Hyperparameters {
                epochs: epochs.len(),
                seed: 0,
                ..Default::default()
            },
            protocol: Protocol::Benih,
            scaling: Scaling::Raw,
            train_images: 60_000,
            epochs,
            kept_epoch: None,
        }
    }

    /// Whether this is [`History::published`].
    pub(crate) fn is_published(&self) -> bool {
        *self == Self::published()
    }
}

/// A line of `epoch,loss,accuracy,val_loss,val_accuracy`.
fn epoch(line: &str) -> Option<Epoch> {
    let fields: Vec<f64> = line
        .split(',')
        .map_while(|field| field.parse().ok())
        .collect();
    let &[epoch, loss, accuracy, val_loss, val_accuracy] = fields.as_slice() else {
        return None;
    };
    Some(Epoch {
        epoch: epoch as usize,
        train_seconds: 0.0,
        loss,
        accuracy,
        val_loss,
        val_accuracy,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_row_is_read() {
        let history = History::published();
        assert_eq!(FIGURES.lines().count(), 18);
        let numbers: Vec<usize> = history.epochs.iter().map(|epoch| epoch.epoch).collect();
        assert_eq!(numbers, (1..=17).collect::<Vec<usize>>());
        // As the seed document says of itself.
        let last = history.epochs[16];
        assert_eq!((last.accuracy, last.val_accuracy), (0.9109, 0.8788));
        assert_eq!(
            (history.epochs[6].val_loss, last.val_loss),
            (0.3526, 0.3807)
        );
        history.hyperparameters.validate().unwrap();
    }
}
