//! [`Sockets`]: our client's sockets to evcxr.

use crate::connection::Connection;
use crate::message::Message;
use crate::signature::Key;
use serde_json::json;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use zeromq::util::PeerIdentity;
use zeromq::{DealerSocket, Socket, SocketOptions, SocketRecv, SocketSend, SubSocket, ZmqError};

const NUDGE: Duration = Duration::from_millis(200);

/// Our client's sockets.
pub struct Sockets {
    /// For cells and questions.
    pub shell: DealerSocket,
    /// For interrupts.
    pub control: DealerSocket,
    /// For a cell's own questions.
    pub stdin: DealerSocket,
    /// For outputs.
    pub iopub: SubSocket,
}

impl Sockets {
    /// Connects as soon as evcxr listens, and waits until its outputs come through.
    pub async fn connect(connection: &Connection, key: &Key) -> Result<Self, ZmqError> {
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
