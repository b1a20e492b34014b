//! [`Child`]: one evcxr_jupyter behind its guard, with our client's sockets to it. Starting it ends when it has answered a request and its
//! outputs reach us: only then is a cell sent, so that none of its outputs can be lost.

mod group;
mod recipe;
mod sockets;
mod start_error;

pub use recipe::Recipe;
pub use start_error::ChildError;

use crate::channel::Channel;
use crate::connection::Connection;
use crate::message::Message;
use crate::signature::Key;
use group::Group;
use sockets::Sockets;
use std::collections::HashMap;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use zeromq::{SocketRecv, SocketSend, ZmqMessage};

const START_LIMIT: Duration = Duration::from_secs(120);
/// A child that breaks its connections has this long to end.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What a child tells.
pub enum Report {
    /// A message on one of its channels.
    Said(Channel, Message),
    /// It has ended, with this exit status.
    Ended(String),
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
        let sockets = match sockets.await.map_err(|_| ChildError::Silent)? {
            // Often because evcxr has just ended, and that tells more.
            Err(ChildError::Socket(error)) => {
                let mut said = String::new();
                let end = timeout(LAST_WORDS, stdout.read_to_string(&mut said)).await;
                return Err(match end {
                    Ok(_) => ChildError::Ended(said.trim().to_owned()),
                    Err(_) => ChildError::Socket(error),
                });
            }
            sockets => sockets?,
        };
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
