//! [`Trainings`]: the trainings that a cell runs, each with its display.

use super::display::{Display, Showing};
use crate::event::{ProgressEvent, VERSION};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Instant;

/// More trainings in one cell are not shown.
const MOST: usize = 50;

/// By the number that their process gives them.
#[derive(Default)]
pub struct Trainings(BTreeMap<u64, Display>);

/// A line that is no event of this schema.
#[derive(Debug, PartialEq, Eq)]
pub struct Garbage;

impl Trainings {
    /// Takes the JSON of a marked line.
    ///
    /// # Errors
    /// It is no event of our version.
    pub fn apply(&mut self, json: &str) -> Result<(), Garbage> {
        let event: ProgressEvent = serde_json::from_str(json).map_err(|_| Garbage)?;
        if event.v != VERSION {
            return Err(Garbage);
        }
        if self.0.len() < MOST || self.0.contains_key(&event.run) {
            let display = self.0.entry(event.run).or_insert_with(Display::new);
            display.apply(&event);
        }
        Ok(())
    }

    /// Whether one goes on.
    pub fn are_running(&self) -> bool {
        self.0.values().any(Display::is_running)
    }

    /// Stop was pressed.
    pub fn ask_to_stop(&mut self) {
        self.0.values_mut().for_each(Display::ask_to_stop);
    }

    /// The cell has ended: those that did not say how they ended were cut.
    pub fn cut(&mut self) {
        self.0.values_mut().for_each(Display::cut);
    }

    /// When [`Trainings::show`] should be asked next.
    pub fn due(&self, now: Instant) -> Option<Instant> {
        self.0.values().filter_map(|display| display.due(now)).min()
    }

    /// Whether one that the page does not have yet is due: what was printed before it stands above it.
    pub fn one_appears(&self, now: Instant) -> bool {
        let mut due = self.0.values().filter(|display| display.is_due(now));
        due.any(|display| !display.is_shown())
    }

    /// The present state of all that the page has.
    pub fn contents(&self) -> Vec<Value> {
        let shown = self.0.values().filter(|display| display.is_shown());
        shown.map(Display::content).collect()
    }

    /// What is due now.
    pub fn show(&mut self, now: Instant) -> Vec<Showing> {
        let due = self.0.values_mut().filter(|display| display.is_due(now));
        due.map(|display| display.show(now)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_event_are_garbage() {
        let mut trainings = Trainings::default();
        for garbage in ["", "sampah", "{}", r#"{"v":2,"run":1,"kind":"step"}"#] {
            assert_eq!(trainings.apply(garbage), Err(Garbage), "{garbage}");
        }
        assert!(!trainings.are_running());
    }

    #[test]
    fn absurdly_many_trainings_are_not_all_shown() {
        let now = Instant::now();
        let mut trainings = Trainings::default();
        for run in 0..10_000 {
            let line = format!(r#"{{"v":1,"run":{run},"kind":"start"}}"#);
            trainings.apply(&line).unwrap();
        }
        assert!(trainings.one_appears(now));
        assert_eq!(trainings.show(now).len(), MOST);
        trainings.cut();
        assert!(!trainings.one_appears(now) && !trainings.are_running());
        assert_eq!(trainings.show(now).len(), MOST);
    }
}
