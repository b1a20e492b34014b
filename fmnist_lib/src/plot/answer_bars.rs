//! Answer bars: the ten probabilities beside an image; the skeleton of `confident_mistakes` and `own_images`.

use super::{
    figure::{Drawn, PngCanvas},
    grid::percent,
    theme::{self, BLUE, GRID, INK, SKY, SOFT_INK, VERMILLION, VERMILLION_INK},
};
use crate::data::{CLASS_COUNT, CLASS_NAMES};
use plotters::prelude::*;

/// Height of a class's line, in pixels.
const LINE: i32 = 16;

/// Room for the class names on the left and for the percents with a mark on the right, in pixels.
const NAMES: i32 = 84;
const PERCENTS: i32 = 68;

/// Height of all ten, in pixels.
pub(super) const HEIGHT: i32 = CLASS_COUNT as i32 * LINE;

/// Draws the ten bars, with the percents from half a percent on, into `width` pixels from `corner` on. The class of the largest is
/// bold; where the truth is known it is marked with a tick, and a wrong answer with a cross.
pub(super) fn draw(
    canvas: &PngCanvas,
    (left, top): (i32, i32),
    width: i32,
    probabilities: &[f32; CLASS_COUNT],
    predicted: u8,
    truth: Option<u8>,
) -> Drawn {
    let longest = width - NAMES - PERCENTS;
    let bar_left = left + NAMES + 8;
    for (class, (name, &share)) in CLASS_NAMES.iter().zip(probabilities).enumerate() {
        let y = top + class as i32 * LINE;
        let middle = y + LINE / 2;
        let is = |label: Option<u8>| label.map(usize::from) == Some(class);
        let (is_answer, is_truth) = (is(Some(predicted)), is(truth));
        let wrong = is_answer && truth.is_some() && !is_truth;
        let ink = match () {
            () if wrong => VERMILLION_INK,
            () if is_answer || is_truth => INK,
            () => SOFT_INK,
        };
        let style = match is_answer || is_truth {
            true => theme::bold(theme::SMALL, ink),
            false => theme::text(theme::SMALL, ink),
        };
        canvas.draw_text(name, &theme::right(style.clone()), (left + NAMES, middle))?;
        let track = [(bar_left, y + 2), (bar_left + longest, y + LINE - 2)];
        canvas.draw(&Rectangle::new(track, GRID.filled()))?;
        let color = match () {
            () if wrong => VERMILLION,
            () if is_answer || is_truth => BLUE,
            () => SKY,
        };
        let share_shown = f64::from(share.clamp(0.0, 1.0));
        let length = (share_shown * f64::from(longest)).round() as i32;
        let bar = [(bar_left, y + 2), (bar_left + length, y + LINE - 2)];
        canvas.draw(&Rectangle::new(bar, color.filled()))?;
        let mark = match () {
            () if is_truth => " ✓",
            () if wrong => " ✗",
            () => "",
        };
        // Nine lines of nothing would hide the one that counts.
        let said = if share < 0.005 && mark.is_empty() {
            String::new()
        } else {
            percent(share) + mark
        };
        canvas.draw_text(&said, &style, (bar_left + longest + 6, middle))?;
    }
    Ok(())
}
