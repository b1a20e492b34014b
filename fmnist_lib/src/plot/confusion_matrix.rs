//! Confusion matrix: each true class a row, each predicted class a column, bluer for a larger share of its row; as counts, in
//! percent, or the errors alone.

use super::{
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, INK, MARGIN, PAPER, SOFT_INK},
};
use crate::{
    data::{CLASS_COUNT, CLASS_NAMES},
    error::Result,
    metrics::ConfusionMatrix,
    numeral::{decimal, scientific, thousands},
};
use plotters::prelude::*;

/// The first cell's upper left corner, and a cell's width and height, in pixels.
const CORNER: (i32, i32) = (136, theme::HEADING_HEIGHT + 62);
const CELL: (i32, i32) = (58, 38);
const SIDE: i32 = CLASS_COUNT as i32;

/// The palest and the darkest blue, for the shares 0 and 1.
const PALE: (u8, u8, u8) = (240, 246, 252);
const DARK: (u8, u8, u8) = (8, 69, 130);

/// Draws `matrix` with its counts (SVG). Twin: `sklearn.metrics.ConfusionMatrixDisplay`.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be drawn.
pub fn confusion_matrix(matrix: &ConfusionMatrix) -> Result<Figure> {
    let counts = counts(matrix);
    Table {
        name: "confusion_matrix",
        title: "Matriks konfusi",
        measured: said(&counts),
        scale: "bagian dari kelas sebenarnya",
        cells: shares(&counts, |_, _| true),
        written: counts.map(|row| row.map(short)),
        described: described(&counts),
    }
    .draw()
}

/// Draws `matrix` in percent of each true class: every row sums to 100, and its diagonal is the class's recall (SVG).
/// Twin: `ConfusionMatrixDisplay.from_predictions(y, p, normalize="true")`.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be drawn.
pub fn confusion_matrix_percent(matrix: &ConfusionMatrix) -> Result<Figure> {
    let counts = counts(matrix);
    let cells = shares(&counts, |_, _| true);
    Table {
        name: "confusion_matrix_percent",
        title: "Matriks konfusi dalam persen tiap baris",
        measured: said(&counts),
        scale: "% dari kelas sebenarnya",
        written: cells.map(|row| row.map(percent)),
        cells,
        described: described(&counts),
    }
    .draw()
}

/// Draws only the errors of `matrix`, in percent of the errors of each true class: the diagonal is left out, so that rare
/// confusions are seen (SVG). Twin: as above with `sample_weight=(y != p)`.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be drawn.
pub fn confusion_matrix_errors(matrix: &ConfusionMatrix) -> Result<Figure> {
    let counts = counts(matrix);
    let errors: f64 = off_diagonal(&counts).map(|(count, ..)| count).sum();
    let cells = shares(&counts, |row, column| row != column);
    let mut written = cells.map(|row| row.map(percent));
    for (class, row) in written.iter_mut().enumerate() {
        row[class] = "·".into();
    }
    Table {
        name: "confusion_matrix_errors",
        title: "Kesalahan saja, dalam persen tiap baris",
        measured: format!("{} kesalahan", short(errors)),
        scale: "% dari kesalahan kelas itu",
        cells,
        written,
        described: described(&counts),
    }
    .draw()
}

type Cells<T> = [[T; CLASS_COUNT]; CLASS_COUNT];

/// What the three pictures have in common: a square of shares, each with something written in it.
struct Table {
    /// The picture's name, for messages.
    name: &'static str,
    title: &'static str,
    /// The heading's second line.
    measured: String,
    /// What the blues mean.
    scale: &'static str,
    /// How blue each cell is, 0 to 1.
    cells: Cells<f64>,
    written: Cells<String>,
    /// The text alternative's second sentence.
    described: String,
}

impl Table {
    fn draw(self) -> Result<Figure> {
        let alt = format!("{}: {}.{}", self.title, self.measured, self.described);
        let height = CORNER.1 + SIDE * CELL.1 + 20;
        Figure::draw_svg(self.name, height as u32, self.title, alt, |canvas| {
            theme::heading(canvas, self.title, &self.measured)?;
            scale(canvas, self.scale)?;
            names(canvas)?;
            for (row, shares) in self.cells.iter().enumerate() {
                for (column, &share) in shares.iter().enumerate() {
                    cell(canvas, (row, column), &self.written[row][column], share)?;
                }
            }
            Ok(())
        })
    }
}

/// As floating-point numbers, counts of any size can be added up.
fn counts(matrix: &ConfusionMatrix) -> Cells<f64> {
    matrix.counts.map(|row| row.map(|count| count as f64))
}

/// Each count as a share of those of its row that are meant; 0 for those that are not.
fn shares(counts: &Cells<f64>, is_meant: impl Fn(usize, usize) -> bool) -> Cells<f64> {
    std::array::from_fn(|row| {
        let meant = |column: usize| match is_meant(row, column) {
            true => counts[row][column],
            false => 0.0,
        };
        let sum: f64 = (0..CLASS_COUNT).map(meant).sum();
        std::array::from_fn(|column| meant(column) / sum.max(1.0))
    })
}

fn said(counts: &Cells<f64>) -> String {
    let total: f64 = counts.iter().flatten().sum();
    let right: f64 = (0..CLASS_COUNT).map(|class| counts[class][class]).sum();
    let accuracy = decimal(100.0 * right / total.max(1.0), 1);
    format!("{} gambar, akurasi {accuracy} %", short(total))
}

/// A share as percent without the sign, with a decimal where a whole number would hide it.
fn percent(share: f64) -> String {
    match 100.0 * share {
        0.0 => "0".into(),
        percent if percent < 9.95 => decimal(percent, 1),
        percent => decimal(percent, 0),
    }
}

fn cell(canvas: &SvgCanvas, (row, column): (usize, usize), written: &str, share: f64) -> Drawn {
    let x = CORNER.0 + column as i32 * CELL.0;
    let y = CORNER.1 + row as i32 * CELL.1;
    let square = [(x, y), (x + CELL.0 - 1, y + CELL.1 - 1)];
    canvas.draw(&Rectangle::new(square, blue(share).filled()))?;
    let ink = match share {
        0.0 => SOFT_INK,
        0.5.. => PAPER,
        _ => INK,
    };
    let style = if row == column {
        theme::bold(theme::TEXT, ink)
    } else {
        theme::text(theme::TEXT, ink)
    };
    let middle = (x + CELL.0 / 2, y + CELL.1 / 2);
    canvas.draw_text(written, &theme::centered(style), middle)?;
    Ok(())
}

/// Class names at the left and above, where they are seen with the first rows, and what the axes are.
fn names(canvas: &SvgCanvas) -> Drawn {
    let name = theme::text(theme::SMALL, INK);
    let axis = theme::bold(theme::TEXT, INK);
    for (class, text) in CLASS_NAMES.iter().enumerate() {
        let y = CORNER.1 + class as i32 * CELL.1 + CELL.1 / 2;
        canvas.draw_text(text, &theme::right(name.clone()), (CORNER.0 - 8, y))?;
        let x = CORNER.0 + class as i32 * CELL.0 + CELL.0 / 2;
        for (line, part) in wrapped(text).into_iter().rev().enumerate() {
            let at = (x, CORNER.1 - 14 - 16 * line as i32);
            canvas.draw_text(part, &theme::centered(name.clone()), at)?;
        }
    }
    let middle = (MARGIN + 8, CORNER.1 + SIDE * CELL.1 / 2);
    canvas.draw_text("kelas sebenarnya", &theme::upwards(axis.clone()), middle)?;
    let middle = (CORNER.0 + SIDE * CELL.0 / 2, CORNER.1 - 54);
    canvas.draw_text("kelas prediksi", &theme::centered(axis), middle)?;
    Ok(())
}

/// What the blues mean, at the upper right.
fn scale(canvas: &SvgCanvas, meaning: &str) -> Drawn {
    const STEPS: i32 = 24;
    let right = CORNER.0 + SIDE * CELL.0;
    let left = right - 42 - STEPS * 4;
    let style = theme::text(theme::SMALL, SOFT_INK);
    let y = theme::LINE;
    for step in 0..STEPS {
        let x = left + step * 4;
        let color = blue(f64::from(step) / f64::from(STEPS - 1));
        canvas.draw(&Rectangle::new(
            [(x, y - 6), (x + 4, y + 6)],
            color.filled(),
        ))?;
    }
    canvas.draw_text("100 %", &theme::right(style.clone()), (right, y))?;
    let words = format!("{meaning}: 0 %");
    canvas.draw_text(&words, &theme::right(style), (left - 6, y))?;
    Ok(())
}

fn blue(share: f64) -> RGBColor {
    let share = share.clamp(0.0, 1.0);
    let mix = |pale: u8, dark: u8| {
        (f64::from(pale) + share * (f64::from(dark) - f64::from(pale))).round() as u8
    };
    RGBColor(
        mix(PALE.0, DARK.0),
        mix(PALE.1, DARK.1),
        mix(PALE.2, DARK.2),
    )
}

/// A count that fits its cell: whole, or rounded to a power of ten.
fn short(count: f64) -> String {
    if count < 1e6 {
        thousands(count.round() as usize)
    } else {
        scientific(count, 0)
    }
}

/// A class name in one or two lines, so that neighbours do not touch.
fn wrapped(name: &str) -> Vec<&str> {
    name.split_inclusive(['/', ' ']).map(str::trim).collect()
}

/// Every confusion: its count, the true class, and the predicted one.
fn off_diagonal(counts: &Cells<f64>) -> impl Iterator<Item = (f64, usize, usize)> {
    (0..CLASS_COUNT)
        .flat_map(|row| (0..CLASS_COUNT).map(move |column| (row, column)))
        .filter(|(row, column)| row != column)
        .map(|(row, column)| (counts[row][column], row, column))
}

/// The most frequent confusions in words.
fn described(counts: &Cells<f64>) -> String {
    let mut confusions: Vec<_> = off_diagonal(counts)
        .filter(|(count, ..)| *count > 0.0)
        .collect();
    confusions.sort_by(|left, right| right.0.total_cmp(&left.0));
    let said: Vec<String> = confusions
        .iter()
        .take(3)
        .map(|(count, row, column)| {
            let (truth, guess) = (CLASS_NAMES[*row], CLASS_NAMES[*column]);
            format!("{truth} dikira {guess} ({})", short(*count))
        })
        .collect();
    if said.is_empty() {
        return String::new();
    }
    format!(" Yang paling sering tertukar: {}.", said.join(", "))
}
