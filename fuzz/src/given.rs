//! [`file`]: the fuzzer's bytes as a file, for readers that take a path.

use std::{path::PathBuf, sync::LazyLock};

/// The file with these bytes in it; the same one each time.
pub fn file(bytes: &[u8]) -> PathBuf {
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
        let memory = PathBuf::from("/dev/shm");
        let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
        folder.join(format!("belajar-cnn-fuzz-{}", std::process::id()))
    });
    std::fs::write(&*FILE, bytes).expect("the folder for temporary files can be written");
    FILE.clone()
}
