//! [`Adam`]: moves every parameter of a network against its gradient.

use crate::{
    error::Result,
    hyperparameters::Hyperparameters,
    kernels::adam::{Moments, Step, update},
    layers::{Layer, ParameterVisitor, Sample},
};
use dfdx::prelude::*;

/// Adam with bias correction, and no weight decay.
///
/// One pass over memory a step: numbers, both moments and the gradient are each read and written once, and the gradient is left at 0
/// for the next step. dfdx's own Adam gives the same numbers; it works on one thread and leaves the gradients to be cleared.
/// Source: Kingma and Ba (2015), algorithm 1. Twin: `torch.optim.Adam`, Keras `Adam`, `dfdx::optim::Adam`.
#[derive(Debug, Clone)]
pub struct Adam {
    learning_rate: f64,
    betas: [f64; 2],
    epsilon: f64,
    steps: i32,
    /// In the order of the layers.
    parameters: Vec<Moments>,
}

impl Adam {
    /// Takes the learning rate, the betas and epsilon.
    pub fn new(hyperparameters: &Hyperparameters) -> Self {
        Self {
            learning_rate: hyperparameters.learning_rate,
            betas: [hyperparameters.beta1, hyperparameters.beta2],
            epsilon: hyperparameters.epsilon,
            steps: 0,
            parameters: Vec::new(),
        }
    }

    /// As it was after `steps` steps that left these `parameters`.
    pub(crate) fn resumed(
        hyperparameters: &Hyperparameters,
        steps: i32,
        parameters: Vec<Moments>,
    ) -> Self {
        Self {
            steps,
            parameters,
            ..Self::new(hyperparameters)
        }
    }

    /// What [`Adam::resumed`] wants to know: how many steps were made, and what they left of each parameter.
    pub(crate) fn state(&self) -> (i32, &[Moments]) {
        (self.steps, &self.parameters)
    }

    /// Moves the layers of a network `N` by one step, and sets their gradients to 0.
    ///
    /// # Errors
    /// Out of memory.
    pub fn step<In: Sample, N: Layer<In>>(
        &mut self,
        layers: &mut N::Built,
        gradients: &mut Gradients<f32, Cpu>,
    ) -> Result<()> {
        self.steps = self.steps.saturating_add(1);
        let correction = |beta: f64| (1.0 / (1.0 - beta.powi(self.steps))) as f32;
        let step = Step {
            learning_rate: self.learning_rate as f32,
            beta1: self.betas[0] as f32,
            beta2: self.betas[1] as f32,
            epsilon: self.epsilon as f32,
            correction1: correction(self.betas[0]),
            correction2: correction(self.betas[1]),
        };
        let mut walk = Walk {
            step,
            parameters: &mut self.parameters,
            next: 0,
            gradients,
        };
        Ok(N::visit(layers, &mut walk)?)
    }
}

struct Walk<'a> {
    step: Step,
    parameters: &'a mut Vec<Moments>,
    next: usize,
    gradients: &'a mut Gradients<f32, Cpu>,
}

impl ParameterVisitor for Walk<'_> {
    fn visit<S: Shape>(
        &mut self,
        tensor: &mut Tensor<S, f32, Cpu>,
        numbers: &mut [f32],
    ) -> Result<(), CpuError> {
        if self.next == self.parameters.len() {
            self.parameters.push(Moments::zero(numbers.len()));
        }
        let gradient = self.gradients.get_or_alloc_mut(tensor)?;
        update(
            self.step,
            numbers,
            &mut self.parameters[self.next],
            gradient,
        );
        self.next += 1;
        Ok(())
    }
}
