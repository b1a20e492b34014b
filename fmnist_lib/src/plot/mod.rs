//! Pictures: one a file, each a [`Figure`] that a notebook shows inline and that can be saved.
//!
//! ```no_run
//! # use fmnist_lib::{plot, prelude::*};
//! let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)?;
//! let figure = plot::samples(&data.train)?;
//! figure.save("contoh.png")?;
//! # Ok::<(), Error>(())
//! ```
//!
//! All words are set in a built-in font, so a picture looks alike on every machine. Colours are those of Okabe and Ito (2008),
//! and none carries a meaning alone: a marker's shape, a tick or a number says the same.

mod answer_bars;
mod arrow;
mod axis;
mod bars;
mod batch;
mod by_setting;
mod class_counts;
mod class_means;
mod compare;
mod computation;
mod confident_mistakes;
mod confusion_matrix;
mod curves;
mod data_shape;
mod feature_maps;
mod field;
mod figure;
mod frame;
mod grid;
mod heat;
mod image;
mod image_rows;
mod journey;
mod land;
mod legend;
mod lettering;
mod line_chart;
mod line_style;
mod lines;
mod loss_surface;
mod maps;
mod memory;
mod misclassified;
mod near_duplicates;
mod network;
mod neurons;
mod number_table;
mod one_hot;
mod overfitting;
mod own_images;
mod patch;
mod positions;
mod predictions;
mod reliability;
mod samples;
mod scale;
mod slide;
mod svg_text;
mod theme;

pub use bars::bars;
pub use batch::batch;
pub use by_setting::by_setting;
pub use class_counts::class_counts;
pub use class_means::class_means;
pub use compare::compare;
pub use computation::{Step, computation};
pub use confident_mistakes::confident_mistakes;
pub use confusion_matrix::{confusion_matrix, confusion_matrix_errors, confusion_matrix_percent};
pub use curves::{accuracy_curve, loss_curve};
pub use data_shape::data_shape;
pub use feature_maps::feature_maps;
pub use figure::Figure;
pub use heat::heat;
pub use image::image;
pub use image_rows::{confusions, label_doubts};
pub use journey::journey;
pub use lines::lines;
pub use loss_surface::loss_surface;
pub use maps::{Map, maps};
pub use memory::memory;
pub use misclassified::misclassified;
pub use near_duplicates::near_duplicates;
pub use network::network;
pub use neurons::neurons;
pub use number_table::number_table;
pub use one_hot::one_hot;
pub use overfitting::overfitting;
pub use own_images::own_images;
pub use patch::patch;
pub use positions::{Sliding, positions};
pub use predictions::predictions;
pub use reliability::reliability;
pub use samples::samples;
pub use slide::slide;
