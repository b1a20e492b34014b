//! What rustc thinks was meant by a name that it does not know: a similar name, or an import.

use super::wording::{quote, quoted};
use crate::compiler_error::CompilerError;

/// The similar name, of all that are in reach; a single letter is similar to every other.
pub fn similar(error: &CompilerError) -> Option<String> {
    error
        .labels
        .iter()
        .map(|label| label.text.as_str())
        .chain(error.report.lines())
        .filter(|text| text.contains("with a similar name exists"))
        .find_map(|text| quoted(text).last().map(|name| (*name).to_owned()))
        .filter(|name| name.len() > 1)
}

/// Whether the similar name is surely close: one letter, but no digit, more, less or other. rustc finds more names similar than a reader does: `Dropout`
/// to the `NoDropout` of a cell that was not run, or `Network` to `Network4`.
pub fn is_slip(name: &str, similar: &str) -> bool {
    let lower = |name: &str| name.to_lowercase().chars().collect::<Vec<char>>();
    let (name, similar) = (lower(name), lower(similar));
    let (shorter, longer) = (name.len().min(similar.len()), name.len().max(similar.len()));
    let pairs = name.iter().zip(&similar);
    let start = pairs.take_while(|(left, right)| left == right).count();
    let pairs = name.iter().rev().zip(similar.iter().rev());
    let end = pairs.take_while(|(left, right)| left == right).count();
    let end = end.min(shorter - start);
    let mut different = name[start..name.len() - end]
        .iter()
        .chain(&similar[start..similar.len() - end]);
    shorter >= 4 && longer - start - end <= 1 && !different.any(char::is_ascii_digit)
}

/// The import that a reader's `use` of an earlier cell would have made, or that rustc suggests.
pub fn import(error: &CompilerError) -> Option<String> {
    let name = quote(&error.message, 0)?;
    let known = [
        ("Map", "plot"),
        ("Sliding", "plot"),
        ("Step", "plot"),
        ("Bin", "fmnist_lib::metrics"),
    ];
    if let Some((_, module)) = known.iter().find(|(known, _)| *known == name) {
        return Some(format!("use {module}::{name};"));
    }
    let (_, after) = error.report.split_once("consider importing this")?;
    let (_, after) = after.split_once("`use ")?;
    let path = after.split([';', '`', '\n']).next()?.trim();
    Some(format!("use {path};"))
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn a_slip_is_told_from_another_name() {
        for (name, similar) in [
            ("jumlh", "jumlah"),
            ("Protokol", "Protocol"),
            ("FashionMNIST", "FashionMnist"),
            ("epoch", "epochs"),
        ] {
            assert!(is_slip(name, similar), "{name}");
        }
        for (name, similar) in [
            ("NoDropout", "Dropout"),
            ("Network4", "Network"),
            ("layer1", "layer2"),
            ("Bin", "Sin"),
            ("v", "w"),
            ("", "x"),
            ("aaaa", "aaaaaa"),
        ] {
            assert!(!is_slip(name, similar), "{name}");
        }
    }
}
