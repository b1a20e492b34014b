//! Matrix products on slices: the one place that calls the `gemm` crate's raw-pointer interface.
#![allow(unsafe_code)]

/// A strided view of a matrix: element (r, c) stands at `r * row_stride + c * column_stride`.
#[derive(Clone, Copy)]
pub(super) struct Matrix<'a> {
    data: &'a [f32],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// The rows of `data`, one after another.
    ///
    /// # Panics
    /// `data` has not `rows * columns` elements.
    pub(super) fn new(data: &'a [f32], rows: usize, columns: usize) -> Self {
        assert_eq!(data.len(), rows * columns, "matrix of {rows} x {columns}");
        Self {
            data,
            rows,
            columns,
            row_stride: columns,
            column_stride: 1,
        }
    }

    /// The same numbers with rows and columns exchanged.
    pub(super) fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
            ..self
        }
    }
}

/// `out = left * right`, or `out += left * right`; `out` is row after row.
///
/// # Panics
/// The three sizes do not fit each other.
pub(super) fn multiply(out: &mut [f32], left: Matrix, right: Matrix, accumulate: bool) {
    multiply_on(out, left, right, accumulate, gemm::Parallelism::None);
}

/// As [`multiply`], with the work shared among the threads of the current pool; each number is summed up by one of them, in
/// the same order whatever their count.
pub(super) fn multiply_parallel(out: &mut [f32], left: Matrix, right: Matrix, accumulate: bool) {
    let threads = rayon::current_num_threads();
    let parallelism = if threads == 1 {
        gemm::Parallelism::None
    } else {
        gemm::Parallelism::Rayon(threads)
    };
    multiply_on(out, left, right, accumulate, parallelism);
}

/// Adds `values` to each row of a matrix that is as wide as they are many.
pub(super) fn add_to_each_row(matrix: &mut [f32], values: &[f32]) {
    for row in matrix.chunks_exact_mut(values.len()) {
        for (number, value) in row.iter_mut().zip(values) {
            *number += value;
        }
    }
}

fn multiply_on(
    out: &mut [f32],
    left: Matrix,
    right: Matrix,
    accumulate: bool,
    parallelism: gemm::Parallelism,
) {
    let (rows, inner, columns) = (left.rows, left.columns, right.columns);
    assert_eq!(inner, right.rows, "inner sizes of a matrix product");
    assert_eq!(out.len(), rows * columns, "size of a matrix product");
    // SAFETY: `Matrix::new` and the assertions above bound every element that the strides can reach inside its own slice:
    // the largest offset is (rows - 1) * row_stride + (columns - 1) * column_stride < rows * columns, for a view and its
    // transpose alike. `out` is borrowed mutably, so it overlaps neither input.
    unsafe {
        gemm::gemm(
            rows,
            columns,
            inner,
            out.as_mut_ptr(),
            1,
            columns as isize,
            accumulate,
            left.data.as_ptr(),
            left.column_stride as isize,
            left.row_stride as isize,
            right.data.as_ptr(),
            right.column_stride as isize,
            right.row_stride as isize,
            1.0,
            1.0,
            false,
            false,
            false,
            parallelism,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(left: Matrix, right: Matrix) -> Vec<f32> {
        let at = |m: Matrix, r: usize, c: usize| m.data[r * m.row_stride + c * m.column_stride];
        let mut out = vec![0.0; left.rows * right.columns];
        for r in 0..left.rows {
            for c in 0..right.columns {
                out[r * right.columns + c] = (0..left.columns)
                    .map(|k| at(left, r, k) * at(right, k, c))
                    .sum();
            }
        }
        out
    }

    proptest! {
        #[test]
        fn equals_the_plain_loops(m in 1usize..20, k in 1usize..40, n in 1usize..20, flip_left: bool, flip_right: bool, seed: u64) {
            let mut state = seed;
            let mut numbers = |count: usize| -> Vec<f32> {
                (0..count).map(|_| {
                    state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    (state >> 40) as f32 / 16_777_216.0 - 0.5
                }).collect()
            };
            let (a, b, start) = (numbers(m * k), numbers(k * n), numbers(m * n));
            let left = if flip_left { Matrix::new(&a, k, m).transposed() } else { Matrix::new(&a, m, k) };
            let right = if flip_right { Matrix::new(&b, n, k).transposed() } else { Matrix::new(&b, k, n) };
            let expected = plain(left, right);
            let mut out = start.clone();
            multiply(&mut out, left, right, false);
            for (found, wanted) in out.iter().zip(&expected) {
                prop_assert!((found - wanted).abs() < 1e-4);
            }
            let mut out = start.clone();
            multiply(&mut out, left, right, true);
            for ((found, wanted), start) in out.iter().zip(&expected).zip(&start) {
                prop_assert!((found - wanted - start).abs() < 1e-4);
            }
        }
    }
}
