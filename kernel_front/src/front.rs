//! [`Front`]: what to do with each message and event, as a state machine without sockets or clocks: time comes in, actions go out.
//!
//! Cells wait here, not in evcxr: it gets one at a time, so that each output is known to belong to it, and so that the cells after a failed one can be
//! aborted, as Jupyter asks.

use crate::cell::{Cell, Ending};
use crate::channel::Channel;
use crate::fault::{Fault, Kind};
use crate::interrupt::{Meaning, Presses, Running};
use crate::message::Message;
use crate::transcript::Transcript;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// After a kill evcxr has this long to report the cell's end; then it is killed itself.
const PATIENCE: Duration = Duration::from_secs(3);
/// A child that ends sooner after its start, with no cell running, is started again only when a cell needs it.
const YOUNG: Duration = Duration::from_secs(5);

/// What happens.
pub enum Event {
    /// Jupyter says something.
    Jupyter(Channel, Message),
    /// The child says something.
    Child(Channel, Message),
    /// A started child works.
    ChildReady,
    /// A child could not be started, because of this.
    ChildFailed(String),
    /// The child has ended, with this status.
    ChildEnded(String),
    /// Stop, by a signal.
    Interrupt,
}

/// What is to be done.
#[derive(Debug)]
pub enum Action {
    /// Send to Jupyter.
    Jupyter(Channel, Message),
    /// Send to the child.
    Child(Channel, Message),
    /// Kill the child with all its processes; its end will be an event.
    KillChild,
    /// Start a new child.
    StartChild,
    /// Make the stop file.
    AskToStop,
    /// Remove the stop file.
    ForgetStop,
    /// End the kernel.
    End,
}

enum Child {
    Starting,
    Ready(Instant),
    /// Not there; the next cell starts a new one.
    Gone,
}

/// The kernel as Jupyter sees it.
pub struct Front {
    nonce: String,
    child: Child,
    cell: Option<Cell>,
    queue: VecDeque<Message>,
    /// Requests other than cells that came before the child was ready.
    waiting: Vec<Message>,
    /// Requests other than cells that the child has not answered.
    asked: HashMap<String, Message>,
    presses: Presses,
    killing: Option<Instant>,
    killed: bool,
    /// The whole child is being killed; the cell ends with it.
    dying: bool,
    count: u64,
    count_shift: u64,
    transcript: Transcript,
    actions: Vec<Action>,
}

impl Front {
    /// A front whose child is being started. `nonce` is that of its progress lines.
    pub fn new(nonce: String) -> Self {
        Self {
            nonce,
            child: Child::Starting,
            cell: None,
            queue: VecDeque::new(),
            waiting: Vec::new(),
            asked: HashMap::new(),
            presses: Presses::default(),
            killing: None,
            killed: false,
            dying: false,
            count: 0,
            count_shift: 0,
            transcript: Transcript::default(),
            actions: Vec::new(),
        }
    }

    /// What an event asks for.
    pub fn handle(&mut self, event: Event, now: Instant) -> Vec<Action> {
        match event {
            Event::Jupyter(Channel::Shell, message) => self.shell_request(message, now),
            Event::Jupyter(Channel::Control, message) => self.control_request(&message, now),
            Event::Jupyter(Channel::Stdin, message) => {
                self.act(Action::Child(Channel::Stdin, message))
            }
            Event::Jupyter(Channel::Iopub, _) | Event::Child(Channel::Control, _) => {}
            Event::Child(Channel::Shell, message) => self.shell_reply(message, now),
            Event::Child(Channel::Iopub, message) => self.output(message, now),
            Event::Child(Channel::Stdin, message) => {
                self.act(Action::Jupyter(Channel::Stdin, message))
            }
            Event::ChildReady => self.child_ready(now),
            Event::ChildFailed(sentence) => self.child_failed(&sentence, now),
            Event::ChildEnded(status) => self.child_ended(&status, now),
            Event::Interrupt => self.interrupt(now),
        }
        std::mem::take(&mut self.actions)
    }

    /// When [`Front::tick`] is due.
    pub fn due(&self, now: Instant) -> Option<Instant> {
        if self.dying {
            return None;
        }
        let cell = self.cell.as_ref().and_then(|cell| cell.due(now));
        cell.into_iter().chain(self.killing).min()
    }

    /// What time asks for.
    pub fn tick(&mut self, now: Instant) -> Vec<Action> {
        if let Some(cell) = &mut self.cell {
            let outputs = cell.tick(now);
            let over = cell.is_over(now);
            // The cell was quicker than the kill: the process behind it dies all the same, and evcxr would notice only at the next cell.
            let too_late = over && self.killed && !cell.has_crashed();
            self.publish(outputs);
            if too_late || self.killing.is_some_and(|due| due <= now) {
                self.killing = None;
                if !std::mem::replace(&mut self.dying, true) {
                    self.act(Action::KillChild);
                }
            } else if over {
                self.end_cell(now);
            }
        }
        std::mem::take(&mut self.actions)
    }

    fn act(&mut self, action: Action) {
        self.actions.push(action);
    }

    fn publish(&mut self, messages: Vec<Message>) {
        for message in messages {
            self.act(Action::Jupyter(Channel::Iopub, message));
        }
    }

    fn state(&mut self, request: &Message, state: &str) {
        let message = request.child("status", &json!({"execution_state": state}));
        self.act(Action::Jupyter(Channel::Iopub, message));
    }

    /// Answers a request without the child.
    fn answer(&mut self, channel: Channel, request: &Message, content: &Value) {
        self.state(request, "busy");
        self.act(Action::Jupyter(channel, request.reply(content)));
        self.state(request, "idle");
    }

    fn shell_request(&mut self, request: Message, now: Instant) {
        match request.kind() {
            "execute_request" => {
                self.queue.push_back(request);
                if matches!(self.child, Child::Gone) {
                    self.child = Child::Starting;
                    self.act(Action::StartChild);
                }
                self.next_cell(now);
            }
            "kernel_info_request" => self.answer(Channel::Shell, &request, &kernel_info()),
            "history_request" => {
                let content = self.transcript.reply(&request.content());
                self.answer(Channel::Shell, &request, &content);
            }
            "comm_info_request" => {
                self.answer(
                    Channel::Shell,
                    &request,
                    &json!({"status": "ok", "comms": {}}),
                );
            }
            "shutdown_request" => self.shutdown(Channel::Shell, &request),
            _ if matches!(self.child, Child::Ready(_)) => self.ask(request),
            _ => self.waiting.push(request),
        }
    }

    /// Passes a request other than a cell on.
    fn ask(&mut self, request: Message) {
        if request.kind().ends_with("_request") {
            self.asked.insert(request.id().to_owned(), request.clone());
        }
        self.act(Action::Child(Channel::Shell, request));
    }

    fn control_request(&mut self, request: &Message, now: Instant) {
        match request.kind() {
            "interrupt_request" => {
                self.interrupt(now);
                self.answer(Channel::Control, request, &json!({"status": "ok"}));
            }
            "shutdown_request" => self.shutdown(Channel::Control, request),
            "kernel_info_request" => self.answer(Channel::Control, request, &kernel_info()),
            _ => {}
        }
    }

    fn shutdown(&mut self, channel: Channel, request: &Message) {
        let restart = request.content()["restart"] == true;
        self.answer(
            channel,
            request,
            &json!({"status": "ok", "restart": restart}),
        );
        self.act(Action::End);
    }

    fn interrupt(&mut self, now: Instant) {
        let running = self.cell.as_ref().map_or(Running::Nothing, Cell::running);
        match self.presses.press(running, now) {
            Meaning::Nothing => {}
            Meaning::AskToStop => {
                self.act(Action::AskToStop);
                if let Some(cell) = &mut self.cell {
                    let outputs = cell.ask_to_stop(now);
                    self.publish(outputs);
                }
            }
            Meaning::Kill => {
                self.killed = true;
                self.killing = Some(now + PATIENCE);
                let request = Message::request("interrupt_request", "front", &json!({}));
                self.act(Action::Child(Channel::Control, request));
            }
        }
        // Who presses Stop does not want the cells that wait either.
        self.abort_queue();
    }

    fn next_cell(&mut self, now: Instant) {
        if self.cell.is_some() || !matches!(self.child, Child::Ready(_)) {
            return;
        }
        if let Some(request) = self.queue.pop_front() {
            self.act(Action::ForgetStop);
            self.state(&request, "busy");
            self.act(Action::Child(Channel::Shell, request.clone()));
            self.cell = Some(Cell::new(request, &self.nonce, self.count_shift, now));
        }
    }

    fn shell_reply(&mut self, reply: Message, now: Instant) {
        let parent = reply.parent_id();
        match &mut self.cell {
            Some(cell) if cell.id() == parent => cell.answered(reply, now),
            _ => {
                self.asked.remove(&parent);
                self.act(Action::Jupyter(Channel::Shell, reply));
            }
        }
    }

    fn output(&mut self, message: Message, now: Instant) {
        match &mut self.cell {
            Some(cell) if cell.id() == message.parent_id() => {
                let outputs = cell.heard(message, now);
                self.publish(outputs);
            }
            _ => self.act(Action::Jupyter(Channel::Iopub, message)),
        }
    }

    fn end_cell(&mut self, now: Instant) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let ending = if std::mem::take(&mut self.killed) {
            let lost = self.transcript.lose_variables();
            let mut sentences = vec![
                format!("Sel ini dimatikan. {lost}"),
                "Fungsi, `use`, dan `:dep` masih ada; kernel sudah siap lagi: jalankan lagi sel yang membuat variabelnya.".to_owned(),
            ];
            sentences.extend(what_is_kept(cell.source()));
            let fault = Fault::new(Kind::Killed, sentences);
            self.note(&cell);
            cell.fail(&fault, now)
        } else {
            self.note(&cell);
            let source = cell.source().to_owned();
            let ending = cell.end(now);
            if !ending.failed {
                self.transcript.keep_variables(&source);
            }
            ending
        };
        self.close(ending);
        self.next_cell(now);
    }

    fn note(&mut self, cell: &Cell) {
        self.count = self.count.max(cell.count());
        self.transcript.add(cell.count(), cell.source());
    }

    /// Sends a cell's last messages, and aborts those behind it when it failed.
    fn close(&mut self, ending: Ending) {
        self.publish(ending.outputs);
        let idle = json!({"execution_state": "idle"});
        let state = ending.reply.sibling("status", &idle);
        self.act(Action::Jupyter(Channel::Shell, ending.reply));
        self.act(Action::Jupyter(Channel::Iopub, state));
        self.act(Action::ForgetStop);
        self.presses.forget();
        self.killing = None;
        if ending.aborts {
            self.abort_queue();
        }
    }

    fn abort_queue(&mut self) {
        for request in std::mem::take(&mut self.queue) {
            self.answer(Channel::Shell, &request, &json!({"status": "aborted"}));
        }
    }

    fn child_ready(&mut self, now: Instant) {
        self.child = Child::Ready(now);
        for request in std::mem::take(&mut self.waiting) {
            self.ask(request);
        }
        self.next_cell(now);
    }

    fn child_failed(&mut self, sentence: &str, now: Instant) {
        self.child = Child::Gone;
        if let Some(request) = self.queue.pop_front() {
            let fault = Fault::new(Kind::Crash, vec![sentence.to_owned()]);
            self.state(&request, "busy");
            let cell = Cell::new(request, &self.nonce, 0, now);
            self.close(cell.fail(&fault, now));
        }
        self.refuse_questions();
    }

    fn child_ended(&mut self, status: &str, now: Instant) {
        self.dying = false;
        let young = matches!(self.child, Child::Ready(since) if now.duration_since(since) < YOUNG);
        let was_busy = self.cell.is_some();
        let lost = self.transcript.lose_variables();
        if let Some(cell) = self.cell.take() {
            let killed = std::mem::take(&mut self.killed);
            let (kind, why) = if killed {
                (Kind::Killed, "Sel ini dimatikan.".to_owned())
            } else if status.contains("SIGKILL") || status.contains("signal: 9") {
                (Kind::Crash, "Kernel Rust dimatikan oleh sistem, biasanya karena memori habis; kecilkan `batch_size` atau tutup program lain.".to_owned())
            } else {
                (
                    Kind::Crash,
                    format!("Kernel Rust berhenti mendadak ({status})."),
                )
            };
            let mut sentences = vec![
                why,
                format!(
                    "{lost} Fungsi, `use`, dan `:dep` juga; kernel dimulai lagi: jalankan semuanya dari sel pertama."
                ),
            ];
            sentences.extend(what_is_kept(cell.source()));
            let fault = Fault::new(kind, sentences);
            self.note(&cell);
            self.close(cell.fail(&fault, now));
        }
        self.refuse_questions();
        // evcxr's first cell has the number 2.
        self.count_shift = self.count.saturating_sub(1);
        if was_busy || !young || !self.queue.is_empty() {
            self.child = Child::Starting;
            self.act(Action::StartChild);
        } else {
            self.child = Child::Gone;
        }
    }

    /// Who waits for an answer of a dead child gets one.
    fn refuse_questions(&mut self) {
        let asked = std::mem::take(&mut self.asked).into_values();
        let unanswered: Vec<Message> = asked.chain(std::mem::take(&mut self.waiting)).collect();
        for request in unanswered {
            let content = json!({"status": "error", "ename": Kind::Crash.name(), "evalue": "Kernel Rust sedang dimulai lagi.", "traceback": []});
            self.answer(Channel::Shell, &request, &content);
        }
    }
}

/// What a killed training has left on disk: fmnist_lib's `train` keeps each complete epoch.
fn what_is_kept(source: &str) -> Option<String> {
    source.contains("train(").then(|| {
        "Jika sebuah epoch sudah selesai, model dan riwayatnya tersimpan: `let run: Run<Cnn> = Run::unfinished()?;`."
            .to_owned()
    })
}

/// The project's name on evcxr's language: notebooks keep their metadata.
fn kernel_info() -> Value {
    json!({
        "status": "ok",
        "protocol_version": "5.3",
        "implementation": "belajar-cnn-rust",
        "implementation_version": env!("CARGO_PKG_VERSION"),
        "language_info": {
            "name": "Rust",
            "version": "",
            "mimetype": "text/rust",
            "file_extension": ".rs",
            "pygment_lexer": "rust",
            "codemirror_mode": "rust",
        },
        "banner": "Belajar CNN dengan Rust: kernel evcxr dengan kemajuan pelatihan, tombol Stop yang lembut, dan pesan galat berbahasa Indonesia.",
        "help_links": [{"text": "Pustaka standar Rust", "url": "https://doc.rust-lang.org/stable/std/"}],
    })
}
