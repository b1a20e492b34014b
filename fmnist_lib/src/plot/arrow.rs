//! Arrow: from one thing to the next, or along an axis.

use super::figure::Drawn;
use plotters::{coord::Shift, prelude::*};

/// The head's length and half its width, and the line's width, in pixels.
const HEAD: f64 = 9.0;
const WING: f64 = 5.0;
const LINE: u32 = 2;

/// Draws a line that ends in a filled head, whose tip is at `to`.
pub(super) fn arrow<B: DrawingBackend<ErrorType: 'static>>(
    canvas: &DrawingArea<B, Shift>,
    from: (i32, i32),
    to: (i32, i32),
    color: RGBColor,
) -> Drawn {
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = dx.hypot(dy).max(1.0);
    let (along, across) = ((dx / length, dy / length), (-dy / length, dx / length));
    let behind_tip = |back: f64, aside: f64| {
        let x = f64::from(to.0) - back * along.0 + aside * across.0;
        let y = f64::from(to.1) - back * along.1 + aside * across.1;
        (x.round() as i32, y.round() as i32)
    };
    // A wide line would stick out beside the tip.
    let shaft = [from, behind_tip(HEAD - 1.0, 0.0)];
    canvas.draw(&PathElement::new(shaft, color.stroke_width(LINE)))?;
    let head = [to, behind_tip(HEAD, WING), behind_tip(HEAD, -WING)];
    canvas.draw(&Polygon::new(head, color.filled()))?;
    Ok(())
}
