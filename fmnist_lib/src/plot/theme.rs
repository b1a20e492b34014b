//! Theme: the width, colours, text sizes and heading that all pictures share.

use super::{figure::Drawn, lettering};
use plotters::{
    prelude::*,
    style::{
        register_font,
        text_anchor::{HPos, Pos, VPos},
    },
};
use std::sync::Once;

/// Width of a picture in pixels: what JupyterLab shows unscaled on a screen 1280 pixels wide.
pub(super) const WIDTH: u32 = 740;

/// Free space at the left and right edges, in pixels.
pub(super) const MARGIN: i32 = 24;

/// Where the content starts below a heading of two lines, in pixels.
pub(super) const HEADING_HEIGHT: i32 = 74;

/// The middle of the heading's second line, or of a legend in its place, in pixels.
pub(super) const LINE: i32 = 51;

/// Text that names: classes, axes, captions, in pixels an em.
pub(super) const TEXT: f64 = 13.0;

/// Text that counts: ticks and numbers; nothing is smaller.
pub(super) const SMALL: f64 = 12.0;

const TITLE: f64 = 17.0;

/// The opaque background, readable on JupyterLab's light and dark themes alike.
pub(super) const PAPER: RGBColor = RGBColor(252, 252, 252);
/// Main text.
pub(super) const INK: RGBColor = RGBColor(32, 32, 32);
/// Text beside the main text; 7:1 on paper.
pub(super) const SOFT_INK: RGBColor = RGBColor(85, 85, 85);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(226, 226, 226);

// Okabe and Ito (2008), "Color Universal Design": told apart with every colour vision.
/// Training data, and what is right.
pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);
/// Validation data, and what is wrong.
pub(super) const VERMILLION: RGBColor = RGBColor(213, 94, 0);
/// The same as ink: dark enough for small letters, 5:1 on paper.
pub(super) const VERMILLION_INK: RGBColor = RGBColor(176, 74, 0);
/// Test data.
pub(super) const GREEN: RGBColor = RGBColor(0, 158, 115);
// Where a picture compares more than three things.
pub(super) const PURPLE: RGBColor = RGBColor(204, 121, 167);
pub(super) const ORANGE: RGBColor = RGBColor(230, 159, 0);
pub(super) const SKY: RGBColor = RGBColor(86, 180, 233);

/// Makes DejaVu Sans known to plotters, under its own name and as `sans-serif`.
pub(super) fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for name in [FAMILY, "sans-serif"] {
            // A built-in font cannot be invalid; if it were, drawing would say so.
            let _ = register_font(name, FontStyle::Normal, dejavu::sans::regular());
            let _ = register_font(name, FontStyle::Bold, dejavu::sans::bold());
        }
    });
}

const FAMILY: &str = "DejaVu Sans";

/// Regular text, hung on its left end and middle height.
pub(super) fn text(size: f64, color: RGBColor) -> TextStyle<'static> {
    styled(size, color, FontStyle::Normal)
}

/// Bold text, hung on its left end and middle height.
pub(super) fn bold(size: f64, color: RGBColor) -> TextStyle<'static> {
    styled(size, color, FontStyle::Bold)
}

fn styled(size: f64, color: RGBColor, style: FontStyle) -> TextStyle<'static> {
    TextStyle {
        color: color.to_backend_color(),
        ..FontDesc::new(FontFamily::Name(FAMILY), size, style).into()
    }
    .pos(Pos::new(HPos::Left, VPos::Center))
}

/// How wide a line of text is, in pixels.
pub(super) fn width(text: &str, style: &TextStyle) -> i32 {
    // The built-in font cannot be invalid; if it were, drawing the text would say so.
    lettering::width(text, style).unwrap_or_default().ceil() as i32
}

/// `text`, cut with an ellipsis where it is wider than `room` pixels.
pub(super) fn fitted(text: &str, style: &TextStyle, room: i32) -> String {
    if width(text, style) <= room {
        return text.into();
    }
    let mut cut = text.to_owned();
    while cut.pop().is_some() && width(&format!("{cut}…"), style) > room {}
    format!("{}…", cut.trim_end())
}

/// The same text hung on the middle of its width.
pub(super) fn centered(style: TextStyle<'static>) -> TextStyle<'static> {
    style.pos(Pos::new(HPos::Center, VPos::Center))
}

/// The same text hung on its right end.
pub(super) fn right(style: TextStyle<'static>) -> TextStyle<'static> {
    style.pos(Pos::new(HPos::Right, VPos::Center))
}

/// The same text hung on its middle and turned to read upwards.
pub(super) fn upwards(style: TextStyle<'static>) -> TextStyle<'static> {
    centered(style).transform(FontTransform::Rotate270)
}

/// A title, and below it a quieter line unless a legend goes there.
pub(super) fn heading<B: DrawingBackend<ErrorType: 'static>>(
    canvas: &DrawingArea<B, plotters::coord::Shift>,
    title: &str,
    subtitle: &str,
) -> Drawn {
    canvas.draw_text(title, &bold(TITLE, INK), (MARGIN, 26))?;
    if !subtitle.is_empty() {
        canvas.draw_text(subtitle, &text(TEXT, SOFT_INK), (MARGIN, LINE))?;
    }
    Ok(())
}
