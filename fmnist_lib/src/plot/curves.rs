//! Learning curves: loss and accuracy on the training and the validation data, epoch by epoch.

use super::{
    axis::{Axis, drawable},
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, BLUE, GRID, INK, MARGIN, SOFT_INK, VERMILLION},
};
use crate::{
    error::{Error, Result},
    history::{Epoch, History},
};
use plotters::{coord::ranged1d::ValueFormatter, prelude::*};

const HEIGHT: u32 = 430;

/// Draws the loss on training and validation data over the epochs (SVG); the lowest validation loss is marked.
///
/// Values that are not finite are left out. Twin: `matplotlib.pyplot.plot(history.history["loss"])`.
///
/// # Errors
/// [`Error::InvalidValue`] if there is no epoch or no finite loss; [`Error::Plot`] if the picture cannot be drawn.
pub fn loss_curve(history: &History) -> Result<Figure> {
    Curves {
        name: "loss_curve",
        title: "Kurva loss",
        axis: "loss (rata-rata per gambar)",
        best: "terendah",
        format: |loss| match loss.abs() {
            0.0..1000.0 => format!("{loss:.3}"),
            _ => format!("{loss:.0}"),
        },
        train: points(history, |epoch| epoch.loss),
        validation: points(history, |epoch| epoch.val_loss),
        better: |left, right| left < right,
    }
    .draw()
}

/// Draws the accuracy on training and validation data over the epochs, in percent (SVG); the highest validation accuracy is
/// marked.
///
/// Values that are not finite are left out. Twin: `matplotlib.pyplot.plot(history.history["accuracy"])`.
///
/// # Errors
/// [`Error::InvalidValue`] if there is no epoch or no finite accuracy; [`Error::Plot`] if the picture cannot be drawn.
pub fn accuracy_curve(history: &History) -> Result<Figure> {
    Curves {
        name: "accuracy_curve",
        title: "Kurva akurasi",
        axis: "akurasi (% gambar yang benar)",
        best: "tertinggi",
        format: |percent| format!("{percent:.1} %"),
        train: points(history, |epoch| epoch.accuracy * 100.0),
        validation: points(history, |epoch| epoch.val_accuracy * 100.0),
        better: |left, right| left > right,
    }
    .draw()
}

/// (epoch, value); `None` where a training left no number that can be drawn.
type Points = Vec<Option<(f64, f64)>>;

fn points(history: &History, value: impl Fn(&Epoch) -> f64) -> Points {
    let point = |epoch: &Epoch| {
        let (at, value) = (epoch.epoch as f64, value(epoch));
        (drawable(at) && drawable(value)).then_some((at, value))
    };
    history.epochs.iter().map(point).collect()
}

/// A training and a validation curve in one picture.
struct Curves {
    name: &'static str,
    title: &'static str,
    axis: &'static str,
    best: &'static str,
    format: fn(f64) -> String,
    train: Points,
    validation: Points,
    better: fn(f64, f64) -> bool,
}

impl Curves {
    fn draw(self) -> Result<Figure> {
        let every = || self.train.iter().chain(&self.validation).flatten();
        let reason = match (self.train.is_empty(), every().next()) {
            (true, _) => "riwayat belum berisi epoch; latih jaringan dulu, misalnya 3 epoch",
            (_, None) => {
                "semua nilainya bukan bilangan berhingga, jadi pelatihan tidak stabil; latih ulang dengan `learning_rate` yang lebih kecil"
            }
            _ => return self.figure(),
        };
        Err(Error::InvalidValue {
            name: "history",
            value: format!("{} epoch", self.train.len()),
            reason,
        })
    }

    fn figure(&self) -> Result<Figure> {
        Figure::draw_svg(self.name, HEIGHT, self.title, self.described(), |canvas| {
            theme::heading(canvas, self.title, "")?;
            self.legend(canvas)?;
            self.chart(canvas)
        })
    }

    /// The best validation epoch, the first one on a tie.
    fn best(&self) -> Option<(f64, f64)> {
        let points = self.validation.iter().flatten().copied();
        points.reduce(|best, point| {
            if (self.better)(point.1, best.1) {
                point
            } else {
                best
            }
        })
    }

    fn best_said(&self, (epoch, value): (f64, f64)) -> String {
        format!(
            "{} pada data validasi: {} (epoch {epoch})",
            self.best,
            (self.format)(value)
        )
    }

    fn described(&self) -> String {
        let mut said = Vec::new();
        for (name, points) in [
            ("data latih", &self.train),
            ("data validasi", &self.validation),
        ] {
            let mut drawn = points.iter().flatten();
            if let Some((epoch, value)) = drawn.next() {
                said.push(format!(
                    "{name} {} pada epoch {epoch}",
                    (self.format)(*value)
                ));
            }
            if let Some((epoch, value)) = drawn.next_back() {
                said.push(format!(
                    "menjadi {} pada epoch {epoch}",
                    (self.format)(*value)
                ));
            }
        }
        said.extend(self.best().map(|best| self.best_said(best)));
        let skipped = |points: &Points| points.iter().filter(|point| point.is_none()).count();
        match skipped(&self.train) + skipped(&self.validation) {
            0 => {}
            count => said.push(format!(
                "{count} nilai yang bukan bilangan berhingga dilewati"
            )),
        }
        format!("{}: {}.", self.title, said.join(", "))
    }

    fn legend(&self, canvas: &SvgCanvas) -> Drawn {
        let style = theme::text(theme::TEXT, INK);
        let y = theme::LINE;
        let line =
            |x, color: RGBColor| PathElement::new([(x, y), (x + 30, y)], color.stroke_width(2));
        let mut x = MARGIN;
        canvas.draw(&line(x, BLUE))?;
        canvas.draw(&Circle::new((x + 15, y), 5, BLUE.filled()))?;
        canvas.draw_text("data latih", &style, (x + 38, y))?;
        x += 134;
        canvas.draw(&line(x, VERMILLION))?;
        canvas.draw(&TriangleMarker::new((x + 15, y), 7, VERMILLION.filled()))?;
        canvas.draw_text("data validasi", &style, (x + 38, y))?;
        x += 156;
        if let Some(best) = self.best() {
            canvas.draw(&Circle::new((x + 15, y), 9, INK.stroke_width(2)))?;
            canvas.draw_text(&self.best_said(best), &style, (x + 32, y))?;
        }
        Ok(())
    }

    fn chart(&self, canvas: &SvgCanvas) -> Drawn {
        let every = || self.train.iter().chain(&self.validation).flatten();
        let across = Axis::whole(every().map(|point| point.0), 12);
        let up = Axis::around(every().map(|point| point.1), 6);
        let number = theme::text(theme::SMALL, SOFT_INK);
        let height = up.range.clone();
        let mut widest = 0;
        for tick in &up.ticks {
            let size = canvas.estimate_text_size(&up.format_ext(tick), &number)?;
            widest = widest.max(size.0);
        }
        let area = canvas.margin(theme::HEADING_HEIGHT, 10, MARGIN, MARGIN);
        let mut chart = ChartBuilder::on(&area)
            .x_label_area_size(50)
            .y_label_area_size(widest + 42)
            .build_cartesian_2d(across, up)?;
        chart
            .configure_mesh()
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(SOFT_INK)
            .label_style(number)
            .axis_desc_style(theme::text(theme::TEXT, INK))
            .x_desc("epoch")
            .y_desc(self.axis)
            .draw()?;
        if let Some((epoch, _)) = self.best() {
            let line = [(epoch, height.start), (epoch, height.end)];
            chart.draw_series(DashedLineSeries::new(line, 4, 4, SOFT_INK.into()))?;
        }
        for (points, color) in [(&self.train, BLUE), (&self.validation, VERMILLION)] {
            for part in points.split(Option::is_none) {
                let part = part.iter().flatten().copied();
                chart.draw_series(LineSeries::new(part, color.stroke_width(2)))?;
            }
        }
        let circle = |point| Circle::new(point, 5, BLUE.filled());
        chart.draw_series(marked(&self.train).into_iter().map(circle))?;
        let triangle = |point| TriangleMarker::new(point, 7, VERMILLION.filled());
        chart.draw_series(marked(&self.validation).into_iter().map(triangle))?;
        let ring = |point| Circle::new(point, 9, INK.stroke_width(2));
        chart.draw_series(self.best().into_iter().map(ring))?;
        Ok(())
    }
}

/// The points that get a marker: all of a few, every n-th of many, and always the last.
fn marked(points: &Points) -> Vec<(f64, f64)> {
    const MOST: usize = 25;
    let drawn: Vec<(f64, f64)> = points.iter().flatten().copied().collect();
    let step = drawn.len().div_ceil(MOST).max(1);
    let mut marked: Vec<(f64, f64)> = drawn.iter().copied().step_by(step).collect();
    if drawn.len() % step != 1 && step > 1 {
        marked.extend(drawn.last());
    }
    marked
}
