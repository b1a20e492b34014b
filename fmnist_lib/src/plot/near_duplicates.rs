//! Near duplicates: pairs of nearly equal images side by side, with the label of each.

use super::{
    figure::{Drawn, Figure, PngCanvas},
    grid::{self, Grid, class_name},
    theme::{self, BLUE, INK, SOFT_INK, VERMILLION, VERMILLION_INK},
};
use crate::{
    data::{NearDuplicate, Split},
    error::Result,
    numeral::decimal,
};

const TITLE: &str = "Pasangan gambar yang hampir sama";

/// Where the second pair of a line starts, in pixels.
const RIGHT: i32 = 396;

/// Draws pairs of images of `split`, two pairs a row (PNG; at most 50 pairs): different labels in vermillion frames with a `≠`.
///
/// Where there is no pair, the figure says so.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be encoded.
pub fn near_duplicates(split: &Split, pairs: &[NearDuplicate]) -> Result<Figure> {
    let pairs = &pairs[..pairs.len().min(grid::MOST_TILES / 2)];
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else {
        return grid::message("near_duplicates", TITLE, "tidak ada pasangan");
    };
    let title = if pairs.iter().all(differ) {
        format!("{TITLE}, dengan label berbeda")
    } else {
        TITLE.to_owned()
    };
    let subtitle = format!(
        "{} pasangan · akar rata-rata kuadrat selisih (RMS) {} sampai {} tingkat abu-abu dari 255",
        pairs.len(),
        decimal(first.difference, 1),
        decimal(last.difference, 1)
    );
    let described: Vec<String> = pairs.iter().map(described).collect();
    let alt = format!("{title}: {subtitle}. {}.", described.join("; "));
    let [left, right] = [Grid::captioned().corner.0, RIGHT].map(|x| Grid {
        corner: (x, Grid::captioned().corner.1),
        columns: 2,
        cell: (160, 212),
        zoom: 5,
    });
    let size = left.size(2 * pairs.len().div_ceil(2));
    Figure::draw_png("near_duplicates", size, alt, |canvas| {
        theme::heading(canvas, &title, &subtitle)?;
        for (at, pair) in pairs.iter().enumerate() {
            let grid = if at % 2 == 0 { &left } else { &right };
            draw_pair(canvas, grid, at / 2, split, pair)?;
        }
        Ok(())
    })
}

fn differ(pair: &NearDuplicate) -> bool {
    pair.labels[0] != pair.labels[1]
}

/// Draws the two images of `pair` in line `line` of `grid`, close to each other.
fn draw_pair(
    canvas: &PngCanvas,
    grid: &Grid,
    line: usize,
    split: &Split,
    pair: &NearDuplicate,
) -> Drawn {
    let (frame, ink, sign) = match differ(pair) {
        true => (VERMILLION, VERMILLION_INK, "≠"),
        false => (BLUE, INK, "="),
    };
    let [first, second] = pair.labels.map(class_name);
    let difference = decimal(pair.difference, 1);
    let captions = [
        (first.to_owned(), format!("nomor {}", pair.images[0])),
        (
            format!("{sign} {second}"),
            format!("nomor {} · selisih {difference}", pair.images[1]),
        ),
    ];
    for (side, (name, place)) in captions.iter().enumerate() {
        let slot = 2 * line + side;
        let pixels = split.image(pair.images[side]).unwrap_or_default();
        grid.image(canvas, slot, pixels, Some(frame))?;
        grid.caption(canvas, slot, 0, name, &theme::bold(theme::TEXT, ink))?;
        let quiet = theme::text(theme::SMALL, SOFT_INK);
        grid.caption(canvas, slot, 1, place, &quiet)?;
    }
    Ok(())
}

fn described(pair: &NearDuplicate) -> String {
    format!(
        "nomor {} ({}) dan nomor {} ({}), selisih {}",
        pair.images[0],
        class_name(pair.labels[0]),
        pair.images[1],
        class_name(pair.labels[1]),
        decimal(pair.difference, 1)
    )
}
