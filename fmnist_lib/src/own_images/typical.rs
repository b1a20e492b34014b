//! [`Typical`]: what images of the training data are like, so that one that is not is recognised.

use crate::data::{IMAGE_PIXELS, IMAGE_SIDE, Split};
use std::ops::RangeInclusive;

/// A byte from which a pixel counts as part of the object: 5 % of 255, as in the data's own preparation.
const INK: u8 = 13;

/// The share of training images that a range leaves out at each end.
const OUTSIDE: f64 = 0.005;

/// A number that can be taken of any image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Mean of the 784 bytes, 0 to 255.
    Brightness,
    /// Share of pixels that belong to the object, in percent.
    Ink,
    /// Share of the outermost pixels that belong to the object, in percent.
    Border,
    /// Mean difference of neighbouring bytes in a row, 0 to 255: how much detail there is.
    Detail,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 4] = [
        Measure::Brightness,
        Measure::Ink,
        Measure::Border,
        Measure::Detail,
    ];

    /// Takes the measure of 784 bytes, row after row.
    pub fn of(self, pixels: &[u8]) -> f64 {
        let share = |inked: usize, of: usize| 100.0 * inked as f64 / of.max(1) as f64;
        let inked = |byte: &&u8| **byte >= INK;
        match self {
            Measure::Brightness => {
                pixels.iter().map(|byte| f64::from(*byte)).sum::<f64>() / IMAGE_PIXELS as f64
            }
            Measure::Ink => share(pixels.iter().filter(inked).count(), pixels.len()),
            Measure::Border => {
                let last = IMAGE_SIDE - 1;
                let border = pixels.iter().enumerate().filter(|(at, _)| {
                    let (row, column) = (at / IMAGE_SIDE, at % IMAGE_SIDE);
                    row == 0 || row == last || column == 0 || column == last
                });
                share(border.filter(|(_, byte)| inked(byte)).count(), 4 * last)
            }
            Measure::Detail => {
                let differences = pixels.chunks(IMAGE_SIDE).flat_map(|row| row.windows(2));
                let sum: u64 = differences
                    .map(|pair| u64::from(pair[0].abs_diff(pair[1])))
                    .sum();
                sum as f64 / (IMAGE_SIDE * (IMAGE_SIDE - 1)) as f64
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Measure::Brightness => "kecerahan rata-rata (0 sampai 255)",
            Measure::Ink => "luas benda (% piksel)",
            Measure::Border => "benda di tepi gambar (% piksel tepi)",
            Measure::Detail => "beda piksel bertetangga (0 sampai 255)",
        }
    }
}

impl std::fmt::Display for Measure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

/// For each measure, the range in which 99 % of some images lie.
#[derive(Debug, Clone, PartialEq)]
pub struct Typical {
    /// From the 0.5th to the 99.5th percentile.
    pub ranges: Vec<(Measure, RangeInclusive<f64>)>,
}

impl Typical {
    /// Measures all images of `split`; of no images, nothing is unusual. Twin: `numpy.quantile(measures, [0.005, 0.995])`.
    pub fn of(split: &Split) -> Self {
        let range = |measure: Measure| {
            let images = (0..split.len()).filter_map(|index| split.image(index));
            let mut values: Vec<f64> = images.map(|pixels| measure.of(pixels)).collect();
            values.sort_by(f64::total_cmp);
            let last = values.len().checked_sub(1)?;
            let out = (last as f64 * OUTSIDE).round() as usize;
            Some((measure, values[out]..=values[last - out]))
        };
        Self {
            ranges: Measure::ALL.into_iter().filter_map(range).collect(),
        }
    }

    /// A sentence for each measure in which 784 bytes are unlike those images.
    pub fn warnings(&self, pixels: &[u8]) -> Vec<String> {
        let unusual = |(measure, range): &(Measure, RangeInclusive<f64>)| {
            let value = measure.of(pixels);
            let (low, high) = (range.start(), range.end());
            (!range.contains(&value)).then(|| {
                format!("{measure}: {value:.0}; pada 99 % data latih {low:.0} sampai {high:.0}")
            })
        };
        self.ranges.iter().filter_map(unusual).collect()
    }
}
