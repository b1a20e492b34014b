//! [`Channel`]: which of a kernel's sockets a message came from or goes to. The heartbeat is answered where it arrives and needs no name.

/// One of the four channels that carry messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Requests and their replies, one after the other.
    Shell,
    /// Interrupt and shutdown, at any time.
    Control,
    /// Questions of a cell to the reader.
    Stdin,
    /// What everybody may see: outputs and states.
    Iopub,
}
