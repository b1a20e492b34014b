//! [`Promises`]: what a script found that tries the real kernel or the real page: one JSON object a line, `{"promise": "…", "kept": true, "seen": "…"}`.

use anyhow::{Result, bail};
use serde_json::Value;
use std::process::Output;

/// What a script has said.
pub struct Promises {
    said: Vec<Value>,
    ended_well: bool,
    noise: String,
}

impl Promises {
    /// What a finished script has printed.
    pub fn read(output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout);
        Self {
            said: text
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect(),
            ended_well: output.status.success(),
            noise: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// How many were made, when all were kept and none of the `expected` is missing, as when a script ends early.
    pub fn all_kept(&self, expected: usize, sentence: &str) -> Result<usize> {
        let broken: Vec<String> = self
            .said
            .iter()
            .filter(|said| said["kept"] != true)
            .map(|said| format!("{}\n    {}", said["promise"], said["seen"]))
            .collect();
        if !broken.is_empty() || !self.ended_well {
            bail!("{sentence}\n{}\n{}", broken.join("\n"), self.noise);
        }
        if self.said.len() != expected {
            bail!(
                "Pemeriksaan berhenti sesudah {} dari {expected} janji; baca pesan di atas.\n{}",
                self.said.len(),
                self.noise
            );
        }
        Ok(self.said.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    fn promises(lines: &str, status: i32) -> Promises {
        let mut command = Command::new(if cfg!(windows) { "cmd" } else { "true" });
        let mut output = command.arg("/C").output().unwrap();
        output.stdout = lines.as_bytes().to_vec();
        let mut promises = Promises::read(&output);
        promises.ended_well = status == 0;
        promises
    }

    #[test]
    fn a_broken_a_missing_and_a_crashed_promise_are_failures() {
        let kept = "{\"promise\": \"a\", \"kept\": true, \"seen\": \"\"}\nnoise\n";
        let broken = "{\"promise\": \"b\", \"kept\": false, \"seen\": \"c\"}\n";
        assert_eq!(promises(kept, 0).all_kept(1, "x").unwrap(), 1);
        assert!(promises(kept, 0).all_kept(2, "x").is_err());
        assert!(promises(kept, 1).all_kept(1, "x").is_err());
        let error = promises(broken, 0).all_kept(1, "Salah.").unwrap_err();
        assert!(error.to_string().starts_with("Salah.\n\"b\""));
    }
}
