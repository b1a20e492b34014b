//! What a trained network looks at, and whether its mistakes are its own: one question a file.

mod label_doubt;
mod layer_outputs;
mod occlusion;
mod saliency;

pub use label_doubt::{LabelDoubt, label_doubts};

use crate::{
    data::CLASS_COUNT,
    error::{Error, Result},
};

/// A class that can be asked about.
fn known(class: usize) -> Result<usize> {
    if class < CLASS_COUNT {
        return Ok(class);
    }
    Err(Error::InvalidValue {
        name: "class",
        value: class.to_string(),
        reason: "kelas dihitung dari 0; pilih 0 sampai 9",
    })
}
