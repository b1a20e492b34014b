//! The arithmetic under the layers, on plain slices: no tensor, no tape, no shape in a type.
//!
//! Keeping it free of generics means that it is compiled once, optimised, inside this crate, and not again in each notebook cell.
//! From the bottom: [`instructions`] chooses the vectors, `tile` is the loop that everything quick is made of, `product` the two
//! matrix products, and then one file a layer.

pub mod adam;
pub mod bias;
pub mod conv2d;
pub mod dropout;
pub mod instructions;
pub mod linear;
pub mod max_pool2d;
mod panels;
mod product;
mod tile;

/// What is done to a layer's sums before they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Activation {
    /// Nothing.
    #[default]
    None,
    /// Negative numbers become 0.
    ReLU,
}
