//! [`LineChart`]: named lines over two axes, with a legend; the skeleton of `curves` and `lines`.

use super::{
    axis::Axis,
    figure::{Drawn, Figure, SvgCanvas},
    legend::{LOOKS, Legend, ring},
    theme::{self, GRID, INK, MARGIN, SOFT_INK},
};
use crate::error::Result;
use plotters::{coord::ranged1d::ValueFormatter, prelude::*};

/// Height of the chart with its axes, in pixels.
const CHART: i32 = 356;

/// A line is drawn with at most about this many markers.
const MOST_MARKERS: usize = 25;

/// (x, y); `None` where there is no number that can be drawn.
pub(super) type Points = Vec<Option<(f64, f64)>>;

/// One line.
pub(super) struct Line {
    pub name: String,
    pub points: Points,
}

/// Lines over two axes.
pub(super) struct LineChart<'a> {
    /// The picture's name, for messages.
    pub figure: &'static str,
    pub title: &'a str,
    /// What the axes are, with units.
    pub axes: [&'a str; 2],
    pub across: Axis,
    pub up: Axis,
    /// At most as many as there are [`LOOKS`].
    pub lines: &'a [Line],
    /// A point with a ring and a dashed line through it, and what the legend says of it.
    pub ringed: Option<((f64, f64), String)>,
}

impl LineChart<'_> {
    /// Draws the chart (SVG) with `alt` as its text alternative.
    pub fn draw(self, alt: String) -> Result<Figure> {
        let names = self.lines.iter().map(|line| line.name.clone());
        let legend = Legend::new(names, self.ringed.as_ref().map(|(_, said)| said.clone()));
        let top = theme::HEADING_HEIGHT + legend.further();
        let (title, height) = (self.title, (top + CHART) as u32);
        Figure::draw_svg(self.figure, height, title, alt, |canvas| {
            theme::heading(canvas, title, "")?;
            legend.draw(canvas)?;
            self.chart(canvas, top)
        })
    }

    fn chart(self, canvas: &SvgCanvas, top: i32) -> Drawn {
        let number = theme::text(theme::SMALL, SOFT_INK);
        let height = self.up.range.clone();
        let widest = self.up.ticks.iter();
        let widest = widest.map(|tick| theme::width(&self.up.format_ext(tick), &number));
        let widest = widest.max().unwrap_or(0);
        let area = canvas.margin(top, 10, MARGIN, MARGIN);
        let mut chart = ChartBuilder::on(&area)
            .x_label_area_size(50)
            .y_label_area_size(widest + 42)
            .build_cartesian_2d(self.across, self.up)?;
        chart
            .configure_mesh()
            .bold_line_style(GRID)
            .light_line_style(TRANSPARENT)
            .axis_style(SOFT_INK)
            .label_style(number)
            .axis_desc_style(theme::text(theme::TEXT, INK))
            .x_desc(self.axes[0])
            .y_desc(self.axes[1])
            .draw()?;
        if let Some(((x, _), _)) = self.ringed {
            let line = [(x, height.start), (x, height.end)];
            chart.draw_series(DashedLineSeries::new(line, 4, 4, SOFT_INK.into()))?;
        }
        for (line, look) in self.lines.iter().zip(LOOKS) {
            for part in line.points.split(Option::is_none) {
                let part = part.iter().flatten().copied();
                chart.draw_series(LineSeries::new(part, look.color().stroke_width(2)))?;
            }
        }
        for (line, look) in self.lines.iter().zip(LOOKS) {
            for point in marked(&line.points) {
                look.mark(canvas, chart.backend_coord(&point))?;
            }
        }
        if let Some((point, _)) = self.ringed {
            ring(canvas, chart.backend_coord(&point))?;
        }
        Ok(())
    }
}

/// The points that get a marker: all of a few, every n-th of many, and always the last.
fn marked(points: &Points) -> Vec<(f64, f64)> {
    let drawn: Vec<(f64, f64)> = points.iter().flatten().copied().collect();
    let step = drawn.len().div_ceil(MOST_MARKERS).max(1);
    let mut marked: Vec<(f64, f64)> = drawn.iter().copied().step_by(step).collect();
    if drawn.len() % step != 1 && step > 1 {
        marked.extend(drawn.last());
    }
    marked
}
