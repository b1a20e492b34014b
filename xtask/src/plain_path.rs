//! [`PlainPath`]: a way to a folder without spaces. evcxr tells its process which library to load in a line of words, so that a space anywhere in the
//! path of its folder, as in `Belajar CNN`, would end every cell. A link among the temporary files leads there instead.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const PREFIX: &str = "belajar-cnn-";

/// The path; a link that was made for it vanishes with this value.
pub struct PlainPath {
    path: PathBuf,
    is_link: bool,
}

impl PlainPath {
    /// To this folder, which exists.
    pub fn to(folder: &Path) -> Result<Self> {
        if !folder.to_string_lossy().contains(char::is_whitespace) {
            return Ok(Self {
                path: folder.to_owned(),
                is_link: false,
            });
        }
        let place = std::env::temp_dir();
        remove_dead(&place);
        let name = format!("{PREFIX}{}", std::process::id());
        let path = place.join(name);
        link(folder, &path).context(
            "Nama folder proyek mengandung spasi, dan jalan pintas ke sana tidak dapat dibuat; pindahkan proyek ke folder tanpa spasi.",
        )?;
        Ok(Self {
            path,
            is_link: true,
        })
    }

    /// Without a space, unless the temporary files themselves lie behind one.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for PlainPath {
    fn drop(&mut self) {
        if self.is_link {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Removes links whose kernels have died with their folders.
fn remove_dead(place: &Path) {
    let entries = std::fs::read_dir(place).into_iter().flatten();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(PREFIX) && path.is_symlink() && !path.exists() {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(unix)]
fn link(folder: &Path, path: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(folder, path)
}

#[cfg(not(unix))]
fn link(folder: &Path, path: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(folder, path)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_spaces_is_reached_without_them() {
        let folder = tempfile::tempdir().unwrap();
        let spaced = folder.path().join("belajar cnn ñ");
        std::fs::create_dir(&spaced).unwrap();
        std::fs::write(spaced.join("a"), "isi").unwrap();
        let plain = PlainPath::to(&spaced).unwrap();
        let path = plain.path().to_owned();
        assert!(!path.to_string_lossy().contains(' '));
        assert_eq!(std::fs::read_to_string(path.join("a")).unwrap(), "isi");
        drop(plain);
        assert!(!path.exists() && spaced.join("a").exists());
    }

    #[test]
    fn a_plain_folder_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = PlainPath::to(folder.path()).unwrap().path().to_owned();
        assert_eq!(path, folder.path());
        assert!(folder.path().exists());
    }
}
