//! The convolution's three passes: output, weight gradient and input gradient.
//!
//! Images lie as (batch, height, width, channel) and weights as (kernel height, kernel width, channel in, channel out), so that
//! the inputs under one kernel row are contiguous: the passes read them where they stand ("direct convolution", as in Zhang,
//! Franchetti and Low 2018), and no matrix of patches is laid out ("im2col") but where such a row is too short to be worth it.

mod input_gradient;
mod layout;
mod shape;

pub use input_gradient::{Before, add_input_gradient, turn, turned_len};
pub use layout::{laid_len, lay, lies_well};
pub use shape::{ConvShape, output_size};

use super::{
    Activation,
    panels::with_panels,
    product::{self, Groups},
};
use rayon::prelude::*;

/// `output[b, y, x, f] = activation(bias[f] + sum over (i, j, c) of input[b, y*s + i - p, x*s + j - p, c] * weight[i, j, c, f])`,
/// from images laid out by [`lay`].
///
/// # Panics
/// A slice's length does not fit `shape`.
pub fn forward(
    shape: &ConvShape,
    laid: &[f32],
    weight: &[f32],
    bias: &[f32],
    activation: Activation,
    output: &mut [f32],
) {
    assert_eq!(
        weight.len(),
        shape.patch_len() * shape.filters,
        "weights of {shape:?}"
    );
    // Some images at a time: enough rows for a tile, few enough to stay in the cache.
    let together = (64 / shape.positions()).clamp(1, 4);
    let patches = layout::patches(shape, together);
    with_panels(weight, shape.filters, |weight| {
        laid.par_chunks(together * laid_len(shape))
            .zip_eq(output.par_chunks_mut(together * shape.output_len()))
            .for_each(|(laid, output)| {
                product::forward(&patches, laid, weight, bias, activation, output);
            });
    });
}

/// Adds to `weight_gradient` what a batch asks for, from images laid out by [`lay`].
///
/// # Panics
/// A slice's length does not fit `shape`.
pub fn add_weight_gradient(
    shape: &ConvShape,
    laid: &[f32],
    output_gradient: &[f32],
    weight_gradient: &mut [f32],
) {
    assert_eq!(
        weight_gradient.len(),
        shape.patch_len() * shape.filters,
        "weights of {shape:?}"
    );
    let together = (64 / shape.positions()).clamp(1, 16);
    let groups = Groups {
        input: laid,
        input_len: together * laid_len(shape),
        gradient: output_gradient,
    };
    let patches = layout::patches(shape, together);
    product::add_weight_gradient(&patches, groups, shape.filters, weight_gradient);
}
