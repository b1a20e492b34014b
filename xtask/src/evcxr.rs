//! `evcxr_jupyter`, the Rust kernel: reused when the right version is installed, else built into `.lab/cargo`.

use crate::project::Lab;
use crate::steps::note;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version that the notebooks are executed with.
pub const VERSION: &str = "0.22.0";
const NAME: &str = "evcxr_jupyter";

/// The kernel's path, and whether it had to be built.
pub fn ensure(lab: &Lab) -> Result<(PathBuf, bool)> {
    let root = lab.join("cargo");
    let found = in_root(Some(&root))
        .or_else(|| in_root(None))
        .or_else(in_path);
    if let Some(path) = found {
        return Ok((path, false));
    }
    note("membangun kernel Rust dari sumbernya: 3 sampai 10 menit, hanya sekali");
    let built = Command::new("cargo")
        .args(["install", "--locked", NAME, "--version", VERSION, "--root"])
        .arg(&root)
        // A kept folder lets a build that was stopped go on where it was.
        .env("CARGO_TARGET_DIR", root.join("target"))
        .current_dir(lab.project_root())
        .status();
    match (built, in_root(Some(&root))) {
        (Ok(status), Some(path)) if status.success() => {
            let _ = std::fs::remove_dir_all(root.join("target"));
            Ok((path, true))
        }
        _ => bail!(
            "Kernel {NAME} {VERSION} gagal dibangun; periksa sambungan internet ke crates.io dan bahwa ada kompilator C (Debian/Ubuntu: `sudo apt install build-essential`), lalu ulangi."
        ),
    }
}

/// The kernel where `cargo install` put it, if its version is right.
fn in_root(root: Option<&Path>) -> Option<PathBuf> {
    let mut command = Command::new("cargo");
    command.args(["install", "--list"]);
    if let Some(root) = root {
        if !root.is_dir() {
            return None;
        }
        command.arg("--root").arg(root);
    }
    let output = command.output().ok()?;
    if !lists_version(&String::from_utf8_lossy(&output.stdout)) {
        return None;
    }
    let folder = match root {
        Some(root) => root.to_owned(),
        None => std::env::var_os("CARGO_INSTALL_ROOT")
            .or_else(|| std::env::var_os("CARGO_HOME"))
            .map(PathBuf::from)
            .or_else(|| Some(std::env::home_dir()?.join(".cargo")))?,
    };
    let path = folder.join("bin").join(program(NAME));
    path.is_file().then_some(path)
}

/// The kernel on the search path, as conda installs it: it does not tell its version, but `evcxr` beside it does.
fn in_path() -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).find_map(|folder| {
        let kernel = folder.join(program(NAME));
        let sibling = folder.join(program("evcxr"));
        if !kernel.is_file() || !sibling.is_file() {
            return None;
        }
        let output = Command::new(sibling).arg("--version").output().ok()?;
        String::from_utf8_lossy(&output.stdout)
            .contains(VERSION)
            .then_some(kernel)
    })
}

fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// Whether `cargo install --list` names our version.
fn lists_version(list: &str) -> bool {
    list.lines()
        .any(|line| line.trim_end_matches(':').trim() == format!("{NAME} v{VERSION}"))
}

#[cfg(test)]
mod tests {
    use super::lists_version;

    #[test]
    fn only_the_right_version_is_reused() {
        assert!(lists_version("evcxr_jupyter v0.22.0:\n    evcxr_jupyter\n"));
        assert!(!lists_version(
            "evcxr_jupyter v0.21.1:\n    evcxr_jupyter\n"
        ));
        assert!(!lists_version("ripgrep v0.22.0:\n    rg\n"));
    }
}
