//! [`LookingAhead`]: what the child is asked while the reader reads. Without it the first cell would wait some four seconds for the library, and the first one
//! with a variable some five more, in which evcxr's analyzer gets to know the types of the crates that the cells before it brought.

use crate::message::Message;
use serde_json::{Value, json};

/// The first code cell of every lesson, word for word.
pub const FIRST_CELL: &str =
    ":dep fmnist_lib = { path = \"../fmnist_lib\" }\nuse fmnist_lib::prelude::*;";

/// The completion of a variable: answering it, the analyzer infers types, but nothing is compiled, counted or kept. It is asked after the first cell that a
/// reader runs: a notebook that is only open shall not cost its seconds, and that first cell shall not wait for them.
const QUESTION: &str = "let siap: i32 = 1;\nsi";

/// What has been asked of the present child.
pub struct LookingAhead {
    beginning: Option<&'static str>,
    /// The requests' identifiers: what is said about them is for nobody's ears.
    asked: Vec<String>,
    /// The beginning, while the child has said nothing about it but that it runs.
    running: Option<String>,
    /// The beginning that a reader's cell has taken over, and that cell.
    taken: Option<(String, Message)>,
    types_are_due: bool,
}

impl LookingAhead {
    /// Nothing has been asked; a child begins with the cell `beginning`.
    pub fn new(beginning: Option<&'static str>) -> Self {
        Self {
            beginning,
            asked: Vec::new(),
            running: None,
            taken: None,
            types_are_due: true,
        }
    }

    /// For a new child: its beginning, unless a cell runs already. That one brings the library itself.
    pub fn child_ready(&mut self, is_busy: bool) -> Option<Message> {
        *self = Self::new(self.beginning);
        let code = self.beginning.filter(|_| !is_busy)?;
        let content = json!({"code": code, "silent": true, "store_history": false, "allow_stdin": false, "stop_on_error": false, "user_expressions": {}});
        let request = self.asked("execute_request", &content);
        self.running = Some(request.id().to_owned());
        Some(request)
    }

    /// Whether this cell is the beginning that runs already: then its reader waits for that one, and it need not run twice.
    pub fn takes(&mut self, cell: &Message) -> bool {
        let is_same = |beginning| cell.content()["code"].as_str() == Some(beginning);
        if !self.beginning.is_some_and(is_same) {
            return false;
        }
        self.taken = self.running.take().map(|id| (id, cell.clone()));
        self.taken.is_some()
    }

    /// After a cell: the question, once for each child, and not while the next cell runs.
    pub fn cell_ended(&mut self, is_busy: bool) -> Option<Message> {
        if is_busy || !std::mem::take(&mut self.types_are_due) {
            return None;
        }
        let content = json!({"code": QUESTION, "cursor_pos": QUESTION.len()});
        Some(self.asked("complete_request", &content))
    }

    fn asked(&mut self, kind: &str, content: &Value) -> Message {
        let request = Message::request(kind, "front", content);
        self.asked.push(request.id().to_owned());
        request
    }

    /// What the child says, if others than the front shall hear it: of a beginning that was taken over, as said of the reader's cell.
    pub fn heard(&mut self, said: Message) -> Option<Message> {
        let parent = said.parent_id();
        if let Some((id, cell)) = &self.taken
            && *id == parent
        {
            return Some(match said.kind() {
                "execute_reply" => cell.reply(&said.content()),
                kind => cell.child(kind, &said.content()),
            });
        }
        if !self.asked.contains(&parent) {
            return Some(said);
        }
        let has_only_begun =
            said.kind() == "execute_input" || said.content()["execution_state"] == "busy";
        if !has_only_begun && self.running.as_ref() == Some(&parent) {
            self.running = None;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::Channel;
    use crate::front::{Action, Event, Front};
    use std::time::{Duration, Instant};

    /// What the front sends to its child at these events.
    fn asked(front: &mut Front, event: Event, now: Instant) -> Vec<Message> {
        let actions = front.handle(event, now).into_iter().chain(front.tick(now));
        actions
            .filter_map(|action| match action {
                Action::Child(_, message) => Some(message),
                _ => None,
            })
            .collect()
    }

    fn run(front: &mut Front, code: &str, now: Instant) -> Vec<Message> {
        let cell = Message::request("execute_request", "page", &json!({"code": code}));
        let mut sent = asked(front, Event::Jupyter(Channel::Shell, cell.clone()), now);
        let reply = cell.reply(&json!({"status": "ok", "execution_count": 1}));
        sent.extend(asked(front, Event::Child(Channel::Shell, reply), now));
        let idle = cell.child("status", &json!({"execution_state": "idle"}));
        sent.extend(asked(front, Event::Child(Channel::Iopub, idle), now));
        let later = now + Duration::from_secs(1);
        sent.extend(
            front
                .tick(later)
                .into_iter()
                .filter_map(|action| match action {
                    Action::Child(_, message) => Some(message),
                    _ => None,
                }),
        );
        sent
    }

    #[test]
    fn one_question_follows_the_first_cell_of_a_child_and_its_answer_reaches_nobody() {
        let now = Instant::now();
        let mut front = Front::new("nonce".to_owned(), None);
        front.handle(Event::ChildReady, now);
        let sent = run(&mut front, ":dep a", now);
        let kinds: Vec<&str> = sent.iter().map(Message::kind).collect();
        assert_eq!(kinds, ["execute_request", "complete_request"]);
        let question = &sent[1];
        let idle = question.child("status", &json!({"execution_state": "idle"}));
        assert!(
            front
                .handle(Event::Child(Channel::Iopub, idle), now)
                .is_empty()
        );
        let reply = question.reply(&json!({"status": "ok", "matches": []}));
        assert!(
            front
                .handle(Event::Child(Channel::Shell, reply), now)
                .is_empty()
        );
        assert_eq!(run(&mut front, "1 + 1", now).len(), 1);
        front.handle(Event::ChildEnded("killed".to_owned()), now);
        front.handle(Event::ChildReady, now);
        assert_eq!(run(&mut front, "1 + 1", now).len(), 2);
    }

    #[test]
    fn cells_that_wait_go_first() {
        let now = Instant::now();
        let mut front = Front::new("nonce".to_owned(), None);
        front.handle(Event::ChildReady, now);
        let cell = |code| Message::request("execute_request", "page", &json!({"code": code}));
        let (first, second) = (cell("1"), cell("2"));
        asked(
            &mut front,
            Event::Jupyter(Channel::Shell, first.clone()),
            now,
        );
        asked(&mut front, Event::Jupyter(Channel::Shell, second), now);
        let reply = first.reply(&json!({"status": "ok", "execution_count": 1}));
        asked(&mut front, Event::Child(Channel::Shell, reply), now);
        let idle = first.child("status", &json!({"execution_state": "idle"}));
        asked(&mut front, Event::Child(Channel::Iopub, idle), now);
        let sent = front.tick(now + Duration::from_secs(1));
        let kinds: Vec<&str> = sent
            .iter()
            .filter_map(|action| match action {
                Action::Child(_, message) => Some(message.kind()),
                _ => None,
            })
            .collect();
        assert_eq!(kinds, ["execute_request"]);
    }

    #[test]
    fn a_child_for_which_no_cell_waits_begins_and_nobody_hears_it() {
        let now = Instant::now();
        let mut front = Front::new("nonce".to_owned(), Some(FIRST_CELL));
        let sent = asked(&mut front, Event::ChildReady, now);
        assert_eq!(sent.len(), 1);
        assert_eq!(sent[0].content()["code"], FIRST_CELL);
        let input = json!({"execution_count": 2, "code": FIRST_CELL});
        let error = json!({"ename": "Error", "evalue": "rusak", "traceback": []});
        for said in [
            sent[0].child("execute_input", &input),
            sent[0].child("error", &error),
        ] {
            let event = Event::Child(Channel::Iopub, said);
            assert!(front.handle(event, now).is_empty());
        }
        let reply = sent[0].reply(&json!({"status": "error", "execution_count": 2}));
        let event = Event::Child(Channel::Shell, reply);
        assert!(front.handle(event, now).is_empty());
        let kinds: Vec<String> = run(&mut front, FIRST_CELL, now)
            .iter()
            .map(|message| message.kind().to_owned())
            .collect();
        assert_eq!(kinds, ["execute_request", "complete_request"]);
    }

    #[test]
    fn a_cell_that_waits_for_the_child_is_its_beginning() {
        let now = Instant::now();
        let mut front = Front::new("nonce".to_owned(), Some(FIRST_CELL));
        let cell = Message::request("execute_request", "page", &json!({"code": "1"}));
        front.handle(Event::Jupyter(Channel::Shell, cell.clone()), now);
        let sent = asked(&mut front, Event::ChildReady, now);
        let ids: Vec<&str> = sent.iter().map(Message::id).collect();
        assert_eq!(ids, [cell.id()]);
    }

    #[test]
    fn a_cell_that_is_the_running_beginning_takes_it_over() {
        let now = Instant::now();
        let mut front = Front::new("nonce".to_owned(), Some(FIRST_CELL));
        let beginning = asked(&mut front, Event::ChildReady, now).remove(0);
        let input = json!({"execution_count": 2, "code": FIRST_CELL});
        let input = beginning.child("execute_input", &input);
        front.handle(Event::Child(Channel::Iopub, input), now);
        let cell = Message::request("execute_request", "page", &json!({"code": FIRST_CELL}));
        let event = Event::Jupyter(Channel::Shell, cell.clone());
        let told = front.handle(event, now);
        let kinds: Vec<&str> = told
            .iter()
            .filter_map(|action| match action {
                Action::Jupyter(_, message) => Some(message.kind()),
                Action::Child(..) => panic!("it ran twice"),
                _ => None,
            })
            .collect();
        assert_eq!(kinds, ["status", "execute_input"]);
        let reply = beginning.reply(&json!({"status": "ok", "execution_count": 2}));
        front.handle(Event::Child(Channel::Shell, reply), now);
        let idle = beginning.child("status", &json!({"execution_state": "idle"}));
        front.handle(Event::Child(Channel::Iopub, idle), now);
        let ended = front.tick(now + Duration::from_secs(1));
        let reply = ended.iter().find_map(|action| match action {
            Action::Jupyter(Channel::Shell, message) => Some(message),
            _ => None,
        });
        let reply = reply.expect("the cell is answered");
        assert_eq!(reply.parent_id(), cell.id());
        assert_eq!(reply.content()["execution_count"], 1);
    }

    #[test]
    fn a_beginning_that_has_failed_is_not_taken_over() {
        let now = Instant::now();
        let mut front = Front::new("nonce".to_owned(), Some(FIRST_CELL));
        let beginning = asked(&mut front, Event::ChildReady, now).remove(0);
        let error = json!({"ename": "Error", "evalue": "rusak", "traceback": []});
        let error = beginning.child("error", &error);
        front.handle(Event::Child(Channel::Iopub, error), now);
        let cell = Message::request("execute_request", "page", &json!({"code": FIRST_CELL}));
        let event = Event::Jupyter(Channel::Shell, cell.clone());
        let sent = asked(&mut front, event, now);
        let ids: Vec<&str> = sent.iter().map(Message::id).collect();
        assert_eq!(ids, [cell.id()]);
    }
}
