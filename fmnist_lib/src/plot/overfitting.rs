//! Overfitting side by side: for each experiment a small chart of its training and validation loss, all with the same axes.

use super::{
    axis::{Axis, drawable},
    figure::{Drawn, Figure, SvgCanvas},
    frame::Frame,
    legend::Legend,
    line_style::{LineStyle, ring},
    theme::{self, INK, MARGIN, SOFT_INK},
};
use crate::{
    error::{Error, Result},
    experiments::{Comparison, Experiment},
    history::Epoch,
    numeral::decimal,
};
use plotters::element::DashedPathElement;

const TITLE: &str = "Loss latih dan loss validasi";

/// More charts than this make a page that nobody compares.
const MOST: usize = 8;

/// Height of a row of charts and the gap between two columns, in pixels.
const ROW: i32 = 300;
const GAP: i32 = 12;

/// The highest loss drawn: what is above is held at the edge.
const CEILING: f64 = 3.0;

/// Draws the loss on training and validation data of up to 8 experiments, each in its own chart, two a row (three in one), with the same axes (SVG).
/// The lowest validation loss is ringed, and a dashed line goes down from it: right of it the training overfits.
///
/// Twin: `matplotlib.pyplot.subplots(sharex=True, sharey=True)` with two `plot` each.
///
/// # Errors
/// [`Error::InvalidValue`] if there is nothing to draw; [`Error::Plot`] if the picture cannot be drawn.
pub fn overfitting(comparison: &Comparison) -> Result<Figure> {
    let all = &comparison.experiments;
    let charts: Vec<Chart> = all.iter().take(MOST).map(Chart::of).collect();
    let every = || {
        charts
            .iter()
            .flat_map(|one| one.train.iter().chain(&one.validation))
    };
    if every().next().is_none() {
        return Err(Error::InvalidValue {
            name: "comparison",
            value: format!("{} percobaan", all.len()),
            reason: "belum ada epoch yang selesai, jadi belum ada yang dapat digambar; jalankan percobaannya dahulu",
        });
    }
    let across = Axis::whole(every().map(|point| point.0), 6);
    let up = Axis::around(every().map(|point| point.1), 6);
    let left_out = match all.len() - charts.len() {
        0 => String::new(),
        more => format!(" {more} percobaan lain tidak digambar."),
    };
    let said: Vec<String> = charts.iter().map(Chart::described).collect();
    let alt = format!("{TITLE}: {}.{left_out}", said.join("; "));
    let columns = if charts.len() == 3 { 3 } else { 2 };
    let rows = charts.len().div_ceil(columns as usize) as i32;
    let height = theme::HEADING_HEIGHT + rows * ROW + if left_out.is_empty() { 0 } else { 22 };
    let lines = ["data latih", "data validasi"].into_iter().enumerate();
    let lines = lines.map(|(at, said)| (LineStyle::plain(at), said.into()));
    let legend = Legend::new(lines, Some("loss validasi terendah".into()));
    Figure::draw_svg("overfitting", height as u32, TITLE, alt, |canvas| {
        theme::heading(canvas, TITLE, "")?;
        legend.draw(canvas)?;
        let width = (theme::WIDTH as i32 - 2 * MARGIN - GAP * (columns - 1)) / columns;
        for (at, chart) in charts.iter().enumerate() {
            let left = MARGIN + (at as i32 % columns) * (width + GAP);
            let top = theme::HEADING_HEIGHT + (at as i32 / columns) * ROW;
            let name = theme::bold(theme::TEXT, INK);
            let fitted = theme::fitted(&chart.name, &name, width - 8);
            canvas.draw_text(&fitted, &name, (left + 8, top + 8))?;
            let frame = Frame {
                across: across.clone(),
                up: up.clone(),
                names: ["epoch", "loss"],
            };
            let area = canvas.clone().shrink((left, top + 26), (width, ROW - 34));
            chart.draw(canvas, frame, &area)?;
        }
        if !left_out.is_empty() {
            let style = theme::text(theme::SMALL, SOFT_INK);
            let y = theme::HEADING_HEIGHT + rows * ROW + 6;
            canvas.draw_text(left_out.trim(), &style, (MARGIN, y))?;
        }
        Ok(())
    })
}

/// What one chart shows.
struct Chart {
    name: String,
    train: Vec<(f64, f64)>,
    validation: Vec<(f64, f64)>,
}

impl Chart {
    fn of(experiment: &Experiment) -> Self {
        let points = |value: fn(&Epoch) -> f64| {
            let epochs = experiment.history.epochs.iter();
            epochs
                .map(|epoch| (epoch.epoch as f64, value(epoch)))
                .filter(|(at, value)| drawable(*at) && drawable(*value))
                .map(|(at, value)| (at, value.min(CEILING)))
                .collect()
        };
        Self {
            name: experiment.name.clone(),
            train: points(|epoch| epoch.loss),
            validation: points(|epoch| epoch.val_loss),
        }
    }

    /// The lowest validation loss, the first one on a tie.
    fn best(&self) -> Option<(f64, f64)> {
        let points = self.validation.iter().copied();
        points.reduce(|best, point| if point.1 < best.1 { point } else { best })
    }

    fn described(&self) -> String {
        let (Some(best), Some(train), Some(validation)) =
            (self.best(), self.train.last(), self.validation.last())
        else {
            return format!("{}: tanpa epoch yang selesai", self.name);
        };
        format!(
            "{}: loss validasi terendah {} pada epoch {}, di akhir loss latih {} dan loss validasi {}",
            self.name,
            decimal(best.1, 3),
            best.0,
            decimal(train.1, 3),
            decimal(validation.1, 3)
        )
    }

    fn draw(&self, canvas: &SvgCanvas, frame: Frame, area: &SvgCanvas) -> Drawn {
        let bottom = frame.up.range.start;
        let plane = frame.draw(area)?;
        if let Some((epoch, loss)) = self.best() {
            let line = [plane.at((epoch, loss)), plane.at((epoch, bottom))];
            canvas.draw(&DashedPathElement::new(line, 4, 4, SOFT_INK))?;
        }
        for (points, style) in [
            (&self.train, LineStyle::plain(0)),
            (&self.validation, LineStyle::plain(1)),
        ] {
            style.line(canvas, &plane.all(points))?;
            let step = points.len().div_ceil(18).max(1);
            for point in points.iter().step_by(step) {
                style.mark(canvas, plane.at(*point))?;
            }
        }
        if let Some(best) = self.best() {
            ring(canvas, plane.at(best))?;
        }
        Ok(())
    }
}
