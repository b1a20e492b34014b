//! The arithmetic under the layers, on plain slices: no tensor, no tape, no shape in a type.
//!
//! Keeping it free of generics means that it is compiled once, optimised, inside this crate, and not again in each notebook cell.

pub mod conv2d;
mod gemm;
pub mod linear;
pub mod max_pool2d;
