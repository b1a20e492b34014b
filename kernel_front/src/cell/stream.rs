//! [`Stream`]: what a cell prints, on its way to the page. evcxr sends each line as a message; neighbours become one, at most twenty a second, so that a
//! flood of lines neither slows the cell nor the page. What is more than a page can bear is left out, and that is said.

use std::time::{Duration, Instant};

const BETWEEN: Duration = Duration::from_millis(50);
/// At most this many bytes wait.
const WAITING: usize = 512 * 1024;
/// At most this many bytes of one cell are shown.
const WHOLE: usize = 8 * 1024 * 1024;

/// Text of a cell that has not been sent yet.
pub struct Stream {
    waiting: Vec<(String, String)>,
    bytes: usize,
    shown: usize,
    left_out: usize,
    sent: Option<Instant>,
}

impl Stream {
    /// Nothing printed yet.
    pub fn new() -> Self {
        Self {
            waiting: Vec::new(),
            bytes: 0,
            shown: 0,
            left_out: 0,
            sent: None,
        }
    }

    /// Takes text of `stdout` or `stderr`.
    pub fn push(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.bytes + text.len() > WAITING || self.shown + text.len() > WHOLE {
            self.left_out += text.lines().count();
            return;
        }
        self.bytes += text.len();
        self.shown += text.len();
        match self.waiting.last_mut() {
            Some((last, waiting)) if last == name => waiting.push_str(text),
            _ => self.waiting.push((name.to_owned(), text.to_owned())),
        }
    }

    /// When the waiting text should be sent; the first is sent at once.
    pub fn due(&self, now: Instant) -> Option<Instant> {
        (!self.waiting.is_empty()).then(|| self.sent.map_or(now, |sent| sent + BETWEEN))
    }

    /// The texts to send now, by the name of their stream.
    pub fn take(&mut self, now: Instant) -> Vec<(String, String)> {
        if !self.waiting.is_empty() {
            self.sent = Some(now);
        }
        self.bytes = 0;
        std::mem::take(&mut self.waiting)
    }

    /// A note on what was left out, once the cell has ended.
    pub fn note(&self) -> Option<String> {
        (self.left_out > 0).then(|| {
            format!(
                "[{} baris luaran tidak ditampilkan karena terlalu banyak]\n",
                crate::figures::whole(self.left_out as u64)
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_one_message() {
        let mut stream = Stream::new();
        for line in ["a\n", "b\n"] {
            stream.push("stdout", line);
        }
        stream.push("stderr", "c\n");
        stream.push("stdout", "d\n");
        let texts: Vec<_> = stream
            .take(Instant::now())
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(texts, ["a\nb\n", "c\n", "d\n"]);
    }

    #[test]
    fn the_first_goes_at_once_and_the_next_a_little_later() {
        let mut stream = Stream::new();
        let now = Instant::now();
        assert_eq!(stream.due(now), None);
        stream.push("stdout", "a\n");
        assert_eq!(stream.due(now), Some(now));
        stream.take(now);
        stream.push("stdout", "b\n");
        assert_eq!(stream.due(now), Some(now + BETWEEN));
    }

    #[test]
    fn a_flood_keeps_its_memory_bounded_and_says_so() {
        let mut stream = Stream::new();
        let line = "x".repeat(99) + "\n";
        for _ in 0..100_000 {
            stream.push("stdout", &line);
        }
        let sent: usize = stream
            .take(Instant::now())
            .iter()
            .map(|(_, text)| text.len())
            .sum();
        assert!(sent <= WAITING && sent > WAITING / 2);
        assert!(stream.note().unwrap().contains("94.758 baris"));
    }

    #[test]
    fn ten_thousand_short_lines_are_all_shown() {
        let mut stream = Stream::new();
        for number in 0..10_000 {
            stream.push("stdout", &format!("baris {number}\n"));
        }
        let texts = stream.take(Instant::now());
        assert_eq!(texts[0].1.lines().count(), 10_000);
        assert_eq!(stream.note(), None);
    }
}
