//! Types that cannot do what is asked of them (E0277): arithmetic, comparing, indexing, printing, iterating, collecting, `?`.

use super::wording::{quoted, readable};
use super::{Meaning, conversions, literals, meaning, meaning_at, tensors};
use crate::compiler_error::CompilerError;

pub(super) fn explain(error: &CompilerError, cell: &str) -> Option<Meaning> {
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
    if text.contains("{float}")
        && let Some(thousands) = literals::thousands(error.source("", cell))
    {
        return meaning(if text.starts_with("cannot ") {
            format!(
                "{thousands}; bila memang pecahan, samakan tipenya, misalnya `3.0` alih-alih `3`."
            )
        } else {
            format!("{thousands}.")
        });
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
    if text.ends_with("is not an iterator") {
        return meaning(if text.starts_with("`{integer}`") {
            "`for` menjalani sebuah rentang atau deretan; tulis misalnya `0..10`, bukan `10`."
                .to_owned()
        } else if text.contains("Range<{float}>") {
            "rentang bilangan pecahan tidak dapat dijalani; pakai rentang bilangan bulat, lalu hitung pecahannya di dalam, misalnya `i as f32 / 10.0`."
                .to_owned()
        } else {
            format!(
                "nilai bertipe {} tidak dapat dijalani satu per satu; coba `.iter()` di belakangnya.",
                readable(quoted(text).first().copied()?)
            )
        });
    }
    if text.contains("can't compare") {
        let named = quoted(text);
        let stars = error
            .labels
            .iter()
            .find(|label| label.text.contains("consider dereferencing here"))
            .and_then(|label| quoted(&label.text).last().copied());
        if let Some(stars) = stars {
            return meaning(format!(
                "yang dibandingkan ini sebuah acuan ({}); tulis `{stars}` di depan namanya untuk membandingkan isinya.",
                readable(named.first().copied()?)
            ));
        }
        return meaning(format!(
            "{} tidak dapat dibandingkan dengan {}; samakan tipenya dengan `as`.",
            readable(named.first().copied()?),
            readable(named.get(1).copied()?)
        ));
    }
    if text.contains("cannot be indexed by") {
        let by = quoted(text).get(1).copied().map(readable)?;
        return meaning(if by.starts_with("`&") {
            format!(
                "indeks harus bertipe `usize`, bukan {by}; hapus `&`, atau tulis `*` di depannya."
            )
        } else if by.starts_with("`Option<") {
            "indeks harus bertipe `usize`, padahal nilai ini mungkin tidak ada (`Option`); tambahkan `.unwrap_or_default()`."
                .to_owned()
        } else {
            format!(
                "indeks harus bertipe `usize`, bukan {by}; tulis `as usize` di belakang indeksnya."
            )
        });
    }
    if text.contains("doesn't implement") {
        let named = quoted(text);
        let owner = readable(named.first().copied()?);
        let last = named.get(1).copied().unwrap_or_default();
        if owner.starts_with("`Result<") {
            return meaning(
                "nilai ini masih berupa `Result`; tambahkan `?` di belakangnya untuk mengambil isinya.",
            );
        }
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
    if text.contains("cannot be known at compilation time") {
        let slice = quoted(text).first().copied()?;
        let copy = match slice {
            "str" => "to_string",
            slice if slice.starts_with('[') => "to_vec",
            _ => return None,
        };
        return meaning(format!(
            "panjang sebuah potongan (`{slice}`) baru diketahui ketika sel berjalan, jadi ia tidak dapat menjadi isi variabel; salin dengan `.{copy}()` di belakangnya."
        ));
    }
    if let Some(sentence) = quoted(text).first().copied().and_then(tensors::arithmetic) {
        return meaning(sentence);
    }
    if text.contains(": From<") {
        return conversions::explain(text);
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
