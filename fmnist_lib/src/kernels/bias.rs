//! What stands between a layer's sums and its output, on the way back: the activation, and the bias that is added to each row.

use super::instructions::dispatch;
use rayon::prelude::*;

/// Numbers that one thread works on at a time. It is fixed, so that the sums are the same whatever the number of threads.
const TOGETHER: usize = 1 << 12;

/// Adds each column's sum to `bias_gradient`. Where a ReLU has followed, `rectified` is what came out of it, and the gradient is
/// first set to 0 wherever it has cut an output off.
///
/// # Panics
/// The lengths of `rectified` and `gradient` differ, or do not hold whole rows.
pub fn add_bias_gradient(
    rectified: Option<&[f32]>,
    gradient: &mut [f32],
    bias_gradient: &mut [f32],
) {
    let columns = bias_gradient.len();
    let together = (TOGETHER / columns).max(1) * columns;
    let piece = |gradient: &mut [f32], rectified: Option<&[f32]>| {
        let mut sums = vec![0.0; columns];
        dispatch(
            #[inline(always)]
            || {
                if let Some(rectified) = rectified {
                    for (gradient, output) in gradient.iter_mut().zip(rectified) {
                        *gradient = if *output > 0.0 { *gradient } else { 0.0 };
                    }
                }
                for row in gradient.chunks_exact(columns) {
                    for (sum, gradient) in sums.iter_mut().zip(row) {
                        *sum += gradient;
                    }
                }
            },
        );
        sums
    };
    let gradients = gradient.par_chunks_mut(together);
    let sums: Vec<Vec<f32>> = match rectified {
        Some(rectified) => gradients
            .zip_eq(rectified.par_chunks(together))
            .map(|(gradient, rectified)| piece(gradient, Some(rectified)))
            .collect(),
        None => gradients.map(|gradient| piece(gradient, None)).collect(),
    };
    for sums in sums {
        for (total, sum) in bias_gradient.iter_mut().zip(sums) {
            *total += sum;
        }
    }
}
