//! [`Table`]: columns of text, shown as an HTML table in a notebook and as aligned text everywhere else.

use crate::cell_output::{show, show_beside_debug};
use crate::markup::escaped;
use std::fmt;

/// The widest that a cell of text is drawn, in characters.
const WIDEST: usize = 36;

/// A column with its name and one cell a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Stands above it.
    pub name: String,
    /// Whether its cells end at the same place, as numbers do.
    pub right: bool,
    /// From top to bottom.
    pub cells: Vec<String>,
}

impl Column {
    /// Words: one cell for each of `rows`.
    pub fn left<R>(name: &str, rows: &[R], cell: impl Fn(&R) -> String) -> Self {
        Self {
            name: name.into(),
            right: false,
            cells: rows.iter().map(cell).collect(),
        }
    }

    /// Numbers: one cell for each of `rows`.
    pub fn right<R>(name: &str, rows: &[R], cell: impl Fn(&R) -> String) -> Self {
        Self {
            right: true,
            ..Self::left(name, rows, cell)
        }
    }
}

/// A table. Twin: a `pandas.DataFrame` as a notebook shows it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// From left to right.
    pub columns: Vec<Column>,
    /// A sentence below it; may be empty.
    pub note: String,
}

impl Table {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        let counts = self.columns.iter().map(|column| column.cells.len());
        counts.max().unwrap_or(0)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The table as HTML, in the page's own colours.
    pub fn html(&self) -> String {
        let row = |tag: &str, cells: Vec<&str>| {
            let cells = self.columns.iter().zip(cells).map(|(column, cell)| {
                // A name of two words stays in one line; the names of columns of numbers may break.
                let style = match (column.right, tag) {
                    (true, _) => "text-align:right",
                    (false, "th") => "text-align:left",
                    (false, _) => "text-align:left;white-space:nowrap",
                };
                format!("<{tag} style=\"{style}\">{}</{tag}>", escaped(cell))
            });
            format!("<tr>{}</tr>", cells.collect::<String>())
        };
        let names = self.columns.iter().map(|column| column.name.as_str());
        let head = row("th", names.collect());
        let body: String = (0..self.len())
            .map(|at| row("td", self.columns.iter().map(|one| cell(one, at)).collect()))
            .collect();
        let note = if self.note.is_empty() {
            String::new()
        } else {
            format!("<p>{}</p>", escaped(&self.note))
        };
        format!("<table><thead>{head}</thead><tbody>{body}</tbody></table>{note}")
    }

    /// Prints the table the way evcxr, the notebook's kernel, reads it.
    pub fn evcxr_display(&self) {
        show(&[
            ("text/html", &self.html()),
            ("text/plain", &self.to_string()),
        ]);
    }
}

/// The aligned text; in a notebook with the table.
impl fmt::Debug for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_beside_debug("text/html", &self.html());
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells: Vec<Vec<String>> = self
            .columns
            .iter()
            .map(|column| {
                let body = (0..self.len()).map(|at| cell(column, at));
                let all = std::iter::once(column.name.as_str()).chain(body);
                all.map(shortened).collect()
            })
            .collect();
        let width = |cells: &Vec<String>| cells.iter().map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = cells.iter().map(|one| width(one).unwrap_or(0)).collect();
        for at in 0..=self.len() {
            let mut line = String::new();
            for ((column, cells), &width) in self.columns.iter().zip(&cells).zip(&widths) {
                let text = &cells[at];
                if column.right {
                    line += &format!("{text:>width$}  ");
                } else {
                    line += &format!("{text:<width$}  ");
                }
            }
            writeln!(formatter, "{}", line.trim_end())?;
            if at == 0 {
                let whole = widths.iter().map(|width| width + 2).sum::<usize>();
                writeln!(formatter, "{}", "─".repeat(whole.saturating_sub(2)))?;
            }
        }
        formatter.write_str(&self.note)
    }
}

fn cell(column: &Column, row: usize) -> &str {
    column.cells.get(row).map_or("", String::as_str)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.into();
    }
    let kept: String = text.chars().take(WIDEST - 1).collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let rows = [("a<b>", 7), ("panjang", 1234)];
        Table {
            columns: vec![
                Column::left("nama", &rows, |row| row.0.into()),
                Column::right("n", &rows, |row| row.1.to_string()),
            ],
            note: "Catatan & lain.".into(),
        }
    }

    #[test]
    fn text_is_aligned() {
        let expected =
            "nama        n\n─────────────\na<b>        7\npanjang  1234\nCatatan & lain.";
        assert_eq!(table().to_string(), expected);
    }

    #[test]
    fn html_is_escaped_and_complete() {
        let html = table().html();
        assert!(html.contains("a&lt;b&gt;") && html.contains("Catatan &amp; lain."));
        assert_eq!(html.matches("<td").count(), 4);
        assert_eq!(Table::default().to_string().trim(), "");
    }

    #[test]
    fn a_long_cell_is_cut_in_text_only() {
        let rows = ["x".repeat(500)];
        let columns = vec![Column::left("nama", &rows, Clone::clone)];
        let table = Table {
            columns,
            note: String::new(),
        };
        assert!(
            table
                .to_string()
                .lines()
                .all(|line| line.chars().count() <= WIDEST)
        );
        assert!(table.html().contains(&rows[0]));
    }
}
