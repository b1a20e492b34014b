//! Class counts: how many images each class has in each part of the data, as bars.

use super::{
    figure::{Figure, SvgCanvas},
    theme::{self, BLUE, GREEN, INK, MARGIN, SOFT_INK, VERMILLION},
};
use crate::{
    data::{CLASS_COUNT, CLASS_GLOSSES, CLASS_NAMES, FashionMnist},
    error::Result,
    numeral::thousands,
};
use plotters::prelude::*;

const TITLE: &str = "Banyaknya gambar tiap kelas";

/// The three parts in the order of the bars: their name and colour.
const PARTS: [(&str, RGBColor); 3] = [
    ("data latih", BLUE),
    ("data validasi", VERMILLION),
    ("data uji", GREEN),
];

/// Height of a bar and of a class's three bars with the gap below, in pixels.
const BAR: i32 = 14;
const GROUP: i32 = 54;

/// Where bars start and how long the longest may be, in pixels.
const LEFT: i32 = 154;
const LONGEST: i32 = theme::WIDTH as i32 - LEFT - MARGIN - 44;

/// Draws how many images each class has in the training, validation and test data (SVG).
///
/// Twin: `seaborn.countplot`, or `numpy.bincount` with `matplotlib.pyplot.barh`.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be drawn.
pub fn class_counts(data: &FashionMnist) -> Result<Figure> {
    let parts = [&data.train, &data.validation, &data.test];
    let counts = parts.map(|part| part.class_counts());
    let said: Vec<String> = PARTS
        .iter()
        .zip(&counts)
        .map(|((name, _), counts)| {
            let total = thousands(counts.iter().sum());
            let [least, most] = [counts.iter().min(), counts.iter().max()]
                .map(|count| thousands(count.copied().unwrap_or_default()));
            let each = if least == most {
                most
            } else {
                format!("{least} sampai {most}")
            };
            format!("{name} {total} gambar, tiap kelas {each}")
        })
        .collect();
    let alt = format!("{TITLE}: {}.", said.join("; "));
    let height = theme::HEADING_HEIGHT + CLASS_COUNT as i32 * GROUP + 8;
    Figure::draw_svg("class_counts", height as u32, TITLE, alt, |canvas| {
        theme::heading(canvas, TITLE, "")?;
        legend(canvas, counts.map(|counts| counts.iter().sum()))?;
        let most = counts.iter().flatten().max().copied().unwrap_or(1).max(1);
        for class in 0..CLASS_COUNT {
            let top = theme::HEADING_HEIGHT + class as i32 * GROUP;
            let middle = top + 3 * BAR / 2;
            let name = theme::right(theme::bold(theme::TEXT, INK));
            canvas.draw_text(CLASS_NAMES[class], &name, (LEFT - 12, middle - 9))?;
            let gloss = theme::right(theme::text(theme::TEXT, SOFT_INK));
            canvas.draw_text(CLASS_GLOSSES[class], &gloss, (LEFT - 12, middle + 9))?;
            for (part, (_, color)) in PARTS.iter().enumerate() {
                let count = counts[part][class];
                let length = (LONGEST as f64 * count as f64 / most as f64).round() as i32;
                let y = top + part as i32 * BAR;
                let bar = [(LEFT, y), (LEFT + length, y + BAR - 1)];
                canvas.draw(&Rectangle::new(bar, color.filled()))?;
                let number = theme::text(theme::SMALL, INK);
                let end = (LEFT + length + 6, y + BAR / 2);
                canvas.draw_text(&thousands(count), &number, end)?;
            }
        }
        let foot = theme::HEADING_HEIGHT + CLASS_COUNT as i32 * GROUP - 8;
        let line = PathElement::new(
            [(LEFT - 1, theme::HEADING_HEIGHT - 4), (LEFT - 1, foot)],
            SOFT_INK,
        );
        canvas.draw(&line)?;
        Ok(())
    })
}

fn legend(canvas: &SvgCanvas, totals: [usize; 3]) -> super::figure::Drawn {
    let mut left = MARGIN;
    for ((name, color), total) in PARTS.iter().zip(totals) {
        let square = Rectangle::new(
            [(left, theme::LINE - 6), (left + 12, theme::LINE + 6)],
            color.filled(),
        );
        canvas.draw(&square)?;
        let style = theme::text(theme::TEXT, INK);
        let text = format!("{name} ({} gambar)", thousands(total));
        canvas.draw_text(&text, &style, (left + 18, theme::LINE))?;
        left += 18 + canvas.estimate_text_size(&text, &style)?.0 as i32 + 26;
    }
    Ok(())
}
