//! [`Step`]: a computation as a graph from left to right: each step's value above, and below how fast the last step changes with it.

use super::{
    arrow::arrow,
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, BLUE, INK, MARGIN, PAPER, SOFT_INK, VERMILLION_INK},
};
use crate::{
    error::{Error, Result},
    numeral::decimal,
};
use plotters::prelude::*;

/// Width and height of a step's box, and of a row, in pixels.
const BOX: (i32, i32) = (84, 30);
const ROW: i32 = 86;

/// The most steps that have room: in a row from left to right, and below each other.
const MOST_COLUMNS: usize = 6;
const MOST_ROWS: usize = 8;

/// One step of a computation.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is, such as `z = w₁x₁ + w₂x₂ + b`.
    pub name: String,
    /// What came out on the way forward.
    pub value: f32,
    /// The derivative of the last step by this one, from the way back.
    pub gradient: f32,
    /// The earlier steps, by number from 0, that it is computed from.
    pub from: Vec<usize>,
}

impl Step {
    /// A step computed `from` earlier ones; an input is computed from none.
    pub fn new(name: impl Into<String>, value: f32, gradient: f32, from: &[usize]) -> Self {
        Self {
            name: name.into(),
            value,
            gradient,
            from: from.to_vec(),
        }
    }
}

/// Draws the graph of `steps` (SVG), the last one at the right. Twin: micrograd's `draw_dot`.
///
/// # Errors
/// [`Error::InvalidValue`] without a step, for a step that is computed from itself or a later one, or for a graph too large for the
/// page; [`Error::Plot`] if the picture cannot be drawn.
pub fn computation(title: &str, steps: &[Step]) -> Result<Figure> {
    let columns = columns(steps)?;
    let count = columns.iter().max().map_or(0, |last| last + 1);
    let heights: Vec<usize> = (0..count)
        .map(|column| columns.iter().filter(|at| **at == column).count())
        .collect();
    let rows = heights.iter().max().copied().unwrap_or(0);
    if count > MOST_COLUMNS || rows > MOST_ROWS {
        return Err(refused(
            format!("{count} kolom dan {rows} baris"),
            "grafnya terlalu besar untuk satu gambar; pecah menjadi beberapa bagian",
        ));
    }
    let gap = (theme::WIDTH as i32 - 2 * MARGIN - BOX.0) / (count.max(2) as i32 - 1);
    let mut met = vec![0; count];
    let places: Vec<(i32, i32)> = columns
        .iter()
        .map(|&column| {
            let free = (rows - heights[column]) as i32 * ROW / 2;
            let y = theme::HEADING_HEIGHT + free + met[column] * ROW + ROW / 2;
            met[column] += 1;
            (MARGIN + column as i32 * gap, y)
        })
        .collect();
    let said: Vec<String> = steps
        .iter()
        .map(|step| {
            format!(
                "{} = {}, gradien {}",
                step.name,
                decimal(step.value, 4),
                decimal(step.gradient, 4)
            )
        })
        .collect();
    let alt = format!("{title}. {}.", said.join("; "));
    let height = theme::HEADING_HEIGHT + rows as i32 * ROW + 8;
    Figure::draw_svg("computation", height as u32, title, alt, |canvas| {
        theme::heading(canvas, title, "")?;
        legend(canvas)?;
        for (step, &(x, y)) in steps.iter().zip(&places) {
            for &from in &step.from {
                let (start, middle) = places[from];
                arrow(canvas, (start + BOX.0, middle), (x - 1, y), SOFT_INK)?;
            }
        }
        for (step, &place) in steps.iter().zip(&places) {
            drawn(canvas, step, place)?;
        }
        Ok(())
    })
}

/// Each step's column: one behind the latest that it is computed from, inputs directly before their first use.
fn columns(steps: &[Step]) -> Result<Vec<usize>> {
    let mut columns = vec![0; steps.len()];
    for (at, step) in steps.iter().enumerate() {
        if let Some(from) = step.from.iter().find(|from| **from >= at) {
            return Err(refused(
                format!("langkah {at} dari langkah {from}"),
                "sebuah langkah hanya dapat dihitung dari langkah sebelumnya",
            ));
        }
        columns[at] = step
            .from
            .iter()
            .map(|&from| columns[from] + 1)
            .max()
            .unwrap_or(0);
    }
    for at in 0..steps.len() {
        if steps[at].from.is_empty() {
            let uses = steps
                .iter()
                .enumerate()
                .filter(|(_, step)| step.from.contains(&at));
            let first: Option<usize> = uses.map(|(user, _)| columns[user]).min();
            columns[at] = first.map_or(0, |column| column.saturating_sub(1));
        }
    }
    match steps.len() {
        0 => Err(refused(
            "0 langkah".into(),
            "berikan paling sedikit satu langkah",
        )),
        _ => Ok(columns),
    }
}

fn drawn(canvas: &SvgCanvas, step: &Step, (x, y): (i32, i32)) -> Drawn {
    let corners = [(x, y - BOX.1 / 2), (x + BOX.0, y + BOX.1 / 2)];
    canvas.draw(&Rectangle::new(corners, PAPER.filled()))?;
    canvas.draw(&Rectangle::new(corners, INK.stroke_width(2)))?;
    let middle = x + BOX.0 / 2;
    let name = theme::bold(theme::TEXT, INK);
    let said = theme::fitted(&step.name, &name, BOX.0 - 8);
    canvas.draw_text(&said, &theme::centered(name), (middle, y))?;
    let value = theme::centered(theme::text(theme::SMALL, BLUE));
    canvas.draw_text(&decimal(step.value, 3), &value, (middle, y - BOX.1 / 2 - 9))?;
    let gradient = theme::centered(theme::text(theme::SMALL, VERMILLION_INK));
    let said = format!("∂ {}", decimal(step.gradient, 3));
    canvas.draw_text(&said, &gradient, (middle, y + BOX.1 / 2 + 10))?;
    Ok(())
}

fn legend(canvas: &SvgCanvas) -> Drawn {
    let value = theme::text(theme::TEXT, BLUE);
    let said = "di atas: nilai (maju)";
    canvas.draw_text(said, &value, (MARGIN, theme::LINE))?;
    let x = MARGIN + theme::width(said, &value) + 26;
    let gradient = theme::text(theme::TEXT, VERMILLION_INK);
    let said = "di bawah, dengan ∂: gradien dari langkah terakhir (mundur)";
    canvas.draw_text(said, &gradient, (x, theme::LINE))?;
    Ok(())
}

fn refused(value: String, reason: &'static str) -> Error {
    Error::InvalidValue {
        name: "steps",
        value,
        reason,
    }
}
