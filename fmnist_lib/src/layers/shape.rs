//! [`SlidingWindow`]: the size of a convolution's or pooling's output, known to the compiler.
//!
//! Stable Rust cannot compute `(n + 2p - k) / s + 1` from generic numbers, so a table holds the answers that a network on
//! small images needs: sizes 1 to 64, kernels 1, 2, 3, 5 and 7, strides 1 and 2, padding 0 to 3.

use crate::kernels::conv2d::output_size;
use dfdx::shapes::{Const, ConstDim};

/// How many positions a window of `KERNEL` pixels takes along `Self` pixels.
#[diagnostic::on_unimplemented(
    message = "kernel berukuran {KERNEL} dengan stride {STRIDE} dan padding {PADDING} tidak dapat digeser pada sisi gambar `{Self}`",
    label = "ukuran ini tidak mungkin atau tidak ada di tabel",
    note = "pilih kernel 1, 2, 3, 5 atau 7, stride 1 atau 2, padding 0 sampai 3, dan kernel yang tidak lebih besar daripada sisi gambar + 2 x padding"
)]
pub trait SlidingWindow<const KERNEL: usize, const STRIDE: usize, const PADDING: usize> {
    /// `(n + 2p - k) / s + 1` as a dimension.
    type Positions: ConstDim;
}

/// The table's formula; only called where the window fits.
const fn positions(n: usize, kernel: usize, stride: usize, padding: usize) -> usize {
    match output_size(n, kernel, stride, padding) {
        Some(size) => size,
        None => panic!("the table holds only windows that fit"),
    }
}

macro_rules! table {
    ($kernel:literal, $padding:literal; from 1) => {
        table!($kernel, $padding; 1);
        table!($kernel, $padding; from 2);
    };
    ($kernel:literal, $padding:literal; from 2) => {
        table!($kernel, $padding; 2);
        table!($kernel, $padding; from 3);
    };
    ($kernel:literal, $padding:literal; from 3) => {
        table!($kernel, $padding; 3 4);
        table!($kernel, $padding; from 5);
    };
    ($kernel:literal, $padding:literal; from 5) => {
        table!($kernel, $padding; 5 6);
        table!($kernel, $padding; from 7);
    };
    ($kernel:literal, $padding:literal; from 7) => {
        table!($kernel, $padding;
            7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35
            36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64);
    };
    ($kernel:literal, $padding:literal; $($n:literal)+) => {$(
        impl SlidingWindow<$kernel, 1, $padding> for Const<$n> {
            type Positions = Const<{ positions($n, $kernel, 1, $padding) }>;
        }
        impl SlidingWindow<$kernel, 2, $padding> for Const<$n> {
            type Positions = Const<{ positions($n, $kernel, 2, $padding) }>;
        }
    )+};
}

// The smallest image on which each kernel fits is kernel - 2 * padding, and at least 1.
table!(1, 0; from 1);
table!(1, 1; from 1);
table!(1, 2; from 1);
table!(1, 3; from 1);
table!(2, 0; from 2);
table!(2, 1; from 1);
table!(2, 2; from 1);
table!(2, 3; from 1);
table!(3, 0; from 3);
table!(3, 1; from 1);
table!(3, 2; from 1);
table!(3, 3; from 1);
table!(5, 0; from 5);
table!(5, 1; from 3);
table!(5, 2; from 1);
table!(5, 3; from 1);
table!(7, 0; from 7);
table!(7, 1; from 5);
table!(7, 2; from 3);
table!(7, 3; from 1);
