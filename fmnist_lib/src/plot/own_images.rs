//! Own images: each of a learner's pictures as it is, as the network sees it, and what the network says.

use super::{
    answer_bars,
    figure::{Drawn, Figure, PngCanvas},
    grid::{self, class_name, percent},
    theme::{self, INK, MARGIN, SOFT_INK, VERMILLION, VERMILLION_INK},
};
use crate::{
    data::{IMAGE_SIDE, class_label},
    error::Result,
    own_images::OwnAnswer,
};
use image::imageops;
use plotters::prelude::*;

const TITLE: &str = "Gambar saya";
const SUBTITLE: &str =
    "kiri: berkas dan bagian yang dipakai · tengah: yang dilihat jaringan · kanan: jawabannya";

/// Side of the square for the picture, and screen pixels an image pixel.
const PICTURE: u32 = 168;
const ZOOM: u32 = 6;

/// Height of a row's name, of a line of warning, and between two rows, in pixels.
const NAME_HEIGHT: i32 = 28;
const WARNING_HEIGHT: i32 = 18;
const GAP: i32 = 20;

/// Draws each answer in a row: the picture with a frame around what was cut out, the 28 x 28 pixels, ten bars, and below them the
/// warnings (PNG; at most 100 images).
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be encoded.
pub fn own_images(answers: &[OwnAnswer]) -> Result<Figure> {
    let answers = &answers[..answers.len().min(grid::MOST_TILES)];
    if answers.is_empty() {
        let none = "tidak ada gambar yang dapat dipakai";
        return grid::message("own_images", TITLE, none);
    }
    let said: Vec<String> = answers.iter().map(described).collect();
    let alt = format!("{TITLE}: {}.", said.join("; "));
    let mut tops = vec![theme::HEADING_HEIGHT];
    for answer in answers {
        let body = NAME_HEIGHT + PICTURE as i32 + answer.warnings.len() as i32 * WARNING_HEIGHT;
        tops.push(tops[tops.len() - 1] + body + GAP);
    }
    let size = (theme::WIDTH, tops[tops.len() - 1] as u32);
    Figure::draw_png("own_images", size, alt, |canvas| {
        theme::heading(canvas, TITLE, SUBTITLE)?;
        for (answer, top) in answers.iter().zip(&tops) {
            row(canvas, answer, *top)?;
        }
        Ok(())
    })
}

fn row(canvas: &PngCanvas, answer: &OwnAnswer, top: i32) -> Drawn {
    let label = answer.predicted();
    let named = format!(
        "{}: {} {}",
        answer.image.name,
        class_label(label),
        percent(answer.probabilities[usize::from(label)])
    );
    let style = theme::bold(theme::TEXT, INK);
    let named = theme::fitted(&named, &style, theme::WIDTH as i32 - 2 * MARGIN);
    canvas.draw_text(&named, &style, (MARGIN, top + 8))?;
    let top = top + NAME_HEIGHT;
    picture(canvas, answer, (MARGIN, top))?;
    let left = MARGIN + PICTURE as i32 + 20;
    grid::enlarged(canvas, (left, top), &answer.image.pixels, ZOOM)?;
    let left = left + IMAGE_SIDE as i32 * ZOOM as i32 + 10;
    let width = theme::WIDTH as i32 - MARGIN - left;
    let bars = (left, top + 4);
    answer_bars::draw(canvas, bars, width, &answer.probabilities, label, None)?;
    for (line, warning) in answer.warnings.iter().enumerate() {
        let style = theme::text(theme::SMALL, VERMILLION_INK);
        let said = format!("! {warning}");
        let said = theme::fitted(&said, &style, theme::WIDTH as i32 - 2 * MARGIN);
        let middle = top + PICTURE as i32 + 12 + line as i32 * WARNING_HEIGHT;
        canvas.draw_text(&said, &style, (MARGIN, middle))?;
    }
    Ok(())
}

/// The picture inside its square, with a frame around the object.
fn picture(canvas: &PngCanvas, answer: &OwnAnswer, (left, top): (i32, i32)) -> Drawn {
    let picture = &answer.image.picture;
    let (width, height) = picture.dimensions();
    let longer = width.max(height);
    let scaled = |length: u32| (length * PICTURE / longer).max(1);
    let small = imageops::thumbnail(picture, scaled(width), scaled(height));
    let (small_width, small_height) = small.dimensions();
    let place = (
        left + (PICTURE - small_width) as i32 / 2,
        top + (PICTURE - small_height) as i32 / 2,
    );
    let pixels = small.into_raw();
    let element = BitMapElement::with_owned_buffer(place, (small_width, small_height), pixels)
        .ok_or("gambar tidak lengkap")?;
    canvas.draw(&element)?;
    let end = (place.0 + small_width as i32, place.1 + small_height as i32);
    let frame = [(place.0 - 1, place.1 - 1), end];
    canvas.draw(&Rectangle::new(frame, SOFT_INK))?;
    let (x, y, width, height) = answer.image.object;
    let inside = |at: u32| (at * PICTURE / longer) as i32;
    let object = [
        (place.0 + inside(x), place.1 + inside(y)),
        (
            place.0 + inside(x + width) - 1,
            place.1 + inside(y + height) - 1,
        ),
    ];
    canvas.draw(&Rectangle::new(object, VERMILLION.stroke_width(2)))?;
    Ok(())
}

fn described(answer: &OwnAnswer) -> String {
    let label = answer.predicted();
    let sure = percent(answer.probabilities[usize::from(label)]);
    let warnings = match answer.warnings.len() {
        0 => "tanpa peringatan".into(),
        count => format!("{count} peringatan"),
    };
    format!(
        "{}, {} {sure}, {warnings}",
        answer.image.name,
        class_name(label)
    )
}
