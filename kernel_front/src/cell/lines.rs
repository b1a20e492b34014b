//! [`Lines`]: takes the marked lines out of what a cell prints. A line may come in several pieces; text that cannot become a marked
//! line any more goes on at once.

/// No event is longer; a marked line that is gets shown as the text that it is.
const LONGEST: usize = 4096;

/// Part of what a cell printed.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// To be shown.
    Text(String),
    /// The rest of a marked line, without mark and newline.
    Event(String),
}

/// The state between two pieces.
pub struct Lines {
    mark: String,
    held: String,
    inside_text: bool,
}

impl Lines {
    /// Looks for lines that begin with `mark`.
    pub fn new(mark: String) -> Self {
        Self {
            mark,
            held: String::new(),
            inside_text: false,
        }
    }

    /// What `text` completes, neighbouring texts as one.
    pub fn push(&mut self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for part in text.split_inclusive('\n') {
            if self.inside_text {
                add_text(&mut pieces, part);
                self.inside_text = !part.ends_with('\n');
                continue;
            }
            self.held += part;
            let complete = self.held.ends_with('\n');
            if let Some(rest) = self.held.strip_prefix(&self.mark) {
                if complete && rest.len() <= LONGEST {
                    pieces.push(Piece::Event(rest.trim_end().to_owned()));
                    self.held.clear();
                } else if rest.len() > LONGEST {
                    self.give_up(&mut pieces);
                }
            } else if complete || !self.mark.starts_with(&self.held) {
                self.give_up(&mut pieces);
            }
        }
        pieces
    }

    /// What is left when the cell has ended.
    pub fn finish(&mut self) -> Option<String> {
        (!self.held.is_empty()).then(|| std::mem::take(&mut self.held))
    }

    fn give_up(&mut self, pieces: &mut Vec<Piece>) {
        let held = std::mem::take(&mut self.held);
        self.inside_text = !held.ends_with('\n');
        add_text(pieces, &held);
    }
}

fn add_text(pieces: &mut Vec<Piece>, text: &str) {
    if let Some(Piece::Text(last)) = pieces.last_mut() {
        *last += text;
    } else {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Lines {
        Lines::new("\u{1e}tanda:".to_owned())
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    fn event(text: &str) -> Piece {
        Piece::Event(text.to_owned())
    }

    #[test]
    fn marked_lines_are_taken_out() {
        let found = lines().push("a\nb\n\u{1e}tanda:{}\nc\n");
        assert_eq!(found, [text("a\nb\n"), event("{}"), text("c\n")]);
    }

    #[test]
    fn a_line_in_any_two_pieces_is_the_same_line() {
        let whole = "a\n\u{1e}tanda:{\"v\":1}\nb\n";
        for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
            let mut lines = lines();
            let mut found = lines.push(&whole[..cut]);
            found.extend(lines.push(&whole[cut..]));
            let events: Vec<_> = found
                .iter()
                .filter(|piece| matches!(piece, Piece::Event(_)))
                .collect();
            assert_eq!(events, [&event("{\"v\":1}")], "{cut}");
            let shown: String = found
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.as_str(),
                    Piece::Event(_) => "",
                })
                .collect();
            assert_eq!(shown, "a\nb\n", "{cut}");
        }
    }

    #[test]
    fn text_without_a_newline_is_not_kept_back() {
        let mut lines = lines();
        assert_eq!(lines.push("tanpa akhir"), [text("tanpa akhir")]);
        assert_eq!(lines.push("\u{1e}tanda:{}\n"), [text("\u{1e}tanda:{}\n")]);
        assert_eq!(lines.push("\u{1e}tanda:{}\n"), [event("{}")]);
    }

    #[test]
    fn half_a_mark_is_text_when_the_cell_ends() {
        let mut lines = lines();
        assert!(lines.push("\u{1e}tan").is_empty());
        assert_eq!(lines.finish().as_deref(), Some("\u{1e}tan"));
        assert_eq!(lines.finish(), None);
    }

    #[test]
    fn an_endless_marked_line_is_not_collected() {
        let mut lines = lines();
        let mut shown = lines.push("\u{1e}tanda:").len();
        for _ in 0..100 {
            shown += lines.push(&"x".repeat(100)).len();
            assert!(lines.held.len() < 2 * LONGEST);
        }
        assert!(shown > 0);
    }

    #[test]
    fn another_mark_is_text() {
        let found = lines().push("\u{1e}tandb:{}\n");
        assert_eq!(found, [text("\u{1e}tandb:{}\n")]);
    }
}
