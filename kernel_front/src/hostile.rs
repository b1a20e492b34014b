//! What others say to the front, damaged: progress lines, messages of the wire, connection files. It neither panics nor hangs, believes nothing that is
//! not signed, and keeps little. More than the quick default: `BELAJAR_CNN_MUTASI=10000 cargo test -p kernel_front hostile`.

#[path = "../../fmnist_lib/tests/mutation/mod.rs"]
mod mutation;

use crate::connection::Connection;
use crate::event::{Kind, Outcome, PREFIX, ProgressEvent};
use crate::message::Message;
use crate::signature::Key;
use crate::stranger::{BETWEEN, NONCE, read, say, shown, split};
use bytes::Bytes;
use mutation::{count, hold};
use serde_json::json;

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

#[test]
fn damaged_progress_lines_neither_hang_nor_flood() {
    let samples = vec![training(3, 0.9), training(1, 1e9), training(40, 2.0)];
    assert!(shown(&samples[0], 4_096) > 1_000);
    hold(samples, count(200), |sample, _, damaged| {
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
                format!(
                    "{PREFIX}{NONCE}:{{\"v\":1,\"run\":1,\"kind\":\"{kind}\",\"{field}\":{number}}}\n"
                )
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

#[test]
fn no_damaged_message_is_believed() {
    // Each with a key of its own: the rest of another message is then no message, either.
    let key = |sample: usize| Key::new(&format!("kunci {sample}"));
    let sample = |number: usize, kind: &str, content| {
        let mut message = Message::request(kind, "s", content);
        message.identities = vec![Bytes::from_static(b"a")];
        message.frames(&key(number)).into_vec().join(BETWEEN)
    };
    let samples = vec![
        sample(
            0,
            "execute_request",
            &json!({"code": "1 + 1", "silent": false}),
        ),
        sample(1, "interrupt_request", &json!({})),
        sample(2, "shutdown_request", &json!({"restart": false})),
    ];
    hold(samples, count(2_000), move |sample, whole, damaged| {
        let key = key(sample);
        let original = read(split(whole), &key).unwrap();
        // What is before the signature says where a reply goes, and what is after the parts is not signed by the protocol.
        if let Some(message) = read(split(damaged), &key) {
            let parts = |message: &Message| {
                message.frames(&key).into_vec()[message.identities.len()..][1..6].to_vec()
            };
            assert_eq!(parts(&message), parts(&original));
        }
        say(split(damaged), &key);
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
