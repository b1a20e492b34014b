//! Heat: numbers a pixel laid over the image that they are about.

use super::{
    figure::{Drawn, Figure, PngCanvas},
    scale::short,
    theme::{self, BLUE, INK, MARGIN, ORANGE, SOFT_INK},
};
use crate::{
    data::{IMAGE_PIXELS, IMAGE_SIDE},
    error::{Error, Result},
};
use plotters::prelude::*;

/// Screen pixels an image pixel.
const ZOOM: i32 = 7;
const SIDE: i32 = IMAGE_SIDE as i32 * ZOOM;

/// The most heats in one picture, beside the image.
const MOST: usize = 5;

/// Panels side by side.
const COLUMNS: usize = 3;

/// Height of a panel's name and of what its colours mean, in pixels.
const NAME_HEIGHT: i32 = 24;
const MEANING_HEIGHT: i32 = 46;

/// How much of a pixel the strongest heat covers.
const STRONGEST: f64 = 0.9;

/// Draws an image, and beside it the same image under each heat: 784 numbers, row after row (PNG). Orange is above 0, blue below,
/// the stronger the larger; where there is none the image shows through. Twin: `imshow(image)` under `imshow(heat, alpha=…)`.
///
/// # Errors
/// [`Error::InvalidValue`] without a heat, for more than five, or if image or heat are not of 784; [`Error::Plot`] if the picture
/// cannot be encoded.
pub fn heat<N: AsRef<str>, H: AsRef<[f32]>>(
    title: &str,
    pixels: &[u8],
    heats: &[(N, H)],
) -> Result<Figure> {
    let heats: Vec<(&str, &[f32])> = heats
        .iter()
        .map(|(name, heat)| (name.as_ref(), heat.as_ref()))
        .collect();
    let fits = |heat: &(&str, &[f32])| heat.1.len() == IMAGE_PIXELS;
    if pixels.len() != IMAGE_PIXELS || !(1..=MOST).contains(&heats.len()) || !heats.iter().all(fits)
    {
        return Err(Error::InvalidValue {
            name: "heats",
            value: format!("{} peta panas untuk {} piksel", heats.len(), pixels.len()),
            reason: "berikan 1 sampai 5 peta panas, masing-masing 784 angka, untuk gambar 784 piksel",
        });
    }
    let said: Vec<String> = heats.iter().map(described).collect();
    let alt = format!("{title}: gambar aslinya; {}.", said.join("; "));
    let rows = (heats.len() + 1).div_ceil(COLUMNS) as i32;
    let block = NAME_HEIGHT + SIDE + MEANING_HEIGHT;
    let top = theme::HEADING_HEIGHT - 24;
    let size = (theme::WIDTH, (top + rows * block) as u32);
    Figure::draw_png("heat", size, alt, |canvas| {
        theme::heading(canvas, title, "")?;
        let cell = (theme::WIDTH as i32 - 2 * MARGIN - SIDE) / (COLUMNS as i32 - 1);
        let place = |slot: usize| {
            let (row, column) = ((slot / COLUMNS) as i32, (slot % COLUMNS) as i32);
            (MARGIN + column * cell, top + row * block)
        };
        panel(canvas, place(0), ("gambar", pixels), None)?;
        for (slot, (name, heat)) in heats.iter().enumerate() {
            panel(canvas, place(slot + 1), (*name, pixels), Some(*heat))?;
        }
        Ok(())
    })
}

fn panel(
    canvas: &PngCanvas,
    (left, top): (i32, i32),
    (name, pixels): (&str, &[u8]),
    heat: Option<&[f32]>,
) -> Drawn {
    let style = theme::bold(theme::TEXT, INK);
    let named = theme::fitted(name, &style, SIDE + 20);
    canvas.draw_text(&named, &style, (left, top + NAME_HEIGHT / 2 - 2))?;
    let top = top + NAME_HEIGHT;
    let strongest = heat.map_or(0.0, largest);
    for (at, &grey) in pixels.iter().enumerate() {
        let value = heat.map_or(0.0, |heat| heat[at]);
        let (row, column) = ((at / IMAGE_SIDE) as i32, (at % IMAGE_SIDE) as i32);
        let (x, y) = (left + column * ZOOM, top + row * ZOOM);
        let square = [(x, y), (x + ZOOM, y + ZOOM)];
        canvas.draw(&Rectangle::new(
            square,
            shade(grey, value, strongest).filled(),
        ))?;
    }
    let frame = [(left - 1, top - 1), (left + SIDE, top + SIDE)];
    canvas.draw(&Rectangle::new(frame, SOFT_INK))?;
    for (line, (color, said)) in heat.map(meaning).into_iter().flatten().enumerate() {
        let middle = top + SIDE + 12 + line as i32 * 18;
        let square = [(left, middle - 5), (left + 10, middle + 5)];
        canvas.draw(&Rectangle::new(square, color.filled()))?;
        let style = theme::text(theme::SMALL, SOFT_INK);
        canvas.draw_text(&said, &style, (left + 16, middle))?;
    }
    Ok(())
}

/// The image's grey with its heat over it.
fn shade(grey: u8, value: f32, strongest: f32) -> RGBColor {
    let share = match strongest > 0.0 && value.is_finite() {
        true => STRONGEST * f64::from(value.abs() / strongest),
        false => 0.0,
    };
    let RGBColor(red, green, blue) = if value < 0.0 { BLUE } else { ORANGE };
    // Under heat the image is dimmed, so that its whites do not pass for strong heat.
    let mix =
        |color: u8| (f64::from(grey) * (1.0 - share) + f64::from(color) * share).round() as u8;
    RGBColor(mix(red), mix(green), mix(blue))
}

fn largest(heat: &[f32]) -> f32 {
    let finite = heat.iter().filter(|value| value.is_finite());
    finite.fold(0.0, |most, value| most.max(value.abs()))
}

/// What each colour that occurs stands for.
fn meaning(heat: &[f32]) -> Vec<(RGBColor, String)> {
    let finite = || heat.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(0.0, f32::min), finite().fold(0.0, f32::max));
    let mut said = vec![(ORANGE, format!("jingga: sampai {}", short(high)))];
    if low < 0.0 {
        said.push((BLUE, format!("biru: sampai {}", short(low))));
    }
    said
}

fn described((name, heat): &(&str, &[f32])) -> String {
    let most = largest(heat);
    let place = heat
        .iter()
        .position(|value| value.abs() == most && most > 0.0);
    let place = match place {
        Some(at) => format!(
            "paling kuat di baris {}, kolom {}",
            at / IMAGE_SIDE,
            at % IMAGE_SIDE
        ),
        None => "semuanya 0".into(),
    };
    let meaning: Vec<String> = meaning(heat).into_iter().map(|(_, said)| said).collect();
    format!("{name} ({}), {place}", meaning.join(", "))
}
