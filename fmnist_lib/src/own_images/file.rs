//! An image file, decoded within limits: whatever lies in the folder, memory and time stay bounded, and a refusal is a sentence.

use crate::{
    bounded::read_at_most,
    error::{Error, Result},
};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::{fs, io::Cursor, path::Path};

/// The largest file that is opened, in bytes: a photograph of any telephone is smaller.
const MOST_BYTES: u64 = 64 << 20;

/// The most pixels that are decoded; a telephone's camera has up to 50 million.
const MOST_PIXELS: u64 = 64_000_000;

/// The most memory that the decoded pixels may take, in bytes: 64 million of three bytes, or fewer with 16 bits.
const MOST_MEMORY: u64 = 256 << 20;

/// The fewest pixels along the longer side: fewer than the network's own input has would have to be invented.
const LEAST_SIDE: u32 = 28;

/// Reads a PNG or JPEG, turned as the camera was held. The size is judged before a pixel is decoded.
///
/// # Errors
/// [`Error::Io`] if the file cannot be read; [`Error::OwnImage`] if it is no file, too large or small, or no PNG or JPEG.
pub(super) fn read(path: &Path) -> Result<DynamicImage> {
    let refused = |reason: String| Error::OwnImage {
        path: path.into(),
        reason,
    };
    let metadata = fs::metadata(path).map_err(Error::io(path, "dibaca"))?;
    if !metadata.is_file() {
        return Err(refused("ini bukan berkas biasa; pindahkan ke luar".into()));
    }
    if metadata.len() > MOST_BYTES {
        return Err(refused(format!(
            "berkas lebih besar dari {} MB; perkecil gambarnya, misalnya menjadi 1000 x 1000 piksel",
            MOST_BYTES >> 20
        )));
    }
    let bytes = read_at_most(path, MOST_BYTES)?;
    let mut reader = ImageReader::new(Cursor::new(bytes.as_slice()))
        .with_guessed_format()
        .map_err(Error::io(path, "dibaca"))?;
    match reader.format() {
        Some(ImageFormat::Png | ImageFormat::Jpeg) => {}
        Some(other) => {
            return Err(refused(format!(
                "isinya berformat {other:?}; simpan ulang sebagai PNG atau JPEG"
            )));
        }
        None => {
            return Err(refused(
                "isinya bukan gambar PNG atau JPEG, apa pun akhiran namanya; simpan ulang sebagai PNG atau JPEG".into(),
            ));
        }
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    // The library's own words are English, and of several lines.
    let broken = |_: image::ImageError| {
        refused("gambarnya rusak atau terpotong; salin ulang dari sumbernya".into())
    };
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(refused(format!(
            "ukurannya {width} x {height} piksel, terlalu besar; perkecil, misalnya menjadi 1000 x 1000 piksel"
        )));
    }
    if width.max(height) < LEAST_SIDE {
        return Err(refused(format!(
            "ukurannya hanya {width} x {height} piksel; pakai gambar yang sisi panjangnya paling sedikit {LEAST_SIDE} piksel"
        )));
    }
    // An orientation that cannot be read turns nothing; the picture itself may still be whole.
    let turned = decoder.orientation();
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if let Ok(orientation) = turned {
        image.apply_orientation(orientation);
    }
    Ok(image)
}
