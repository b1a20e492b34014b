//! Translating what a cell's errors mean and what to do: one Indonesian sentence or two for each error that these notebooks' readers commonly
//! meet, with the line of the cell. What is not known here has no translation, and passes unchanged.

mod bounds;
mod conversions;
mod layers;
mod literals;
mod mismatch;
mod names;
mod ownership;
mod refusals;
mod sequences;
mod suggestion;
mod syntax;
mod tensors;
mod types;
pub(crate) mod wording;

use crate::compiler_error::CompilerError;
use crate::fault::{Fault, Kind};
use serde_json::Value;
use wording::capitalised;

/// More errors than a reader can work on at once.
const MOST: usize = 3;

/// Said of an error: the words of the remark whose line is meant, and the explanation.
struct Meaning {
    place: &'static str,
    /// Where the cell itself shows it better than the remarks.
    line: Option<usize>,
    sentence: String,
}

/// A meaning whose line is that of the first remark.
fn meaning(sentence: impl Into<String>) -> Option<Meaning> {
    meaning_at("", sentence)
}

/// A meaning whose line is that of the remark which says `place`.
fn meaning_at(place: &'static str, sentence: impl Into<String>) -> Option<Meaning> {
    Some(Meaning {
        place,
        line: None,
        sentence: sentence.into(),
    })
}

/// The fault that evcxr's `error` messages of one cell tell of, if at least one of them is known.
pub fn translate(errors: &[Value], cell: &str) -> Option<Fault> {
    let read = errors.iter().map(|error| CompilerError::read(error, cell));
    let all: Vec<CompilerError> = read.collect();
    let errors: Vec<&CompilerError> = all.iter().filter(|error| !error.is_warning()).collect();
    if let Some(crash) = errors.iter().find_map(|error| refusals::crash(error)) {
        return Some(crash);
    }
    let mut sentences: Vec<String> = Vec::new();
    let mut untold = 0;
    for error in &errors {
        if is_follow_up(error, &all) {
            continue;
        }
        match explain(error, cell, &all) {
            Some(sentence) if sentences.contains(&sentence) => {}
            Some(sentence) if sentences.len() < MOST => {
                sentences.push(sentence);
                // What rustc makes of a cell that it could not read is no help.
                if syntax::is_unreadable(error) {
                    break;
                }
            }
            Some(_) => untold += 1,
            None => untold += 1,
        }
    }
    if sentences.is_empty() {
        return None;
    }
    if untold > 0 {
        sentences.push(format!(
            "(Ada {untold} galat lagi di bawah; betulkan yang pertama dahulu.)"
        ));
    }
    let reports: Vec<&str> = all.iter().map(|error| error.report.as_str()).collect();
    Some(Fault {
        kind: Kind::Compile,
        sentences,
        original: reports.join("\n\n"),
    })
}

fn explain(error: &CompilerError, cell: &str, all: &[CompilerError]) -> Option<String> {
    let meaning = refusals::explain(error)
        .or_else(|| layers::explain(error, cell, all))
        .or_else(|| syntax::explain(error, cell))
        .or_else(|| names::explain(error))
        .or_else(|| types::explain(error, cell))
        .or_else(|| ownership::explain(error))?;
    Some(match meaning.line.or(error.line(meaning.place)) {
        Some(line) => format!("Baris {line}: {}", meaning.sentence),
        None => capitalised(&meaning.sentence),
    })
}

/// Said by rustc only because of an error before.
fn is_follow_up(error: &CompilerError, all: &[CompilerError]) -> bool {
    layers::is_told_better(error, all)
        || error.message.starts_with("erroneous constant")
        || error.message.starts_with("the above error was")
}

#[cfg(test)]
mod errors_page;

#[cfg(test)]
mod tests {
    use super::*;

    /// What the real evcxr_jupyter 0.22.0 said to each cell: recorded, never written by hand.
    const RECORDED: &str = include_str!("../../tests/fixtures/evcxr_errors.json");

    #[derive(serde::Deserialize)]
    pub struct Recorded {
        name: String,
        /// The cell.
        pub code: String,
        messages: Vec<Said>,
    }

    #[derive(serde::Deserialize)]
    struct Said {
        #[serde(rename = "type")]
        kind: String,
        content: Value,
    }

    impl Recorded {
        /// What it wrote to stderr.
        pub fn stderr(&self) -> String {
            let streams = self
                .messages
                .iter()
                .filter(|said| said.content["name"] == "stderr");
            streams
                .filter_map(|said| said.content["text"].as_str())
                .collect()
        }
    }

    pub fn recorded() -> Vec<Recorded> {
        serde_json::from_str(RECORDED).unwrap()
    }

    pub fn translated(cell: &Recorded) -> Option<Fault> {
        let said = cell.messages.iter().filter(|said| said.kind == "error");
        let errors: Vec<Value> = said.map(|said| said.content.clone()).collect();
        translate(&errors, &cell.code)
    }

    /// The table of what a learner sees; each is asserted word for word.
    #[test]
    fn each_recorded_error_has_its_sentence() {
        let expected: std::collections::BTreeMap<String, Vec<String>> =
            serde_json::from_str(include_str!("../../tests/fixtures/translations.json")).unwrap();
        let mut found = std::collections::BTreeMap::new();
        for cell in recorded() {
            if let Some(fault) = translated(&cell) {
                assert!(
                    !fault.original.is_empty() || fault.kind == Kind::Crash,
                    "{}",
                    cell.name
                );
                found.insert(cell.name, fault.sentences);
            }
        }
        if let Some(file) = std::env::var_os("WRITE_TRANSLATIONS") {
            std::fs::write(file, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
        }
        for (name, sentences) in &expected {
            assert_eq!(found.get(name), Some(sentences), "{name}");
        }
        assert_eq!(found.len(), expected.len());
    }

    #[test]
    fn sentences_are_in_indonesian_and_short() {
        for cell in recorded() {
            for sentence in translated(&cell)
                .map(|fault| fault.sentences)
                .unwrap_or_default()
            {
                assert!(sentence.chars().count() < 420, "{}: {sentence}", cell.name);
                for english in [
                    " the ",
                    " cannot ",
                    " expected ",
                    "fmnist_lib::layers",
                    "fmnist_lib::hyper",
                ] {
                    assert!(!sentence.contains(english), "{}: {sentence}", cell.name);
                }
            }
        }
    }

    #[test]
    fn what_is_not_known_has_no_translation() {
        let error = serde_json::json!({"ename": "Error", "evalue": "something new", "traceback": ["something new"]});
        assert_eq!(translate(&[error], "x"), None);
        assert_eq!(translate(&[Value::Null], "x"), None);
        assert_eq!(translate(&[], "x"), None);
    }
}
