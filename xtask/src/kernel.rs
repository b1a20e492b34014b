//! The hidden command `kernel`: what Jupyter starts. It gives evcxr a build folder of its own and the environment that a shared fmnist_lib needs,
//! waits for it, and cleans up.

use crate::build_folder::BuildFolder;
use crate::project::Lab;
use crate::toolchain;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set to a folder by the making of the template: evcxr works right there instead of in a private copy.
pub const TEMPLATE_VARIABLE: &str = "BELAJAR_CNN_TEMPLATE";

/// The arguments in the kernelspec.
#[derive(Args)]
pub struct Launch {
    /// The project's `.lab`.
    #[arg(long)]
    lab: PathBuf,
    /// The kernel program.
    #[arg(long)]
    evcxr: PathBuf,
    /// Jupyter's ports and key.
    #[arg(long)]
    connection_file: PathBuf,
}

/// Runs one kernel until it ends.
pub fn run(launch: &Launch) -> Result<()> {
    let lab = Lab {
        folder: launch.lab.clone(),
    };
    // Kept until the end: dropping it removes the folder.
    let (_private, cells) = match std::env::var_os(TEMPLATE_VARIABLE) {
        Some(template) => (None, PathBuf::from(template).join("ctx")),
        None => {
            let private = BuildFolder::create(&lab)?;
            let cells = private.cells();
            (Some(private), cells)
        }
    };
    let mut command = Command::new(&launch.evcxr);
    command.arg("--control_file").arg(&launch.connection_file);
    for (name, _) in std::env::vars_os() {
        // Left by `cargo run`; they describe this program's build, not the cells'.
        let text = name.to_string_lossy();
        if [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_PROFILE_",
            "CARGO_BIN_",
            "CARGO_BUILD_",
            "CARGO_INCREMENTAL",
            "CARGO_ENCODED_RUSTFLAGS",
        ]
        .iter()
        .any(|prefix| text.starts_with(prefix))
        {
            command.env_remove(&name);
        }
    }
    let library_folder = toolchain::library_folder(lab.project_root())?;
    for variable in library_variables() {
        let value = std::env::var_os(variable).unwrap_or_default();
        command.env(variable, search_path(&library_folder, &value, &lab)?);
    }
    let nothing = lab.join("evcxr");
    std::fs::create_dir_all(&nothing)
        .context("Folder .lab tidak dapat ditulis; periksa izinnya.")?;
    command
        .env("EVCXR_TMPDIR", cells)
        .env("EVCXR_CONFIG_DIR", &nothing)
        // evcxr would renew the user's own kernel named `rust`; here it finds none.
        .env("JUPYTER_PATH", nothing.join("tidak-ada"));
    let status = command.status().with_context(|| {
        format!(
            "Kernel {} tidak dapat dijalankan; jalankan `cargo xtask lab` sekali lagi.",
            launch.evcxr.display()
        )
    })?;
    if !status.success() {
        bail!("Kernel Rust berhenti dengan galat ({status}); mulai ulang kernel dari menu Kernel.");
    }
    Ok(())
}

/// Where the system looks for shared libraries.
fn library_variables() -> &'static [&'static str] {
    if cfg!(windows) {
        &["PATH"]
    } else if cfg!(target_os = "macos") {
        &["DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"]
    } else {
        &["LD_LIBRARY_PATH"]
    }
}

/// The standard library's folder first, then what was there, but none of the project's own build folders: `cargo run` puts them there, and their
/// fmnist_lib is not the one that the cells are compiled against.
fn search_path(library: &Path, present: &OsString, lab: &Lab) -> Result<OsString> {
    let ours = |folder: &PathBuf| {
        folder.starts_with(lab.project_root().join("target"))
            || folder.ends_with("debug/deps")
            || folder.ends_with("debug")
            || folder.ends_with("release/deps")
            || folder.ends_with("release")
    };
    let rest = std::env::split_paths(present).filter(|folder| !ours(folder));
    std::env::join_paths(std::iter::once(library.to_owned()).chain(rest))
        .context("Sebuah folder di jalur pencarian pustaka mengandung pemisah; betulkan variabel lingkungannya.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn build_folders_of_the_project_are_not_searched() {
        let lab = Lab {
            folder: PathBuf::from("/p/.lab"),
        };
        let present =
            std::env::join_paths(["/p/target/debug/deps", "/t/debug", "/usr/lib"]).unwrap();
        let found = search_path(Path::new("/rust/lib"), &present, &lab).unwrap();
        let found: Vec<PathBuf> = std::env::split_paths(&found).collect();
        assert_eq!(
            found,
            [PathBuf::from("/rust/lib"), PathBuf::from("/usr/lib")]
        );
    }
}
