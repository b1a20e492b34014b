//! [`run`]: the front at work: carries events to the state machine and its actions out, until Jupyter ends the kernel or is gone itself.

use crate::channel::Channel;
use crate::child::{Child, ChildError, Recipe, Report};
use crate::connection::{Connection, ConnectionError, random_text};
use crate::event::{NONCE_VARIABLE, STOP_FILE_VARIABLE};
use crate::front::{Action, Event, FIRST_CELL, Front};
use crate::gateway::Gateway;
use crate::message::Message;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How long the last messages have to leave.
const FAREWELL: Duration = Duration::from_millis(150);
const PARENT_CHECK: Duration = Duration::from_secs(1);
/// Starts are tried again when another program has taken one of the ports.
const TRIES: u32 = 3;

/// Why the kernel could not run.
#[derive(Debug, thiserror::Error)]
pub enum FrontError {
    /// Jupyter's connection file is unusable.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// One of Jupyter's ports is taken.
    #[error("Porta kernel tidak dapat dibuka: {0}; mulai ulang kernel dari menu Kernel.")]
    Ports(#[from] zeromq::ZmqError),
    /// The system refuses threads or signals.
    #[error("Kernel tidak dapat dimulai: {0}; mulai ulang kernel dari menu Kernel.")]
    System(#[from] std::io::Error),
}

/// What a notification carries, with the number of the child that it is about.
enum Notice {
    Jupyter(Channel, Message),
    Child(u64, Report),
    Started(u64, Result<Box<Child>, ChildError>),
    Interrupt,
    End,
}

/// Runs one kernel for Jupyter until it ends. `recipe` starts evcxr; its folder is private to this kernel. A sentence in its place says why there is
/// none, and is the answer to every cell: a kernel that only dies would leave the reader without a reason.
///
/// # Errors
/// The kernel cannot be reached by Jupyter.
pub fn run(connection_file: &Path, recipe: Result<Recipe, String>) -> Result<(), FrontError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(connection_file, recipe))
}

async fn serve(
    connection_file: &Path,
    mut recipe: Result<Recipe, String>,
) -> Result<(), FrontError> {
    let connection = Connection::read(connection_file)?;
    let (notices, mut incoming) = unbounded_channel();
    let jupyter = notices.clone();
    let gateway = Gateway::open(&connection, move |channel, message| {
        let _ = jupyter.send(Notice::Jupyter(channel, message));
    })
    .await?;
    watch_signals(&notices)?;
    watch_parent(&notices);
    let nonce = random_text();
    let mut stop_file = PathBuf::new();
    if let Ok(recipe) = &mut recipe {
        stop_file = recipe.folder.join("berhenti");
        recipe.variables.extend([
            (NONCE_VARIABLE.into(), nonce.clone().into()),
            (STOP_FILE_VARIABLE.into(), stop_file.clone().into()),
        ]);
    }
    let starting = Message::request("status", "front", &json!({"execution_state": "starting"}));
    gateway.send(Channel::Iopub, starting);
    let mut worker = Worker {
        gateway,
        recipe,
        stop_file,
        notices,
        child: None,
        number: 0,
    };
    worker.start_child();
    let mut front = Front::new(nonce, beginning());
    worker.carry(&mut front, &mut incoming).await;
    drop(worker.child.take());
    tokio::time::sleep(FAREWELL).await;
    Ok(())
}

/// The lessons' first cell, where their library lies as it says. Jupyter starts a kernel in its notebook's folder.
fn beginning() -> Option<&'static str> {
    let library = Path::new("../fmnist_lib/Cargo.toml");
    library.is_file().then_some(FIRST_CELL)
}

/// Who carries out actions.
struct Worker {
    gateway: Gateway,
    recipe: Result<Recipe, String>,
    stop_file: PathBuf,
    notices: UnboundedSender<Notice>,
    child: Option<Box<Child>>,
    /// Of the present child; what older ones still say is not heard.
    number: u64,
}

impl Worker {
    /// Until the end.
    async fn carry(&mut self, front: &mut Front, incoming: &mut UnboundedReceiver<Notice>) {
        loop {
            let now = Instant::now();
            let due = front.due(now);
            let notice = if due.is_some_and(|due| due <= now) {
                incoming.try_recv().ok()
            } else {
                tokio::select! {
                    biased;
                    notice = incoming.recv() => notice,
                    () = sleep_until(due) => None,
                }
            };
            let now = Instant::now();
            let mut actions = Vec::new();
            if let Some(notice) = notice {
                let Some(event) = self.event(notice) else {
                    return;
                };
                if let Some(event) = event {
                    actions = front.handle(event, now);
                }
            }
            actions.extend(front.tick(now));
            for action in actions {
                if matches!(action, Action::End) {
                    return;
                }
                self.perform(action);
            }
        }
    }

    /// The event behind a notice, if there is one; nothing at all when the kernel shall end.
    fn event(&mut self, notice: Notice) -> Option<Option<Event>> {
        let event = match notice {
            Notice::End => return None,
            Notice::Interrupt => Some(Event::Interrupt),
            Notice::Jupyter(channel, message) => Some(Event::Jupyter(channel, message)),
            Notice::Child(number, _) | Notice::Started(number, _) if number != self.number => None,
            Notice::Child(_, Report::Said(channel, message)) => {
                Some(Event::Child(channel, message))
            }
            Notice::Child(_, Report::Ended(status)) => {
                self.child = None;
                Some(Event::ChildEnded(status))
            }
            Notice::Started(_, Ok(child)) => {
                self.child = Some(child);
                Some(Event::ChildReady)
            }
            Notice::Started(_, Err(error)) => Some(Event::ChildFailed(error.to_string())),
        };
        Some(event)
    }

    fn perform(&mut self, action: Action) {
        match action {
            Action::Jupyter(channel, message) => self.gateway.send(channel, message),
            Action::Child(channel, message) => {
                if let Some(child) = &self.child {
                    child.send(channel, &message);
                }
            }
            Action::KillChild => {
                if let Some(child) = &mut self.child {
                    child.kill();
                }
            }
            Action::StartChild => self.start_child(),
            Action::AskToStop => {
                if let Err(error) = std::fs::write(&self.stop_file, "") {
                    eprintln!("kernel_front: {}: {error}", self.stop_file.display());
                }
            }
            Action::ForgetStop => {
                let _ = std::fs::remove_file(&self.stop_file);
            }
            Action::End => {}
        }
    }

    fn start_child(&mut self) {
        self.number += 1;
        let number = self.number;
        let notices = self.notices.clone();
        let recipe = match self.recipe.clone() {
            Ok(recipe) => recipe,
            Err(sentence) => {
                let _ = notices.send(Notice::Started(
                    number,
                    Err(ChildError::Unprepared(sentence)),
                ));
                return;
            }
        };
        tokio::spawn(async move {
            let mut tries = 0;
            let started = loop {
                tries += 1;
                let reports = notices.clone();
                let report = move |report| {
                    let _ = reports.send(Notice::Child(number, report));
                };
                match Child::start(&recipe, report).await {
                    Err(ChildError::Ended(_)) if tries < TRIES => {}
                    started => break started,
                }
            };
            let _ = notices.send(Notice::Started(number, started.map(Box::new)));
        });
    }
}

async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due.into()).await,
        None => std::future::pending().await,
    }
}

#[cfg(unix)]
fn watch_signals(notices: &UnboundedSender<Notice>) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let notices = notices.clone();
    tokio::spawn(async move {
        loop {
            let notice = tokio::select! {
                _ = interrupt.recv() => Notice::Interrupt,
                _ = terminate.recv() => Notice::End,
                _ = hangup.recv() => Notice::End,
            };
            if notices.send(notice).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn watch_signals(notices: &UnboundedSender<Notice>) -> std::io::Result<()> {
    let notices = notices.clone();
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            let _ = notices.send(Notice::Interrupt);
        }
    });
    Ok(())
}

/// When Jupyter is gone without a word, the kernel ends as well.
#[cfg(unix)]
fn watch_parent(notices: &UnboundedSender<Notice>) {
    let notices = notices.clone();
    let parent = rustix::process::getppid();
    tokio::spawn(async move {
        while rustix::process::getppid() == parent {
            tokio::time::sleep(PARENT_CHECK).await;
        }
        let _ = notices.send(Notice::End);
    });
}

#[cfg(not(unix))]
fn watch_parent(_: &UnboundedSender<Notice>) {}
