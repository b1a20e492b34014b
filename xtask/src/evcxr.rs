//! `evcxr_jupyter`, the Rust kernel: reused when the right version is installed, else built into `.lab/cargo`.

use crate::cargo_tool::{CargoTool, program};
use crate::project::Lab;
use crate::steps::note;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The version that the notebooks are executed with.
pub const VERSION: &str = "0.22.0";
const KERNEL: CargoTool = CargoTool {
    name: "evcxr_jupyter",
    version: VERSION,
};

/// The kernel's path, and whether it had to be built.
pub fn ensure(lab: &Lab) -> Result<(PathBuf, bool)> {
    let root = lab.join("cargo");
    if let Some(path) = KERNEL.find(&root).or_else(in_path) {
        return Ok((path, false));
    }
    note("membangun kernel Rust dari sumbernya: 3 sampai 10 menit, hanya sekali");
    match KERNEL.build(&root, lab.project_root()) {
        Some(path) => Ok((path, true)),
        None => bail!(
            "Kernel {} {VERSION} gagal dibangun; periksa sambungan internet ke crates.io dan bahwa ada kompilator C (Debian/Ubuntu: `sudo apt install build-essential`), lalu ulangi.",
            KERNEL.name
        ),
    }
}

/// The kernel on the search path, as conda installs it: it does not tell its version, but `evcxr` beside it does.
fn in_path() -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).find_map(|folder| {
        let kernel = folder.join(program(KERNEL.name));
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
