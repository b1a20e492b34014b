//! The peak memory of a whole training with `latih`, watched from outside while it runs.

use super::process::peak_memory;
use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Runs the command to its end and gives the most memory that it held at once, in bytes; `None` where the system does not say.
pub fn watch(mut command: Command) -> Result<Option<u64>> {
    let mut child = command
        .stdout(Stdio::null())
        .spawn()
        .context("latih tidak dapat dimulai; hapus folder .lab/bench, lalu ulangi.")?;
    // The mark only rises, so the last one seen before the end is the peak.
    let mut peak = None;
    loop {
        peak = peak_memory(child.id()).or(peak);
        let ended = child
            .try_wait()
            .context("latih tidak dapat ditunggu; ulangi perintah ini.")?;
        if let Some(status) = ended {
            if status.success() {
                return Ok(peak);
            }
            bail!(
                "latih berhenti dengan galat ({status}); jalankan contohnya sendiri dan baca pesannya."
            );
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_programs_memory_is_seen_and_its_failure_told() {
        let shell = |program: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", program]);
            watch(command)
        };
        assert!(
            shell("sleep 0.2")
                .unwrap()
                .is_some_and(|bytes| bytes > 100_000)
        );
        assert!(
            shell("exit 3")
                .unwrap_err()
                .to_string()
                .contains("berhenti dengan galat")
        );
    }
}
