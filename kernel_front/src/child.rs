//! [`Child`]: one evcxr_jupyter behind its guard, with our client's sockets to it. Starting it ends when it has answered a request and its
//! outputs reach us: only then is a cell sent, so that none of its outputs can be lost.

use crate::channel::Channel;
use crate::connection::{Connection, ConnectionError};
use crate::message::Message;
use crate::signature::Key;
use serde_json::json;
use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep, timeout};
use zeromq::util::PeerIdentity;
use zeromq::{
    DealerSocket, Socket, SocketOptions, SocketRecv, SocketSend, SubSocket, ZmqError, ZmqMessage,
};

const START_LIMIT: Duration = Duration::from_secs(120);
const NUDGE: Duration = Duration::from_millis(200);

/// How a child is started.
#[derive(Clone)]
pub struct Recipe {
    /// The command that guards a command (`guard::run`); the kernel's own command follows it.
    pub guard: Vec<OsString>,
    /// The unchanged evcxr_jupyter.
    pub evcxr: PathBuf,
    /// Its environment, besides ours.
    pub variables: Vec<(OsString, OsString)>,
    /// Variables that it must not see.
    pub without: Vec<OsString>,
    /// Where its connection file goes; only its owner may look into that folder.
    pub folder: PathBuf,
}

/// What a child tells.
pub enum Report {
    /// A message on one of its channels.
    Said(Channel, Message),
    /// It has ended, with this exit status.
    Ended(String),
}

/// Why there is no child.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// Its connection file cannot be made.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// The program is not there or not executable.
    #[error("Kernel evcxr tidak dapat dijalankan: {0}; jalankan `cargo xtask lab` sekali lagi.")]
    Start(#[source] std::io::Error),
    /// It ended while starting.
    #[error("Kernel evcxr berhenti ketika dimulai ({0}); jalankan `cargo xtask lab` sekali lagi.")]
    Ended(String),
    /// It did not answer.
    #[error("Kernel evcxr tidak menjawab; mulai ulang kernel dari menu Kernel.")]
    Silent,
    /// A socket failed.
    #[error("Sambungan ke kernel evcxr gagal: {0}; mulai ulang kernel dari menu Kernel.")]
    Socket(#[from] ZmqError),
}

/// A running evcxr_jupyter. Dropping it kills its whole process group.
pub struct Child {
    process: Group,
    senders: HashMap<Channel, UnboundedSender<ZmqMessage>>,
    key: Key,
}

impl Child {
    /// Starts a child and waits until it works; from then on `report` is called with all that it says.
    ///
    /// # Errors
    /// The child does not start.
    pub async fn start(
        recipe: &Recipe,
        report: impl Fn(Report) + Clone + Send + 'static,
    ) -> Result<Self, ChildError> {
        let connection = Connection::free()?;
        let file = recipe.folder.join("sambungan.json");
        connection.write(&file)?;
        let (process, mut stdout) = Group::spawn(recipe, &file)?;
        let key = connection.key();
        let sockets = timeout(START_LIMIT, async {
            let mut said = String::new();
            tokio::select! {
                sockets = Sockets::connect(&connection, &key) => sockets.map_err(ChildError::Socket),
                _ = stdout.read_to_string(&mut said) => Err(ChildError::Ended(said.trim().to_owned())),
            }
        });
        let sockets = sockets.await.map_err(|_| ChildError::Silent)??;
        let _ = std::fs::remove_file(&file);
        let mut senders = HashMap::new();
        for (channel, socket) in [
            (Channel::Shell, sockets.shell),
            (Channel::Control, sockets.control),
            (Channel::Stdin, sockets.stdin),
        ] {
            let (mut sending, receiving) = socket.split();
            let (sender, mut waiting) = unbounded_channel::<ZmqMessage>();
            tokio::spawn(async move {
                while let Some(message) = waiting.recv().await {
                    if sending.send(message).await.is_err() {
                        return;
                    }
                }
            });
            tokio::spawn(listen(receiving, channel, key.clone(), report.clone()));
            senders.insert(channel, sender);
        }
        tokio::spawn(listen(
            sockets.iopub,
            Channel::Iopub,
            key.clone(),
            report.clone(),
        ));
        tokio::spawn(async move {
            let mut said = String::new();
            let _ = stdout.read_to_string(&mut said).await;
            report(Report::Ended(said.trim().to_owned()));
        });
        Ok(Self {
            process,
            senders,
            key,
        })
    }

    /// Passes a message on, signed for the child.
    pub fn send(&self, channel: Channel, message: &Message) {
        if let Some(sender) = self.senders.get(&channel) {
            let _ = sender.send(message.frames(&self.key));
        }
    }

    /// Kills it with all its processes.
    pub fn kill(&mut self) {
        self.process.kill();
    }
}

/// The guard's process group.
struct Group {
    guard: tokio::process::Child,
}

impl Group {
    fn spawn(
        recipe: &Recipe,
        file: &std::path::Path,
    ) -> Result<(Self, tokio::process::ChildStdout), ChildError> {
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

    fn kill(&mut self) {
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

/// Our client's sockets.
struct Sockets {
    shell: DealerSocket,
    control: DealerSocket,
    stdin: DealerSocket,
    iopub: SubSocket,
}

impl Sockets {
    async fn connect(connection: &Connection, key: &Key) -> Result<Self, ZmqError> {
        // A question on stdin comes back to the identity that sent the cell on shell.
        let identity = PeerIdentity::new();
        let dealer = || {
            let mut options = SocketOptions::default();
            options.peer_identity(identity.clone());
            DealerSocket::with_options(options)
        };
        let mut sockets = Self {
            shell: dealer(),
            control: dealer(),
            stdin: dealer(),
            iopub: SubSocket::new(),
        };
        let address = |port| connection.address(port);
        for port in [
            connection.shell_port,
            connection.control_port,
            connection.stdin_port,
            connection.iopub_port,
        ] {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                sleep(Duration::from_millis(20)).await;
            }
        }
        sockets
            .iopub
            .connect(&address(connection.iopub_port))
            .await?;
        sockets.iopub.subscribe("").await?;
        sockets
            .shell
            .connect(&address(connection.shell_port))
            .await?;
        sockets
            .control
            .connect(&address(connection.control_port))
            .await?;
        sockets
            .stdin
            .connect(&address(connection.stdin_port))
            .await?;
        sockets.nudge(key).await?;
        Ok(sockets)
    }

    /// Asks for the kernel's name until both the answer and its states come through, and leaves nothing of that behind.
    async fn nudge(&mut self, key: &Key) -> Result<(), ZmqError> {
        let mut asked = 0;
        let mut answered = 0;
        let mut heard = false;
        let mut next = Instant::now();
        while !heard || answered < asked {
            if !heard && Instant::now() >= next {
                let request = Message::request("kernel_info_request", "front", &json!({}));
                self.shell.send(request.frames(key)).await?;
                asked += 1;
                next = Instant::now() + NUDGE;
            }
            tokio::select! {
                answer = self.shell.recv() => {
                    answer?;
                    answered += 1;
                }
                state = self.iopub.recv() => {
                    state?;
                    heard = true;
                }
                () = sleep(NUDGE) => {}
            }
        }
        // The states of the last requests.
        while let Ok(state) = timeout(Duration::from_millis(20), self.iopub.recv()).await {
            state?;
        }
        Ok(())
    }
}

async fn listen(
    mut socket: impl SocketRecv,
    channel: Channel,
    key: Key,
    report: impl Fn(Report) + Send,
) {
    while let Ok(frames) = socket.recv().await {
        if let Ok(message) = Message::read(frames, &key) {
            report(Report::Said(channel, message));
        }
    }
}
