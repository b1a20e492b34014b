//! [`Message`]: one message of Jupyter's wire protocol. Its four JSON parts stay the bytes that came, so that what is only passed on
//! passes unchanged; they are read when somebody asks.

use crate::signature::Key;
use bytes::Bytes;
use serde_json::{Value, json};
use zeromq::ZmqMessage;

const DELIMITER: &[u8] = b"<IDS|MSG>";

/// A message on the shell, control, stdin or iopub channel.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where a ROUTER sends it, outermost first; on iopub the topic.
    pub identities: Vec<Bytes>,
    /// The header.
    pub header: Value,
    parent_header: Bytes,
    metadata: Bytes,
    content: Bytes,
    buffers: Vec<Bytes>,
}

/// Why the bytes are no message of ours.
#[derive(Debug, thiserror::Error)]
pub enum MalformedMessage {
    /// The delimiter or one of the five parts after it is not there.
    #[error("a message lacks its delimiter or its parts")]
    Incomplete,
    /// Signed with another key, or changed on the way.
    #[error("a message is wrongly signed")]
    Signature,
    /// The header is not JSON.
    #[error("a message has no JSON header")]
    Header(#[source] serde_json::Error),
}

impl Message {
    /// Reads the frames of a message and checks its signature.
    ///
    /// # Errors
    /// The frames are no message signed with `key`.
    pub fn read(frames: ZmqMessage, key: &Key) -> Result<Self, MalformedMessage> {
        let mut frames = frames.into_vec();
        let place = frames
            .iter()
            .position(|frame| &frame[..] == DELIMITER)
            .ok_or(MalformedMessage::Incomplete)?;
        let mut parts = frames.split_off(place).into_iter().skip(1);
        let mut next = || parts.next().ok_or(MalformedMessage::Incomplete);
        let signature = next()?;
        let signed = [next()?, next()?, next()?, next()?];
        if !key.verifies(&signed, &signature) {
            return Err(MalformedMessage::Signature);
        }
        let [header, parent_header, metadata, content] = signed;
        Ok(Self {
            identities: frames,
            header: serde_json::from_slice(&header).map_err(MalformedMessage::Header)?,
            parent_header,
            metadata,
            content,
            buffers: parts.collect(),
        })
    }

    /// The frames of this message, signed with `key`.
    pub fn frames(&self, key: &Key) -> ZmqMessage {
        let header = Bytes::from(self.header.to_string());
        let signed = [
            header,
            self.parent_header.clone(),
            self.metadata.clone(),
            self.content.clone(),
        ];
        let mut message = ZmqMessage::from(Bytes::from(key.sign(&signed)));
        message.push_front(Bytes::from_static(DELIMITER));
        for identity in self.identities.iter().rev() {
            message.push_front(identity.clone());
        }
        for part in signed.into_iter().chain(self.buffers.iter().cloned()) {
            message.push_back(part);
        }
        message
    }

    /// A new message of `kind` which belongs to this one.
    pub fn child(&self, kind: &str, content: &Value) -> Self {
        Self {
            // The topic under which libzmq's subscribers may filter.
            identities: vec![Bytes::from(kind.to_owned())],
            header: new_header(kind, self.header["session"].as_str().unwrap_or_default()),
            parent_header: Bytes::from(self.header.to_string()),
            metadata: Bytes::from_static(b"{}"),
            content: Bytes::from(content.to_string()),
            buffers: Vec::new(),
        }
    }

    /// The reply to this request, back to who sent it.
    pub fn reply(&self, content: &Value) -> Self {
        let kind = self.kind().replace("_request", "_reply");
        Self {
            identities: self.identities.clone(),
            ..self.child(&kind, content)
        }
    }

    /// Another message that belongs to the same request as this one.
    pub fn sibling(&self, kind: &str, content: &Value) -> Self {
        Self {
            parent_header: self.parent_header.clone(),
            ..self.child(kind, content)
        }
    }

    /// A request of our own.
    pub fn request(kind: &str, session: &str, content: &Value) -> Self {
        Self {
            identities: Vec::new(),
            header: new_header(kind, session),
            parent_header: Bytes::from_static(b"{}"),
            metadata: Bytes::from_static(b"{}"),
            content: Bytes::from(content.to_string()),
            buffers: Vec::new(),
        }
    }

    /// The same message with another content.
    #[must_use]
    pub fn with_content(mut self, content: &Value) -> Self {
        self.content = Bytes::from(content.to_string());
        self
    }

    /// Its type, for example `execute_request`.
    pub fn kind(&self) -> &str {
        self.header["msg_type"].as_str().unwrap_or_default()
    }

    /// Its identifier.
    pub fn id(&self) -> &str {
        self.header["msg_id"].as_str().unwrap_or_default()
    }

    /// The page, or other client, that it comes from; a page that is loaded again is another one.
    pub fn session(&self) -> &str {
        self.header["session"].as_str().unwrap_or_default()
    }

    /// The identifier of the request that it belongs to.
    pub fn parent_id(&self) -> String {
        let parent: Value = serde_json::from_slice(&self.parent_header).unwrap_or_default();
        parent["msg_id"].as_str().unwrap_or_default().to_owned()
    }

    /// What it says; null when that is not JSON.
    pub fn content(&self) -> Value {
        serde_json::from_slice(&self.content).unwrap_or_default()
    }
}

fn new_header(kind: &str, session: &str) -> Value {
    json!({
        "msg_id": uuid::Uuid::new_v4().to_string(),
        "session": session,
        "username": "kernel",
        "date": humantime::format_rfc3339_micros(std::time::SystemTime::now()).to_string(),
        "msg_type": kind,
        "version": "5.3",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::new(text)
    }

    fn sample() -> Message {
        let mut message = Message::request("execute_request", "s", &json!({"code": "1"}));
        message.identities = vec![Bytes::from_static(b"a"), Bytes::from_static(b"b")];
        message.buffers = vec![Bytes::from_static(&[0, 255])];
        message
    }

    #[test]
    fn a_message_survives_the_wire_with_identities_and_buffers() {
        let message = sample();
        let read = Message::read(message.frames(&key("k")), &key("k")).unwrap();
        assert_eq!(read.identities, message.identities);
        assert_eq!(read.buffers, message.buffers);
        assert_eq!(read.content(), json!({"code": "1"}));
        assert_eq!(read.kind(), "execute_request");
    }

    #[test]
    fn wrongly_signed_or_cut_messages_are_refused() {
        let frames = sample().frames(&key("k"));
        let refused = Message::read(frames.clone(), &key("lain"));
        assert!(matches!(refused, Err(MalformedMessage::Signature)));
        let mut parts = frames.into_vec();
        parts.truncate(6);
        let cut = ZmqMessage::try_from(parts).unwrap();
        assert!(matches!(
            Message::read(cut, &key("k")),
            Err(MalformedMessage::Incomplete)
        ));
        let noise = ZmqMessage::from(Bytes::from_static(b"halo"));
        assert!(Message::read(noise, &key("k")).is_err());
    }

    #[test]
    fn a_reply_goes_back_and_names_its_request() {
        let request = sample();
        let reply = request.reply(&json!({"status": "ok"}));
        assert_eq!(reply.kind(), "execute_reply");
        assert_eq!(reply.identities, request.identities);
        assert_eq!(reply.parent_id(), request.id());
    }
}
