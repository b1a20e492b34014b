//! Setting up `.lab`: the six steps that `lab`, `notebooks` and `test` share. Each is skipped when its stamp fits.

use crate::project::Project;
use crate::python::Python;
use crate::steps::{Steps, note};
use crate::{environment, evcxr, interface, kernelspec, rust_sources, template};
use anyhow::{Context, Result};
use std::fs::{File, TryLockError};

/// How many steps [`run`] announces.
pub const STEPS: usize = 6;

/// Only sets up: for containers, which are built once and started often.
pub fn alone() -> Result<()> {
    run(&Project::find()?, &mut Steps::new(STEPS))
}

/// Does what has not been done yet.
pub fn run(project: &Project, steps: &mut Steps) -> Result<()> {
    let lab = project.lab();
    let _only = one_at_a_time(project)?;
    steps.begin("Mencari Python 3");
    let python = Python::find()?;
    note(format!("Python {}", python.version()));
    steps.done();

    steps.begin("Menyiapkan sumber pustaka standar Rust (rust-src)");
    steps.finish(rust_sources::ensure(&lab)?);

    steps.begin("Menyiapkan JupyterLab di .lab/venv");
    let installed = python.ensure_environment(&lab)?;
    steps.finish(interface::ensure(&lab)? || installed);

    steps.begin(format!(
        "Menyiapkan kernel Rust evcxr_jupyter {}",
        evcxr::VERSION
    ));
    let (kernel, built) = evcxr::ensure(&lab)?;
    steps.finish(built);

    steps.begin(format!(
        "Mendaftarkan kernel \"{}\"",
        kernelspec::DISPLAY_NAME
    ));
    environment::write_defaults(&lab)?;
    kernelspec::register(&lab, &kernel)?;
    steps.done();

    steps.begin("Menyiapkan fmnist_lib untuk kernel");
    steps.finish(template::ensure(project, &kernel)?);
    Ok(())
}

/// Two set-ups at once would disturb each other: the second waits. The lock ends with its process, however that ends.
fn one_at_a_time(project: &Project) -> Result<File> {
    let lab = project.lab();
    let sentence = "Folder .lab tidak dapat ditulis; periksa izin folder proyek.";
    std::fs::create_dir_all(&lab.folder).context(sentence)?;
    let file = File::create(lab.join("penyiapan.lock")).context(sentence)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("Penyiapan lain sedang berjalan; menunggu sampai selesai …");
            file.lock().context(sentence)?;
        }
        Err(TryLockError::Error(error)) => return Err(error).context(sentence),
    }
    Ok(file)
}
