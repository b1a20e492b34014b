//! Cells that are no Rust: a missing semicolon, brackets and quotes that do not match, commas in numbers.

use super::wording::quoted;
use super::{Meaning, literals, meaning, meaning_at};
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
            && let Some(number) = literals::with_comma(cell)
        {
            return meaning_at("expected `;`", literals::with_point(&number));
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
    if is_chained(text) {
        return meaning(match angle_brackets(error.source("", cell)) {
            Some((name, inside)) => format!(
                "di luar sebuah tipe, kurung sudut perlu `::` di depannya: tulis `{name}::<{inside}>`, bukan `{name}<{inside}>`."
            ),
            None => "perbandingan tidak dapat dirangkai; pisahkan dengan `&&`, misalnya `0 < x && x < 10`.".to_owned(),
        });
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
            let number = literals::with_comma(cell).unwrap_or_else(|| "0,001".to_owned());
            return meaning_at("expected identifier", literals::with_point(&number));
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

/// Whether rustc could not read on after this.
pub(super) fn is_unreadable(error: &CompilerError) -> bool {
    let text = error.message.as_str();
    error.code.is_none() && (text.starts_with("expected") || is_chained(text))
}

/// `Model<Cnn>::new` is read as two comparisons.
fn is_chained(text: &str) -> bool {
    text.starts_with("comparison operators cannot be chained")
}

/// The last name in this line with angle brackets right behind it, and what stands in them. Those before it belong to the types of its variables.
fn angle_brackets(line: &str) -> Option<(&str, &str)> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.rmatch_indices('<').find_map(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + 1..]);
        let name = &before[before.trim_end_matches(is_name).len()..];
        let inside = after.split('>').next()?;
        let closed = inside.len() < after.len() && inside.trim() == inside && !inside.is_empty();
        (!name.is_empty() && closed).then_some((name, inside))
    })
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
    use super::{angle_brackets, unbalanced};

    #[test]
    fn angle_brackets_are_told_from_comparisons() {
        let line = "let x: Tensor<(Const<2>,), f32> = f(Const<2>);";
        assert_eq!(angle_brackets(line), Some(("Const", "2")));
        assert_eq!(angle_brackets("0 < x < 10 && y > 3"), None);
        assert_eq!(angle_brackets("0<x<10"), None);
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
