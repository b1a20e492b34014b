//! What others say to the front, damaged: progress lines, messages of the wire, connection files. It neither panics nor hangs, believes nothing that is
//! not signed, and keeps little. More than the quick default: `BELAJAR_CNN_MUTASI=10000 cargo test --release -p kernel_front hostile`.

#[path = "../../fmnist_lib/tests/mutation/mod.rs"]
mod mutation;

use crate::channel::Channel;
use crate::connection::Connection;
use crate::event::{Kind, Outcome, PREFIX, ProgressEvent};
use crate::front::{Action, Event, Front};
use crate::message::Message;
use crate::signature::Key;
use bytes::Bytes;
use mutation::{count, hold};
use serde_json::json;
use std::time::{Duration, Instant};
use zeromq::ZmqMessage;

const NONCE: &str = "7f3a";

/// What a training of `epochs` epochs prints.
fn training(epochs: u64, loss: f64) -> Vec<u8> {
    let steps = 40;
    let mut printed = String::from("Memuat data\n");
    let mut say = |event: &ProgressEvent| {
        let line = serde_json::to_string(event).unwrap();
        printed += &format!("{PREFIX}{NONCE}:{line}\n");
    };
    let event = |kind| {
        let mut event = ProgressEvent::new(1, kind);
        (event.epochs, event.steps, event.images) = (Some(epochs), Some(steps), Some(1_280));
        event.batch_size = Some(32);
        event.seconds = Some(1.5);
        event
    };
    say(&event(Kind::Start));
    for epoch in 1..=epochs {
        for step in [10, 20, 40] {
            let kind = if step == steps {
                Kind::Validation
            } else {
                Kind::Step
            };
            let mut event = event(kind);
            (event.epoch, event.step) = (Some(epoch), Some(step));
            (event.loss, event.accuracy) = (Some(loss / step as f64), Some(0.7));
            (event.images_per_second, event.seconds_left) = (Some(7_250.0), Some(12.5));
            say(&event);
        }
        let mut event = event(Kind::Epoch);
        event.epoch = Some(epoch);
        (event.loss, event.accuracy) = (Some(loss), Some(0.8));
        (event.val_loss, event.val_accuracy) = (Some(loss / 2.0), Some(0.81));
        event.train_seconds = Some(1.25);
        say(&event);
    }
    let mut end = event(Kind::End);
    end.outcome = Some(Outcome::Finished);
    say(&end);
    printed += "selesai\n";
    printed.into_bytes()
}

/// How many bytes the page gets when a cell prints `printed` in pieces of `piece` bytes.
fn shown(printed: &[u8], piece: usize) -> usize {
    let key = Key::new("kunci");
    let mut now = Instant::now();
    let mut front = Front::new(NONCE.to_owned());
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

#[test]
fn damaged_progress_lines_neither_hang_nor_flood() {
    let samples = vec![training(3, 0.9), training(1, 1e9), training(40, 2.0)];
    assert!(shown(&samples[0], 4_096) > 1_000);
    hold(samples, count(400), |sample, _, damaged| {
        let piece = [80, 700, 4_096][sample];
        // Each piece may bring the panel anew.
        let most = (damaged.len() / piece + 8) * 40_000 + 8 * damaged.len();
        let length = shown(damaged, piece);
        assert!(length < most, "{length}");
    });
}

#[test]
fn numbers_at_the_ends_of_their_types_neither_hang_nor_flood() {
    for number in [
        "18446744073709551615",
        "9223372036854775807",
        "1e308",
        "-1e308",
        "1e30",
        "5e-324",
        "0",
    ] {
        for field in [
            "epoch",
            "epochs",
            "step",
            "steps",
            "images",
            "seconds",
            "seconds_left",
            "loss",
            "val_loss",
            "accuracy",
            "images_per_second",
        ] {
            let event = |kind: &str| {
                format!("{PREFIX}{NONCE}:{{\"v\":1,\"run\":1,\"kind\":\"{kind}\",\"loss\":1.0,\"{field}\":{number}}}\n").replace(&format!("\"loss\":1.0,\"loss\""), "\"loss\"")
            };
            let printed: String = [
                "start",
                "step",
                "step",
                "validation",
                "epoch",
                "step",
                "epoch",
                "end",
            ]
            .map(event)
            .concat();
            assert!(
                shown(printed.as_bytes(), 64) < 5_000_000,
                "{field} {number}"
            );
        }
    }
}

/// The frames of a message in one piece, and back.
const BETWEEN: &[u8] = b"\n--\n";

fn split(bytes: &[u8]) -> Vec<Bytes> {
    let mut frames = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(BETWEEN.len()).position(|part| part == BETWEEN) {
        frames.push(Bytes::copy_from_slice(&rest[..at]));
        rest = &rest[at + BETWEEN.len()..];
    }
    frames.push(Bytes::copy_from_slice(rest));
    frames
}

#[test]
fn no_damaged_message_is_believed() {
    let key = Key::new("kunci");
    let sample = |kind: &str, content| {
        let mut message = Message::request(kind, "s", content);
        message.identities = vec![Bytes::from_static(b"a")];
        message.frames(&key).into_vec().join(BETWEEN)
    };
    let samples = vec![
        sample(
            "execute_request",
            &json!({"code": "1 + 1", "silent": false}),
        ),
        sample("interrupt_request", &json!({})),
        sample("shutdown_request", &json!({"restart": false})),
    ];
    hold(samples, count(2_000), |_, whole, damaged| {
        let key = Key::new("kunci");
        let read = |bytes| {
            ZmqMessage::try_from(split(bytes))
                .ok()
                .and_then(|frames| Message::read(frames, &key).ok())
        };
        let original = read(whole).unwrap();
        // What is before the signature says where a reply goes, and what is after the parts is not signed by the protocol.
        if let Some(message) = read(damaged) {
            let parts = |message: &Message| {
                message.frames(&key).into_vec()[message.identities.len()..][1..6].to_vec()
            };
            assert_eq!(parts(&message), parts(&original));
        }
        // Signed rightly, its parts may still be nonsense.
        let mut frames = split(damaged);
        frames.resize(7, Bytes::new());
        let parts = [
            frames[3].clone(),
            frames[4].clone(),
            frames[5].clone(),
            frames[6].clone(),
        ];
        frames[1] = Bytes::from_static(b"<IDS|MSG>");
        frames[2] = Bytes::from(key.sign(&parts));
        let message = ZmqMessage::try_from(frames)
            .ok()
            .and_then(|frames| Message::read(frames, &key).ok());
        if let Some(message) = message {
            let now = Instant::now();
            for channel in [
                Channel::Shell,
                Channel::Control,
                Channel::Stdin,
                Channel::Iopub,
            ] {
                let mut front = Front::new(NONCE.to_owned());
                front.handle(Event::ChildReady, now);
                front.handle(Event::Jupyter(channel, message.clone()), now);
                front.handle(Event::Child(channel, message.clone()), now);
                front.tick(now + Duration::from_secs(1));
            }
        }
    });
}

#[test]
fn a_damaged_connection_file_never_opens_the_kernel_to_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sambungan.json");
    Connection::free().unwrap().write(&path).unwrap();
    let sample = std::fs::read(&path).unwrap();
    let write = |text: String| std::fs::write(&path, text).unwrap();
    let whole = String::from_utf8(sample.clone()).unwrap();
    for other in ["0.0.0.0", "*", "::", "192.168.1.7", "127.0.0.1.example.org"] {
        write(whole.replace("127.0.0.1", other));
        assert!(Connection::read(&path).is_err(), "{other}");
    }
    let key = whole
        .split("\"key\":\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap();
    write(whole.replace(key, ""));
    assert!(
        Connection::read(&path).is_err(),
        "without a key everybody could sign"
    );
    hold(vec![sample], count(2_000), move |_, _, damaged| {
        std::fs::write(&path, damaged).unwrap();
        match Connection::read(&path) {
            Ok(connection) => {
                let address = connection.address(1);
                assert!(
                    ["tcp://127.", "tcp://localhost:", "tcp://::1:"]
                        .iter()
                        .any(|start| address.starts_with(start)),
                    "{address}"
                );
            }
            Err(error) => assert!(
                error.to_string().ends_with('.') && !error.to_string().contains('\n'),
                "{error}"
            ),
        }
    });
}
