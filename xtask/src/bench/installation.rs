//! [`Installation`]: makes what a contestant needs under `.lab/bench`, once, and gives the command that starts it.

use super::contestant::{Contestant, Source};
use super::samples::Settings;
use crate::project::Project;
use crate::python::Python;
use crate::stamp::{Key, Stamp};
use crate::steps::note;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// The folders, and what was tried already: several contestants may share an installation.
pub struct Installation<'a> {
    project: &'a Project,
    folder: PathBuf,
    threads: usize,
    done: BTreeMap<(&'static str, bool), Result<(), String>>,
}

impl<'a> Installation<'a> {
    /// Nothing installed yet.
    pub fn new(project: &'a Project, threads: usize) -> Self {
        Self {
            project,
            folder: project.lab().join("bench"),
            threads,
            done: BTreeMap::new(),
        }
    }

    /// Installs what this contestant needs, unless it is there.
    pub fn ensure(&mut self, contestant: &Contestant) -> Result<()> {
        let key = match contestant.source {
            Source::Cargo { package, native } => (package, native),
            Source::Python { environment, .. } => (environment, false),
        };
        if !self.done.contains_key(&key) {
            let outcome = match contestant.source {
                Source::Cargo { package, native } => self.build(package, native),
                Source::Python { environment, .. } => self.environment(environment),
            };
            self.done
                .insert(key, outcome.map_err(|error| format!("{error:#}")));
        }
        self.done[&key]
            .clone()
            .map_err(|sentence| anyhow!(sentence))
    }

    /// The command that starts it.
    pub fn command(&self, contestant: &Contestant, settings: &Settings) -> Command {
        let bench = self.project.root.join("bench");
        let mut command = match contestant.source {
            Source::Cargo { package, native } => Command::new(
                self.target(native)
                    .join("release")
                    .join(format!("{package}{}", std::env::consts::EXE_SUFFIX)),
            ),
            Source::Python {
                environment,
                program,
                variant,
            } => {
                let mut command = Command::new(self.python(environment));
                command.arg(bench.join(program));
                if let Some(variant) = variant {
                    command.args(["--variant", variant]);
                }
                command
            }
        };
        command
            .arg("--data")
            .arg(self.project.root.join("data"))
            .args(["--images", &settings.images.to_string()])
            .args(["--batch-size", "32", "--seed", "1"])
            .args(["--threads", &self.threads.to_string()])
            .env("TORCHINDUCTOR_CACHE_DIR", self.folder.join("torchinductor"))
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONHOME");
        self.limit_threads(&mut command);
        command
    }

    /// The command that runs `latih` as a learner would, but on this many images.
    pub fn latih(&self, settings: &Settings) -> Command {
        let example = format!("latih{}", std::env::consts::EXE_SUFFIX);
        let mut command = Command::new(self.target(false).join("release/examples").join(example));
        command
            .args(["--protocol", "benih", "--batch-size", "32"])
            .args(["--epochs", &settings.memory_epochs.to_string()])
            .args(["--train-images", &settings.images.to_string()])
            .args(["--threads", &self.threads.to_string()]);
        self.limit_threads(&mut command);
        command
    }

    /// Builds `latih` with the project's own settings.
    pub fn build_latih(&self) -> Result<()> {
        let mut cargo = self.cargo(false);
        cargo.current_dir(&self.project.root);
        cargo.args(["--package", "fmnist_lib", "--example", "latih"]);
        succeed(
            &mut cargo,
            "latih tidak dapat dibangun; jalankan `cargo build --release -p fmnist_lib --example latih` dan baca pesannya.",
        )
    }

    /// Where the contestants' stderr goes.
    pub fn log_folder(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn limit_threads(&self, command: &mut Command) {
        for variable in [
            "RAYON_NUM_THREADS",
            "CANDLE_NUM_THREADS",
            "OMP_NUM_THREADS",
            "MKL_NUM_THREADS",
        ] {
            command.env(variable, self.threads.to_string());
        }
    }

    /// Programs built for this processor alone are kept apart.
    fn target(&self, native: bool) -> PathBuf {
        self.folder
            .join(if native { "target-native" } else { "target" })
    }

    fn python(&self, environment: &str) -> PathBuf {
        let program = if cfg!(windows) {
            "Scripts/python.exe"
        } else {
            "bin/python"
        };
        self.folder.join(environment).join(program)
    }

    fn cargo(&self, native: bool) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .args(["build", "--release", "--locked"])
            .env("CARGO_TARGET_DIR", self.target(native))
            .env_remove("RUSTFLAGS");
        if native {
            cargo.env("RUSTFLAGS", "-C target-cpu=native");
        }
        cargo
    }

    fn build(&self, package: &'static str, native: bool) -> Result<()> {
        note(format!("membangun {package} (pertama kali beberapa menit)"));
        let mut cargo = self.cargo(native);
        cargo.current_dir(self.project.root.join("bench"));
        cargo.args(["--package", package]);
        succeed(
            &mut cargo,
            "tidak dapat dibangun; periksa sambungan internet dan pesan cargo di atas, lalu ulangi.",
        )
    }

    fn environment(&self, environment: &'static str) -> Result<()> {
        let python = Python::find()?;
        let requirements = self
            .project
            .root
            .join(format!("bench/requirements-{environment}.txt"));
        let folder = self.folder.join(environment);
        let stamp = Stamp::new(self.folder.join(format!("stamps/{environment}")));
        let key = Key::default()
            .path(&requirements)?
            .text(python.version())
            .text(folder.to_string_lossy().as_bytes())
            .finish();
        if stamp.matches(&key) && self.python(environment).is_file() {
            return Ok(());
        }
        stamp.remove();
        if folder.exists() {
            std::fs::remove_dir_all(&folder).with_context(|| {
                format!(
                    "{} tidak dapat dihapus; hapuslah sendiri, lalu ulangi.",
                    folder.display()
                )
            })?;
        }
        note(format!(
            "memasang {environment} (1 sampai 6 GB, pertama kali beberapa menit)"
        ));
        succeed(
            python.command().args(["-m", "venv"]).arg(&folder),
            "lingkungan Python tidak dapat dibuat; hapus folder .lab/bench, lalu ulangi.",
        )?;
        succeed(
            Command::new(self.python(environment))
                .args(["-m", "pip", "install", "--quiet", "--no-input"])
                .args(["--disable-pip-version-check", "--requirement"])
                .arg(&requirements),
            "paketnya tidak dapat dipasang; periksa sambungan internet dan pesan pip di atas, lalu ulangi.",
        )?;
        stamp.write(&key)
    }
}

fn succeed(command: &mut Command, sentence: &'static str) -> Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => bail!(sentence),
        Err(error) => Err(error).context(sentence),
    }
}
