//! [`LookingAhead`]: the first cell with a variable would wait some five seconds, in which evcxr's analyzer gets to know the types of the crates that the
//! cells before it brought. When the reader has time, after a child's first cell, it is asked a question of our own, so that it gets to know them then.

use crate::message::Message;
use serde_json::json;

/// The completion of a variable: answering it, the analyzer infers types, but nothing is compiled, counted or kept.
const QUESTION: &str = "let siap: i32 = 1;\nsi";

/// What has been asked of the present child.
#[derive(Default)]
pub enum LookingAhead {
    /// Nothing yet.
    #[default]
    Due,
    /// The question with this identifier: what is said about it is for nobody's ears.
    Asked(String),
}

impl LookingAhead {
    /// The question, once for each child.
    pub fn question(&mut self) -> Option<Message> {
        if matches!(self, Self::Asked(_)) {
            return None;
        }
        let content = json!({"code": QUESTION, "cursor_pos": QUESTION.len()});
        let question = Message::request("complete_request", "front", &content);
        *self = Self::Asked(question.id().to_owned());
        Some(question)
    }

    /// Whether the child says this about the question.
    pub fn concerns(&self, said: &Message) -> bool {
        matches!(self, Self::Asked(id) if *id == said.parent_id())
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
        let mut front = Front::new("nonce".to_owned());
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
        let mut front = Front::new("nonce".to_owned());
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
}
