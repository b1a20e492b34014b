//! Confusion matrix: each true class a row, each predicted class a column, a count in each cell, bluer for a larger share of
//! its row.

use super::{
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, INK, MARGIN, PAPER, SOFT_INK},
};
use crate::{
    data::{CLASS_COUNT, CLASS_NAMES},
    error::Result,
    metrics::ConfusionMatrix,
};
use plotters::prelude::*;

const TITLE: &str = "Matriks konfusi";

/// The first cell's upper left corner, and a cell's width and height, in pixels.
const CORNER: (i32, i32) = (136, theme::HEADING_HEIGHT);
const CELL: (i32, i32) = (58, 46);
const SIDE: i32 = CLASS_COUNT as i32;

/// The palest and the darkest blue, for the shares 0 and 1.
const PALE: (u8, u8, u8) = (240, 246, 252);
const DARK: (u8, u8, u8) = (8, 69, 130);

/// Draws `matrix` with its counts (SVG). Twin: `sklearn.metrics.ConfusionMatrixDisplay`.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be drawn.
pub fn confusion_matrix(matrix: &ConfusionMatrix) -> Result<Figure> {
    // As floating-point numbers, counts of any size can be added up.
    let counts = matrix.counts.map(|row| row.map(|count| count as f64));
    let total: f64 = counts.iter().flatten().sum();
    let right: f64 = (0..CLASS_COUNT).map(|class| counts[class][class]).sum();
    let subtitle = format!(
        "{} gambar, akurasi {:.1} %",
        short(total),
        100.0 * right / total.max(1.0)
    );
    let alt = format!("{TITLE}: {subtitle}.{}", described(&counts));
    let height = CORNER.1 + SIDE * CELL.1 + 84;
    Figure::draw_svg("confusion_matrix", height as u32, TITLE, alt, |canvas| {
        theme::heading(canvas, TITLE, &subtitle)?;
        scale(canvas)?;
        names(canvas)?;
        for (row, counts) in counts.iter().enumerate() {
            let sum: f64 = counts.iter().sum();
            for (column, &count) in counts.iter().enumerate() {
                cell(canvas, (row, column), count, count / sum.max(1.0))?;
            }
        }
        Ok(())
    })
}

fn cell(canvas: &SvgCanvas, (row, column): (usize, usize), count: f64, share: f64) -> Drawn {
    let x = CORNER.0 + column as i32 * CELL.0;
    let y = CORNER.1 + row as i32 * CELL.1;
    let square = [(x, y), (x + CELL.0 - 1, y + CELL.1 - 1)];
    canvas.draw(&Rectangle::new(square, blue(share).filled()))?;
    let ink = match share {
        _ if count == 0.0 => SOFT_INK,
        0.5.. => PAPER,
        _ => INK,
    };
    let style = if row == column {
        theme::bold(theme::TEXT, ink)
    } else {
        theme::text(theme::TEXT, ink)
    };
    let middle = (x + CELL.0 / 2, y + CELL.1 / 2);
    canvas.draw_text(&short(count), &theme::centered(style), middle)?;
    Ok(())
}

/// Class names on both axes, and what the axes are.
fn names(canvas: &SvgCanvas) -> Drawn {
    let name = theme::text(theme::SMALL, INK);
    let axis = theme::bold(theme::TEXT, INK);
    for (class, text) in CLASS_NAMES.iter().enumerate() {
        let y = CORNER.1 + class as i32 * CELL.1 + CELL.1 / 2;
        canvas.draw_text(text, &theme::right(name.clone()), (CORNER.0 - 8, y))?;
        let x = CORNER.0 + class as i32 * CELL.0 + CELL.0 / 2;
        let below = CORNER.1 + SIDE * CELL.1 + 14;
        for (line, part) in wrapped(text).into_iter().enumerate() {
            let at = (x, below + 16 * line as i32);
            canvas.draw_text(part, &theme::centered(name.clone()), at)?;
        }
    }
    let middle = (MARGIN + 8, CORNER.1 + SIDE * CELL.1 / 2);
    canvas.draw_text("kelas sebenarnya", &theme::upwards(axis.clone()), middle)?;
    let foot = CORNER.1 + SIDE * CELL.1 + 60;
    let middle = (CORNER.0 + SIDE * CELL.0 / 2, foot);
    canvas.draw_text("kelas prediksi", &theme::centered(axis), middle)?;
    Ok(())
}

/// What the blues mean, at the upper right.
fn scale(canvas: &SvgCanvas) -> Drawn {
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
    let words = "bagian dari kelas sebenarnya: 0 %";
    canvas.draw_text(words, &theme::right(style), (left - 6, y))?;
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
        format!("{count:.0}")
    } else {
        format!("{count:.0e}")
    }
}

/// A class name in one or two lines, so that neighbours do not touch.
fn wrapped(name: &str) -> Vec<&str> {
    name.split_inclusive(['/', ' ']).map(str::trim).collect()
}

/// The most frequent confusions in words.
fn described(counts: &[[f64; CLASS_COUNT]; CLASS_COUNT]) -> String {
    let mut confusions: Vec<(f64, usize, usize)> = (0..CLASS_COUNT)
        .flat_map(|row| (0..CLASS_COUNT).map(move |column| (row, column)))
        .filter(|(row, column)| row != column)
        .map(|(row, column)| (counts[row][column], row, column))
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
