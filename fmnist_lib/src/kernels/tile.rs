//! The tile: a few rows and columns of a matrix product whose sums stay in the processor's registers.
//!
//! Everything quick in this crate is one of the two loops below. `R` rows times `C` vectors of sums are as many as the registers
//! hold, so that each number loaded serves many multiply-adds (Goto and van de Geijn 2008). All of it is safe Rust: lengths are
//! checked where a tile begins, not at each step. Loops over `R` and `C` are written out: a closure would not be compiled for
//! the vectors.

use pulp::Simd;

/// Sums of `R` rows and `C` vectors.
pub(super) type Tile<V, const R: usize, const C: usize> = [[V; C]; R];

/// The right-hand matrix: its row `k` begins at `k * stride` and is at least `C` vectors long.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub data: &'a [f32],
    pub stride: usize,
}

impl<'a> Rows<'a> {
    /// The rows from `first` on.
    #[inline(always)]
    pub(super) fn from(self, first: usize) -> Self {
        Self {
            data: &self.data[first * self.stride..],
            ..self
        }
    }
}

#[inline(always)]
pub(super) fn zero<S: Simd, const R: usize, const C: usize>(simd: S) -> Tile<S::f32s, R, C> {
    [[simd.splat_f32s(0.0); C]; R]
}

/// The most numbers that a row of a tile has: four vectors of 16.
const WIDEST: usize = 64;

/// `C` vectors; what is missing at the end of `numbers` counts as 0.
#[inline(always)]
pub(super) fn load<S: Simd, const C: usize>(numbers: &[f32]) -> [S::f32s; C] {
    let width = C * S::F32_LANES;
    if let Some(whole) = numbers.get(..width) {
        vectors::<S, C>(whole)
    } else {
        let mut room = [0.0; WIDEST];
        room[..numbers.len()].copy_from_slice(numbers);
        vectors::<S, C>(&room[..width])
    }
}

#[inline(always)]
fn vectors<S: Simd, const C: usize>(numbers: &[f32]) -> [S::f32s; C] {
    let (vectors, _) = S::as_simd_f32s(numbers);
    *vectors.first_chunk().expect("C vectors")
}

/// Writes `C` vectors, or as much of them as there is room for.
#[inline(always)]
pub(super) fn store<S: Simd, const C: usize>(vectors: [S::f32s; C], to: &mut [f32]) {
    let width = C * S::F32_LANES;
    if let Some(whole) = to.get_mut(..width) {
        let (to, _) = S::as_mut_simd_f32s(whole);
        to[..C].copy_from_slice(&vectors);
    } else {
        let mut room = [0.0; WIDEST];
        let (whole, _) = S::as_mut_simd_f32s(&mut room[..width]);
        whole[..C].copy_from_slice(&vectors);
        let length = to.len();
        to.copy_from_slice(&room[..length]);
    }
}

/// `sums[r] += sum over k of left[r][k] * right[k]`, for `k` along the whole of `left[0]`.
#[inline(always)]
pub(super) fn add_products<S: Simd, const R: usize, const C: usize>(
    simd: S,
    mut sums: Tile<S::f32s, R, C>,
    left: [&[f32]; R],
    right: Rows,
) -> Tile<S::f32s, R, C> {
    let length = left[0].len();
    let mut rows = left;
    for row in &mut rows {
        *row = &row[..length];
    }
    let width = C * S::F32_LANES;
    let last = length.saturating_sub(1) * right.stride + width;
    let data = &right.data[..last];
    for k in 0..length {
        let right: [S::f32s; C] = vectors::<S, C>(&data[k * right.stride..][..width]);
        for r in 0..R {
            let number = simd.splat_f32s(rows[r][k]);
            for c in 0..C {
                sums[r][c] = simd.mul_add_e_f32s(number, right[c], sums[r][c]);
            }
        }
    }
    sums
}

/// `sums[r] += sum over k of left[starts[k] + r] * right[k]`: the same with the left matrix lying on its side.
#[inline(always)]
pub(super) fn add_outer_products<S: Simd, const R: usize, const C: usize>(
    simd: S,
    mut sums: Tile<S::f32s, R, C>,
    left: &[f32],
    starts: &[usize],
    right: Rows,
) -> Tile<S::f32s, R, C> {
    let width = C * S::F32_LANES;
    for (k, &start) in starts.iter().enumerate() {
        let numbers: &[f32; R] = left[start..]
            .first_chunk()
            .expect("R numbers from each start");
        let right: [S::f32s; C] = vectors::<S, C>(&right.data[k * right.stride..][..width]);
        for r in 0..R {
            let number = simd.splat_f32s(numbers[r]);
            for c in 0..C {
                sums[r][c] = simd.mul_add_e_f32s(number, right[c], sums[r][c]);
            }
        }
    }
    sums
}

/// Work that is done tile by tile, `R` rows at a time.
pub(super) trait Tiled<S: Simd> {
    /// The rows from `first` to `first + R`.
    fn tile<const R: usize>(&mut self, simd: S, first: usize);
}

/// Covers `rows` rows with tiles of `BIG`, then `SMALL`, then single rows.
#[inline(always)]
pub(super) fn cover<S: Simd, const BIG: usize, const SMALL: usize>(
    simd: S,
    rows: usize,
    work: &mut impl Tiled<S>,
) {
    let mut first = 0;
    while first + BIG <= rows {
        work.tile::<BIG>(simd, first);
        first += BIG;
    }
    while first + SMALL <= rows {
        work.tile::<SMALL>(simd, first);
        first += SMALL;
    }
    while first < rows {
        work.tile::<1>(simd, first);
        first += 1;
    }
}
