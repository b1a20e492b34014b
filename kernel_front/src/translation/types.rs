//! Types that do not fit: numbers, missing references and question marks, types that cannot be guessed.

use super::wording::{is_number, quote, quoted, readable, short};
use super::{Meaning, meaning, meaning_at};
use crate::compiler_error::CompilerError;

pub(super) fn explain(error: &CompilerError) -> Option<Meaning> {
    let text = error.message.as_str();
    match error.code.as_deref().unwrap_or_default() {
        "E0308" => mismatch(error),
        "E0277" => bound(error),
        "E0282" | "E0283" => {
            let name = error
                .labels
                .iter()
                .find(|label| label.text.contains("consider giving"))
                .and_then(|label| quoted(&label.text).first().copied());
            meaning(match name {
                Some(name) => format!(
                    "tipe `{name}` tidak dapat ditebak; tuliskan sesudah namanya, misalnya `let {name}: {} = ...`.",
                    example(text, error)
                ),
                None => "tipenya tidak dapat ditebak; tuliskan, misalnya `let nilai: f32 = ...`."
                    .to_owned(),
            })
        }
        "E0107" if text.contains("Model") => {
            meaning("`Model` perlu nama jaringannya di dalam kurung sudut, misalnya `Model<Cnn>`.")
        }
        "E0107" => meaning(
            "banyaknya tipe di dalam kurung sudut tidak cocok; periksa contohnya di buku catatan ini.",
        ),
        "E0369" => {
            if text.starts_with("cannot add") && text.contains("str") {
                return meaning(
                    "dua teks tidak dapat dijumlahkan; pakai `format!(\"{}{}\", a, b)`.",
                );
            }
            let named = quoted(text);
            let owner = named.last().copied().map(readable)?;
            meaning(format!(
                "operasi ini tidak ada untuk nilai bertipe {owner}; bandingkan atau hitung isiannya."
            ))
        }
        "E0600" => {
            let (operator, owner) = (quote(text, 0)?, quoted(text).get(1).copied().map(readable)?);
            meaning(format!(
                "tanda `{operator}` tidak dapat dipakai pada {owner}."
            ))
        }
        "E0614" => {
            let owner = quote(text, 0)?;
            meaning(format!(
                "`{owner}` bukan acuan, jadi hapus tanda `*` di depannya."
            ))
        }
        "E0604" | "E0605" | "E0606" | "E0054" => meaning(
            "`as` hanya mengubah bilangan menjadi bilangan lain; untuk teks pakai `.parse::<i32>()?`, untuk benar/salah pakai perbandingan seperti `x != 0`.",
        ),
        "E0004" => meaning(
            "`match` ini belum menangani semua kemungkinan; tambahkan cabang `_ => ...` di akhirnya.",
        ),
        "E0317" => meaning("`if` ini harus memberi nilai, jadi perlu cabang `else`."),
        "E0728" => meaning_at(
            "only allowed",
            "`.await` hanya boleh di dalam fungsi `async`; di buku catatan ini tidak diperlukan.",
        ),
        "overflowing_literals" => {
            let name = quote(text, 0)?;
            meaning(format!(
                "bilangan ini terlalu besar untuk tipe `{name}`; pakai tipe yang lebih lebar, misalnya `i32`."
            ))
        }
        "arithmetic_overflow" => meaning(
            "hasil hitungan ini pasti melebihi batas tipenya; pakai tipe yang lebih lebar, misalnya `i64`.",
        ),
        _ => None,
    }
}

fn mismatch(error: &CompilerError) -> Option<Meaning> {
    if error.says("types differ in mutability") {
        return meaning_at(
            "differ in mutability",
            "argumen ini akan diubah oleh fungsinya; tulis `&mut` di depannya, bukan `&`.",
        );
    }
    if error.says("consider mutably borrowing here") {
        return meaning_at(
            "consider mutably",
            "argumen ini harus dipinjamkan; tulis `&mut` di depan yang akan diubah dan `&` di depan yang lain, misalnya `train(&mut model, &data, &settings)?`.",
        );
    }
    if error.says("consider borrowing here") {
        return meaning_at(
            "consider borrowing",
            "argumen ini harus dipinjamkan; tulis `&` di depannya.",
        );
    }
    let place = error
        .labels
        .iter()
        .map(|label| label.text.as_str())
        .find(|text| text.starts_with("expected ") && text.contains(", found "))?;
    let (expected, found) = place.strip_prefix("expected ")?.split_once(", found ")?;
    let (expected, found) = (expected.trim_matches('`'), found.trim_matches('`'));
    let sentence = if short(found).starts_with("Result<") && !short(expected).starts_with("Result<")
    {
        "nilai ini masih berupa `Result`; tambahkan `?` di belakangnya untuk mengambil isinya."
            .to_owned()
    } else if found.starts_with('(') && found != "()" && !expected.starts_with('(') {
        format!(
            "diperlukan {}, tetapi nilai ini beberapa nilai sekaligus: `{}`; terima dengan `let (a, b) = ...`.",
            readable(expected),
            short(found)
        )
    } else if is_number(expected) && is_number(found) {
        number(expected, found)
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

fn bound(error: &CompilerError) -> Option<Meaning> {
    let text = error.message.as_str();
    if text.starts_with("the `?` operator can only be used in") {
        return meaning_at(
            "cannot use the `?`",
            "`?` hanya boleh di dalam fungsi yang mengembalikan `Result`; ubah tipe kembaliannya, misalnya `-> Result<i32>`, dan akhiri dengan `Ok(...)`.",
        );
    }
    if text.starts_with("the `?` operator can only be applied") {
        return meaning("nilai ini bukan `Result`, jadi hapus tanda `?` di belakangnya.");
    }
    for (verb, word) in [
        ("multiply", "dikalikan"),
        ("divide", "dibagi"),
        ("add", "dijumlahkan"),
        ("subtract", "dikurangkan"),
        ("calculate", "dihitung"),
    ] {
        if text.starts_with(&format!("cannot {verb}")) {
            let named = quoted(text);
            let (left, right) = (named.first().copied()?, named.get(1).copied()?);
            return meaning(format!(
                "{} dan {} tidak dapat {word} begitu saja; samakan tipenya, misalnya dengan `as f32` atau `as f64` di belakang salah satunya, atau tulis `3.0` alih-alih `3`.",
                readable(left),
                readable(right)
            ));
        }
    }
    if text.contains("can't compare") {
        let named = quoted(text);
        return meaning(format!(
            "{} tidak dapat dibandingkan dengan {}; samakan tipenya dengan `as`.",
            readable(named.first().copied()?),
            readable(named.get(1).copied()?)
        ));
    }
    if text.contains("cannot be indexed by") {
        let by = quoted(text).get(1).copied().map(readable)?;
        return meaning(format!(
            "indeks harus bertipe `usize`, bukan {by}; tulis `as usize` di belakang indeksnya."
        ));
    }
    if text.contains("doesn't implement") {
        let named = quoted(text);
        let owner = readable(named.first().copied()?);
        let last = named.get(1).copied().unwrap_or_default();
        if last.ends_with("Display") {
            return meaning_at(
                "cannot be formatted",
                format!(
                    "{owner} tidak dapat dicetak dengan `{{}}`; coba `{{:?}}`, atau cetak salah satu isiannya."
                ),
            );
        }
        if last.ends_with("Debug") {
            return meaning(format!(
                "{owner} tidak dapat dicetak dengan `{{:?}}`; cetak salah satu isiannya."
            ));
        }
    }
    if text.contains("is not satisfied") && text.contains("FromStr") {
        return meaning(
            "tipe hasil `parse` tidak dapat ditebak; tuliskan, misalnya `let n: i32 = \"3\".parse()?;`.",
        );
    }
    if text.contains("cannot be made by summing") {
        return meaning(
            "hasil `.sum()` harus satu bilangan bertipe sama dengan isinya, misalnya `let jumlah: i32 = ...`.",
        );
    }
    if text.contains("cannot be built from an iterator") || text.contains("cannot be built since") {
        return meaning(
            "hasil `.collect()` tidak cocok dengan tipe yang diminta; periksa tipe isi `Vec`-nya.",
        );
    }
    None
}

/// A type for the example, as near to the value as the error tells.
fn example(text: &str, error: &CompilerError) -> String {
    let all = format!("{text} {}", error.report);
    if all.contains("Model<") {
        "Model<Cnn>".to_owned()
    } else if all.contains("Vec<") || all.contains("collect") {
        "Vec<f32>".to_owned()
    } else {
        "f32".to_owned()
    }
}
