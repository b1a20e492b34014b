//! Cells that are no Rust: a missing semicolon, brackets and quotes that do not match, commas in numbers.

use super::wording::quoted;
use super::{Meaning, meaning, meaning_at};
use crate::compiler_error::CompilerError;

pub(super) fn explain(error: &CompilerError, cell: &str) -> Option<Meaning> {
    let text = error.message.as_str();
    if let Some(code) = &error.code
        && !["E0070", "E0765", "E0758", "E0416", "E0428"].contains(&code.as_str())
    {
        return None;
    }
    if text.starts_with("expected `;`") || text.contains("missing a semicolon") {
        if cell.lines().any(|line| line.starts_with("import ")) {
            return meaning(
                "Rust tidak memakai `import`; pustaka dipakai dengan `use`, misalnya `use fmnist_lib::prelude::*;`.",
            );
        }
        if text.ends_with("found `,`")
            && let Some(number) = number_with_comma(cell)
        {
            return meaning_at("expected `;`", with_point(&number));
        }
        return meaning_at(
            "expected `;`",
            "tanda titik koma `;` belum ada di akhir baris ini.",
        );
    }
    if text.contains("closing delimiter")
        || text.contains("unclosed delimiter")
        || text.contains("un-closed delimiter")
    {
        return match unbalanced(cell) {
            Some((line, sentence)) => Some(Meaning {
                place: "",
                line: Some(line),
                sentence: format!("{sentence}."),
            }),
            None => meaning("tanda kurung tidak berpasangan; periksa setiap `(`, `[`, dan `{`."),
        };
    }
    if text.starts_with("unterminated double quote") {
        return meaning(
            "tanda petik ganda (\") belum ditutup; setiap teks diawali dan diakhiri satu tanda petik.",
        );
    }
    if text.starts_with("character literal may only contain one") {
        return meaning(
            "teks memakai petik ganda (\"halo\"); petik tunggal hanya untuk satu huruf.",
        );
    }
    if text.starts_with("expected identifier, found `") {
        let found = quoted(text).first().copied()?;
        if found.starts_with(|letter: char| letter.is_ascii_digit()) {
            let number = number_with_comma(cell).unwrap_or_else(|| "0,001".to_owned());
            return meaning_at("expected identifier", with_point(&number));
        }
        return meaning_at(
            "expected identifier",
            format!("di sini diperlukan sebuah nama, bukan `{found}`."),
        );
    }
    if text.contains("positional argument") {
        let mut numbers = text
            .split(|letter: char| !letter.is_ascii_digit())
            .filter(|number| !number.is_empty());
        let (holes, values) = (numbers.next()?, numbers.next().unwrap_or("0"));
        return meaning(format!(
            "teksnya punya {holes} tempat `{{}}`, tetapi nilainya {values}; samakan banyaknya."
        ));
    }
    if text.starts_with("argument never used") || text.starts_with("multiple unused formatting") {
        return meaning("ada nilai yang tidak punya tempat `{}` di dalam teksnya.");
    }
    if text.starts_with("invalid left-hand side") {
        return meaning("yang di kiri `=` harus sebuah variabel; untuk membandingkan, tulis `==`.");
    }
    if text.contains("is bound more than once") {
        let name = quoted(text).first().copied()?;
        return meaning(format!(
            "nama `{name}` dipakai dua kali di tempat yang sama; beri nama yang berbeda."
        ));
    }
    None
}

/// The first number of the cell that is written as Indonesian writes it.
fn number_with_comma(cell: &str) -> Option<String> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    cell.match_indices(',').find_map(|(at, _)| {
        let (before, after) = (&cell[..at], &cell[at + 1..]);
        let whole = &before[before.trim_end_matches(is_digit).len()..];
        let part = &after[..after.len() - after.trim_start_matches(is_digit).len()];
        (!whole.is_empty() && !part.is_empty()).then(|| format!("{whole},{part}"))
    })
}

fn with_point(number: &str) -> String {
    format!(
        "bilangan pecahan memakai titik, bukan koma: tulis `{}`, bukan `{number}`.",
        number.replace(',', ".")
    )
}

/// The bracket of the cell that has no partner: its line, and what is the matter with it.
fn unbalanced(cell: &str) -> Option<(usize, String)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    for (number, line) in (1..).zip(cell.lines()) {
        let mut letters = line.chars().peekable();
        let mut inside = false;
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if inside => {
                    letters.next();
                }
                '"' => inside = !inside,
                '/' if !inside && letters.peek() == Some(&'/') => break,
                '(' | '[' | '{' if !inside => open.push((letter, number)),
                ')' | ']' | '}' if !inside => match open.pop() {
                    None => {
                        return Some((number, format!("tanda `{letter}` ini tidak punya pembuka")));
                    }
                    Some((opening, at)) if closing(opening) != letter => {
                        return Some((
                            at,
                            format!(
                                "tanda `{opening}` belum ditutup dengan `{}`",
                                closing(opening)
                            ),
                        ));
                    }
                    Some(_) => {}
                },
                _ => {}
            }
        }
    }
    let (opening, line) = open.pop()?;
    Some((
        line,
        format!(
            "tanda `{opening}` belum ditutup dengan `{}`",
            closing(opening)
        ),
    ))
}

fn closing(opening: char) -> char {
    match opening {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

#[cfg(test)]
mod tests {
    use super::{number_with_comma, unbalanced};

    #[test]
    fn a_comma_between_digits_is_found() {
        assert_eq!(
            number_with_comma("f(a, 1, é, 12,5)").as_deref(),
            Some("12,5")
        );
        assert_eq!(number_with_comma("[1, 2]"), None);
    }

    #[test]
    fn the_bracket_without_a_partner_is_found() {
        let found = |cell: &str| unbalanced(cell).map(|(line, _)| line);
        assert_eq!(found("println!(\"{}\", (1 + 2);"), Some(1));
        assert_eq!(found("for i in 0..3 {\n    println!(\"{i}\");"), Some(1));
        assert_eq!(found("for i in 0..3 {\n    f();\n}}"), Some(3));
        assert_eq!(found("f(\"(\\\"[\"); // {"), None);
    }
}
