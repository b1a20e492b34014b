//! [`Cell`]: one cell while it runs: collects what evcxr says about it, passes outputs on in order, shows trainings, and at the end decides whether the cell
//! succeeded. evcxr says "ok" of cells that panicked, and sends their last lines a moment after its reply; so the end waits for silence.

use crate::display::Display;
use crate::event::{PREFIX, ProgressEvent, VERSION};
use crate::fault::{Fault, Kind};
use crate::interrupt::Running;
use crate::lines::{Lines, Piece};
use crate::message::Message;
use crate::run_time::RunTime;
use crate::stream::Stream;
use crate::{runtime_error, translation};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Silence after which nothing more is expected of an ended cell.
const SILENCE: Duration = Duration::from_millis(80);
/// Text on stderr is kept this long: an error behind a `?` is the cell's last word.
const KEPT: Duration = Duration::from_millis(400);
/// More of a panic's text is not needed.
const MOST_STDERR: usize = 64 * 1024;
/// More trainings in one cell are not shown.
const MOST_DISPLAYS: usize = 50;

/// How a cell ended.
pub struct Ending {
    /// For everybody, in order.
    pub outputs: Vec<Message>,
    /// For who sent the cell.
    pub reply: Message,
    /// Whether it failed.
    pub failed: bool,
    /// Whether the cells that wait should not run.
    pub aborts: bool,
}

/// A cell that runs.
pub struct Cell {
    request: Message,
    source: String,
    started: Instant,
    count_shift: u64,
    count: u64,
    lines: Lines,
    stream: Stream,
    displays: BTreeMap<u64, Display>,
    noted_garbage: bool,
    stderr: String,
    stderr_since: Option<Instant>,
    errors: Vec<Message>,
    reply: Option<Message>,
    idle: bool,
    heard: Instant,
}

impl Cell {
    /// The cell of this `execute_request`. `count_shift` is added to evcxr's numbers, which begin anew with each child.
    pub fn new(request: Message, nonce: &str, count_shift: u64, now: Instant) -> Self {
        let source = request.content()["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        Self {
            request,
            source,
            started: now,
            count_shift,
            count: 0,
            lines: Lines::new(format!("{PREFIX}{nonce}:")),
            stream: Stream::new(),
            displays: BTreeMap::new(),
            noted_garbage: false,
            stderr: String::new(),
            stderr_since: None,
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

    /// The number in the brackets beside it; 0 until evcxr has given it one.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether it trains.
    pub fn running(&self) -> Running {
        if self.displays.values().any(Display::is_running) {
            Running::Training
        } else {
            Running::Cell
        }
    }

    /// Stop was pressed once; the reader is told what happens.
    pub fn ask_to_stop(&mut self, now: Instant) -> Vec<Message> {
        for display in self.displays.values_mut() {
            display.ask_to_stop();
        }
        self.stream.push(
            "stdout",
            "Permintaan berhenti diterima: pelatihan berhenti sesudah langkah ini; model, riwayat, dan semua variabel tetap ada.\nTekan Stop sekali lagi dalam 5 detik untuk mematikan paksa (semua variabel hilang).\n",
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
                    self.hear_stderr(text, now);
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
                self.count = content["execution_count"].as_u64().unwrap_or(0) + self.count_shift;
                content["execution_count"] = json!(self.count);
                outputs.push(message.with_content(&content));
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
        let displays = self
            .displays
            .values()
            .filter_map(|display| display.due(now));
        let stderr = self
            .stderr_since
            .filter(|_| !runtime_error::is_panic(&self.stderr))
            .map(|since| since + KEPT);
        let over = self.is_answered().then(|| self.heard + SILENCE);
        displays
            .chain(self.stream.due(now))
            .chain(stderr)
            .chain(over)
            .min()
    }

    /// What is due now.
    pub fn tick(&mut self, now: Instant) -> Vec<Message> {
        let mut outputs = Vec::new();
        if self.stderr_since.is_some_and(|since| since + KEPT <= now)
            && !runtime_error::is_panic(&self.stderr)
            && !self.is_answered()
        {
            self.release_stderr();
        }
        if self.stream.due(now).is_some_and(|due| due <= now) {
            outputs.extend(self.flush(now));
        }
        let mut shown = Vec::new();
        let mut before = Vec::new();
        for display in self.displays.values_mut() {
            if display.due(now).is_some_and(|due| due <= now) {
                // What was printed before a training stands above it.
                if !display.is_shown() {
                    before = self.stream.take(now);
                }
                shown.push(display.show(now));
            }
        }
        outputs.extend(before.into_iter().map(|text| self.stream_message(&text)));
        outputs.extend(
            shown
                .into_iter()
                .map(|showing| self.request.child(showing.kind, &showing.content)),
        );
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

    /// The ordinary end: success, or a fault that the outputs tell of.
    pub fn end(mut self, now: Instant) -> Ending {
        let errors: Vec<Value> = self.errors.iter().map(Message::content).collect();
        let fault = translation::translate(&errors, &self.source).or_else(|| {
            if errors.is_empty() {
                runtime_error::read(&self.stderr, &self.source)
            } else {
                None
            }
        });
        if let Some(fault) = fault {
            if fault.kind == Kind::Panic || fault.kind == Kind::Error {
                self.stderr.clear();
            }
            return self.fail(&fault, now);
        }
        let mut outputs = self.last_outputs(now);
        let failed = !self.errors.is_empty();
        let mut content = self
            .reply
            .as_ref()
            .map(Message::content)
            .unwrap_or_default();
        content["execution_count"] = json!(self.count);
        if failed {
            // evcxr leaves out what Jupyter's clients read.
            content = errors.first().cloned().unwrap_or_default();
            content["status"] = json!("error");
            content["execution_count"] = json!(self.count);
            outputs.append(&mut self.errors);
        }
        outputs.extend(self.run_time(now));
        Ending {
            outputs,
            reply: self.request.reply(&content),
            failed,
            aborts: failed && self.stops_on_error(),
        }
    }

    /// The end by a fault.
    pub fn fail(mut self, fault: &Fault, now: Instant) -> Ending {
        let mut outputs = self.last_outputs(now);
        outputs.push(self.request.child("error", &fault.error()));
        if let Some(details) = fault.details() {
            outputs.push(self.request.child("display_data", &details));
        }
        outputs.extend(self.run_time(now));
        Ending {
            outputs,
            reply: self.request.reply(&fault.reply(self.count)),
            failed: true,
            aborts: self.stops_on_error(),
        }
    }

    /// The cell's last output; a cell that evcxr has never begun has none.
    fn run_time(&self, now: Instant) -> Option<Message> {
        let ended = if self.is_answered() { self.heard } else { now };
        let time = RunTime::new(ended.duration_since(self.started));
        (self.count > 0).then(|| self.request.child("display_data", &time.display()))
    }

    fn stops_on_error(&self) -> bool {
        self.request.content()["stop_on_error"] != false
    }

    fn is_answered(&self) -> bool {
        self.idle && self.reply.is_some()
    }

    fn hear_stdout(&mut self, text: &str) {
        for piece in self.lines.push(text) {
            match piece {
                Piece::Text(text) => self.stream.push("stdout", &text),
                Piece::Event(json) => match serde_json::from_str::<ProgressEvent>(&json) {
                    Ok(event) if event.v == VERSION => self.show_progress(&event),
                    _ => self.note_garbage(),
                },
            }
        }
    }

    fn show_progress(&mut self, event: &ProgressEvent) {
        if self.displays.len() < MOST_DISPLAYS || self.displays.contains_key(&event.run) {
            self.displays
                .entry(event.run)
                .or_insert_with(Display::new)
                .apply(event);
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

    fn hear_stderr(&mut self, text: &str, now: Instant) {
        if self.stderr.len() + text.len() <= MOST_STDERR {
            self.stderr += text;
        } else if !runtime_error::is_panic(&self.stderr) {
            self.release_stderr();
            self.stream.push("stderr", text);
            return;
        }
        self.stderr_since.get_or_insert(now);
    }

    fn release_stderr(&mut self) {
        self.stderr_since = None;
        let text = std::mem::take(&mut self.stderr);
        self.stream.push("stderr", &in_indonesian(&text));
    }

    /// Everything that still waits; trainings that did not say how they ended were cut.
    fn last_outputs(&mut self, now: Instant) -> Vec<Message> {
        if let Some(text) = self.lines.finish() {
            self.stream.push("stdout", &text);
        }
        self.release_stderr();
        let mut outputs = self.flush(now);
        if let Some(note) = self.stream.note() {
            outputs.push(self.stream_message(&("stdout".to_owned(), note)));
        }
        for display in self.displays.values_mut() {
            display.cut();
        }
        outputs.extend(self.tick(now));
        outputs
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

/// evcxr's own remark on stderr, with a sentence for the reader before it.
fn in_indonesian(text: &str) -> String {
    let mut result = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix("The type of the variable ")
            && let Some((name, _)) = rest.split_once(" was redefined, so was lost")
        {
            result += &format!(
                "Variabel `{name}` hilang karena tipenya didefinisikan ulang; jalankan lagi sel yang membuatnya.\n"
            );
        }
        result += line;
    }
    result
}
