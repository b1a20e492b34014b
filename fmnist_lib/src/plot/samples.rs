//! Samples: a few images of each class, one class a row.

use super::{
    figure::Figure,
    grid::Grid,
    theme::{self, INK, MARGIN, SOFT_INK},
};
use crate::{
    data::{CLASS_COUNT, CLASS_GLOSSES, CLASS_NAMES, Split},
    error::{Error, Result},
    numeral::thousands,
};

/// Images a row.
const EACH: usize = 8;

/// Draws the first 8 images of each class, in the order of `split` (PNG).
///
/// Twin: the grid of `matplotlib.pyplot.imshow` that opens Keras's and PyTorch's Fashion-MNIST tutorials.
///
/// # Errors
/// [`Error::InvalidValue`] if `split` is empty; [`Error::Plot`] if the picture cannot be encoded.
pub fn samples(split: &Split) -> Result<Figure> {
    if split.is_empty() {
        return Err(Error::InvalidValue {
            name: "split",
            value: "0 gambar".into(),
            reason: "tidak ada gambar yang dapat ditampilkan; pakai misalnya `data.train`",
        });
    }
    let rows = first_of_each_class(split);
    let grid = Grid {
        corner: (166, theme::HEADING_HEIGHT),
        columns: EACH,
        cell: (70, 66),
        zoom: 2,
    };
    let title = "Contoh gambar tiap kelas";
    let available = thousands(split.len());
    let subtitle = format!(
        "paling banyak {EACH} gambar pertama tiap kelas dari {available} gambar · 28 × 28 piksel, skala abu-abu"
    );
    let alt = format!(
        "{title}: paling banyak {EACH} gambar pertama tiap kelas dari {available} gambar, satu baris satu kelas, dari atas: {}.",
        (0..CLASS_COUNT as u8)
            .map(crate::data::class_label)
            .collect::<Vec<_>>()
            .join(", ")
    );
    Figure::draw_png("samples", grid.size(EACH * CLASS_COUNT), alt, |canvas| {
        theme::heading(canvas, title, &subtitle)?;
        for (class, indices) in rows.iter().enumerate() {
            let (left, top) = grid.place(class * EACH);
            let middle = top + grid.side() / 2;
            let name = theme::bold(theme::TEXT, INK);
            canvas.draw_text(CLASS_NAMES[class], &name, (MARGIN, middle - 9))?;
            let gloss = theme::text(theme::TEXT, SOFT_INK);
            canvas.draw_text(CLASS_GLOSSES[class], &gloss, (MARGIN, middle + 10))?;
            if indices.is_empty() {
                canvas.draw_text("tidak ada gambar kelas ini", &gloss, (left, middle))?;
            }
            for (column, &index) in indices.iter().enumerate() {
                let pixels = split.image(index).unwrap_or_default();
                grid.image(canvas, class * EACH + column, pixels, None)?;
            }
        }
        Ok(())
    })
}

fn first_of_each_class(split: &Split) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); CLASS_COUNT];
    for (index, label) in split.labels().into_iter().enumerate() {
        if let Some(row) = rows.get_mut(usize::from(label))
            && row.len() < EACH
        {
            row.push(index);
        }
    }
    rows
}
