//! [`LossSurface`]: the loss of a classifier with only two weights, so that it can be drawn like a landscape and walked on.

use crate::{
    data::{IMAGE_SIDE, Split},
    error::{Error, Result},
    layers::tensor_of,
};
use dfdx::{
    nn::builders::UnbiasedLinear,
    optim::{Adam, AdamConfig, Momentum, Sgd, SgdConfig},
    prelude::*,
};

/// What walks more steps has left the picture or stands still.
const MOST_STEPS: usize = 10_000;

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

/// A rule that turns gradients into steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Descent {
    /// `w -= learning_rate * gradient`. Twin: `torch.optim.SGD(lr)`.
    Sgd {
        /// How far a step goes.
        learning_rate: f64,
    },
    /// `v = momentum * v + gradient`, then `w -= learning_rate * v`. Twin: `torch.optim.SGD(lr, momentum)`.
    Momentum {
        /// How far a step goes.
        learning_rate: f64,
        /// How much of the last step's speed stays, 0 to below 1; usually 0.9.
        momentum: f64,
    },
    /// Adam with betas 0.9 and 0.999 (Kingma and Ba, 2015, algorithm 1). Twin: `torch.optim.Adam(lr)`.
    Adam {
        /// About how far each weight moves a step.
        learning_rate: f64,
    },
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

    /// Walks `steps` steps from `start` with dfdx's optimizer for `descent`, each with the gradient over all images; gives every
    /// place, the start first.
    ///
    /// # Errors
    /// A learning rate or momentum that is no number or negative, or more than 10,000 steps; out of memory.
    pub fn path(&self, start: [f32; 2], descent: Descent, steps: usize) -> Result<Vec<[f32; 2]>> {
        if steps > MOST_STEPS {
            return Err(refused(
                "steps",
                steps.to_string(),
                "pilih paling banyak 10000 langkah",
            ));
        }
        let (learning_rate, momentum) = match descent {
            Descent::Sgd { learning_rate } | Descent::Adam { learning_rate } => {
                (learning_rate, 0.0)
            }
            Descent::Momentum {
                learning_rate,
                momentum,
            } => (learning_rate, momentum),
        };
        if !learning_rate.is_finite() || learning_rate < 0.0 {
            return Err(refused(
                "learning_rate",
                learning_rate.to_string(),
                "laju pembelajaran adalah bilangan positif, misalnya 0.1",
            ));
        }
        if !(0.0..1.0).contains(&momentum) {
            return Err(refused(
                "momentum",
                momentum.to_string(),
                "pilih 0 sampai di bawah 1, misalnya 0.9",
            ));
        }
        let dev = Cpu::default();
        let mut neuron = dev.build_module::<UnbiasedLinear<2, 1>, f32>();
        neuron.weight.copy_from(&start);
        match descent {
            Descent::Adam { learning_rate: lr } => {
                let adam = Adam::new(
                    &neuron,
                    AdamConfig {
                        lr,
                        ..Default::default()
                    },
                );
                self.walk(neuron, adam, steps)
            }
            Descent::Sgd { .. } | Descent::Momentum { .. } => {
                let momentum = (momentum > 0.0).then_some(Momentum::Classic(momentum));
                let sgd = Sgd::new(
                    &neuron,
                    SgdConfig {
                        lr: learning_rate,
                        momentum,
                        weight_decay: None,
                    },
                );
                self.walk(neuron, sgd, steps)
            }
        }
    }

    fn walk(
        &self,
        mut neuron: Neuron,
        mut optimizer: impl Optimizer<Neuron, Cpu, f32>,
        steps: usize,
    ) -> Result<Vec<[f32; 2]>> {
        let dev = Cpu::default();
        let images = self.targets.len();
        let features: Tensor<(usize, Const<2>), f32, Cpu> =
            tensor_of(&dev, &(images, Const), self.features.as_flattened())?;
        let targets: Tensor<(usize, Const<1>), f32, Cpu> =
            tensor_of(&dev, &(images, Const), &self.targets)?;
        let mut gradients = neuron.try_alloc_grads()?;
        let mut path = Vec::with_capacity(steps + 1);
        let place = |neuron: &Neuron| neuron.weight.array()[0];
        path.push(place(&neuron));
        for _ in 0..steps {
            let logits = neuron.try_forward(features.trace(gradients))?;
            let loss = binary_cross_entropy_with_logits_loss(logits, targets.clone());
            gradients = loss.try_backward()?;
            // Both weights are used in every step, so the optimizer finds both gradients.
            optimizer
                .update(&mut neuron, &gradients)
                .map_err(|error| match error {
                    OptimizerUpdateError::DeviceError(error) => error,
                    OptimizerUpdateError::UnusedParams(_) => CpuError::WrongNumElements,
                })?;
            neuron.try_zero_grads(&mut gradients)?;
            path.push(place(&neuron));
        }
        Ok(path)
    }
}

type Neuron = dfdx::nn::modules::UnbiasedLinear<2, 1, f32, Cpu>;

fn refused(name: &'static str, value: String, reason: &'static str) -> Error {
    Error::InvalidValue {
        name,
        value,
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six images that no two weights tell apart without a mistake.
    fn surface() -> LossSurface {
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
    fn gradient(surface: &LossSurface, weights: [f32; 2]) -> [f64; 2] {
        [0, 1].map(|at| {
            let (mut more, mut less) = (weights, weights);
            more[at] += 1e-2;
            less[at] -= 1e-2;
            f64::from(surface.loss(more) - surface.loss(less)) / 2e-2
        })
    }

    fn close(left: [f32; 2], right: [f64; 2]) {
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

    #[test]
    fn every_descent_takes_the_steps_of_its_formula() {
        let (surface, start, rate) = (surface(), [2.0, -1.0], 0.3);
        let first = gradient(&surface, start);
        let exact = start.map(f64::from);
        let plain = [0, 1].map(|at| exact[at] - rate * first[at]);

        let sgd = surface
            .path(
                start,
                Descent::Sgd {
                    learning_rate: rate,
                },
                2,
            )
            .unwrap();
        assert_eq!((sgd.len(), sgd[0]), (3, start));
        close(sgd[1], plain);

        let descent = Descent::Momentum {
            learning_rate: rate,
            momentum: 0.9,
        };
        let momentum = surface.path(start, descent, 2).unwrap();
        close(momentum[1], plain);
        let second = gradient(&surface, momentum[1]);
        close(
            momentum[2],
            [0, 1].map(|at| plain[at] - rate * (0.9 * first[at] + second[at])),
        );

        let adam = surface
            .path(
                start,
                Descent::Adam {
                    learning_rate: rate,
                },
                2,
            )
            .unwrap();
        let mut place = exact;
        let (mut mean, mut square) = ([0.0; 2], [0.0; 2]);
        for step in 1..=2 {
            let now = gradient(&surface, adam[step - 1]);
            for at in 0..2 {
                mean[at] = 0.9 * mean[at] + 0.1 * now[at];
                square[at] = 0.999 * square[at] + 0.001 * now[at] * now[at];
                let corrected = mean[at] / (1.0 - 0.9f64.powi(step as i32));
                let size = (square[at] / (1.0 - 0.999f64.powi(step as i32))).sqrt();
                place[at] -= rate * corrected / (size + 1e-8);
            }
            close(adam[step], place);
        }
    }

    #[test]
    fn nonsense_is_told_in_a_sentence() {
        let surface = surface();
        for rate in [f64::NAN, -1.0, f64::INFINITY] {
            assert!(
                surface
                    .path(
                        [0.0; 2],
                        Descent::Sgd {
                            learning_rate: rate
                        },
                        3
                    )
                    .is_err()
            );
        }
        for momentum in [-0.1, 1.0, f64::NAN] {
            let descent = Descent::Momentum {
                learning_rate: 0.1,
                momentum,
            };
            assert!(surface.path([0.0; 2], descent, 3).is_err());
        }
        assert!(
            surface
                .path([0.0; 2], Descent::Adam { learning_rate: 0.1 }, usize::MAX)
                .is_err()
        );
        let far = surface
            .path([0.0; 2], Descent::Sgd { learning_rate: 1e9 }, 50)
            .unwrap();
        assert_eq!(far.len(), 51);
    }
}
