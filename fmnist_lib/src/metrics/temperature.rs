//! [`Temperature`]: one number that makes a network's confidence honest, without changing a single answer.

use crate::{
    error::{Error, Result},
    predictions::Predictions,
};

/// Bounds of the search. At the lower one every answer is certain, at the upper one every class is as likely as the next.
const COLDEST: f64 = 0.01;
const HOTTEST: f64 = 100.0;

/// Halvings of the search's interval: enough for every digit of a `f64`.
const HALVINGS: usize = 60;

/// Logits are divided by it before the softmax: above 1 the network becomes less confident, below 1 more.
///
/// Source: Guo, Pleiss, Sun and Weinberger (2017), section 4.2. Twin: scikit-learn's
/// `CalibratedClassifierCV(method="temperature")`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Temperature(f64);

impl Temperature {
    /// The temperature with the least loss on `predictions`, between 0.01 and 100.
    ///
    /// Give predictions of the validation part: the training part is known too well, and the test part is not for choosing.
    /// The loss is convex in `1 / T`, so there is one minimum, where its slope is 0: the mean logit over the classes, weighted by
    /// their probabilities, equals the logit of the label.
    ///
    /// # Errors
    /// [`Error::InvalidValue`] without predictions.
    pub fn fit(predictions: &Predictions) -> Result<Self> {
        if predictions.is_empty() {
            return Err(Error::InvalidValue {
                name: "predictions",
                value: "0 gambar".into(),
                reason: "suhu dicari dari prediksi; berikan prediksi untuk data validasi",
            });
        }
        // Halving the exponent: temperatures differ by factors.
        let (mut low, mut high) = (COLDEST.ln(), HOTTEST.ln());
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2.0;
            // A positive slope along 1 / T: the least loss is at a smaller 1 / T, a higher temperature.
            match slope(predictions, (-middle).exp()) > 0.0 {
                true => low = middle,
                false => high = middle,
            }
        }
        Ok(Self(((low + high) / 2.0).exp()))
    }

    /// The temperature; 1 changes nothing.
    pub fn value(self) -> f64 {
        self.0
    }

    /// The probabilities at this temperature. The order of the classes stays, and with it every answer and the accuracy.
    pub fn apply(self, predictions: &Predictions) -> Predictions {
        let probabilities = predictions.probabilities.iter();
        Predictions {
            split: predictions.split.clone(),
            probabilities: probabilities
                .map(|row| softened(row, 1.0 / self.0).map(|share| share as f32))
                .collect(),
        }
    }
}

/// The logits of ten probabilities, up to a number that is the same for all.
fn logits<const C: usize>(row: &[f32; C]) -> [f64; C] {
    row.map(|share| f64::from(share.max(f32::MIN_POSITIVE)).ln())
}

/// The softmax of `inverse` times the logits.
fn softened<const C: usize>(row: &[f32; C], inverse: f64) -> [f64; C] {
    let logits = logits(row);
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let shares = logits.map(|logit| (inverse * (logit - largest)).exp());
    let sum: f64 = shares.iter().sum();
    shares.map(|share| share / sum)
}

/// How the sum of the losses changes along `inverse`, which is `1 / T`.
fn slope(predictions: &Predictions, inverse: f64) -> f64 {
    let labels = predictions.split.labels();
    let rows = predictions.probabilities.iter().zip(labels);
    rows.map(|(row, label)| {
        let logits = logits(row);
        let shares = softened(row, inverse);
        let mean: f64 = shares
            .iter()
            .zip(logits)
            .map(|(share, logit)| share * logit)
            .sum();
        mean - logits[usize::from(label)]
    })
    .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{data::CLASS_COUNT, metrics::reference};

    /// scikit-learn 1.9.1, `_TemperatureScaling().fit(np.log(p), y)`: 1 / beta = 0.494888; scipy's `minimize_scalar` gives
    /// 0.4948880, with a loss of 1.0134971; `log_loss(y, p)` = 1.2702401 before.
    #[test]
    fn equals_scikit_learn() {
        let predictions = reference::predictions();
        let temperature = Temperature::fit(&predictions).unwrap();
        assert!(
            (temperature.value() - 0.494_888).abs() < 1e-5,
            "{temperature:?}"
        );
        assert!((predictions.loss() - 1.270_240_1).abs() < 1e-6);
        let after = temperature.apply(&predictions);
        assert!((after.loss() - 1.013_497_1).abs() < 1e-6);
        assert_eq!(after.accuracy(), predictions.accuracy());
    }

    /// Where the least loss lies beyond every bound, or a probability is 0, the bounds are what comes out.
    #[test]
    fn extremes_stay_inside_the_bounds() {
        let mut sure = [0.0; CLASS_COUNT];
        sure[3] = 1.0;
        let right = Temperature::fit(&reference::with_labels(vec![3], vec![sure])).unwrap();
        let wrong = Temperature::fit(&reference::with_labels(vec![4], vec![sure])).unwrap();
        assert!((right.value() / COLDEST - 1.0).abs() < 1e-6, "{right:?}");
        assert!((wrong.value() / HOTTEST - 1.0).abs() < 1e-6, "{wrong:?}");
        assert!(Temperature::fit(&reference::with_labels(Vec::new(), Vec::new())).is_err());
    }
}
