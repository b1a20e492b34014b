//! How images lie while a convolution reads them: as they are, with a border of zeros, or, where the inputs under one kernel row
//! are too few to be worth a loop of their own, as one row of inputs for each position ("im2col", Chellapilla, Puri and Simard 2006).

use super::ConvShape;
use crate::kernels::product::Patches;
use rayon::prelude::*;

/// The shortest kernel row that is read where it stands: a vector's worth.
const SHORTEST_RUN: usize = 16;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    AsIs,
    Padded,
    Columns,
}

pub(super) fn layout(shape: &ConvShape) -> Layout {
    if shape.kernel > 1 && shape.kernel * shape.channels < SHORTEST_RUN {
        Layout::Columns
    } else if shape.padding > 0 {
        Layout::Padded
    } else {
        Layout::AsIs
    }
}

fn padded(shape: &ConvShape) -> (usize, usize) {
    (
        shape.height + 2 * shape.padding,
        shape.width + 2 * shape.padding,
    )
}

/// How many numbers one image takes when it is laid out.
pub fn laid_len(shape: &ConvShape) -> usize {
    match layout(shape) {
        Layout::AsIs => shape.input_len(),
        Layout::Padded => {
            let (height, width) = padded(shape);
            height * width * shape.channels
        }
        Layout::Columns => shape.positions() * shape.patch_len(),
    }
}

/// Whether the other passes read images as they are, so that nobody has to [`lay`] them out.
pub fn lies_well(shape: &ConvShape) -> bool {
    layout(shape) == Layout::AsIs
}

/// Lays images out for the other passes.
///
/// # Panics
/// `laid` has not [`laid_len`] numbers for each image.
pub fn lay(shape: &ConvShape, input: &[f32], laid: &mut [f32]) {
    laid.par_chunks_mut(laid_len(shape))
        .zip_eq(input.par_chunks(shape.input_len()))
        .for_each(|(laid, image)| {
            if shape.padding > 0 {
                laid.fill(0.0);
            }
            match (shape.padding, shape.kernel * shape.channels) {
                // The commonest kernels on one channel: runs too short for a call each.
                (0, 3) => lay_columns::<3>(shape, image, laid),
                (0, 5) => lay_columns::<5>(shape, image, laid),
                (0, 7) => lay_columns::<7>(shape, image, laid),
                _ => for_each_run(shape, |inside, outside, length| {
                    laid[outside..outside + length]
                        .copy_from_slice(&image[inside..inside + length]);
                }),
            }
        });
}

/// Columns of an image without padding whose kernel rows are `RUN` numbers long.
fn lay_columns<const RUN: usize>(shape: &ConvShape, image: &[f32], laid: &mut [f32]) {
    let (_, out_width) = shape.output();
    let row = shape.width * shape.channels;
    let lines = laid.chunks_exact_mut(out_width * shape.patch_len());
    for (out_y, line) in lines.enumerate() {
        for kernel_y in 0..shape.kernel {
            let from = &image[(out_y * shape.stride + kernel_y) * row..][..row];
            let starts = from.windows(RUN).step_by(shape.stride * shape.channels);
            for (to, from) in line.chunks_exact_mut(shape.patch_len()).zip(starts) {
                to[kernel_y * RUN..][..RUN].copy_from_slice(from);
            }
        }
    }
}

/// The reverse for a gradient: adds each number of one laid image to the input that it came from.
pub(super) fn add_back(shape: &ConvShape, laid: &[f32], image: &mut [f32]) {
    for_each_run(shape, |inside, outside, length| {
        let pixels = image[inside..inside + length].iter_mut();
        for (pixel, value) in pixels.zip(&laid[outside..outside + length]) {
            *pixel += value;
        }
    });
}

/// Where the passes find the inputs under the kernel, in `images` laid images.
pub(super) fn patches(shape: &ConvShape, images: usize) -> Patches {
    let (out_height, out_width) = shape.output();
    let (_, width) = padded(shape);
    let columns = layout(shape) == Layout::Columns;
    let mut starts = Vec::with_capacity(images * shape.positions());
    for image in 0..images {
        for y in 0..out_height {
            for x in 0..out_width {
                let inside = if columns {
                    (y * out_width + x) * shape.patch_len()
                } else {
                    (y * width + x) * shape.stride * shape.channels
                };
                starts.push(image * laid_len(shape) + inside);
            }
        }
    }
    if columns {
        Patches {
            starts,
            runs: 1,
            run_len: shape.patch_len(),
            run_stride: 0,
        }
    } else {
        Patches {
            starts,
            runs: shape.kernel,
            run_len: shape.kernel * shape.channels,
            run_stride: width * shape.channels,
        }
    }
}

/// Calls `visit(offset in the image, offset in the laid image, length)` for each contiguous run of one image.
#[inline(always)]
fn for_each_run(shape: &ConvShape, mut visit: impl FnMut(usize, usize, usize)) {
    if layout(shape) != Layout::Columns {
        let (_, width) = padded(shape);
        let row = shape.width * shape.channels;
        for y in 0..shape.height {
            let to = ((y + shape.padding) * width + shape.padding) * shape.channels;
            visit(y * row, to, row);
        }
        return;
    }
    let (out_height, out_width) = shape.output();
    for out_y in 0..out_height {
        for out_x in 0..out_width {
            let patch = (out_y * out_width + out_x) * shape.patch_len();
            // The kernel's columns that lie inside the image.
            let left = (out_x * shape.stride) as isize - shape.padding as isize;
            let first = (-left).max(0) as usize;
            let last = ((shape.width as isize - left).max(0) as usize).min(shape.kernel);
            if first >= last {
                continue;
            }
            let from = (left + first as isize) as usize;
            for kernel_y in 0..shape.kernel {
                let y = (out_y * shape.stride + kernel_y) as isize - shape.padding as isize;
                if y < 0 || y >= shape.height as isize {
                    continue;
                }
                visit(
                    (y as usize * shape.width + from) * shape.channels,
                    patch + (kernel_y * shape.kernel + first) * shape.channels,
                    (last - first) * shape.channels,
                );
            }
        }
    }
}
