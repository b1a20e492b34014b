//! The small charts of a training: loss and accuracy by epoch, as a group of SVG elements. The colours come from outside: the live panel
//! follows the theme of the page, the finished picture has its own paper.

use crate::figures::decimal;
use crate::training::{EpochFigures, Point, Training};
use std::fmt::Write as _;

/// Width of one chart with its labels.
pub const WIDTH: f64 = 330.0;
/// Height of one chart with its labels.
pub const HEIGHT: f64 = 150.0;
/// The largest size of a value that is drawn, as in `fmnist_lib`'s plots.
const LARGEST: f64 = 1e9;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 24.0;

/// What the lines are painted with; CSS or SVG colours.
pub struct Colours {
    /// Letters.
    pub ink: &'static str,
    /// Letters of numbers.
    pub soft: &'static str,
    /// Lines behind.
    pub grid: &'static str,
    /// Training data.
    pub training: &'static str,
    /// Validation data.
    pub validation: &'static str,
}

/// One of the two charts.
struct Curve {
    title: &'static str,
    of_epoch: fn(&EpochFigures) -> Option<f64>,
    of_validation: fn(&EpochFigures) -> Option<f64>,
    of_point: fn(&Point) -> Option<f64>,
}

const CURVES: [Curve; 2] = [
    Curve {
        title: "Loss",
        of_epoch: |epoch| epoch.loss,
        of_validation: |epoch| epoch.val_loss,
        of_point: |point| point.loss,
    },
    Curve {
        title: "Akurasi (%)",
        of_epoch: |epoch| epoch.accuracy.map(|share| 100.0 * share),
        of_validation: |epoch| epoch.val_accuracy.map(|share| 100.0 * share),
        of_point: |point| point.accuracy.map(|share| 100.0 * share),
    },
];

/// Both charts beside each other, from the origin to (2 × [`WIDTH`] + `gap`, [`HEIGHT`]).
pub fn charts(training: &Training, colours: &Colours, gap: f64) -> String {
    let mut svg = String::new();
    for (index, curve) in CURVES.iter().enumerate() {
        let x = index as f64 * (WIDTH + gap);
        let _ = write!(
            svg,
            "<g transform=\"translate({x:.0} 0)\">{}</g>",
            chart(training, colours, curve)
        );
    }
    svg
}

/// Whether there is something to draw.
pub fn has_curves(training: &Training) -> bool {
    !training.history.is_empty() || training.points.len() > 1
}

fn chart(training: &Training, colours: &Colours, curve: &Curve) -> String {
    let train: Vec<(f64, f64)> = epochs(training, curve.of_epoch);
    let validation: Vec<(f64, f64)> = epochs(training, curve.of_validation);
    let mut running: Vec<(f64, f64)> = train.last().copied().into_iter().collect();
    running.extend(
        training
            .points
            .iter()
            .filter_map(|point| Some((point.at, (curve.of_point)(point).filter(drawable)?))),
    );
    let values = || train.iter().chain(&validation).chain(&running);
    let (low, high, step) = axis(values().map(|(_, value)| *value));
    let last = training.epochs.max(1) as f64;
    let x = |at: f64| LEFT + (at / last).clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
    let Colours {
        ink, soft, grid, ..
    } = colours;
    let mut svg = format!(
        "<text x=\"{LEFT:.0}\" y=\"13\" font-size=\"12\" font-weight=\"600\" fill=\"{ink}\">{}</text>",
        curve.title
    );
    let digits = match step {
        ..0.1 => 2,
        ..1.0 => 1,
        _ => 0,
    };
    for line in 0..=((high - low) / step).round() as u64 {
        let tick = low + line as f64 * step;
        let at = y(tick);
        let _ = write!(
            svg,
            "<line x1=\"{LEFT:.0}\" x2=\"{:.0}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"{grid}\"/><text x=\"{:.0}\" y=\"{:.1}\" font-size=\"11\" text-anchor=\"end\" fill=\"{soft}\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            at + 4.0,
            decimal(tick, digits)
        );
    }
    let mut below = |at: f64, anchor: &str, text: &str| {
        let _ = write!(
            svg,
            "<text x=\"{at:.1}\" y=\"{:.0}\" font-size=\"11\" text-anchor=\"{anchor}\" fill=\"{soft}\">{text}</text>",
            HEIGHT - 7.0,
        );
    };
    below(LEFT - 6.0, "end", "epoch");
    for epoch in epoch_ticks(training.epochs.max(1)) {
        let text = epoch.to_string();
        // The last of many would be cut where the chart ends.
        let long = text.len() > 2 && epoch == training.epochs;
        below(x(epoch as f64), if long { "end" } else { "middle" }, &text);
    }
    line(
        &mut svg,
        &running,
        &x,
        &y,
        colours.training,
        "stroke-opacity=\"0.8\" stroke-dasharray=\"4 3\"",
    );
    line(&mut svg, &train, &x, &y, colours.training, "");
    line(&mut svg, &validation, &x, &y, colours.validation, "");
    for (points, colour) in [
        (&train, colours.training),
        (&validation, colours.validation),
    ] {
        // With many epochs dots would hide the line.
        if points.len() <= 40 {
            for (at, value) in points {
                let _ = write!(
                    svg,
                    "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.4\" fill=\"{colour}\"/>",
                    x(*at),
                    y(*value)
                );
            }
        }
    }
    svg
}

fn epochs(training: &Training, value: fn(&EpochFigures) -> Option<f64>) -> Vec<(f64, f64)> {
    let history = training.history.iter();
    history
        .filter_map(|epoch| Some((epoch.epoch as f64, value(epoch).filter(drawable)?)))
        .collect()
}

/// Whether an axis can hold it: a loss beyond that tells only that the training has diverged.
fn drawable(value: &f64) -> bool {
    value.abs() <= LARGEST
}

fn line(
    svg: &mut String,
    points: &[(f64, f64)],
    x: &impl Fn(f64) -> f64,
    y: &impl Fn(f64) -> f64,
    colour: &str,
    more: &str,
) {
    if points.len() < 2 {
        return;
    }
    let _ = write!(
        svg,
        "<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-linejoin=\"round\" {more} points=\""
    );
    for (at, value) in points {
        let _ = write!(svg, "{:.1},{:.1} ", x(*at), y(*value));
    }
    svg.push_str("\"/>");
}

/// Lowest and highest value and the distance of the lines between, all round numbers.
fn axis(values: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low > high {
        return (0.0, 1.0, 0.5);
    }
    // Steps must be large enough to be seen beside the values themselves.
    let wanted = ((high - low) / 3.0)
        .max(low.abs().max(high.abs()) * 1e-6)
        .max(0.005);
    let power = 10f64.powf(wanted.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|factor| factor * power)
        .into_iter()
        .find(|step| *step >= wanted * 0.999)
        .unwrap_or(wanted);
    let bottom = (low / step).floor() * step;
    let top = ((high / step).ceil() * step).max(bottom + step);
    (bottom, top, step)
}

/// At most six round epochs to name below the axis, and the last one.
fn epoch_ticks(epochs: u64) -> Vec<u64> {
    let wanted = epochs.div_ceil(6).max(1);
    let power = 10u64.pow(wanted.ilog10());
    let step = [1, 2, 5, 10]
        .into_iter()
        .filter_map(|factor| power.checked_mul(factor))
        .find(|step| *step >= wanted)
        .unwrap_or(wanted);
    let mut ticks: Vec<u64> = (1..=6)
        .map(|count| step.saturating_mul(count))
        .filter(|epoch| *epoch < epochs && epochs - epoch >= step)
        // The last one's label may end where the axis ends; a digit is six wide.
        .filter(|epoch| {
            let between = (epochs - epoch) as f64 / epochs as f64 * (WIDTH - LEFT - RIGHT);
            let letters = |text: String| text.len() as f64 * 6.2;
            between > letters(epochs.to_string()) + letters(epoch.to_string()) / 2.0 + 5.0
        })
        .collect();
    ticks.push(epochs);
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_round_and_hold_all_values() {
        for (low, high) in [
            (0.31, 0.72),
            (0.9, 0.9),
            (0.001, 3.2),
            (12.0, 90_000.0),
            (1e9, 1e9),
            (-1e9, 1e9),
        ] {
            let (bottom, top, step) = axis([low, high].into_iter());
            assert!(bottom <= low && top >= high && top > bottom, "{low} {high}");
            assert!((top - bottom) / step < 7.0, "{low} {high} {step}");
        }
        assert_eq!(axis(std::iter::empty()), (0.0, 1.0, 0.5));
    }

    #[test]
    fn the_last_epoch_is_named() {
        assert_eq!(epoch_ticks(1), [1]);
        assert_eq!(epoch_ticks(3), [1, 2, 3]);
        assert_eq!(epoch_ticks(50), [10, 20, 30, 40, 50]);
        assert_eq!(epoch_ticks(61), [20, 40, 61]);
        for epochs in [10, 17, 1_000, u64::MAX] {
            let ticks = epoch_ticks(epochs);
            assert!(
                ticks.len() <= 7 && ticks.last() == Some(&epochs),
                "{ticks:?}"
            );
        }
    }
}
