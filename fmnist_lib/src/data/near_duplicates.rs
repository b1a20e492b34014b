//! [`NearDuplicate`]: two images of the data that are almost the same, pixel for pixel.
//!
//! Comparing 55,000 images each with each is 1.5 billion comparisons of 784 pixels, most of them of a boot with a shirt. Two bounds
//! spare nearly all of them and lose no pair: the mean of squares is never below the square of the mean (Jensen's inequality), so
//! the difference of two images is never below that of their 16 block means, nor this below that of their mean greys. As pairs are
//! found, the difference that still matters shrinks.

use super::{IMAGE_PIXELS, IMAGE_SIDE, Split};
use crate::error::{Error, Result};
use rayon::prelude::*;
use std::{
    collections::BinaryHeap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

/// The most pairs that can be asked for: the more, the less alike the last ones are, and the longer the search takes.
const MOST_PAIRS: usize = 500;

/// Blocks a side of the thumbnail that stands for an image at first.
const BLOCKS: usize = 4;

/// Means are rounded to `f32`; so many grey levels are forgiven before a pair is passed over.
const ROUNDING: f32 = 1e-3;

/// Two images that are nearly equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearDuplicate {
    /// Their places in the split, the smaller one first.
    pub images: [usize; 2],
    /// Their labels, in the same order.
    pub labels: [u8; 2],
    /// Root of the mean squared difference of their pixels, in grey levels (0 for equal images, 255 for black and white).
    pub difference: f64,
}

/// The `count` pairs of images of `split` that differ least, the most alike first; fewer where there are fewer.
///
/// Some seconds for 55,000 images on two cores. The difference is the Euclidean distance divided by 28, so scikit-learn's
/// `NearestNeighbors` is the twin, which here would take minutes.
///
/// # Errors
/// [`Error::InvalidValue`] if `count` is 0 or above 500.
pub fn near_duplicates(split: &Split, count: usize) -> Result<Vec<NearDuplicate>> {
    closest(split, count, |_, _| true)
}

/// As [`near_duplicates`], among the pairs whose labels differ: nearly the same image, yet at least one label is doubtful.
///
/// # Errors
/// As [`near_duplicates`].
pub fn ambiguous_labels(split: &Split, count: usize) -> Result<Vec<NearDuplicate>> {
    closest(split, count, |one, other| one != other)
}

fn closest(
    split: &Split,
    count: usize,
    wanted: impl Fn(u8, u8) -> bool + Sync,
) -> Result<Vec<NearDuplicate>> {
    if count == 0 || count > MOST_PAIRS {
        return Err(Error::InvalidValue {
            name: "count",
            value: count.to_string(),
            reason: "pilih banyaknya pasangan dari 1 sampai 500, misalnya 8",
        });
    }
    let mut thumbnails: Vec<Thumbnail> = (0..split.len())
        .filter_map(|index| Thumbnail::new(split, index))
        .collect();
    thumbnails.sort_by(|left, right| left.mean.total_cmp(&right.mean));
    let best = Closest::new(count);
    (0..thumbnails.len()).into_par_iter().for_each(|at| {
        let first = &thumbnails[at];
        let mut limit = best.limit();
        for other in &thumbnails[at + 1..] {
            if other.mean - first.mean > limit {
                break;
            }
            if wanted(first.label, other.label) && first.may_be_near(other, limit) {
                best.offer(first, other);
                limit = best.limit();
            }
        }
    });
    let found = best
        .found
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    Ok(found
        .into_sorted_vec()
        .into_iter()
        .map(|pair| pair.told(split))
        .collect())
}

/// A pair as it is ranked: by the sum of squared differences, then by its places, so that every run finds the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    squares: u32,
    images: [usize; 2],
}

impl Pair {
    fn told(self, split: &Split) -> NearDuplicate {
        NearDuplicate {
            images: self.images,
            labels: self
                .images
                .map(|index| split.label(index).unwrap_or_default()),
            difference: (f64::from(self.squares) / IMAGE_PIXELS as f64).sqrt(),
        }
    }
}

/// The `count` closest pairs so far; several threads offer theirs.
struct Closest {
    count: usize,
    found: Mutex<BinaryHeap<Pair>>,
    /// The sum of squares of the last of them, once there are `count`.
    squares: AtomicU32,
}

impl Closest {
    fn new(count: usize) -> Self {
        Self {
            count,
            found: Mutex::new(BinaryHeap::new()),
            squares: AtomicU32::new(u32::MAX),
        }
    }

    /// The largest difference that still matters, in grey levels.
    fn limit(&self) -> f32 {
        let squares = self.squares.load(Ordering::Relaxed) as f32;
        (squares / IMAGE_PIXELS as f32).sqrt() + ROUNDING
    }

    fn offer(&self, one: &Thumbnail, other: &Thumbnail) {
        let most = self.squares.load(Ordering::Relaxed);
        let Some(squares) = squared_difference(one.pixels, other.pixels, most) else {
            return;
        };
        let images = [one.index.min(other.index), one.index.max(other.index)];
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.push(Pair { squares, images });
        if found.len() > self.count {
            found.pop();
        }
        if found.len() == self.count
            && let Some(last) = found.peek()
        {
            self.squares.store(last.squares, Ordering::Relaxed);
        }
    }
}

/// The sum of squared differences, or nothing as soon as it is above `most`.
fn squared_difference(one: &[u8], other: &[u8], most: u32) -> Option<u32> {
    /// Four rows at a time: long enough to be fast, short enough to stop early.
    const PART: usize = 4 * IMAGE_SIDE;
    let mut sum = 0;
    for (one, other) in one.chunks(PART).zip(other.chunks(PART)) {
        let differences = one.iter().zip(other);
        sum += differences
            .map(|(&one, &other)| u32::from(one.abs_diff(other)).pow(2))
            .sum::<u32>();
        if sum > most {
            return None;
        }
    }
    Some(sum)
}

/// An image with its mean grey and the mean greys of its 7x7 blocks.
struct Thumbnail<'a> {
    index: usize,
    label: u8,
    pixels: &'a [u8],
    mean: f32,
    blocks: [f32; BLOCKS * BLOCKS],
}

impl<'a> Thumbnail<'a> {
    fn new(split: &'a Split, index: usize) -> Option<Self> {
        const SIDE: usize = IMAGE_SIDE / BLOCKS;
        let pixels = split.image(index)?;
        let mut blocks = [0.0; BLOCKS * BLOCKS];
        for (at, &byte) in pixels.iter().enumerate() {
            let (row, column) = (at / IMAGE_SIDE, at % IMAGE_SIDE);
            blocks[row / SIDE * BLOCKS + column / SIDE] += f32::from(byte);
        }
        let blocks = blocks.map(|sum| sum / (SIDE * SIDE) as f32);
        Some(Self {
            index,
            label: split.label(index)?,
            pixels,
            mean: blocks.iter().sum::<f32>() / blocks.len() as f32,
            blocks,
        })
    }

    /// Whether the blocks allow the images to be within `limit` grey levels.
    fn may_be_near(&self, other: &Self, limit: f32) -> bool {
        let squares: f32 = self
            .blocks
            .iter()
            .zip(&other.blocks)
            .map(|(one, other)| (one - other) * (one - other))
            .sum();
        squares <= (BLOCKS * BLOCKS) as f32 * limit * limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Scaling;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn split(images: &[[u8; IMAGE_PIXELS]], labels: &[u8]) -> Split {
        let (pixels, labels) = (Arc::new(images.concat()), Arc::new(labels.to_vec()));
        Split::new(pixels, labels, Scaling::default())
    }

    /// 784 pixels that differ by 3 give 3; one pixel that differs by 56 gives the root of 56^2 / 784 = 2.
    #[test]
    fn differences_by_hand() {
        let grey = [100; IMAGE_PIXELS];
        let mut spot = grey;
        spot[400] = 156;
        let images = [grey, [0; IMAGE_PIXELS], [103; IMAGE_PIXELS], spot, grey];
        let split = split(&images, &[4, 1, 2, 4, 4]);
        let told = |pairs: Vec<NearDuplicate>| -> Vec<_> {
            let told = pairs.into_iter();
            told.map(|pair| (pair.images, pair.labels, pair.difference))
                .collect()
        };
        assert_eq!(
            told(near_duplicates(&split, 4).unwrap()),
            [
                ([0, 4], [4, 4], 0.0),
                ([0, 3], [4, 4], 2.0),
                ([3, 4], [4, 4], 2.0),
                ([0, 2], [4, 2], 3.0),
            ]
        );
        assert_eq!(
            told(ambiguous_labels(&split, 2).unwrap()),
            [([0, 2], [4, 2], 3.0), ([2, 4], [2, 4], 3.0)]
        );
        // Five images make ten pairs.
        assert_eq!(near_duplicates(&split, 100).unwrap().len(), 10);
    }

    #[test]
    fn a_count_that_makes_no_sense_is_told() {
        let none = split(&[], &[]);
        assert!(near_duplicates(&none, 0).is_err() && ambiguous_labels(&none, 501).is_err());
        assert_eq!(near_duplicates(&none, 1).unwrap(), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// The bounds lose no pair: the same pairs as from comparing each with each.
        #[test]
        fn nothing_is_passed_over(
            greys in prop::collection::vec((50u8..90, 1u8..30, 0u8..10), 24),
            noise in prop::collection::vec(0u8..=255, IMAGE_PIXELS),
            count in 1usize..40,
        ) {
            // A few greys with the same noise in another strength: many pairs near the border.
            let images: Vec<[u8; IMAGE_PIXELS]> = greys
                .iter()
                .enumerate()
                .map(|(at, (grey, strength, _))| {
                    std::array::from_fn(|pixel| grey + noise[(pixel + at * 31) % IMAGE_PIXELS] % strength)
                })
                .collect();
            let labels: Vec<u8> = greys.iter().map(|(_, _, label)| *label).collect();
            let every = (0..24).flat_map(|one| (one + 1..24).map(move |other| [one, other]));
            let mut expected: Vec<(u32, [usize; 2])> = every
                .filter_map(|pair| {
                    let squares = squared_difference(&images[pair[0]], &images[pair[1]], u32::MAX);
                    Some((squares?, pair))
                })
                .collect();
            expected.sort();
            let split = split(&images, &labels);
            let found = near_duplicates(&split, count).unwrap();
            let expected: Vec<[usize; 2]> = expected.iter().take(count).map(|(_, pair)| *pair).collect();
            let found: Vec<[usize; 2]> = found.iter().map(|pair| pair.images).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
