//! [`LossSurface`]: the loss of a classifier with only two weights, so that it can be drawn like a landscape. `descent.rs` walks on it.

use crate::{
    data::{IMAGE_SIDE, Split},
    error::{Error, Result},
};

/// The mean loss over some images of two classes, of a neuron that sees two pixels: `p = sigmoid(w1 * x1 + w2 * x2)` is the
/// probability of the second class, the loss `-ln` of the true class's probability.
///
/// Twin: scikit-learn's `log_loss` of a `LogisticRegression(fit_intercept=False)` with two features.
#[derive(Debug, Clone, PartialEq)]
pub struct LossSurface {
    /// The two scaled pixels of each image.
    pub features: Vec<[f32; 2]>,
    /// 1 for the second class, 0 for the first.
    pub targets: Vec<f32>,
}

impl LossSurface {
    /// Takes the first `images` images of the two classes, and of each the scaled numbers of two pixels (row, column).
    ///
    /// # Errors
    /// Twice the same class or a class without an image in `split`; a pixel outside the image; no image.
    pub fn new(
        split: &Split,
        classes: [u8; 2],
        pixels: [(usize, usize); 2],
        images: usize,
    ) -> Result<Self> {
        if pixels
            .iter()
            .any(|(row, column)| *row.max(column) >= IMAGE_SIDE)
        {
            return Err(refused(
                "pixels",
                format!("{pixels:?}"),
                "baris dan kolom piksel dihitung dari 0 sampai 27",
            ));
        }
        let table = split.scaling().table();
        let (mut features, mut targets) = (Vec::new(), Vec::new());
        for index in 0..split.len() {
            let (Some(label), Some(image)) = (split.label(index), split.image(index)) else {
                continue;
            };
            if targets.len() == images {
                break;
            }
            if let Some(class) = classes.iter().position(|class| *class == label) {
                features.push(
                    pixels
                        .map(|(row, column)| table[usize::from(image[row * IMAGE_SIDE + column])]),
                );
                targets.push(class as f32);
            }
        }
        let second: f32 = targets.iter().sum();
        if second == 0.0 || second as usize == targets.len() {
            return Err(refused(
                "classes",
                format!("{classes:?} dengan {images} gambar"),
                "pilih dua kelas yang berbeda dari 0 sampai 9, dan paling sedikit beberapa puluh gambar",
            ));
        }
        Ok(Self { features, targets })
    }

    /// The mean loss for two weights.
    pub fn loss(&self, weights: [f32; 2]) -> f32 {
        let one = |(features, target): (&[f32; 2], &f32)| {
            let logit = f64::from(weights[0] * features[0] + weights[1] * features[1]);
            // ln(1 + e^z) - target * z, without overflow.
            logit.max(0.0) + (-logit.abs()).exp().ln_1p() - f64::from(*target) * logit
        };
        let sum: f64 = self.features.iter().zip(&self.targets).map(one).sum();
        (sum / self.targets.len().max(1) as f64) as f32
    }

    /// The weights of the lowest loss, by Newton's method; `None` if the loss sinks without end because the two pixels tell the
    /// classes apart without a mistake.
    pub fn minimum(&self) -> Option<[f32; 2]> {
        let mut weights = [0.0; 2];
        for _ in 0..50 {
            let (mut gradient, mut curvature) = ([0.0; 2], [0.0; 3]);
            for (features, target) in self.features.iter().zip(&self.targets) {
                let [x1, x2] = features.map(f64::from);
                let p = 1.0 / (1.0 + (-weights[0] * x1 - weights[1] * x2).exp());
                let (error, slope) = (p - f64::from(*target), p * (1.0 - p));
                gradient[0] += error * x1;
                gradient[1] += error * x2;
                curvature[0] += slope * x1 * x1;
                curvature[1] += slope * x1 * x2;
                curvature[2] += slope * x2 * x2;
            }
            let [a, b, c] = curvature;
            let determinant = a * c - b * b;
            let step = [
                (c * gradient[0] - b * gradient[1]) / determinant,
                (a * gradient[1] - b * gradient[0]) / determinant,
            ];
            weights = [weights[0] - step[0], weights[1] - step[1]];
            if !weights.iter().all(|weight| weight.abs() < 1e3) {
                return None;
            }
            if step.iter().all(|step| step.abs() < 1e-9) {
                return Some(weights.map(|weight| weight as f32));
            }
        }
        None
    }
}

/// A value that the surface or a walk on it cannot take.
pub(crate) fn refused(name: &'static str, value: String, reason: &'static str) -> Error {
    Error::InvalidValue {
        name,
        value,
        reason,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Six images that no two weights tell apart without a mistake.
    pub(crate) fn surface() -> LossSurface {
        LossSurface {
            features: vec![
                [1.0, 0.8],
                [0.9, 1.1],
                [-0.5, 0.2],
                [0.3, -0.4],
                [1.2, 1.0],
                [0.4, 0.9],
            ],
            targets: vec![1.0, 0.0, 1.0, 0.0, 0.0, 1.0],
        }
    }

    /// The gradient by differences.
    pub(crate) fn gradient(surface: &LossSurface, weights: [f32; 2]) -> [f64; 2] {
        [0, 1].map(|at| {
            let (mut more, mut less) = (weights, weights);
            more[at] += 1e-2;
            less[at] -= 1e-2;
            f64::from(surface.loss(more) - surface.loss(less)) / 2e-2
        })
    }

    pub(crate) fn close(left: [f32; 2], right: [f64; 2]) {
        for (left, right) in left.into_iter().zip(right) {
            assert!((f64::from(left) - right).abs() < 1e-3, "{left} {right}");
        }
    }

    #[test]
    fn the_loss_of_no_weight_is_that_of_guessing_between_two() {
        assert!((surface().loss([0.0, 0.0]) - 2f32.ln()).abs() < 1e-6);
        assert!(surface().loss([1e30, -1e30]).is_finite());
    }

    #[test]
    fn the_minimum_is_flat() {
        let surface = surface();
        let lowest = surface.minimum().unwrap();
        close([0.0; 2], gradient(&surface, lowest));
        let told_apart = LossSurface {
            targets: vec![1.0, 1.0, 0.0, 0.0, 1.0, 1.0],
            features: vec![
                [1.0, 0.0],
                [2.0, 0.1],
                [-1.0, 0.2],
                [-2.0, 0.0],
                [1.0, 0.3],
                [3.0, 0.0],
            ],
        };
        assert_eq!(told_apart.minimum(), None);
    }
}
