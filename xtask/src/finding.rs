//! [`Finding`]: an error in a cell's outputs. The kernel front makes every fault an error output, named by its kind. A stock evcxr reports a cell that
//! panicked or whose `?` failed as "ok", so there the outputs themselves are read. The rule: a correct cell writes nothing to stderr and has no error output. evcxr prints a panic, the error behind a `?`
//! and a lost variable to stderr; a compile error and a crashed process come as error outputs.

use crate::cell::{Cell, joined};
use crate::notebook::Notebook;
use serde_json::Value;
use std::fmt;

/// What went wrong in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The cell did not compile, or evcxr refused it.
    Compile,
    /// The process that runs the cells died.
    Crash,
    /// The cell panicked.
    Panic,
    /// A variable of an earlier cell was dropped.
    LostVariable,
    /// A `?` returned an error, or the cell wrote to stderr for another reason.
    Stderr,
    /// The cell was meant to fail (its tag `raises-exception` says so), and did not.
    Success,
}

/// An error in the outputs of the cell with this place (counted from 1).
#[derive(Clone, Debug)]
pub struct Finding {
    /// The place among all cells.
    pub cell: usize,
    /// What went wrong.
    pub kind: Kind,
    /// What the outputs say about it.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            Kind::Compile => "tidak dapat dikompilasi",
            Kind::Crash => "membuat proses kernel berhenti",
            Kind::Panic => "mengalami panic",
            Kind::LostVariable => "menghilangkan variabel sel sebelumnya",
            Kind::Stderr => "mengembalikan galat",
            Kind::Success => "berlabel `raises-exception` tetapi tidak gagal",
        };
        write!(f, "sel {} {what}:\n{}", self.cell, self.text.trim_end())
    }
}

/// All errors in a notebook's outputs, but for those that a cell is meant to show: that it does not compile, or what a `?` says.
pub fn findings(notebook: &Notebook) -> Vec<Finding> {
    let mut all = Vec::new();
    for (cell, content) in notebook.code_cells() {
        let found = of_cell(cell, &content);
        if !content.has_tag(MEANT_TO_FAIL) {
            all.extend(found);
        } else if found.is_empty() {
            let (kind, text) = (Kind::Success, content.source());
            all.push(Finding { cell, kind, text });
        } else {
            let told = |finding: &Finding| matches!(finding.kind, Kind::Compile | Kind::Stderr);
            all.extend(found.into_iter().filter(|finding| !told(finding)));
        }
    }
    all
}

/// The tag of a cell that is there to show an error; Jupyter's own, with which "Run All" goes on behind it.
pub const MEANT_TO_FAIL: &str = "raises-exception";

fn of_cell(cell: usize, content: &Cell) -> Vec<Finding> {
    let mut found = Vec::new();
    // A cell's stderr may come in several pieces, which belong together.
    let mut stderr = String::new();
    for output in content.outputs() {
        match output["output_type"].as_str().unwrap_or_default() {
            "stream" if output["name"] == "stderr" => stderr += &joined(&output["text"]),
            "error" => {
                let text = error_text(output);
                let name = output["ename"].as_str().unwrap_or_default();
                let kind = match name {
                    "Panic" => Kind::Panic,
                    "Galat" => Kind::Stderr,
                    "ProsesBerhenti" | "Dihentikan" => Kind::Crash,
                    _ if text.contains("Subprocess terminated") => Kind::Crash,
                    _ => Kind::Compile,
                };
                found.push(Finding { cell, kind, text });
            }
            _ => {
                let text = joined(&output["text"]) + &joined(&output["data"]["text/plain"]);
                if text.contains("panicked at") || text.contains("RUST_BACKTRACE") {
                    let kind = Kind::Panic;
                    found.push(Finding { cell, kind, text });
                }
            }
        }
    }
    if !stderr.is_empty() {
        let kind = if stderr.contains("panicked at") {
            Kind::Panic
        } else if stderr.contains("The type of the variable") {
            Kind::LostVariable
        } else {
            Kind::Stderr
        };
        let text = plain(&stderr);
        found.push(Finding { cell, kind, text });
    }
    found
}

fn error_text(output: &Value) -> String {
    let lines = output["traceback"].as_array();
    let lines: Vec<&str> = lines
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let text = if lines.is_empty() {
        joined(&output["evalue"])
    } else {
        lines.join("\n")
    };
    plain(&text)
}

/// Without the terminal's colour codes.
fn plain(text: &str) -> String {
    let mut result = String::new();
    let mut pieces = text.split("\u{1b}[");
    result += pieces.next().unwrap_or_default();
    for piece in pieces {
        let end = piece.find(|c: char| c.is_ascii_alphabetic());
        result += end.map_or("", |end| &piece[end + 1..]);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kinds(outputs: Value) -> Vec<Kind> {
        kinds_of(json!({}), outputs)
    }

    fn kinds_of(metadata: Value, outputs: Value) -> Vec<Kind> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ipynb");
        let text = json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "metadata": metadata, "source": "x", "outputs": outputs, "execution_count": 2}]});
        std::fs::write(&file, text.to_string()).unwrap();
        let found = findings(&Notebook::read(&file).unwrap());
        found.iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn each_kind_of_error_is_recognised() {
        let stderr = |text| json!([{"output_type": "stream", "name": "stderr", "text": text}]);
        let error = |text| json!([{"output_type": "error", "ename": "Error", "evalue": text, "traceback": [text]}]);
        assert_eq!(
            kinds(stderr("thread 'main' panicked at src/lib.rs:1")),
            [Kind::Panic]
        );
        assert_eq!(kinds(stderr("berkas tidak ada\n")), [Kind::Stderr]);
        assert_eq!(
            kinds(stderr(
                "The type of the variable x was redefined, so was lost."
            )),
            [Kind::LostVariable]
        );
        assert_eq!(
            kinds(error("\u{1b}[31mmismatched types\u{1b}[0m")),
            [Kind::Compile]
        );
        assert_eq!(
            kinds(error("Subprocess terminated with status: signal: 6")),
            [Kind::Crash]
        );
    }

    #[test]
    fn faults_of_the_kernel_front_are_recognised_by_their_names() {
        let named = |name| {
            json!([{"output_type": "error", "ename": name, "evalue": "x", "traceback": ["x"]},
                   {"output_type": "display_data", "data": {"text/html": "<details></details>", "text/plain": "x"}}])
        };
        assert_eq!(kinds(named("GalatKompilasi")), [Kind::Compile]);
        assert_eq!(kinds(named("Panic")), [Kind::Panic]);
        assert_eq!(kinds(named("Galat")), [Kind::Stderr]);
        assert_eq!(kinds(named("ProsesBerhenti")), [Kind::Crash]);
        assert_eq!(kinds(named("Dihentikan")), [Kind::Crash]);
    }

    #[test]
    fn a_cell_that_is_meant_to_fail_must_fail_and_not_otherwise() {
        let kinds = |outputs| kinds_of(json!({"tags": ["raises-exception"]}), outputs);
        let named = |name| json!([{"output_type": "error", "ename": name, "evalue": "x", "traceback": ["x"]}]);
        assert!(kinds(named("GalatKompilasi")).is_empty());
        assert!(kinds(named("Galat")).is_empty());
        assert!(
            kinds(
                json!([{"output_type": "stream", "name": "stderr", "text": "Nilai `epochs` = 0"}])
            )
            .is_empty()
        );
        assert_eq!(kinds(named("Panic")), [Kind::Panic]);
        assert_eq!(kinds(named("ProsesBerhenti")), [Kind::Crash]);
        let well = json!([{"output_type": "stream", "name": "stdout", "text": "42"}]);
        assert_eq!(kinds(well), [Kind::Success]);
    }

    #[test]
    fn ordinary_outputs_are_fine() {
        let outputs = json!([{"output_type": "stream", "name": "stdout", "text": ["akurasi 0,9\n"]},
                             {"output_type": "execute_result", "data": {"text/plain": "42"}}]);
        assert!(kinds(outputs).is_empty());
    }

    #[test]
    fn colours_are_dropped() {
        assert_eq!(plain("\u{1b}[38;5;9mgalat\u{1b}[0m!"), "galat!");
    }
}
