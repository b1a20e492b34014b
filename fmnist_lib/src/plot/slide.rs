//! Slide: a convolution on its way over an image, in six moments: where the kernel lies, and what the feature map holds by then.

use super::{
    field::{Field, square_side},
    figure::Figure,
    scale::{Scale, Shades},
    theme::{self, INK, MARGIN, SOFT_INK, VERMILLION},
};
use crate::{
    error::{Error, Result},
    kernels::conv2d::output_size,
};
use plotters::prelude::*;

/// How many moments are drawn, and how far they are apart, in pixels.
const MOMENTS: usize = 6;
const CELL: i32 = (theme::WIDTH as i32 - 2 * MARGIN + GAP) / MOMENTS as i32;
const GAP: i32 = 14;

/// What the map does not hold yet; darker than its nearly white zeros.
const UNFINISHED: RGBColor = RGBColor(188, 188, 188);

/// Draws six moments of a kernel's way over `image` (PNG): its frame above, and below the part of `map` that is finished then.
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
        "{title}: {subtitle}. Enam saat: tempat ke-{}. Di atas letak kernel pada gambar, di bawah bagian peta fitur yang sudah selesai.",
        moments.map(|moment| (moment + 1).to_string()).join(", ")
    );
    let zoom = |side: usize| ((CELL - GAP) / side as i32 * side as i32).max(side as i32);
    let (image_size, map_size) = (zoom(side), zoom(places));
    let top = theme::HEADING_HEIGHT + 22;
    let below = top + image_size + 34;
    let size = (theme::WIDTH, (below + map_size + 16) as u32);
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
            let left = MARGIN + at as i32 * CELL;
            let name = format!("tempat ke-{}", moment + 1);
            canvas.draw_text(&name, &theme::text(theme::TEXT, INK), (left, top - 13))?;
            let picture = Field {
                numbers: image,
                columns: side,
                corner: (left, top),
                size: (image_size, image_size),
                scale: grey,
            };
            picture.draw(canvas)?;
            let (row, column) = (moment / places, moment % places);
            picture.frame(canvas, (row * stride, column * stride), kernel)?;
            let middle = left + map_size / 2;
            let arrow = [(middle, below - 22), (middle, below - 10)];
            canvas.draw(&PathElement::new(arrow, VERMILLION.stroke_width(2)))?;
            let head = [
                (middle - 5, below - 12),
                (middle + 5, below - 12),
                (middle, below - 5),
            ];
            canvas.draw(&Polygon::new(head, VERMILLION.filled()))?;
            let unfinished = [(left, below), (left + map_size, below + map_size)];
            canvas.draw(&Rectangle::new(unfinished, UNFINISHED.filled()))?;
            finished(map, moment, places, (left, below), map_size, signed)
                .try_for_each(|row| row.cells(canvas))?;
            let frame = [(left - 1, below - 1), (left + map_size, below + map_size)];
            canvas.draw(&Rectangle::new(frame, SOFT_INK))?;
        }
        Ok(())
    })
}

/// The finished part of the map, row by row, the last row perhaps not to its end.
fn finished(
    map: &[f32],
    moment: usize,
    places: usize,
    (left, top): (i32, i32),
    size: i32,
    scale: Scale,
) -> impl Iterator<Item = Field<'_>> {
    let cell = size / places as i32;
    map[..=moment]
        .chunks(places)
        .enumerate()
        .map(move |(row, numbers)| Field {
            numbers,
            columns: numbers.len(),
            corner: (left, top + row as i32 * cell),
            size: (numbers.len() as i32 * cell, cell),
            scale,
        })
}

fn refused(value: String, reason: &'static str) -> Error {
    Error::InvalidValue {
        name: "map",
        value,
        reason,
    }
}
