//! The second source for every gradient: plain loops in f64, written from the formula alone, and finite differences.
#![allow(dead_code, reason = "each test binary uses its own part")]

use fmnist_lib::kernels::conv2d::ConvShape;

/// Numbers between -1 and 1 from a linear congruential generator (Knuth's MMIX constants): the same for a seed everywhere.
pub fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_add(0x9e37_79b9);
    (0..count)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 8_388_608.0 - 1.0
        })
        .collect()
}

/// Calls `visit(input index, weight index, output index)` for each product of a convolution of `images` images.
fn each_product(shape: &ConvShape, images: usize, mut visit: impl FnMut(usize, usize, usize)) {
    let size = |n: usize| (n + 2 * shape.padding - shape.kernel) / shape.stride + 1;
    let (out_height, out_width) = (size(shape.height), size(shape.width));
    for b in 0..images {
        for oy in 0..out_height {
            for ox in 0..out_width {
                for f in 0..shape.filters {
                    let output = ((b * out_height + oy) * out_width + ox) * shape.filters + f;
                    for i in 0..shape.kernel {
                        for j in 0..shape.kernel {
                            let y = (oy * shape.stride + i) as isize - shape.padding as isize;
                            let x = (ox * shape.stride + j) as isize - shape.padding as isize;
                            if y < 0
                                || x < 0
                                || y >= shape.height as isize
                                || x >= shape.width as isize
                            {
                                continue;
                            }
                            for c in 0..shape.channels {
                                let input = ((b * shape.height + y as usize) * shape.width
                                    + x as usize)
                                    * shape.channels
                                    + c;
                                let weight = ((i * shape.kernel + j) * shape.channels + c)
                                    * shape.filters
                                    + f;
                                visit(input, weight, output);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a convolution gives.
pub fn convolve(
    shape: &ConvShape,
    images: usize,
    input: &[f32],
    weight: &[f32],
    bias: &[f32],
) -> Vec<f32> {
    let (height, width) = shape.output();
    let mut sums: Vec<f64> = (0..images * height * width * shape.filters)
        .map(|at| f64::from(bias[at % shape.filters]))
        .collect();
    each_product(shape, images, |i, w, o| {
        sums[o] += f64::from(input[i]) * f64::from(weight[w]);
    });
    sums.into_iter().map(|sum| sum as f32).collect()
}

/// The gradients of (input, weight, bias) for a gradient of the output.
pub fn convolve_backward(
    shape: &ConvShape,
    images: usize,
    input: &[f32],
    weight: &[f32],
    output_gradient: &[f32],
) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
    let mut to_input = vec![0.0f64; input.len()];
    let mut to_weight = vec![0.0f64; weight.len()];
    let mut to_bias = vec![0.0f64; shape.filters];
    each_product(shape, images, |i, w, o| {
        to_input[i] += f64::from(weight[w]) * f64::from(output_gradient[o]);
        to_weight[w] += f64::from(input[i]) * f64::from(output_gradient[o]);
    });
    for (at, gradient) in output_gradient.iter().enumerate() {
        to_bias[at % shape.filters] += f64::from(*gradient);
    }
    let single = |values: Vec<f64>| values.into_iter().map(|value| value as f32).collect();
    (single(to_input), single(to_weight), single(to_bias))
}

/// Whether two lists are equal up to rounding.
pub fn close(found: &[f32], expected: &[f32], tolerance: f32) -> Result<(), String> {
    if found.len() != expected.len() {
        return Err(format!(
            "{} numbers instead of {}",
            found.len(),
            expected.len()
        ));
    }
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let difference = (found - expected).abs();
        if difference.is_nan() || difference > tolerance * (1.0 + expected.abs()) {
            return Err(format!("number {at} is {found}, not {expected}"));
        }
    }
    Ok(())
}

/// The slope of `value` along each number of `at`, by central differences.
pub fn slopes(at: &[f32], step: f32, mut value: impl FnMut(&[f32]) -> f64) -> Vec<f32> {
    let mut moved = at.to_vec();
    (0..at.len())
        .map(|index| {
            moved[index] = at[index] + step;
            let above = value(&moved);
            moved[index] = at[index] - step;
            let below = value(&moved);
            moved[index] = at[index];
            ((above - below) / (2.0 * f64::from(step))) as f32
        })
        .collect()
}
