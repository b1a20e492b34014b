//! [`Display`]: one training on the page: a display that appears with the first event, is updated in place at most eight times a second, and turns into
//! a finished picture.

use crate::event::{Outcome, ProgressEvent};
use crate::training::Training;
use crate::{panel, summary};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const BETWEEN_UPDATES: Duration = Duration::from_millis(125);

/// A message to the page about this display.
#[derive(Debug, PartialEq)]
pub struct Showing {
    /// `display_data` the first time, then `update_display_data`.
    pub kind: &'static str,
    /// Its content.
    pub content: Value,
}

/// One training's display.
pub struct Display {
    id: String,
    training: Training,
    shown: Option<Instant>,
    changed: bool,
}

impl Display {
    /// A display that does not show yet.
    pub fn new() -> Self {
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            training: Training::default(),
            shown: None,
            changed: false,
        }
    }

    /// Takes an event; after the end nothing changes any more.
    pub fn apply(&mut self, event: &ProgressEvent) {
        if self.is_running() {
            self.training.apply(event);
            self.changed = true;
        }
    }

    /// Whether the training goes on.
    pub fn is_running(&self) -> bool {
        self.training.outcome.is_none()
    }

    /// Stop was pressed.
    pub fn ask_to_stop(&mut self) {
        if self.is_running() {
            self.training.asked_to_stop = true;
            self.changed = true;
        }
    }

    /// The cell has ended, and this training with it.
    pub fn cut(&mut self) {
        if self.is_running() {
            self.training.outcome = Some(Outcome::Failed);
            self.changed = true;
        }
    }

    /// Whether the page has it.
    pub fn is_shown(&self) -> bool {
        self.shown.is_some()
    }

    /// When it should be shown next.
    pub fn due(&self, now: Instant) -> Option<Instant> {
        if !self.changed {
            return None;
        }
        match self.shown {
            Some(shown) if self.is_running() => Some(shown + BETWEEN_UPDATES),
            _ => Some(now),
        }
    }

    /// Whether it should be shown now.
    pub fn is_due(&self, now: Instant) -> bool {
        self.due(now).is_some_and(|due| due <= now)
    }

    /// The message that shows the present state.
    pub fn show(&mut self, now: Instant) -> Showing {
        let kind = if self.shown.is_none() {
            "display_data"
        } else {
            "update_display_data"
        };
        self.shown = Some(now);
        self.changed = false;
        Showing {
            kind,
            content: self.content(),
        }
    }

    /// The present state as the content of a message.
    pub fn content(&self) -> Value {
        let training = &self.training;
        let data = if self.is_running() {
            json!({"text/html": panel::html(training), "text/plain": panel::text(training)})
        } else if let Some(name) = &training.name {
            json!({"text/plain": summary::line(name, training)})
        } else {
            json!({"image/svg+xml": summary::picture(training), "text/plain": summary::text(training)})
        };
        json!({"data": data, "metadata": {}, "transient": {"display_id": self.id}})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Kind;

    fn event(kind: Kind) -> ProgressEvent {
        ProgressEvent::new(1, kind)
    }

    #[test]
    fn it_appears_is_updated_and_ends_as_a_picture() {
        let mut display = Display::new();
        let now = Instant::now();
        assert_eq!(display.due(now), None);
        display.apply(&event(Kind::Start));
        assert_eq!(display.due(now), Some(now));
        let first = display.show(now);
        assert_eq!(first.kind, "display_data");
        assert!(first.content["data"]["text/html"].is_string());
        display.apply(&event(Kind::Step));
        assert_eq!(display.due(now), Some(now + BETWEEN_UPDATES));
        display.apply(&event(Kind::End));
        assert_eq!(display.due(now), Some(now));
        let last = display.show(now);
        assert_eq!(last.kind, "update_display_data");
        assert_eq!(last.content["transient"], first.content["transient"]);
        assert!(last.content["data"]["image/svg+xml"].is_string());
        assert!(last.content["data"]["text/html"].is_null());
        display.apply(&event(Kind::Step));
        display.cut();
        assert_eq!(display.due(now), None);
    }

    #[test]
    fn the_panel_holds_numbers_only() {
        let mut display = Display::new();
        let mut step = event(Kind::Step);
        step.loss = Some(0.4321);
        step.images_per_second = Some(7250.4);
        display.apply(&step);
        let shown = display.show(Instant::now()).content["data"]["text/html"].to_string();
        assert!(
            shown.contains("0,4321") && shown.contains("7.250"),
            "{shown}"
        );
    }
}
