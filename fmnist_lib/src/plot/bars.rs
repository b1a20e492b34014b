//! Bars: probabilities as bars, one or more rows of them side by side with the same labels.

use super::{
    figure::{Drawn, Figure, SvgCanvas},
    grid::percent,
    theme::{self, BLUE, GRID, INK, MARGIN, SKY, SOFT_INK},
};
use crate::error::{Error, Result};
use plotters::prelude::*;

/// Height of a bar with the gap below it, and above the bars for the name of the row, in pixels.
const LINE: i32 = 24;
const NAME_HEIGHT: i32 = 26;

/// Between two rows side by side, right of a full bar for its number, in pixels.
const GAP: i32 = 20;
const NUMBER: i32 = 52;

/// The most rows in one picture, and side by side.
const MOST: usize = 12;
const SIDE_BY_SIDE: usize = 4;

/// The most bars of a row.
const MOST_BARS: usize = 40;

/// Draws each row of probabilities, 0 to 1, as horizontal bars with percents (SVG), up to four rows side by side; the largest of
/// a row is darker and bold.
///
/// `labels` names the bars, as `&CLASS_NAMES` does; without labels they are numbered from 0. Twin: `matplotlib.pyplot.barh`.
///
/// ```
/// # use fmnist_lib::prelude::*;
/// let figure = plot::bars("Peluang", &["kaus", "tas"], &[("dingin", [0.9, 0.1]), ("panas", [0.6, 0.4])])?;
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// [`Error::InvalidValue`] without a row, for more than 12 rows or 40 bars, for rows that are not as long as `labels`, or for a
/// number that is no probability; [`Error::Plot`] if the picture cannot be drawn.
pub fn bars<N: AsRef<str>, P: AsRef<[f32]>>(
    title: &str,
    labels: &[&str],
    rows: &[(N, P)],
) -> Result<Figure> {
    let rows: Vec<(&str, &[f32])> = rows
        .iter()
        .map(|(name, row)| (name.as_ref(), row.as_ref()))
        .collect();
    check(labels, &rows)?;
    let count = rows[0].1.len();
    let labels: Vec<String> = match labels.len() {
        0 => (0..count).map(|number| number.to_string()).collect(),
        _ => labels.iter().map(|label| (*label).into()).collect(),
    };
    let style = theme::text(theme::TEXT, INK);
    let widest = labels.iter().map(|label| theme::width(label, &style)).max();
    let left = MARGIN + widest.unwrap_or(0).min(200) + 10;
    let columns = rows.len().min(SIDE_BY_SIDE) as i32;
    let cell = (theme::WIDTH as i32 - MARGIN - left + GAP) / columns;
    let block = NAME_HEIGHT + count as i32 * LINE + 16;
    // Without a second line in the heading, the bars stand higher.
    let top = theme::HEADING_HEIGHT - 24;
    let height = top + block * rows.len().div_ceil(SIDE_BY_SIDE) as i32;
    let alt = described(title, &labels, &rows);
    Figure::draw_svg("bars", height as u32, title, alt, |canvas| {
        theme::heading(canvas, title, "")?;
        for (at, (name, row)) in rows.iter().enumerate() {
            let (line, column) = ((at / SIDE_BY_SIDE) as i32, (at % SIDE_BY_SIDE) as i32);
            let corner = (left + column * cell, top + line * block);
            if column == 0 {
                for (index, label) in labels.iter().enumerate() {
                    let label = theme::fitted(label, &style, left - MARGIN - 10);
                    let middle = corner.1 + NAME_HEIGHT + index as i32 * LINE + LINE / 2 - 2;
                    canvas.draw_text(&label, &theme::right(style.clone()), (left - 10, middle))?;
                }
            }
            let bold = theme::bold(theme::TEXT, INK);
            let name = theme::fitted(name, &bold, cell - GAP);
            canvas.draw_text(&name, &bold, (corner.0, corner.1 + NAME_HEIGHT / 2 - 2))?;
            let corner = (corner.0, corner.1 + NAME_HEIGHT);
            panel(canvas, corner, cell - GAP - NUMBER, row)?;
        }
        Ok(())
    })
}

/// The bars of one row; `longest` is the length of 100 %.
fn panel(canvas: &SvgCanvas, (left, top): (i32, i32), longest: i32, row: &[f32]) -> Drawn {
    let largest = row.iter().copied().fold(0.0, f32::max);
    for (at, &share) in row.iter().enumerate() {
        let y = top + at as i32 * LINE;
        let track = [(left, y), (left + longest, y + LINE - 6)];
        canvas.draw(&Rectangle::new(track, GRID.filled()))?;
        let is_largest = share == largest && share > 0.0;
        let color = if is_largest { BLUE } else { SKY };
        let length = (f64::from(longest) * f64::from(share.clamp(0.0, 1.0))).round() as i32;
        let bar = [(left, y), (left + length, y + LINE - 6)];
        canvas.draw(&Rectangle::new(bar, color.filled()))?;
        let style = if is_largest {
            theme::bold(theme::SMALL, INK)
        } else {
            theme::text(theme::SMALL, SOFT_INK)
        };
        let end = (left + longest + 6, y + LINE / 2 - 3);
        canvas.draw_text(&percent(share), &style, end)?;
    }
    let foot = top + row.len() as i32 * LINE - 3;
    canvas.draw(&PathElement::new(
        [(left - 1, top - 3), (left - 1, foot)],
        SOFT_INK,
    ))?;
    Ok(())
}

fn check(labels: &[&str], rows: &[(&str, &[f32])]) -> Result<()> {
    let count = match labels.len() {
        0 => rows.first().map_or(0, |(_, row)| row.len()),
        count => count,
    };
    let refused = |value: String, reason| {
        Err(Error::InvalidValue {
            name: "rows",
            value,
            reason,
        })
    };
    if rows.is_empty() || rows.len() > MOST || count == 0 || count > MOST_BARS {
        return refused(
            format!("{} baris dengan {count} angka", rows.len()),
            "berikan 1 sampai 12 baris peluang dengan 1 sampai 40 angka",
        );
    }
    if let Some((name, row)) = rows.iter().find(|(_, row)| row.len() != count) {
        return refused(
            format!("{} angka pada `{name}`, seharusnya {count}", row.len()),
            "setiap baris harus sepanjang daftar nama",
        );
    }
    // Sums of rounded numbers may be a hair above 1; what is not a number at all is drawn as `?`.
    let impossible = |share: &&f32| **share < -1e-6 || **share > 1.0 + 1e-4;
    match rows.iter().flat_map(|(_, row)| row.iter()).find(impossible) {
        None => Ok(()),
        Some(share) => refused(
            share.to_string(),
            "peluang terletak antara 0 dan 1; ubah logit menjadi peluang dengan `softmax` dahulu",
        ),
    }
}

/// The three largest of each row.
fn described(title: &str, labels: &[String], rows: &[(&str, &[f32])]) -> String {
    let said: Vec<String> = rows
        .iter()
        .map(|(name, row)| {
            let mut order: Vec<usize> = (0..row.len()).collect();
            order.sort_by(|left, right| row[*right].total_cmp(&row[*left]));
            let largest = order.iter().take(3);
            let largest = largest.map(|&at| format!("{} {}", labels[at], percent(row[at])));
            format!("{name}: {}", largest.collect::<Vec<_>>().join(", "))
        })
        .collect();
    format!("{title}. {}.", said.join("; "))
}
