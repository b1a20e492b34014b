//! [`Land`]: the loss over two weights as a map of bands with contour lines, what `loss_surface` draws its paths on.

use super::{
    axis::Axis,
    figure::{Drawn, PngCanvas},
    theme::{self, INK, SOFT_INK},
};
use crate::{loss_surface::LossSurface, numeral::decimal};
use plotters::prelude::*;

/// Width and height of the map, in pixels.
pub(super) const SIZE: (i32, i32) = (540, 420);

/// Nodes along a side where the loss is computed; between them it is interpolated.
const NODES: usize = 81;

/// Bands of the loss; narrower near the lowest.
const BANDS: usize = 12;

/// The loss at the nodes, and the bounds of the bands.
pub(super) struct Land {
    losses: Vec<f32>,
    bounds: [f32; BANDS + 1],
}

impl Land {
    /// Computes the loss at the nodes of a map between `axes`.
    pub fn new(surface: &LossSurface, axes: &[Axis; 2]) -> Self {
        let at = |axis: &Axis, node: usize| {
            let share = node as f64 / (NODES - 1) as f64;
            (axis.range.start + share * (axis.range.end - axis.range.start)) as f32
        };
        let losses: Vec<f32> = (0..NODES * NODES)
            .map(|node| surface.loss([at(&axes[0], node % NODES), at(&axes[1], node / NODES)]))
            .collect();
        let low = losses.iter().copied().fold(f32::INFINITY, f32::min);
        let high = losses.iter().copied().fold(low, f32::max);
        let bounds = std::array::from_fn(|bound| {
            let share = bound as f32 / BANDS as f32;
            low + (high - low) * share * share
        });
        Self { losses, bounds }
    }

    /// The band of a pixel, from the lowest.
    fn band(&self, x: i32, y: i32) -> usize {
        let node = |at: i32, length: i32| {
            let exact = f64::from(at) / f64::from(length) * (NODES - 1) as f64;
            let node = (exact as usize).min(NODES - 2);
            (node, (exact - node as f64) as f32)
        };
        let ((column, right), (row, up)) = (node(x, SIZE.0), node(SIZE.1 - y, SIZE.1));
        let at = |row: usize, column: usize| self.losses[row * NODES + column];
        let along = |row: usize| at(row, column) * (1.0 - right) + at(row, column + 1) * right;
        let loss = along(row) * (1.0 - up) + along(row + 1) * up;
        self.bounds[1..BANDS]
            .iter()
            .filter(|bound| loss >= **bound)
            .count()
    }

    /// Draws the bands, with a line where two meet.
    pub fn draw(&self, canvas: &PngCanvas, corner: (i32, i32)) -> Drawn {
        let mut rgb = Vec::with_capacity((SIZE.0 * SIZE.1 * 3) as usize);
        for y in 0..SIZE.1 {
            for x in 0..SIZE.0 {
                let band = self.band(x, y);
                let on_line = band != self.band(x + 1, y) || band != self.band(x, y + 1);
                let RGBColor(red, green, blue) = if on_line { LINE } else { shade(band) };
                rgb.extend([red, green, blue]);
            }
        }
        let size = (SIZE.0 as u32, SIZE.1 as u32);
        let map =
            BitMapElement::with_owned_buffer(corner, size, rgb).ok_or("peta loss tidak lengkap")?;
        canvas.draw(&map)?;
        Ok(())
    }

    /// What the bands mean, at the right.
    pub fn scale(&self, canvas: &PngCanvas, (left, top): (i32, i32)) -> Drawn {
        const STEP: i32 = 26;
        let left = left + SIZE.0 + 20;
        let style = theme::text(theme::SMALL, SOFT_INK);
        canvas.draw_text("loss", &theme::text(theme::TEXT, INK), (left, top + 8))?;
        let foot = top + 24 + BANDS as i32 * STEP;
        for band in 0..BANDS {
            let below = foot - band as i32 * STEP;
            let square = [(left, below - STEP), (left + 16, below)];
            canvas.draw(&Rectangle::new(square, shade(band).filled()))?;
        }
        for (bound, value) in self.bounds.iter().enumerate() {
            let y = foot - bound as i32 * STEP;
            canvas.draw(&PathElement::new([(left, y), (left + 20, y)], LINE))?;
            canvas.draw_text(&decimal(*value, 2), &style, (left + 25, y))?;
        }
        Ok(())
    }
}

/// The contour lines.
const LINE: RGBColor = RGBColor(140, 150, 160);

/// From nearly white, the lowest band, to grey-blue.
fn shade(band: usize) -> RGBColor {
    let share = band as f64 / (BANDS - 1) as f64;
    let mix = |low: f64, high: f64| (low + share * (high - low)).round() as u8;
    RGBColor(mix(252.0, 150.0), mix(252.0, 172.0), mix(252.0, 196.0))
}

/// How far along an axis a weight lies, from 0 to 1.
pub(super) fn share(axis: &Axis, value: f32) -> f64 {
    (f64::from(value) - axis.range.start) / (axis.range.end - axis.range.start)
}
