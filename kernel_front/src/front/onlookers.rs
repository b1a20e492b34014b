//! [`Onlookers`]: which pages have seen the last trainings. One that was loaded again in the middle of a training has not; below its next cell they
//! are shown again, as they are then.

use crate::cell::{Cell, Retelling};
use crate::message::Message;

/// Who has seen what.
#[derive(Default)]
pub struct Onlookers {
    /// The pages, besides the one that started it, that have been told of the running cell, or of the last that trained.
    told: Vec<String>,
    /// The last cell that trained.
    last: Option<Retelling>,
}

impl Onlookers {
    /// A page sends a cell: what it must be told of the trainings before.
    pub fn catch_up(&mut self, request: &Message, running: Option<&Cell>) -> Vec<Message> {
        let session = request.session();
        let running = running.map(Cell::retelling).filter(|cell| !cell.is_empty());
        let Some(retelling) = running.as_ref().or(self.last.as_ref()) else {
            return Vec::new();
        };
        if retelling.session() == session || self.told.iter().any(|told| told == session) {
            return Vec::new();
        }
        self.told.push(session.to_owned());
        retelling.outputs(request, running.is_some())
    }

    /// A cell has ended.
    pub fn ended(&mut self, retelling: Retelling) {
        if !retelling.is_empty() {
            self.last = Some(retelling);
        }
    }

    /// A cell begins: what ended before it is history.
    pub fn begins(&mut self) {
        self.told.clear();
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(session: &str) -> Message {
        Message::request("execute_request", session, &json!({"code": "1"}))
    }

    fn trained(session: &str) -> Retelling {
        let display = json!({"data": {}, "metadata": {}, "transient": {"display_id": "d"}});
        Retelling::new(&request(session), 7, vec![display])
    }

    #[test]
    fn a_page_that_came_later_is_shown_the_result_once() {
        let mut onlookers = Onlookers::default();
        onlookers.ended(trained("a"));
        assert!(onlookers.catch_up(&request("a"), None).is_empty());
        let cell = request("b");
        let outputs = onlookers.catch_up(&cell, None);
        let kinds: Vec<&str> = outputs.iter().map(Message::kind).collect();
        assert_eq!(kinds, ["stream", "display_data"]);
        assert!(outputs.iter().all(|output| output.parent_id() == cell.id()));
        assert!(
            outputs[0].content()["text"]
                .as_str()
                .unwrap()
                .contains("[7]")
        );
        assert_eq!(outputs[1].content()["transient"]["display_id"], "d");
        assert!(onlookers.catch_up(&request("b"), None).is_empty());
        assert!(!onlookers.catch_up(&request("c"), None).is_empty());
    }

    #[test]
    fn what_lies_behind_another_cell_is_not_told() {
        let mut onlookers = Onlookers::default();
        onlookers.ended(trained("a"));
        onlookers.begins();
        onlookers.ended(Retelling::new(&request("a"), 8, Vec::new()));
        assert!(onlookers.catch_up(&request("b"), None).is_empty());
    }
}
