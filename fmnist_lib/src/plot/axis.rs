//! Axis: a range of round numbers around the values to draw, and its ticks.

use crate::numeral::decimal;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// The largest size of a value that is drawn; beyond it a training has long diverged and axes lose their meaning.
const LARGEST: f64 = 1e9;

/// A range with ticks at round numbers; a coordinate of a plotters chart.
#[derive(Clone)]
pub(super) struct Axis {
    /// From the lowest to the highest value on the axis.
    pub range: Range<f64>,
    /// Where numbers stand, ascending.
    pub ticks: Vec<f64>,
    decimals: usize,
}

/// Whether a value can be drawn: a number, finite and not absurdly large.
pub(super) fn drawable(value: f64) -> bool {
    value.abs() <= LARGEST
}

impl Axis {
    /// About `count` ticks at 1, 2 or 5 times a power of ten, around all of `values`, which are drawable.
    pub fn around(values: impl Iterator<Item = f64> + Clone, count: usize) -> Self {
        let (low, high) = spread(values);
        let room = ((high - low) * 0.06).max(high.abs() * 0.01).max(1e-3);
        // Losses and accuracies are not negative; an axis that says so would mislead.
        let floor = if low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        let (low, high) = ((low - room).max(floor), high + room);
        let step = round_step((high - low) / count as f64);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        Self {
            range: first * step..last * step,
            ticks: steps(first, last, step),
            decimals: (-step.log10().floor()).max(0.0) as usize,
        }
    }

    /// About `count` ticks at 1, 2 or 5 times a power of ten inside `values`, which are drawable, with no room at the ends.
    pub fn within(values: impl Iterator<Item = f64> + Clone, count: usize) -> Self {
        let (low, high) = spread(values);
        let step = round_step((high - low) / count as f64);
        let room = if high > low { 0.0 } else { step / 2.0 };
        // A hair's breadth more, so that rounding loses no tick at an end.
        let hair = step * 1e-6;
        Self {
            range: low - room..high + room,
            ticks: steps(
                ((low - hair) / step).ceil(),
                ((high + hair) / step).floor(),
                step,
            ),
            decimals: (-step.log10().floor()).max(0.0) as usize,
        }
    }

    /// At most about `count` ticks at whole numbers inside `values`, with half a step free at both ends.
    pub fn whole(values: impl Iterator<Item = f64> + Clone, count: usize) -> Self {
        let (low, high) = spread(values);
        let step = round_step((high - low) / count as f64).max(1.0);
        let room = ((high - low) * 0.02).max(0.5);
        Self {
            range: low - room..high + room,
            ticks: steps((low / step).ceil(), (high / step).floor(), step),
            decimals: 0,
        }
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = (value - self.range.start) / (self.range.end - self.range.start);
        from + (share * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

impl ValueFormatter<f64> for Axis {
    /// A tick's number, with as many decimals as the ticks need.
    fn format_ext(&self, tick: &f64) -> String {
        decimal(*tick, self.decimals)
    }
}

fn spread(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    (
        values.clone().fold(f64::INFINITY, f64::min),
        values.fold(f64::NEG_INFINITY, f64::max),
    )
}

fn steps(first: f64, last: f64, step: f64) -> Vec<f64> {
    // Far from 0, steps of a whole number are exact; the count stays small because the step grew with the range.
    let count = (last - first).clamp(0.0, 50.0) as usize;
    (0..=count).map(|at| (first + at as f64) * step).collect()
}

/// The least of 1, 2, 5, 10 times a power of ten that is not below `wish`.
fn round_step(wish: f64) -> f64 {
    if wish <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(wish.log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= wish)
        .unwrap_or(10.0 * power)
}
