//! The command `browser`: what a reader does, done in a real JupyterLab by a real Chromium (`browser/promises.mjs`): a training from start to end, the page
//! loaded again in the middle, Stop once and twice, seven notebooks open; and nothing is left running behind it. Pictures of the page go to `.lab/gambar`.

use crate::chromium::Tools;
use crate::project::Project;
use crate::promise::Promises;
use crate::setup;
use crate::stage::Stage;
use crate::steps::{Steps, note};
use anyhow::{Result, bail};
use std::path::Path;
use std::time::{Duration, Instant};

const SCRIPT: &str = include_str!("browser/promises.mjs");
/// Fewer would mean that the script ended early.
const PROMISES: usize = 16;
/// Kernels have this long to end after the last page is gone.
const END_LIMIT: Duration = Duration::from_secs(20);

/// The command.
pub fn run() -> Result<()> {
    let project = Project::find()?;
    let tools = Tools::find()?;
    let mut steps = Steps::new(setup::STEPS + 1);
    setup::run(&project, &mut steps)?;
    steps.begin("JupyterLab di peramban yang sebenarnya");
    let kept = check(&project, &tools)?;
    note(format!(
        "{kept} janji ditepati; gambar halaman ada di .lab/gambar"
    ));
    steps.done();
    Ok(())
}

/// Takes the tour in a prepared `.lab`. Gives how many promises were kept.
pub fn check(project: &Project, tools: &Tools) -> Result<usize> {
    let lab = project.lab();
    let mut stage = Stage::open(project, tools)?;
    let output = stage.play("promises.mjs", SCRIPT, &[])?;
    let kept = Promises::read(&output).all_kept(
        PROMISES,
        "JupyterLab tidak menepati semua janjinya di peramban; lihat gambarnya di .lab/gambar.",
    )?;
    let without_kernels = left_running(&lab.kernels());
    stage.close();
    for left in [without_kernels, left_running(&lab.folder)] {
        if !left.is_empty() {
            bail!(
                "Masih ada proses yang berjalan sesudah semuanya ditutup:\n{}",
                left.join("\n")
            );
        }
    }
    // Nothing left behind the closed notebooks, and nothing behind the server.
    Ok(kept + 2)
}

/// The processes whose command line names a file of this folder, once they had time to end; only where /proc tells.
fn left_running(folder: &Path) -> Vec<String> {
    let end = Instant::now() + END_LIMIT;
    loop {
        let left = running(folder);
        if left.is_empty() || Instant::now() > end {
            return left;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn running(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    let mark = folder.to_string_lossy();
    let commands = entries.filter_map(|entry| {
        let command = std::fs::read(entry.ok()?.path().join("cmdline")).ok()?;
        let words = String::from_utf8_lossy(&command).replace('\0', " ");
        words.contains(&*mark).then_some(words)
    });
    commands.collect()
}
