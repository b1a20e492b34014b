//! Confident mistakes: misclassified images, each beside its ten probabilities, the most confident first.

use super::{
    answer_bars,
    figure::Figure,
    grid::{self, class_name, percent},
    theme::{self, INK, MARGIN, VERMILLION},
};
use crate::{data::IMAGE_SIDE, error::Result, numeral::thousands, predictions::Predictions};
use plotters::prelude::*;

const TITLE: &str = "Kesalahan yang paling yakin";

/// Side by side, height of a cell, and its title's, in pixels.
const COLUMNS: usize = 2;
const CELL_HEIGHT: i32 = answer_bars::HEIGHT + 46;
const NAME_HEIGHT: i32 = 26;

/// Screen pixels an image pixel, and the thickness of the frame.
const ZOOM: i32 = 4;
const FRAME: i32 = 3;

/// Draws up to `count` misclassified images with their softmax bars, ranked by confidence (PNG; at most 100 images).
///
/// The true class has a tick, the answer a cross. Where nothing was misclassified, the figure says so.
///
/// # Errors
/// [`Error::InvalidValue`](crate::error::Error::InvalidValue) if `count` is 0;
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be encoded.
pub fn confident_mistakes(predictions: &Predictions, count: usize) -> Result<Figure> {
    let mistakes = predictions.confident_mistakes();
    let shown = grid::shown(count, mistakes.len())?;
    if mistakes.is_empty() {
        let none = format!("tidak ada, dari {} prediksi", thousands(predictions.len()));
        return grid::message("confident_mistakes", TITLE, &none);
    }
    let subtitle = format!(
        "{shown} dari {} kesalahan · ✓ kelas sebenarnya, ✗ prediksi",
        thousands(mistakes.len())
    );
    let said: Vec<String> = mistakes[..shown]
        .iter()
        .take(12)
        .filter_map(|&index| described(predictions, index))
        .collect();
    let alt = format!("{TITLE}: {subtitle}. {}.", said.join("; "));
    let height = theme::HEADING_HEIGHT + shown.div_ceil(COLUMNS) as i32 * CELL_HEIGHT;
    let size = (theme::WIDTH, height as u32);
    Figure::draw_png("confident_mistakes", size, alt, |canvas| {
        theme::heading(canvas, TITLE, &subtitle)?;
        let cell = (theme::WIDTH as i32 - 2 * MARGIN + 16) / COLUMNS as i32;
        for (slot, &index) in mistakes[..shown].iter().enumerate() {
            let left = MARGIN + (slot % COLUMNS) as i32 * cell;
            let top = theme::HEADING_HEIGHT + (slot / COLUMNS) as i32 * CELL_HEIGHT;
            let named = format!("{}. gambar uji {index}", slot + 1);
            canvas.draw_text(&named, &theme::bold(theme::TEXT, INK), (left, top + 8))?;
            let corner = (left + FRAME, top + NAME_HEIGHT + FRAME);
            let side = IMAGE_SIDE as i32 * ZOOM;
            let frame = [
                (corner.0 - FRAME, corner.1 - FRAME),
                (corner.0 + side + FRAME, corner.1 + side + FRAME),
            ];
            canvas.draw(&Rectangle::new(frame, VERMILLION.filled()))?;
            let pixels = predictions.split.image(index).unwrap_or_default();
            grid::enlarged(canvas, corner, pixels, ZOOM as u32)?;
            let bars = (left + side + 2 * FRAME + 4, top + NAME_HEIGHT - 2);
            let width = cell - side - 2 * FRAME - 24;
            let predicted = predictions.predicted(index).unwrap_or_default();
            let truth = predictions.split.label(index);
            let row = &predictions.probabilities[index];
            answer_bars::draw(canvas, bars, width, row, predicted, truth)?;
        }
        Ok(())
    })
}

fn described(predictions: &Predictions, index: usize) -> Option<String> {
    let (truth, guess) = (
        predictions.split.label(index)?,
        predictions.predicted(index)?,
    );
    Some(format!(
        "gambar uji {index}, sebenarnya {}, prediksi {} {}",
        class_name(truth),
        class_name(guess),
        percent(predictions.confidence(index)?)
    ))
}
