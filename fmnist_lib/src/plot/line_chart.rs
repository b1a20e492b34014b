//! [`LineChart`]: named lines over two axes, with a legend; the skeleton of `curves` and `lines`.

use super::{
    axis::Axis,
    figure::{Drawn, Figure, SvgCanvas},
    frame::Frame,
    legend::Legend,
    line_style::{LineStyle, ring},
    theme::{self, MARGIN, SOFT_INK},
};
use crate::error::Result;
use plotters::element::DashedPathElement;

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
    /// At most [`LineStyle::PLAIN`].
    pub lines: &'a [Line],
    /// A point with a ring and a dashed line through it, and what the legend says of it.
    pub ringed: Option<((f64, f64), String)>,
}

impl LineChart<'_> {
    /// Draws the chart (SVG) with `alt` as its text alternative.
    pub fn draw(self, alt: String) -> Result<Figure> {
        let lines = self.lines.iter().enumerate();
        let lines = lines.map(|(at, line)| (LineStyle::plain(at), line.name.clone()));
        let legend = Legend::new(lines, self.ringed.as_ref().map(|(_, said)| said.clone()));
        let top = theme::HEADING_HEIGHT + legend.further();
        let (title, height) = (self.title, (top + CHART) as u32);
        Figure::draw_svg(self.figure, height, title, alt, |canvas| {
            theme::heading(canvas, title, "")?;
            legend.draw(canvas)?;
            self.chart(canvas, top)
        })
    }

    fn chart(self, canvas: &SvgCanvas, top: i32) -> Drawn {
        let height = self.up.range.clone();
        let frame = Frame {
            across: self.across,
            up: self.up,
            names: self.axes,
        };
        let plane = frame.draw(&canvas.margin(top, 10, MARGIN, MARGIN))?;
        if let Some(((x, _), _)) = self.ringed {
            let line = [plane.at((x, height.start)), plane.at((x, height.end))];
            canvas.draw(&DashedPathElement::new(line, 4, 4, SOFT_INK))?;
        }
        for (at, line) in self.lines.iter().enumerate() {
            for part in line.points.split(Option::is_none) {
                let part = part.iter().flatten().map(|point| plane.at(*point));
                LineStyle::plain(at).line(canvas, &part.collect::<Vec<_>>())?;
            }
        }
        for (at, line) in self.lines.iter().enumerate() {
            for point in marked(&line.points) {
                LineStyle::plain(at).mark(canvas, plane.at(point))?;
            }
        }
        if let Some((point, _)) = self.ringed {
            ring(canvas, plane.at(point))?;
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
