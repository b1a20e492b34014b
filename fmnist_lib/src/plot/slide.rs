//! Slide: a convolution on its way over an image, in six moments: where the kernel lies, which number it gives, and what the feature map holds
//! by then.

use super::{
    arrow::arrow,
    field::{Field, square_side},
    figure::{Drawn, Figure, PngCanvas},
    scale::{Scale, Shades, short},
    theme::{self, INK, MARGIN, SOFT_INK, VERMILLION},
};
use crate::{
    error::{Error, Result},
    kernels::conv2d::output_size,
};
use plotters::prelude::*;

/// How many moments stand beside each other, how wide each is, and the gap between two, in pixels.
const COLUMNS: usize = 2;
const CELL: i32 = (theme::WIDTH as i32 - 2 * MARGIN + GAP) / COLUMNS as i32;
const GAP: i32 = 20;

/// From image to map, with the arrow between; above each moment for its name; below each, in pixels.
const BETWEEN: i32 = 26;
const NAME_HEIGHT: i32 = 24;
const BELOW: i32 = 14;

/// The longest side of an image, in pixels.
const LONGEST: i32 = (CELL - GAP - BETWEEN) / 2;

/// What the map does not hold yet; darker than its nearly white zeros.
const UNFINISHED: RGBColor = RGBColor(188, 188, 188);

/// Draws six moments of a kernel's way over `image` (PNG): the kernel's frame on it, and beside it the part of `map` that is finished then,
/// the newest number framed.
///
/// Both are squares, row after row; `kernel` is the kernel's side. `map` holds one number for each place of the kernel, as
/// `Conv2D` without padding gives it.
///
/// # Errors
/// [`Error::InvalidValue`] if one is no square, or `map` has not as many numbers as the kernel has places; [`Error::Plot`] if the
/// picture cannot be encoded.
pub fn slide(image: &[f32], map: &[f32], kernel: usize, stride: usize) -> Result<Figure> {
    let (Some(side), Some(places)) = (square_side(image), square_side(map)) else {
        return Err(refused(
            format!("{} dan {} angka", image.len(), map.len()),
            "gambar dan peta harus persegi, misalnya 784 angka untuk 28 x 28",
        ));
    };
    if kernel == 0 || stride == 0 || output_size(side, kernel, stride, 0) != Some(places) {
        return Err(refused(
            format!("{places} x {places} tempat untuk kernel {kernel} dan langkah {stride}"),
            "banyaknya tempat tidak cocok dengan rumus (n - k) / s + 1; periksa kernel, langkah, dan petanya",
        ));
    }
    let last = map.len() - 1;
    let moments = [0, 1, places - 1, places, last / 2, last].map(|moment| moment.min(last));
    let title = "Kernel bergeser di atas gambar";
    let subtitle = format!(
        "kernel {kernel} × {kernel}, langkah {stride}: {places} × {places} tempat = {} angka",
        map.len()
    );
    let alt = format!(
        "{title}: {subtitle}. Enam saat: tempat ke-{}. Di kiri letak kernel pada gambar, di kanan bagian peta fitur yang sudah selesai, angka terbarunya berbingkai.",
        moments.map(|moment| (moment + 1).to_string()).join(", ")
    );
    // One zoom for both, so that a number of the map is as large as a pixel.
    let zoom = (LONGEST / side as i32).max(1);
    let (image_size, map_size) = (side as i32 * zoom, places as i32 * zoom);
    let row_height = NAME_HEIGHT + image_size + BELOW;
    let rows = moments.len().div_ceil(COLUMNS) as i32;
    let size = (
        theme::WIDTH,
        (theme::HEADING_HEIGHT + rows * row_height) as u32,
    );
    let grey = Scale::around(Shades::Grey, image.iter().copied());
    let signed = Scale::around(Shades::Signed, map.iter().copied());
    Figure::draw_png("slide", size, alt, |canvas| {
        let right = signed.bar(canvas, theme::WIDTH as i32 - MARGIN)?;
        let quiet = theme::text(theme::TEXT, SOFT_INK);
        theme::heading(
            canvas,
            title,
            &theme::fitted(&subtitle, &quiet, right - MARGIN - 20),
        )?;
        for (at, moment) in moments.into_iter().enumerate() {
            let left = MARGIN + (at % COLUMNS) as i32 * CELL;
            let top = theme::HEADING_HEIGHT + (at / COLUMNS) as i32 * row_height;
            let (row, column) = (moment / places, moment % places);
            let name = format!("tempat ke-{}", moment + 1);
            let style = theme::bold(theme::TEXT, INK);
            let line = top + NAME_HEIGHT / 2 - 2;
            canvas.draw_text(&name, &style, (left, line))?;
            let told = format!("baris {row}, kolom {column}: angka {}", short(map[moment]));
            let after = left + theme::width(&name, &style) + 10;
            canvas.draw_text(&told, &theme::text(theme::TEXT, SOFT_INK), (after, line))?;
            let top = top + NAME_HEIGHT;
            let picture = Field {
                numbers: image,
                columns: side,
                corner: (left, top),
                size: (image_size, image_size),
                scale: grey,
            };
            picture.draw(canvas)?;
            picture.frame(canvas, (row * stride, column * stride), kernel)?;
            let (x, y) = (left + image_size, top + image_size / 2);
            arrow(canvas, (x + 6, y), (x + BETWEEN - 5, y), VERMILLION)?;
            // In the middle beside the image: without padding the map lacks its edge.
            let edge = (image_size - map_size) / 2;
            let whole = Field {
                numbers: map,
                columns: places,
                corner: (left + image_size + BETWEEN, top + edge),
                size: (map_size, map_size),
                scale: signed,
            };
            unfinished(canvas, &whole)?;
            for row in finished(&whole, moment) {
                row.cells(canvas)?;
            }
            whole.frame(canvas, (row, column), 1)?;
        }
        Ok(())
    })
}

/// The place of the whole map, empty.
fn unfinished(canvas: &PngCanvas, map: &Field) -> Drawn {
    let (left, top) = map.corner;
    let (right, bottom) = (left + map.size.0, top + map.size.1);
    let place = [(left, top), (right, bottom)];
    canvas.draw(&Rectangle::new(place, UNFINISHED.filled()))?;
    let frame = [(left - 1, top - 1), (right, bottom)];
    canvas.draw(&Rectangle::new(frame, SOFT_INK))?;
    Ok(())
}

/// The finished part of a map, row by row, the last row perhaps not to its end.
fn finished<'a>(map: &Field<'a>, moment: usize) -> Vec<Field<'a>> {
    let cell = map.size.0 / map.columns as i32;
    let (left, top) = map.corner;
    let rows = map.numbers[..=moment].chunks(map.columns).enumerate();
    rows.map(|(row, numbers)| Field {
        numbers,
        columns: numbers.len(),
        corner: (left, top + row as i32 * cell),
        size: (numbers.len() as i32 * cell, cell),
        scale: map.scale,
    })
    .collect()
}

fn refused(value: String, reason: &'static str) -> Error {
    Error::InvalidValue {
        name: "map",
        value,
        reason,
    }
}
