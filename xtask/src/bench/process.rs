//! [`Process`]: a contestant while it runs. It answers questions within a time limit, stands still (SIGSTOP) while others work, and is gone, with
//! whatever it started, when this value is.

use super::answer::{Answer, parse};
use anyhow::{Context, Result, anyhow, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// A running contestant.
pub struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    /// What it writes to stderr.
    log: PathBuf,
    /// The longest wait for an answer.
    limit: Duration,
}

impl Process {
    /// Starts the command without waiting for its first line.
    pub fn start(mut command: Command, log: PathBuf, limit: Duration) -> Result<Self> {
        let sentence = || {
            format!(
                "{} tidak dapat ditulis; periksa izin folder .lab.",
                log.display()
            )
        };
        if let Some(folder) = log.parent() {
            std::fs::create_dir_all(folder).with_context(sentence)?;
        }
        let errors = File::create(&log).with_context(sentence)?;
        // A group of its own, so that all its helpers stop and end with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .with_context(|| {
                format!(
                    "{} tidak dapat dimulai; hapus folder .lab/bench, lalu ulangi.",
                    command.get_program().display()
                )
            })?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let lines = stdout
                .into_iter()
                .flat_map(|stdout| BufReader::new(stdout).lines());
            for line in lines.map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self {
            child,
            stdin,
            lines,
            log,
            limit,
        })
    }

    /// Waits for the next answer.
    pub fn answer<A: Answer>(&mut self) -> Result<A> {
        match self.lines.recv_timeout(self.limit) {
            Ok(line) => parse(&line),
            Err(RecvTimeoutError::Timeout) => bail!(
                "tidak menjawab dalam {} detik; jalankan programnya sendiri dan lihat di mana ia berhenti.",
                self.limit.as_secs()
            ),
            Err(RecvTimeoutError::Disconnected) => Err(anyhow!(
                "berhenti sebelum menjawab ({}); pesan lengkapnya di {}.",
                self.last_words(),
                self.log.display()
            )),
        }
    }

    /// Lets it work on one question and then stand still again.
    pub fn ask<A: Answer>(&mut self, question: &str) -> Result<A> {
        self.resume();
        self.send(question);
        let answer = self.answer();
        self.pause();
        answer
    }

    /// Asks without waiting; that it has died shows when the answer is awaited.
    pub fn send(&mut self, question: &str) {
        if let Some(stdin) = &mut self.stdin {
            let _ = writeln!(stdin, "{question}").and_then(|()| stdin.flush());
        }
    }

    /// The most memory that it has held at once, in bytes; `None` where the system does not say.
    pub fn peak_memory(&self) -> Option<u64> {
        peak_memory(self.child.id())
    }

    /// Whether it has ended by itself, and well.
    pub fn ended(&mut self) -> Option<bool> {
        Some(self.child.try_wait().ok()??.success())
    }

    /// Asks it to end, and waits a moment; what does not end is killed.
    pub fn end(mut self) {
        self.resume();
        self.send(r#"{"do":"end"}"#);
        drop(self.stdin.take());
        for _ in 0..100 {
            if self.ended().is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Stands still until [`Process::resume`]: some frameworks' threads spin while they wait.
    pub fn pause(&self) {
        #[cfg(unix)]
        self.signal(rustix::process::Signal::STOP);
    }

    /// Goes on.
    pub fn resume(&self) {
        #[cfg(unix)]
        self.signal(rustix::process::Signal::CONT);
    }

    #[cfg(unix)]
    fn signal(&self, signal: rustix::process::Signal) {
        let group = i32::try_from(self.child.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw);
        if let Some(group) = group {
            let _ = rustix::process::kill_process_group(group, signal);
        }
    }

    fn last_words(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let last = text.lines().rev().find(|line| !line.trim().is_empty());
        last.unwrap_or("tanpa pesan").trim().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        #[cfg(unix)]
        self.signal(rustix::process::Signal::KILL);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The high-water mark of a process's resident memory, in bytes, as Linux tells it.
pub fn peak_memory(process: u32) -> Option<u64> {
    high_water_mark(&std::fs::read_to_string(format!("/proc/{process}/status")).ok()?)
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(all(test, unix))]
mod tests {
    use super::super::answer::Trained;
    use super::*;

    fn shell(program: &str, limit: u64) -> (tempfile::TempDir, Process) {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", program]);
        let process = Process::start(
            command,
            folder.path().join("log"),
            Duration::from_millis(limit),
        );
        (folder, process.unwrap())
    }

    fn failure(program: &str, limit: u64) -> String {
        let (_folder, mut process) = shell(program, limit);
        let answer = process.ask::<Trained>(r#"{"do":"train"}"#);
        answer.unwrap_err().to_string()
    }

    #[test]
    fn a_question_is_answered() {
        let program = r#"while read line; do echo '{"seconds":1,"loss":2,"accuracy":0.5}'; done"#;
        let (_folder, mut process) = shell(program, 20_000);
        for _ in 0..3 {
            let trained: Trained = process.ask("{}").unwrap();
            assert_eq!(trained.loss, 2.0);
        }
        process.end();
    }

    #[test]
    fn one_that_dies_hangs_or_prints_garbage_fails_with_a_sentence() {
        assert!(
            failure("echo 'memori habis' >&2; exit 3", 20_000)
                .contains("berhenti sebelum menjawab (memori habis)")
        );
        assert!(failure("sleep 60", 200).contains("tidak menjawab dalam"));
        assert!(failure("echo halo; sleep 60", 20_000).contains("tidak dapat dibaca"));
    }

    #[test]
    fn memory_is_read_from_the_status() {
        let status = "Name:\tcat\nVmPeak:\t  9000 kB\nVmHWM:\t    1792 kB\nVmRSS:\t 1000 kB\n";
        assert_eq!(high_water_mark(status), Some(1792 * 1024));
        assert_eq!(high_water_mark("Name:\tcat\n"), None);
    }
}
