//! What the Rust contestants of `cargo xtask bench` share. A contestant is one process that lives through all rounds: it is asked one JSON line at a
//! time on stdin and answers each with one line on stdout. The Python contestants speak the same way (`conversation.py`).

mod conversation;
mod data;
mod options;

pub use conversation::{Contestant, Predicted, Trained, converse};
pub use data::{CLASSES, Images, PIXELS, SIDE, load};
pub use options::Options;
