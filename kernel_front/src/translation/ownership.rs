//! Moved values, variables that may not change, and references that would outlive their cell.

use super::wording::quote;
use super::{Meaning, meaning, meaning_at};
use crate::compiler_error::CompilerError;

pub(super) fn explain(error: &CompilerError) -> Option<Meaning> {
    let text = error.message.as_str();
    let name = || quote(text, 0);
    match error.code.as_deref().unwrap_or_default() {
        "E0382" => {
            let name = name()?;
            if error.says("previous iteration of loop") {
                return meaning(format!(
                    "`{name}` sudah dipindahkan pada putaran pertama; pinjam dengan `&{name}`, atau salin dengan `{name}.clone()`."
                ));
            }
            meaning_at(
                "after move",
                format!(
                    "`{name}` sudah dipindahkan ke tempat lain dan tidak dapat dipakai lagi; pinjam dengan `&{name}` di tempat pertama, atau salin dengan `{name}.clone()` bila tipenya mengizinkan."
                ),
            )
        }
        "E0384" => {
            let name = name()?;
            meaning_at(
                "cannot assign twice",
                format!(
                    "`{name}` tidak dapat diubah; buat dengan `let mut {name}` bila nilainya akan berubah."
                ),
            )
        }
        "E0594" => {
            let owner = owner(text)?;
            meaning_at(
                "cannot assign",
                format!(
                    "`{owner}` tidak dapat diubah; buat dengan `let mut {owner}`, atau tulis dahulu `let mut {owner} = {owner};`."
                ),
            )
        }
        "E0596" if text.contains("behind a `&` reference") => meaning_at(
            "cannot be borrowed as mutable",
            "yang diubah di sini hanya dipinjam untuk dibaca (`&`); pinjam dengan `&mut`, atau ubah nilai aslinya.",
        ),
        "E0596" => {
            let owner = owner(text)?;
            meaning_at(
                "cannot borrow",
                format!(
                    "`{owner}` akan diubah di sini, padahal dibuat tanpa `mut`; buat dengan `let mut {owner}`."
                ),
            )
        }
        "E0106" => meaning(
            "acuan (`&`) yang dikembalikan perlu umur; lebih mudah kembalikan nilainya sendiri, misalnya `String` alih-alih `&str`.",
        ),
        "E0597" | "E0716" | "E0515" => meaning(
            "acuan (`&`) ini hidup lebih lama daripada nilainya; simpan nilainya sendiri, misalnya dengan `.clone()`.",
        ),
        "E0502" | "E0499" => {
            let name = name()?;
            meaning_at(
                "borrow occurs here",
                format!(
                    "`{name}` sedang dipinjam di baris lain, jadi belum dapat diubah; selesaikan dahulu pemakaian acuannya."
                ),
            )
        }
        "E0505" => {
            let name = name()?;
            meaning(format!(
                "`{name}` sedang dipinjam, jadi belum dapat dipindahkan; selesaikan dahulu pemakaian acuannya."
            ))
        }
        _ => None,
    }
}

/// The variable behind `cannot assign to `s.epochs`, as `s` is not declared as mutable`.
fn owner(text: &str) -> Option<String> {
    let (_, after) = text.split_once("as `").unwrap_or(("", ""));
    match after.split('`').next() {
        Some(owner) if !owner.is_empty() => Some(owner.to_owned()),
        _ => quote(text, 0),
    }
}
