//! [`Transcript`]: the cells of this session, for Jupyter's `history_request`, which evcxr leaves unanswered, and for telling which variables a killed
//! process takes with it.

use serde_json::{Value, json};
use std::collections::VecDeque;

/// More cells than this are forgotten, the oldest first.
const MOST: usize = 1_000;
/// More names than this are not listed.
const MOST_NAMES: usize = 8;

/// What was run.
#[derive(Default)]
pub struct Transcript {
    cells: VecDeque<(u64, String)>,
    variables: Vec<String>,
}

impl Transcript {
    /// A cell was run.
    pub fn add(&mut self, count: u64, source: &str) {
        if self.cells.len() == MOST {
            self.cells.pop_front();
        }
        self.cells.push_back((count, source.to_owned()));
    }

    /// A cell succeeded: its variables exist from now on.
    pub fn keep_variables(&mut self, source: &str) {
        for name in source.lines().filter_map(variable) {
            if !self.variables.iter().any(|known| known == name) {
                self.variables.push(name.to_owned());
            }
        }
    }

    /// All variables are gone; says which.
    pub fn lose_variables(&mut self) -> String {
        let names = std::mem::take(&mut self.variables);
        let listed: Vec<String> = names
            .iter()
            .take(MOST_NAMES)
            .map(|name| format!("`{name}`"))
            .collect();
        match names.len() {
            0 => "Semua variabel hilang.".to_owned(),
            count if count > MOST_NAMES => format!(
                "Semua variabel hilang: {} dan {} lagi.",
                listed.join(", "),
                count - MOST_NAMES
            ),
            _ => format!("Semua variabel hilang: {}.", listed.join(", ")),
        }
    }

    /// The content of the reply to a `history_request`.
    pub fn reply(&self, request: &Value) -> Value {
        let count = request["n"].as_u64().unwrap_or(MOST as u64) as usize;
        let bound = |name: &str| request[name].as_u64();
        let pattern = request["pattern"].as_str().unwrap_or("*").trim_matches('*');
        let chosen: Vec<&(u64, String)> = match request["hist_access_type"].as_str() {
            Some("range") => self
                .cells
                .iter()
                .filter(|(line, _)| {
                    bound("start").is_none_or(|start| *line >= start)
                        && bound("stop").is_none_or(|stop| *line < stop)
                })
                .collect(),
            Some("search") => self
                .cells
                .iter()
                .filter(|(_, source)| source.contains(pattern))
                .collect(),
            _ => self.cells.iter().collect(),
        };
        let last = &chosen[chosen.len().saturating_sub(count)..];
        let with_output = request["output"] == true;
        let history: Vec<Value> = last
            .iter()
            .map(|(line, source)| {
                if with_output {
                    json!([0, line, [source, null]])
                } else {
                    json!([0, line, source])
                }
            })
            .collect();
        json!({"status": "ok", "history": history})
    }
}

/// The name behind a `let` at the beginning of a line.
fn variable(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("let ")?.trim_start();
    let rest = rest.strip_prefix("mut ").unwrap_or(rest);
    let end = rest
        .find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_variables_are_named_once() {
        let mut transcript = Transcript::default();
        transcript.keep_variables("let mut model: Model<Cnn> = a;\n    let inner = 1;\nlet x=2;");
        transcript.keep_variables("let x = 3;");
        assert_eq!(
            transcript.lose_variables(),
            "Semua variabel hilang: `model`, `x`."
        );
        assert_eq!(transcript.lose_variables(), "Semua variabel hilang.");
    }

    #[test]
    fn history_is_answered_as_asked() {
        let mut transcript = Transcript::default();
        for (count, source) in [(1, "a"), (2, "b"), (3, "ab")] {
            transcript.add(count, source);
        }
        let tail = transcript.reply(&json!({"hist_access_type": "tail", "n": 1}));
        assert_eq!(tail["history"], json!([[0, 3, "ab"]]));
        let range = transcript.reply(&json!({"hist_access_type": "range", "start": 1, "stop": 3}));
        assert_eq!(range["history"], json!([[0, 1, "a"], [0, 2, "b"]]));
        let search =
            transcript.reply(&json!({"hist_access_type": "search", "pattern": "*b*", "n": 5}));
        assert_eq!(search["history"].as_array().unwrap().len(), 2);
        assert_eq!(transcript.reply(&Value::Null)["status"], "ok");
    }
}
