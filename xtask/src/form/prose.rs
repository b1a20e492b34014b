//! [`Prose`]: a text cell as Markdown says it: headings, links, pictures, and the plain words with what stands out among them.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A text cell, understood.
#[derive(Debug, Default)]
pub struct Prose {
    /// As it was written.
    pub source: String,
    /// Level and text of each heading.
    pub headings: Vec<(u8, String)>,
    /// Where each link leads.
    pub links: Vec<String>,
    /// Text alternative and file of each picture.
    pub pictures: Vec<(String, String)>,
    /// The text of each paragraph, list item, table cell or heading, without code, formulas and HTML.
    pub passages: Vec<Passage>,
    /// HTML tags as they were written.
    pub html: String,
}

/// Words that belong together.
#[derive(Debug, Default)]
pub struct Passage {
    /// All words; code and formulas are `…`.
    pub text: String,
    /// The words that are neither italic nor bold.
    pub plain: String,
    /// Whether it is a heading.
    pub heading: bool,
}

impl Prose {
    /// Reads Markdown as JupyterLab does.
    pub fn read(source: &str) -> Self {
        let options = Options::ENABLE_TABLES | Options::ENABLE_MATH | Options::ENABLE_STRIKETHROUGH;
        let mut prose = Self {
            source: source.to_owned(),
            ..Self::default()
        };
        let mut passage = Passage::default();
        let (mut emphasis, mut code, mut heading, mut picture) =
            (0_u32, false, None, None::<(String, String)>);
        for event in Parser::new_ext(source, options) {
            match event {
                Event::Start(Tag::Heading { level, .. }) => heading = Some(level),
                Event::End(TagEnd::Heading(level)) => {
                    passage.heading = true;
                    prose
                        .headings
                        .push((depth(level), passage.text.trim().to_owned()));
                    heading = None;
                    prose.end(&mut passage);
                }
                Event::Start(Tag::Emphasis | Tag::Strong) => emphasis += 1,
                Event::End(TagEnd::Emphasis | TagEnd::Strong) => emphasis -= 1,
                Event::Start(Tag::CodeBlock(_)) => code = true,
                Event::End(TagEnd::CodeBlock) => code = false,
                Event::Start(Tag::Link { dest_url, .. }) => prose.links.push(dest_url.to_string()),
                Event::Start(Tag::Image { dest_url, .. }) => {
                    picture = Some((String::new(), dest_url.to_string()))
                }
                Event::End(TagEnd::Image) => prose.pictures.extend(picture.take()),
                Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => {
                    prose.end(&mut passage)
                }
                Event::Text(_) if code => {}
                Event::Text(text) => match &mut picture {
                    Some((alt, _)) => alt.push_str(&text),
                    None => passage.add(&text, emphasis > 0),
                },
                // A heading's anchor is made of all that it says.
                Event::Code(text) => passage.add(if heading.is_some() { &text } else { "…" }, true),
                Event::InlineMath(_) | Event::DisplayMath(_) => passage.add("…", true),
                Event::SoftBreak | Event::HardBreak => passage.add(" ", false),
                Event::Html(text) | Event::InlineHtml(text) => prose.html.push_str(&text),
                _ => {}
            }
        }
        prose.end(&mut passage);
        prose
    }

    fn end(&mut self, passage: &mut Passage) {
        if !passage.text.trim().is_empty() {
            self.passages.push(std::mem::take(passage));
        }
    }

    /// The lines from the heading `## title` to the next heading of that depth or the end; the cell's own text only.
    pub fn section(&self, title: &str) -> Option<String> {
        let mark = format!("## {title}");
        let mut lines = self
            .source
            .lines()
            .skip_while(|line| line.trim_end() != mark);
        lines.next()?;
        let within = lines.take_while(|line| !line.starts_with("## "));
        Some(within.collect::<Vec<_>>().join("\n"))
    }
}

impl Passage {
    fn add(&mut self, text: &str, emphasised: bool) {
        self.text.push_str(text);
        self.plain.push_str(if emphasised { "…" } else { text });
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart() {
        let prose = Prose::read(
            "# Judul `Conv2D`\n\nSatu *loss* dan `kode` $x$, [tautan](a.ipynb#B) ![alt](b.svg)\n\n- butir **tebal**\n\n```rust\nlet the = 1;\n```\n",
        );
        assert_eq!(prose.headings, [(1, "Judul Conv2D".to_owned())]);
        assert_eq!(prose.links, ["a.ipynb#B"]);
        assert_eq!(prose.pictures, [("alt".to_owned(), "b.svg".to_owned())]);
        let plain: Vec<&str> = prose
            .passages
            .iter()
            .map(|passage| passage.plain.trim())
            .collect();
        assert_eq!(plain, ["Judul …", "Satu … dan … …, tautan", "butir …"]);
    }

    #[test]
    fn a_section_ends_at_the_next() {
        let prose = Prose::read("## Kuis\n\nsatu\n\n### lebih\n\ndua\n\n## Latihan\n\ntiga");
        let section = prose.section("Kuis").unwrap();
        assert!(section.contains("satu") && section.contains("dua") && !section.contains("tiga"));
        assert!(prose.section("Lain").is_none());
    }
}
