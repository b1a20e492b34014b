//! The layers of a convolutional network, as types that go in a dfdx tuple: every shape is known to the compiler.
//!
//! `Conv2D`, `MaxPool2D` and `Flatten` are ours because dfdx 0.13 has none that builds on stable Rust, `Linear` and `Dropout`
//! because ours are quicker; `ReLU` and `Softmax` are dfdx's own, unless a layer takes a ReLU over ([`Fusion`]). The tensors, the tape
//! and the gradients are dfdx's throughout.

mod buffers;
mod catalogue;
pub mod conv2d;
mod dropout;
mod flatten;
mod fusion;
mod handover;
mod layer;
pub mod linear;
mod max_pool2d;
mod operation;
mod output;
mod relu;
mod shape;

pub use conv2d::builder::Conv2D;
pub use dfdx::nn::builders::{ReLU, Softmax};
pub use dropout::Dropout;
pub use flatten::Flatten;
pub(crate) use fusion::WriteBack;
pub use fusion::{Fusion, Links, ParameterVisitor};
pub use layer::{Batch, Layer, LayerRow, Sample, Taped};
pub use linear::builder::Linear;
pub use max_pool2d::MaxPool2D;
pub use output::LayerOutput;
pub use relu::Rectifier;
pub use shape::SlidingWindow;

pub(crate) use operation::{numbers, on_tape, tensor_of};
