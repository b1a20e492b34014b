//! [`Field`]: rows and columns of numbers as shaded cells, the part that `maps`, `patch` and `slide` share.

use super::{
    figure::Drawn,
    scale::{Scale, short},
    theme::{self, SOFT_INK, VERMILLION},
};
use plotters::{coord::Shift, prelude::*};

/// A cell at least this wide says its number, in pixels.
const NUMBERED: i32 = 38;

/// Numbers, row after row, and where they are drawn.
pub(super) struct Field<'a> {
    pub numbers: &'a [f32],
    /// How many numbers a row has.
    pub columns: usize,
    /// The upper left corner, and width and height, in pixels.
    pub corner: (i32, i32),
    pub size: (i32, i32),
    pub scale: Scale,
}

impl Field<'_> {
    /// Draws every cell, and a frame around all.
    pub fn draw<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
    ) -> Drawn {
        self.cells(canvas)?;
        let (left, top) = self.corner;
        let frame = [(left - 1, top - 1), (left + self.size.0, top + self.size.1)];
        canvas.draw(&Rectangle::new(frame, SOFT_INK))?;
        Ok(())
    }

    /// Draws every cell, with its number if it has room.
    pub fn cells<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
    ) -> Drawn {
        let numbered = self.size.0 / self.columns.max(1) as i32 >= NUMBERED;
        for (at, &number) in self.numbers.iter().enumerate() {
            let [(left, top), (right, bottom)] =
                self.window(at / self.columns, at % self.columns, 1);
            // Numbered cells stand a pixel apart, so that their borders are seen.
            let gap = i32::from(numbered);
            let square = [(left, top), (right - gap, bottom - gap)];
            canvas.draw(&Rectangle::new(square, self.scale.color(number).filled()))?;
            if numbered {
                let style = theme::text(theme::TEXT, self.scale.ink(number));
                let middle = ((left + right - 1) / 2, (top + bottom) / 2);
                canvas.draw_text(&short(number), &theme::centered(style), middle)?;
            }
        }
        Ok(())
    }

    /// Draws a thick frame around `side` x `side` cells from (row, column).
    pub fn frame<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
        (row, column): (usize, usize),
        side: usize,
    ) -> Drawn {
        let [(left, top), (right, bottom)] = self.window(row, column, side);
        for more in 1..4 {
            let corners = [
                (left - more, top - more),
                (right - 1 + more, bottom - 1 + more),
            ];
            canvas.draw(&Rectangle::new(corners, VERMILLION))?;
        }
        Ok(())
    }

    /// Two corners of `side` x `side` cells from (row, column), in pixels.
    pub fn window(&self, row: usize, column: usize, side: usize) -> [(i32, i32); 2] {
        let columns = self.columns.max(1);
        let rows = self.numbers.len() / columns;
        let x = |column: usize| (column as i64 * i64::from(self.size.0) / columns as i64) as i32;
        let y = |row: usize| (row as i64 * i64::from(self.size.1) / rows.max(1) as i64) as i32;
        let (left, top) = self.corner;
        [
            (left + x(column), top + y(row)),
            (left + x(column + side), top + y(row + side)),
        ]
    }
}

/// The side of a square of `numbers`, if they are one.
pub(super) fn square_side(numbers: &[f32]) -> Option<usize> {
    let side = numbers.len().isqrt();
    (side > 0 && side * side == numbers.len()).then_some(side)
}
