//! [`Panels`]: the right-hand matrix of a product, cut into panels of as many columns as a tile takes.

use super::{instructions::lanes, tile::Rows};
use pulp::Simd;
use std::cell::RefCell;

/// How many vectors wide the tiles over a matrix of `columns` columns are: four where the registers allow it and nothing is
/// wasted (each number from the left then serves four times), else two.
#[inline(always)]
pub(super) fn vectors<S: Simd>(columns: usize) -> usize {
    if S::REGISTER_COUNT >= 32 && columns.is_multiple_of(4 * S::F32_LANES) {
        4
    } else {
        2
    }
}

/// A matrix as the right-hand side of products. Where tiles of two vectors divide its columns evenly it is read as it lies;
/// else from a copy in panels of that width, the last one filled up with zeros.
#[derive(Clone, Copy)]
pub(super) struct Panels<'a> {
    data: &'a [f32],
    columns: usize,
    /// Rows of the padded copy; 0 where there is none.
    padded_rows: usize,
}

/// Shows `numbers` as panels of a matrix of `columns` columns. A copy, if one is needed, lies in memory that the thread keeps.
pub(super) fn with_panels<R>(
    numbers: &[f32],
    columns: usize,
    use_them: impl FnOnce(Panels) -> R,
) -> R {
    thread_local! {
        static ROOM: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
    }
    let width = 2 * lanes();
    if columns.is_multiple_of(width) {
        return use_them(Panels {
            data: numbers,
            columns,
            padded_rows: 0,
        });
    }
    let rows = numbers.len() / columns;
    // Taken out while it is in use, so that a nested call finds an empty one and not a borrowed one.
    let mut room = ROOM.take();
    room.clear();
    room.resize(columns.div_ceil(width) * rows * width, 0.0);
    for (panel, to) in room.chunks_exact_mut(rows * width).enumerate() {
        let first = panel * width;
        let taken = width.min(columns - first);
        for (from, to) in numbers
            .chunks_exact(columns)
            .zip(to.chunks_exact_mut(width))
        {
            to[..taken].copy_from_slice(&from[first..first + taken]);
        }
    }
    let result = use_them(Panels::padded(&room, rows, columns));
    ROOM.set(room);
    result
}

impl<'a> Panels<'a> {
    /// Panels that were filled up earlier: panel after panel, each of `rows` rows.
    pub(super) fn padded(data: &'a [f32], rows: usize, columns: usize) -> Self {
        Self {
            data,
            columns,
            padded_rows: rows,
        }
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// The rows of the panel that begins with `column`.
    #[inline(always)]
    pub(super) fn at<S: Simd>(&self, column: usize) -> Rows<'a> {
        if self.padded_rows == 0 {
            Rows {
                data: &self.data[column..],
                stride: self.columns,
            }
        } else {
            Rows {
                data: &self.data[column * self.padded_rows..],
                stride: 2 * S::F32_LANES,
            }
        }
    }
}

/// Rows and columns exchanged: `turned[column * width + row] = data[row * columns + column]`, with rows beyond `data` as zeros.
///
/// # Panics
/// `width` is smaller than the number of rows.
pub(super) fn turn(data: &[f32], columns: usize, width: usize, turned: &mut [f32]) {
    /// A small square at a time, so that both sides stay in the cache.
    const SIDE: usize = 8;
    let rows = data.len() / columns;
    assert!(rows <= width, "{rows} rows do not fit {width} columns");
    for top in (0..rows).step_by(SIDE) {
        for left in (0..columns).step_by(SIDE) {
            let (height, across) = (SIDE.min(rows - top), SIDE.min(columns - left));
            let mut square = [[0.0; SIDE]; SIDE];
            for (row, from) in data[top * columns..]
                .chunks(columns)
                .take(height)
                .enumerate()
            {
                match from[left..].first_chunk::<SIDE>() {
                    Some(from) => (0..SIDE).for_each(|column| square[column][row] = from[column]),
                    None => {
                        (0..across).for_each(|column| square[column][row] = from[left + column])
                    }
                }
            }
            for (column, numbers) in square[..across].iter().enumerate() {
                let at = (left + column) * width + top;
                turned[at..at + height].copy_from_slice(&numbers[..height]);
            }
        }
    }
    if rows < width {
        for row in turned.chunks_exact_mut(width) {
            row[rows..].fill(0.0);
        }
    }
}
