//! [`LookingAhead`]: what the child is asked while the reader reads. Without it the first cell would wait some four seconds for the library, and the first one
//! with a variable some five more, in which evcxr's analyzer gets to know the types of the crates that the cells before it brought.

use crate::message::Message;
use serde_json::{Value, json};

/// The first code cell of every lesson, word for word.
pub const FIRST_CELL: &str =
    ":dep fmnist_lib = { path = \"../fmnist_lib\" }\nuse fmnist_lib::prelude::*;";

/// The completion of a variable: answering it, the analyzer infers types, but nothing is compiled, counted or kept. It is asked when the library is there:
/// behind the beginning, or behind the reader's first cell if that came first.
const QUESTION: &str = "let siap: i32 = 1;\nsi";

/// Whether the analyzer knows the library's types.
#[derive(PartialEq)]
enum Types {
    /// Nothing has brought the library yet.
    Nowhere,
    Due,
    Asked,
}

/// What has been asked of the present child.
pub struct LookingAhead {
    beginning: Option<&'static str>,
    /// The requests' identifiers: what is said about them is for nobody's ears.
    asked: Vec<String>,
    /// The beginning, while the child has said nothing about it but that it runs.
    running: Option<String>,
    /// The beginning that a reader's cell has taken over, and that cell.
    taken: Option<(String, Message)>,
    types: Types,
}

impl LookingAhead {
    /// Nothing has been asked; a child begins with the cell `beginning`.
    pub fn new(beginning: Option<&'static str>) -> Self {
        Self {
            beginning,
            asked: Vec::new(),
            running: None,
            taken: None,
            types: Types::Nowhere,
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

    /// A cell has ended, which may have brought the library.
    pub fn library_is_there(&mut self) {
        if self.types == Types::Nowhere {
            self.types = Types::Due;
        }
    }

    /// The question, once for each child and not while a cell runs.
    pub fn question(&mut self, is_busy: bool) -> Option<Message> {
        if is_busy || self.types != Types::Due {
            return None;
        }
        self.types = Types::Asked;
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
        if said.kind() == "execute_reply" && said.content()["status"] == "ok" {
            self.library_is_there();
        }
        None
    }
}

#[cfg(test)]
mod tests;
