//! Image: one image, enlarged until its pixels can be counted, beside the scale that tells a grey's number.

use super::{
    figure::{Figure, PngCanvas},
    grid,
    theme::{self, INK, MARGIN, SOFT_INK},
};
use crate::{
    data::{IMAGE_SIDE, Split, class_label},
    error::{Error, Result},
};
use plotters::prelude::*;

/// Screen pixels an image pixel.
const ZOOM: i32 = 12;

/// The enlarged image's side.
const SIDE: i32 = IMAGE_SIDE as i32 * ZOOM;

/// The enlarged image's upper left corner.
const CORNER: (i32, i32) = (76, theme::HEADING_HEIGHT + 4);

/// Image pixels between two numbers on an axis.
const TICK: i32 = 4;

/// Draws image `index` of `split` with its class, pixel axes and grey scale (PNG). Twin: `matplotlib.pyplot.imshow`.
///
/// # Errors
/// [`Error::InvalidValue`] if there is no image `index`; [`Error::Plot`] if the picture cannot be encoded.
pub fn image(split: &Split, index: usize) -> Result<Figure> {
    let (Some(pixels), Some(label)) = (split.image(index), split.label(index)) else {
        return Err(Error::InvalidValue {
            name: "index",
            value: index.to_string(),
            reason: "bagian data ini tidak memiliki gambar dengan nomor itu; nomor dimulai dari 0 dan harus lebih kecil dari `len()`",
        });
    };
    let class = class_label(label);
    let brightest = pixels.iter().max().copied().unwrap_or_default();
    let dark = pixels.iter().filter(|&&byte| byte == 0).count();
    let alt = format!(
        "Gambar nomor {index}: {class}, label {label}, 28 x 28 piksel diperbesar {ZOOM} kali; \
         {dark} dari 784 piksel bernilai 0 (hitam), nilai tertinggi {brightest}."
    );
    let subtitle = format!("gambar nomor {index} · label {label} · 28 × 28 piksel");
    let size = (theme::WIDTH * 2 / 3, (CORNER.1 + SIDE + 66) as u32);
    Figure::draw_png("image", size, alt, |canvas| {
        theme::heading(canvas, &class, &subtitle)?;
        grid::enlarged(canvas, CORNER, pixels, ZOOM as u32)?;
        pixel_axes(canvas)?;
        grey_scale(canvas)
    })
}

fn pixel_axes(canvas: &PngCanvas) -> super::figure::Drawn {
    let number = theme::text(theme::SMALL, SOFT_INK);
    let name = theme::text(theme::TEXT, INK);
    let (left, top) = CORNER;
    let bottom = top + SIDE;
    for pixel in (0..=IMAGE_SIDE as i32).step_by(TICK as usize) {
        let (x, y) = (left + pixel * ZOOM, top + pixel * ZOOM);
        let text = pixel.to_string();
        canvas.draw(&PathElement::new([(x, bottom), (x, bottom + 5)], SOFT_INK))?;
        canvas.draw_text(&text, &theme::centered(number.clone()), (x, bottom + 15))?;
        canvas.draw(&PathElement::new([(left - 6, y), (left - 1, y)], SOFT_INK))?;
        canvas.draw_text(&text, &theme::right(number.clone()), (left - 10, y))?;
    }
    let middle = (left + SIDE / 2, bottom + 40);
    canvas.draw_text("kolom piksel", &theme::centered(name.clone()), middle)?;
    let middle = (MARGIN + 8, top + SIDE / 2);
    canvas.draw_text("baris piksel", &theme::upwards(name), middle)?;
    Ok(())
}

fn grey_scale(canvas: &PngCanvas) -> super::figure::Drawn {
    let left = CORNER.0 + SIDE + 20;
    let (top, bottom, width) = (CORNER.1, CORNER.1 + SIDE, 14);
    for y in 0..SIDE {
        let grey = 255 - (y * 255 / (SIDE - 1)) as u8;
        let row = [(left, top + y), (left + width, top + y)];
        canvas.draw(&PathElement::new(row, RGBColor(grey, grey, grey)))?;
    }
    let frame = [(left - 1, top - 1), (left + width, bottom)];
    canvas.draw(&Rectangle::new(frame, SOFT_INK))?;
    let number = theme::text(theme::SMALL, SOFT_INK);
    for (text, y) in [
        ("255", top + 5),
        ("128", (top + bottom) / 2),
        ("0", bottom - 5),
    ] {
        canvas.draw_text(text, &number, (left + width + 6, y))?;
    }
    Ok(())
}
