//! [`BuildFolder`]: the folder in which one kernel's cells are compiled. Two kernels must never share one, so each kernel gets a copy of the template,
//! quickly: what no build ever changes is hard-linked. A folder is a small cargo workspace of two crates: `ctx`, which evcxr writes anew for each cell, and
//! `penjaga`, which depends on fmnist_lib all the time. evcxr starts without dependencies, and cargo would then drop them from `Cargo.lock`; `penjaga` keeps
//! them there, so that cells use the project's own versions and need no network.

use crate::project::Lab;
use anyhow::{Context, Result};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The workspace around the cells. evcxr's own profile (debug assertions, overflow checks) is that of a member and so without effect;
/// the cells compile quickly and their dependencies run at full speed.
pub const MANIFEST: &str = r#"[workspace]
resolver = "2"
members = ["ctx", "penjaga"]

[profile.dev]
opt-level = 1
debug = false
strip = "debuginfo"
debug-assertions = false
overflow-checks = false
codegen-units = 16
rpath = true

[profile.dev.package."*"]
opt-level = 3
codegen-units = 16
"#;

/// A folder that exists as long as this value.
pub struct BuildFolder {
    folder: PathBuf,
    lock: Option<File>,
}

impl BuildFolder {
    /// A copy of the template for a new kernel; folders of kernels that have died are removed on the way.
    pub fn create(lab: &Lab) -> Result<Self> {
        let kernels = lab.kernels();
        fs::create_dir_all(&kernels).with_context(|| full(&kernels))?;
        let _gate = gate(lab)?;
        remove_dead(&kernels);
        let name = (0..)
            .map(|count| format!("{}-{count}", std::process::id()))
            .find(|name| !kernels.join(name).exists())
            .unwrap_or_default();
        let lock_file = kernels.join(format!("{name}.lock"));
        let lock = File::create(&lock_file).with_context(|| full(&lock_file))?;
        lock.lock().with_context(|| full(&lock_file))?;
        let folder = Self {
            folder: kernels.join(name),
            lock: Some(lock),
        };
        copy_tree(&lab.template(), &folder.folder).with_context(|| full(&folder.folder))?;
        Ok(folder)
    }

    /// The folder; evcxr works in its `ctx`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for BuildFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        drop(self.lock.take());
        let _ = fs::remove_file(self.folder.with_extension("lock"));
    }
}

/// Held while folders are made, removed or copied.
pub fn gate(lab: &Lab) -> Result<File> {
    let path = lab.join("gerbang.lock");
    fs::create_dir_all(&lab.folder).with_context(|| full(&path))?;
    let file = File::create(&path).with_context(|| full(&path))?;
    file.lock().with_context(|| full(&path))?;
    Ok(file)
}

/// Removes the folders of kernels that no longer live: their lock can be taken.
pub fn remove_dead(kernels: &Path) {
    let Ok(entries) = fs::read_dir(kernels) else {
        return;
    };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.extension().is_none_or(|extension| extension != "lock") {
            continue;
        }
        let Ok(file) = File::open(&path) else {
            continue;
        };
        match file.try_lock() {
            Ok(()) => {
                let _ = fs::remove_dir_all(path.with_extension(""));
                drop(file);
                let _ = fs::remove_file(&path);
            }
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

/// Writes the workspace around the cells, with the project's own locked versions.
pub fn prepare(folder: &Path, lab: &Lab) -> Result<()> {
    let keeper = folder.join("penjaga");
    fs::create_dir_all(keeper.join("src")).with_context(|| full(&keeper))?;
    fs::create_dir_all(folder.join("ctx/src")).with_context(|| full(folder))?;
    let library = lab.project_root().join("fmnist_lib");
    let manifest = format!(
        "[package]\nname = \"penjaga\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n[dependencies]\nfmnist_lib = {{ path = {} }}\n",
        toml_string(&library.to_string_lossy())
    );
    let files = [
        (folder.join("Cargo.toml"), MANIFEST.to_owned()),
        (keeper.join("Cargo.toml"), manifest),
        (
            keeper.join("src/lib.rs"),
            "//! Keeps the dependencies locked.\n".to_owned(),
        ),
    ];
    for (file, content) in files {
        fs::write(&file, content).with_context(|| full(&file))?;
    }
    let locked = lab.project_root().join("Cargo.lock");
    if locked.is_file() {
        fs::copy(&locked, folder.join("Cargo.lock")).with_context(|| full(folder))?;
    }
    Ok(())
}

/// A TOML string of this text: quotes and Windows' backslashes are escaped.
fn toml_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Copies a build folder with its times, by which cargo knows that all is fresh.
pub fn copy_tree(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            // The cells' incremental cache is of no use to other cells.
            if entry.file_name() != "incremental" {
                copy_tree(&source, &target)?;
            }
        } else if !(is_immutable(&source) && fs::hard_link(&source, &target).is_ok()) {
            fs::copy(&source, &target)?;
            let modified = entry.metadata()?.modified()?;
            File::options()
                .write(true)
                .open(&target)?
                .set_modified(modified)?;
        }
    }
    Ok(())
}

/// Compiled code of crates from the registry, which nothing writes again. fmnist_lib may be edited and the cells always are.
fn is_immutable(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let compiled = [".rlib", ".rmeta", ".so", ".dylib", ".dll", ".lib"]
        .iter()
        .any(|end| name.ends_with(end));
    let ours = ["fmnist_lib", "ctx", "code_", "penjaga", "evcxr"]
        .iter()
        .any(|part| name.contains(part));
    let in_deps = file
        .parent()
        .and_then(Path::file_name)
        .is_some_and(|folder| folder == "deps");
    compiled && in_deps && !ours
}

fn full(path: &Path) -> String {
    format!(
        "{} tidak dapat ditulis; periksa izin folder dan sisa ruang disk, atau hapus folder .lab, lalu ulangi.",
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lab(folder: &tempfile::TempDir) -> Lab {
        let lab = Lab {
            folder: folder.path().join(".lab"),
        };
        prepare(&lab.template(), &lab).unwrap();
        lab
    }

    #[test]
    fn kernels_get_folders_of_their_own_that_vanish_with_them() {
        let folder = tempfile::tempdir().unwrap();
        let lab = lab(&folder);
        let one = BuildFolder::create(&lab).unwrap();
        let two = BuildFolder::create(&lab).unwrap();
        assert_ne!(one.folder(), two.folder());
        assert!(one.folder().is_dir() && two.folder().is_dir());
        drop((one, two));
        assert_eq!(fs::read_dir(lab.kernels()).unwrap().count(), 0);
    }

    #[test]
    fn folders_of_dead_kernels_are_removed_and_living_ones_kept() {
        let folder = tempfile::tempdir().unwrap();
        let lab = lab(&folder);
        let living = BuildFolder::create(&lab).unwrap();
        let dead = lab.kernels().join("1-0");
        fs::create_dir_all(&dead).unwrap();
        fs::write(dead.with_extension("lock"), "").unwrap();
        remove_dead(&lab.kernels());
        assert!(!dead.exists() && living.folder().exists());
    }

    #[test]
    fn kernels_that_start_at_the_same_moment_do_not_share_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let lab = lab(&folder);
        let made: Vec<BuildFolder> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| BuildFolder::create(&lab).unwrap()))
                .collect();
            starts
                .into_iter()
                .map(|start| start.join().unwrap())
                .collect()
        });
        let names: std::collections::BTreeSet<_> = made.iter().map(BuildFolder::folder).collect();
        assert_eq!(names.len(), 8);
        assert!(
            names
                .iter()
                .all(|folder| folder.join("Cargo.toml").is_file())
        );
    }

    #[test]
    fn any_folder_can_be_written_into_a_manifest() {
        assert_eq!(
            toml_string("/tmp/belajar cnn ñ/it's"),
            r#""/tmp/belajar cnn ñ/it's""#
        );
        assert_eq!(toml_string(r#"C:\a "b""#), r#""C:\\a \"b\"""#);
    }

    #[test]
    fn where_nothing_can_be_written_a_sentence_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let lab = lab(&folder);
        fs::write(lab.kernels(), "in the way").unwrap();
        let error = BuildFolder::create(&lab).err().unwrap().to_string();
        assert!(error.contains("sisa ruang disk"), "{error}");
    }

    #[test]
    fn a_copy_keeps_times_and_shares_only_what_never_changes() {
        let folder = tempfile::tempdir().unwrap();
        let deps = folder.path().join("a/deps");
        fs::create_dir_all(&deps).unwrap();
        for name in ["libserde-1.rlib", "libfmnist_lib.so"] {
            fs::write(deps.join(name), "before").unwrap();
        }
        copy_tree(&folder.path().join("a"), &folder.path().join("b")).unwrap();
        let copy = folder.path().join("b/deps/libfmnist_lib.so");
        let time = |file: &Path| fs::metadata(file).unwrap().modified().unwrap();
        assert_eq!(time(&deps.join("libfmnist_lib.so")), time(&copy));
        fs::write(&copy, "after").unwrap();
        let original = fs::read_to_string(deps.join("libfmnist_lib.so")).unwrap();
        assert_eq!(original, "before");
        assert!(is_immutable(&deps.join("libserde-1.rlib")));
    }
}
