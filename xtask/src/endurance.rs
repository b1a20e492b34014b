//! A long sitting in the real kernel: starts `python/endurance.py` and prints what it saw, promise by promise.

use crate::kernel_script::{self, NOT_STARTED};
use crate::project::Project;
use crate::setup;
use crate::steps::{Steps, note};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

const SCRIPT: &str = include_str!("python/endurance.py");

/// What `cargo xtask endurance` takes.
#[derive(clap::Args)]
pub struct Options {
    /// Banyaknya pelatihan berturut-turut di satu kernel.
    #[arg(long, default_value_t = 50)]
    trainings: u32,
    /// Berapa menit sebuah sel dijalankan berulang-ulang.
    #[arg(long, default_value_t = 3.0)]
    minutes: f64,
    /// Berapa kali kernel dimulai lagi.
    #[arg(long, default_value_t = 40)]
    restarts: u32,
}

/// Runs it; fails if a promise is broken.
pub fn run(options: &Options) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!(
            "Memori dan proses kernel hanya dapat dilihat di Linux; jalankan perintah ini di sana."
        );
    }
    let project = Project::find()?;
    let mut steps = Steps::new(setup::STEPS + 1);
    setup::run(&project, &mut steps)?;
    steps.begin("Memakai kernel lama-lama");
    let mut child = kernel_script::command(&project, "endurance.py", SCRIPT)?
        .arg(format!("--trainings={}", options.trainings))
        .arg(format!("--minutes={}", options.minutes))
        .arg(format!("--restarts={}", options.restarts))
        .stdout(Stdio::piped())
        .spawn()
        .context(NOT_STARTED)?;
    let (mut kept, mut broken) = (0, 0);
    let output = child.stdout.take().into_iter();
    for line in output.flat_map(|output| BufReader::new(output).lines()) {
        let said: Value = serde_json::from_str(&line?).context(
            "Skripnya menulis sesuatu yang tidak dikenal; laporkan sebagai kesalahan proyek.",
        )?;
        let mark = if said["kept"] == true { "✓" } else { "✗" };
        *(if said["kept"] == true {
            &mut kept
        } else {
            &mut broken
        }) += 1;
        let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        note(format!("{mark} {}: {}", text("promise"), text("seen")));
    }
    let status = child.wait()?;
    steps.done();
    if broken > 0 || kept == 0 || !status.success() {
        bail!("Kernel tidak tahan dipakai lama; baca baris bertanda ✗ dan pesan di atas.");
    }
    Ok(())
}
