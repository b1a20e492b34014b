//! Progress of a training for a kernel front: [`event`] is the schema, [`reporter`] prints it.
//!
//! Without a front (a stock evcxr kernel, a program, a test) nothing is printed and nothing is measured.

pub mod event;
pub mod reporter;

pub use event::{Kind, Outcome, ProgressEvent};
pub(crate) use reporter::named;
pub use reporter::{Reporter, is_watched};
