//! [`Scale`]: which shade a number has, and the bar that says so.

use super::{
    figure::Drawn,
    theme::{self, INK, PAPER, PURPLE, SOFT_INK},
};
use crate::numeral::{decimal, scientific};
use plotters::{coord::Shift, prelude::*};

/// The darkest shade of what is below and of what is above zero; zero is nearly white.
const BELOW: RGBColor = RGBColor(168, 58, 0);
const ZERO: RGBColor = RGBColor(247, 247, 247);
const ABOVE: RGBColor = RGBColor(0, 82, 140);

/// Width and height of the bar, in pixels.
const BAR: (i32, i32) = (96, 12);

/// Two ways to shade numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shades {
    /// From black, the lowest, to white, the highest.
    Grey,
    /// Orange below 0, blue above, equally strong for equally large numbers.
    Signed,
}

/// A shade for each number between two bounds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    shades: Shades,
    low: f32,
    high: f32,
}

impl Scale {
    /// The scale around all finite numbers.
    pub fn around(shades: Shades, numbers: impl Iterator<Item = f32>) -> Self {
        let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
        for number in numbers.filter(|number| number.is_finite()) {
            (low, high) = (low.min(number), high.max(number));
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if shades == Shades::Signed {
            high = high.max(-low);
            low = -high;
        }
        if low == high {
            high = low + 1.0;
            if shades == Shades::Signed {
                low = -high;
            }
        }
        Self { shades, low, high }
    }

    /// The shade; purple for what is no finite number.
    pub fn color(&self, number: f32) -> RGBColor {
        if !number.is_finite() {
            return PURPLE;
        }
        // Halves, so that bounds of any size can be subtracted.
        let share = (number / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0);
        let share = f64::from(share.clamp(0.0, 1.0));
        match self.shades {
            Shades::Grey => mixed(BLACK, WHITE, share),
            Shades::Signed if share < 0.5 => mixed(ZERO, BELOW, 1.0 - 2.0 * share),
            Shades::Signed => mixed(ZERO, ABOVE, 2.0 * share - 1.0),
        }
    }

    /// What can be read on the shade.
    pub fn ink(&self, number: f32) -> RGBColor {
        let RGBColor(red, green, blue) = self.color(number);
        // Weights of ITU-R BT.709 for how light a colour looks.
        let light = 0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue);
        if light > 120.0 { INK } else { PAPER }
    }

    /// Draws the bar with its bounds at the right end of a line of the heading; gives where it starts.
    pub fn bar<B: DrawingBackend<ErrorType: 'static>>(
        &self,
        canvas: &DrawingArea<B, Shift>,
        right: i32,
    ) -> Drawn<i32> {
        let style = theme::text(theme::SMALL, SOFT_INK);
        let (low, high) = (short(self.low), short(self.high));
        let left = right - theme::width(&high, &style) - 6 - BAR.0;
        let (top, bottom) = (theme::LINE - BAR.1 / 2, theme::LINE + BAR.1 / 2);
        for step in 0..BAR.0 {
            let share = step as f32 / (BAR.0 - 1) as f32;
            let color = self.color(self.low * (1.0 - share) + self.high * share);
            let column = [(left + step, top), (left + step + 1, bottom)];
            canvas.draw(&Rectangle::new(column, color.filled()))?;
        }
        let frame = [(left - 1, top - 1), (left + BAR.0 + 1, bottom + 1)];
        canvas.draw(&Rectangle::new(frame, SOFT_INK))?;
        canvas.draw_text(&high, &style, (left + BAR.0 + 6, theme::LINE))?;
        let start = left - 6 - theme::width(&low, &style);
        canvas.draw_text(&low, &style, (start, theme::LINE))?;
        Ok(start)
    }
}

fn mixed(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let mix = |from: u8, to: u8| {
        (f64::from(from) + share * (f64::from(to) - f64::from(from))).round() as u8
    };
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// A number in few characters: whole where it is whole, otherwise about three digits.
pub(super) fn short(number: f32) -> String {
    match number.abs() {
        _ if !number.is_finite() => "?".into(),
        1e5.. => scientific(number, 0),
        size if size.fract() == 0.0 || size >= 100.0 => decimal(number, 0),
        10.0.. => decimal(number, 1),
        size if size < 5e-4 => scientific(number, 0),
        size if size < 5e-3 => decimal(number, 3),
        _ => decimal(number, 2),
    }
}
