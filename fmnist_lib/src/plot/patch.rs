//! Patch: one place of a convolution, number by number: a piece of an image times a kernel, and the sum.

use super::{
    field::{Field, square_side},
    figure::{Figure, PngCanvas},
    scale::{Scale, Shades, short},
    theme::{self, INK, MARGIN, SOFT_INK, VERMILLION, VERMILLION_INK},
};
use crate::{
    error::{Error, Result},
    numeral::decimal,
};
use plotters::prelude::*;

/// Side of the image and of each of the three tables, in pixels.
const IMAGE: i32 = 168;
const TABLE: i32 = 138;

/// Between the image and the first table, and between two tables for the sign, in pixels.
const LEAD: i32 = 44;
const SIGN: i32 = 24;

/// Where tables start below the heading and their names, in pixels.
const TOP: i32 = theme::HEADING_HEIGHT + 24;

/// The largest kernel whose numbers can be read.
const LARGEST_KERNEL: usize = 3;

/// Draws what a convolution does at one place (PNG): the piece of `image` at (row, column), times `kernel` number by number, and
/// the sum of the products.
///
/// Both are squares, row after row; `kernel` has 1, 4 or 9 numbers. The sum is that of `Conv2D` with stride 1 without bias.
///
/// # Errors
/// [`Error::InvalidValue`] if one is no square, the kernel is larger than 3 x 3, or it does not fit at that place;
/// [`Error::Plot`] if the picture cannot be encoded.
pub fn patch(image: &[f32], (row, column): (usize, usize), kernel: &[f32]) -> Result<Figure> {
    let (side, width) = check(image, (row, column), kernel)?;
    let piece: Vec<f32> = (0..width)
        .flat_map(|down| (0..width).map(move |right| (down, right)))
        .map(|(down, right)| image[(row + down) * side + column + right])
        .collect();
    let products: Vec<f32> = piece
        .iter()
        .zip(kernel)
        .map(|(pixel, weight)| pixel * weight)
        .collect();
    let sum: f32 = products.iter().sum();
    let sum = decimal(sum, 4);
    let title = "Satu tempat konvolusi";
    let subtitle = format!(
        "baris {row}, kolom {column}: angka yang berimpit dikalikan, lalu semuanya dijumlahkan"
    );
    let said = |numbers: &[f32]| {
        numbers
            .iter()
            .map(|number| short(*number))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let alt = format!(
        "{title}, {subtitle}. Potongan: {}. Kernel: {}. Hasil kali: {}, dengan jumlah {sum}.",
        said(&piece),
        said(kernel),
        said(&products)
    );
    let size = (theme::WIDTH, (TOP + IMAGE + 50) as u32);
    Figure::draw_png("patch", size, alt, |canvas| {
        theme::heading(canvas, title, &subtitle)?;
        let grey = Scale::around(Shades::Grey, image.iter().copied());
        let signed = |numbers: &[f32]| Scale::around(Shades::Signed, numbers.iter().copied());
        let whole = Field {
            numbers: image,
            columns: side,
            corner: (MARGIN, TOP),
            size: (IMAGE - IMAGE % side as i32, IMAGE - IMAGE % side as i32),
            scale: grey,
        };
        whole.draw(canvas)?;
        let first = MARGIN + IMAGE + LEAD;
        let [(_, top), (right, bottom)] = whole.window(row, column, width);
        for (from, to) in [(top - 3, TOP - 1), (bottom + 3, TOP + TABLE)] {
            let lead = PathElement::new([(right + 3, from), (first - 2, to)], VERMILLION);
            canvas.draw(&lead)?;
        }
        whole.frame(canvas, (row, column), width)?;
        named(canvas, "gambar", MARGIN)?;
        let tables = [
            ("potongan gambar", piece.as_slice(), grey, "×"),
            ("kernel", kernel, signed(kernel), "="),
            ("hasil kali", &products, signed(&products), ""),
        ];
        for (at, (name, numbers, scale, sign)) in tables.into_iter().enumerate() {
            let left = first + at as i32 * (TABLE + SIGN);
            named(canvas, name, left)?;
            let field = Field {
                numbers,
                columns: width,
                corner: (left, TOP),
                size: (TABLE, TABLE),
                scale,
            };
            field.draw(canvas)?;
            let style = theme::centered(theme::bold(17.0, INK));
            let middle = (left + TABLE + SIGN / 2, TOP + TABLE / 2);
            canvas.draw_text(sign, &style, middle)?;
        }
        let right = first + 3 * TABLE + 2 * SIGN;
        let style = theme::right(theme::bold(17.0, VERMILLION_INK));
        let said = format!("jumlah = {sum}");
        canvas.draw_text(&said, &style, (right, TOP + TABLE + 30))?;
        Ok(())
    })
}

fn named(canvas: &PngCanvas, name: &str, left: i32) -> super::figure::Drawn {
    canvas.draw_text(name, &theme::text(theme::TEXT, SOFT_INK), (left, TOP - 14))?;
    Ok(())
}

/// The sides of image and kernel.
fn check(image: &[f32], (row, column): (usize, usize), kernel: &[f32]) -> Result<(usize, usize)> {
    let refused = |name, value: String, reason| {
        Err(Error::InvalidValue {
            name,
            value,
            reason,
        })
    };
    let Some(side) = square_side(image) else {
        let value = format!("{} angka", image.len());
        return refused(
            "image",
            value,
            "berikan gambar persegi, misalnya 784 angka untuk 28 x 28",
        );
    };
    let width = match square_side(kernel) {
        Some(width) if width <= LARGEST_KERNEL => width,
        _ => {
            let value = format!("{} angka", kernel.len());
            return refused(
                "kernel",
                value,
                "berikan kernel persegi paling besar 3 x 3, jadi 9 angka",
            );
        }
    };
    let fits = |start: usize| start.checked_add(width).is_some_and(|end| end <= side);
    if !fits(row) || !fits(column) {
        let value = format!("({row}, {column})");
        return refused(
            "at",
            value,
            "kernel harus terletak seluruhnya di dalam gambar; pilih baris dan kolom yang lebih kecil",
        );
    }
    Ok((side, width))
}
