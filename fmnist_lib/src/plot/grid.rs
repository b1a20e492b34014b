//! Image grid: enlarged images in rows and columns, with room for captions; the skeleton of `samples`, `misclassified` and
//! `predictions`.

use super::{
    figure::{Drawn, PngCanvas},
    theme,
};
use crate::{
    data::{CLASS_NAMES, IMAGE_SIDE},
    error::{Error, Result},
    numeral::decimal,
};
use plotters::{prelude::*, style::RGBColor};

/// The most images in one picture of predictions; more would be a picture that nobody looks through.
pub(super) const MOST_TILES: usize = 100;

/// Thickness of an image's frame, in pixels.
const FRAME: i32 = 4;

/// Height of a caption's line, in pixels.
const LINE_HEIGHT: i32 = 18;

/// Where images stand, in pixels.
pub(super) struct Grid {
    /// The first cell's upper left corner.
    pub corner: (i32, i32),
    /// Cells a row.
    pub columns: usize,
    /// Width and height of a cell.
    pub cell: (i32, i32),
    /// Screen pixels an image pixel.
    pub zoom: u32,
}

impl Grid {
    /// The grid of images with two lines of caption below each, four a row.
    pub fn captioned() -> Self {
        Self {
            corner: (theme::MARGIN + FRAME, theme::HEADING_HEIGHT + FRAME),
            columns: 4,
            cell: (181, 208),
            zoom: 5,
        }
    }

    /// The picture's size for `count` cells.
    pub fn size(&self, count: usize) -> (u32, u32) {
        let rows = count.div_ceil(self.columns) as i32;
        let height = self.corner.1 + rows * self.cell.1 + theme::MARGIN / 2;
        (theme::WIDTH, height as u32)
    }

    /// An image's side on the screen.
    pub fn side(&self) -> i32 {
        IMAGE_SIDE as i32 * self.zoom as i32
    }

    /// The upper left corner of cell `slot`, counted row by row.
    pub fn place(&self, slot: usize) -> (i32, i32) {
        let (row, column) = (slot / self.columns, slot % self.columns);
        (
            self.corner.0 + column as i32 * self.cell.0,
            self.corner.1 + row as i32 * self.cell.1,
        )
    }

    /// Draws the 784 bytes of an image in cell `slot`, in a frame if a colour is given.
    pub fn image(
        &self,
        canvas: &PngCanvas,
        slot: usize,
        pixels: &[u8],
        frame: Option<RGBColor>,
    ) -> Drawn {
        let (x, y) = self.place(slot);
        if let Some(color) = frame {
            let opposite = (x + self.side() + FRAME, y + self.side() + FRAME);
            let frame = Rectangle::new([(x - FRAME, y - FRAME), opposite], color.filled());
            canvas.draw(&frame)?;
        }
        enlarged(canvas, (x, y), pixels, self.zoom)
    }

    /// Writes line `line` (0 or 1) of the caption below cell `slot`.
    pub fn caption(
        &self,
        canvas: &PngCanvas,
        slot: usize,
        line: i32,
        text: &str,
        style: &TextStyle,
    ) -> Drawn {
        let (x, y) = self.place(slot);
        let middle = y + self.side() + 18 + line * LINE_HEIGHT;
        canvas.draw_text(text, style, (x - FRAME, middle))?;
        Ok(())
    }
}

/// Draws an image of 28 x 28 bytes `zoom` times as large, each pixel a crisp square (nearest neighbour).
pub(super) fn enlarged(canvas: &PngCanvas, corner: (i32, i32), pixels: &[u8], zoom: u32) -> Drawn {
    let zoom_steps = zoom as usize;
    let side = IMAGE_SIDE * zoom_steps;
    let mut rgb = Vec::with_capacity(side * side * 3);
    for row in pixels.chunks(IMAGE_SIDE) {
        let line: Vec<u8> = row
            .iter()
            .flat_map(|&byte| std::iter::repeat_n(byte, zoom_steps * 3))
            .collect();
        for _ in 0..zoom_steps {
            rgb.extend_from_slice(&line);
        }
    }
    let side = side as u32;
    let element = BitMapElement::with_owned_buffer(corner, (side, side), rgb)
        .ok_or("gambar tidak berisi 28 x 28 piksel")?;
    canvas.draw(&element)?;
    Ok(())
}

/// How many of `available` images to draw when a reader asks for `count`.
pub(super) fn shown(count: usize, available: usize) -> Result<usize> {
    if count == 0 {
        return Err(Error::InvalidValue {
            name: "count",
            value: "0".into(),
            reason: "tidak ada gambar yang diminta; pilih paling sedikit 1, misalnya 12",
        });
    }
    Ok(count.min(available).min(MOST_TILES))
}

/// A picture that only says `message`, for when there is nothing to show.
pub(super) fn message(name: &'static str, title: &str, message: &str) -> Result<super::Figure> {
    let size = (theme::WIDTH, theme::HEADING_HEIGHT as u32);
    super::Figure::draw_png(name, size, format!("{title}: {message}"), |canvas| {
        theme::heading(canvas, title, message)
    })
}

/// A class's own name; a label outside 0..10 is said plainly.
pub(super) fn class_name(label: u8) -> &'static str {
    CLASS_NAMES
        .get(usize::from(label))
        .copied()
        .unwrap_or("kelas tidak ada")
}

/// A probability 0 to 1 as `91 %`; where whole percents would claim certainty, with one decimal or as `<1 %`.
pub(super) fn percent(probability: f32) -> String {
    let percent = probability * 100.0;
    if !percent.is_finite() {
        "? %".into()
    } else if 0.0 < percent && percent < 0.5 {
        "<1 %".into()
    } else if (99.5..100.0).contains(&percent) {
        format!("{} %", decimal(percent.min(99.9), 1))
    } else {
        format!("{percent:.0} %")
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn only_what_is_certain_looks_certain() {
        let shown = [0.0, 0.0001, 0.006, 0.914, 0.9996, 1.0, f32::NAN].map(percent);
        assert_eq!(
            shown,
            ["0 %", "<1 %", "1 %", "91 %", "99,9 %", "100 %", "? %"]
        );
    }
}
