//! [`Project`] and [`Lab`]: where everything lives. All that is made on the learner's machine is under `.lab/`, which can be deleted
//! at any time.

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
        self.join("template")
    }

    /// The private build folders of the running kernels.
    pub fn kernels(&self) -> PathBuf {
        self.join("kernels")
    }

    /// The project that this folder belongs to.
    pub fn project_root(&self) -> &Path {
        self.folder.parent().unwrap_or(&self.folder)
    }
}
