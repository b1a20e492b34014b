//! [`Map`]: rows and columns of numbers as shades, several in one picture: images, kernels, feature maps, gradients.

use super::{
    field::Field,
    figure::Figure,
    scale::{Scale, Shades, short},
    theme::{self, INK, MARGIN, SOFT_INK},
};
use crate::error::{Error, Result};

/// The most maps in one picture.
const MOST: usize = 128;

/// Between two maps, and above each for its title, in pixels.
const GAP: i32 = 14;
const TITLE_HEIGHT: i32 = 22;

/// No square map and no cell is larger, in pixels.
const LARGEST: i32 = 216;
const LARGEST_CELL: i32 = 72;

/// Rows and columns of numbers with a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    title: String,
    columns: usize,
    numbers: Vec<f32>,
    shades: Shades,
    has_own_scale: bool,
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
            has_own_scale: false,
        }
    }

    /// Shades from 0 to this map's own strongest number, so that a faint map beside a strong one can be seen.
    pub fn with_own_scale(self) -> Self {
        Self {
            has_own_scale: true,
            ..self
        }
    }

    /// The scale of its own, if it has one.
    fn own_scale(&self) -> Option<Scale> {
        let numbers = self.numbers.iter().copied().chain([0.0]);
        self.has_own_scale
            .then(|| Scale::around(self.shades, numbers))
    }

    fn rows(&self) -> usize {
        self.numbers.len() / self.columns
    }

    fn longer(&self) -> i32 {
        self.columns.max(self.rows()) as i32
    }

    /// Width and height on the screen with at most `room` pixels each: whole pixels a number if there are enough.
    fn size(&self, room: i32) -> (i32, i32) {
        let (columns, rows) = (self.columns as i32, self.rows() as i32);
        let longer = self.longer();
        match room / longer {
            0 => (
                (columns * room / longer).max(1),
                (rows * room / longer).max(1),
            ),
            zoom => (
                columns * zoom.min(LARGEST_CELL),
                rows * zoom.min(LARGEST_CELL),
            ),
        }
    }
}

/// Draws maps side by side and row by row (PNG). All grey maps share one scale and all signed maps another, and a bar for each
/// says what its shades mean, but for those with a scale of their own; cells large enough show their number.
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
    let (places, height) = places(maps);
    let size = (theme::WIDTH, height as u32);
    let subtitle = subtitle(all, maps);
    Figure::draw_png("maps", size, described(title, &subtitle, maps), |canvas| {
        let mut right = theme::WIDTH as i32 - MARGIN;
        for scale in scales.iter().flatten() {
            right = scale.bar(canvas, right)? - 26;
        }
        let quiet = theme::text(theme::TEXT, SOFT_INK);
        let subtitle = theme::fitted(&subtitle, &quiet, right - MARGIN);
        theme::heading(canvas, title, &subtitle)?;
        for (map, place) in maps.iter().zip(&places) {
            let style = theme::text(theme::TEXT, INK);
            let name = theme::fitted(&map.title, &style, place.room);
            let (left, top) = place.corner;
            canvas.draw_text(&name, &style, (left, top + TITLE_HEIGHT / 2 - 2))?;
            let shared = scales[usize::from(map.shades == Shades::Signed)];
            if let Some(scale) = map.own_scale().or(shared) {
                let field = Field {
                    numbers: &map.numbers,
                    columns: map.columns,
                    corner: (left, top + TITLE_HEIGHT),
                    size: place.size,
                    scale,
                };
                field.draw(canvas)?;
            }
        }
        Ok(())
    })
}

/// Where a map is drawn, in pixels.
struct Place {
    /// The upper left corner of its title, and how wide that may be.
    corner: (i32, i32),
    room: i32,
    /// Width and height of its cells.
    size: (i32, i32),
}

/// Every map's place, and the picture's height. Maps stand side by side; one that is a row rather than a square has a line of its
/// own.
fn places(maps: &[Map]) -> (Vec<Place>, i32) {
    let whole = theme::WIDTH as i32 - 2 * MARGIN;
    let is_row = |map: &Map| map.columns > 4 * map.rows();
    let columns = columns(maps.iter().filter(|map| !is_row(map)).count());
    let cell = (whole + GAP) / columns;
    let longest = longest_comparable(maps.iter().filter(|map| !is_row(map)));
    let mut places = Vec::new();
    let (mut column, mut top, mut tallest) = (0, theme::HEADING_HEIGHT, 0);
    for map in maps {
        let (room, largest) = match is_row(map) {
            true => (whole, whole),
            false => {
                let largest = (cell - GAP).min(LARGEST);
                let shrunk = longest.map_or(largest, |longest| largest * map.longer() / longest);
                (cell - GAP, shrunk)
            }
        };
        if column >= columns || (is_row(map) && column > 0) {
            (column, top, tallest) = (0, top + tallest, 0);
        }
        let size = map.size(largest);
        places.push(Place {
            corner: (MARGIN + column * cell, top),
            room,
            size,
        });
        tallest = tallest.max(TITLE_HEIGHT + size.1 + GAP);
        column += if is_row(map) { columns } else { 1 };
    }
    (places, top + tallest + 4)
}

/// The longest side of all maps if none is much smaller: an image beside what a stride of 2 leaves of it is drawn twice as large. A kernel beside an
/// image would become a speck.
fn longest_comparable<'a>(maps: impl Iterator<Item = &'a Map>) -> Option<i32> {
    let sides: Vec<i32> = maps.map(Map::longer).collect();
    let (shortest, longest) = (*sides.iter().min()?, *sides.iter().max()?);
    (3 * shortest >= longest).then_some(longest)
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
        map.numbers.is_empty() || map.columns == 0 || !map.numbers.len().is_multiple_of(map.columns)
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
fn columns(count: usize) -> i32 {
    match count {
        0..=3 => 3,
        4 => 4,
        5..=12 => 4,
        13..=24 => 6,
        25..=64 => 8,
        _ => 12,
    }
}

fn scale_of(shades: Shades, maps: &[Map]) -> Option<Scale> {
    let shared = |map: &&Map| map.shades == shades && !map.has_own_scale;
    let mut of_kind = maps.iter().filter(shared).peekable();
    of_kind.peek()?;
    let numbers = of_kind.flat_map(|map| map.numbers.iter().copied());
    Some(Scale::around(shades, numbers))
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
    if maps.iter().any(|map| map.has_own_scale) {
        said.push("setiap peta berskala sendiri, sampai angka di sebelah nomornya".into());
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
