//! Data shape: the four axes of the images, each shown on real ones.

use super::{
    arrow::arrow,
    figure::{Drawn, Figure, PngCanvas},
    grid,
    theme::{self, BLUE, GREEN, INK, MARGIN, PURPLE, SOFT_INK, VERMILLION},
};
use crate::{
    data::{IMAGE_SIDE, Split},
    error::{Error, Result},
    numeral::thousands,
};
use plotters::{prelude::*, style::RGBColor};

/// Images in the stack that stands for axis 0, the step from one to the next, and screen pixels an image pixel.
const STACK: i32 = 6;
const STEP: i32 = 18;
const STACK_ZOOM: i32 = 3;

/// The enlarged image's upper left corner and screen pixels an image pixel.
const IMAGE: (i32, i32) = (306, 114);
const ZOOM: i32 = 6;

/// The single pixel's upper left corner and side.
const PIXEL: (i32, i32) = (588, 146);
const PIXEL_SIDE: i32 = 104;

/// Where the names of the axes stand.
const NAMES: i32 = 322;

/// Draws what (images, height, width, channels) means: a stack of images, one of them, and one of its pixels (PNG).
///
/// # Errors
/// [`Error::InvalidValue`] if `split` is empty; [`Error::Plot`] if the picture cannot be encoded.
pub fn data_shape(split: &Split) -> Result<Figure> {
    let (count, height, width, channels) = split.shape();
    let Some(first) = split.image(0) else {
        return Err(Error::InvalidValue {
            name: "split",
            value: "0 gambar".into(),
            reason: "tidak ada gambar yang dapat ditampilkan; pakai misalnya `data.train`",
        });
    };
    let (row, column) = pixel_to_show(first);
    let value = first[row * IMAGE_SIDE + column];
    let title = format!("Empat sumbu dari ({count}, {height}, {width}, {channels})");
    let subtitle = "dari setumpuk gambar ke satu gambar, lalu ke satu piksel";
    let alt = format!(
        "{title}: sumbu 0, {count} gambar, sebagai tumpukan; sumbu 1, tinggi {height} baris, dan sumbu 2, lebar {width} kolom, \
         pada gambar pertama; sumbu 3, {channels} kanal: piksel di baris {row}, kolom {column} bernilai {value}."
    );
    let size = (theme::WIDTH, NAMES as u32 + 72);
    Figure::draw_png("data_shape", size, alt, |canvas| {
        theme::heading(canvas, &title, subtitle)?;
        stack(canvas, split)?;
        one_image(canvas, first, (row, column))?;
        one_pixel(canvas, (row, column), value)?;
        let axes = [
            (
                MARGIN,
                "sumbu 0: gambar",
                format!("nomor 0 sampai {}", thousands(count - 1)),
                BLUE,
            ),
            (
                IMAGE.0 - 26,
                "sumbu 1: tinggi",
                format!("{height} baris, dari atas ke bawah"),
                GREEN,
            ),
            (
                IMAGE.0 - 26,
                "sumbu 2: lebar",
                format!("{width} kolom, dari kiri ke kanan"),
                VERMILLION,
            ),
            (
                PIXEL.0 - 18,
                "sumbu 3: kanal",
                format!("{channels} angka setiap piksel"),
                PURPLE,
            ),
        ];
        for (at, (left, name, said, color)) in axes.into_iter().enumerate() {
            let line = NAMES + if at == 2 { 34 } else { 0 };
            canvas.draw(&Rectangle::new(
                [(left, line - 6), (left + 12, line + 6)],
                color.filled(),
            ))?;
            canvas.draw_text(name, &theme::bold(theme::TEXT, INK), (left + 18, line))?;
            canvas.draw_text(
                &said,
                &theme::text(theme::SMALL, SOFT_INK),
                (left + 18, line + 16),
            )?;
        }
        Ok(())
    })
}

/// A pixel near the middle that is neither black nor white, or the middle one.
fn pixel_to_show(pixels: &[u8]) -> (usize, usize) {
    let middle = IMAGE_SIDE / 2;
    let near = (0..pixels.len()).map(|at| (at / IMAGE_SIDE, at % IMAGE_SIDE));
    near.filter(|(row, column)| (60..200).contains(&pixels[row * IMAGE_SIDE + column]))
        .min_by_key(|(row, column)| row.abs_diff(middle) + column.abs_diff(middle))
        .unwrap_or((middle, middle))
}

/// The first images, the first in front; an arrow runs to those behind.
fn stack(canvas: &PngCanvas, split: &Split) -> Drawn {
    let bottom = IMAGE.1 + IMAGE_SIDE as i32 * ZOOM - IMAGE_SIDE as i32 * STACK_ZOOM;
    for at in (0..STACK.min(split.len() as i32)).rev() {
        let corner = (MARGIN + 4 + at * STEP, bottom - at * STEP);
        let pixels = split.image(at as usize).unwrap_or_default();
        grid::enlarged(canvas, corner, pixels, STACK_ZOOM as u32)?;
        let side = IMAGE_SIDE as i32 * STACK_ZOOM;
        let edge = Rectangle::new([corner, (corner.0 + side, corner.1 + side)], theme::PAPER);
        canvas.draw(&edge)?;
    }
    let side = IMAGE_SIDE as i32 * STACK_ZOOM;
    let from = (MARGIN + 14 + side, bottom + side);
    arrow(
        canvas,
        from,
        (from.0 + STACK * STEP, from.1 - STACK * STEP),
        BLUE,
    )
}

/// The first image with both its axes, and a frame around one pixel.
fn one_image(canvas: &PngCanvas, pixels: &[u8], (row, column): (usize, usize)) -> Drawn {
    let (left, top) = IMAGE;
    let side = IMAGE_SIDE as i32 * ZOOM;
    grid::enlarged(canvas, IMAGE, pixels, ZOOM as u32)?;
    arrow(canvas, (left - 14, top), (left - 14, top + side), GREEN)?;
    arrow(
        canvas,
        (left, top - 14),
        (left + side, top - 14),
        VERMILLION,
    )?;
    let (x, y) = (left + column as i32 * ZOOM, top + row as i32 * ZOOM);
    for out in 1..=2 {
        let frame = [(x - out, y - out), (x + ZOOM - 1 + out, y + ZOOM - 1 + out)];
        canvas.draw(&Rectangle::new(frame, PURPLE))?;
    }
    for (from, to) in [(y - 2, PIXEL.1), (y + ZOOM + 1, PIXEL.1 + PIXEL_SIDE)] {
        let line = [(x + ZOOM + 2, from), (PIXEL.0 - 2, to)];
        canvas.draw(&PathElement::new(line, PURPLE))?;
    }
    Ok(())
}

/// The pixel alone, with its place above and its number on it.
fn one_pixel(canvas: &PngCanvas, (row, column): (usize, usize), value: u8) -> Drawn {
    let (left, top) = PIXEL;
    let square = [(left, top), (left + PIXEL_SIDE, top + PIXEL_SIDE)];
    canvas.draw(&Rectangle::new(
        square,
        RGBColor(value, value, value).filled(),
    ))?;
    canvas.draw(&Rectangle::new(square, PURPLE))?;
    let ink = if value < 118 { WHITE } else { BLACK };
    let middle = left + PIXEL_SIDE / 2;
    let number = theme::centered(theme::bold(30.0, ink));
    canvas.draw_text(&value.to_string(), &number, (middle, top + PIXEL_SIDE / 2))?;
    let place = theme::centered(theme::bold(theme::TEXT, INK));
    canvas.draw_text(
        &format!("[0, {row}, {column}, 0]"),
        &place,
        (middle, top - 16),
    )?;
    Ok(())
}
