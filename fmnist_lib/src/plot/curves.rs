//! Learning curves: loss and accuracy on the training and the validation data, epoch by epoch.

use super::{
    axis::{Axis, drawable},
    figure::Figure,
    line_chart::{Line, LineChart, Points},
};
use crate::{
    error::{Error, Result},
    history::{Epoch, History},
    numeral::decimal,
};

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
            0.0..1000.0 => decimal(loss, 3),
            _ => decimal(loss, 0),
        },
        points: [
            points(history, |epoch| epoch.loss),
            points(history, |epoch| epoch.val_loss),
        ],
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
        format: |percent| format!("{} %", decimal(percent, 1)),
        points: [
            points(history, |epoch| epoch.accuracy * 100.0),
            points(history, |epoch| epoch.val_accuracy * 100.0),
        ],
        better: |left, right| left > right,
    }
    .draw()
}

const NAMES: [&str; 2] = ["data latih", "data validasi"];

/// (epoch, value); `None` where a training left no number that can be drawn.
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
    /// On training and on validation data.
    points: [Points; 2],
    better: fn(f64, f64) -> bool,
}

impl Curves {
    fn draw(self) -> Result<Figure> {
        let [train, validation] = self.points.each_ref().map(Vec::as_slice);
        let every = || train.iter().chain(validation).flatten();
        let reason = match (train.is_empty(), every().next()) {
            (true, _) => "riwayat belum berisi epoch; latih jaringan dulu, misalnya 3 epoch",
            (_, None) => {
                "semua nilainya bukan bilangan berhingga, jadi pelatihan tidak stabil; latih ulang dengan `learning_rate` yang lebih kecil"
            }
            _ => return self.figure(),
        };
        Err(Error::InvalidValue {
            name: "history",
            value: format!("{} epoch", train.len()),
            reason,
        })
    }

    fn figure(self) -> Result<Figure> {
        let (best, alt) = (self.best(), self.described());
        let ringed = best.map(|best| (best, self.best_said(best)));
        let every = || self.points.iter().flatten().flatten();
        let across = Axis::whole(every().map(|point| point.0), 12);
        let up = Axis::around(every().map(|point| point.1), 6);
        let lines: Vec<Line> = NAMES
            .iter()
            .zip(self.points)
            .map(|(name, points)| Line {
                name: (*name).into(),
                points,
            })
            .collect();
        LineChart {
            figure: self.name,
            title: self.title,
            axes: ["epoch", self.axis],
            across,
            up,
            lines: &lines,
            ringed,
        }
        .draw(alt)
    }

    /// The best validation epoch, the first one on a tie.
    fn best(&self) -> Option<(f64, f64)> {
        let points = self.points[1].iter().flatten().copied();
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
        for (name, points) in NAMES.iter().zip(&self.points) {
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
        let every = self.points.iter().flatten();
        match every.filter(|point| point.is_none()).count() {
            0 => {}
            count => said.push(format!(
                "{count} nilai yang bukan bilangan berhingga dilewati"
            )),
        }
        format!("{}: {}.", self.title, said.join(", "))
    }
}
