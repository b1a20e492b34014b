//! Pieces of rustc's wording: what stands between backticks, and type names short enough to read.

/// The texts between backticks, in order.
pub fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The `index`th of them, shortened.
pub fn quote(text: &str, index: usize) -> Option<String> {
    quoted(text).get(index).map(|found| short(found))
}

/// A type without the paths to its parts, and not longer than a line.
pub fn short(name: &str) -> String {
    let mut result = String::new();
    let mut word = String::new();
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
        } else if letter == ':' && letters.peek() == Some(&':') && !word.is_empty() {
            letters.next();
            // `Model::<Cnn>` keeps its name, `fmnist_lib::Model` loses its path.
            if letters.peek() == Some(&'<') {
                result += &word;
                result += "::";
            }
            word.clear();
        } else {
            result += &word;
            word.clear();
            result.push(letter);
        }
    }
    result += &word;
    if result.chars().count() > 60 {
        result = result.chars().take(57).chain("...".chars()).collect();
    }
    result
}

/// Said of an `Option` where its content is wanted.
pub const MAYBE_MISSING: &str = "nilai ini mungkin tidak ada (`Option`); ambil isinya dengan `.unwrap_or_default()`, atau periksa dengan `if let Some(nilai) = ...`.";

/// A sentence that stands alone.
pub fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// An index that is out of bounds, of which the compiler and a panic tell in nearly the same words.
pub fn out_of_bounds(said: &str) -> Option<String> {
    let (_, numbers) = said
        .strip_prefix("index out of bounds: the len")?
        .split_once(" is ")?;
    let (length, index) = numbers.split_once(" but the index is ")?;
    Some(format!(
        "indeks {index} di luar batas: isinya {length}, dan indeks dihitung dari 0."
    ))
}

/// Numbers of every kind, and the words that rustc has for their literals.
pub fn is_number(name: &str) -> bool {
    let types = [
        "i8",
        "i16",
        "i32",
        "i64",
        "i128",
        "isize",
        "u8",
        "u16",
        "u32",
        "u64",
        "u128",
        "usize",
        "f32",
        "f64",
        "{integer}",
        "{float}",
        "integer",
        "floating-point number",
    ];
    types.contains(&name.trim_start_matches('&'))
}

/// A type's name for a reader.
pub fn readable(name: &str) -> String {
    match name {
        "integer" | "{integer}" => "bilangan bulat".to_owned(),
        "floating-point number" | "{float}" => "bilangan pecahan".to_owned(),
        "&str" | "&'static str" => "teks (`&str`)".to_owned(),
        "()" => "tidak ada nilai (`()`)".to_owned(),
        other => format!("`{}`", short(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_dropped() {
        assert_eq!(short("fmnist_lib::model::Model<_>"), "Model<_>");
        assert_eq!(
            short("(fmnist_lib::prelude::Const<13>, Const<32>)"),
            "(Const<13>, Const<32>)"
        );
        assert_eq!(short("Model::<Cnn>::new"), "Model::<Cnn>::new");
        assert!(short(&"a, ".repeat(100)).chars().count() == 60);
    }

    #[test]
    fn backticks_are_read() {
        assert_eq!(quoted("no field `a` on type `B`"), ["a", "B"]);
        assert_eq!(quote("nothing", 0), None);
    }
}
