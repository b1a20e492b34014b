//! Stopping a training gently: a kernel front that is asked to interrupt makes a file, and the training looks for it after each step.
//!
//! The file's path is in the environment variable [`STOP_FILE_VARIABLE`]; its existence asks the running training to end after the
//! present step. Who obeys removes it ([`obey`]), so that a second training of the same cell is not stopped as well. The front
//! removes it before and after each cell. Without the variable nobody can ask, and nothing is looked at.

pub use crate::progress::event::STOP_FILE_VARIABLE;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::time::{Duration, Instant};

const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

fn file() -> Option<&'static Path> {
    static FILE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let file = FILE.get_or_init(|| std::env::var_os(STOP_FILE_VARIABLE).map(PathBuf::from));
    file.as_deref()
}

/// Whether the reader pressed Stop. Cheap enough for every step: the file is looked at once in 50 ms at most.
pub fn requested() -> bool {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    /// Milliseconds since `START` at which the file may be looked at again.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let Some(file) = file() else {
        return false;
    };
    let now = START.elapsed().as_millis() as u64;
    if now < NEXT.load(Ordering::Relaxed) {
        return false;
    }
    NEXT.store(now + BETWEEN_LOOKS.as_millis() as u64, Ordering::Relaxed);
    file.exists()
}

/// Says that the request was followed: the training has stopped.
pub fn obey() {
    if let Some(file) = file() {
        let _ = std::fs::remove_file(file);
    }
}
