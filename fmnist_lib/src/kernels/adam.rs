//! Adam's step, in one pass over a tensor's numbers.

use super::instructions::dispatch;
use rayon::prelude::*;

/// The factors of one step. Source: Kingma and Ba (2015), algorithm 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The learning rate.
    pub learning_rate: f32,
    /// The decay of the gradient's running mean.
    pub beta1: f32,
    /// The decay of the squared gradient's running mean.
    pub beta2: f32,
    /// The guard against division by zero.
    pub epsilon: f32,
    /// `1 / (1 - beta1^t)`.
    pub correction1: f32,
    /// `1 / (1 - beta2^t)`.
    pub correction2: f32,
}

/// What Adam keeps of one tensor.
#[derive(Debug, Clone, Default)]
pub struct Moments {
    /// The running mean of the gradient.
    pub mean: Vec<f32>,
    /// The running mean of the squared gradient.
    pub square: Vec<f32>,
}

impl Moments {
    /// For a tensor of `length` numbers, before the first step.
    pub fn zero(length: usize) -> Self {
        Self {
            mean: vec![0.0; length],
            square: vec![0.0; length],
        }
    }
}

/// Numbers that one thread works on at a time.
const TOGETHER: usize = 1 << 14;

/// Moves the numbers by one step, and sets the gradient to 0 for the next.
///
/// # Panics
/// The lengths differ.
pub fn update(step: Step, numbers: &mut [f32], moments: &mut Moments, gradient: &mut [f32]) {
    numbers
        .par_chunks_mut(TOGETHER)
        .zip_eq(moments.mean.par_chunks_mut(TOGETHER))
        .zip_eq(moments.square.par_chunks_mut(TOGETHER))
        .zip_eq(gradient.par_chunks_mut(TOGETHER))
        .for_each(|(((numbers, mean), square), gradient)| {
            dispatch(
                #[inline(always)]
                || {
                    let running = mean.iter_mut().zip(square);
                    for ((number, slope), (mean, square)) in
                        numbers.iter_mut().zip(gradient).zip(running)
                    {
                        *mean = *mean * step.beta1 + *slope * (1.0 - step.beta1);
                        *square = *square * step.beta2 + *slope * *slope * (1.0 - step.beta2);
                        *number -= step.learning_rate * (*mean * step.correction1)
                            / ((*square * step.correction2).sqrt() + step.epsilon);
                        *slope = 0.0;
                    }
                },
            );
        });
}
