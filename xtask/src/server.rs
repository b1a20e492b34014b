//! [`Server`]: a running JupyterLab. It ends, with all its kernels, when this program ends: it watches a pipe that only we hold open.

use crate::environment;
use crate::project::Lab;
use crate::stamp::write_whole;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SCRIPT: &str = include_str!("python/server.py");
const START_LIMIT: Duration = Duration::from_secs(120);
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// A JupyterLab on this machine only.
pub struct Server {
    child: Child,
    log: PathBuf,
    port: u16,
    token: String,
    page: String,
}

impl Server {
    /// Starts JupyterLab, with this Python of `lab`, on the first free port from `port` on and waits until it answers. `page` is the file to open, `more`
    /// are further arguments.
    pub fn start(
        mut python: Command,
        lab: &Lab,
        port: u16,
        page: &str,
        browser: bool,
        more: &[&str],
    ) -> Result<Self> {
        let port = free_port(port)?;
        let script = lab.join("jalan/server.py");
        write_whole(&script, SCRIPT.as_bytes())?;
        let log = lab.join("jupyter.log");
        let sentence = "Folder .lab tidak dapat ditulis; periksa izin folder proyek.";
        let output = File::create(&log).context(sentence)?;
        let token = token(lab)?;
        let page = format!("/lab/tree/{page}");
        python
            .arg(&script)
            .arg(format!("--ServerApp.port={port}"))
            .arg("--ServerApp.port_retries=0")
            .arg(format!("--LabApp.default_url={page}"))
            .args((!browser).then_some("--no-browser"))
            .args(more)
            // Not as an argument, where other users of this machine could read it.
            .env("JUPYTER_TOKEN", &token)
            .current_dir(lab.project_root())
            .stdin(Stdio::piped())
            .stdout(output.try_clone().context(sentence)?)
            .stderr(output);
        let child = python
            .spawn()
            .context("JupyterLab tidak dapat dijalankan; hapus folder .lab/venv, lalu ulangi.")?;
        let mut server = Self {
            child,
            log,
            port,
            token,
            page,
        };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// The address with the token.
    pub fn url(&self) -> String {
        format!(
            "http://127.0.0.1:{}{}?token={}",
            self.port, self.page, self.token
        )
    }

    /// Whether it is still running.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends JupyterLab and its kernels, first politely.
    pub fn stop(&mut self) {
        drop(self.child.stdin.take());
        let started = Instant::now();
        while self.is_running() && started.elapsed() < STOP_LIMIT {
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        while !self.answers() {
            if !self.is_running() || started.elapsed() > START_LIMIT {
                self.stop();
                let log = std::fs::read_to_string(&self.log).unwrap_or_default();
                let lines: Vec<&str> = log.lines().collect();
                bail!(
                    "JupyterLab tidak mau hidup; baca sebabnya di bawah ini (lengkapnya di .lab/jupyter.log), atau hapus folder .lab, lalu ulangi.\n{}",
                    lines[lines.len().saturating_sub(10)..].join("\n")
                );
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    fn answers(&self) -> bool {
        let ask = || -> std::io::Result<bool> {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            write!(
                stream,
                "GET /api/status HTTP/1.0\r\nHost: 127.0.0.1:{}\r\nAuthorization: token {}\r\n\r\n",
                self.port, self.token
            )?;
            let mut answer = [0; 15];
            stream.read_exact(&mut answer)?;
            Ok(String::from_utf8_lossy(&answer).contains(" 200"))
        };
        ask().unwrap_or(false)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The wanted port or the next that nobody uses.
fn free_port(wanted: u16) -> Result<u16> {
    let free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    match (wanted..=wanted.saturating_add(50)).find(free) {
        Some(port) => Ok(port),
        None => bail!(
            "Porta {wanted} dan 50 porta sesudahnya sedang dipakai; pilih yang lain dengan `--port`."
        ),
    }
}

/// Random digits from the operating system, by way of Python's `secrets`.
fn token(lab: &Lab) -> Result<String> {
    let sentence =
        "Python di .lab/venv tidak dapat dijalankan; hapus folder .lab/venv, lalu ulangi.";
    let output = environment::python(lab)
        .args(["-c", "import secrets; print(secrets.token_hex(24))"])
        .output()
        .context(sentence)?;
    let token = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if token.len() != 48 {
        bail!(sentence);
    }
    Ok(token)
}
