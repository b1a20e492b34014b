//! Values of another type than the place asks for (E0308): numbers, `Result` and `Option`, references, texts, arrays, tensors.

use super::wording::{MAYBE_MISSING, is_number, readable, short};
use super::{Meaning, literals, meaning_at, sequences, tensors};
use crate::compiler_error::CompilerError;

/// What rustc itself advises: a part of its words, the part of them that marks the place, and the same for a reader.
const ADVICE: [(&str, &str, &str); 6] = [
    (
        "types differ in mutability",
        "differ in mutability",
        "argumen ini akan diubah oleh fungsinya; tulis `&mut` di depannya, bukan `&`.",
    ),
    (
        "consider mutably borrowing here",
        "consider mutably",
        "argumen ini harus dipinjamkan; tulis `&mut` di depan yang akan diubah dan `&` di depan yang lain, misalnya `train(&mut model, &data, &settings)?`.",
    ),
    (
        "consider borrowing here",
        "consider borrowing",
        "argumen ini harus dipinjamkan; tulis `&` di depannya.",
    ),
    (
        "consider dereferencing the borrow",
        "consider dereferencing",
        "nilai ini sebuah acuan (`&`); tulis `*` di depannya untuk mengambil isinya.",
    ),
    (
        "consider removing the borrow",
        "consider removing",
        "di sini diperlukan nilainya sendiri, bukan acuan; hapus `&` di depannya, dan bila nilai itu masih dipakai sesudahnya, tambahkan `.clone()` di belakangnya.",
    ),
    (
        "remove this semicolon to return",
        "remove this semicolon",
        "baris ini berakhir dengan `;`, sehingga fungsinya tidak mengembalikan apa pun; hapus `;` itu.",
    ),
];

pub(super) fn explain(error: &CompilerError, cell: &str) -> Option<Meaning> {
    let advice = ADVICE.iter().find(|(words, ..)| error.says(words));
    if let Some((_, place, sentence)) = advice {
        return meaning_at(place, *sentence);
    }
    let place = error
        .labels
        .iter()
        .map(|label| label.text.as_str())
        .find(|text| text.starts_with("expected ") && text.contains(", found "))?;
    let (expected, found) = place.strip_prefix("expected ")?.split_once(", found ")?;
    let (expected, found) = (expected.trim_matches('`'), found.trim_matches('`'));
    let line = error.source(", found ", cell);
    let counts = || {
        let count = |text: &str| text.split(' ').find_map(|word| word.parse::<usize>().ok());
        Some((count(expected)?, count(found)?))
    };
    let sentence = if short(found).starts_with("Result<") && !short(expected).starts_with("Result<")
    {
        "nilai ini masih berupa `Result`; tambahkan `?` di belakangnya untuk mengambil isinya."
            .to_owned()
    } else if short(expected).starts_with("Option<") && !short(found).starts_with("Option<") {
        "di sini nilainya boleh tidak ada (`Option`); bungkus dengan `Some(...)`, misalnya `Some(3)`."
            .to_owned()
    } else if short(expected) == "&Split" {
        "diperlukan satu bagian data; tulis `&data.train`, `&data.validation`, atau `&data.test`."
            .to_owned()
    } else if short(expected).starts_with("Result<") && found.starts_with('(') {
        "nilai di sebelah kanan masih berupa `Result`; tambahkan `?` di belakangnya untuk mengambil isinya."
            .to_owned()
    } else if expected.starts_with("an array with")
        && let Some((wanted, given)) = counts()
    {
        format!("deretan ini harus berisi {wanted} nilai, tetapi isinya {given}.")
    } else if let Some(sentence) = tensors::explain(expected, found, line) {
        sentence
    } else if error.says("are incorrect")
        && let Some(sentence) = tensors::size(expected, found)
    {
        sentence
    } else if expected.starts_with("a tuple with")
        && let Some((wanted, given)) = counts()
    {
        format!("di dalam kurung ini diperlukan {wanted} bagian, tetapi ada {given}.")
    } else if short(found).starts_with("Option<") && !short(expected).starts_with("Option<") {
        MAYBE_MISSING.to_owned()
    } else if let Some(sentence) = sequences::explain(expected, found) {
        sentence
    } else if found.starts_with('(') && found != "()" && !expected.starts_with('(') {
        format!(
            "diperlukan {}, tetapi nilai ini beberapa nilai sekaligus: `{}`; terima dengan `let (a, b) = ...`.",
            readable(expected),
            short(found)
        )
    } else if is_number(expected) && is_number(found) {
        let thousands = (found == "floating-point number")
            .then(|| literals::thousands(line))
            .flatten();
        thousands.map_or_else(
            || number(expected, found),
            |thousands| format!("{thousands}."),
        )
    } else if expected == "&str" && found == "String" {
        "diperlukan teks (`&str`), tetapi ini `String`; tulis `&` di depannya.".to_owned()
    } else if expected == "String" && found.contains("str") {
        "diperlukan `String`, tetapi ini teks tetap (`&str`); tambahkan `.to_string()`.".to_owned()
    } else if expected == "bool" {
        format!(
            "diperlukan benar atau salah (`bool`), tetapi nilai ini {}; tulis perbandingan, misalnya `x > 0`.",
            readable(found)
        )
    } else {
        format!(
            "diperlukan {}, tetapi nilai ini {}.",
            readable(expected),
            readable(found)
        )
    };
    meaning_at("expected ", sentence).map(|meaning| Meaning {
        place: if error.says(", found ") {
            ", found "
        } else {
            meaning.place
        },
        ..meaning
    })
}

fn number(expected: &str, found: &str) -> String {
    let whole = !expected.starts_with('f') && expected != "{float}";
    if whole && found == "floating-point number" {
        format!("diperlukan bilangan bulat (`{expected}`); tulis tanpa titik, misalnya `3`.")
    } else if !whole && found == "integer" {
        format!("diperlukan bilangan pecahan (`{expected}`); tulis dengan titik, misalnya `3.0`.")
    } else {
        format!(
            "diperlukan `{expected}`, tetapi nilai ini {}; ubah dengan `as {expected}`.",
            readable(found)
        )
    }
}
