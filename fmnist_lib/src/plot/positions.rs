//! [`Sliding`]: where a kernel stops on an image for a stride and a padding, drawn cell by cell.

use super::{
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, BLUE, GRID, INK, MARGIN, PAPER, SOFT_INK, VERMILLION},
};
use crate::{
    error::{Error, Result},
    kernels::conv2d::output_size,
};
use plotters::prelude::*;

/// The most settings side by side.
const MOST: usize = 4;

/// The most cells along a side, padding included: more could not be told apart.
const MOST_CELLS: usize = 32;

const GAP: i32 = 26;
const TOP: i32 = theme::HEADING_HEIGHT + 28;

/// An image's side, a kernel's side, its stride and the padding, all in pixels of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sliding {
    /// Side of the image.
    pub side: usize,
    /// Side of the kernel.
    pub kernel: usize,
    /// How far the kernel moves from place to place.
    pub stride: usize,
    /// How many zeros stand around the image on each side.
    pub padding: usize,
}

impl Sliding {
    /// How many places the kernel has along a side: `(side + 2 * padding - kernel) / stride + 1`, rounded down; `None` if it
    /// does not fit.
    pub fn positions(&self) -> Option<usize> {
        // Beyond this, nothing is drawn either, and sums cannot overflow.
        if self.side > 1 << 20 || self.padding > 1 << 20 {
            return None;
        }
        output_size(self.side, self.kernel, self.stride, self.padding)
    }
}

/// Draws for each setting the image as cells, zeros of the padding around it, and a dot in the middle of every place of the kernel;
/// the first two places are framed (SVG).
///
/// ```
/// # use fmnist_lib::prelude::*;
/// use plot::Sliding;
/// let near = Sliding { side: 7, kernel: 3, stride: 1, padding: 0 };
/// assert_eq!(near.positions(), Some(5));
/// let figure = plot::positions(&[near, Sliding { stride: 2, ..near }])?;
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// [`Error::InvalidValue`] for no or more than four settings, a kernel that does not fit, a stride of 0, or more than 32 cells along
/// a side; [`Error::Plot`] if the picture cannot be drawn.
pub fn positions(settings: &[Sliding]) -> Result<Figure> {
    let places = check(settings)?;
    let title = "Tempat-tempat kernel";
    let said: Vec<String> = settings
        .iter()
        .zip(&places)
        .map(|(setting, places)| {
            let Sliding { side, kernel, stride, padding } = setting;
            format!("gambar {side} x {side}, kernel {kernel} x {kernel}, langkah {stride}, padding {padding}: {places} x {places} tempat")
        })
        .collect();
    let alt = format!("{title}. {}.", said.join("; "));
    let columns = settings.len().max(2) as i32;
    let room = (theme::WIDTH as i32 - 2 * MARGIN + GAP) / columns - GAP;
    let tallest = settings
        .iter()
        .map(|setting| cell(setting, room) * cells(setting) as i32)
        .max();
    let height = TOP + tallest.unwrap_or(room) + 52;
    Figure::draw_svg("positions", height as u32, title, alt, |canvas| {
        theme::heading(canvas, title, "")?;
        legend(canvas)?;
        for (at, (setting, places)) in settings.iter().zip(&places).enumerate() {
            let left = MARGIN + at as i32 * (room + GAP);
            let said = format!("langkah {}, padding {}", setting.stride, setting.padding);
            canvas.draw_text(&said, &theme::bold(theme::TEXT, INK), (left, TOP - 16))?;
            one(canvas, setting, *places, (left, TOP), cell(setting, room))?;
            let said = format!("{places} × {places} tempat");
            canvas.draw_text(&said, &theme::text(theme::TEXT, INK), (left, height - 32))?;
        }
        Ok(())
    })
}

/// Cells along a side, padding included.
fn cells(setting: &Sliding) -> usize {
    setting.side + 2 * setting.padding
}

fn cell(setting: &Sliding, room: i32) -> i32 {
    (room / cells(setting) as i32).min(32)
}

fn one(
    canvas: &SvgCanvas,
    setting: &Sliding,
    places: usize,
    (left, top): (i32, i32),
    cell: i32,
) -> Drawn {
    let corner = |row: usize, column: usize| (left + column as i32 * cell, top + row as i32 * cell);
    let inside = setting.padding..setting.padding + setting.side;
    for row in 0..cells(setting) {
        for column in 0..cells(setting) {
            let (x, y) = corner(row, column);
            let is_pixel = inside.contains(&row) && inside.contains(&column);
            let shade = if is_pixel { GRID } else { PAPER };
            let square = [(x, y), (x + cell, y + cell)];
            canvas.draw(&Rectangle::new(square, shade.filled()))?;
            canvas.draw(&Rectangle::new(square, if is_pixel { PAPER } else { GRID }))?;
            if !is_pixel && cell >= 12 {
                let style = theme::centered(theme::text(theme::SMALL, SOFT_INK));
                canvas.draw_text("0", &style, (x + cell / 2, y + cell / 2))?;
            }
        }
    }
    let half = setting.kernel as i32 * cell / 2;
    for row in 0..places {
        for column in 0..places {
            let (x, y) = corner(row * setting.stride, column * setting.stride);
            let dot = Circle::new((x + half, y + half), (cell / 6).clamp(2, 5), INK.filled());
            canvas.draw(&dot)?;
        }
    }
    for (place, color) in [(1, VERMILLION), (0, BLUE)] {
        if place < places {
            let (x, y) = corner(0, place * setting.stride);
            let side = setting.kernel as i32 * cell;
            // The second frame stands a little inside, so that both are seen where they share an edge.
            let (x, y, side) = (
                x + 3 * place as i32,
                y + 3 * place as i32,
                side - 6 * place as i32,
            );
            frame(canvas, (x, y), side, color)?;
        }
    }
    Ok(())
}

fn frame(canvas: &SvgCanvas, (x, y): (i32, i32), side: i32, color: RGBColor) -> Drawn {
    let corners = [
        (x, y),
        (x + side, y),
        (x + side, y + side),
        (x, y + side),
        (x, y - 1),
    ];
    canvas.draw(&PathElement::new(corners, color.stroke_width(3)))?;
    Ok(())
}

fn legend(canvas: &SvgCanvas) -> Drawn {
    let style = theme::text(theme::TEXT, INK);
    let (mut x, y) = (MARGIN, theme::LINE);
    let squares = [("tempat pertama", BLUE), ("tempat kedua", VERMILLION)];
    for (said, color) in squares {
        frame(canvas, (x, y - 7), 14, color)?;
        canvas.draw_text(said, &style, (x + 24, y))?;
        x += 24 + theme::width(said, &style) + 26;
    }
    canvas.draw(&Circle::new((x + 7, y), 4, INK.filled()))?;
    canvas.draw_text("tengah setiap tempat", &style, (x + 24, y))?;
    Ok(())
}

/// How many places each setting has.
fn check(settings: &[Sliding]) -> Result<Vec<usize>> {
    let refused = |value: String, reason| Error::InvalidValue {
        name: "settings",
        value,
        reason,
    };
    if settings.is_empty() || settings.len() > MOST {
        let value = format!("{} pengaturan", settings.len());
        return Err(refused(value, "berikan 1 sampai 4 pengaturan"));
    }
    settings
        .iter()
        .map(|setting| match setting.positions() {
            Some(places) if cells(setting) <= MOST_CELLS => Ok(places),
            Some(_) => Err(refused(
                format!("{setting:?}"),
                "gambar dengan padding paling besar 32 x 32 agar kotaknya terlihat",
            )),
            None => Err(refused(
                format!("{setting:?}"),
                "kernel dan langkah paling sedikit 1, dan kernel tidak boleh lebih besar daripada gambar dengan padding",
            )),
        })
        .collect()
}
