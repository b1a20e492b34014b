//! [`LineChart`]: named lines over two axes, with a legend; the skeleton of `curves` and `lines`.

use super::{
    axis::Axis,
    figure::{Drawn, Figure, SvgCanvas},
    theme::{self, BLUE, GREEN, GRID, INK, MARGIN, ORANGE, PURPLE, SKY, SOFT_INK, VERMILLION},
};
use crate::error::Result;
use plotters::{coord::ranged1d::ValueFormatter, prelude::*};

/// Height of the chart with its axes, and of a legend's line, in pixels.
const CHART: i32 = 356;
const LEGEND_LINE: i32 = 24;

/// Length of a line's sample in the legend, and from its start to its name, in pixels.
const SAMPLE: i32 = 30;
const NAME: i32 = 38;

/// A line is drawn with at most about this many markers.
const MOST_MARKERS: usize = 25;

/// (x, y); `None` where there is no number that can be drawn.
pub(super) type Points = Vec<Option<(f64, f64)>>;

/// A marker's shape: a second sign beside the colour.
#[derive(Clone, Copy)]
enum Marker {
    Circle,
    Triangle,
    Square,
    Diamond,
}

/// How a line looks.
#[derive(Clone, Copy)]
pub(super) struct Look(RGBColor, Marker);

/// Every line's look, in order; the first two are those of training and validation data.
pub(super) const LOOKS: [Look; 7] = [
    Look(BLUE, Marker::Circle),
    Look(VERMILLION, Marker::Triangle),
    Look(GREEN, Marker::Square),
    Look(PURPLE, Marker::Diamond),
    Look(INK, Marker::Circle),
    Look(ORANGE, Marker::Square),
    Look(SKY, Marker::Triangle),
];

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
        let legend = self.legend_places();
        let last = legend.last().map_or(theme::LINE, |place| place.1);
        let top = theme::HEADING_HEIGHT + last - theme::LINE;
        let title = self.title;
        Figure::draw_svg(
            self.figure,
            (top + CHART) as u32,
            title,
            alt,
            move |canvas| {
                theme::heading(canvas, title, "")?;
                self.legend(canvas, &legend)?;
                self.chart(canvas, top)
            },
        )
    }

    /// What the legend says: the names of the lines, and of the ring.
    fn said(&self) -> impl Iterator<Item = &str> {
        let ringed = self.ringed.iter().map(|(_, said)| said.as_str());
        self.lines
            .iter()
            .map(|line| line.name.as_str())
            .chain(ringed)
    }

    /// Where each entry of the legend starts: side by side, in as many lines as it takes.
    fn legend_places(&self) -> Vec<(i32, i32)> {
        let (mut x, mut y) = (MARGIN, theme::LINE);
        let mut places = Vec::new();
        for said in self.said() {
            let width = NAME + theme::width(said, &theme::text(theme::TEXT, INK));
            if x > MARGIN && x + width > theme::WIDTH as i32 - MARGIN {
                (x, y) = (MARGIN, y + LEGEND_LINE);
            }
            places.push((x, y));
            x += width + 26;
        }
        places
    }

    fn legend(&self, canvas: &SvgCanvas, places: &[(i32, i32)]) -> Drawn {
        let style = theme::text(theme::TEXT, INK);
        for ((x, y), said) in places.iter().zip(self.said()) {
            canvas.draw_text(said, &style, (x + NAME, *y))?;
        }
        for ((x, y), look) in places.iter().zip(&LOOKS[..self.lines.len()]) {
            let line = PathElement::new([(*x, *y), (x + SAMPLE, *y)], look.0.stroke_width(2));
            canvas.draw(&line)?;
            look.mark(canvas, (x + SAMPLE / 2, *y))?;
        }
        if let (Some((x, y)), Some(_)) = (places.get(self.lines.len()), &self.ringed) {
            ring(canvas, (x + SAMPLE / 2, *y))?;
        }
        Ok(())
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
                chart.draw_series(LineSeries::new(part, look.0.stroke_width(2)))?;
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

impl Look {
    /// Draws the marker around a pixel.
    fn mark(self, canvas: &SvgCanvas, (x, y): (i32, i32)) -> Drawn {
        let Look(color, marker) = self;
        match marker {
            Marker::Circle => canvas.draw(&Circle::new((x, y), 5, color.filled()))?,
            Marker::Triangle => canvas.draw(&TriangleMarker::new((x, y), 7, color.filled()))?,
            Marker::Square => {
                let square = [(x - 5, y - 5), (x + 5, y + 5)];
                canvas.draw(&Rectangle::new(square, color.filled()))?;
            }
            Marker::Diamond => {
                let corners = [(x - 7, y), (x, y - 7), (x + 7, y), (x, y + 7)];
                canvas.draw(&Polygon::new(corners, color.filled()))?;
            }
        }
        Ok(())
    }
}

fn ring(canvas: &SvgCanvas, at: (i32, i32)) -> Drawn {
    canvas.draw(&Circle::new(at, 9, INK.stroke_width(2)))?;
    Ok(())
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
