//! Number table: one image as the 784 numbers that it is, each on its own grey.

use super::{
    figure::{Drawn, Figure, PngCanvas},
    theme::{self, INK, SOFT_INK},
};
use crate::{
    data::{IMAGE_SIDE, Split, class_label},
    error::{Error, Result},
};
use plotters::prelude::*;

/// A number's square, in pixels: room for three digits.
const CELL: i32 = 24;

/// Digits, in pixels an em: three of them fill a square. The one text below `theme::SMALL`, for 28 columns must fit.
const DIGITS: f64 = 11.0;

/// The first square's upper left corner.
const CORNER: (i32, i32) = (48, theme::HEADING_HEIGHT + 36);

/// Greys from here on carry dark digits: on both sides the contrast is 4.5:1 or better.
const LIGHT: u8 = 118;

/// Draws image `index` of `split` as a table of its 28 x 28 numbers, 0 (black) to 255 (white), on their greys (PNG).
///
/// Twin: `pandas.DataFrame(image).style.background_gradient("gray")`.
///
/// # Errors
/// [`Error::InvalidValue`] if there is no image `index`; [`Error::Plot`] if the picture cannot be encoded.
pub fn number_table(split: &Split, index: usize) -> Result<Figure> {
    let (Some(pixels), Some(label)) = (split.image(index), split.label(index)) else {
        return Err(Error::InvalidValue {
            name: "index",
            value: index.to_string(),
            reason: "bagian data ini tidak memiliki gambar dengan nomor itu; nomor dimulai dari 0 dan harus lebih kecil dari `len()`",
        });
    };
    let title = format!("{} sebagai 784 angka", class_label(label));
    let subtitle = format!("gambar nomor {index} · 28 baris × 28 kolom · 0 = hitam, 255 = putih");
    let brightest = pixels.iter().max().copied().unwrap_or_default();
    let dark = pixels.iter().filter(|&&byte| byte == 0).count();
    let alt = format!(
        "{title}: gambar nomor {index}, tabel 28 baris dan 28 kolom, setiap angka di atas warna abu-abunya; \
         {dark} dari 784 angka bernilai 0 (hitam), angka tertinggi {brightest}."
    );
    let size = (
        theme::WIDTH,
        (CORNER.1 + IMAGE_SIDE as i32 * CELL + 14) as u32,
    );
    Figure::draw_png("number_table", size, alt, |canvas| {
        theme::heading(canvas, &title, &subtitle)?;
        axes(canvas)?;
        for (at, &byte) in pixels.iter().enumerate() {
            number(canvas, (at / IMAGE_SIDE, at % IMAGE_SIDE), byte)?;
        }
        Ok(())
    })
}

fn axes(canvas: &PngCanvas) -> Drawn {
    let (left, top) = CORNER;
    let name = theme::text(theme::SMALL, INK);
    canvas.draw_text("kolom", &name, (left, top - 28))?;
    let turned = theme::upwards(name);
    canvas.draw_text("baris", &turned, (12, top + 26))?;
    let count = theme::text(DIGITS, SOFT_INK);
    for at in 0..IMAGE_SIDE as i32 {
        let middle = at * CELL + CELL / 2;
        let (across, down) = ((left + middle, top - 10), (left - 6, top + middle));
        canvas.draw_text(&at.to_string(), &theme::centered(count.clone()), across)?;
        canvas.draw_text(&at.to_string(), &theme::right(count.clone()), down)?;
    }
    Ok(())
}

fn number(canvas: &PngCanvas, (row, column): (usize, usize), byte: u8) -> Drawn {
    let x = CORNER.0 + column as i32 * CELL;
    let y = CORNER.1 + row as i32 * CELL;
    let grey = RGBColor(byte, byte, byte);
    canvas.draw(&Rectangle::new(
        [(x, y), (x + CELL, y + CELL)],
        grey.filled(),
    ))?;
    let ink = match byte {
        // A quieter black: what is background steps back.
        0 => RGBColor(128, 128, 128),
        1..LIGHT => WHITE,
        LIGHT.. => BLACK,
    };
    let middle = (x + CELL / 2, y + CELL / 2);
    let style = theme::centered(theme::text(DIGITS, ink));
    canvas.draw_text(&byte.to_string(), &style, middle)?;
    Ok(())
}
