//! [`Neighbour`]: an image of the data that looks like a given one, pixel for pixel.

use super::{IMAGE_PIXELS, Split};
use rayon::prelude::*;

/// One of the images most similar to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Its place in the split.
    pub index: usize,
    /// Its label.
    pub label: u8,
    /// Root of the mean squared difference of the pixels, in grey levels (0 for equal images, 255 for black and white).
    pub difference: f64,
}

/// The `count` images of `split` that differ least from the 784 bytes `pixels`, the most similar first; the earlier one on a tie.
///
/// Twin: `sklearn.neighbors.NearestNeighbors(n_neighbors=count)`, whose Euclidean distance is 28 times as large.
pub fn nearest_images(split: &Split, pixels: &[u8], count: usize) -> Vec<Neighbour> {
    let mut distances: Vec<(u32, usize)> = (0..split.len())
        .into_par_iter()
        .filter_map(|index| Some((squared_distance(split.image(index)?, pixels), index)))
        .collect();
    let count = count.min(distances.len());
    if count < distances.len() {
        distances.select_nth_unstable(count);
    }
    distances.truncate(count);
    distances.sort_unstable();
    let neighbour = |(squares, index): (u32, usize)| {
        Some(Neighbour {
            index,
            label: split.label(index)?,
            difference: (f64::from(squares) / IMAGE_PIXELS as f64).sqrt(),
        })
    };
    distances.into_iter().filter_map(neighbour).collect()
}

fn squared_distance(one: &[u8], other: &[u8]) -> u32 {
    let differences = one
        .iter()
        .zip(other)
        .map(|(a, b)| u32::from(a.abs_diff(*b)));
    differences.map(|difference| difference * difference).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Scaling;
    use std::sync::Arc;

    /// Images of one grey each: the difference is that of the greys.
    #[test]
    fn by_hand() {
        let pixels = [10, 40, 12, 40]
            .map(|grey: u8| [grey; IMAGE_PIXELS])
            .concat();
        let split = Split::new(Arc::new(pixels), Arc::new(vec![3, 1, 4, 1]), Scaling::Raw);
        let near = nearest_images(&split, &[13; IMAGE_PIXELS], 3);
        let near: Vec<_> = near
            .iter()
            .map(|near| (near.index, near.label, near.difference))
            .collect();
        assert_eq!(near, [(2, 4, 1.0), (0, 3, 3.0), (1, 1, 27.0)]);
        assert_eq!(nearest_images(&split, &[0; IMAGE_PIXELS], 9).len(), 4);
        assert!(nearest_images(&split, &[0; IMAGE_PIXELS], 0).is_empty());
    }
}
