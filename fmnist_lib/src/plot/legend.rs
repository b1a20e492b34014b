//! [`Legend`]: how lines look, and the entries below the heading that say which is which.

use super::{
    figure::Drawn,
    theme::{self, BLUE, GREEN, INK, MARGIN, ORANGE, PURPLE, SKY, VERMILLION},
};
use plotters::{coord::Shift, prelude::*};

/// Length of a line's sample, from its start to its name, and behind a name, in pixels.
const SAMPLE: i32 = 30;
const NAME: i32 = 38;
const GAP: i32 = 26;

/// Height of a line of entries, in pixels.
const LINE: i32 = 24;

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

impl Look {
    pub fn color(self) -> RGBColor {
        self.0
    }

    /// Draws the marker around a pixel.
    pub fn mark<B: DrawingBackend<ErrorType: 'static>>(
        self,
        canvas: &DrawingArea<B, Shift>,
        (x, y): (i32, i32),
    ) -> Drawn {
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

/// Draws the ring around a point that stands out.
pub(super) fn ring<B: DrawingBackend<ErrorType: 'static>>(
    canvas: &DrawingArea<B, Shift>,
    at: (i32, i32),
) -> Drawn {
    canvas.draw(&Circle::new(at, 9, INK.stroke_width(2)))?;
    Ok(())
}

/// The names of lines, and perhaps what a ring means, each with its place.
pub(super) struct Legend {
    lines: Vec<(String, (i32, i32))>,
    ring: Option<(String, (i32, i32))>,
}

impl Legend {
    /// Places entries side by side, in as many lines as it takes.
    pub fn new(names: impl Iterator<Item = String>, ring: Option<String>) -> Self {
        let (mut x, mut y) = (MARGIN, theme::LINE);
        let mut placed = |said: String| {
            let width = NAME + theme::width(&said, &theme::text(theme::TEXT, INK));
            if x > MARGIN && x + width > theme::WIDTH as i32 - MARGIN {
                (x, y) = (MARGIN, y + LINE);
            }
            let place = (x, y);
            x += width + GAP;
            (said, place)
        };
        Self {
            lines: names.map(&mut placed).collect(),
            ring: ring.map(placed),
        }
    }

    /// How much further down the content starts than below a heading of two lines, in pixels.
    pub fn further(&self) -> i32 {
        let last = self.ring.as_ref().or(self.lines.last());
        last.map_or(0, |(_, (_, y))| y - theme::LINE)
    }

    /// Draws every entry.
    pub fn draw<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
    ) -> Drawn {
        let style = theme::text(theme::TEXT, INK);
        for ((said, (x, y)), look) in self.lines.iter().zip(LOOKS) {
            let line = [(*x, *y), (x + SAMPLE, *y)];
            canvas.draw(&PathElement::new(line, look.0.stroke_width(2)))?;
            look.mark(canvas, (x + SAMPLE / 2, *y))?;
            canvas.draw_text(said, &style, (x + NAME, *y))?;
        }
        if let Some((said, (x, y))) = &self.ring {
            ring(canvas, (x + SAMPLE / 2, *y))?;
            canvas.draw_text(said, &style, (x + NAME, *y))?;
        }
        Ok(())
    }
}
