//! How [`Front`] runs cells: one at a time, and those behind a failed one not at all.

use super::death::Death;
use super::{Action, Child, Front};
use crate::cell::{Cell, Ending};
use crate::channel::Channel;
use crate::message::Message;
use serde_json::json;
use std::time::Instant;

impl Front {
    /// Starts the next cell that waits, when it can run.
    pub(super) fn next_cell(&mut self, now: Instant) {
        if self.cell.is_some() || !matches!(self.child, Child::Ready(_)) {
            return;
        }
        if let Some(request) = self.queue.pop_front() {
            self.act(Action::ForgetStop);
            self.onlookers.begins();
            self.state(&request, "busy");
            let mut cell = Cell::new(request.clone(), &self.nonce, self.count + 1, now);
            if self.looking_ahead.takes(&request) {
                let outputs = cell.heard(request.child("execute_input", &request.content()), now);
                self.publish(outputs);
            } else {
                self.act(Action::Child(Channel::Shell, request));
            }
            self.cell = Some(cell);
        }
    }

    /// The child answers a request.
    pub(super) fn shell_reply(&mut self, reply: Message, now: Instant) {
        let Some(reply) = self.looking_ahead.heard(reply) else {
            return self.look_ahead();
        };
        let parent = reply.parent_id();
        match &mut self.cell {
            Some(cell) if cell.id() == parent => cell.answered(reply, now),
            _ => {
                self.asked.remove(&parent);
                self.act(Action::Jupyter(Channel::Shell, reply));
            }
        }
    }

    /// The child says something to everybody.
    pub(super) fn output(&mut self, message: Message, now: Instant) {
        let Some(message) = self.looking_ahead.heard(message) else {
            return self.look_ahead();
        };
        match &mut self.cell {
            Some(cell) if cell.id() == message.parent_id() => {
                let outputs = cell.heard(message, now);
                self.publish(outputs);
            }
            _ => self.act(Action::Jupyter(Channel::Iopub, message)),
        }
    }

    /// The running cell is over.
    pub(super) fn end_cell(&mut self, now: Instant) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let ending = if std::mem::take(&mut self.killed) {
            let fault = Death::Cell.fault(&self.transcript.lose_variables(), cell.source());
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
        self.looking_ahead.library_is_there();
        self.look_ahead();
    }

    /// Asks the analyzer what the next cells will need, when nothing else is to be done.
    fn look_ahead(&mut self) {
        let ahead = self.looking_ahead.question(self.cell.is_some());
        self.ask_ahead(ahead);
    }

    /// Asks the child something for which no reader waits yet.
    pub(super) fn ask_ahead(&mut self, request: Option<Message>) {
        if let Some(request) = request {
            self.act(Action::Child(Channel::Shell, request));
        }
    }

    pub(super) fn note(&mut self, cell: &Cell) {
        self.count = self.count.max(cell.count());
        self.transcript.add(cell.count(), cell.source());
    }

    /// Sends a cell's last messages, and aborts those behind it when it failed.
    pub(super) fn close(&mut self, ending: Ending) {
        self.publish(ending.outputs);
        self.onlookers.ended(ending.retelling);
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

    /// The cells that wait do not run.
    pub(super) fn abort_queue(&mut self) {
        for request in std::mem::take(&mut self.queue) {
            self.answer(Channel::Shell, &request, &json!({"status": "aborted"}));
        }
    }
}
