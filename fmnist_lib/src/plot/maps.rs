//! [`Map`]: rows and columns of numbers as shades, several in one picture: images, kernels, feature maps, gradients.

use super::{
    figure::{Drawn, Figure, PngCanvas},
    scale::{Scale, Shades, short},
    theme::{self, INK, MARGIN, SOFT_INK},
};
use crate::error::{Error, Result};
use plotters::prelude::*;

/// The most maps in one picture.
const MOST: usize = 128;

/// Between two maps, and above each for its title, in pixels.
const GAP: i32 = 14;
const TITLE_HEIGHT: i32 = 22;

/// No map is larger, in pixels.
const LARGEST: i32 = 216;

/// A cell at least this wide says its number, in pixels.
const NUMBERED: i32 = 38;

/// Rows and columns of numbers with a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    title: String,
    columns: usize,
    numbers: Vec<f32>,
    shades: Shades,
}

impl Map {
    /// `numbers` row after row, in rows of `columns`, from black (lowest) to white (highest), as images are.
    pub fn grey(title: impl Into<String>, columns: usize, numbers: impl Into<Vec<f32>>) -> Self {
        Self::new(title.into(), columns, numbers.into(), Shades::Grey)
    }

    /// `numbers` row after row, in rows of `columns`: orange below 0, blue above.
    pub fn signed(title: impl Into<String>, columns: usize, numbers: impl Into<Vec<f32>>) -> Self {
        Self::new(title.into(), columns, numbers.into(), Shades::Signed)
    }

    fn new(title: String, columns: usize, numbers: Vec<f32>, shades: Shades) -> Self {
        Self {
            title,
            columns,
            numbers,
            shades,
        }
    }

    fn rows(&self) -> usize {
        self.numbers.len() / self.columns
    }

    /// Width and height on the screen with at most `room` pixels each: whole pixels a number if there are enough.
    fn size(&self, room: i32) -> (i32, i32) {
        let (columns, rows) = (self.columns as i32, self.rows() as i32);
        let longer = columns.max(rows);
        match room / longer {
            0 => (
                (columns * room / longer).max(1),
                (rows * room / longer).max(1),
            ),
            zoom => (columns * zoom, rows * zoom),
        }
    }
}

/// Draws maps side by side and row by row (PNG). All grey maps share one scale and all signed maps another, and a bar for each
/// says what its shades mean; cells large enough show their number.
///
/// Twin: `matplotlib.pyplot.imshow` with `cmap="gray"` or a diverging `cmap`, in `subplots`.
///
/// ```
/// # use fmnist_lib::prelude::*;
/// use plot::Map;
/// let kernel = [-1.0, 0.0, 1.0, -1.0, 0.0, 1.0, -1.0, 0.0, 1.0];
/// let figure = plot::maps("Kernel", &[Map::signed("tepi tegak", 3, kernel)])?;
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// [`Error::InvalidValue`] without a map, or if a map's numbers do not fill its rows; [`Error::Plot`] if the picture cannot be
/// encoded. Of more than 128 maps the first 128 are drawn, and the picture says so.
pub fn maps(title: &str, maps: &[Map]) -> Result<Figure> {
    check(maps)?;
    let (all, maps) = (maps.len(), &maps[..maps.len().min(MOST)]);
    let scales = [Shades::Grey, Shades::Signed].map(|shades| scale_of(shades, maps));
    let columns = columns(maps.len());
    let cell = (theme::WIDTH as i32 - 2 * MARGIN + GAP) / columns as i32;
    let room = (cell - GAP).min(LARGEST);
    let mut tops = vec![theme::HEADING_HEIGHT];
    for row in maps.chunks(columns) {
        let tallest = row.iter().map(|map| map.size(room).1).max().unwrap_or(0);
        tops.push(tops[tops.len() - 1] + TITLE_HEIGHT + tallest + GAP);
    }
    let size = (theme::WIDTH, (tops[tops.len() - 1] + 4) as u32);
    let subtitle = subtitle(all, maps);
    Figure::draw_png("maps", size, described(title, &subtitle, maps), |canvas| {
        let mut right = theme::WIDTH as i32 - MARGIN;
        for scale in scales.iter().flatten() {
            right = scale.bar(canvas, right)? - 26;
        }
        let quiet = theme::text(theme::TEXT, SOFT_INK);
        theme::heading(
            canvas,
            title,
            &theme::fitted(&subtitle, &quiet, right - MARGIN),
        )?;
        for (at, map) in maps.iter().enumerate() {
            let corner = (MARGIN + (at % columns) as i32 * cell, tops[at / columns]);
            let style = theme::text(theme::TEXT, INK);
            let name = theme::fitted(&map.title, &style, cell - GAP);
            canvas.draw_text(&name, &style, (corner.0, corner.1 + TITLE_HEIGHT / 2 - 2))?;
            if let Some(scale) = scales[usize::from(map.shades == Shades::Signed)] {
                let corner = (corner.0, corner.1 + TITLE_HEIGHT);
                field(canvas, corner, map.size(room), map, scale)?;
            }
        }
        Ok(())
    })
}

fn check(maps: &[Map]) -> Result<()> {
    let refused = |value: String, reason| {
        Err(Error::InvalidValue {
            name: "maps",
            value,
            reason,
        })
    };
    if maps.is_empty() {
        return refused("0 peta".into(), "berikan paling sedikit satu peta");
    }
    let broken = |map: &&Map| {
        map.columns == 0 || map.numbers.is_empty() || !map.numbers.len().is_multiple_of(map.columns)
    };
    match maps.iter().find(broken) {
        None => Ok(()),
        Some(map) => refused(
            format!(
                "{} angka dalam baris {} angka",
                map.numbers.len(),
                map.columns
            ),
            "banyaknya angka harus kelipatan dari banyaknya kolom, dan keduanya paling sedikit 1",
        ),
    }
}

/// How many maps stand side by side.
fn columns(count: usize) -> usize {
    match count {
        0..=4 => count.max(3),
        5..=12 => 4,
        13..=24 => 6,
        25..=64 => 8,
        _ => 12,
    }
}

fn scale_of(shades: Shades, maps: &[Map]) -> Option<Scale> {
    let mut of_kind = maps.iter().filter(|map| map.shades == shades).peekable();
    of_kind.peek()?;
    let numbers = of_kind.flat_map(|map| map.numbers.iter().copied());
    Some(Scale::around(shades, numbers))
}

fn field(
    canvas: &PngCanvas,
    (left, top): (i32, i32),
    (width, height): (i32, i32),
    map: &Map,
    scale: Scale,
) -> Drawn {
    let (columns, rows) = (map.columns as i32, map.rows() as i32);
    let numbered = width / columns >= NUMBERED;
    for (at, &number) in map.numbers.iter().enumerate() {
        let (row, column) = (at as i32 / columns, at as i32 % columns);
        let x = [column, column + 1].map(|edge| left + edge * width / columns);
        let y = [row, row + 1].map(|edge| top + edge * height / rows);
        // Numbered cells stand a pixel apart, so that their borders are seen.
        let gap = i32::from(numbered);
        let square = [(x[0], y[0]), (x[1] - gap, y[1] - gap)];
        canvas.draw(&Rectangle::new(square, scale.color(number).filled()))?;
        if numbered {
            let style = theme::centered(theme::text(theme::TEXT, scale.ink(number)));
            let middle = ((x[0] + x[1] - 1) / 2, (y[0] + y[1]) / 2);
            canvas.draw_text(&short(number), &style, middle)?;
        }
    }
    let frame = [(left - 1, top - 1), (left + width, top + height)];
    canvas.draw(&Rectangle::new(frame, SOFT_INK))?;
    Ok(())
}

fn subtitle(all: usize, maps: &[Map]) -> String {
    let mut said = Vec::new();
    if all > maps.len() {
        said.push(format!("{} peta pertama dari {all}", maps.len()));
    }
    let (rows, columns) = (maps[0].rows(), maps[0].columns);
    if maps
        .iter()
        .all(|map| (map.rows(), map.columns) == (rows, columns))
    {
        said.push(format!("masing-masing {rows} × {columns} angka"));
    }
    let numbers = maps.iter().flat_map(|map| &map.numbers);
    match numbers.filter(|number| !number.is_finite()).count() {
        0 => {}
        count => said.push(format!("{count} bukan bilangan berhingga (ungu)")),
    }
    said.join(" · ")
}

fn described(title: &str, subtitle: &str, maps: &[Map]) -> String {
    let said: Vec<String> = maps
        .iter()
        .take(12)
        .map(|map| {
            let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
            for &number in map.numbers.iter().filter(|number| number.is_finite()) {
                (low, high) = (low.min(number), high.max(number));
            }
            let (rows, columns) = (map.rows(), map.columns);
            let (low, high) = (short(low), short(high));
            format!("{} ({rows} x {columns}, {low} sampai {high})", map.title)
        })
        .collect();
    let more = if maps.len() > said.len() {
        "; dan seterusnya"
    } else {
        ""
    };
    let between = if subtitle.is_empty() { "" } else { ", " };
    format!("{title}{between}{subtitle}: {}{more}.", said.join("; "))
}
