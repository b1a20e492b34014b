//! The unpacked files: kept in `data/.cache`, read by the `mnist` crate, and compared with the published ones after that.
//!
//! `mnist` panics on a missing, cut or wrong file. The size and the header are looked at before, but other programs may delete or
//! change a file at any moment; so a panic is caught here, and what was read is believed only when its SHA-256 fits. A cache that
//! is damaged, or was when it was read, is made again without a word: the packed originals were found whole.

use super::files::{PUBLISHED, Published};
use crate::error::{Error, Result};
use mnist::{Mnist, MnistBuilder};
use std::{
    fs,
    io::{self, Read},
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

const TRAIN_IMAGES: u32 = 60_000;
const TEST_IMAGES: u32 = 10_000;
/// Somebody who deletes the cache as often as that does it on purpose.
const TRIES: usize = 5;

/// Reads the four files whose packed originals in `dir` were found whole.
pub(super) fn read(dir: &Path) -> Result<Mnist> {
    let cache = dir.join(".cache");
    // Without a place to write (a disk that is full, a folder that may only be read), or where `mnist` cannot name the folder, the
    // system's folder for temporary files serves this one time.
    match read_in(&cache, dir) {
        Err(error @ Error::Io { .. }) => match Temporary::create() {
            Ok(folder) => read_in(&folder.0, dir).map_err(|_| error),
            Err(_) => Err(error),
        },
        outcome => outcome,
    }
}

fn read_in(folder: &Path, dir: &Path) -> Result<Mnist> {
    let Some(base_path) = folder.to_str() else {
        let name = io::Error::other("namanya bukan teks UTF-8");
        return Err(Error::io(folder, "dipakai")(name));
    };
    for _ in 0..TRIES {
        for file in &PUBLISHED {
            let path = folder.join(file.name);
            if !looks_right(file, &path) {
                write(folder, &path, &file.unpacked(dir)?)?;
            }
        }
        match parse(base_path) {
            Some(idx) if is_published(&idx) => return Ok(idx),
            // Damaged: away with it, whichever it was.
            Some(_) => {
                for file in &PUBLISHED {
                    let _ = fs::remove_file(folder.join(file.name));
                }
            }
            None => {}
        }
    }
    let changed = io::Error::other("program lain terus menghapus atau mengubah isinya");
    Err(Error::io(folder, "dibaca")(changed))
}

/// The header of an IDX file: its magic number, how many there are, and the sides of an image.
pub(super) fn header(file: &Published) -> Vec<u8> {
    let count = if file.name.starts_with("train") {
        TRAIN_IMAGES
    } else {
        TEST_IMAGES
    };
    let words: &[u32] = if file.name.contains("images") {
        &[0x0803, count, 28, 28]
    } else {
        &[0x0801, count]
    };
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// Whether `mnist` would read it.
pub(super) fn looks_right(file: &Published, path: &Path) -> bool {
    let expected = header(file);
    let mut found = vec![0; expected.len()];
    let mut read = || -> io::Result<bool> {
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() || metadata.len() != file.bytes {
            return Ok(false);
        }
        fs::File::open(path)?.read_exact(&mut found)?;
        Ok(found == expected)
    };
    read().unwrap_or(false)
}

fn is_published(idx: &Mnist) -> bool {
    let numbers = [&idx.trn_img, &idx.trn_lbl, &idx.tst_img, &idx.tst_lbl];
    PUBLISHED
        .iter()
        .zip(numbers)
        .all(|(file, numbers)| file.is_unpacked(&header(file), numbers))
}

/// What `mnist` makes of the four files, or nothing if it panics.
fn parse(base_path: &str) -> Option<Mnist> {
    quietly(|| {
        MnistBuilder::new()
            .base_path(base_path)
            .label_format_digit()
            .training_set_length(TRAIN_IMAGES)
            .validation_set_length(0)
            .test_set_length(TEST_IMAGES)
            .finalize()
    })
}

/// Calls `action`; a panic in it is nothing, and is not printed. Those of other threads are.
fn quietly<T>(action: impl FnOnce() -> T) -> Option<T> {
    // One at a time, so that each puts back the hook that it found.
    static HOOK: Mutex<()> = Mutex::new(());
    let _held = HOOK.lock().unwrap_or_else(PoisonError::into_inner);
    let here = thread::current().id();
    let before = Arc::new(panic::take_hook());
    let others = Arc::clone(&before);
    panic::set_hook(Box::new(move |information| {
        if thread::current().id() != here {
            others(information);
        }
    }));
    let outcome = panic::catch_unwind(AssertUnwindSafe(action));
    drop(panic::take_hook());
    if let Ok(before) = Arc::try_unwrap(before) {
        panic::set_hook(before);
    }
    outcome.ok()
}

/// Writes beside the target and renames, so that a reader never meets a half-written file; what cannot be written whole leaves nothing.
fn write(folder: &Path, target: &Path, bytes: &[u8]) -> Result<()> {
    fs::create_dir_all(folder).map_err(Error::io(folder, "dibuat"))?;
    let partial = target.with_extension(format!("{}.sebagian", unique()));
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, target));
    written.map_err(|error| {
        let _ = fs::remove_file(&partial);
        Error::io(target, "ditulis")(error)
    })
}

/// A name that nobody else uses.
fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{count}", std::process::id())
}

/// A folder for temporary files that only we may look into; it vanishes with this value.
struct Temporary(PathBuf);

impl Temporary {
    fn create() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("belajar-cnn-{}", unique()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
