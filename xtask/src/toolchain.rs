//! The Rust toolchain as the kernel needs it: its version, its runtime libraries and the standard library's sources.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `rustc` prints for these arguments, seen from `folder` (a `rust-toolchain.toml` there decides which one answers).
fn rustc(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("rustc")
        .args(arguments)
        .current_dir(folder)
        .output()
        .context(
            "rustc tidak ditemukan; pasang Rust dari https://rustup.rs, lalu buka terminal baru.",
        )?;
    if !output.status.success() {
        bail!(
            "rustc tidak mau bekerja; jalankan `rustup update stable`, lalu ulangi. ({})",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// `rustc -Vv`: changes when anything compiled before becomes useless.
pub fn version(folder: &Path) -> Result<String> {
    rustc(folder, &["-Vv"])
}

/// The folder of the standard library as a shared library, which every cell is linked to.
pub fn library_folder(folder: &Path) -> Result<PathBuf> {
    rustc(folder, &["--print", "target-libdir"]).map(PathBuf::from)
}

/// Where the standard library's sources belong.
pub fn sources_folder(folder: &Path) -> Result<PathBuf> {
    let sysroot = rustc(folder, &["--print", "sysroot"])?;
    Ok(Path::new(&sysroot).join("lib/rustlib/src/rust/library"))
}

/// Sees to it that the standard library's sources are there: without them evcxr infers few types and completes nothing.
/// Gives whether they had to be installed.
pub fn ensure_sources(folder: &Path) -> Result<bool> {
    let sources = sources_folder(folder)?.join("std/Cargo.toml");
    if sources.is_file() {
        return Ok(false);
    }
    let added = Command::new("rustup")
        .args(["component", "add", "rust-src"])
        .current_dir(folder)
        .status();
    match added {
        Ok(status) if status.success() && sources.is_file() => Ok(true),
        Ok(_) => bail!(
            "Komponen rust-src gagal dipasang; periksa sambungan internet, lalu jalankan `rustup component add rust-src`."
        ),
        Err(_) => bail!(
            "Sumber pustaka standar Rust tidak ada dan rustup tidak ditemukan; pasang Rust dari https://rustup.rs (dengan conda: `conda install rust-src`)."
        ),
    }
}
