//! [`ensure`] and [`fitting`]: the standard library's sources as evcxr's analyzer reads them at each start: a copy in `.lab` without the processors'
//! own instructions (`core::arch`). These are half of all the text, the analyzer expands them before the first cell, and no cell of a lesson names them.

use crate::build_folder::copy_tree;
use crate::project::Lab;
use crate::stamp::{Key, Stamp};
use crate::toolchain;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// What the analyzer looks for sources in, instead of the toolchain's own folder.
pub const VARIABLE: &str = "RUST_SRC_PATH";

/// Left out.
const INSTRUCTIONS: &str = "stdarch/crates/core_arch";

/// Makes the copy unless it fits today's toolchain. Gives whether there was work to do.
pub fn ensure(lab: &Lab) -> Result<bool> {
    let added = toolchain::ensure_sources(lab.project_root())?;
    let rust = toolchain::version(lab.project_root())?;
    if fitting(lab, &rust).is_some() {
        return Ok(added);
    }
    stamp(lab).remove();
    copy(
        &toolchain::sources_folder(lab.project_root())?,
        &folder(lab),
    )
    .context("Sumber pustaka standar Rust tidak dapat disalin ke .lab; periksa izin folder dan sisa ruang disk (perlu 50 MB).")?;
    stamp(lab).write(&key(&rust))?;
    Ok(true)
}

/// The copy, if it is that of this toolchain (`rustc -Vv`).
pub fn fitting(lab: &Lab, rust: &str) -> Option<PathBuf> {
    let fits = folder(lab).is_dir() && stamp(lab).matches(&key(rust));
    fits.then(|| folder(lab))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    copy_tree(from, to)?;
    let instructions = to.join(INSTRUCTIONS);
    if instructions.exists() {
        fs::remove_dir_all(instructions)?;
    }
    Ok(())
}

fn folder(lab: &Lab) -> PathBuf {
    lab.join("rust-src")
}

fn stamp(lab: &Lab) -> Stamp {
    Stamp::new(lab.join("stamps/rust-src"))
}

fn key(rust: &str) -> String {
    Key::default().text(rust).text(INSTRUCTIONS).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_has_all_but_the_instructions_and_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let lab = Lab {
            folder: folder.path().join(".lab"),
        };
        std::fs::create_dir_all(&lab.folder).unwrap();
        let rust = toolchain::version(lab.project_root()).unwrap();
        assert_eq!(fitting(&lab, &rust), None);
        assert!(ensure(&lab).unwrap());
        let copy = fitting(&lab, &rust).unwrap();
        assert!(copy.join("core/src/lib.rs").is_file() && copy.join("std/src/lib.rs").is_file());
        assert!(!copy.join(INSTRUCTIONS).exists());
        assert!(!ensure(&lab).unwrap());
        assert_eq!(fitting(&lab, "rustc 2.0.0"), None);
    }
}
