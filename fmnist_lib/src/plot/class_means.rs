//! Class means: the mean image of each class, side by side.

use super::{
    figure::Figure,
    grid::Grid,
    theme::{self, INK, SOFT_INK},
};
use crate::{
    data::{CLASS_COUNT, CLASS_GLOSSES, CLASS_NAMES, ClassMeans},
    error::Result,
    numeral::thousands,
};

const TITLE: &str = "Gambar rata-rata tiap kelas";

/// Draws the mean image of each class (PNG); a class without images is said plainly.
///
/// Twin: `matplotlib.pyplot.imshow` of `images[labels == class].mean(axis=0)`.
///
/// # Errors
/// [`Error::Plot`](crate::error::Error::Plot) if the picture cannot be encoded.
pub fn class_means(means: &ClassMeans) -> Result<Figure> {
    let counts = means.counts();
    let (least, most) = (counts.iter().min(), counts.iter().max());
    let subtitle = format!(
        "tiap piksel: rata-rata dari {} sampai {} gambar satu kelas",
        thousands(*least.unwrap_or(&0)),
        thousands(*most.unwrap_or(&0))
    );
    let names: Vec<String> = (0..CLASS_COUNT as u8)
        .map(crate::data::class_label)
        .collect();
    let alt = format!("{TITLE}, {subtitle}: {}.", names.join(", "));
    let grid = Grid {
        corner: (theme::MARGIN + 4, theme::HEADING_HEIGHT + 4),
        columns: 5,
        cell: (144, 170),
        zoom: 4,
    };
    Figure::draw_png("class_means", grid.size(CLASS_COUNT), alt, |canvas| {
        theme::heading(canvas, TITLE, &subtitle)?;
        for class in 0..CLASS_COUNT {
            let quiet = theme::text(theme::TEXT, SOFT_INK);
            match means.image(class as u8) {
                Some(mean) => {
                    let pixels: Vec<u8> = mean.iter().map(|grey| grey.round() as u8).collect();
                    grid.image(canvas, class, &pixels, Some(theme::GRID))?;
                }
                None => grid.caption(canvas, class, -4, "tidak ada gambar", &quiet)?,
            }
            let bold = theme::bold(theme::TEXT, INK);
            grid.caption(canvas, class, 0, CLASS_NAMES[class], &bold)?;
            grid.caption(canvas, class, 1, CLASS_GLOSSES[class], &quiet)?;
        }
        Ok(())
    })
}
