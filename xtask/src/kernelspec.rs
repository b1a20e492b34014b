//! The kernelspec: how Jupyter starts our kernel. It lives in the virtual environment, under a name of its own: evcxr rewrites a
//! kernelspec named `rust`, and the user's own kernels stay untouched.

use crate::project::Lab;
use crate::stamp::write_whole;
use anyhow::{Context, Result};
use serde_json::json;
use std::path::Path;
use std::process::{Command, Stdio};

/// The kernel's name in a notebook's metadata.
pub const NAME: &str = "belajar-cnn-rust";
/// The kernel's name in JupyterLab.
pub const DISPLAY_NAME: &str = "Rust (Belajar CNN)";

/// Copies this program to where the kernelspec finds it without cargo, and registers the kernel.
pub fn register(lab: &Lab, evcxr: &Path) -> Result<()> {
    let launcher = lab.launcher();
    let sentence =
        "Kernel tidak dapat didaftarkan; tutup JupyterLab yang masih berjalan, lalu ulangi.";
    let program = std::env::current_exe().context(sentence)?;
    let content = std::fs::read(&program).context(sentence)?;
    if std::fs::read(&launcher).ok().as_ref() != Some(&content) {
        let bin = lab.join("bin");
        std::fs::create_dir_all(&bin).context(sentence)?;
        let temporary = bin.join("baru.tmp");
        // `copy` keeps the permission to execute; renaming leaves running kernels their old file.
        std::fs::copy(&program, &temporary).context(sentence)?;
        std::fs::rename(&temporary, &launcher).context(sentence)?;
    }
    let folder = lab.join("venv/share/jupyter/kernels").join(NAME);
    let specification = json!({
        "argv": [launcher, "kernel", "--lab", lab.folder, "--evcxr", evcxr, "--connection-file", "{connection_file}"],
        "display_name": DISPLAY_NAME,
        "language": "rust",
        "interrupt_mode": "message",
        "metadata": {"debugger": false},
    });
    write_whole(
        &folder.join("kernel.json"),
        format!("{specification:#}\n").as_bytes(),
    )?;
    if !folder.join("logo-64x64.png").is_file() {
        copy_logos(lab, evcxr, &folder);
    }
    Ok(())
}

/// Takes the kernel's logos from a registration in a temporary folder; without them JupyterLab shows letters.
fn copy_logos(lab: &Lab, evcxr: &Path, folder: &Path) {
    let temporary = lab.join("logo.tmp");
    let registered = Command::new(evcxr)
        .arg("--install")
        .env("JUPYTER_PATH", &temporary)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if registered.is_ok_and(|status| status.success()) {
        for name in ["logo-32x32.png", "logo-64x64.png", "logo-LICENSE.md"] {
            let _ = std::fs::copy(temporary.join("kernels/rust").join(name), folder.join(name));
        }
    }
    let _ = std::fs::remove_dir_all(temporary);
}
