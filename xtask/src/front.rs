//! The real kernel behind the kernel front: starts `python/front.py`, which talks to it as JupyterLab does, and reads which promises it found kept.

use crate::kernel_script::{self, NOT_STARTED};
use crate::project::Project;
use crate::promise::Promises;
use anyhow::{Context, Result};

const SCRIPT: &str = include_str!("python/front.py");
/// Fewer would mean that the script ended early.
const PROMISES: usize = 35;

/// Checks every promise. Gives how many there are.
pub fn check(project: &Project) -> Result<usize> {
    let output = kernel_script::command(project, "front.py", SCRIPT)?
        .output()
        .context(NOT_STARTED)?;
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
