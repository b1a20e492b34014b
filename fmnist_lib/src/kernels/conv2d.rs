//! The convolution's three passes: output, weight gradient and input gradient.
//!
//! Images lie as (batch, height, width, channel) and weights as (kernel height, kernel width, channel in, channel out), so that
//! the inputs under one kernel row are contiguous. A few images at a time are laid out as the rows of a matrix ("im2col",
//! Chellapilla, Puri and Simard 2006), small enough to stay in the processor's cache, and multiplied with the weights.

use super::gemm::{Matrix, add_to_each_row, multiply};
use rayon::prelude::*;

/// The sizes of a convolution, in pixels and channels. Kernel, stride and padding are the same in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConvShape {
    /// Input height.
    pub height: usize,
    /// Input width.
    pub width: usize,
    /// Input channels.
    pub channels: usize,
    /// Output channels: the number of filters.
    pub filters: usize,
    /// Kernel height and width.
    pub kernel: usize,
    /// How far the kernel moves each time.
    pub stride: usize,
    /// Rows and columns of zeros around the image.
    pub padding: usize,
}

/// How many positions a kernel takes: `(n + 2p - k) / s + 1`, or `None` where it does not fit.
/// Source: Dumoulin and Visin (2016), relationship 6. Twin: the shape formula of `torch.nn.Conv2d`.
pub const fn output_size(n: usize, kernel: usize, stride: usize, padding: usize) -> Option<usize> {
    if kernel == 0 || stride == 0 || n + 2 * padding < kernel {
        None
    } else {
        Some((n + 2 * padding - kernel) / stride + 1)
    }
}

/// Images laid out together: enough rows for a quick product, few enough to stay in the cache.
/// Fixed, so that sums are taken in the same order whatever the number of threads.
const IMAGES_TOGETHER: usize = 8;

impl ConvShape {
    /// Output height and width.
    ///
    /// # Panics
    /// The kernel does not fit; the layers' types rule that out.
    pub fn output(&self) -> (usize, usize) {
        let size = |n| {
            output_size(n, self.kernel, self.stride, self.padding).expect("kernel fits the image")
        };
        (size(self.height), size(self.width))
    }

    fn input_len(&self) -> usize {
        self.height * self.width * self.channels
    }

    fn positions(&self) -> usize {
        let (height, width) = self.output();
        height * width
    }

    fn output_len(&self) -> usize {
        self.positions() * self.filters
    }

    fn patch_len(&self) -> usize {
        self.kernel * self.kernel * self.channels
    }

    /// Calls `visit(patch offset, input offset, length)` for each run of inputs that lies under one kernel row, at each
    /// position of one image; what falls on the padding is not visited.
    fn for_each_run(&self, mut visit: impl FnMut(usize, usize, usize)) {
        let (out_height, out_width) = self.output();
        let patch_len = self.patch_len();
        for out_y in 0..out_height {
            for out_x in 0..out_width {
                let patch = (out_y * out_width + out_x) * patch_len;
                // The kernel's columns that lie inside the image.
                let left = (out_x * self.stride) as isize - self.padding as isize;
                let first = (-left).max(0) as usize;
                let last = ((self.width as isize - left).max(0) as usize).min(self.kernel);
                if first >= last {
                    continue;
                }
                let from = (left + first as isize) as usize;
                for kernel_y in 0..self.kernel {
                    let y = (out_y * self.stride + kernel_y) as isize - self.padding as isize;
                    if y < 0 || y >= self.height as isize {
                        continue;
                    }
                    visit(
                        patch + (kernel_y * self.kernel + first) * self.channels,
                        (y as usize * self.width + from) * self.channels,
                        (last - first) * self.channels,
                    );
                }
            }
        }
    }

    /// One image as a matrix: a row for each position, the inputs under the kernel as columns.
    fn image_to_columns(&self, image: &[f32], columns: &mut [f32]) {
        if self.padding > 0 {
            columns.fill(0.0);
        }
        self.for_each_run(|patch, input, length| {
            columns[patch..patch + length].copy_from_slice(&image[input..input + length]);
        });
    }

    /// The reverse: adds each column's number to the input that it came from.
    fn columns_to_image(&self, columns: &[f32], image: &mut [f32]) {
        self.for_each_run(|patch, input, length| {
            for (pixel, value) in image[input..input + length]
                .iter_mut()
                .zip(&columns[patch..patch + length])
            {
                *pixel += value;
            }
        });
    }
}

/// The inputs under the kernel, laid out as a matrix for each group of images: made by [`forward`], read by [`backward_weight`].
pub struct Columns(Vec<Vec<f32>>);

/// `output[b, y, x, f] = bias[f] + sum over (i, j, c) of input[b, y*s + i - p, x*s + j - p, c] * weight[i, j, c, f]`.
///
/// # Panics
/// A slice's length does not fit `shape`.
pub fn forward(shape: &ConvShape, input: &[f32], weight: &[f32], bias: &[f32], output: &mut [f32]) {
    groups(shape, input, output).for_each_init(Vec::new, |columns, (input, output)| {
        forward_group(shape, input, weight, bias, output, columns);
    });
}

/// As [`forward`], and keeps what the backward pass would otherwise have to lay out again.
///
/// # Panics
/// A slice's length does not fit `shape`.
pub fn forward_keeping(
    shape: &ConvShape,
    input: &[f32],
    weight: &[f32],
    bias: &[f32],
    output: &mut [f32],
) -> Columns {
    let kept = groups(shape, input, output).map(|(input, output)| {
        let mut columns = Vec::new();
        forward_group(shape, input, weight, bias, output, &mut columns);
        columns
    });
    Columns(kept.collect())
}

fn groups<'a>(
    shape: &ConvShape,
    input: &'a [f32],
    output: &'a mut [f32],
) -> impl IndexedParallelIterator<Item = (&'a [f32], &'a mut [f32])> {
    input
        .par_chunks(IMAGES_TOGETHER * shape.input_len())
        .zip_eq(output.par_chunks_mut(IMAGES_TOGETHER * shape.output_len()))
}

fn forward_group(
    shape: &ConvShape,
    input: &[f32],
    weight: &[f32],
    bias: &[f32],
    output: &mut [f32],
    columns: &mut Vec<f32>,
) {
    assert_eq!(bias.len(), shape.filters, "one bias a filter");
    let images = lay_out(shape, input, columns);
    let columns = Matrix::new(columns, images * shape.positions(), shape.patch_len());
    let weight = Matrix::new(weight, shape.patch_len(), shape.filters);
    multiply(output, columns, weight, false);
    add_to_each_row(output, bias);
}

/// Adds to `weight_gradient` and `bias_gradient` what a batch asks for.
///
/// # Panics
/// A slice's length does not fit `shape`.
pub fn backward_weight(
    shape: &ConvShape,
    columns: &Columns,
    output_gradient: &[f32],
    weight_gradient: &mut [f32],
    bias_gradient: &mut [f32],
) {
    let patch_len = shape.patch_len();
    // Each group has sums of its own, added up in order afterwards: the same bits for any number of threads.
    let partial: Vec<(Vec<f32>, Vec<f32>)> = output_gradient
        .par_chunks(IMAGES_TOGETHER * shape.output_len())
        .zip_eq(&columns.0)
        .map(|(gradient, columns)| {
            let rows = gradient.len() / shape.filters;
            let columns = Matrix::new(columns, rows, patch_len).transposed();
            let mut weight = vec![0.0; patch_len * shape.filters];
            let gradients = Matrix::new(gradient, rows, shape.filters);
            multiply(&mut weight, columns, gradients, false);
            let mut bias = vec![0.0; shape.filters];
            for pixel in gradient.chunks_exact(shape.filters) {
                add(&mut bias, pixel);
            }
            (weight, bias)
        })
        .collect();
    for (weight, bias) in &partial {
        add(weight_gradient, weight);
        add(bias_gradient, bias);
    }
}

/// Adds to `input_gradient` what a batch asks for.
///
/// # Panics
/// A slice's length does not fit `shape`.
pub fn backward_input(
    shape: &ConvShape,
    weight: &[f32],
    output_gradient: &[f32],
    input_gradient: &mut [f32],
) {
    let (positions, patch_len) = (shape.positions(), shape.patch_len());
    let weight = Matrix::new(weight, patch_len, shape.filters).transposed();
    input_gradient
        .par_chunks_mut(IMAGES_TOGETHER * shape.input_len())
        .zip_eq(output_gradient.par_chunks(IMAGES_TOGETHER * shape.output_len()))
        .for_each_init(Vec::new, |columns: &mut Vec<f32>, (input, gradient)| {
            let images = input.len() / shape.input_len();
            columns.resize(images * positions * patch_len, 0.0);
            let rows = Matrix::new(gradient, images * positions, shape.filters);
            multiply(columns, rows, weight, false);
            for (columns, image) in columns
                .chunks_exact(positions * patch_len)
                .zip(input.chunks_exact_mut(shape.input_len()))
            {
                shape.columns_to_image(columns, image);
            }
        });
}

/// Fills `columns` with the matrix of some images and says how many images they are.
fn lay_out(shape: &ConvShape, input: &[f32], columns: &mut Vec<f32>) -> usize {
    let images = input.len() / shape.input_len();
    let matrix_len = shape.positions() * shape.patch_len();
    columns.resize(images * matrix_len, 0.0);
    for (image, columns) in input
        .chunks_exact(shape.input_len())
        .zip(columns.chunks_exact_mut(matrix_len))
    {
        shape.image_to_columns(image, columns);
    }
    images
}

fn add(sums: &mut [f32], values: &[f32]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}
