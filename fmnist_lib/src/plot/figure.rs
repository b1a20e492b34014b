//! [`Figure`]: a finished picture, as SVG text or PNG bytes, with words for those who cannot see it.

use super::{
    lettering::{Lettered, PixelPen},
    svg_text::SvgText,
    theme,
};
use crate::{
    cell_output::{show, show_beside_debug},
    error::{Error, Result},
    markup::escaped,
    whole_file::write_whole,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use plotters::{coord::Shift, prelude::*};
use std::{borrow::Cow, fmt, path::Path};

/// What a drawing closure returns; [`Figure`] turns the failure into [`Error::Plot`].
pub(super) type Drawn<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Where an SVG picture is drawn.
pub(super) type SvgCanvas<'a> = DrawingArea<Lettered<SVGBackend<'a>, &'a mut SvgText>, Shift>;

/// Where a PNG picture is drawn.
pub(super) type PngCanvas<'a> = DrawingArea<Lettered<BitMapBackend<'a>, PixelPen>, Shift>;

/// A picture that a notebook shows inline when it is a cell's last value. Twin: `matplotlib.figure.Figure`.
#[derive(Clone)]
pub struct Figure {
    content: Content,
    alt: String,
}

#[derive(Clone)]
enum Content {
    Svg(String),
    Png(Vec<u8>),
}

impl Figure {
    /// The SVG text; `None` for a PNG.
    pub fn svg(&self) -> Option<&str> {
        match &self.content {
            Content::Svg(text) => Some(text),
            Content::Png(_) => None,
        }
    }

    /// The PNG file's bytes; `None` for an SVG.
    pub fn png(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Png(bytes) => Some(bytes),
            Content::Svg(_) => None,
        }
    }

    /// The text alternative, in Indonesian: what the picture shows, for those who cannot see it.
    pub fn alt(&self) -> &str {
        &self.alt
    }

    /// Writes the picture to a file. Twin: `matplotlib.pyplot.savefig`.
    ///
    /// # Errors
    /// [`Error::InvalidValue`] if the name does not end in `.svg` for an SVG or in `.png` for a PNG;
    /// [`Error::Io`] if the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let (extension, reason, bytes) = match &self.content {
            Content::Svg(text) => (
                "svg",
                "gambar ini berformat SVG; akhiri nama berkasnya dengan `.svg`",
                text.as_bytes(),
            ),
            Content::Png(bytes) => (
                "png",
                "gambar ini berformat PNG; akhiri nama berkasnya dengan `.png`",
                bytes.as_slice(),
            ),
        };
        let given = path.extension().unwrap_or_default();
        if !given.eq_ignore_ascii_case(extension) {
            return Err(Error::InvalidValue {
                name: "path",
                value: path.display().to_string(),
                reason,
            });
        }
        write_whole(path, bytes)
    }

    /// Prints the picture and its text alternative the way evcxr, the notebook's kernel, reads them.
    pub fn evcxr_display(&self) {
        let (mime, data) = self.picture();
        show(&[(mime, &data), ("text/plain", &self.alt)]);
    }

    /// Its MIME type, and its text.
    fn picture(&self) -> (&'static str, Cow<'_, str>) {
        match &self.content {
            Content::Svg(text) => ("image/svg+xml", text.into()),
            Content::Png(bytes) => ("image/png", STANDARD.encode(bytes).into()),
        }
    }

    /// Draws an SVG of `theme::WIDTH` x `height` pixels.
    pub(super) fn draw_svg(
        name: &'static str,
        height: u32,
        title: &str,
        alt: String,
        draw: impl FnOnce(&SvgCanvas) -> Drawn,
    ) -> Result<Self> {
        theme::register_fonts();
        let mut shapes = String::new();
        let mut text = SvgText::default();
        let backend = Lettered {
            shapes: SVGBackend::with_string(&mut shapes, (theme::WIDTH, height)),
            pen: &mut text,
        };
        finish(&backend.into_drawing_area(), draw).map_err(plot_error(name))?;
        // The shapes are a whole SVG: its words go in after the opening tag and before the closing one.
        let (opening, body) = shapes
            .split_once(">\n")
            .ok_or_else(|| plot_error(name)("SVG tidak lengkap".into()))?;
        let body = body.trim_end().trim_end_matches("</svg>");
        let content = format!(
            "{opening} role=\"img\" aria-label=\"{alt}\">\n<title>{title}</title>\n<desc>{alt}</desc>\n{}{}{}</svg>\n",
            text.definitions(),
            body.replace(" opacity=\"1\"", "")
                .replace(" stroke=\"none\"", ""),
            text.placed(),
            alt = escaped(&alt),
            title = escaped(title),
        );
        Ok(Self {
            content: Content::Svg(content),
            alt,
        })
    }

    /// Draws a PNG of `size` pixels.
    pub(super) fn draw_png(
        name: &'static str,
        size: (u32, u32),
        alt: String,
        draw: impl FnOnce(&PngCanvas) -> Drawn,
    ) -> Result<Self> {
        theme::register_fonts();
        let mut pixels = vec![0; size.0 as usize * size.1 as usize * 3];
        let backend = Lettered {
            shapes: BitMapBackend::with_buffer(&mut pixels, size),
            pen: PixelPen,
        };
        finish(&backend.into_drawing_area(), draw).map_err(plot_error(name))?;
        let bytes = encode(size, &pixels, &alt).map_err(|error| plot_error(name)(error.into()))?;
        Ok(Self {
            content: Content::Png(bytes),
            alt,
        })
    }
}

fn plot_error(figure: &'static str) -> impl Fn(Box<dyn std::error::Error>) -> Error {
    move |error| Error::Plot {
        figure,
        detail: error.to_string(),
    }
}

fn finish<B: DrawingBackend<ErrorType: 'static>>(
    canvas: &DrawingArea<B, Shift>,
    draw: impl FnOnce(&DrawingArea<B, Shift>) -> Drawn,
) -> Drawn {
    canvas.fill(&theme::PAPER)?;
    draw(canvas)?;
    canvas.present()?;
    Ok(())
}

/// RGB pixels as a PNG that carries its description. Rows repeat in enlarged images: the `Up` filter makes them zeros.
fn encode(
    (width, height): (u32, u32),
    pixels: &[u8],
    alt: &str,
) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_filter(png::FilterType::Up);
    encoder.set_compression(png::Compression::Best);
    encoder.add_itxt_chunk("Description".into(), alt.into())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// The words; in a notebook with the picture.
impl fmt::Debug for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mime, data) = self.picture();
        show_beside_debug(mime, &data);
        formatter.write_str(&self.alt)
    }
}
