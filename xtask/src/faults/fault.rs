//! [`Fault`] and [`Bench`]: one trial is a shell in mounts of its own, with a fresh folder that vanishes with it.

use super::Prepared;
use crate::project::Project;
use anyhow::{Context, Result};
use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What has to be seen of a fault.
pub(super) enum Expected {
    /// The program ends with an error of one sentence, with these words in it.
    Sentence(&'static str),
    /// The program does what it does without the fault, and says these words.
    Works(&'static str),
    /// One of both: words when it works, words of the sentence.
    Any(&'static str, &'static str),
}

/// One thing that goes wrong.
pub(super) struct Fault {
    pub name: &'static str,
    /// Makes the fault.
    pub prepare: &'static str,
    /// What a learner does.
    pub run: &'static str,
    pub expected: Expected,
    /// A program without which it cannot be tried.
    pub needs: &'static str,
}

/// What came of it.
pub(super) struct Seen<'a> {
    fault: &'a Fault,
    success: bool,
    stdout: String,
    stderr: String,
    /// The earlier files are byte for byte what they were.
    same: bool,
    /// Where it was tried.
    work: String,
}

/// The programs, and files to be tried on.
pub(super) struct Bench {
    folder: PathBuf,
}

/// Before and after the trial the files of the earlier run are told, as the shell in its own mounts sees them.
const SCRIPT: &str = r#"
tell() { (cd "$1" && cat model.safetensors history.json | sha256sum); }
PREPARE
KEPT=$W/hasil
tell "$KEPT" > "$W/sebelum" 2>/dev/null
( RUN ) > "$W/stdout" 2> "$W/stderr"
echo $? > "$W/status"
[ -z "${OTHER:-}" ] || kill $OTHER
tell "$KEPT" > "$W/sesudah" 2>/dev/null
"#;

impl Bench {
    /// Copies what is tried to a folder for temporary files, where a user without privileges finds it, too.
    pub fn set_up(project: &Project) -> Result<Self> {
        let folder =
            std::env::temp_dir().join(format!("belajar-cnn-gangguan-{}", std::process::id()));
        let bench = Self { folder };
        for part in [
            "program",
            "data",
            "hasil",
            "proyek/fmnist_lib",
            "proyek/xtask",
            "proyek/notebooks",
        ] {
            fs::create_dir_all(bench.folder.join(part)).prepared(part)?;
        }
        let own =
            std::env::current_exe().context("Program ini tidak ditemukan; ulangi perintahnya.")?;
        let examples = project.root.join("target/debug/examples");
        for (from, to) in [
            (own, "program/xtask"),
            (examples.join("latih"), "program/latih"),
            (examples.join("prediksi"), "program/prediksi"),
            (
                project.root.join("fmnist_lib/Cargo.toml"),
                "proyek/fmnist_lib/Cargo.toml",
            ),
            (
                project.root.join("xtask/Cargo.toml"),
                "proyek/xtask/Cargo.toml",
            ),
            (
                project.root.join("rust-toolchain.toml"),
                "proyek/rust-toolchain.toml",
            ),
        ] {
            fs::copy(&from, bench.folder.join(to)).prepared(to)?;
        }
        for (from, to) in [("data", "data"), ("fmnist_lib/model", "hasil")] {
            for entry in fs::read_dir(project.root.join(from)).prepared(from)? {
                let path = entry.prepared(from)?.path();
                if path.is_file() {
                    let name = path.file_name().unwrap_or_default();
                    fs::copy(&path, bench.folder.join(to).join(name)).prepared(to)?;
                }
            }
        }
        Ok(bench)
    }

    /// Whether a program is there.
    pub fn has(&self, program: &str) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        program.is_empty()
            || std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    }

    /// Makes the fault, runs the program and looks.
    pub fn tries<'a>(&self, fault: &'a Fault) -> Result<Seen<'a>> {
        let work = self.folder.join("percobaan");
        let _ = fs::remove_dir_all(&work);
        fs::create_dir_all(&work).prepared("percobaan")?;
        for part in ["data", "hasil", "proyek"] {
            let copied = Command::new("cp")
                .arg("-r")
                .arg(self.folder.join(part))
                .arg(&work)
                .status();
            copied.prepared(part)?;
        }
        let mounts = ["--mount", "--map-root-user"];
        // Root of one's own namespace has no fewer rights to one's own files; `setpriv` gives them up where we are root indeed.
        let is_root = fs::metadata("/proc/self").is_ok_and(|metadata| uid(&metadata) == 0);
        let (mounts, nobody) = match is_root {
            true => (
                &mounts[..1],
                "setpriv --reuid=65534 --regid=65534 --clear-groups",
            ),
            false if fault.needs == "setpriv" => (&[][..], ""),
            false => (&mounts[..], ""),
        };
        let script = SCRIPT
            .replace("PREPARE", fault.prepare)
            .replace("RUN", fault.run);
        let mut command = if mounts.is_empty() {
            Command::new("sh")
        } else {
            let mut command = Command::new("unshare");
            command.args(mounts).arg("sh");
            command
        };
        command
            .args(["-c", &script])
            .env("W", &work)
            .env("LATIH", self.folder.join("program/latih"))
            .env("PREDIKSI", self.folder.join("program/prediksi"))
            .env("XTASK", self.folder.join("program/xtask"))
            .env("AS_NOBODY", nobody)
            .env_remove("CARGO_MANIFEST_DIR")
            .current_dir(&work)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().prepared("sh")?;
        let read = |name: &str| {
            String::from_utf8_lossy(&fs::read(work.join(name)).unwrap_or_default()).into_owned()
        };
        let (before, after) = (read("sebelum"), read("sesudah"));
        let works = read("status").trim() == "0";
        Ok(Seen {
            fault,
            success: works,
            stdout: read("stdout"),
            stderr: read("stderr"),
            same: before.len() > 60 && before == after,
            work: work.display().to_string(),
        })
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[cfg(unix)]
fn uid(metadata: &fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::uid(metadata)
}

#[cfg(not(unix))]
fn uid(_: &fs::Metadata) -> u32 {
    u32::MAX
}

impl Seen<'_> {
    /// What is wrong with it, if something is.
    pub fn complaint(&self) -> Option<String> {
        let all = format!("{}\n{}", self.stdout, self.stderr);
        let worked = |words: &str| self.success && all.contains(words);
        let told = |words: &str| {
            !self.success
                && self
                    .sentence()
                    .is_some_and(|sentence| sentence.contains(words) && sentence.ends_with('.'))
        };
        let fine = match self.fault.expected {
            Expected::Works(words) => worked(words),
            Expected::Sentence(words) => told(words),
            Expected::Any(works, sentence) => worked(works) || told(sentence),
        };
        if all.contains("panicked") || all.contains("RUST_BACKTRACE") {
            return Some(format!("panic\n{}", self.stderr));
        }
        if !fine {
            return Some(format!("bukan yang diharapkan\n{all}"));
        }
        // Who succeeds may put new files in the place of the old ones.
        (!self.same && !self.success).then(|| "berkas lama berubah".to_owned())
    }

    /// The line after `Gagal: `.
    fn sentence(&self) -> Option<&str> {
        self.stderr
            .lines()
            .find_map(|line| line.strip_prefix("Gagal: "))
    }
}

impl fmt::Display for Seen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = match self.sentence() {
            _ if self.success => "bekerja seperti biasa".to_owned(),
            Some(sentence) => sentence.replace(&self.work, "…").replace('|', "/"),
            None => "?".to_owned(),
        };
        let long = "panjang".repeat(30);
        let seen = seen
            .replace(&format!("/{long}").repeat(2), "")
            .replace(&long, "panjang…");
        let files = match (self.same, self.success) {
            (true, _) => "utuh",
            (false, true) => "diganti hasil baru",
            (false, false) => "BERUBAH",
        };
        write!(
            f,
            "| {} | {seen} | {files} |",
            self.fault.name.replace('|', "/")
        )
    }
}
