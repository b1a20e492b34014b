//! Own images: each step of the preparation on pictures made here, and every kind of file that cannot be used, a sentence each.

use fmnist_lib::prelude::*;
use image::{
    DynamicImage, GrayImage, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage,
};
use std::{fs, path::Path, sync::LazyLock};
use tempfile::TempDir;

fn data() -> &'static FashionMnist {
    static DATA: LazyLock<FashionMnist> =
        LazyLock::new(|| FashionMnist::load(Protocol::Tutorial, Scaling::Standardized).unwrap());
    &DATA
}

/// What a reader of the sentence gets for a file of these bytes.
fn refusal(name: &str, bytes: &[u8]) -> String {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let own = OwnImages::open(folder.path()).unwrap();
    assert!(own.images.is_empty(), "{name} was read");
    let [error] = own.refused.as_slice() else {
        panic!("{name}: one sentence, not {}", own.refused.len());
    };
    error.to_string()
}

fn opened(image: DynamicImage, format: ImageFormat) -> OwnImage {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("gambar");
    image.save_with_format(&path, format).unwrap();
    OwnImage::open(&path).unwrap()
}

/// A rectangle of 40 x 80 pixels, from (30, 10) on, in a picture of 100 x 100.
fn on_rectangle<T>(x: u32, y: u32, object: T, background: T) -> T {
    match (30..70).contains(&x) && (10..90).contains(&y) {
        true => object,
        false => background,
    }
}

/// Worked out by hand: 40 x 80 becomes 14 x 28, in the middle from column 7 to 20.
fn assert_is_bar(image: &OwnImage, byte: u8) {
    assert_eq!(image.object, (30, 10, 40, 80));
    for (at, &pixel) in image.pixels.iter().enumerate() {
        let expected = if (7..21).contains(&(at % 28)) {
            byte
        } else {
            0
        };
        assert!(
            pixel.abs_diff(expected) <= 1,
            "pixel {at}: {pixel}, not {expected}"
        );
    }
}

#[test]
fn a_dark_object_on_a_light_background_is_cut_out_and_inverted() {
    let picture = RgbImage::from_fn(100, 100, |x, y| {
        on_rectangle(x, y, Rgb([0; 3]), Rgb([240; 3]))
    });
    let image = opened(picture.into(), ImageFormat::Png);
    assert!(
        image.inverted && image.remarks.is_empty(),
        "{image:?} {:?}",
        image.remarks
    );
    assert_is_bar(&image, 255);
}

#[test]
fn a_light_object_on_a_dark_background_stays_as_it_is() {
    let picture = GrayImage::from_fn(100, 100, |x, y| on_rectangle(x, y, Luma([200]), Luma([0])));
    let image = opened(picture.into(), ImageFormat::Png);
    assert!(!image.inverted);
    assert_is_bar(&image, 200);
}

#[test]
fn sixteen_bits_are_read_as_eight() {
    let picture: ImageBuffer<Luma<u16>, Vec<u16>> = ImageBuffer::from_fn(100, 100, |x, y| {
        on_rectangle(x, y, Luma([51_400]), Luma([0]))
    });
    assert_is_bar(&opened(picture.into(), ImageFormat::Png), 200);
}

/// Whatever colour the invisible pixels have, a dark object gets a white backdrop and a light one a black one.
#[test]
fn transparency_gets_a_backdrop_that_stands_out() {
    for (object, hidden) in [(0, 0), (0, 255), (255, 0), (255, 255)] {
        let clear = Rgba([hidden, hidden, hidden, 0]);
        let opaque = Rgba([object, object, object, 255]);
        let picture = RgbaImage::from_fn(100, 100, |x, y| on_rectangle(x, y, opaque, clear));
        let image = opened(picture.into(), ImageFormat::Png);
        assert_eq!(image.inverted, object == 0);
        assert_is_bar(&image, 255);
    }
}

/// `cmyk.jpg` (Pillow, mode CMYK): a red rectangle from (16, 8) to (47, 39) on white; inks are turned into light.
#[test]
fn a_jpeg_for_a_printer_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/own_images/cmyk.jpg");
    let image = OwnImage::open(path).unwrap();
    assert!(image.inverted, "white paper is light");
    let (left, top, width, height) = image.object;
    let near = |value: u32, expected: u32| value.abs_diff(expected) <= 8;
    assert!(
        near(left, 16) && near(top, 8) && near(width, 32) && near(height, 32),
        "{image:?}"
    );
    let Rgb([red, green, _]) = *image.picture.get_pixel(32, 24);
    assert!(red > green + 60, "inks of another colour: {red} {green}");
}

/// Images of the data, enlarged like photographs on white paper, come back nearly as they were: edges so faint that they pass for
/// background are cut, and the rest is a little larger then.
#[test]
fn an_image_of_the_data_comes_back() {
    let data = data();
    let run: Run<Cnn> = Run::shipped().unwrap();
    let count = 100;
    let own: Vec<OwnImage> = (0..count)
        .map(|index| {
            let bytes = data.test.image(index).unwrap();
            let photo = GrayImage::from_fn(360, 360, |x, y| {
                let inside = (40..320).contains(&x) && (40..320).contains(&y);
                let at = |position: u32| (position as usize - 40) / 10;
                Luma([if inside {
                    255 - bytes[at(y) * 28 + at(x)]
                } else {
                    255
                }])
            });
            opened(photo.into(), ImageFormat::Png)
        })
        .collect();
    let typical = Typical::of(&data.train);
    let plain = run.model.predict(&data.test.take(count)).unwrap();
    let (mut same, mut warned) = (0, 0);
    for (index, image) in own.iter().enumerate() {
        let answer = OwnAnswer::new(image, &run.model, run.scaling, &typical).unwrap();
        same += usize::from(Some(answer.predicted()) == plain.predicted(index));
        warned += usize::from(!typical.warnings(&image.pixels).is_empty());
    }
    assert!(
        same >= 90,
        "only {same} of {count} are classified as the original is"
    );
    assert!(
        warned <= 8,
        "{warned} of {count} are called unlike the training data"
    );
}

/// A picture of noise is unlike any clothing.
#[test]
fn noise_is_told_apart_from_the_training_data() {
    let data = data();
    let typical = Typical::of(&data.train);
    let noise: Vec<u8> = (0..784u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert!(!typical.warnings(&noise).is_empty());
    // And what is left out at the ends is 1 % a measure.
    let warned = (0..data.train.len()).filter(|&index| {
        !typical
            .warnings(data.train.image(index).unwrap())
            .is_empty()
    });
    let share = warned.count() as f64 / data.train.len() as f64;
    assert!((0.005..0.04).contains(&share), "{share}");
}

#[test]
fn what_is_no_picture_is_told_in_a_sentence() {
    let text = refusal("catatan.png", b"ini bukan gambar");
    assert!(text.contains("bukan gambar PNG atau JPEG"), "{text}");
    assert!(refusal("kosong.jpg", b"").contains("bukan gambar PNG atau JPEG"));
    assert!(refusal("gif.png", b"GIF89a\x01\0\x01\0\0\0\0;").contains("berformat Gif"));
    assert!(refusal("cuma-kepala.png", b"\x89PNG\r\n\x1a\n").contains("rusak atau terpotong"));
    assert!(refusal("cuma-kepala.jpg", b"\xff\xd8\xff\xe0").contains("rusak atau terpotong"));
}

fn png_of(image: DynamicImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn a_cut_file_is_told_in_a_sentence() {
    let bytes = png_of(RgbImage::from_fn(100, 100, |x, y| Rgb([x as u8, y as u8, 0])).into());
    assert!(refusal("terpotong.png", &bytes[..bytes.len() / 2]).contains("rusak atau terpotong"));
}

#[test]
fn one_pixel_is_told_in_a_sentence() {
    let text = refusal("titik.png", &png_of(RgbImage::new(1, 1).into()));
    assert!(
        text.contains("1 x 1 piksel") && text.contains("28"),
        "{text}"
    );
}

#[test]
fn one_colour_or_nothing_at_all_is_told_in_a_sentence() {
    let plain = RgbImage::from_pixel(50, 50, Rgb([200, 10, 10]));
    assert!(refusal("merah.png", &png_of(plain.into())).contains("satu warna"));
    assert!(
        refusal("hampa.png", &png_of(RgbaImage::new(50, 50).into())).contains("tembus pandang")
    );
}

/// A whole PNG of 20,000 x 20,000 pixels, small as a file: refused by its first bytes, so it takes no time either.
#[test]
fn a_huge_picture_is_refused_before_it_is_decoded() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 20_000, 20_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![0; 20_000 * 2_500]).unwrap();
    writer.finish().unwrap();
    let text = refusal("raksasa.png", &bytes);
    assert!(
        text.contains("20000 x 20000 piksel, terlalu besar"),
        "{text}"
    );
}

#[test]
fn folders_are_told_in_a_sentence() {
    let folder = TempDir::new().unwrap();
    let told = |path: &Path| OwnImages::open(path).unwrap_err().to_string();
    assert!(told(folder.path()).contains("tidak berisi gambar"));
    assert!(told(&folder.path().join("tidak_ada")).contains("tidak ada; buat"));
    let file = folder.path().join("berkas.txt");
    fs::write(&file, "teks").unwrap();
    assert!(told(&file).contains("bukan folder"));
    assert!(
        told(folder.path()).contains("tidak berisi gambar"),
        "a text is no picture"
    );
}

/// One bad file takes nothing from the good ones.
#[test]
fn good_files_are_read_beside_bad_ones() {
    let folder = TempDir::new().unwrap();
    let bar = GrayImage::from_fn(100, 100, |x, y| on_rectangle(x, y, Luma([200]), Luma([0])));
    fs::write(folder.path().join("a.png"), png_of(bar.into())).unwrap();
    fs::write(folder.path().join("b.png"), b"rusak").unwrap();
    fs::create_dir(folder.path().join("c.png")).unwrap();
    let own = OwnImages::open(folder.path()).unwrap();
    assert_eq!((own.images.len(), own.refused.len()), (1, 1));
}

/// The pictures that come with the project, each as what it is drawn to be.
#[test]
fn the_examples_are_recognised() {
    let data = data();
    let run: Run<Cnn> = Run::shipped().unwrap();
    let own = OwnImages::open("gambar_saya").unwrap();
    let answers = own
        .classify(&run.model, run.scaling, &Typical::of(&data.train))
        .unwrap();
    for (name, label) in [("kaus.png", 0), ("sepatu_bot.jpg", 9), ("tas.jpg", 8)] {
        let answer = answers
            .iter()
            .find(|answer| answer.image.name == name)
            .unwrap();
        assert_eq!(answer.predicted(), label, "{answer}");
    }
    let cup = answers
        .iter()
        .find(|answer| answer.image.name == "cangkir.jpg")
        .unwrap();
    assert!(!cup.warnings.is_empty(), "a cup is no clothing");
}
