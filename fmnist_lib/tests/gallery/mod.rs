//! What every picture of the crate is held to: its bytes are looked at, and it is left in `target/plots` for a person.

// Each test file compiles this on its own and uses a part of it.
#![allow(dead_code)]

use fmnist_lib::{error::Result, plot::Figure};
use std::{fs, path::PathBuf};

/// Keeps the picture and gives its bytes as a file would hold them.
pub fn kept(name: &str, figure: &Figure) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .with_file_name("target")
        .join("plots");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    figure.save(&path).unwrap();
    assert!(figure.alt().len() > 20, "{name}: {}", figure.alt());
    fs::read(path).unwrap()
}

/// A chart: well-formed enough for a browser, with no text that needs a font, described, and without scripts.
pub fn check_svg(name: &str, figure: &Figure) -> String {
    let text = String::from_utf8(kept(name, figure)).unwrap();
    assert!(
        text.trim_start().starts_with("<svg") && text.trim_end().ends_with("</svg>"),
        "{name}"
    );
    assert!(
        !text.contains("<text") && !text.contains("<script"),
        "{name}"
    );
    assert!(
        text.contains("<title>") && text.contains("role=\"img\""),
        "{name}"
    );
    assert!(!text.contains("NaN") && !text.contains("inf"), "{name}");
    assert!(text.len() < 90_000, "{name}: {} bytes", text.len());
    text
}

/// A grid of images: decodes, has the width of a notebook, and many shades. Gives its width and height.
pub fn check_png(name: &str, figure: &Figure) -> (u32, u32) {
    let bytes = kept(name, figure);
    let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert!(
        (200..=800).contains(&info.width) && info.height > 50,
        "{name}: {info:?}"
    );
    let shades: std::collections::HashSet<u8> = pixels.iter().copied().collect();
    assert!(shades.len() > 60, "{name}: {} shades", shades.len());
    (info.width, info.height)
}

/// Drawn after all, or refused in a sentence.
pub fn refused(figure: Result<Figure>) {
    match figure {
        Err(error) => assert!(error.to_string().len() > 30, "{error}"),
        Ok(figure) => assert!(figure.alt().len() > 20),
    }
}
