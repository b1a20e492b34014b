//! [`Group`]: the processes of a child: the guard and all that it started. They end when this value is dropped.

use super::{ChildError, Recipe};
use std::path::Path;
use std::process::Stdio;
use tokio::process::{ChildStdout, Command};

/// The guard's process group.
pub struct Group {
    guard: tokio::process::Child,
}

impl Group {
    /// Starts the guard, and behind it evcxr with this connection file. Its stdout tells how it ended.
    pub fn spawn(recipe: &Recipe, file: &Path) -> Result<(Self, ChildStdout), ChildError> {
        let [program, arguments @ ..] = recipe.guard.as_slice() else {
            return Err(ChildError::Start(std::io::Error::other("no guard")));
        };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .arg(&recipe.evcxr)
            .arg("--control_file")
            .arg(file)
            .envs(
                recipe
                    .variables
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone())),
            )
            // Held open by us alone: it closes when we end.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        for name in &recipe.without {
            command.env_remove(name);
        }
        #[cfg(unix)]
        command.process_group(0);
        let mut guard = command.spawn().map_err(ChildError::Start)?;
        let stdout = guard.stdout.take();
        let stdout = stdout.ok_or_else(|| ChildError::Start(std::io::Error::other("no pipe")))?;
        Ok((Self { guard }, stdout))
    }

    /// Kills all of it.
    pub fn kill(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self
            .guard
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(rustix::process::Pid::from_raw)
        {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        drop(self.guard.stdin.take());
        let _ = self.guard.start_kill();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}
