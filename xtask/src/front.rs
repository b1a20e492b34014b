//! The real kernel behind the kernel front: starts `python/front.py`, which talks to it as JupyterLab does, and reads which promises it found kept.

use crate::environment;
use crate::fixture;
use crate::project::Project;
use crate::stamp::write_whole;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::process::Stdio;

const SCRIPT: &str = include_str!("python/front.py");
/// Fewer would mean that the script ended early.
const PROMISES: usize = 28;

/// Checks every promise. Gives how many there are.
pub fn check(project: &Project) -> Result<usize> {
    let lab = project.lab();
    let script = lab.join("jalan/front.py");
    write_whole(&script, SCRIPT.as_bytes())?;
    let output = environment::python(&lab)
        .arg(&script)
        .args(["--kernel", crate::kernelspec::NAME, "--cwd"])
        .arg(fixture::folder(project))
        .arg("--lab")
        .arg(&lab.folder)
        .stdin(Stdio::null())
        .output()
        .context(
            "Python di .lab/venv tidak dapat dijalankan; jalankan `cargo xtask lab` sekali lagi.",
        )?;
    let text = String::from_utf8_lossy(&output.stdout);
    let said: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let broken: Vec<String> = said
        .iter()
        .filter(|said| said["kept"] != true)
        .map(|said| format!("{}\n    {}", said["promise"], said["seen"]))
        .collect();
    if !broken.is_empty() || !output.status.success() {
        bail!(
            "Kernel tidak menepati semua janjinya; betulkan kernel_front.\n{}\n{}",
            broken.join("\n"),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    // Where /proc is not there, the last three cannot be looked at.
    let expected = if cfg!(target_os = "linux") {
        PROMISES
    } else {
        PROMISES - 3
    };
    if said.len() != expected {
        bail!(
            "Pemeriksaan kernel berhenti sesudah {} dari {expected} janji; baca pesan di atas.",
            said.len()
        );
    }
    Ok(said.len())
}
