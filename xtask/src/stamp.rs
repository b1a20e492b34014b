//! [`Key`] and [`Stamp`]: a step is skipped when the stamp that it left behind carries the same key, a SHA-256 over all that the step depends
//! on. A stamp is written last and by renaming, so a step that was killed half-way is done again.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Collects what a step depends on.
#[derive(Default)]
pub struct Key(Sha256);

impl Key {
    /// Adds a text. Its length goes in too, so that two neighbours cannot be confused with one.
    pub fn text(mut self, text: impl AsRef<[u8]>) -> Self {
        let bytes = text.as_ref();
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a file's name and content, or a folder's files in the order of their names. What is missing counts as empty.
    pub fn path(self, path: &Path) -> Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            let mut entries: Vec<PathBuf> = std::fs::read_dir(path)
                .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
                .with_context(|| {
                    format!(
                        "Folder {} tidak dapat dibaca; periksa izinnya.",
                        path.display()
                    )
                })?;
            entries.sort();
            entries
                .iter()
                .try_fold(self.text(name.as_bytes()), |key, entry| key.path(entry))
        } else {
            let content = std::fs::read(path).unwrap_or_default();
            Ok(self.text(name.as_bytes()).text(content))
        }
    }

    /// The key in hexadecimal.
    pub fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// Lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file that says with which key a step was last completed.
pub struct Stamp(PathBuf);

impl Stamp {
    /// The stamp in this file.
    pub fn new(file: PathBuf) -> Self {
        Self(file)
    }

    /// Whether the step was completed with this key.
    pub fn matches(&self, key: &str) -> bool {
        std::fs::read_to_string(&self.0).is_ok_and(|found| found.trim() == key)
    }

    /// The step has to be done again, whatever happens next.
    pub fn remove(&self) {
        let _ = std::fs::remove_file(&self.0);
    }

    /// The step is complete.
    pub fn write(&self, key: &str) -> Result<()> {
        write_whole(&self.0, key.as_bytes())
    }
}

/// Writes a file under a temporary name and renames it, so that nobody ever reads half of it.
pub fn write_whole(file: &Path, content: &[u8]) -> Result<()> {
    let sentence = || {
        format!(
            "Berkas {} tidak dapat ditulis; periksa izin folder dan sisa ruang disk.",
            file.display()
        )
    };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(sentence)?;
    }
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = file.with_file_name(name);
    std::fs::write(&temporary, content).with_context(sentence)?;
    std::fs::rename(&temporary, file).with_context(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_kept_apart() {
        assert_ne!(
            Key::default().text("ab").text("c").finish(),
            Key::default().text("a").text("bc").finish()
        );
    }

    #[test]
    fn a_changed_file_changes_the_key() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a"), "1").unwrap();
        let before = Key::default().path(folder.path()).unwrap().finish();
        std::fs::write(folder.path().join("a"), "2").unwrap();
        assert_ne!(before, Key::default().path(folder.path()).unwrap().finish());
    }

    #[test]
    fn a_stamp_matches_only_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let stamp = Stamp::new(folder.path().join("stamp"));
        assert!(!stamp.matches("a"));
        stamp.write("a").unwrap();
        assert!(stamp.matches("a") && !stamp.matches("b"));
        stamp.remove();
        assert!(!stamp.matches("a"));
    }
}
