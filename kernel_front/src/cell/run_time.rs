//! [`RunTime`]: how long a cell ran, told quietly below it. It is an output of its own, so that it is saved with the notebook, and it is marked, so
//! that programs can tell it from what the lesson says.

use crate::figures;
use serde_json::{Value, json};
use std::time::Duration;

/// The time from sending a cell to evcxr until its answer.
pub struct RunTime(Duration);

impl RunTime {
    /// A cell ran this long.
    pub fn new(ran: Duration) -> Self {
        Self(ran)
    }

    /// The content of a `display_data`: the same words as HTML, small and at the right in the soft colour of the page's theme, and as text. The
    /// metadata `{"belajar_cnn": {"seconds": 0.83}}` are the mark.
    pub fn display(&self) -> Value {
        let seconds = (self.0.as_secs_f64() * 100.0).round() / 100.0;
        let words = self.words();
        let html = format!(
            "<div style=\"text-align:right;font-size:11px;line-height:1.3;color:var(--jp-content-font-color2, #757575)\">{words}</div>"
        );
        json!({
            "data": {"text/html": html, "text/plain": words},
            "metadata": {"belajar_cnn": {"seconds": seconds}},
            "transient": {},
        })
    }

    fn words(&self) -> String {
        let seconds = self.0.as_secs_f64();
        if seconds < 0.05 {
            return "kurang dari 0,1 detik".to_owned();
        }
        figures::duration(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_mark_tell_the_same_time() {
        for (milliseconds, words, seconds) in [
            (12, "kurang dari 0,1 detik", 0.01),
            (832, "0,8 detik", 0.83),
            (125_000, "2 menit 5 detik", 125.0),
        ] {
            let display = RunTime::new(Duration::from_millis(milliseconds)).display();
            assert_eq!(display["data"]["text/plain"], words);
            assert_eq!(display["metadata"]["belajar_cnn"]["seconds"], seconds);
            let html = display["data"]["text/html"].as_str().unwrap();
            assert!(html.contains(&format!(">{words}<")), "{html}");
        }
    }
}
