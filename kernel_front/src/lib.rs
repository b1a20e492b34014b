//! The kernel front: stands between Jupyter and an unchanged evcxr_jupyter, passes all messages on, and adds what evcxr lacks.
//!
//! ```text
//! Jupyter ── gateway ── front (cell, interrupt, translation) ── child ── guard ── evcxr_jupyter
//! ```
//!
//! * Trainings are shown live: marked lines on stdout ([`event`]) become one display that is updated in place (`cell`).
//! * The first press of Stop asks a training to stop and keeps every variable; the second kills (`interrupt`).
//! * What a beginner's cell does wrong is told in Indonesian (`translation`, `runtime_error`), and is an error for Jupyter, too.
//! * While the reader reads, the child gets ready (`front::looking_ahead`).
//! * Below each cell stands, small, how long it ran (`cell`).
//! * Whatever happens to the front, its child's processes end with it ([`guard`]).
#![forbid(unsafe_code)]

mod cell;
mod channel;
mod chart;
mod child;
mod compiler_error;
mod connection;
/// The schema of the progress lines: the very file of `fmnist_lib`, which would bring all of dfdx with it as a dependency.
#[path = "../../fmnist_lib/src/progress/event.rs"]
pub mod event;
mod fault;
mod figures;
mod front;
#[cfg(fuzzing)]
pub mod fuzzing;
mod gateway;
pub mod guard;
#[cfg(test)]
mod hostile;
mod interrupt;
mod kernel;
mod message;
mod panel;
mod runtime_error;
mod signature;
#[cfg(any(test, fuzzing))]
mod stranger;
mod summary;
mod training;
mod transcript;
mod translation;

pub use child::Recipe;
pub use front::FIRST_CELL;
pub use kernel::{FrontError, run};
