//! [`Project`] and [`Lab`]: where everything lives. All that is made on the learner's machine is under `.lab/`, which can be deleted
//! at any time.

use crate::stamp::Key;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// The checked-out project.
pub struct Project {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
}

impl Project {
    /// The project that this command was called in.
    pub fn find() -> Result<Self> {
        let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => std::env::current_dir()
                .context("Folder kerja tidak dapat dibaca; masuklah ke folder proyek.")?,
        };
        for folder in start.ancestors() {
            if folder.join("fmnist_lib/Cargo.toml").is_file()
                && folder.join("xtask/Cargo.toml").is_file()
            {
                return Ok(Self {
                    root: folder.to_owned(),
                });
            }
        }
        bail!(
            "Folder proyek tidak ditemukan dari {}; jalankan perintah ini di dalam folder proyek.",
            start.display()
        )
    }

    /// Where the notebooks are, which is also the folder that they run in.
    pub fn notebooks_folder(&self) -> PathBuf {
        self.root.join("notebooks")
    }

    /// The numbered notebooks, in order: `(1, ".../01_….ipynb")` first.
    pub fn notebooks(&self) -> Result<Vec<(u32, PathBuf)>> {
        let folder = self.notebooks_folder();
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => {
                return Err(error).with_context(|| {
                    format!(
                        "Folder {} tidak dapat dibaca; periksa izinnya.",
                        folder.display()
                    )
                });
            }
        };
        let mut found: Vec<(u32, PathBuf)> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "ipynb")
            })
            .filter_map(|path| {
                let name = path.file_name()?.to_str()?;
                let number = name.split_once('_')?.0.parse().ok()?;
                Some((number, path))
            })
            .collect();
        found.sort();
        Ok(found)
    }

    /// The folder that holds what is made on this machine.
    pub fn lab(&self) -> Lab {
        Lab {
            folder: self.root.join(".lab"),
        }
    }
}

/// The git-ignored folder `.lab/`.
pub struct Lab {
    /// `.lab` itself.
    pub folder: PathBuf,
}

impl Lab {
    /// A path inside `.lab`.
    pub fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    /// The virtual environment's Python.
    pub fn python(&self) -> PathBuf {
        if cfg!(windows) {
            self.join("venv/Scripts/python.exe")
        } else {
            self.join("venv/bin/python")
        }
    }

    /// The copy of this program that the kernelspec starts.
    pub fn launcher(&self) -> PathBuf {
        self.join("bin")
            .join(format!("belajar-cnn{}", std::env::consts::EXE_SUFFIX))
    }

    /// The finished build that every kernel starts from.
    pub fn template(&self) -> PathBuf {
        self.workshop().join("template")
    }

    /// The private build folders of the running kernels.
    pub fn kernels(&self) -> PathBuf {
        self.workshop().join("kernels")
    }

    /// Where cells are compiled: here, or, when a space in the path would end every cell (evcxr tells its process the library to load in a line of
    /// words), in a folder of this project's own among the user's caches.
    pub fn workshop(&self) -> PathBuf {
        let path = self.folder.to_string_lossy();
        match cache_folder() {
            Some(caches) if path.contains(char::is_whitespace) => {
                let name = Key::default().text(path.as_bytes()).finish();
                caches.join(format!("belajar-cnn-{}", &name[..12]))
            }
            _ => self.folder.clone(),
        }
    }

    /// The project that this folder belongs to.
    pub fn project_root(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }
}

/// The user's folder for what can be made again, if its path has no space itself.
fn cache_folder() -> Option<PathBuf> {
    let home = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let folder = if cfg!(windows) {
        home("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home("HOME").map(|home| home.join("Library/Caches"))
    } else {
        home("XDG_CACHE_HOME").or_else(|| home("HOME").map(|home| home.join(".cache")))
    };
    folder.filter(|folder| {
        folder.is_absolute() && !folder.to_string_lossy().contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_compiled_where_no_space_is() {
        let lab = |path: &str| Lab {
            folder: PathBuf::from(path),
        };
        let plain = lab("/p/belajar-cnn-ñ/.lab");
        assert_eq!(plain.workshop(), plain.folder);
        let (one, two) = (lab("/p/belajar cnn/.lab"), lab("/q/belajar cnn/.lab"));
        if cache_folder().is_some() {
            assert_ne!(one.workshop(), two.workshop());
            assert!(!one.kernels().to_string_lossy().contains(' '));
            assert!(!one.template().starts_with("/p"));
        }
    }
}
