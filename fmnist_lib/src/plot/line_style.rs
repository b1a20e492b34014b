//! [`LineStyle`]: how one line of a chart is told from the others: its colour, its dashes and its markers, in pixels of the canvas.

use super::{
    figure::Drawn,
    theme::{BLUE, GREEN, INK, ORANGE, PURPLE, SKY, VERMILLION},
};
use plotters::{coord::Shift, element::DashedPathElement, prelude::*};

/// A place on the canvas, in pixels.
type Pixel = (i32, i32);

/// The shape at each point of a line.
#[derive(Clone, Copy)]
enum Mark {
    Circle,
    Triangle,
    Square,
    Diamond,
    Cross,
}

const COLORS: [RGBColor; 7] = [BLUE, VERMILLION, GREEN, PURPLE, INK, ORANGE, SKY];
const DASHES: [Option<(u32, u32)>; 4] = [None, Some((8, 4)), Some((2, 3)), Some((14, 4))];
const MARKS: [Mark; 5] = [
    Mark::Circle,
    Mark::Triangle,
    Mark::Square,
    Mark::Diamond,
    Mark::Cross,
];

/// A line's look.
#[derive(Clone, Copy)]
pub(super) struct LineStyle {
    color: RGBColor,
    /// Length of a dash and of the gap behind it; `None` is a whole line.
    dash: Option<(u32, u32)>,
    mark: Mark,
}

impl LineStyle {
    /// How many lines [`LineStyle::plain`] tells apart.
    pub const PLAIN: usize = COLORS.len();

    /// The look of line number `index` among a few: a whole line, told by colour and markers. The first two are those of training and
    /// validation data in every picture.
    pub fn plain(index: usize) -> Self {
        Self {
            color: COLORS[index % COLORS.len()],
            dash: None,
            mark: MARKS[index % MARKS.len()],
        }
    }

    /// The look of line number `index` among many: neighbours differ in colour, dashes and markers, the first 140 in at least one.
    pub fn dashed(index: usize) -> Self {
        Self {
            dash: DASHES[index % DASHES.len()],
            ..Self::plain(index)
        }
    }

    /// A line through `points`.
    pub fn line<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
        points: &[Pixel],
    ) -> Drawn {
        let style = self.color.stroke_width(2);
        match self.dash {
            None => canvas.draw(&PathElement::new(points, style))?,
            Some((dash, gap)) => {
                let points = points.iter().copied();
                canvas.draw(&DashedPathElement::new(points, dash, gap, style))?
            }
        }
        Ok(())
    }

    /// The marker at one point.
    pub fn mark<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
        at: Pixel,
    ) -> Drawn {
        let (x, y) = at;
        let filled = self.color.filled();
        match self.mark {
            Mark::Circle => canvas.draw(&Circle::new(at, 5, filled))?,
            Mark::Triangle => canvas.draw(&TriangleMarker::new(at, 7, filled))?,
            Mark::Square => {
                canvas.draw(&Rectangle::new([(x - 4, y - 4), (x + 5, y + 5)], filled))?
            }
            Mark::Diamond => {
                let corners = [(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)];
                canvas.draw(&Polygon::new(corners, filled))?
            }
            Mark::Cross => canvas.draw(&Cross::new(at, 5, self.color.stroke_width(2)))?,
        }
        Ok(())
    }

    /// An arrow upwards: the value is beyond the chart's upper edge, at which it is drawn.
    pub fn arrow<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
        at: Pixel,
    ) -> Drawn {
        let (x, y) = at;
        let style = self.color.stroke_width(2);
        canvas.draw(&PathElement::new([(x, y + 12), (x, y + 1)], style))?;
        canvas.draw(&PathElement::new(
            [(x - 5, y + 6), (x, y + 1), (x + 5, y + 6)],
            style,
        ))?;
        Ok(())
    }

    /// The colour, for a sign of another kind that belongs to the line.
    pub fn color(&self) -> RGBColor {
        self.color
    }
}

/// The ring around the point that matters.
pub(super) fn ring<B: DrawingBackend<ErrorType: 'static>>(
    canvas: &DrawingArea<B, Shift>,
    at: Pixel,
) -> Drawn {
    canvas.draw(&Circle::new(at, 9, INK.stroke_width(2)))?;
    Ok(())
}
