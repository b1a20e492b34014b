//! [`Frame`]: what all line charts share: two named axes, a grid, and numbers at the ticks. It gives a [`Plane`] to draw on.

use super::{
    axis::Axis,
    figure::SvgCanvas,
    theme::{self, GRID, INK, SOFT_INK},
};
use plotters::{
    coord::{CoordTranslate, ranged1d::ValueFormatter},
    prelude::*,
};

/// Two axes and their names.
pub(super) struct Frame<'a> {
    /// From left to right.
    pub across: Axis,
    /// From bottom to top.
    pub up: Axis,
    /// What the axes are, in the same order, with units.
    pub names: [&'a str; 2],
}

/// Where a point of the chart lies on the canvas.
pub(super) struct Plane(Cartesian2d<Axis, Axis>);

impl Plane {
    /// The pixel of a point (across, up).
    pub fn at(&self, point: (f64, f64)) -> (i32, i32) {
        self.0.translate(&point)
    }

    /// The pixels of some points.
    pub fn all(&self, points: &[(f64, f64)]) -> Vec<(i32, i32)> {
        points.iter().map(|point| self.at(*point)).collect()
    }
}

impl Frame<'_> {
    /// Draws the axes inside `area`, as wide as their numbers need.
    pub fn draw(self, area: &SvgCanvas) -> Result<Plane, Box<dyn std::error::Error>> {
        let number = theme::text(theme::SMALL, SOFT_INK);
        let widths = self.up.ticks.iter();
        let widths = widths.map(|tick| theme::width(&self.up.format_ext(tick), &number));
        let widest = widths.max().unwrap_or(0);
        let mut chart = ChartBuilder::on(area)
            .x_label_area_size(50)
            .y_label_area_size(widest + 42)
            .build_cartesian_2d(self.across.clone(), self.up.clone())?;
        chart
            .configure_mesh()
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(SOFT_INK)
            .label_style(number)
            .axis_desc_style(theme::text(theme::TEXT, INK))
            .x_desc(self.names[0])
            .y_desc(self.names[1])
            .draw()?;
        let (across, up) = chart.plotting_area().get_pixel_range();
        // Pixels are counted downwards.
        let pixels = (across, up.end..up.start);
        Ok(Plane(Cartesian2d::new(self.across, self.up, pixels)))
    }
}
