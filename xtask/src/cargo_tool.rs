//! [`CargoTool`]: a program from crates.io of one exact version: found where `cargo install` put it, or built.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate with a program of the same name.
pub struct CargoTool {
    /// The crate and its program.
    pub name: &'static str,
    /// The only version that is taken.
    pub version: &'static str,
}

impl CargoTool {
    /// The program in `root`, or where the user's own `cargo install` puts it.
    pub fn find(&self, root: &Path) -> Option<PathBuf> {
        self.in_root(Some(root)).or_else(|| self.in_root(None))
    }

    /// Builds it into `root`.
    pub fn build(&self, root: &Path, folder: &Path) -> Option<PathBuf> {
        let built = Command::new("cargo")
            .args([
                "install",
                "--locked",
                self.name,
                "--version",
                self.version,
                "--root",
            ])
            .arg(root)
            // A kept folder lets a build that was stopped go on where it was.
            .env("CARGO_TARGET_DIR", root.join("target"))
            .current_dir(folder)
            .status();
        let path = self.in_root(Some(root))?;
        if !built.is_ok_and(|status| status.success()) {
            return None;
        }
        let _ = std::fs::remove_dir_all(root.join("target"));
        Some(path)
    }

    fn in_root(&self, root: Option<&Path>) -> Option<PathBuf> {
        let mut command = Command::new("cargo");
        command.args(["install", "--list"]);
        if let Some(root) = root {
            if !root.is_dir() {
                return None;
            }
            command.arg("--root").arg(root);
        }
        let output = command.output().ok()?;
        if !self.is_listed(&String::from_utf8_lossy(&output.stdout)) {
            return None;
        }
        let folder = match root {
            Some(root) => root.to_owned(),
            None => std::env::var_os("CARGO_INSTALL_ROOT")
                .or_else(|| std::env::var_os("CARGO_HOME"))
                .map(PathBuf::from)
                .or_else(|| Some(std::env::home_dir()?.join(".cargo")))?,
        };
        let path = folder.join("bin").join(program(self.name));
        path.is_file().then_some(path)
    }

    /// Whether `cargo install --list` names our version.
    fn is_listed(&self, list: &str) -> bool {
        let wanted = format!("{} v{}", self.name, self.version);
        list.lines()
            .any(|line| line.trim_end_matches(':').trim() == wanted)
    }
}

/// A program's file name on this system.
pub fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::CargoTool;

    #[test]
    fn only_the_right_version_is_reused() {
        let tool = CargoTool {
            name: "evcxr_jupyter",
            version: "0.22.0",
        };
        assert!(tool.is_listed("evcxr_jupyter v0.22.0:\n    evcxr_jupyter\n"));
        assert!(!tool.is_listed("evcxr_jupyter v0.21.1:\n    evcxr_jupyter\n"));
        assert!(!tool.is_listed("ripgrep v0.22.0:\n    rg\n"));
    }
}
