//! [`Stderr`]: what a cell writes to stderr. It is kept a moment before it goes on to the page: the error behind a `?` is a cell's last word and is
//! told otherwise, and so is a panic.

use crate::runtime_error;
use std::time::{Duration, Instant};

/// Text is kept this long.
const KEPT: Duration = Duration::from_millis(400);
/// More of a panic's text is not needed.
const MOST: usize = 64 * 1024;

/// Text that the page does not have yet.
#[derive(Default)]
pub struct Stderr {
    text: String,
    since: Option<Instant>,
}

impl Stderr {
    /// Takes text. Gives what must go on at once because too much has come together.
    pub fn push(&mut self, text: &str, now: Instant) -> Option<String> {
        if self.text.len() + text.len() <= MOST {
            self.text += text;
        } else if !self.holds_panic() {
            return Some(self.release() + text);
        }
        self.since.get_or_insert(now);
        None
    }

    /// What is kept.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// When the text should go on, unless the cell ends before.
    pub fn due(&self) -> Option<Instant> {
        let since = self.since.filter(|_| !self.holds_panic());
        since.map(|since| since + KEPT)
    }

    /// Gives the text away, to be shown.
    pub fn release(&mut self) -> String {
        in_indonesian(&self.take())
    }

    /// Gives the text away, as evcxr wrote it.
    pub fn take(&mut self) -> String {
        self.since = None;
        std::mem::take(&mut self.text)
    }

    fn holds_panic(&self) -> bool {
        runtime_error::is_panic(&self.text)
    }
}

/// evcxr's own remark as a sentence for the reader, which says all that the remark does.
fn in_indonesian(text: &str) -> String {
    let mut result = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix("The type of the variable ")
            && let Some((name, _)) = rest.split_once(" was redefined, so was lost")
        {
            result += &format!(
                "Variabel `{name}` hilang karena tipenya didefinisikan ulang; bila masih diperlukan, jalankan lagi sel yang membuatnya.\n"
            );
        } else {
            result += line;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_waits_and_a_panic_waits_for_the_end() {
        let now = Instant::now();
        let mut stderr = Stderr::default();
        assert_eq!(stderr.due(), None);
        assert_eq!(stderr.push("catatan\n", now), None);
        assert_eq!(stderr.due(), Some(now + KEPT));
        assert_eq!(stderr.push("thread panicked at src/lib.rs:1\n", now), None);
        assert_eq!(stderr.due(), None);
    }

    #[test]
    fn a_flood_goes_on_but_that_of_a_panic_is_cut() {
        let now = Instant::now();
        let flood = "x".repeat(MOST);
        let mut stderr = Stderr::default();
        stderr.push("a", now);
        assert_eq!(stderr.push(&flood, now), Some(format!("a{flood}")));
        assert_eq!((stderr.text(), stderr.due()), ("", None));
        stderr.push("panicked at ", now);
        assert_eq!(stderr.push(&flood, now), None);
        assert_eq!(stderr.text(), "panicked at ");
    }

    #[test]
    fn a_lost_variable_is_told_in_indonesian() {
        let remark = "catatan\nThe type of the variable x was redefined, so was lost.\nakhir";
        let mut stderr = Stderr::default();
        stderr.push(remark, Instant::now());
        assert_eq!(
            stderr.release(),
            "catatan\nVariabel `x` hilang karena tipenya didefinisikan ulang; bila masih diperlukan, jalankan lagi sel yang membuatnya.\nakhir"
        );
    }
}
