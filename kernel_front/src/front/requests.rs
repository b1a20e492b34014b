//! What [`Front`] does with Jupyter's requests: cells wait for their turn, some questions are answered here, the others go to the child.

use super::kernel_info::kernel_info;
use super::{Action, Child, Front};
use crate::cell::Cell;
use crate::channel::Channel;
use crate::interrupt::{Meaning, Running};
use crate::message::Message;
use serde_json::json;
use std::time::{Duration, Instant};

/// After a kill evcxr has this long to report the cell's end; then it is killed itself.
const PATIENCE: Duration = Duration::from_secs(3);

impl Front {
    /// A request on the channel of cells and questions.
    pub(super) fn shell_request(&mut self, request: Message, now: Instant) {
        match request.kind() {
            "execute_request" => {
                let outputs = self.onlookers.catch_up(&request, self.cell.as_ref());
                self.publish(outputs);
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
    pub(super) fn ask(&mut self, request: Message) {
        if request.kind().ends_with("_request") {
            self.asked.insert(request.id().to_owned(), request.clone());
        }
        self.act(Action::Child(Channel::Shell, request));
    }

    /// A request that is heard while a cell runs.
    pub(super) fn control_request(&mut self, request: &Message, now: Instant) {
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

    /// Stop was pressed.
    pub(super) fn interrupt(&mut self, now: Instant) {
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
}
