//! The guard: a process between the front and evcxr, the head of their own process group. When the front is gone, however it ended, the pipe on
//! the guard's stdin closes, and the guard kills the whole group: evcxr, the process that runs the cells, and a compiler at work.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

/// Runs `command` until it ends or our stdin closes. Its exit status goes to stdout as one line, for the front to tell.
///
/// # Errors
/// The command cannot be started.
pub fn run(command: &[OsString]) -> std::io::Result<()> {
    let [program, arguments @ ..] = command else {
        return Err(std::io::Error::other("no command to guard"));
    };
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            println!("{error}");
            return Err(error);
        }
    };
    #[cfg(not(unix))]
    let process = child.id();
    std::thread::spawn(move || {
        let mut stdin = std::io::stdin();
        let mut rest = [0; 64];
        while !matches!(stdin.read(&mut rest), Ok(0) | Err(_)) {}
        #[cfg(unix)]
        end_group();
        #[cfg(not(unix))]
        end_process(process);
    });
    let status = child.wait()?;
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "{status}");
    let _ = stdout.flush();
    #[cfg(unix)]
    end_group();
    Ok(())
}

/// Kills everybody in our process group, ourselves last.
#[cfg(unix)]
fn end_group() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::KILL);
}

/// Without process groups the system's own command ends a process and its children.
#[cfg(not(unix))]
fn end_process(process: u32) {
    let _ = Command::new("taskkill")
        .args(["/F", "/T", "/PID", &process.to_string()])
        .stdout(Stdio::null())
        .status();
    std::process::exit(1);
}
