//! Types: those that cannot be guessed, operators and literals that do not fit them; the two largest families have files of their own.

use super::wording::{MAYBE_MISSING, is_number, out_of_bounds, quote, quoted, readable};
use super::{Meaning, bounds, literals, meaning, meaning_at, mismatch};
use crate::compiler_error::CompilerError;

pub(super) fn explain(error: &CompilerError, cell: &str) -> Option<Meaning> {
    let text = error.message.as_str();
    match error.code.as_deref().unwrap_or_default() {
        "E0308" => mismatch::explain(error, cell),
        "E0277" => bounds::explain(error, cell),
        "E0282" | "E0283"
            if error
                .report
                .contains("cannot infer type of the type parameter `N`") =>
        {
            meaning(
                "jenis jaringannya belum disebut; tulis di belakang nama metodenya, misalnya `.train::<Cnn>(...)`.",
            )
        }
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
            if named.iter().any(|name| name.starts_with("Option<")) {
                return meaning(MAYBE_MISSING);
            }
            // `cannot multiply A by B`, but `cannot subtract B from A`.
            let owner = if text.contains("` by `") {
                named.first()
            } else {
                named.last()
            };
            let owner = owner.copied().map(readable)?;
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
        "E0608" => {
            let owner = quote(text, 0)?;
            let hint = match owner.as_str() {
                "ConfusionMatrix" => {
                    " Hitungannya ada di isian `counts`, misalnya `.counts[5][7]`."
                }
                "Split" => " Sebagian gambarnya diambil dengan `.take(100)`.",
                _ => "",
            };
            meaning(format!(
                "nilai bertipe `{owner}` tidak dapat diberi indeks `[...]`.{hint}"
            ))
        }
        "E0614" => {
            let owner = quote(text, 0)?;
            meaning(format!(
                "`{owner}` bukan acuan, jadi hapus tanda `*` di depannya."
            ))
        }
        "E0689" => {
            let typed = error
                .labels
                .iter()
                .find(|label| label.text.contains("concrete type"))
                .and_then(|label| quoted(&label.text).last().copied())?;
            let number = typed.split('_').next()?;
            let point = if number.contains('.') { "" } else { ".0" };
            meaning(format!(
                "tipe bilangan `{number}` belum jelas; tuliskan di belakangnya, misalnya `{number}{point}_f32`."
            ))
        }
        "unconditional_panic" => {
            let mut labels = error.labels.iter();
            meaning(labels.find_map(|label| out_of_bounds(&label.text))?)
        }
        "E0605" if text.contains("`Option<") => meaning(MAYBE_MISSING),
        "E0610" => meaning(match literals::thousands(error.source("", cell)) {
            Some(thousands) => format!("{thousands}."),
            None => format!(
                "nilai bertipe {} tidak punya isian; hapus titik dan nama di belakangnya.",
                readable(quoted(text).first().copied()?)
            ),
        }),
        "E0618" => {
            let name = quote(text, 0)?;
            meaning(if is_number(&name) {
                "untuk mengalikan, tulis `*` di antara bilangan dan tanda kurung.".to_owned()
            } else {
                format!(
                    "`{}` bukan fungsi; hapus tanda kurung di belakangnya beserta isinya.",
                    name.split('<').next().unwrap_or_default()
                )
            })
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
        "arithmetic_overflow" if error.says("_usize - ") => meaning(
            "hasil pengurangan ini di bawah nol, padahal `usize` tidak mengenal bilangan negatif; balik urutannya, atau pakai `i64`.",
        ),
        "arithmetic_overflow" => meaning(
            "hasil hitungan ini pasti melebihi batas tipenya; pakai tipe yang lebih lebar, misalnya `i64`.",
        ),
        _ => None,
    }
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
