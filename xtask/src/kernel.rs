//! The hidden command `kernel`: what Jupyter starts. It gives evcxr a build folder of its own and the environment that a shared fmnist_lib needs,
//! runs the kernel front between Jupyter and evcxr, and cleans up. The hidden command `guard` is what the front starts evcxr with.

use crate::build_folder::BuildFolder;
use crate::project::Lab;
use crate::{rust_sources, template, toolchain};
use anyhow::{Context, Result, bail};
use clap::Args;
use kernel_front::Recipe;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set to a folder by the making of the template: evcxr works right there instead of in a private copy.
pub const TEMPLATE_VARIABLE: &str = "BELAJAR_CNN_TEMPLATE";

/// Set to anything: evcxr runs as it is, without the front, as it would for somebody who has only a stock kernel.
pub const STOCK_VARIABLE: &str = "BELAJAR_CNN_TANPA_PERANTARA";

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
    let stock = std::env::var_os(STOCK_VARIABLE).is_some();
    match Workplace::prepare(launch) {
        Ok(workplace) if stock => run_stock(launch, workplace.variables.clone()),
        // Kept until the end: dropping it removes its folders.
        Ok(workplace) => Ok(kernel_front::run(
            &launch.connection_file,
            Ok(workplace.recipe(launch)?),
        )?),
        Err(error) if stock => Err(error),
        Err(error) => Ok(kernel_front::run(
            &launch.connection_file,
            Err(format!(
                "{error} Sesudah itu mulai ulang kernel dari menu Kernel."
            )),
        )?),
    }
}

/// What one evcxr needs around it.
struct Workplace {
    secrets: SecretFolder,
    /// None for the making of the template, which works in the template itself.
    _build: Option<BuildFolder>,
    variables: Vec<(OsString, OsString)>,
}

impl Workplace {
    fn prepare(launch: &Launch) -> Result<Self> {
        let lab = Lab {
            folder: launch.lab.clone(),
        };
        let rust = toolchain::version(lab.project_root())?;
        let (build, folder) = match std::env::var_os(TEMPLATE_VARIABLE) {
            Some(template) => (None, PathBuf::from(template)),
            None => {
                // cargo would compile everything anew within the first cell: minutes without a word.
                if !template::is_current(&lab, &launch.evcxr, &rust) {
                    bail!(
                        "Kernel ini disiapkan untuk versi Rust yang lain; jalankan `cargo xtask lab --setup-only` di terminal."
                    );
                }
                let build = BuildFolder::create(&lab)?;
                let folder = build.folder().to_owned();
                (Some(build), folder)
            }
        };
        let library_folder = toolchain::library_folder(lab.project_root())?;
        let mut variables: Vec<(OsString, OsString)> = Vec::new();
        for variable in library_variables() {
            let value = std::env::var_os(variable).unwrap_or_default();
            let path = search_path(&library_folder, &value, &lab)?;
            variables.push((variable.into(), path));
        }
        let nothing = lab.join("evcxr");
        std::fs::create_dir_all(&nothing)
            .context("Folder .lab tidak dapat ditulis; periksa izinnya.")?;
        if folder.to_string_lossy().contains(char::is_whitespace) {
            bail!(
                "Nama folder proyek mengandung spasi, yang tidak dapat dipakai kernel di sistem ini; pindahkan proyek ke folder tanpa spasi, lalu jalankan `cargo xtask lab`."
            );
        }
        variables.push(("EVCXR_TMPDIR".into(), folder.join("ctx").into()));
        variables.push(("EVCXR_CONFIG_DIR".into(), nothing.clone().into()));
        // evcxr would renew the user's own kernel named `rust`; here it finds none.
        variables.push(("JUPYTER_PATH".into(), nothing.join("tidak-ada").into()));
        if let Some(sources) = rust_sources::fitting(&lab, &rust) {
            variables.push((rust_sources::VARIABLE.into(), sources.into()));
        }
        Ok(Self {
            secrets: SecretFolder::create(&folder)?,
            _build: build,
            variables,
        })
    }

    fn recipe(&self, launch: &Launch) -> Result<Recipe> {
        let program = std::env::current_exe()
            .context("Program kernel tidak ditemukan; jalankan `cargo xtask lab` sekali lagi.")?;
        Ok(Recipe {
            guard: vec![program.into(), "guard".into(), "--".into()],
            evcxr: launch.evcxr.clone(),
            variables: self.variables.clone(),
            without: build_variables(),
            folder: self.secrets.0.clone(),
        })
    }
}

fn run_stock(launch: &Launch, variables: Vec<(OsString, OsString)>) -> Result<()> {
    let mut command = Command::new(&launch.evcxr);
    command.arg("--control_file").arg(&launch.connection_file);
    for name in build_variables() {
        command.env_remove(name);
    }
    let status = command.envs(variables).status().with_context(|| {
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

/// What the front runs evcxr with, see [`kernel_front::guard`].
pub fn guard(command: &[OsString]) -> Result<()> {
    kernel_front::guard::run(command)
        .context("Kernel evcxr tidak dapat dijalankan; jalankan `cargo xtask lab` sekali lagi.")
}

/// A folder that only its owner can look into, for the child's connection file; it exists as long as this value.
struct SecretFolder(PathBuf);

impl SecretFolder {
    fn create(build: &Path) -> Result<Self> {
        let folder = build.join("rahasia");
        let _ = std::fs::remove_dir_all(&folder);
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&folder)
            .context("Folder .lab tidak dapat ditulis; periksa izin folder dan sisa ruang disk.")?;
        Ok(Self(folder))
    }
}

impl Drop for SecretFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Left by `cargo run`; they describe this program's build, not the cells'.
fn build_variables() -> Vec<OsString> {
    let prefixes = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_PROFILE_",
        "CARGO_BIN_",
        "CARGO_BUILD_",
        "CARGO_INCREMENTAL",
        "CARGO_ENCODED_RUSTFLAGS",
    ];
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| {
            let text = name.to_string_lossy();
            prefixes.iter().any(|prefix| text.starts_with(prefix))
        })
        .collect()
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
