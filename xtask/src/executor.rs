//! Executing a notebook with the real kernel: starts `python/execute.py` in the virtual environment and passes its progress on.

use crate::environment;
use crate::notebook::Notebook;
use crate::project::Lab;
use crate::stamp::write_whole;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

const SCRIPT: &str = include_str!("python/execute.py");

/// One execution of a notebook.
pub struct Execution<'a> {
    /// The prepared `.lab`.
    pub lab: &'a Lab,
    /// What this execution's temporary files are called.
    pub name: &'a str,
    /// The folder that the cells see as the current one.
    pub folder: PathBuf,
    /// For the whole notebook.
    pub limit: Duration,
    /// Execute the cells after an error, too.
    pub keep_going: bool,
    /// Without a network, where the system allows to take it away: lessons need none.
    pub offline: bool,
    /// Additional environment of the kernel.
    pub variables: Vec<(&'static str, PathBuf)>,
}

/// What a running execution reports.
pub enum Progress {
    /// Whether the kernel will be without a network.
    Offline(bool),
    /// The kernel is ready after this time.
    Ready(Duration),
    /// Code cell `cell` of `of` took this long.
    Cell {
        /// Its number among the code cells.
        cell: u64,
        /// How many there are.
        of: u64,
        /// How long it took.
        took: Duration,
    },
}

impl Execution<'_> {
    /// Executes a copy of `notebook` in a fresh kernel and gives it back with its outputs.
    ///
    /// # Errors
    /// When the kernel does not start, dies or needs too long; errors of cells are in the outputs.
    pub fn run(&self, notebook: &Notebook, report: &dyn Fn(Progress)) -> Result<Notebook> {
        let work = self.lab.join("jalan");
        // Each has files of its own: two may run at the same time.
        let script = work.join(format!("{}.py", self.name));
        let input = work.join(format!("{}.ipynb", self.name));
        let output = work.join(format!("{}.hasil.ipynb", self.name));
        write_whole(&script, SCRIPT.as_bytes())?;
        notebook.write(&input)?;
        let _ = std::fs::remove_file(&output);
        let mut command = environment::apart(self.lab, self.name)?;
        command
            .arg(&script)
            .arg("--input")
            .arg(&input)
            .arg("--output")
            .arg(&output)
            .arg("--cwd")
            .arg(&self.folder)
            .args(["--kernel", crate::kernelspec::NAME, "--timeout"])
            .arg(self.limit.as_secs().to_string())
            .args(self.keep_going.then_some("--keep-going"))
            .args(self.offline.then_some("--offline"))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().context(
            "Python di .lab/venv tidak dapat dijalankan; jalankan `cargo xtask lab` sekali lagi.",
        )?;
        let stdout = child.stdout.take().map(BufReader::new);
        let stderr = child.stderr.take().map(BufReader::new);
        let mut failure = None;
        let noise = std::thread::scope(|scope| {
            let noise = scope.spawn(|| read_noise(stderr));
            for line in stdout
                .into_iter()
                .flat_map(BufRead::lines)
                .map_while(Result::ok)
            {
                match serde_json::from_str::<Value>(&line) {
                    Ok(event) if event["failure"].is_string() => failure = Some(event),
                    Ok(event) => report_event(&event, report),
                    Err(_) => {}
                }
            }
            noise.join().unwrap_or_default()
        });
        let status = child
            .wait()
            .context("Pelaksana buku catatan hilang; ulangi perintah ini.")?;
        if let Some(event) = failure {
            bail!(self.explain(&event, &noise));
        }
        if !status.success() || !output.is_file() {
            bail!(
                "Pelaksana buku catatan berhenti ({status}); hapus folder .lab, lalu jalankan `cargo xtask lab`.\n{noise}"
            );
        }
        let result = Notebook::read(&output)?;
        for file in [&input, &output] {
            let _ = std::fs::remove_file(file);
        }
        Ok(result)
    }

    fn explain(&self, event: &Value, noise: &str) -> String {
        match event["failure"].as_str() {
            Some("timeout") => format!(
                "Buku catatan {} belum selesai sesudah {} menit; kurangi pekerjaannya atau jalankan di mesin yang tidak sibuk.",
                self.name,
                self.limit.as_secs() / 60
            ),
            Some("dead") => format!(
                "Kernel mati ketika menjalankan {}; periksa apakah memori cukup (1 GB), lalu ulangi.\n{noise}",
                self.name
            ),
            _ => format!(
                "Kernel tidak dapat dimulai; jalankan `cargo xtask lab` sekali lagi. ({})\n{noise}",
                event["text"].as_str().unwrap_or_default()
            ),
        }
    }
}

fn report_event(event: &Value, report: &dyn Fn(Progress)) {
    let duration = |value: &Value| Duration::from_secs_f64(value.as_f64().unwrap_or(0.0).max(0.0));
    if let Some(offline) = event["offline"].as_bool() {
        report(Progress::Offline(offline));
    } else if event["ready"].is_number() {
        report(Progress::Ready(duration(&event["ready"])));
    } else if let (Some(cell), Some(of)) = (event["cell"].as_u64(), event["of"].as_u64()) {
        let took = duration(&event["seconds"]);
        report(Progress::Cell { cell, of, took });
    }
}

/// The last lines that kernel and Python wrote beside the notebook, for an error message; cargo's own progress is dropped.
fn read_noise(stderr: Option<impl BufRead>) -> String {
    let lines = stderr
        .into_iter()
        .flat_map(BufRead::lines)
        .map_while(Result::ok);
    let mut kept: Vec<String> = lines
        .filter(|line| !line.trim_start().starts_with("Compiling "))
        .collect();
    kept.split_off(kept.len().saturating_sub(12)).join("\n")
}
