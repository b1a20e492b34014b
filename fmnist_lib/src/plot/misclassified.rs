//! Misclassified: the images that a network took for another class, the most confident mistakes first.

use super::{
    figure::Figure,
    grid::{self, Grid, class_name, percent},
    theme::{self, INK, VERMILLION, VERMILLION_INK},
};
use crate::{error::Result, numeral::thousands, predictions::Predictions};

const TITLE: &str = "Gambar yang salah klasifikasi";

/// One mistake.
struct Mistake {
    index: usize,
    truth: u8,
    predicted: u8,
    confidence: f32,
}

/// Draws up to `count` misclassified images, the most confident mistakes first (PNG; at most 100 images).
///
/// Where nothing was misclassified, the figure says so.
///
/// # Errors
/// [`Error::InvalidValue`](crate::error::Error::InvalidValue) if `count` is 0;
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be encoded.
pub fn misclassified(predictions: &Predictions, count: usize) -> Result<Figure> {
    let mut mistakes = mistakes(predictions);
    let all = mistakes.len();
    let shown = grid::shown(count, all)?;
    if all == 0 {
        let none = format!("tidak ada, dari {} prediksi", thousands(predictions.len()));
        return grid::message("misclassified", TITLE, &none);
    }
    mistakes.truncate(shown);
    let subtitle = format!(
        "{shown} dari {} kesalahan, diurutkan dari keyakinan yang paling tinggi",
        thousands(all)
    );
    let alt = format!("{TITLE}: {subtitle}. {}.", described(&mistakes));
    let grid = Grid::captioned();
    Figure::draw_png("misclassified", grid.size(shown), alt, |canvas| {
        theme::heading(canvas, TITLE, &subtitle)?;
        for (slot, mistake) in mistakes.iter().enumerate() {
            let pixels = predictions.split.image(mistake.index).unwrap_or_default();
            grid.image(canvas, slot, pixels, Some(VERMILLION))?;
            let [truth, guess] = mistake.lines();
            let ink = |color| theme::text(theme::SMALL, color);
            grid.caption(canvas, slot, 0, &truth, &ink(INK))?;
            grid.caption(canvas, slot, 1, &guess, &ink(VERMILLION_INK))?;
        }
        Ok(())
    })
}

impl Mistake {
    fn lines(&self) -> [String; 2] {
        [
            format!("benar: {}", class_name(self.truth)),
            format!(
                "prediksi: {} {}",
                class_name(self.predicted),
                percent(self.confidence)
            ),
        ]
    }
}

/// All mistakes that have an image and a label, the most confident first.
fn mistakes(predictions: &Predictions) -> Vec<Mistake> {
    let mistake = |index| {
        Some(Mistake {
            index,
            truth: predictions.split.label(index)?,
            predicted: predictions.predicted(index)?,
            confidence: predictions.confidence(index)?,
        })
    };
    let ranked = predictions.confident_mistakes().into_iter();
    ranked.filter_map(mistake).collect()
}

fn described(mistakes: &[Mistake]) -> String {
    const MOST: usize = 12;
    let said: Vec<String> = mistakes
        .iter()
        .take(MOST)
        .map(|mistake| mistake.lines().join(", "))
        .collect();
    said.join("; ")
}
