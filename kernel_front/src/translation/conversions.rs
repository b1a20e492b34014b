//! Conversions with `from` and `into` that do not exist (E0277).

use super::wording::{MAYBE_MISSING, is_number, quoted, readable};
use super::{Meaning, meaning};

/// Of `the trait bound `f64: From<usize>` is not satisfied`.
pub(super) fn explain(text: &str) -> Option<Meaning> {
    let bound = quoted(text).first().copied()?;
    let (target, source) = bound.split_once(": From<")?;
    let source = source.strip_suffix('>')?;
    if source.starts_with("Option<") {
        return meaning(MAYBE_MISSING);
    }
    if target.starts_with("Vec<") && is_number(source) {
        return meaning(
            "satu bilangan bukan deretan; tulis `vec![...]` untuk membuat `Vec` darinya.",
        );
    }
    if !is_number(target) {
        return None;
    }
    if source == "&str" || source == "String" {
        return meaning(format!(
            "teks tidak diubah menjadi bilangan dengan `from`; tulis `.parse::<{target}>()?` di belakangnya."
        ));
    }
    if !is_number(source) {
        return None;
    }
    meaning(if source.starts_with('&') {
        format!(
            "nilai ini sebuah acuan ({}); tulis `*` di depannya, misalnya `{target}::from(*x)`.",
            readable(source)
        )
    } else {
        format!(
            "`{target}::from` tidak menerima {}, karena nilainya tidak selalu muat di `{target}`; tulis `as {target}` di belakangnya.",
            readable(source)
        )
    })
}
