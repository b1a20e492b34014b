//! What [`Front`] does when its child begins to work, cannot be started, or ends.

use super::death::Death;
use super::{Action, Child, Front};
use crate::cell::Cell;
use crate::channel::Channel;
use crate::fault::{Fault, Kind};
use crate::message::Message;
use serde_json::json;
use std::time::{Duration, Instant};

/// A child that ends sooner after its start, with no cell running, is started again only when a cell needs it.
const YOUNG: Duration = Duration::from_secs(5);

impl Front {
    /// A started child works.
    pub(super) fn child_ready(&mut self, now: Instant) {
        self.child = Child::Ready(now);
        for request in std::mem::take(&mut self.waiting) {
            self.ask(request);
        }
        self.next_cell(now);
        let ahead = self.looking_ahead.child_ready(self.cell.is_some());
        self.ask_ahead(ahead);
    }

    /// There is no child, because of this.
    pub(super) fn child_failed(&mut self, sentence: &str, now: Instant) {
        self.child = Child::Gone;
        if let Some(request) = self.queue.pop_front() {
            let fault = Fault::new(Kind::Crash, vec![sentence.to_owned()]);
            self.state(&request, "busy");
            let cell = Cell::new(request, &self.nonce, self.count + 1, now);
            self.close(cell.fail(&fault, now));
        }
        self.refuse_questions();
    }

    /// The child has ended, with this status.
    pub(super) fn child_ended(&mut self, status: &str, now: Instant) {
        self.dying = false;
        let young = matches!(self.child, Child::Ready(since) if now.duration_since(since) < YOUNG);
        let was_busy = self.cell.is_some();
        let lost = self.transcript.lose_variables();
        if let Some(cell) = self.cell.take() {
            let death = if std::mem::take(&mut self.killed) {
                Death::Kernel
            } else {
                Death::Crash(status)
            };
            let fault = death.fault(&lost, cell.source());
            self.note(&cell);
            self.close(cell.fail(&fault, now));
        }
        self.refuse_questions();
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
