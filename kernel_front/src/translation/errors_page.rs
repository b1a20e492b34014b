//! The page of errors for readers (`notebooks/galat.md`): each of its messages is what the kernel says to the code above it, by the recordings of the real
//! evcxr. `WRITE_ERRORS_PAGE=1 cargo test -p kernel_front` writes the present messages into the page, to be read before they are committed.

use super::tests::{Recorded, recorded, translated};
use crate::runtime_error;
use std::path::PathBuf;

/// A page with fewer examples has been cut.
const EXAMPLES: usize = 20;

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../notebooks/galat.md")
}

/// What a learner reads below this cell, a line each.
fn sentences(cell: &Recorded) -> Vec<String> {
    let fault = translated(cell).or_else(|| runtime_error::read(&cell.stderr(), &cell.code));
    fault.map(|fault| fault.sentences).unwrap_or_default()
}

/// The page with the message behind each block of code as the kernel says it today, and how many there are.
fn with_present_messages(text: &str) -> (String, usize) {
    let cells = recorded();
    let mut lines = text.lines().peekable();
    let mut result = String::new();
    let mut examples = 0;
    let mut code: Option<String> = None;
    while let Some(line) = lines.next() {
        if line.starts_with("> ") {
            while lines.next_if(|line| line.starts_with('>')).is_some() {}
            let code = code.take().expect("a message without code above it");
            let cell = cells.iter().find(|cell| cell.code == code);
            let cell = cell.unwrap_or_else(|| panic!("not recorded: {code}"));
            let message = sentences(cell).join("\n>\n> ");
            result += &format!("> {message}\n");
            examples += 1;
            continue;
        }
        result += &format!("{line}\n");
        if line == "```rust" {
            let inside: Vec<&str> =
                std::iter::from_fn(|| lines.next_if(|line| *line != "```")).collect();
            code = Some(inside.join("\n"));
            for line in inside {
                result += &format!("{line}\n");
            }
        }
    }
    (result, examples)
}

#[test]
fn the_page_shows_what_the_kernel_says() {
    let text = std::fs::read_to_string(page()).unwrap();
    let (present, examples) = with_present_messages(&text);
    if std::env::var_os("WRITE_ERRORS_PAGE").is_some() {
        std::fs::write(page(), &present).unwrap();
    }
    assert!(examples >= EXAMPLES, "{examples}");
    for (line, now) in text.lines().zip(present.lines()) {
        assert_eq!(line, now);
    }
    assert_eq!(text.lines().count(), present.lines().count());
}
