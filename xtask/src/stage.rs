//! [`Stage`]: a JupyterLab for scripts that drive a browser: served from the prepared `.lab`, with a folder of its own for copies of notebooks, which
//! vanishes afterwards. What the scripts share is in `browser/jupyterlab.mjs`.

use crate::chromium::Tools;
use crate::environment;
use crate::project::{Lab, Project};
use crate::server::Server;
use crate::stamp::write_whole;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const JUPYTERLAB: &str = include_str!("browser/jupyterlab.mjs");
/// The copies of the notebooks lie here: beside `notebooks/`, so that `../fmnist_lib` is where they expect it.
const FOLDER: &str = "peramban";
/// Not where a learner's own JupyterLab is.
const PORT: u16 = 8950;

/// A JupyterLab with its browser.
pub struct Stage {
    server: Server,
    lab: Lab,
    root: PathBuf,
    browser: PathBuf,
    /// Where pictures of the page go.
    pictures: PathBuf,
    practice: PathBuf,
}

impl Stage {
    /// Starts JupyterLab.
    pub fn open(project: &Project, tools: &Tools) -> Result<Self> {
        let lab = project.lab();
        tools.ensure_package(&lab)?;
        write_whole(&lab.join("browser/jupyterlab.mjs"), JUPYTERLAB.as_bytes())?;
        let sentence = "Folder proyek tidak dapat ditulis; periksa izin dan sisa ruang disk.";
        let pictures = lab.join("gambar");
        std::fs::create_dir_all(&pictures).context(sentence)?;
        let practice = project.root.join(FOLDER);
        if practice.exists() {
            std::fs::remove_dir_all(&practice).context(sentence)?;
        }
        std::fs::create_dir_all(&practice).context(sentence)?;
        let exposed = "--LabApp.expose_app_in_browser=True";
        let server = Server::start(
            environment::apart(&lab, FOLDER)?,
            &lab,
            PORT,
            "",
            false,
            &[exposed],
        )?;
        Ok(Self {
            server,
            lab,
            root: project.root.clone(),
            browser: tools.browser.clone(),
            pictures,
            practice,
        })
    }

    /// Runs a script to its end.
    pub fn play(&self, name: &str, script: &str, arguments: &[&str]) -> Result<Output> {
        let file = self.lab.join("browser").join(name);
        write_whole(&file, script.as_bytes())?;
        Command::new("node")
            .arg(file)
            .args(["--url", &self.server.url(), "--folder", FOLDER])
            .arg("--browser")
            .arg(&self.browser)
            .arg("--project")
            .arg(&self.root)
            .arg("--pictures")
            .arg(&self.pictures)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .context("Node.js tidak dapat dijalankan; periksa pemasangannya.")
    }

    /// Ends JupyterLab, as Ctrl-C does.
    pub fn close(&mut self) {
        self.server.stop();
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.close();
        let _ = std::fs::remove_dir_all(&self.practice);
    }
}
