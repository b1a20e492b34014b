//! [`Fault`]: why a cell did not succeed, as a reader gets it: Indonesian sentences first, the original text folded away below.

use serde_json::{Value, json};

/// What kind of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The cell did not compile, or evcxr refused it.
    Compile,
    /// The cell panicked.
    Panic,
    /// A `?` met an error.
    Error,
    /// The process that runs the cells died.
    Crash,
    /// The reader pressed Stop twice.
    Killed,
}

impl Kind {
    /// The `ename` of Jupyter's error message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compile => "GalatKompilasi",
            Self::Panic => "Panic",
            Self::Error => "Galat",
            Self::Crash => "ProsesBerhenti",
            Self::Killed => "Dihentikan",
        }
    }
}

/// A fault of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What kind.
    pub kind: Kind,
    /// What happened and what to do, a sentence or two each.
    pub sentences: Vec<String>,
    /// The compiler's own text; may be empty.
    pub original: String,
}

impl Fault {
    /// A fault that is told in full by its sentences.
    pub fn new(kind: Kind, sentences: Vec<String>) -> Self {
        Self {
            kind,
            sentences,
            original: String::new(),
        }
    }

    /// The content of Jupyter's `error` message.
    pub fn error(&self) -> Value {
        let traceback: Vec<String> = self
            .sentences
            .iter()
            .enumerate()
            .map(|(index, sentence)| {
                if index == 0 {
                    format!("\u{1b}[1m{sentence}\u{1b}[0m")
                } else {
                    sentence.clone()
                }
            })
            .collect();
        json!({"ename": self.kind.name(), "evalue": self.sentences.first(), "traceback": traceback})
    }

    /// The content of a display with the original text folded away, where there is one.
    pub fn details(&self) -> Option<Value> {
        if self.original.trim().is_empty() {
            return None;
        }
        let html = format!(
            "<details><summary style=\"cursor:pointer;font-size:12px;color:var(--jp-content-font-color2, #666)\">Pesan asli kompilator</summary><pre style=\"line-height:1.25\">{}</pre></details>",
            escaped(&self.original)
        );
        let text = format!("{}\n\n{}", self.sentences.join("\n"), self.original);
        Some(
            json!({"data": {"text/html": html, "text/plain": text}, "metadata": {}, "transient": {}}),
        )
    }

    /// The content of the reply to the cell.
    pub fn reply(&self, count: u64) -> Value {
        let mut content = self.error();
        content["status"] = json!("error");
        content["execution_count"] = json!(count);
        content
    }
}

/// Text for HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_comes_first_and_the_original_cannot_break_out() {
        let fault = Fault {
            kind: Kind::Compile,
            sentences: vec!["Baris 1: salah.".to_owned()],
            original: "</pre><script>1</script> Model<_>".to_owned(),
        };
        assert!(
            fault.error()["traceback"][0]
                .as_str()
                .unwrap()
                .contains("Baris 1")
        );
        let details = fault.details().unwrap();
        assert!(
            !details["data"]["text/html"]
                .as_str()
                .unwrap()
                .contains("<script")
        );
        assert!(
            details["data"]["text/plain"]
                .as_str()
                .unwrap()
                .starts_with("Baris 1")
        );
        assert_eq!(fault.reply(3)["status"], "error");
    }

    #[test]
    fn without_an_original_nothing_is_folded() {
        assert_eq!(Fault::new(Kind::Panic, vec!["x".into()]).details(), None);
    }
}
