//! Image rows: rows of images with words on the left, such as a class's images by what they were taken for.

use super::{
    figure::{Drawn, Figure, PngCanvas},
    grid::{self, class_name},
    theme::{self, BLUE, INK, MARGIN, SOFT_INK, VERMILLION},
};
use crate::{
    data::{IMAGE_SIDE, Split},
    error::{Error, Result},
    insight::LabelDoubt,
    numeral::thousands,
    predictions::Predictions,
};
use plotters::prelude::*;

/// Screen pixels an image pixel, an image's side, and from one image to the next.
const ZOOM: i32 = 3;
const SIDE: i32 = IMAGE_SIDE as i32 * ZOOM;
const STEP: i32 = SIDE + 10;

/// Room for the words on the left, and for one line below an image, in pixels.
const WORDS: i32 = 164;
const CAPTION: i32 = 18;

/// Images a row.
const MOST: usize = 5;

/// Draws images of the true class `truth`, one row for each class of `guesses` that they were taken for, with how many there are
/// (PNG; five images a row).
///
/// # Errors
/// [`Error::InvalidValue`] without a guess or for a class that does not exist; [`Error::Plot`] if the picture cannot be encoded.
pub fn confusions(predictions: &Predictions, truth: u8, guesses: &[u8]) -> Result<Figure> {
    if guesses.is_empty() || guesses.iter().chain([&truth]).any(|class| *class > 9) {
        return Err(Error::InvalidValue {
            name: "guesses",
            value: format!("{truth}, {guesses:?}"),
            reason: "tulis paling sedikit satu kelas, masing-masing 0 sampai 9",
        });
    }
    let row = |guess: &u8| {
        let indices = predictions.confused(truth, *guess);
        let is_right = *guess == truth;
        let images = indices.iter().take(MOST).filter_map(|&index| {
            Some(Cell {
                pixels: predictions.split.image(index)?,
                frame: if is_right { BLUE } else { VERMILLION },
                caption: format!("nomor {index}"),
            })
        });
        let said = if is_right { "dijawab benar" } else { "dikira" };
        Row {
            words: vec![
                said.into(),
                class_name(*guess).into(),
                format!("{} gambar", thousands(indices.len())),
            ],
            images: images.collect(),
        }
    };
    let rows: Vec<Row> = guesses.iter().map(row).collect();
    let title = format!("{}: gambar menurut jawaban jaringan", class_name(truth));
    draw("confusions", &title, &rows)
}

/// Draws the first of `doubts`, one a row: the misclassified image, then the training images that look most like it, each with its
/// label (PNG; at most twelve rows).
///
/// # Errors
/// [`Error::Plot`] if the picture cannot be encoded.
pub fn label_doubts(
    predictions: &Predictions,
    train: &Split,
    doubts: &[LabelDoubt],
) -> Result<Figure> {
    const ROWS: usize = 12;
    const TITLE: &str = "Label yang diragukan: gambar uji, lalu gambar latih yang paling mirip";
    if doubts.is_empty() {
        return grid::message("label_doubts", TITLE, "tidak ada");
    }
    let row = |doubt: &LabelDoubt| {
        let said = |label: Option<u8>| label.map_or("?", class_name).to_owned();
        let own = predictions.split.image(doubt.index).map(|pixels| Cell {
            pixels,
            frame: VERMILLION,
            caption: format!("nomor {}", doubt.index),
        });
        let near = doubt.neighbours.iter().filter_map(|neighbour| {
            let agrees = predictions.predicted(doubt.index) == Some(neighbour.label);
            Some(Cell {
                pixels: train.image(neighbour.index)?,
                frame: if agrees { BLUE } else { SOFT_INK },
                caption: class_name(neighbour.label).into(),
            })
        });
        Row {
            words: vec![
                "label".into(),
                said(predictions.split.label(doubt.index)),
                "prediksi".into(),
                said(predictions.predicted(doubt.index)),
            ],
            images: own.into_iter().chain(near.take(MOST)).collect(),
        }
    };
    let rows: Vec<Row> = doubts.iter().take(ROWS).map(row).collect();
    draw("label_doubts", TITLE, &rows)
}

/// One row: lines of words, every second one bold, then images.
struct Row<'a> {
    words: Vec<String>,
    images: Vec<Cell<'a>>,
}

struct Cell<'a> {
    pixels: &'a [u8],
    frame: RGBColor,
    caption: String,
}

fn draw(name: &'static str, title: &str, rows: &[Row]) -> Result<Figure> {
    const BLOCK: i32 = SIDE + CAPTION + 16;
    let said: Vec<String> = rows.iter().map(described).collect();
    let alt = format!("{title}. {}.", said.join("; "));
    let top = theme::HEADING_HEIGHT - 20;
    let size = (theme::WIDTH, (top + rows.len() as i32 * BLOCK) as u32);
    // Where a row has more images, its words have less room.
    let widest = rows.iter().map(|row| row.images.len()).max().unwrap_or(0) as i32;
    let left = (theme::WIDTH as i32 - MARGIN - widest * STEP).clamp(120, MARGIN + WORDS);
    Figure::draw_png(name, size, alt, |canvas| {
        theme::heading(canvas, title, "")?;
        for (at, row) in rows.iter().enumerate() {
            let top = top + at as i32 * BLOCK;
            for (line, words) in row.words.iter().enumerate() {
                let style = match line % 2 {
                    1 => theme::bold(theme::TEXT, INK),
                    _ => theme::text(theme::TEXT, SOFT_INK),
                };
                let words = theme::fitted(words, &style, left - MARGIN - 6);
                let middle = top + SIDE / 2 + (2 * line as i32 - row.words.len() as i32 + 1) * 10;
                canvas.draw_text(&words, &style, (MARGIN, middle))?;
            }
            for (slot, cell) in row.images.iter().enumerate() {
                image(canvas, (left + slot as i32 * STEP, top), cell)?;
            }
        }
        Ok(())
    })
}

fn image(canvas: &PngCanvas, (left, top): (i32, i32), cell: &Cell) -> Drawn {
    const FRAME: i32 = 3;
    let frame = [
        (left - FRAME, top - FRAME),
        (left + SIDE + FRAME, top + SIDE + FRAME),
    ];
    canvas.draw(&Rectangle::new(frame, cell.frame.filled()))?;
    grid::enlarged(canvas, (left, top), cell.pixels, ZOOM as u32)?;
    let style = theme::text(theme::SMALL, SOFT_INK);
    let said = theme::fitted(&cell.caption, &style, STEP - 4);
    canvas.draw_text(
        &said,
        &style,
        (left - FRAME, top + SIDE + FRAME + CAPTION / 2 + 2),
    )?;
    Ok(())
}

fn described(row: &Row) -> String {
    let captions: Vec<&str> = row
        .images
        .iter()
        .map(|cell| cell.caption.as_str())
        .collect();
    format!("{}: {}", row.words.join(" "), captions.join(", "))
}
