//! Batch: the images that a network sees together, each with its place on the first axis.

use super::{
    figure::Figure,
    grid::{self, Grid, class_name},
    theme::{self, INK, SOFT_INK},
};
use crate::{
    data::{IMAGE_SIDE, Split},
    error::{Error, Result},
};

/// Draws the images at `indices` as one batch, with each one's place on axis 0 and its class (PNG; at most 100 images).
///
/// Twin: `torchvision.utils.make_grid`.
///
/// # Errors
/// [`Error::InvalidValue`] if there is no index, or one beyond the last image; [`Error::Plot`] if the picture cannot be encoded.
pub fn batch(split: &Split, indices: &[usize]) -> Result<Figure> {
    let shown = grid::shown(indices.len(), indices.len())?;
    if let Some(index) = indices.iter().find(|index| **index >= split.len()) {
        return Err(Error::InvalidValue {
            name: "indices",
            value: index.to_string(),
            reason: "gambar dihitung dari 0; pilih bilangan yang lebih kecil daripada `.len()`",
        });
    }
    let title = format!(
        "Satu batch: ({}, {IMAGE_SIDE}, {IMAGE_SIDE}, 1)",
        indices.len()
    );
    let subtitle = match indices.len() - shown {
        0 => "angka di dalam kurung: tempat gambar di sumbu 0 batch".to_owned(),
        hidden => format!("{shown} gambar pertama; {hidden} lagi tidak digambar"),
    };
    let indices = &indices[..shown];
    let names: Vec<&str> = indices
        .iter()
        .map(|&index| class_name(split.label(index).unwrap_or(u8::MAX)))
        .collect();
    let alt = format!(
        "{title}; {subtitle}. Kelasnya berturut-turut: {}.",
        names.join(", ")
    );
    let grid = Grid {
        corner: (theme::MARGIN + 2, theme::HEADING_HEIGHT),
        columns: 8,
        cell: (87, 132),
        zoom: 3,
    };
    Figure::draw_png("batch", grid.size(shown), alt, |canvas| {
        theme::heading(canvas, &title, &subtitle)?;
        for (slot, (&index, name)) in indices.iter().zip(&names).enumerate() {
            grid.image(canvas, slot, split.image(index).unwrap_or_default(), None)?;
            let (x, y) = grid.place(slot);
            let below = y + grid.side();
            let place = theme::bold(theme::SMALL, INK);
            canvas.draw_text(&format!("[{slot}]"), &place, (x, below + 13))?;
            let quiet = theme::text(theme::SMALL, SOFT_INK);
            canvas.draw_text(name, &quiet, (x, below + 29))?;
        }
        Ok(())
    })
}
