//! [`ChildError`]: why there is no child, in a sentence for the reader.

use crate::connection::ConnectionError;
use zeromq::ZmqError;

/// Why there is no child.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// Its connection file cannot be made.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// What it needs could not be made ready, for the reason in this sentence.
    #[error("{0}")]
    Unprepared(String),
    /// The program is not there or not executable.
    #[error("Kernel evcxr tidak dapat dijalankan: {0}; jalankan `cargo xtask lab` sekali lagi.")]
    Start(#[source] std::io::Error),
    /// It ended while starting.
    #[error("Kernel evcxr berhenti ketika dimulai ({0}); jalankan `cargo xtask lab` sekali lagi.")]
    Ended(String),
    /// It did not answer.
    #[error("Kernel evcxr tidak menjawab; mulai ulang kernel dari menu Kernel.")]
    Silent,
    /// A socket failed.
    #[error("Sambungan ke kernel evcxr gagal: {0}; mulai ulang kernel dari menu Kernel.")]
    Socket(#[from] ZmqError),
}
