//! The fully connected layer's three passes: output, weight gradient and input gradient.
//!
//! Weights lie as (inputs, outputs), as in Keras, so that the forward pass reads both matrices along their rows.

use super::{
    Activation,
    panels::{Panels, turn},
    product::{self, Groups, Patches},
};
use rayon::prelude::*;

/// `output[b, o] = activation(bias[o] + sum over i of input[b, i] * weight[i, o])`.
///
/// # Panics
/// The slices' lengths do not fit each other.
pub fn forward(
    input: &[f32],
    weight: &[f32],
    bias: &[f32],
    activation: Activation,
    output: &mut [f32],
) {
    let outputs = bias.len();
    let inputs = weight.len() / outputs;
    // One piece a thread: each reads all weights. Which rows are done together does not change a sum.
    let together = (output.len() / outputs)
        .div_ceil(rayon::current_num_threads())
        .max(1);
    let patches = rows(together, inputs);
    let mut room = Vec::new();
    let weight = Panels::new(weight, outputs, &mut room);
    input
        .par_chunks(together * inputs)
        .zip_eq(output.par_chunks_mut(together * outputs))
        .for_each(|(input, output)| {
            product::forward(&patches, input, weight, bias, activation, output);
        });
}

/// Adds to `weight_gradient` what a batch asks for.
///
/// # Panics
/// The slices' lengths do not fit each other.
pub fn add_weight_gradient(
    input: &[f32],
    output_gradient: &[f32],
    outputs: usize,
    weight_gradient: &mut [f32],
) {
    let inputs = weight_gradient.len() / outputs;
    let together = output_gradient.len() / outputs;
    let groups = Groups {
        input,
        input_len: together * inputs,
        gradient: output_gradient,
    };
    product::add_weight_gradient(&rows(together, inputs), groups, outputs, weight_gradient);
}

/// Samples whose gradient is worked out together: as many as a tile is wide with the widest vectors, and some tiles more.
const SAMPLES_TOGETHER: usize = 64;

/// Adds to `input_gradient` what a batch asks for.
///
/// The weights are read along their rows, as they lie, and the few gradients of the batch are turned around instead:
/// turning the weights would cost more than the product.
///
/// # Panics
/// The slices' lengths do not fit each other.
pub fn add_input_gradient(
    weight: &[f32],
    output_gradient: &[f32],
    outputs: usize,
    input_gradient: &mut [f32],
) {
    let inputs = weight.len() / outputs;
    let samples = output_gradient.chunks(SAMPLES_TOGETHER * outputs);
    for (gradient, to) in samples.zip(input_gradient.chunks_mut(SAMPLES_TOGETHER * inputs)) {
        let count = gradient.len() / outputs;
        let mut turned = vec![0.0; outputs * count];
        turn(gradient, outputs, count, &mut turned);
        let mut room = Vec::new();
        let right = Panels::new(&turned, count, &mut room);
        let nothing = vec![0.0; count];
        let mut products = vec![0.0; inputs * count];
        /// Inputs that one thread works on at a time.
        const TOGETHER: usize = 48;
        let patches = rows(TOGETHER, outputs);
        products
            .par_chunks_mut(TOGETHER * count)
            .zip_eq(weight.par_chunks(TOGETHER * outputs))
            .for_each(|(to, weight)| {
                product::forward(&patches, weight, right, &nothing, Activation::None, to);
            });
        let mut back = vec![0.0; count * inputs];
        turn(&products, count, inputs, &mut back);
        for (to, value) in to.iter_mut().zip(&back) {
            *to += value;
        }
    }
}

/// `count` rows of `length` numbers as patches.
fn rows(count: usize, length: usize) -> Patches {
    Patches {
        starts: (0..count).map(|row| row * length).collect(),
        runs: 1,
        run_len: length,
        run_stride: 0,
    }
}
