//! The same sixty predictions in Rust and in NumPy, for tests against scikit-learn.

use crate::{
    data::{CLASS_COUNT, IMAGE_PIXELS, Scaling, Split},
    predictions::Predictions,
};
use std::sync::Arc;

/// Ten probabilities for each of sixty labels, drawn by the generator of ISO C's `rand`, `x = 1103515245 x + 12345 (mod 2^31)`
/// from 12345 on, of which the bits from the 16th on are used: a label below 10; ten weights `1 + (below 40)`; and where a
/// number below 3 is not 0, 150 more for the label; divided by their sum.
pub(super) fn predictions() -> Predictions {
    let mut state: u64 = 12_345;
    let mut below = |bound: u64| {
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        (state >> 16) % bound
    };
    let (mut labels, mut probabilities) = (Vec::new(), Vec::new());
    for _ in 0..60 {
        let label = below(10) as u8;
        let mut row: [f64; CLASS_COUNT] = std::array::from_fn(|_| 1.0 + below(40) as f64);
        if below(3) > 0 {
            row[usize::from(label)] += 150.0;
        }
        let sum: f64 = row.iter().sum();
        labels.push(label);
        probabilities.push(row.map(|weight| (weight / sum) as f32));
    }
    with_labels(labels, probabilities)
}

/// Predictions for black images.
pub(super) fn with_labels(labels: Vec<u8>, probabilities: Vec<[f32; CLASS_COUNT]>) -> Predictions {
    let pixels = Arc::new(vec![0; labels.len() * IMAGE_PIXELS]);
    Predictions {
        split: Split::new(pixels, Arc::new(labels), Scaling::ZeroOne),
        probabilities,
    }
}
