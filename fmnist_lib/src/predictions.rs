//! [`Predictions`]: what a trained network says of each image of a part of the data.

use crate::{
    data::{CLASS_COUNT, Split},
    numeral::decimal,
};

/// Probabilities for each image of a [`Split`], beside the true labels. Twin: `model.predict(x)` in Keras.
#[derive(Clone)]
pub struct Predictions {
    /// The images that were classified.
    pub split: Split,
    /// For each image ten probabilities, each 0 to 1, that sum to 1.
    pub probabilities: Vec<[f32; CLASS_COUNT]>,
}

impl Predictions {
    /// How many images were classified.
    pub fn len(&self) -> usize {
        self.probabilities.len()
    }

    /// Whether no image was classified.
    pub fn is_empty(&self) -> bool {
        self.probabilities.is_empty()
    }

    /// The predicted label of image `index`: the class of the highest probability; `None` beyond the end.
    pub fn predicted(&self, index: usize) -> Option<u8> {
        self.probabilities.get(index).map(|row| argmax(row))
    }

    /// The probability of the predicted label; `None` beyond the end.
    pub fn confidence(&self, index: usize) -> Option<f32> {
        let row = self.probabilities.get(index)?;
        row.get(usize::from(argmax(row))).copied()
    }

    /// The share of images whose predicted label is the true one; 0 to 1, and 0 for no images.
    pub fn accuracy(&self) -> f64 {
        let right = (0..self.len())
            .filter(|&index| self.predicted(index) == self.split.label(index))
            .count();
        right as f64 / self.len().max(1) as f64
    }

    /// The mean loss, `-ln` of the true label's probability; 0 for no images. A probability of 0 counts as the least `f32` above
    /// it. Twin: `sklearn.metrics.log_loss`.
    pub fn loss(&self) -> f64 {
        let rows = self.probabilities.iter().zip(self.split.labels());
        let losses = rows.map(|(row, label)| {
            let share = row[usize::from(label)].max(f32::MIN_POSITIVE);
            -f64::from(share).ln()
        });
        losses.sum::<f64>() / self.len().max(1) as f64
    }

    /// The indices of the misclassified images, the most confident mistake first.
    pub fn confident_mistakes(&self) -> Vec<usize> {
        let mut mistakes = self.mistakes();
        let rank = |index: &usize| match self.confidence(*index) {
            Some(confidence) if !confidence.is_nan() => confidence,
            _ => f32::NEG_INFINITY,
        };
        mistakes.sort_by(|left, right| rank(right).total_cmp(&rank(left)));
        mistakes
    }

    /// The indices of the images of class `truth` that were taken for class `guess`, in order.
    pub fn confused(&self, truth: u8, guess: u8) -> Vec<usize> {
        (0..self.len())
            .filter(|&index| self.split.label(index) == Some(truth))
            .filter(|&index| self.predicted(index) == Some(guess))
            .collect()
    }

    /// The indices of the misclassified images, in order.
    pub fn mistakes(&self) -> Vec<usize> {
        (0..self.len())
            .filter(|&index| self.predicted(index) != self.split.label(index))
            .collect()
    }
}

/// The index of the largest value, the first one on a tie. Twin: `numpy.argmax`.
pub(crate) fn argmax(row: &[f32]) -> u8 {
    let mut best = 0;
    for (index, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = index;
        }
    }
    best as u8
}

impl std::fmt::Debug for Predictions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{} prediksi, akurasi {}",
            self.len(),
            decimal(self.accuracy(), 4)
        )
    }
}
