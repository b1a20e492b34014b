//! Memory: how many bytes the images take as they are stored, and as numbers of a tensor.

use super::{
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, BLUE, INK, MARGIN, SOFT_INK, VERMILLION},
};
use crate::{
    data::{IMAGE_PIXELS, Split},
    error::Result,
    numeral::{decimal, thousands},
};
use plotters::{prelude::*, style::RGBColor};

const TITLE: &str = "Memori untuk menyimpan gambar";

/// How a pixel is stored: the Rust type, where, bytes a pixel, colour.
const STORED: [(&str, &str, usize, RGBColor); 2] = [
    ("u8", "di dalam berkas", size_of::<u8>(), BLUE),
    ("f32", "di dalam tensor", size_of::<f32>(), VERMILLION),
];

/// Side of the square that stands for one byte of a pixel.
const BYTE: i32 = 30;

/// Where the columns of the table start, in pixels: what, then each way to store it.
const COLUMNS: [i32; 3] = [MARGIN, 250, 500];

/// The middle of the table's first line, and the height of a line.
const TABLE: i32 = 196;
const LINE: i32 = 30;

/// Where the bars of the whole stand, their height, and how long the longest is.
const BARS: i32 = TABLE + 4 * LINE + 18;
const BAR: i32 = 26;
const LONGEST: i32 = 540;

/// Draws the bytes of one pixel, one image, a batch of 32 and all images of `split`, stored as `u8` and as `f32` (SVG).
///
/// Twin: `numpy.ndarray.nbytes`.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be drawn.
pub fn memory(split: &Split) -> Result<Figure> {
    let pixels = split.bytes();
    let rows = [
        ("satu piksel".to_owned(), 1),
        ("satu gambar".to_owned(), IMAGE_PIXELS),
        ("satu batch, 32 gambar".to_owned(), 32 * IMAGE_PIXELS),
        (format!("{} gambar", thousands(split.len())), pixels),
    ];
    let said: Vec<String> = rows
        .iter()
        .map(|(what, pixels)| {
            let stored = STORED
                .map(|(name, _, bytes, _)| format!("{} sebagai {name}", amount(pixels * bytes)));
            format!("{what}: {}", stored.join(", "))
        })
        .collect();
    let alt = format!("{TITLE}. {}.", said.join("; "));
    let height = (BARS + 2 * (BAR + 10) + 12) as u32;
    Figure::draw_svg("memory", height, TITLE, alt, |canvas| {
        theme::heading(canvas, TITLE, "satu kotak = satu bita (byte), yaitu 8 bit")?;
        for ((name, place, bytes, color), left) in STORED.into_iter().zip(&COLUMNS[1..]) {
            let head = theme::bold(theme::TEXT, INK);
            canvas.draw_text(
                &format!("{name}, {place}"),
                &head,
                (*left, theme::HEADING_HEIGHT + 16),
            )?;
            boxes(canvas, (*left, theme::HEADING_HEIGHT + 34), bytes, color)?;
        }
        canvas.draw_text(
            "satu piksel",
            &theme::text(theme::TEXT, INK),
            (MARGIN, theme::HEADING_HEIGHT + 50),
        )?;
        table(canvas, &rows)?;
        for (at, (name, _, bytes, color)) in STORED.into_iter().enumerate() {
            let top = BARS + at as i32 * (BAR + 10);
            let length = (LONGEST * bytes as i32) / STORED[1].2 as i32;
            let left = MARGIN + 40;
            canvas.draw_text(
                name,
                &theme::bold(theme::TEXT, INK),
                (MARGIN, top + BAR / 2),
            )?;
            // Nothing to store takes no memory; a bar would claim some.
            let length = if pixels == 0 { 0 } else { length };
            canvas.draw(&Rectangle::new(
                [(left, top), (left + length, top + BAR)],
                color.filled(),
            ))?;
            let style = theme::text(theme::TEXT, INK);
            canvas.draw_text(
                &amount(pixels * bytes),
                &style,
                (left + length + 8, top + BAR / 2),
            )?;
        }
        Ok(())
    })
}

/// One square a byte.
fn boxes(canvas: &SvgCanvas, (left, top): (i32, i32), bytes: usize, color: RGBColor) -> Drawn {
    for at in 0..bytes as i32 {
        let x = left + at * (BYTE + 3);
        let square = [(x, top), (x + BYTE, top + BYTE)];
        canvas.draw(&Rectangle::new(square, color.filled()))?;
    }
    Ok(())
}

fn table(canvas: &SvgCanvas, rows: &[(String, usize)]) -> Drawn {
    for (at, (what, pixels)) in rows.iter().enumerate() {
        let middle = TABLE + at as i32 * LINE;
        let rule = [
            (MARGIN, middle - LINE / 2),
            (theme::WIDTH as i32 - MARGIN, middle - LINE / 2),
        ];
        canvas.draw(&PathElement::new(rule, theme::GRID))?;
        canvas.draw_text(what, &theme::text(theme::TEXT, INK), (COLUMNS[0], middle))?;
        for ((_, _, bytes, _), left) in STORED.into_iter().zip(&COLUMNS[1..]) {
            let style = theme::text(theme::TEXT, SOFT_INK);
            canvas.draw_text(
                &format!("{} bita", thousands(pixels * bytes)),
                &style,
                (*left, middle),
            )?;
        }
    }
    Ok(())
}

/// Bytes with thousands apart, and from a million on in megabytes (10^6 bytes).
fn amount(bytes: usize) -> String {
    match bytes {
        0..1_000_000 => format!("{} bita", thousands(bytes)),
        _ => format!("{} MB", decimal(bytes as f64 / 1e6, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_as_indonesians_write_them() {
        assert_eq!(amount(100_352), "100.352 bita");
        assert_eq!(amount(188_160_000), "188,2 MB");
    }
}
