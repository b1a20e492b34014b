//! What is asked ahead, and who hears of it.

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
fn the_question_follows_the_beginning() {
    let now = Instant::now();
    let mut front = Front::new("nonce".to_owned(), Some(FIRST_CELL));
    let beginning = asked(&mut front, Event::ChildReady, now).remove(0);
    let reply = beginning.reply(&json!({"status": "ok", "execution_count": 2}));
    let sent = asked(&mut front, Event::Child(Channel::Shell, reply), now);
    let kinds: Vec<&str> = sent.iter().map(Message::kind).collect();
    assert_eq!(kinds, ["complete_request"]);
    let idle = beginning.child("status", &json!({"execution_state": "idle"}));
    let event = Event::Child(Channel::Iopub, idle);
    assert!(front.handle(event, now).is_empty());
    assert_eq!(run(&mut front, FIRST_CELL, now).len(), 1);
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
