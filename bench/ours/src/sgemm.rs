//! [`gflops`]: the rate of a large product of matrices of f32, the yardstick that a training is held against.

use gemm::{Parallelism, gemm};
use std::time::Instant;

/// The best of a few products of two square matrices of side `n`, in GFLOP/s, on this many threads of rayon's pool.
pub fn gflops(n: usize, threads: usize) -> f64 {
    const REPEATS: usize = 3;
    let numbers = |start: usize| (0..n * n).map(|i| ((i + start) % 7) as f32 - 3.0).collect();
    let (left, right): (Vec<f32>, Vec<f32>) = (numbers(0), numbers(1));
    let mut out = vec![0.0; n * n];
    let parallelism = if threads == 1 {
        Parallelism::None
    } else {
        Parallelism::Rayon(threads)
    };
    let seconds = (0..REPEATS)
        .map(|_| {
            let start = Instant::now();
            multiply(n, &mut out, &left, &right, parallelism);
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min);
    std::hint::black_box(&out);
    2.0 * (n as f64).powi(3) / seconds / 1e9
}

#[allow(unsafe_code)]
fn multiply(n: usize, out: &mut [f32], left: &[f32], right: &[f32], parallelism: Parallelism) {
    assert!([out.len(), left.len(), right.len()] == [n * n; 3]);
    let row = n as isize;
    // SAFETY: each matrix has n rows of n numbers, a row is contiguous, and `out` overlaps neither of the others.
    unsafe {
        gemm(
            n,
            n,
            n,
            out.as_mut_ptr(),
            1,
            row,
            false,
            left.as_ptr(),
            1,
            row,
            right.as_ptr(),
            1,
            row,
            0.0,
            1.0,
            false,
            false,
            false,
            parallelism,
        );
    }
}
