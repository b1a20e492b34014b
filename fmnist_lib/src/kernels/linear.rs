//! The fully connected layer's three passes: output, weight gradient and input gradient.
//!
//! Weights lie as (inputs, outputs), so that the forward pass reads both matrices along their rows.

use super::gemm::{Matrix, add_to_each_row, multiply_parallel};

/// `output[b, o] = bias[o] + sum over i of input[b, i] * weight[i, o]`.
///
/// # Panics
/// The slices' lengths do not fit each other.
pub fn forward(input: &[f32], weight: &[f32], bias: &[f32], output: &mut [f32]) {
    let outputs = bias.len();
    let inputs = weight.len() / outputs;
    let rows = output.len() / outputs;
    let input = Matrix::new(input, rows, inputs);
    multiply_parallel(output, input, Matrix::new(weight, inputs, outputs), false);
    add_to_each_row(output, bias);
}

/// Adds to `weight_gradient` and `bias_gradient` what a batch asks for.
///
/// # Panics
/// The slices' lengths do not fit each other.
pub fn backward_weight(
    input: &[f32],
    output_gradient: &[f32],
    weight_gradient: &mut [f32],
    bias_gradient: &mut [f32],
) {
    let outputs = bias_gradient.len();
    let rows = output_gradient.len() / outputs;
    let input = Matrix::new(input, rows, weight_gradient.len() / outputs).transposed();
    let gradient = Matrix::new(output_gradient, rows, outputs);
    multiply_parallel(weight_gradient, input, gradient, true);
    for row in output_gradient.chunks_exact(outputs) {
        for (sum, value) in bias_gradient.iter_mut().zip(row) {
            *sum += value;
        }
    }
}

/// Adds to `input_gradient` what a batch asks for.
///
/// # Panics
/// The slices' lengths do not fit each other.
pub fn backward_input(
    weight: &[f32],
    outputs: usize,
    output_gradient: &[f32],
    input_gradient: &mut [f32],
) {
    let inputs = weight.len() / outputs;
    let rows = output_gradient.len() / outputs;
    let gradient = Matrix::new(output_gradient, rows, outputs);
    // Measured with 512 x 512 weights and 32 rows: turning the weights first, and then a product along the rows, takes less
    // than half of the time of a product across them.
    let turned = transpose(weight, inputs, outputs);
    multiply_parallel(
        input_gradient,
        gradient,
        Matrix::new(&turned, outputs, inputs),
        true,
    );
}

/// Rows and columns exchanged, a small square at a time, so that both sides stay in the cache.
fn transpose(values: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    const SIDE: usize = 16;
    let mut turned = vec![0.0; values.len()];
    for top in (0..rows).step_by(SIDE) {
        for left in (0..columns).step_by(SIDE) {
            for column in left..(left + SIDE).min(columns) {
                for row in top..(top + SIDE).min(rows) {
                    turned[column * rows + row] = values[row * columns + column];
                }
            }
        }
    }
    turned
}
