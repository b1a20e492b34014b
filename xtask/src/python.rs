//! Python: finding one, and the virtual environment with the pinned Jupyter packages.

use crate::project::Lab;
use crate::stamp::{Key, Stamp, write_whole};
use crate::steps::note;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Every package with its version and the hashes of its files: pip takes no other file, whoever sends it.
const LOCK: &str = include_str!("../requirements.lock");
/// JupyterLab 4.6 asks for it.
const OLDEST: (u32, u32) = (3, 10);

/// A Python that can make virtual environments.
pub struct Python {
    command: Vec<&'static str>,
    version: String,
}

impl Python {
    /// The first of `python3`, `python` and Windows's `py -3` that is new enough and complete.
    pub fn find() -> Result<Self> {
        let mut incomplete = None;
        let mut old = None;
        for command in [vec!["python3"], vec!["python"], vec!["py", "-3"]] {
            let Some(version) = ask(
                &command,
                "import sys; print('%d.%d.%d' % sys.version_info[:3])",
            ) else {
                continue;
            };
            if !new_enough(&version) {
                old = Some(version);
            } else if ask(&command, "import venv, ensurepip").is_none() {
                incomplete = Some(version);
            } else {
                return Ok(Self { command, version });
            }
        }
        if let Some(version) = incomplete {
            bail!(
                "Python {version} ada, tetapi modul venv-nya belum; pasang dahulu (Debian/Ubuntu: `sudo apt install python3-venv`)."
            );
        }
        if let Some(version) = old {
            bail!(
                "Python {version} terlalu lama; pasang Python {}.{} atau yang lebih baru dari https://www.python.org.",
                OLDEST.0,
                OLDEST.1
            );
        }
        bail!(
            "Python 3 tidak ditemukan; pasang Python {}.{} atau yang lebih baru dari https://www.python.org, lalu buka terminal baru.",
            OLDEST.0,
            OLDEST.1
        )
    }

    /// Its version, for example `3.11.7`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Starts it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(self.command[0]);
        command.args(&self.command[1..]);
        command
    }

    /// Makes `.lab/venv` with the pinned packages unless it is there. Gives whether there was work to do.
    pub fn ensure_environment(&self, lab: &Lab) -> Result<bool> {
        let stamp = Stamp::new(lab.join("stamps/venv"));
        let key = Key::default()
            .text(LOCK)
            .text(&self.version)
            .text(lab.folder.to_string_lossy().as_bytes())
            .finish();
        if stamp.matches(&key) && lab.python().is_file() {
            return Ok(false);
        }
        stamp.remove();
        let environment = lab.join("venv");
        if environment.exists() {
            std::fs::remove_dir_all(&environment).context(
                "Lingkungan Python lama tidak dapat dihapus; tutup JupyterLab yang masih berjalan, lalu ulangi.",
            )?;
        }
        note("mengunduh JupyterLab (kira-kira 60 MB); ini hanya sekali");
        let made = self
            .command()
            .args(["-m", "venv"])
            .arg(&environment)
            .status();
        if !made.is_ok_and(|status| status.success()) {
            bail!(
                "Lingkungan Python gagal dibuat; periksa sisa ruang disk (perlu 500 MB), hapus folder .lab/venv, lalu jalankan perintah ini sekali lagi."
            );
        }
        let lock = lab.join("requirements.lock");
        write_whole(&lock, LOCK.as_bytes())?;
        let installed = Command::new(lab.python())
            .args(["-m", "pip", "install", "--quiet", "--no-input"])
            .args(["--disable-pip-version-check", "--require-hashes"])
            .arg("--requirement")
            .arg(&lock)
            .status();
        if !installed.is_ok_and(|status| status.success()) {
            bail!(
                "Paket Jupyter gagal dipasang; periksa sambungan internet ke pypi.org dan sisa ruang disk, lalu jalankan perintah ini sekali lagi."
            );
        }
        stamp.write(&key)?;
        Ok(true)
    }
}

/// What a one-line Python program prints, if it ran.
fn ask(command: &[&str], program: &str) -> Option<String> {
    let output = Command::new(command[0])
        .args(&command[1..])
        .args(["-c", program])
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a version such as `3.9.1` is enough.
fn new_enough(version: &str) -> bool {
    let mut parts = version.split('.').map_while(|part| part.parse().ok());
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= OLDEST
}

#[cfg(test)]
mod tests {
    use super::new_enough;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(new_enough("3.10.0") && new_enough("3.14.2") && new_enough("4.0.0"));
        assert!(!new_enough("3.9.18") && !new_enough("2.7.18") && !new_enough(""));
    }
}
