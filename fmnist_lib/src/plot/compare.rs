//! The comparison of experiments in one picture: validation loss and validation accuracy over the epochs, a line an experiment.

use super::{
    axis::{Axis, drawable},
    figure::{Drawn, Figure, SvgCanvas},
    frame::Frame,
    legend::Legend,
    line_style::LineStyle,
    theme::{self, MARGIN, SOFT_INK},
};
use crate::{
    error::{Error, Result},
    experiments::{Comparison, Ending, Experiment},
    history::Epoch,
    numeral::decimal,
};
use plotters::element::DashedPathElement;

const TITLE: &str = "Perbandingan percobaan pada data validasi";

/// More lines than this cannot be told apart by anybody.
const MOST: usize = 12;

/// Height of the two charts, in pixels.
const CHARTS: i32 = 340;

/// The loss of guessing, ln 10; higher values are drawn at the chart's upper edge once some are this much higher.
const GUESS: f64 = std::f64::consts::LN_10;
const CEILING: f64 = 1.3 * GUESS;

/// Draws validation loss (left) and validation accuracy (right) of up to 12 experiments over the epochs (SVG).
///
/// A dotted line marks guessing where the charts reach so far: loss ln 10, accuracy 10 %. Losses far above guessing stand at the
/// upper edge with an arrow; where a training diverged the loss ends in an ×.
/// Twin: the overlaid curves of TensorBoard or Weights & Biases.
///
/// # Errors
/// [`Error::InvalidValue`] if there is nothing to draw; [`Error::Plot`] if the picture cannot be drawn.
pub fn compare(comparison: &Comparison) -> Result<Figure> {
    let all = &comparison.experiments;
    let drawn = &all[..all.len().min(MOST)];
    let lines = |name, value: fn(&Epoch) -> f64, guess, ceiling| Lines {
        name,
        points: drawn.iter().map(|one| points(one, value)).collect(),
        guess,
        ceiling,
    };
    let charts = [
        lines("loss validasi", |epoch| epoch.val_loss, GUESS, CEILING),
        lines(
            "akurasi validasi (%)",
            |epoch| epoch.val_accuracy * 100.0,
            10.0,
            f64::INFINITY,
        ),
    ];
    let nothing = charts[0].points.iter().all(Vec::is_empty);
    if nothing && !drawn.iter().any(diverged) {
        return Err(Error::InvalidValue {
            name: "comparison",
            value: format!("{} percobaan", all.len()),
            reason: "belum ada epoch yang selesai, jadi belum ada yang dapat digambar; jalankan percobaannya dahulu",
        });
    }
    let left_out = match all.len() - drawn.len() {
        0 => String::new(),
        more => format!(" {more} percobaan lain tidak digambar."),
    };
    let said: Vec<String> = drawn.iter().map(described).collect();
    let alt = format!("{TITLE}: {}.{left_out}", said.join("; "));
    let lines = drawn.iter().enumerate();
    let lines = lines.map(|(at, one)| (LineStyle::dashed(at), named(one)));
    let legend = Legend::new(lines, None);
    let top = theme::HEADING_HEIGHT + legend.further();
    let height = top + CHARTS + if left_out.is_empty() { 0 } else { 22 };
    Figure::draw_svg("compare", height as u32, TITLE, alt, |canvas| {
        theme::heading(canvas, TITLE, "")?;
        legend.draw(canvas)?;
        let half = (theme::WIDTH as i32 - 2 * MARGIN - 12) / 2;
        for (at, chart) in charts.iter().enumerate() {
            let left = MARGIN + at as i32 * (half + 12);
            let area = canvas.clone().shrink((left, top), (half, CHARTS - 10));
            chart.draw(canvas, &area, drawn)?;
        }
        if !left_out.is_empty() {
            let style = theme::text(theme::SMALL, SOFT_INK);
            canvas.draw_text(left_out.trim(), &style, (MARGIN, top + CHARTS + 4))?;
        }
        Ok(())
    })
}

/// (epoch, value) of the complete epochs whose values can be drawn.
fn points(experiment: &Experiment, value: fn(&Epoch) -> f64) -> Vec<(f64, f64)> {
    let epochs = experiment.history.epochs.iter();
    epochs
        .map(|epoch| (epoch.epoch as f64, value(epoch)))
        .filter(|(at, value)| drawable(*at) && drawable(*value))
        .collect()
}

fn diverged(experiment: &Experiment) -> bool {
    matches!(experiment.ending, Ending::Diverged { .. })
}

/// The name in the legend, with how the training ended unless it simply finished.
fn named(experiment: &Experiment) -> String {
    match experiment.ending {
        Ending::Finished => experiment.name.clone(),
        Ending::Diverged { epoch, .. } => {
            format!("{} (× divergen, epoch {epoch})", experiment.name)
        }
        ending => format!("{} ({ending})", experiment.name),
    }
}

fn described(experiment: &Experiment) -> String {
    let best = experiment.best().map_or_else(
        || "tanpa epoch yang selesai".into(),
        |best| {
            format!(
                "loss terendah {}, akurasi {} % pada epoch {}",
                decimal(best.val_loss, 3),
                decimal(best.val_accuracy * 100.0, 1),
                best.epoch
            )
        },
    );
    format!("{}: {best}", named(experiment))
}

/// One of the two charts.
struct Lines {
    name: &'static str,
    /// For each experiment.
    points: Vec<Vec<(f64, f64)>>,
    guess: f64,
    ceiling: f64,
}

impl Lines {
    fn draw(&self, canvas: &SvgCanvas, area: &SvgCanvas, experiments: &[Experiment]) -> Drawn {
        let ends = experiments.iter().filter_map(|one| match one.ending {
            Ending::Diverged { epoch, .. } if drawable(epoch as f64) => Some(epoch as f64),
            _ => None,
        });
        let every = || self.points.iter().flatten();
        let epochs: Vec<f64> = every().map(|point| point.0).chain(ends).collect();
        let mut values: Vec<f64> = every().map(|point| point.1.min(self.ceiling)).collect();
        if values.is_empty() {
            values.push(self.guess);
        }
        let up = Axis::around(values.iter().copied(), 6);
        let (bottom, top) = (up.range.start, up.range.end);
        let across = Axis::whole(epochs.iter().copied(), 6);
        let (first, last) = (across.range.start, across.range.end);
        let frame = Frame {
            across,
            up,
            names: ["epoch", self.name],
        };
        let plane = frame.draw(area)?;
        if (bottom..top).contains(&self.guess) {
            let line = [plane.at((first, self.guess)), plane.at((last, self.guess))];
            canvas.draw(&DashedPathElement::new(line, 2, 4, SOFT_INK))?;
            let style = theme::right(theme::text(theme::SMALL, SOFT_INK));
            canvas.draw_text("menebak", &style, (line[1].0 - 4, line[1].1 + 10))?;
        }
        for (at, points) in self.points.iter().enumerate() {
            let style = LineStyle::dashed(at);
            let held = |point: &(f64, f64)| (point.0, point.1.clamp(bottom, top));
            let pixels: Vec<(i32, i32)> = points.iter().map(|one| plane.at(held(one))).collect();
            style.line(canvas, &pixels)?;
            let step = pixels.len().div_ceil(12).max(1);
            for (place, (pixel, point)) in pixels.iter().zip(points).enumerate() {
                if point.1 > top {
                    style.arrow(canvas, *pixel)?;
                } else if place % step == 0 || place + 1 == pixels.len() {
                    style.mark(canvas, *pixel)?;
                }
            }
        }
        if self.ceiling.is_infinite() {
            return Ok(());
        }
        // Several trainings that diverged in the same epoch stand beside each other.
        let mut beside = 0;
        for (at, one) in experiments.iter().enumerate() {
            if let Ending::Diverged { epoch, .. } = one.ending
                && drawable(epoch as f64)
            {
                let (x, y) = plane.at((epoch as f64, top));
                let style = theme::centered(theme::bold(15.0, LineStyle::dashed(at).color()));
                canvas.draw_text("×", &style, (x - beside * 12, y + 9))?;
                beside += 1;
            }
        }
        Ok(())
    }
}
