//! [`command`]: a Python script that talks to the real kernel from outside, as JupyterLab does, with the modules that such scripts share.

use crate::environment;
use crate::kernelspec;
use crate::project::Project;
use crate::stamp::write_whole;
use anyhow::Result;
use std::process::{Command, Stdio};

/// What cannot be started is told with this sentence.
pub const NOT_STARTED: &str =
    "Python di .lab/venv tidak dapat dijalankan; jalankan `cargo xtask lab` sekali lagi.";

const MODULES: [(&str, &str); 3] = [
    ("kernel.py", include_str!("python/kernel.py")),
    ("processes.py", include_str!("python/processes.py")),
    ("promise.py", include_str!("python/promise.py")),
];

/// The command that runs `script` under this name in the notebooks' folder; the script may add arguments to `--kernel`, `--cwd` and `--lab`.
pub fn command(project: &Project, name: &str, script: &str) -> Result<Command> {
    let lab = project.lab();
    let folder = lab.join("jalan");
    let file = folder.join(name);
    write_whole(&file, script.as_bytes())?;
    for (module, text) in MODULES {
        write_whole(&folder.join(module), text.as_bytes())?;
    }
    let mut command = environment::apart(&lab, name.trim_end_matches(".py"))?;
    command
        .arg(file)
        .args(["--kernel", kernelspec::NAME, "--cwd"])
        .arg(project.notebooks_folder())
        .arg("--lab")
        .arg(&lab.folder)
        .stdin(Stdio::null());
    Ok(command)
}
