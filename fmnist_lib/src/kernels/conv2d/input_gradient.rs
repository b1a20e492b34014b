//! The slope of the loss along a convolution's input: each output's gradient, times the weights, added to the inputs that it saw.

use super::{
    ConvShape,
    layout::{Layout, add_back, laid_len, layout, lies_well, patches},
};
use crate::kernels::{
    instructions::{dispatch, lanes},
    panels::{self, Panels},
    product::Patches,
    tile::{Rows, Tiled, add_products, cover, load, store, zero},
};
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// How many numbers the weights take when they are turned around.
pub fn turned_len(shape: &ConvShape) -> usize {
    Taps::new(shape).count() * Taps::new(shape).turned_len(shape.filters)
}

/// Turns the weights around for [`add_input_gradient`].
///
/// # Panics
/// `turned` has not [`turned_len`] numbers, or a length does not fit `shape`.
pub fn turn(shape: &ConvShape, weight: &[f32], turned: &mut [f32]) {
    let taps = Taps::new(shape);
    let width = 2 * lanes();
    turned
        .par_chunks_exact_mut(taps.turned_len(shape.filters))
        .zip_eq(weight.par_chunks_exact(taps.channels * shape.filters))
        .for_each(|(to, tap)| {
            let to = to.chunks_exact_mut(shape.filters * width);
            for (rows, to) in tap.chunks(width * shape.filters).zip(to) {
                panels::turn(rows, shape.filters, width, to);
            }
        });
}

/// What stands in a gradient before something is added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// What others have asked for.
    Gradient,
    /// Nothing of worth: it counts as 0.
    Nothing,
}

/// Adds to `input_gradient` what a batch asks for.
///
/// # Panics
/// A slice's length does not fit `shape`.
pub fn add_input_gradient(
    shape: &ConvShape,
    turned: &[f32],
    output_gradient: &[f32],
    before: Before,
    input_gradient: &mut [f32],
) {
    assert_eq!(
        turned.len(),
        turned_len(shape),
        "turned weights of {shape:?}"
    );
    let together = (64 / shape.positions()).clamp(1, 4);
    let patches = patches(shape, together);
    let as_is = lies_well(shape);
    input_gradient
        .par_chunks_mut(together * shape.input_len())
        .zip_eq(output_gradient.par_chunks(together * shape.output_len()))
        .for_each_init(Vec::new, |laid: &mut Vec<f32>, (input, gradient)| {
            if before == Before::Nothing {
                input.fill(0.0);
            }
            let work = |to| Scatter {
                patches: &patches,
                taps: Taps::new(shape),
                weight: turned,
                filters: shape.filters,
                gradient,
                to,
            };
            if as_is {
                return dispatch(work(input));
            }
            laid.clear();
            laid.resize(input.len() / shape.input_len() * laid_len(shape), 0.0);
            dispatch(work(laid));
            let images = input.chunks_exact_mut(shape.input_len());
            for (laid, image) in laid.chunks_exact(laid_len(shape)).zip(images) {
                add_back(shape, laid, image);
            }
        });
}

/// The pieces of a patch that different positions never share within one piece: for each, all positions may be done at once.
/// Where images lie as they are, a piece is the channels under one of the kernel's weights; in columns it is the whole patch.
#[derive(Clone, Copy)]
struct Taps {
    runs: usize,
    in_run: usize,
    channels: usize,
}

impl Taps {
    fn new(shape: &ConvShape) -> Self {
        match layout(shape) {
            Layout::Columns => Self {
                runs: 1,
                in_run: 1,
                channels: shape.patch_len(),
            },
            Layout::AsIs | Layout::Padded => Self {
                runs: shape.kernel,
                in_run: shape.kernel,
                channels: shape.channels,
            },
        }
    }

    fn count(&self) -> usize {
        self.runs * self.in_run
    }

    /// Numbers of one tap's weights, turned around, in panels of channels.
    fn turned_len(&self, filters: usize) -> usize {
        let width = 2 * lanes();
        self.channels.div_ceil(width) * width * filters
    }
}

/// Positions of an image that are done together.
const POSITIONS_TOGETHER: usize = 256;

struct Scatter<'a> {
    patches: &'a Patches,
    taps: Taps,
    weight: &'a [f32],
    filters: usize,
    gradient: &'a [f32],
    to: &'a mut [f32],
}

impl WithSimd for Scatter<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Taps {
            in_run, channels, ..
        } = self.taps;
        let tap_len = channels.div_ceil(2 * S::F32_LANES) * self.filters * 2 * S::F32_LANES;
        // Of a large image a part at a time, whose inputs stay in the cache from tap to tap.
        let gradients = self.gradient.chunks(POSITIONS_TOGETHER * self.filters);
        for (gradient, starts) in gradients.zip(self.patches.starts.chunks(POSITIONS_TOGETHER)) {
            for (tap, weight) in self.weight.chunks_exact(tap_len).enumerate() {
                let shift = tap / in_run * self.patches.run_stride + tap % in_run * channels;
                let weight = Panels::padded(weight, self.filters, channels);
                for channel in (0..channels).step_by(2 * S::F32_LANES) {
                    let rows = gradient.len() / self.filters;
                    let mut tiles = ScatterTiles {
                        starts,
                        gradient,
                        filters: self.filters,
                        right: weight.at::<S>(channel),
                        shift: shift + channel,
                        width: (2 * S::F32_LANES).min(channels - channel),
                        to: &mut *self.to,
                    };
                    if S::REGISTER_COUNT < 32 {
                        cover::<S, 6, 2>(simd, rows, &mut tiles);
                    } else {
                        cover::<S, 8, 4>(simd, rows, &mut tiles);
                    }
                }
            }
        }
    }
}

struct ScatterTiles<'a> {
    starts: &'a [usize],
    gradient: &'a [f32],
    filters: usize,
    right: Rows<'a>,
    /// From a patch's start to the first input that is added to.
    shift: usize,
    width: usize,
    to: &'a mut [f32],
}

impl<S: Simd> Tiled<S> for ScatterTiles<'_> {
    #[inline(always)]
    fn tile<const R: usize>(&mut self, simd: S, first: usize) {
        let mut rows: [&[f32]; R] = [&[]; R];
        for (r, row) in rows.iter_mut().enumerate() {
            *row = &self.gradient[(first + r) * self.filters..][..self.filters];
        }
        let sums = add_products(simd, zero::<S, R, 2>(simd), rows, self.right);
        let starts: &[usize; R] = self.starts[first..].first_chunk().expect("R patches");
        for r in 0..R {
            let to = &mut self.to[starts[r] + self.shift..][..self.width];
            let before: [S::f32s; 2] = load::<S, 2>(to);
            let mut sums = sums[r];
            for c in 0..2 {
                sums[c] = simd.add_f32s(before[c], sums[c]);
            }
            store::<S, 2>(sums, to);
        }
    }
}
