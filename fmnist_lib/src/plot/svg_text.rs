//! SVG text: the words of an SVG as glyph outlines, each glyph drawn once in `<defs>` and placed with `<use>`.
//!
//! A glyph's id names its weight and number and its outline is in font units, so several figures in one page can share ids.

use super::lettering::{Pen, Run};
use ab_glyph::{Font, OutlineCurve, Point};
use plotters_backend::{DrawingBackend, DrawingErrorKind, FontTransform};
use std::{collections::BTreeMap, fmt::Write};

/// Gathers outlines and their places; both go into the SVG when the shapes are done.
#[derive(Default)]
pub(super) struct SvgText {
    outlines: BTreeMap<String, String>,
    placed: String,
}

impl SvgText {
    /// The `<defs>` element with each glyph that was used.
    pub fn definitions(&self) -> String {
        let mut text = String::from("<defs>\n");
        for (id, path) in &self.outlines {
            let _ = writeln!(text, r#"<path id="{id}" d="{path}"/>"#);
        }
        text + "</defs>\n"
    }

    /// One `<g>` element a line of text.
    pub fn placed(&self) -> &str {
        &self.placed
    }
}

impl<B: DrawingBackend> Pen<B> for &mut SvgText {
    fn ink(&mut self, _: &mut B, run: &Run) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        let (red, green, blue) = run.color.rgb;
        let scale = run.size / run.face.units();
        let turn = match run.transform {
            FontTransform::None => "",
            FontTransform::Rotate90 => "rotate(90) ",
            FontTransform::Rotate180 => "rotate(180) ",
            FontTransform::Rotate270 => "rotate(270) ",
        };
        // `write!` into a String cannot fail.
        let _ = write!(
            self.placed,
            r##"<g fill="#{red:02X}{green:02X}{blue:02X}" transform="translate({} {}) {turn}translate({:.1} {:.1}) scale({scale:.6} -{scale:.6})">"##,
            run.anchor.0, run.anchor.1, run.offset.0, run.offset.1,
        );
        for (glyph, distance) in &run.glyphs {
            let Some(outline) = run.face.font.outline(*glyph) else {
                continue;
            };
            let id = format!("{}{}", run.face.tag, glyph.0);
            let _ = write!(self.placed, r##"<use href="#{id}" x="{distance:.0}"/>"##);
            self.outlines
                .entry(id)
                .or_insert_with(|| path(&outline.curves));
        }
        self.placed.push_str("</g>\n");
        Ok(())
    }
}

/// The curves as an SVG path of whole, relative font units.
fn path(curves: &[OutlineCurve]) -> String {
    let mut text = String::new();
    let mut pen = (0, 0);
    let whole = |at: &Point| (at.x.round() as i32, at.y.round() as i32);
    for curve in curves {
        let (start, command, rest): (&Point, char, Vec<&Point>) = match curve {
            OutlineCurve::Line(start, end) => (start, 'l', vec![end]),
            OutlineCurve::Quad(start, control, end) => (start, 'q', vec![control, end]),
            OutlineCurve::Cubic(start, first, second, end) => {
                (start, 'c', vec![first, second, end])
            }
        };
        let start = whole(start);
        if text.is_empty() || start != pen {
            let _ = write!(text, "M{} {}", start.0, start.1);
        }
        text.push(command);
        for (index, at) in rest.iter().enumerate() {
            let (x, y) = whole(at);
            let space = if index == 0 { "" } else { " " };
            let _ = write!(text, "{space}{} {}", x - start.0, y - start.1);
            pen = (x, y);
        }
    }
    text
}
