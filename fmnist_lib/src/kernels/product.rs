//! The two matrix products that every layer with weights is made of: patches times weights, and patches times gradients.
//!
//! A patch is what one output looks at. For a convolution it is some runs of numbers inside an image, read where they stand;
//! for a fully connected layer it is the whole row.

use super::{
    Activation,
    instructions::dispatch,
    panels::{Panels, vectors, with_panels},
    tile::{Rows, Tiled, add_outer_products, add_products, cover, load, store, zero},
};
use pulp::{Simd, WithSimd};
use rayon::prelude::*;

/// Where patches lie: patch `p` consists of `runs` runs of `run_len` numbers, the first at `starts[p]`, each next one
/// `run_stride` further on.
pub(super) struct Patches {
    pub starts: Vec<usize>,
    pub runs: usize,
    pub run_len: usize,
    pub run_stride: usize,
}

/// `output[p, f] = activation(bias[f] + patch p . weight[.., f])` for as many patches as `output` has rows.
pub(super) fn forward(
    patches: &Patches,
    input: &[f32],
    weight: Panels,
    bias: &[f32],
    activation: Activation,
    output: &mut [f32],
) {
    assert_eq!(bias.len(), weight.columns(), "one bias a column");
    dispatch(Forward {
        patches,
        input,
        weight,
        bias,
        activation,
        output,
    });
}

struct Forward<'a> {
    patches: &'a Patches,
    input: &'a [f32],
    weight: Panels<'a>,
    bias: &'a [f32],
    activation: Activation,
    output: &'a mut [f32],
}

impl WithSimd for Forward<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let columns = self.bias.len();
        let rows = self.output.len() / columns;
        let vectors = vectors::<S>(columns);
        for column in (0..columns).step_by(vectors * S::F32_LANES) {
            let right = self.weight.at::<S>(column);
            let work = &mut self;
            if S::REGISTER_COUNT < 32 {
                cover::<S, 6, 2>(
                    simd,
                    rows,
                    &mut ForwardTiles::<2> {
                        work,
                        column,
                        right,
                    },
                );
            } else if vectors == 4 {
                cover::<S, 6, 2>(
                    simd,
                    rows,
                    &mut ForwardTiles::<4> {
                        work,
                        column,
                        right,
                    },
                );
            } else {
                cover::<S, 8, 4>(
                    simd,
                    rows,
                    &mut ForwardTiles::<2> {
                        work,
                        column,
                        right,
                    },
                );
            }
        }
    }
}

/// The tiles of one panel, `C` vectors wide.
struct ForwardTiles<'w, 'a, const C: usize> {
    work: &'w mut Forward<'a>,
    column: usize,
    right: Rows<'a>,
}

impl<S: Simd, const C: usize> Tiled<S> for ForwardTiles<'_, '_, C> {
    #[inline(always)]
    fn tile<const R: usize>(&mut self, simd: S, first: usize) {
        let Forward {
            patches,
            input,
            bias,
            activation,
            ..
        } = *self.work;
        let starts: &[usize; R] = patches.starts[first..].first_chunk().expect("R patches");
        let mut sums = zero::<S, R, C>(simd);
        for run in 0..patches.runs {
            let from = run * patches.run_stride;
            let mut left: [&[f32]; R] = [&[]; R];
            for r in 0..R {
                left[r] = &input[starts[r] + from..][..patches.run_len];
            }
            sums = add_products(simd, sums, left, self.right.from(run * patches.run_len));
        }
        let columns = bias.len();
        let width = (C * S::F32_LANES).min(columns - self.column);
        let bias: [S::f32s; C] = load::<S, C>(&bias[self.column..][..width]);
        for (r, mut sums) in sums.into_iter().enumerate() {
            for c in 0..C {
                sums[c] = simd.add_f32s(sums[c], bias[c]);
                if activation == Activation::ReLU {
                    // In this order a NaN stays one on x86.
                    sums[c] = simd.max_f32s(simd.splat_f32s(0.0), sums[c]);
                }
            }
            let at = (first + r) * columns + self.column;
            store::<S, C>(sums, &mut self.work.output[at..at + width]);
        }
    }
}

/// A batch for [`add_weight_gradient`]: inputs and output gradients, a group of patches at a time.
#[derive(Clone, Copy)]
pub(super) struct Groups<'a> {
    pub input: &'a [f32],
    /// Numbers in `input` for as many patches as `Patches` has starts.
    pub input_len: usize,
    pub gradient: &'a [f32],
}

/// Rows of the weights that one thread works on at a time. The sums are the same whatever their number.
const ROWS_TOGETHER: usize = 48;

/// Patches whose numbers are used for all those rows before the next ones come to the cache.
const PATCHES_TOGETHER: usize = 256;

/// `weight_gradient[k, f] += sum over patches p of patch p[k] * gradient[p, f]`.
pub(super) fn add_weight_gradient(
    patches: &Patches,
    groups: Groups,
    columns: usize,
    weight_gradient: &mut [f32],
) {
    with_panels(groups.gradient, columns, |gradient| {
        weight_gradient
            .par_chunks_mut(ROWS_TOGETHER * columns)
            .enumerate()
            .for_each(|(chunk, out)| {
                dispatch(Outer {
                    patches,
                    groups,
                    gradient,
                    first_row: chunk * ROWS_TOGETHER,
                    out,
                });
            });
    });
}

struct Outer<'a> {
    patches: &'a Patches,
    groups: Groups<'a>,
    gradient: Panels<'a>,
    first_row: usize,
    out: &'a mut [f32],
}

impl WithSimd for Outer<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let (columns, run_len) = (self.gradient.columns(), self.patches.run_len);
        let total = self.groups.gradient.len() / columns;
        let together = self.patches.starts.len();
        let end = self.first_row + self.out.len() / columns;
        let vectors = vectors::<S>(columns);
        for (group, input) in self.groups.input.chunks(self.groups.input_len).enumerate() {
            let starts = &self.patches.starts[..together.min(total - group * together)];
            let pieces = starts.chunks(PATCHES_TOGETHER).enumerate();
            let columns_of_tiles = (0..columns).step_by(vectors * S::F32_LANES);
            for ((piece, starts), column) in
                pieces.flat_map(|piece| columns_of_tiles.clone().map(move |column| (piece, column)))
            {
                let first = group * together + piece * PATCHES_TOGETHER;
                let right = self.gradient.at::<S>(column).from(first);
                let mut row = self.first_row;
                while row < end {
                    // Up to the end of the run.
                    let (run, in_run) = (row / run_len, row % run_len);
                    let rows = (run_len - in_run).min(end - row);
                    let mut tiles = OuterTiles {
                        input,
                        starts,
                        offset: run * self.patches.run_stride + in_run,
                        right,
                        column,
                        columns,
                        out: &mut self.out[(row - self.first_row) * columns..],
                    };
                    if S::REGISTER_COUNT < 32 {
                        cover::<S, 6, 2>(simd, rows, &mut OuterWide::<2>(&mut tiles));
                    } else if vectors == 4 {
                        cover::<S, 6, 2>(simd, rows, &mut OuterWide::<4>(&mut tiles));
                    } else {
                        cover::<S, 12, 4>(simd, rows, &mut OuterWide::<2>(&mut tiles));
                    }
                    row += rows;
                }
            }
        }
    }
}

struct OuterTiles<'a> {
    input: &'a [f32],
    starts: &'a [usize],
    /// From a patch's start to the first row's number.
    offset: usize,
    right: Rows<'a>,
    column: usize,
    columns: usize,
    out: &'a mut [f32],
}

/// The same in tiles of `C` vectors.
struct OuterWide<'w, 'a, const C: usize>(&'w mut OuterTiles<'a>);

impl<S: Simd, const C: usize> Tiled<S> for OuterWide<'_, '_, C> {
    #[inline(always)]
    fn tile<const R: usize>(&mut self, simd: S, first: usize) {
        let work = &mut *self.0;
        let width = (C * S::F32_LANES).min(work.columns - work.column);
        let out = &mut work.out[first * work.columns + work.column..];
        let mut sums = zero::<S, R, C>(simd);
        for r in 0..R {
            sums[r] = load::<S, C>(&out[r * work.columns..][..width]);
        }
        let input = &work.input[work.offset + first..];
        let sums = add_outer_products(simd, sums, input, work.starts, work.right);
        for r in 0..R {
            store::<S, C>(sums[r], &mut out[r * work.columns..][..width]);
        }
    }
}
