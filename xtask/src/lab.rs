//! The command `lab`: from a fresh clone to JupyterLab at the first notebook.

use crate::build_folder::{gate, remove_dead};
use crate::environment;
use crate::notebook::Notebook;
use crate::project::Project;
use crate::script::all_active;
use crate::server::Server;
use crate::setup;
use crate::steps::{Steps, note};
use anyhow::{Context, Result};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Sets up, serves until Ctrl-C, and leaves nothing running.
pub fn run(browser: bool, port: u16) -> Result<()> {
    let project = Project::find()?;
    let lab = project.lab();
    let mut steps = Steps::new(setup::STEPS + 1);
    setup::run(&project, &mut steps)?;

    // From here on Ctrl-C asks us, and we end JupyterLab and its kernels in order.
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || asked.store(true, Ordering::SeqCst))
        .context("Ctrl-C tidak dapat ditangani; jalankan perintah ini di terminal biasa.")?;

    steps.begin("Menjalankan JupyterLab");
    let page = match project.notebooks()?.first() {
        Some((_, file)) => format!(
            "notebooks/{}",
            file.file_name().unwrap_or_default().to_string_lossy()
        ),
        None => String::new(),
    };
    trust_pictures(&project)?;
    let mut server = Server::start(environment::python(&lab), &lab, port, &page, browser, &[])?;
    steps.done();
    println!(
        "\nJupyterLab siap. Buka alamat ini di peramban:\n\n    {}\n",
        server.url()
    );
    println!("Tekan Ctrl-C di sini untuk menghentikannya.");
    while server.is_running() && !stop.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let asked = stop.load(Ordering::SeqCst);
    if asked {
        println!("\nMenghentikan JupyterLab dan kernelnya …");
    }
    server.stop();
    let held = gate(&lab)?;
    remove_dead(&lab.kernels());
    drop(held);
    if !asked {
        // Ended from the browser's menu, or by an error that the log tells.
        println!("JupyterLab berhenti; jalankan `cargo xtask lab` untuk membukanya lagi.");
    }
    Ok(())
}

/// Signs the notebooks, in the project's own Jupyter only: JupyterLab shows an SVG picture of a notebook that it did not run itself only when
/// it is signed. A notebook that carries a script is left as it is.
fn trust_pictures(project: &Project) -> Result<()> {
    const SIGN: &str =
        "from nbformat.sign import TrustNotebookApp; TrustNotebookApp.launch_instance()";
    let mut command = environment::python(&project.lab());
    command.args(["-c", SIGN]);
    for (_, file) in project.notebooks()? {
        if Notebook::read(&file).is_ok_and(|notebook| all_active(&notebook).is_empty()) {
            command.arg(file);
        }
    }
    let signed = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !signed.is_ok_and(|status| status.success()) {
        note("gambar yang tersimpan baru tampak setelah selnya dijalankan");
    }
    Ok(())
}
