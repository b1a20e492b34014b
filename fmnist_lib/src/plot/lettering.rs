//! Lettering: the text of a picture, set in DejaVu Sans that is built in, so that it looks alike on every machine.
//!
//! [`Lettered`] wraps a plotters backend: shapes pass through, text is laid out here and inked by a [`Pen`], as outlines in an
//! SVG (`svg_text`) or as smooth pixels in a PNG ([`PixelPen`]). A text size is in pixels an em, as in CSS.

use ab_glyph::{Font, FontRef, GlyphId, InvalidFont, PxScale, point};
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};
use std::sync::OnceLock;

/// Height of a capital letter of DejaVu Sans, in em.
const CAPITAL: f32 = 0.729;

/// How far letters such as `g` reach below the baseline, in em.
const DESCENT: f32 = 0.236;

/// One weight of the font.
pub(super) struct Face {
    /// The outlines.
    pub font: FontRef<'static>,
    /// A letter that tells the weights apart in names.
    pub tag: char,
}

impl Face {
    fn get(style: FontStyle) -> Result<&'static Face, InvalidFont> {
        static FACES: OnceLock<Result<[Face; 2], InvalidFont>> = OnceLock::new();
        let load = |bytes, tag| FontRef::try_from_slice(bytes).map(|font| Face { font, tag });
        let faces = FACES.get_or_init(|| {
            Ok([
                load(dejavu::sans::regular(), 'r')?,
                load(dejavu::sans::bold(), 'b')?,
            ])
        });
        let [regular, bold] = faces.as_ref().map_err(|error| *error)?;
        Ok(if matches!(style, FontStyle::Bold) {
            bold
        } else {
            regular
        })
    }

    /// The font's own units in an em.
    pub fn units(&self) -> f32 {
        self.font.units_per_em().unwrap_or(2048.0)
    }

    /// Each glyph with its distance from the start, and the whole width, in font units.
    fn lay_out(&self, text: &str) -> (Vec<(GlyphId, f32)>, f32) {
        let mut glyphs: Vec<(GlyphId, f32)> = Vec::new();
        let mut width = 0.0;
        for character in text.chars() {
            let glyph = self.font.glyph_id(character);
            if let Some((before, _)) = glyphs.last() {
                width += self.font.kern_unscaled(*before, glyph);
            }
            glyphs.push((glyph, width));
            width += self.font.h_advance_unscaled(glyph);
        }
        (glyphs, width)
    }
}

/// How wide a line of text is, in pixels.
pub(super) fn width<S: BackendTextStyle>(text: &str, style: &S) -> Result<f32, InvalidFont> {
    let face = Face::get(style.style())?;
    Ok(face.lay_out(text).1 * style.size() as f32 / face.units())
}

/// A line of text, laid out and ready for ink.
pub(super) struct Run {
    /// The weight.
    pub face: &'static Face,
    /// Each glyph with its distance from the start, in font units.
    pub glyphs: Vec<(GlyphId, f32)>,
    /// Pixels an em.
    pub size: f32,
    /// The ink.
    pub color: BackendColor,
    /// The point that the text hangs on and turns about, in pixels.
    pub anchor: BackendCoord,
    /// From the anchor to the start of the baseline, before turning, in pixels.
    pub offset: (f32, f32),
    /// The turn.
    pub transform: FontTransform,
}

/// What puts a [`Run`] on a backend.
pub(super) trait Pen<B: DrawingBackend> {
    /// Inks `run`.
    fn ink(&mut self, backend: &mut B, run: &Run) -> Result<(), DrawingErrorKind<B::ErrorType>>;
}

/// Inks smooth pixels, placed to the fraction of a pixel.
pub(super) struct PixelPen;

impl<B: DrawingBackend> Pen<B> for PixelPen {
    fn ink(&mut self, backend: &mut B, run: &Run) -> Result<(), DrawingErrorKind<B::ErrorType>> {
        let font = &run.face.font;
        let pixels = run.size / run.face.units();
        let scale = PxScale::from(pixels * font.height_unscaled());
        for (id, distance) in &run.glyphs {
            let start = point(run.offset.0 + distance * pixels, run.offset.1.round());
            let glyph = id.with_scale_and_position(scale, start);
            let Some(outline) = font.outline_glyph(glyph) else {
                continue;
            };
            let corner = outline.px_bounds().min;
            let mut covered = Vec::new();
            outline.draw(|x, y, share| covered.push((x, y, share)));
            for (x, y, share) in covered {
                let (x, y) = run
                    .transform
                    .transform(corner.x as i32 + x as i32, corner.y as i32 + y as i32);
                let color = BackendColor {
                    alpha: run.color.alpha * f64::from(share.clamp(0.0, 1.0)),
                    ..run.color
                };
                backend.draw_pixel((run.anchor.0 + x, run.anchor.1 + y), color)?;
            }
        }
        Ok(())
    }
}

/// A plotters backend whose text is inked by a [`Pen`].
pub(super) struct Lettered<B, P> {
    /// Draws the shapes.
    pub shapes: B,
    /// Draws the text.
    pub pen: P,
}

type Drawn<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

fn font_error<E: std::error::Error + Send + Sync>(error: InvalidFont) -> DrawingErrorKind<E> {
    DrawingErrorKind::FontError(Box::new(error))
}

impl<B: DrawingBackend, P: Pen<B>> DrawingBackend for Lettered<B, P> {
    type ErrorType = B::ErrorType;

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        anchor: BackendCoord,
    ) -> Drawn<B> {
        let face = Face::get(style.style()).map_err(font_error)?;
        let (glyphs, width) = face.lay_out(text);
        let size = style.size() as f32;
        let width = width * size / face.units();
        let right = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -width / 2.0,
            HPos::Right => -width,
        };
        let down = match style.anchor().v_pos {
            VPos::Top => CAPITAL * size,
            VPos::Center => CAPITAL * size / 2.0,
            VPos::Bottom => -DESCENT * size,
        };
        let run = Run {
            face,
            glyphs,
            size,
            color: style.color(),
            anchor,
            offset: (right, down),
            transform: style.transform(),
        };
        self.pen.ink(&mut self.shapes, &run)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let width = width(text, style).map_err(font_error)?;
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }

    // Everything else passes through.

    fn get_size(&self) -> (u32, u32) {
        self.shapes.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<B> {
        self.shapes.ensure_prepared()
    }

    fn present(&mut self) -> Drawn<B> {
        self.shapes.present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn<B> {
        self.shapes.draw_pixel(at, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn<B> {
        self.shapes.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        corner: BackendCoord,
        opposite: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<B> {
        self.shapes.draw_rect(corner, opposite, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<B> {
        self.shapes.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<B> {
        self.shapes.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn<B> {
        self.shapes.fill_polygon(corners, style)
    }

    fn blit_bitmap(&mut self, corner: BackendCoord, size: (u32, u32), source: &[u8]) -> Drawn<B> {
        self.shapes.blit_bitmap(corner, size, source)
    }
}
