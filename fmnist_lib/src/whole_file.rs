//! [`WholeFile`]: a file that takes an earlier one's place only when all of it is on the disk.
//!
//! Whatever happens meanwhile (the disk is full, the program is killed, the battery is empty), the earlier file stays as it was.

use crate::error::{Error, Result};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// How the name of a file ends that is not whole yet. Only a killed program leaves one behind.
pub(crate) const PARTIAL: &str = "sebagian";

/// A file in the making, beside the one whose place it takes. Dropped before [`WholeFile::keep`], it is gone.
pub(crate) struct WholeFile {
    file: File,
    partial: PathBuf,
    target: PathBuf,
}

impl WholeFile {
    /// Begins the file that will be `target`. Its folder must be there.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn create(target: impl Into<PathBuf>) -> Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let target = target.into();
        // Another program or thread that writes the same file has a partial file of its own. The name is short: the target's may be
        // as long as the system allows.
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let partial = target.with_file_name(format!(".{}-{count}.{PARTIAL}", std::process::id()));
        let file = File::create(&partial).map_err(Error::io(&target, "ditulis"))?;
        Ok(Self {
            file,
            partial,
            target,
        })
    }

    /// Puts the file where it belongs, once the disk has all of it.
    ///
    /// # Errors
    /// The disk is full or broken, or `target` is a folder. The earlier file is as it was.
    pub(crate) fn keep(self) -> Result<()> {
        self.file
            .sync_all()
            .and_then(|()| fs::rename(&self.partial, &self.target))
            .map_err(Error::io(&self.target, "ditulis"))?;
        // The new name is on the disk when its folder is. Windows opens no folder, and needs no such thing.
        let folder = match self.target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        if let Ok(folder) = File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        // After `keep` nothing has this name any more.
        let _ = fs::remove_file(&self.partial);
    }
}

/// Writes all of `bytes` as `target`, or leaves it as it was.
///
/// # Errors
/// The file cannot be written.
pub(crate) fn write_whole(target: &Path, bytes: &[u8]) -> Result<()> {
    if fs::metadata(target).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // A pipe or a device (`/dev/stdout`) is written to, not replaced.
        return fs::write(target, bytes).map_err(Error::io(target, "ditulis"));
    }
    let mut file = WholeFile::create(target)?;
    file.write_all(bytes)
        .map_err(Error::io(target, "ditulis"))?;
    file.keep()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect()
    }

    #[test]
    fn a_file_takes_the_earlier_ones_place_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("berkas");
        for text in ["satu", "dua lebih panjang", ""] {
            write_whole(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["berkas"]);
    }

    #[test]
    fn a_file_given_up_half_way_leaves_the_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("berkas");
        write_whole(&path, b"lama").unwrap();
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"ba").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"lama");
        assert_eq!(names(folder.path()).len(), 2);
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"lama");
        assert_eq!(names(folder.path()), ["berkas"]);
    }

    #[test]
    fn what_cannot_be_written_is_told_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("tidak ada/berkas");
        let error = write_whole(&missing, b"").unwrap_err().to_string();
        assert!(error.contains("berkas") && error.contains("ditulis"));
        let error = write_whole(folder.path(), b"").unwrap_err().to_string();
        assert!(error.contains("ditulis"), "{error}");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn writers_at_once_end_with_one_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("berkas");
        let texts: Vec<Vec<u8>> = (0..8u8).map(|byte| vec![byte; 100_000]).collect();
        std::thread::scope(|scope| {
            for text in &texts {
                scope.spawn(|| write_whole(&path, text).unwrap());
            }
        });
        assert!(texts.contains(&fs::read(&path).unwrap()));
        assert_eq!(names(folder.path()), ["berkas"]);
    }
}
