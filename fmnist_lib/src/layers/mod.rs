//! The layers of a convolutional network, as types that go in a dfdx tuple: every shape is known to the compiler.
//!
//! `Conv2D`, `MaxPool2D`, `Flatten` and `Dropout` are ours, because dfdx 0.13 has none that builds on stable Rust (or, for
//! `Dropout`, none that is quick); `Linear`, `ReLU` and `Softmax` are dfdx's own.

pub mod conv2d;
mod dropout;
mod flatten;
mod layer;
mod max_pool2d;
mod operation;
mod shape;

pub use conv2d::builder::Conv2D;
pub use dfdx::nn::builders::{Linear, ReLU, Softmax};
pub use dropout::Dropout;
pub use flatten::Flatten;
pub use layer::{Batch, Layer, LayerRow, Sample, Taped};
pub use max_pool2d::MaxPool2D;
pub use shape::SlidingWindow;

pub(crate) use operation::{numbers, on_tape};
