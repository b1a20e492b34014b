//! [`Descent`]: the rules by which a loss is walked down, and the paths they take over a [`LossSurface`].

use crate::{
    error::Result,
    layers::tensor_of,
    loss_surface::{LossSurface, refused},
};
use dfdx::{
    nn::builders::UnbiasedLinear,
    optim::{Adam, AdamConfig, Momentum, Sgd, SgdConfig},
    prelude::*,
};

/// What walks more steps has left the picture or stands still.
const MOST_STEPS: usize = 10_000;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss_surface::tests::{close, gradient, surface};

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
