//! [`Cell`]: one cell while it runs: collects what evcxr says about it, passes outputs on in order, shows its trainings, and at the end decides whether it
//! succeeded ([`Ending`]). evcxr sends a cell's last lines a moment after its reply; so the end waits for silence.

mod display;
mod ending;
mod lines;
mod retelling;
mod run_time;
mod stderr;
mod stream;
mod trainings;

pub use ending::Ending;
pub use retelling::Retelling;

use crate::event::PREFIX;
use crate::interrupt::Running;
use crate::message::Message;
use lines::{Lines, Piece};
use serde_json::json;
use std::time::{Duration, Instant};
use stderr::Stderr;
use stream::Stream;
use trainings::Trainings;

/// Silence after which nothing more is expected of an ended cell.
const SILENCE: Duration = Duration::from_millis(80);

/// A cell that runs.
pub struct Cell {
    request: Message,
    source: String,
    started: Instant,
    number: u64,
    count: u64,
    lines: Lines,
    stream: Stream,
    trainings: Trainings,
    noted_garbage: bool,
    stderr: Stderr,
    errors: Vec<Message>,
    reply: Option<Message>,
    idle: bool,
    heard: Instant,
}

impl Cell {
    /// The cell of this `execute_request`, the kernel's cell `number`: evcxr's own numbers begin at 2, and anew with each child.
    pub fn new(request: Message, nonce: &str, number: u64, now: Instant) -> Self {
        let source = request.content()["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        Self {
            request,
            source,
            started: now,
            number,
            count: 0,
            lines: Lines::new(format!("{PREFIX}{nonce}:")),
            stream: Stream::new(),
            trainings: Trainings::default(),
            noted_garbage: false,
            stderr: Stderr::default(),
            errors: Vec::new(),
            reply: None,
            idle: false,
            heard: now,
        }
    }

    /// The request's identifier.
    pub fn id(&self) -> &str {
        self.request.id()
    }

    /// The code.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The number in the brackets beside it; 0 until evcxr has begun with it.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// What others see of its trainings.
    pub fn retelling(&self) -> Retelling {
        Retelling::new(&self.request, self.count, self.trainings.contents())
    }

    /// Tells everybody that the kernel is at work on it.
    pub fn busy(&self) -> Message {
        let state = json!({"execution_state": "busy"});
        self.request.child("status", &state)
    }

    /// Whether it trains.
    pub fn running(&self) -> Running {
        if self.trainings.are_running() {
            Running::Training
        } else {
            Running::Cell
        }
    }

    /// Stop was pressed once; the reader is told what happens.
    pub fn ask_to_stop(&mut self, now: Instant) -> Vec<Message> {
        self.trainings.ask_to_stop();
        self.stream.push(
            "stdout",
            "Permintaan berhenti diterima: pelatihan berhenti sesudah langkah ini.\nModel, riwayat, dan semua variabel tetap ada.\nTekan Stop sekali lagi dalam 5 detik untuk mematikan paksa (semua variabel hilang).\n",
        );
        self.flush(now)
    }

    /// A message on iopub that belongs to this cell.
    pub fn heard(&mut self, message: Message, now: Instant) -> Vec<Message> {
        self.heard = now;
        let mut content = message.content();
        match message.kind() {
            "status" => {
                self.idle |= content["execution_state"] == "idle";
                Vec::new()
            }
            "stream" => {
                let text = content["text"].as_str().unwrap_or_default();
                if content["name"] == "stderr" {
                    if let Some(text) = self.stderr.push(text, now) {
                        self.stream.push("stderr", &text);
                    }
                } else {
                    self.hear_stdout(text);
                }
                self.tick(now)
            }
            "error" => {
                self.errors.push(message);
                Vec::new()
            }
            "execute_input" | "execute_result" => {
                let mut outputs = self.flush(now);
                self.count = self.number;
                content["execution_count"] = json!(self.count);
                // evcxr shows the value of a `for` at a cell's end, which nobody asked for.
                if content["data"] != json!({"text/plain": "()"}) {
                    outputs.push(message.with_content(&content));
                }
                outputs
            }
            _ => {
                let mut outputs = self.flush(now);
                outputs.push(message);
                outputs
            }
        }
    }

    /// evcxr's reply to the cell.
    pub fn answered(&mut self, reply: Message, now: Instant) {
        self.heard = now;
        self.reply = Some(reply);
    }

    /// When [`Cell::tick`] or the end is due.
    pub fn due(&self, now: Instant) -> Option<Instant> {
        let last = if self.is_answered() {
            Some(self.heard + SILENCE)
        } else {
            self.stderr.due()
        };
        let due = [self.trainings.due(now), self.stream.due(now), last];
        due.into_iter().flatten().min()
    }

    /// What is due now.
    pub fn tick(&mut self, now: Instant) -> Vec<Message> {
        if self.stderr.due().is_some_and(|due| due <= now) && !self.is_answered() {
            self.stream.push("stderr", &self.stderr.release());
        }
        let stream_is_due = self.stream.due(now).is_some_and(|due| due <= now);
        let mut outputs = Vec::new();
        if stream_is_due || self.trainings.one_appears(now) {
            outputs = self.flush(now);
        }
        for showing in self.trainings.show(now) {
            outputs.push(self.request.child(showing.kind, &showing.content));
        }
        outputs
    }

    /// Whether evcxr has answered and has been silent since.
    pub fn is_over(&self, now: Instant) -> bool {
        self.is_answered() && self.heard + SILENCE <= now
    }

    /// Whether evcxr has said that the process behind this cell is dead.
    pub fn has_crashed(&self) -> bool {
        self.errors.iter().any(|error| {
            let content = error.content();
            let said = content["evalue"].as_str().unwrap_or_default();
            said.contains("Subprocess terminated")
        })
    }

    fn is_answered(&self) -> bool {
        self.idle && self.reply.is_some()
    }

    fn hear_stdout(&mut self, text: &str) {
        for piece in self.lines.push(text) {
            match piece {
                Piece::Text(text) => self.stream.push("stdout", &text),
                Piece::Event(json) => {
                    if self.trainings.apply(&json).is_err() {
                        self.note_garbage();
                    }
                }
            }
        }
    }

    fn note_garbage(&mut self) {
        if !std::mem::replace(&mut self.noted_garbage, true) {
            self.stream.push(
                "stdout",
                "[Sebuah baris kemajuan tidak dapat dibaca dan dilewati; pelatihan berjalan terus.]\n",
            );
        }
    }

    fn flush(&mut self, now: Instant) -> Vec<Message> {
        let texts = self.stream.take(now);
        texts.iter().map(|text| self.stream_message(text)).collect()
    }

    fn stream_message(&self, (name, text): &(String, String)) -> Message {
        self.request
            .child("stream", &json!({"name": name, "text": text}))
    }
}
