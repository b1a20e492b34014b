//! [`Legend`]: the entries below the heading that say which line is which.

use super::{
    figure::Drawn,
    line_style::{LineStyle, ring},
    theme::{self, INK, MARGIN},
};
use plotters::{coord::Shift, prelude::*};

/// Length of a line's sample, from its start to its name, and behind a name, in pixels.
const SAMPLE: i32 = 30;
const NAME: i32 = 38;
const GAP: i32 = 26;

/// Height of a line of entries, in pixels.
const LINE: i32 = 24;

/// The names of lines, and perhaps what a ring means, each with its place.
pub(super) struct Legend {
    lines: Vec<(LineStyle, String, (i32, i32))>,
    ring: Option<(String, (i32, i32))>,
}

impl Legend {
    /// Places entries side by side, in as many lines as it takes; a name wider than the picture is cut.
    pub fn new(lines: impl Iterator<Item = (LineStyle, String)>, ring: Option<String>) -> Self {
        let (mut x, mut y) = (MARGIN, theme::LINE);
        let (style, right) = (theme::text(theme::TEXT, INK), theme::WIDTH as i32 - MARGIN);
        let mut placed = |said: String| {
            let said = theme::fitted(&said, &style, right - MARGIN - NAME);
            let width = NAME + theme::width(&said, &style);
            if x > MARGIN && x + width > right {
                (x, y) = (MARGIN, y + LINE);
            }
            let place = (x, y);
            x += width + GAP;
            (said, place)
        };
        Self {
            lines: lines
                .map(|(line, said)| {
                    let (said, place) = placed(said);
                    (line, said, place)
                })
                .collect(),
            ring: ring.map(placed),
        }
    }

    /// How much further down the content starts than below a heading of two lines, in pixels.
    pub fn further(&self) -> i32 {
        let ring = self.ring.as_ref().map(|(_, place)| place);
        let last = ring.or(self.lines.last().map(|(_, _, place)| place));
        last.map_or(0, |(_, y)| y - theme::LINE)
    }

    /// Draws every entry.
    pub fn draw<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
    ) -> Drawn {
        let style = theme::text(theme::TEXT, INK);
        for (line, said, (x, y)) in &self.lines {
            line.line(canvas, &[(*x, *y), (x + SAMPLE, *y)])?;
            line.mark(canvas, (x + SAMPLE / 2, *y))?;
            canvas.draw_text(said, &style, (x + NAME, *y))?;
        }
        if let Some((said, (x, y))) = &self.ring {
            ring(canvas, (x + SAMPLE / 2, *y))?;
            canvas.draw_text(said, &style, (x + NAME, *y))?;
        }
        Ok(())
    }
}
