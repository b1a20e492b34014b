//! Neurons: rows of numbers as circles, zeros crossed out: what a dropout switches off from pass to pass.

use super::{
    figure::{Drawn, Figure, SvgCanvas},
    scale::short,
    theme::{self, BLUE, GRID, INK, MARGIN, PAPER, SOFT_INK, VERMILLION},
};
use crate::error::{Error, Result};
use plotters::prelude::*;

/// Where circles start, and the height of a row, in pixels.
const LEFT: i32 = 150;
const ROW: i32 = 58;

/// The most rows and circles a row.
const MOST_ROWS: usize = 12;
const MOST: usize = 24;

/// Draws each row of numbers as circles that say them (SVG); a 0 is a crossed circle: the neuron is off.
///
/// # Errors
/// [`Error::InvalidValue`] without a number, or for more than 12 rows or 24 numbers a row; [`Error::Plot`] if the picture cannot be
/// drawn.
pub fn neurons<N: AsRef<str>, P: AsRef<[f32]>>(title: &str, rows: &[(N, P)]) -> Result<Figure> {
    let longest = rows
        .iter()
        .map(|(_, row)| row.as_ref().len())
        .max()
        .unwrap_or(0);
    if longest == 0 || longest > MOST || rows.len() > MOST_ROWS {
        return Err(Error::InvalidValue {
            name: "rows",
            value: format!("{} baris dengan paling banyak {longest} angka", rows.len()),
            reason: "berikan 1 sampai 12 baris dengan 1 sampai 24 angka",
        });
    }
    let said: Vec<String> = rows
        .iter()
        .map(|(name, row)| {
            let row = row.as_ref();
            let off = row.iter().filter(|number| **number == 0.0).count();
            format!("{}: {off} dari {} neuron padam", name.as_ref(), row.len())
        })
        .collect();
    let alt = format!("{title}. {}.", said.join("; "));
    let height = theme::HEADING_HEIGHT + rows.len() as i32 * ROW + 8;
    Figure::draw_svg("neurons", height as u32, title, alt, |canvas| {
        theme::heading(canvas, title, "")?;
        legend(canvas)?;
        let step = ((theme::WIDTH as i32 - MARGIN - LEFT) / longest as i32).min(58);
        for (at, (name, row)) in rows.iter().enumerate() {
            let middle = theme::HEADING_HEIGHT + at as i32 * ROW + ROW / 2;
            let style = theme::bold(theme::TEXT, INK);
            let name = theme::fitted(name.as_ref(), &style, LEFT - MARGIN - 10);
            canvas.draw_text(&name, &style, (MARGIN, middle))?;
            for (column, &number) in row.as_ref().iter().enumerate() {
                let x = LEFT + column as i32 * step + step / 2;
                neuron(canvas, (x, middle), (step / 2 - 3).min(22), Some(number))?;
            }
        }
        Ok(())
    })
}

/// One circle; with its number if that fits.
fn neuron(canvas: &SvgCanvas, (x, y): (i32, i32), radius: i32, number: Option<f32>) -> Drawn {
    if number == Some(0.0) {
        canvas.draw(&Circle::new((x, y), radius, GRID.filled()))?;
        canvas.draw(&Circle::new((x, y), radius, SOFT_INK))?;
        let arm = radius * 7 / 10;
        for (dx, dy) in [(arm, arm), (arm, -arm)] {
            let line = PathElement::new(
                [(x - dx, y - dy), (x + dx, y + dy)],
                VERMILLION.stroke_width(2),
            );
            canvas.draw(&line)?;
        }
        return Ok(());
    }
    canvas.draw(&Circle::new((x, y), radius, BLUE.filled()))?;
    if let Some(number) = number.filter(|_| radius >= 18) {
        let style = theme::centered(theme::text(theme::SMALL, PAPER));
        canvas.draw_text(&short(number), &style, (x, y))?;
    }
    Ok(())
}

fn legend(canvas: &SvgCanvas) -> Drawn {
    let style = theme::text(theme::TEXT, INK);
    let mut x = MARGIN;
    for (number, said) in [(None, "aktif, dengan angkanya"), (Some(0.0), "padam (0)")] {
        neuron(canvas, (x + 9, theme::LINE), 9, number)?;
        canvas.draw_text(said, &style, (x + 26, theme::LINE))?;
        x += 26 + theme::width(said, &style) + 26;
    }
    Ok(())
}
