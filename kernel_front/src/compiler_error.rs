//! [`CompilerError`]: one error of rustc or evcxr as evcxr's `error` message tells it: a report drawn with lines, or, where the cell has letters
//! beyond ASCII, the bare lines with carets.

use serde_json::Value;

/// A compile error, read back from its report.
#[derive(Debug, Default)]
pub struct CompilerError {
    /// For example `E0308`, or a lint's name.
    pub code: Option<String>,
    /// The headline.
    pub message: String,
    /// The remarks at places in the cell: line (from 1), the marked source, and what it says.
    pub labels: Vec<Label>,
    /// The whole report without colours.
    pub report: String,
}

/// A remark at a place in the cell.
#[derive(Debug, PartialEq)]
pub struct Label {
    /// The cell's line, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
}

impl CompilerError {
    /// Reads the content of an `error` message about this cell.
    pub fn read(content: &Value, cell: &str) -> Self {
        let message = without_colours(content["evalue"].as_str().unwrap_or_default());
        let lines = content["traceback"].as_array();
        let lines: Vec<String> = lines
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(without_colours)
            .collect();
        let report = lines.join("\n");
        let code = report
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("] Error:"))
            .map(|(code, _)| code.to_owned());
        let drawn = report.contains("│");
        let labels = if drawn {
            drawn_labels(&report)
        } else {
            bare_labels(&report, cell)
        };
        Self {
            code,
            message,
            labels,
            report,
        }
    }

    /// The line of the cell to look at: that of the remark which says `what`, else of the first.
    pub fn line(&self, what: &str) -> Option<usize> {
        let said = self.labels.iter().find(|label| label.text.contains(what));
        said.or(self.labels.first()).map(|label| label.line)
    }

    /// Whether some remark says this.
    pub fn says(&self, what: &str) -> bool {
        self.labels.iter().any(|label| label.text.contains(what))
    }

    /// A warning that came along with the errors.
    pub fn is_warning(&self) -> bool {
        let lint = self.code.as_deref().filter(|code| !code.starts_with('E'));
        // evcxr tells some warnings without any remark.
        lint.is_some_and(|lint| self.says("warning: ") || lint.starts_with("unused_"))
    }

    /// The line of the cell itself that [`Self::line`] gives the number of.
    pub fn source<'cell>(&self, what: &str, cell: &'cell str) -> &'cell str {
        let above = self.line(what).and_then(|line| line.checked_sub(1));
        above
            .and_then(|above| cell.lines().nth(above))
            .unwrap_or_default()
    }
}

/// From a report drawn by ariadne: ` 2 │ source` starts a line, `│ ╰── remark` is about it.
fn drawn_labels(report: &str) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut line = 0;
    for row in report.lines() {
        let Some((before, after)) = row.split_once('│') else {
            continue;
        };
        if let Ok(number) = before.trim().parse() {
            line = number;
        } else if let Some((_, text)) = after.split_once('╰')
            && line > 0
        {
            let text = text.trim_start_matches(['─', '┴', '│', ' ']).trim();
            labels.push(Label {
                line,
                text: text.to_owned(),
            });
        }
    }
    labels
}

/// From bare lines: a line of the cell, then carets with the remark.
fn bare_labels(report: &str, cell: &str) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut line = None;
    for row in report.lines() {
        let carets = row.trim_start();
        if carets.starts_with('^') {
            if let Some(line) = line {
                labels.push(Label {
                    line,
                    text: carets.trim_start_matches('^').trim().to_owned(),
                });
            }
        } else if let Some(place) = cell.lines().position(|source| source == row) {
            line = Some(place + 1);
        }
    }
    labels
}

/// Without the terminal's colour codes.
pub fn without_colours(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let mut result = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.find(|letter: char| letter.is_ascii_alphabetic());
        result += end.map_or("", |end| &piece[end + 1..]);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bare_report_is_read_with_its_line() {
        let cell = "// Kata “asing”\nlet jumlah: i32 = 3;\nprintln!(\"{}\", jumlahh);";
        let content = json!({"evalue": "cannot find value `jumlahh` in this scope", "traceback": [
            "println!(\"{}\", jumlahh);",
            "\u{1b}[91m               ^^^^^^^\u{1b}[0m \u{1b}[94merror: cannot find value `jumlahh` in this scope\u{1b}[0m",
        ]});
        let error = CompilerError::read(&content, cell);
        assert_eq!(error.line(""), Some(3));
        assert!(error.says("cannot find value"));
    }

    #[test]
    fn anything_can_be_read() {
        for content in [json!(null), json!({"traceback": [1, null, "│╰"]})] {
            assert!(CompilerError::read(&content, "").labels.is_empty());
        }
    }
}
