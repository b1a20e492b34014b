//! The fully connected layer's three passes: output, weight gradient and input gradient.
//!
//! Weights lie as (inputs, outputs), as in Keras, so that the forward pass reads both matrices along their rows.

use super::{
    Activation,
    panels::{turn, with_panels},
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
    with_panels(weight, outputs, |weight| {
        input
            .par_chunks(together * inputs)
            .zip_eq(output.par_chunks_mut(together * outputs))
            .for_each(|(input, output)| {
                product::forward(&patches, input, weight, bias, activation, output);
            });
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

/// Samples whose gradients are worked out together: more than a tile is wide, and few enough for the cache.
const SAMPLES_TOGETHER: usize = 64;

/// Numbers of working memory that [`add_input_gradient`] needs for a batch of `samples`.
pub fn room_len(samples: usize, inputs: usize, outputs: usize) -> usize {
    samples.min(SAMPLES_TOGETHER) * (inputs + outputs)
}

/// Adds to `input_gradient` what a batch asks for. `room` is working memory of [`room_len`] numbers, whatever they are.
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
    room: &mut [f32],
) {
    /// Inputs that one thread works on at a time.
    const TOGETHER: usize = 48;
    let inputs = weight.len() / outputs;
    let patches = rows(TOGETHER, outputs);
    let batches = output_gradient.chunks(SAMPLES_TOGETHER * outputs);
    for (gradient, to) in batches.zip(input_gradient.chunks_mut(SAMPLES_TOGETHER * inputs)) {
        let samples = gradient.len() / outputs;
        let (turned, products) =
            room[..samples * (inputs + outputs)].split_at_mut(samples * outputs);
        turn(gradient, outputs, samples, turned);
        let no_bias = vec![0.0; samples];
        with_panels(turned, samples, |right| {
            products
                .par_chunks_mut(TOGETHER * samples)
                .zip_eq(weight.par_chunks(TOGETHER * outputs))
                .for_each(|(to, weight)| {
                    product::forward(&patches, weight, right, &no_bias, Activation::None, to);
                });
        });
        to.par_chunks_mut(inputs * SQUARE)
            .enumerate()
            .for_each(|(chunk, to)| add_turned(products, samples, chunk * SQUARE, inputs, to));
    }
}

/// `to[s, i] += products[i, first + s]`, a small square at a time, so that both sides stay in the cache.
fn add_turned(products: &[f32], samples: usize, first: usize, inputs: usize, to: &mut [f32]) {
    for left in (0..inputs).step_by(SQUARE) {
        for (sample, to) in to.chunks_exact_mut(inputs).enumerate() {
            let from = products[left * samples..].chunks(samples);
            for (to, from) in to[left..].iter_mut().zip(from).take(SQUARE) {
                *to += from[first + sample];
            }
        }
    }
}

/// Rows and columns of the squares in [`add_turned`].
const SQUARE: usize = 16;

/// `count` rows of `length` numbers as patches.
fn rows(count: usize, length: usize) -> Patches {
    Patches {
        starts: (0..count).map(|row| row * length).collect(),
        runs: 1,
        run_len: length,
        run_stride: 0,
    }
}
