//! JupyterLab as `cargo xtask lab` starts it, and a kernel of ours, as a stranger on this machine meets them: `python/outsider.py` has neither token nor key.

use crate::environment;
use crate::kernel_script::{self, NOT_STARTED};
use crate::project::Project;
use crate::promise::Promises;
use crate::server::Server;
use crate::setup;
use crate::steps::Steps;
use anyhow::{Context, Result};

const SCRIPT: &str = include_str!("python/outsider.py");
/// Fewer would mean that the script ended early.
const PROMISES: usize = 19;
/// Looking at sockets and command lines needs /proc.
const ONLY_ON_LINUX: usize = 3;
/// Far from the ports of a learner's own JupyterLab.
const PORT: u16 = 18_888;

/// Sets up what is needed and checks every promise.
pub fn run() -> Result<()> {
    let project = Project::find()?;
    setup::run(&project, &mut Steps::new(setup::STEPS))?;
    let kept = check(&project)?;
    println!(
        "{kept} janji ditepati: tanpa token dan tanpa kunci orang luar tidak mendapat apa pun."
    );
    Ok(())
}

/// Checks every promise. Gives how many there are.
pub fn check(project: &Project) -> Result<usize> {
    let lab = project.lab();
    let mut server = Server::start(
        environment::apart(&lab, "orang-luar")?,
        &lab,
        PORT,
        "",
        false,
        &[],
    )?;
    let output = kernel_script::command(project, "outsider.py", SCRIPT)?
        // Not as an argument, which is one of the things looked for.
        .env("ORANG_LUAR_ALAMAT", server.url())
        .output()
        .context(NOT_STARTED)?;
    server.stop();
    let expected = if cfg!(target_os = "linux") {
        PROMISES
    } else {
        PROMISES - ONLY_ON_LINUX
    };
    Promises::read(&output).all_kept(
        expected,
        "JupyterLab atau kernel terbuka bagi orang luar; betulkan server.rs atau kernel_front.",
    )
}
