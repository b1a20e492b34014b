//! Predictions: the first images of a part of the data with what the network says of them, right or wrong.

use super::{
    figure::Figure,
    grid::{self, Grid, class_name, percent},
    theme::{self, BLUE, INK, VERMILLION, VERMILLION_INK},
};
use crate::{error::Result, numeral::thousands, predictions::Predictions};

const TITLE: &str = "Prediksi jaringan";

/// Draws the first `count` images with the predicted class and its probability (PNG; at most 100 images).
///
/// A right prediction has a blue frame and a tick; a wrong one a vermillion frame, a cross, and the true class.
///
/// # Errors
/// [`Error::InvalidValue`](crate::error::Error::InvalidValue) if `count` is 0;
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be encoded.
pub fn predictions(predictions: &Predictions, count: usize) -> Result<Figure> {
    let available = predictions.len().min(predictions.split.len());
    let shown = grid::shown(count, available)?;
    if shown == 0 {
        return grid::message("predictions", TITLE, "tidak ada gambar yang diprediksi");
    }
    let tiles: Vec<Tile> = (0..shown)
        .filter_map(|index| Tile::new(predictions, index))
        .collect();
    let right = tiles.iter().filter(|tile| tile.right()).count();
    let available = thousands(available);
    let subtitle = format!(
        "{shown} gambar pertama dari {available} · {right} benar (✓), {} salah (✗)",
        shown - right
    );
    let alt = format!(
        "{TITLE}: {shown} gambar pertama dari {available}; {right} benar, {} salah. {}.",
        shown - right,
        tiles
            .iter()
            .map(Tile::described)
            .collect::<Vec<_>>()
            .join("; ")
    );
    let grid = Grid::captioned();
    Figure::draw_png("predictions", grid.size(shown), alt, |canvas| {
        theme::heading(canvas, TITLE, &subtitle)?;
        for (slot, tile) in tiles.iter().enumerate() {
            let (frame, ink) = match tile.right() {
                true => (BLUE, BLUE),
                false => (VERMILLION, VERMILLION_INK),
            };
            grid.image(canvas, slot, tile.pixels, Some(frame))?;
            let said = theme::bold(theme::SMALL, ink);
            grid.caption(canvas, slot, 0, &tile.said(), &said)?;
            if !tile.right() {
                let truth = format!("benar: {}", class_name(tile.truth));
                let ink = theme::text(theme::SMALL, INK);
                grid.caption(canvas, slot, 1, &truth, &ink)?;
            }
        }
        Ok(())
    })
}

/// One image and what is said of it.
struct Tile<'a> {
    pixels: &'a [u8],
    truth: u8,
    predicted: u8,
    confidence: f32,
}

impl<'a> Tile<'a> {
    fn new(predictions: &'a Predictions, index: usize) -> Option<Self> {
        Some(Self {
            pixels: predictions.split.image(index)?,
            truth: predictions.split.label(index)?,
            predicted: predictions.predicted(index)?,
            confidence: predictions.confidence(index)?,
        })
    }

    fn right(&self) -> bool {
        self.truth == self.predicted
    }

    fn said(&self) -> String {
        let mark = if self.right() { '✓' } else { '✗' };
        format!(
            "{mark} {} {}",
            class_name(self.predicted),
            percent(self.confidence)
        )
    }

    fn described(&self) -> String {
        if self.right() {
            return self.said();
        }
        format!("{} (benar: {})", self.said(), class_name(self.truth))
    }
}
