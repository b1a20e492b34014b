//! [`Event`] and [`Action`]: what happens to a front, and what it wants done.

use crate::channel::Channel;
use crate::message::Message;

/// What happens.
pub enum Event {
    /// Jupyter says something.
    Jupyter(Channel, Message),
    /// The child says something.
    Child(Channel, Message),
    /// A started child works.
    ChildReady,
    /// A child could not be started, because of this.
    ChildFailed(String),
    /// The child has ended, with this status.
    ChildEnded(String),
    /// Stop, by a signal.
    Interrupt,
}

/// What is to be done.
#[derive(Debug)]
pub enum Action {
    /// Send to Jupyter.
    Jupyter(Channel, Message),
    /// Send to the child.
    Child(Channel, Message),
    /// Kill the child with all its processes; its end will be an event.
    KillChild,
    /// Start a new child.
    StartChild,
    /// Make the stop file.
    AskToStop,
    /// Remove the stop file.
    ForgetStop,
    /// End the kernel.
    End,
}
