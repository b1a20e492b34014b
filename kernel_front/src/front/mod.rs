//! [`Front`]: what to do with each message and event, as a state machine without sockets or clocks: time comes in, actions go out.
//!
//! Cells wait here, not in evcxr: it gets one at a time, so that each output is known to belong to it, and so that the cells after a failed one can be
//! aborted, as Jupyter asks.

mod action;
mod cells;
mod child_life;
mod death;
mod kernel_info;
mod looking_ahead;
mod onlookers;
mod requests;

pub use action::{Action, Event};
pub use looking_ahead::FIRST_CELL;

use crate::cell::Cell;
use crate::channel::Channel;
use crate::interrupt::Presses;
use crate::message::Message;
use crate::transcript::Transcript;
use looking_ahead::LookingAhead;
use onlookers::Onlookers;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::time::Instant;

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
    onlookers: Onlookers,
    looking_ahead: LookingAhead,
    killing: Option<Instant>,
    killed: bool,
    /// The whole child is being killed; the cell ends with it.
    dying: bool,
    /// The number of the last cell.
    count: u64,
    transcript: Transcript,
    actions: Vec<Action>,
}

impl Front {
    /// A front whose child is being started. `nonce` is that of its progress lines; `beginning` is run ahead of the reader.
    pub fn new(nonce: String, beginning: Option<&'static str>) -> Self {
        Self {
            nonce,
            child: Child::Starting,
            cell: None,
            queue: VecDeque::new(),
            waiting: Vec::new(),
            asked: HashMap::new(),
            presses: Presses::default(),
            onlookers: Onlookers::default(),
            looking_ahead: LookingAhead::new(beginning),
            killing: None,
            killed: false,
            dying: false,
            count: 0,
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
        if let Some(cell) = &self.cell {
            // A page that has just been loaded asks, and would otherwise show a kernel without work.
            self.act(Action::Jupyter(Channel::Iopub, cell.busy()));
        }
    }
}
