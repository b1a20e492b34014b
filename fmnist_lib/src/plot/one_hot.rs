//! One-hot: labels as rows of ten numbers, one of them 1.

use super::{
    figure::{Drawn, Figure, PngCanvas},
    grid,
    theme::{self, BLUE, GRID, INK, MARGIN, SOFT_INK},
};
use crate::{
    data::{CLASS_COUNT, CLASS_NAMES, IMAGE_SIDE, Split},
    error::{Error, Result},
};
use plotters::prelude::*;

/// Most rows; more would push the classes' names off the screen.
const MOST_ROWS: usize = 20;

/// Screen pixels an image pixel, and the height of a row.
const ZOOM: u32 = 2;
const ROW: i32 = 64;

/// The first number's upper left corner: below the classes' names, right of the images and their labels.
const CORNER: (i32, i32) = (236, theme::HEADING_HEIGHT + 126);

/// Width of a class's column.
const COLUMN: i32 = 48;

/// Draws the first `count` images of `split` with their labels, as a number and as one-hot (PNG; at most 20 images).
///
/// Twin: `keras.utils.to_categorical`, `torch.nn.functional.one_hot`, scikit-learn's `OneHotEncoder`.
///
/// # Errors
/// [`Error::InvalidValue`] if `count` is 0 or `split` is empty; [`Error::Plot`] if the picture cannot be encoded.
pub fn one_hot(split: &Split, count: usize) -> Result<Figure> {
    let rows: Vec<(u8, &[u8])> = (0..split.len().min(count).min(MOST_ROWS))
        .filter_map(|index| Some((split.label(index)?, split.image(index)?)))
        .collect();
    if rows.is_empty() {
        return Err(Error::InvalidValue {
            name: "count",
            value: "0 gambar".into(),
            reason: "tidak ada gambar yang dapat ditampilkan; pilih paling sedikit 1, misalnya 6",
        });
    }
    let title = "Label sebagai one-hot";
    let subtitle =
        "satu baris satu gambar, satu kolom satu kelas; angka 1 menandai kelas yang benar";
    let said: Vec<String> = rows
        .iter()
        .map(|(label, _)| {
            format!(
                "label {label}: angka 1 di kolom {}",
                grid::class_name(*label)
            )
        })
        .collect();
    let alt = format!("{title}, {subtitle}. {}.", said.join("; "));
    let size = (
        theme::WIDTH,
        (CORNER.1 + rows.len() as i32 * ROW + 10) as u32,
    );
    Figure::draw_png("one_hot", size, alt, |canvas| {
        theme::heading(canvas, title, subtitle)?;
        columns(canvas)?;
        for (at, (label, pixels)) in rows.iter().enumerate() {
            row(canvas, CORNER.1 + at as i32 * ROW, *label, pixels)?;
        }
        Ok(())
    })
}

/// Each class's number, and its name reading upwards.
fn columns(canvas: &PngCanvas) -> Drawn {
    for (class, name) in CLASS_NAMES.iter().enumerate() {
        let middle = CORNER.0 + class as i32 * COLUMN + COLUMN / 2;
        let number = theme::centered(theme::bold(theme::TEXT, INK));
        canvas.draw_text(&class.to_string(), &number, (middle, CORNER.1 - 16))?;
        let upwards = theme::text(theme::TEXT, SOFT_INK).transform(FontTransform::Rotate270);
        canvas.draw_text(name, &upwards, (middle, CORNER.1 - 32))?;
    }
    let name = theme::bold(theme::TEXT, INK);
    canvas.draw_text("label", &name, (MARGIN + 78, CORNER.1 - 16))?;
    Ok(())
}

fn row(canvas: &PngCanvas, top: i32, label: u8, pixels: &[u8]) -> Drawn {
    let middle = top + IMAGE_SIDE as i32 * ZOOM as i32 / 2;
    grid::enlarged(canvas, (MARGIN, top), pixels, ZOOM)?;
    let number = theme::bold(theme::TEXT, INK);
    canvas.draw_text(&label.to_string(), &number, (MARGIN + 78, middle))?;
    let name = theme::text(theme::TEXT, SOFT_INK);
    canvas.draw_text(grid::class_name(label), &name, (MARGIN + 98, middle))?;
    for class in 0..CLASS_COUNT {
        let left = CORNER.0 + class as i32 * COLUMN;
        let square = [(left + 3, middle - 18), (left + COLUMN - 3, middle + 18)];
        let hot = class == usize::from(label);
        let (fill, ink) = if hot { (BLUE, WHITE) } else { (GRID, SOFT_INK) };
        canvas.draw(&Rectangle::new(square, fill.filled()))?;
        let style = if hot {
            theme::bold(theme::TEXT, ink)
        } else {
            theme::text(theme::TEXT, ink)
        };
        let number = if hot { "1" } else { "0" };
        canvas.draw_text(number, &theme::centered(style), (left + COLUMN / 2, middle))?;
    }
    Ok(())
}
