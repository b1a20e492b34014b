//! The front as strangers meet it: what a cell prints and what comes over the wire, without sockets. For `hostile`'s tests and for `fuzzing`.

use crate::channel::Channel;
use crate::front::{Action, Event, Front};
use crate::message::Message;
use crate::signature::Key;
use bytes::Bytes;
use serde_json::json;
use std::time::{Duration, Instant};
use zeromq::ZmqMessage;

/// Of the front's progress lines.
pub const NONCE: &str = "7f3a";

/// How many bytes the page gets when a cell prints `printed` in pieces of `piece` bytes.
pub fn shown(printed: &[u8], piece: usize) -> usize {
    let key = Key::new("kunci");
    let mut now = Instant::now();
    let mut front = Front::new(NONCE.to_owned(), None);
    let mut said = front.handle(Event::ChildReady, now);
    let request = Message::request(
        "execute_request",
        "s",
        &json!({"code": "train()", "silent": false}),
    );
    said.extend(front.handle(Event::Jupyter(Channel::Shell, request.clone()), now));
    for bytes in printed.chunks(piece) {
        let text = String::from_utf8_lossy(bytes);
        let stream = request.child("stream", &json!({"name": "stdout", "text": text}));
        said.extend(front.handle(Event::Child(Channel::Iopub, stream), now));
        now += Duration::from_millis(60);
        said.extend(front.tick(now));
    }
    let idle = request.child("status", &json!({"execution_state": "idle"}));
    said.extend(front.handle(Event::Child(Channel::Iopub, idle), now));
    let reply = request.reply(&json!({"status": "ok", "execution_count": 2}));
    said.extend(front.handle(Event::Child(Channel::Shell, reply), now));
    for _ in 0..5 {
        now += Duration::from_millis(200);
        said.extend(front.tick(now));
    }
    let length = |action: &Action| match action {
        Action::Jupyter(_, message) => {
            let frames = message.frames(&key).into_vec();
            frames.iter().map(Bytes::len).sum()
        }
        _ => 0,
    };
    said.iter().map(length).sum()
}

/// Between the frames of a message in one piece.
pub const BETWEEN: &[u8] = b"\n--\n";

/// The frames of a message in one piece.
pub fn split(bytes: &[u8]) -> Vec<Bytes> {
    let mut frames = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(BETWEEN.len()).position(|part| part == BETWEEN) {
        frames.push(Bytes::copy_from_slice(&rest[..at]));
        rest = &rest[at + BETWEEN.len()..];
    }
    frames.push(Bytes::copy_from_slice(rest));
    frames
}

/// The message in `frames`, if it is signed with `key`.
pub fn read(frames: Vec<Bytes>, key: &Key) -> Option<Message> {
    let frames = ZmqMessage::try_from(frames).ok()?;
    Message::read(frames, key).ok()
}

/// Signs the parts in `frames`, whatever they are, and says them to a front on each channel, as Jupyter and as the child.
pub fn say(mut frames: Vec<Bytes>, key: &Key) {
    frames.resize(7, Bytes::new());
    let parts = [3, 4, 5, 6].map(|place| frames[place].clone());
    frames[1] = Bytes::from_static(b"<IDS|MSG>");
    frames[2] = Bytes::from(key.sign(&parts));
    let Some(message) = read(frames, key) else {
        return;
    };
    let now = Instant::now();
    for channel in [
        Channel::Shell,
        Channel::Control,
        Channel::Stdin,
        Channel::Iopub,
    ] {
        let mut front = Front::new(NONCE.to_owned(), None);
        front.handle(Event::ChildReady, now);
        front.handle(Event::Jupyter(channel, message.clone()), now);
        front.handle(Event::Child(channel, message.clone()), now);
        front.tick(now + Duration::from_secs(1));
    }
}
