//! [`Calibration`]: whether a confidence of 80 % is right in 80 of 100 cases.

use crate::{
    error::{Error, Result},
    predictions::Predictions,
};

/// As many bins as in Guo et al. (2017).
const BINS: usize = 15;

/// The images whose confidence lies between two bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Confidences in the bin are larger than this (the first bin has 0 too), 0 to 1.
    pub low: f64,
    /// And not larger than this, 0 to 1.
    pub high: f64,
    /// How many images there are.
    pub count: usize,
    /// Their mean confidence, 0 to 1; 0 without images.
    pub confidence: f64,
    /// The share of them that is classified correctly, 0 to 1; 0 without images.
    pub accuracy: f64,
}

/// Confidence and accuracy side by side, in bins of equal width. Twin: `sklearn.calibration.calibration_curve` of the predicted
/// class. Source: Guo, Pleiss, Sun and Weinberger (2017), "On Calibration of Modern Neural Networks", section 2.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// From low to high confidence.
    pub bins: Vec<Bin>,
}

impl Calibration {
    /// Fifteen bins, as in the paper.
    pub fn new(predictions: &Predictions) -> Self {
        Self::counted(predictions, BINS)
    }

    /// Any number of bins from 1 to 100.
    ///
    /// # Errors
    /// [`Error::InvalidValue`] for another number.
    pub fn with_bins(predictions: &Predictions, bins: usize) -> Result<Self> {
        if !(1..=100).contains(&bins) {
            return Err(Error::InvalidValue {
                name: "bins",
                value: bins.to_string(),
                reason: "pilih 1 sampai 100 keranjang, misalnya 15",
            });
        }
        Ok(Self::counted(predictions, bins))
    }

    fn counted(predictions: &Predictions, bins: usize) -> Self {
        let mut sums = vec![(0, 0.0, 0); bins];
        for index in 0..predictions.len() {
            let confidence = predictions.confidence(index).unwrap_or_default();
            // Bins are open at their lower bound; what is not a number goes to the lowest.
            let at = (f64::from(confidence) * bins as f64).ceil() as usize;
            let (count, confidences, right) = &mut sums[at.clamp(1, bins) - 1];
            *count += 1;
            *confidences += f64::from(confidence);
            *right += usize::from(predictions.predicted(index) == predictions.split.label(index));
        }
        let bin = |(at, (count, confidences, right)): (usize, (usize, f64, usize))| Bin {
            low: at as f64 / bins as f64,
            high: (at + 1) as f64 / bins as f64,
            count,
            confidence: confidences / count.max(1) as f64,
            accuracy: right as f64 / count.max(1) as f64,
        };
        Self {
            bins: sums.into_iter().enumerate().map(bin).collect(),
        }
    }

    /// Expected calibration error: the mean distance of confidence and accuracy over the bins, each weighted by its images;
    /// 0 (honest) to 1.
    pub fn expected_error(&self) -> f64 {
        let images: usize = self.bins.iter().map(|bin| bin.count).sum();
        let gaps = self
            .bins
            .iter()
            .map(|bin| bin.count as f64 * (bin.accuracy - bin.confidence).abs());
        gaps.sum::<f64>() / images.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{data::CLASS_COUNT, metrics::reference};

    /// The formula of section 2 in NumPy on the same numbers: `ece += k.mean() * abs(right[k].mean() - confidence[k].mean())`.
    #[test]
    fn equals_numpy() {
        let calibration = Calibration::new(&reference::predictions());
        let error = calibration.expected_error();
        assert!((error - 0.392_302_284).abs() < 1e-6, "{error}");
    }

    /// Four images at 0.75, of which three are right: honest. Two at 1.0, of which one is right: 0.5 too sure, for a third of them.
    #[test]
    fn by_hand() {
        let row = |confidence: f32| {
            let mut row = [(1.0 - confidence) / 9.0; CLASS_COUNT];
            row[0] = confidence;
            row
        };
        let rows = [0.75, 0.75, 0.75, 0.75, 1.0, 1.0].map(row).to_vec();
        let predictions = reference::with_labels(vec![0, 0, 0, 1, 0, 2], rows);
        let calibration = Calibration::with_bins(&predictions, 4).unwrap();
        let counts: Vec<usize> = calibration.bins.iter().map(|bin| bin.count).collect();
        assert_eq!(counts, [0, 0, 4, 2], "a bound belongs to the bin below it");
        assert!((calibration.expected_error() - 0.5 / 3.0).abs() < 1e-9);
        assert!(Calibration::with_bins(&predictions, 0).is_err());
    }

    #[test]
    fn nothing_is_honest() {
        let none = reference::with_labels(Vec::new(), Vec::new());
        assert_eq!(Calibration::new(&none).expected_error(), 0.0);
    }
}
