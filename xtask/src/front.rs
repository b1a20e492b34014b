//! The real kernel behind the kernel front: starts `python/front.py`, which talks to it as JupyterLab does, and reads which promises it found kept.

use crate::environment;
use crate::fixture;
use crate::project::Project;
use crate::promise::Promises;
use crate::stamp::write_whole;
use anyhow::{Context, Result};
use std::process::Stdio;

const SCRIPT: &str = include_str!("python/front.py");
/// Fewer would mean that the script ended early.
const PROMISES: usize = 33;

/// Checks every promise. Gives how many there are.
pub fn check(project: &Project) -> Result<usize> {
    let lab = project.lab();
    let script = lab.join("jalan/front.py");
    write_whole(&script, SCRIPT.as_bytes())?;
    let output = environment::python(&lab)
        .arg(&script)
        .args(["--kernel", crate::kernelspec::NAME, "--cwd"])
        .arg(fixture::folder(project))
        .arg("--kernels")
        .arg(lab.kernels())
        .stdin(Stdio::null())
        .output()
        .context(
            "Python di .lab/venv tidak dapat dijalankan; jalankan `cargo xtask lab` sekali lagi.",
        )?;
    // Where /proc is not there, the last four cannot be looked at.
    let expected = if cfg!(target_os = "linux") {
        PROMISES
    } else {
        PROMISES - 4
    };
    Promises::read(&output).all_kept(
        expected,
        "Kernel tidak menepati semua janjinya; betulkan kernel_front.",
    )
}
