//! [`Ending`]: how a cell ends: with success, or with a fault that its outputs tell of. evcxr says "ok" of cells that panicked, and sends their last lines a
//! moment after its reply.

use super::Cell;
use super::retelling::Retelling;
use super::run_time::RunTime;
use crate::fault::{Fault, Kind};
use crate::message::Message;
use crate::{runtime_error, translation};
use serde_json::{Value, json};
use std::time::Instant;

/// How a cell ended.
pub struct Ending {
    /// For everybody, in order.
    pub outputs: Vec<Message>,
    /// Its trainings as they ended, for pages that did not see them.
    pub retelling: Retelling,
    /// For who sent the cell.
    pub reply: Message,
    /// Whether it failed.
    pub failed: bool,
    /// Whether the cells that wait should not run.
    pub aborts: bool,
}

impl Cell {
    /// The ordinary end: success, or a fault that the outputs tell of.
    pub fn end(mut self, now: Instant) -> Ending {
        let errors: Vec<Value> = self.errors.iter().map(Message::content).collect();
        let fault = translation::translate(&errors, &self.source).or_else(|| {
            if errors.is_empty() {
                runtime_error::read(self.stderr.text(), &self.source)
            } else {
                None
            }
        });
        if let Some(fault) = fault {
            if fault.kind == Kind::Panic || fault.kind == Kind::Error {
                self.stderr.take();
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
            retelling: self.retelling(),
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
            retelling: self.retelling(),
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

    /// Everything that still waits.
    fn last_outputs(&mut self, now: Instant) -> Vec<Message> {
        if let Some(text) = self.lines.finish() {
            self.stream.push("stdout", &text);
        }
        self.stream.push("stderr", &self.stderr.release());
        let mut outputs = self.flush(now);
        if let Some(note) = self.stream.note() {
            outputs.push(self.stream_message(&("stdout".to_owned(), note)));
        }
        self.trainings.cut();
        outputs.extend(self.tick(now));
        outputs
    }
}
