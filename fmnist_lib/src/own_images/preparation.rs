//! [`OwnImage`]: a learner's picture, made into 28 x 28 bytes as the data were.
//!
//! Xiao, Rasul and Vollgraf (2017), section 2, made the data of photographs in these steps: trim the edges that are close to the
//! corner's colour (within 5 % of the largest intensity), resize the longer side to 28, sharpen, put it in the middle of 28 x 28,
//! negate, turn into 8-bit grey. We do the same with two differences: a resized pixel is the mean of the pixels that it covers,
//! which needs no sharpening, and the background's own grey becomes exactly 0, as it is in the data.

use super::file;
use crate::{
    data::{IMAGE_PIXELS, IMAGE_SIDE},
    error::{Error, Result},
};
use image::{DynamicImage, GenericImageView, GrayImage, Rgb, RgbImage, Rgba, RgbaImage, imageops};
use std::path::Path;

/// Longer side of the picture that is worked on, in pixels: 28 need no more, and a large photograph is quick.
const WORK_SIDE: u32 = 768;

/// How far a channel may be from the background and still be background, 0 to 255: 5 % as in the paper.
const TOLERANCE: u8 = 13;

/// As far as the tolerance may grow with a restless background.
const MOST_TOLERANCE: u8 = 64;

/// A background in the grey middle leaves little room for the object on either side.
const MIDDLE_GREY: std::ops::Range<u8> = 80..176;

/// A learner's picture and what became of it on the way to the network.
#[derive(Clone)]
pub struct OwnImage {
    /// The file's name.
    pub name: String,
    /// The picture, at most 768 pixels wide and high, without transparency.
    pub picture: RgbImage,
    /// Where the object was found in it: left, top, width, height, in pixels.
    pub object: (u32, u32, u32, u32),
    /// Whether the object is darker than its background, which was then turned into the data's black one.
    pub inverted: bool,
    /// The 28 x 28 bytes, row after row: background 0, object up to 255, as in the data.
    pub pixels: [u8; IMAGE_PIXELS],
    /// What was noticed on the way, each an Indonesian sentence.
    pub remarks: Vec<String>,
}

impl OwnImage {
    /// Reads and prepares a PNG or JPEG: transparency gets a backdrop that stands out against the object, the object is cut out,
    /// a light background turned black, the longer side scaled to 28 pixels and the rest filled with 0. No torchvision twin: there
    /// the steps are `crop`, `ImageOps.invert`, `resize`, `pad`.
    ///
    /// # Errors
    /// [`Error::Io`] if the file cannot be read; [`Error::OwnImage`] if it is no PNG or JPEG, has more than 64 million pixels, is
    /// smaller than 28 pixels, or shows nothing but one colour.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let image = file::read(path)?;
        Self::of(name.into_owned(), image).ok_or_else(|| Error::OwnImage {
            path: path.into(),
            reason: "seluruhnya satu warna atau tembus pandang, tidak ada benda yang terlihat; pakai gambar satu benda di depan latar yang polos".into(),
        })
    }

    /// Prepares a decoded picture; `None` where nothing stands out of the background.
    fn of(name: String, image: DynamicImage) -> Option<Self> {
        let image = match image.width().max(image.height()) > WORK_SIDE {
            true => image.thumbnail(WORK_SIDE, WORK_SIDE),
            false => image,
        };
        let picture = opaque(&image.to_rgba8())?;
        let background = Background::of(&picture);
        let object = background.object(&picture)?;
        let mut remarks = background.remarks();
        let longer = object.2.max(object.3);
        if longer < IMAGE_SIDE as u32 {
            remarks.push(format!(
                "benda pada gambar hanya {} x {} piksel dan harus diperbesar",
                object.2, object.3
            ));
        }
        let (grey, inverted) = background.subtracted(&picture, object);
        Some(Self {
            pixels: fitted(&grey),
            inverted,
            name,
            picture,
            object,
            remarks,
        })
    }
}

/// The picture on a backdrop that stands out against it: white behind a dark object, black behind a light one. `None` where
/// everything is transparent.
fn opaque(image: &RgbaImage) -> Option<RgbImage> {
    let (mut light, mut weight) = (0.0, 0.0);
    for Rgba([red, green, blue, alpha]) in image.pixels() {
        let alpha = f64::from(*alpha);
        light += alpha * luminance([*red, *green, *blue]);
        weight += alpha;
    }
    if weight == 0.0 {
        return None;
    }
    let backdrop = if light / weight < 128.0 { 255.0 } else { 0.0 };
    let mut picture = RgbImage::new(image.width(), image.height());
    for (to, Rgba([red, green, blue, alpha])) in picture.pixels_mut().zip(image.pixels()) {
        let share = f64::from(*alpha) / 255.0;
        *to = Rgb([*red, *green, *blue]
            .map(|channel| (share * f64::from(channel) + (1.0 - share) * backdrop).round() as u8));
    }
    Some(picture)
}

/// What the picture's outermost pixels say of everything behind the object.
struct Background {
    /// The median of each channel along the four edges.
    color: [u8; 3],
    tolerance: u8,
    /// How far 95 % of the edges' pixels are at most from that colour.
    spread: u8,
}

impl Background {
    fn of(picture: &RgbImage) -> Self {
        let (right, bottom) = (picture.width() - 1, picture.height() - 1);
        let rows = (0..=right).flat_map(|x| [(x, 0), (x, bottom)]);
        let columns = (0..=bottom).flat_map(|y| [(0, y), (right, y)]);
        let edge: Vec<[u8; 3]> = rows
            .chain(columns)
            .map(|(x, y)| picture.get_pixel(x, y).0)
            .collect();
        let color = [0, 1, 2].map(|channel| {
            let mut values: Vec<u8> = edge.iter().map(|pixel| pixel[channel]).collect();
            values.sort_unstable();
            values[values.len() / 2]
        });
        let mut distances: Vec<u8> = edge.iter().map(|pixel| distance(*pixel, color)).collect();
        distances.sort_unstable();
        let spread = distances[distances.len() * 95 / 100];
        Self {
            color,
            tolerance: spread.saturating_mul(3).clamp(TOLERANCE, MOST_TOLERANCE),
            spread,
        }
    }

    fn grey(&self) -> u8 {
        luminance(self.color).round() as u8
    }

    fn is_part(&self, pixel: [u8; 3]) -> bool {
        distance(pixel, self.color) <= self.tolerance
    }

    /// The smallest box with everything that stands out: left, top, width, height. One pixel in 200 of an edge is forgiven as a
    /// speck.
    fn object(&self, picture: &RgbImage) -> Option<(u32, u32, u32, u32)> {
        let (width, height) = picture.dimensions();
        let mut of_row = vec![0; height as usize];
        let mut of_column = vec![0; width as usize];
        for (x, y, pixel) in picture.enumerate_pixels() {
            if !self.is_part(pixel.0) {
                of_row[y as usize] += 1;
                of_column[x as usize] += 1;
            }
        }
        let (top, rows) = filled(&of_row, width / 200)?;
        let (left, columns) = filled(&of_column, height / 200)?;
        Some((left, top, columns, rows))
    }

    /// The object alone, in grey, and whether it is darker than what is behind it: how far each pixel is from the background, of
    /// all the way to black or to white.
    fn subtracted(&self, picture: &RgbImage, object: (u32, u32, u32, u32)) -> (GrayImage, bool) {
        let (left, top, width, height) = object;
        let background = luminance(self.color);
        let part = imageops::crop_imm(picture, left, top, width, height);
        let above = |pixel: [u8; 3]| match self.is_part(pixel) {
            true => 0.0,
            false => luminance(pixel) - background,
        };
        let is_darker = part.pixels().map(|(.., pixel)| above(pixel.0)).sum::<f64>() < 0.0;
        let (sign, room) = match is_darker {
            true => (-1.0, background),
            false => (1.0, 255.0 - background),
        };
        let grey = GrayImage::from_fn(width, height, |x, y| {
            let share = sign * above(part.get_pixel(x, y).0) / room.max(1.0);
            image::Luma([(255.0 * share.clamp(0.0, 1.0)).round() as u8])
        });
        (grey, is_darker)
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.spread > MOST_TOLERANCE / 3 {
            remarks.push(
                "latarnya tidak polos, jadi bendanya mungkin tidak terpotong dengan tepat".into(),
            );
        }
        if MIDDLE_GREY.contains(&self.grey()) {
            remarks.push(
                "latarnya tidak terang dan tidak gelap, jadi bendanya kurang menonjol".into(),
            );
        }
        remarks
    }
}

/// The first place with more than `specks`, and how many places from there to the last one.
fn filled(counts: &[u32], specks: u32) -> Option<(u32, u32)> {
    let first = counts.iter().position(|count| *count > specks)?;
    let last = counts.iter().rposition(|count| *count > specks)?;
    Some((first as u32, (last - first + 1) as u32))
}

/// The object with its longer side scaled to 28 pixels, in the middle of 28 x 28.
fn fitted(object: &GrayImage) -> [u8; IMAGE_PIXELS] {
    let side = IMAGE_SIDE as u32;
    let (width, height) = object.dimensions();
    let longer = f64::from(width.max(height));
    let scaled = |length: u32| {
        let length = f64::from(length) * f64::from(side) / longer;
        (length.round() as u32).max(1)
    };
    let small = imageops::thumbnail(object, scaled(width), scaled(height));
    let (left, top) = ((side - small.width()) / 2, (side - small.height()) / 2);
    let mut pixels = [0; IMAGE_PIXELS];
    for (x, y, grey) in small.enumerate_pixels() {
        pixels[((top + y) * side + left + x) as usize] = grey.0[0];
    }
    pixels
}

/// How light a colour is, 0 to 255 (ITU-R BT.709).
fn luminance([red, green, blue]: [u8; 3]) -> f64 {
    0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue)
}

/// The largest difference of a channel.
fn distance(left: [u8; 3], right: [u8; 3]) -> u8 {
    let differences = left.iter().zip(right).map(|(a, b)| a.abs_diff(b));
    differences.max().unwrap_or_default()
}

impl std::fmt::Debug for OwnImage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (left, top, width, height) = self.object;
        write!(
            formatter,
            "{}: {} x {} piksel, benda {width} x {height} mulai dari ({left}, {top}), {}",
            self.name,
            self.picture.width(),
            self.picture.height(),
            if self.inverted {
                "dibalik"
            } else {
                "tidak dibalik"
            }
        )
    }
}
