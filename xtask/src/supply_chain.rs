//! What comes from others: `cargo deny` looks at licences, sources, bans and known weaknesses of every crate in the lock files, by `deny.toml`.

use crate::cargo_tool::CargoTool;
use crate::project::Project;
use crate::steps::note;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};

const DENY: CargoTool = CargoTool {
    name: "cargo-deny",
    version: "0.20.2",
};
/// The workspaces whose crates reach a learner or a contributor's tests; those of `bench` are only measured against.
const WORKSPACES: [&str; 2] = [".", "fuzz"];

/// Checks them. Gives how many checks passed.
pub fn check(project: &Project) -> Result<usize> {
    let root = project.lab().join("cargo-deny");
    let program = match DENY.find(&root) {
        Some(program) => program,
        None => {
            note("membangun cargo-deny dari sumbernya: 3 sampai 10 menit, hanya sekali");
            DENY.build(&root, &project.root).context(
                "cargo-deny gagal dibangun; periksa sambungan internet ke crates.io, lalu ulangi.",
            )?
        }
    };
    let mut passed = 0;
    for workspace in WORKSPACES {
        let manifest = project.root.join(workspace).join("Cargo.toml");
        let (fine, said) = deny(
            &program,
            project,
            &manifest,
            &["licenses", "sources", "bans"],
        )?;
        if !fine {
            bail!(
                "Sebuah paket dari luar melanggar deny.toml ({workspace}); gantilah, atau tulis alasannya di sana.\n{said}"
            );
        }
        passed += 3;
        let (fine, said) = deny(&program, project, &manifest, &["advisories"])?;
        if fine {
            passed += 1;
        } else if said.contains("failed to fetch advisory database") {
            // It is kept on a code host only, not in a registry of packages.
            note(
                "kelemahan yang dikenal tidak diperiksa: basis data RustSec tidak terjangkau dari sini",
            );
        } else {
            bail!(
                "Sebuah paket dari luar mempunyai kelemahan yang dikenal ({workspace}); perbarui.\n{said}"
            );
        }
    }
    Ok(passed)
}

fn deny(
    program: &Path,
    project: &Project,
    manifest: &Path,
    checks: &[&str],
) -> Result<(bool, String)> {
    let output = Command::new(program)
        .arg("--manifest-path")
        .arg(manifest)
        .arg("check")
        .args(checks)
        // Where deny.toml is.
        .current_dir(&project.root)
        .stdin(Stdio::null())
        .output()
        .context("cargo-deny tidak dapat dijalankan; hapus folder .lab/cargo-deny, lalu ulangi.")?;
    Ok((
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    ))
}
