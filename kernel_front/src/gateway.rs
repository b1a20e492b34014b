//! [`Gateway`]: the sockets that Jupyter connects to. What is not signed with Jupyter's key is dropped; the heartbeat is answered here.

use crate::channel::Channel;
use crate::connection::Connection;
use crate::message::Message;
use crate::signature::Key;
use std::collections::HashMap;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use zeromq::{PubSocket, RepSocket, RouterSocket, Socket, SocketRecv, SocketSend, ZmqError};

/// Jupyter's side.
pub struct Gateway {
    senders: HashMap<Channel, UnboundedSender<Message>>,
}

impl Gateway {
    /// Listens on Jupyter's ports; `report` is called with each message that comes.
    ///
    /// # Errors
    /// A port is taken.
    pub async fn open(
        connection: &Connection,
        report: impl Fn(Channel, Message) + Clone + Send + 'static,
    ) -> Result<Self, ZmqError> {
        let key = connection.key();
        let mut senders = HashMap::new();
        for (channel, port) in [
            (Channel::Shell, connection.shell_port),
            (Channel::Control, connection.control_port),
            (Channel::Stdin, connection.stdin_port),
        ] {
            let mut socket = RouterSocket::new();
            socket.bind(&connection.address(port)).await?;
            let (sending, receiving) = socket.split();
            senders.insert(channel, sender(sending, key.clone()));
            tokio::spawn(listen(receiving, channel, key.clone(), report.clone()));
        }
        let mut iopub = PubSocket::new();
        iopub
            .bind(&connection.address(connection.iopub_port))
            .await?;
        senders.insert(Channel::Iopub, sender(iopub, key));
        let mut heart = RepSocket::new();
        heart.bind(&connection.address(connection.hb_port)).await?;
        tokio::spawn(beat(heart));
        Ok(Self { senders })
    }

    /// Sends in the order of the calls.
    pub fn send(&self, channel: Channel, message: Message) {
        if let Some(sender) = self.senders.get(&channel) {
            let _ = sender.send(message);
        }
    }
}

fn sender(mut socket: impl SocketSend + Send + 'static, key: Key) -> UnboundedSender<Message> {
    let (sender, mut waiting) = unbounded_channel::<Message>();
    tokio::spawn(async move {
        while let Some(message) = waiting.recv().await {
            // A client that has gone does not get its reply; the others do.
            let _ = socket.send(message.frames(&key)).await;
        }
    });
    sender
}

async fn listen(
    mut socket: impl SocketRecv,
    channel: Channel,
    key: Key,
    report: impl Fn(Channel, Message) + Send,
) {
    loop {
        match socket.recv().await {
            Ok(frames) => match Message::read(frames, &key) {
                Ok(message) => report(channel, message),
                Err(error) => eprintln!("kernel_front: {error}"),
            },
            Err(error) => {
                // Nothing that a client sends may end the channel.
                eprintln!("kernel_front: {channel:?}: {error}");
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        }
    }
}

async fn beat(mut socket: RepSocket) {
    loop {
        match socket.recv().await {
            Ok(message) => {
                let _ = socket.send(message).await;
            }
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    }
}
