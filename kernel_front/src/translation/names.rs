//! Names that are not known: variables of cells that were not run, typing errors, fields, methods, arguments.

use super::wording::{quote, quoted, readable};
use super::{Meaning, meaning};
use crate::compiler_error::CompilerError;

/// What brings back all that the cells above make.
const RUN_ABOVE: &str =
    "Pilih menu Run, lalu Jalankan semua di atas sel yang dipilih (Run All Above Selected Cell).";

pub(super) fn explain(error: &CompilerError) -> Option<Meaning> {
    let text = error.message.as_str();
    let name = || quote(text, 0);
    let hint = || similar(error).map(|name| format!(" Mungkin maksud Anda `{name}`?"));
    match error.code.as_deref().unwrap_or_default() {
        _ if text.starts_with("cannot find value") => {
            let name = name()?;
            if error.says("introduce a new binding") {
                return meaning(format!(
                    "variabel `{name}` belum ada; buat dengan `let`, misalnya `let {name}: i32 = 3;`."
                ));
            }
            if name.starts_with(char::is_uppercase) && !name.contains("::") {
                return meaning(format!(
                    "`{name}` tidak dikenal; sebuah pilihan ditulis bersama nama tipenya, misalnya `Protocol::Tutorial`."
                ));
            }
            if let Some(similar) = similar(error).filter(|_| !error.says("a function with")) {
                return meaning(format!(
                    "variabel `{name}` tidak dikenal. Mungkin maksud Anda `{similar}`? Bila bukan, jalankan dahulu sel yang membuatnya."
                ));
            }
            meaning(format!(
                "variabel `{name}` tidak dikenal: sel yang membuatnya belum dijalankan, namanya salah ketik, atau nilainya sudah dipindahkan oleh sel lain. {RUN_ABOVE}"
            ))
        }
        _ if text.starts_with("cannot find function") => {
            let name = name()?;
            meaning(match hint() {
                Some(hint) => format!("fungsi `{name}` tidak dikenal.{hint}"),
                None => format!(
                    "fungsi `{name}` tidak dikenal: sel yang menulisnya belum dijalankan, atau namanya salah ketik. {RUN_ABOVE}"
                ),
            })
        }
        _ if text.starts_with("cannot find macro") => {
            let name = name()?;
            let hint = hint()
                .filter(|_| !name.contains("print"))
                .unwrap_or_default();
            meaning(format!(
                "makro `{name}!` tidak dikenal.{hint} Untuk mencetak, tulis `println!`."
            ))
        }
        _ if text.starts_with("cannot find type")
            || text.starts_with("cannot find trait")
            || text.starts_with("cannot find struct")
            || text.starts_with("failed to resolve: use of undeclared type") =>
        {
            let name = name()?;
            let hint = match (import(error), hint()) {
                (Some(import), _) => format!(" Tulis dahulu `{import}`."),
                (None, Some(hint)) => hint,
                (None, None) => {
                    " Jalankan sel pertama (`use fmnist_lib::prelude::*;`), atau periksa ejaannya."
                        .to_owned()
                }
            };
            meaning(format!("tipe `{name}` tidak dikenal.{hint}"))
        }
        _ if text.starts_with("cannot find module or crate") => {
            let name = name()?;
            let hint = import(error).map_or_else(
                || " Periksa ejaannya; pustaka lain perlu `:dep` di sel pertama.".to_owned(),
                |import| format!(" Tulis dahulu `{import}`."),
            );
            meaning(format!("modul atau pustaka `{name}` tidak dikenal.{hint}"))
        }
        "E0432" => {
            let path = quoted(text).first().copied()?;
            meaning(format!(
                "tidak ada yang bernama `{path}` untuk di-`use`; periksa ejaannya. Biasanya cukup `use fmnist_lib::prelude::*;`."
            ))
        }
        "E0560" | "E0559" => {
            let (owner, field) = (quote(text, 0)?, quote(text, 1)?);
            let hint = hint().unwrap_or_else(|| fields(&owner));
            meaning(format!(
                "`{owner}` tidak punya isian bernama `{field}`.{hint}"
            ))
        }
        "E0609" => {
            let (field, owner) = (quote(text, 0)?, quote(text, 1)?);
            if owner.starts_with("fn(") {
                return meaning(format!(
                    "nama di depan `.{field}` di sini sebuah fungsi, bukan variabel: sel yang membuat variabel itu belum dijalankan."
                ));
            }
            if owner.starts_with("Result<") {
                return meaning(format!(
                    "nilai ini masih berupa `Result`, jadi belum punya `{field}`; tambahkan `?` sebelum `.{field}`."
                ));
            }
            let hint = hint().unwrap_or_else(|| fields(&owner));
            meaning(format!(
                "nilai bertipe `{owner}` tidak punya isian `{field}`.{hint}"
            ))
        }
        "E0599" if text.starts_with("no method") => {
            let (method, owner) = (quote(text, 0)?, quote(text, 1)?);
            if owner.starts_with("Result<") {
                return meaning(format!(
                    "nilai ini masih berupa `Result`, jadi belum punya `{method}`; tambahkan `?` sebelum `.{method}`."
                ));
            }
            let hint = hint().unwrap_or_else(|| {
                " Periksa ejaannya; tekan Tab sesudah titik untuk melihat yang ada.".to_owned()
            });
            meaning(format!("`{owner}` tidak punya metode `{method}`.{hint}"))
        }
        "E0599" => {
            let (item, owner) = (quote(text, 0)?, quote(text, 1)?);
            let hint = hint().unwrap_or_else(|| {
                format!(
                    " Periksa ejaannya; tekan Tab sesudah `{}::` untuk melihat yang ada.",
                    bare(&owner)
                )
            });
            meaning(format!("`{owner}` tidak punya `{item}`.{hint}"))
        }
        "E0063" => {
            let owner = quoted(text)
                .last()
                .map(|owner| super::wording::short(owner))?;
            let comma = if error.says("separate the last named field with a comma") {
                " Di depan `..Default::default()` juga harus ada koma."
            } else {
                ""
            };
            meaning(format!(
                "isian `{owner}` belum lengkap; akhiri dengan `..Default::default()` agar yang lain memakai nilai baku.{comma}"
            ))
        }
        "E0061" => {
            let mut numbers = text
                .split(|letter: char| !letter.is_ascii_digit())
                .filter(|number| !number.is_empty());
            let (wanted, given) = (numbers.next()?, numbers.next()?);
            let missing = error
                .labels
                .iter()
                .find(|label| label.text.contains("is missing"))
                .and_then(|label| quoted(&label.text).first().copied().map(readable))
                .map(|name| format!(" Yang kurang bertipe {name}."))
                .unwrap_or_default();
            meaning(format!(
                "fungsi ini meminta {wanted} argumen, tetapi diberi {given}.{missing}"
            ))
        }
        "E0423" if text.contains("found macro") => {
            let name = name()?;
            meaning(format!(
                "`{name}` adalah makro; tulis dengan tanda seru: `{name}!(...)`."
            ))
        }
        "E0423" if text.contains("found builtin type") => {
            let name = name()?;
            meaning(format!(
                "`{name}` adalah tipe, bukan nilai; tipe diberikan di dalam `::<...>`, misalnya `size_of::<{name}>()`."
            ))
        }
        "E0615" => {
            let method = name()?;
            meaning(format!(
                "`{method}` adalah metode; panggil dengan tanda kurung: `.{method}()`."
            ))
        }
        "E0423" => {
            let name = name()?;
            meaning(format!(
                "`{name}` bukan fungsi; isiannya ditulis di dalam kurung kurawal, misalnya `{name} {{ epochs: 3, ..Default::default() }}`."
            ))
        }
        "E0603" | "E0616" => {
            let name = name()?;
            meaning(format!(
                "`{name}` adalah urusan dalam pustaka dan tidak dapat dipakai dari sel; pakai fungsi atau isian yang umum."
            ))
        }
        _ => None,
    }
}

/// What rustc thinks was meant.
fn similar(error: &CompilerError) -> Option<String> {
    error
        .labels
        .iter()
        .map(|label| label.text.as_str())
        .chain(error.report.lines())
        .filter(|text| text.contains("with a similar name exists"))
        .find_map(|text| quoted(text).last().map(|name| (*name).to_owned()))
}

/// The import that a reader's `use` of an earlier cell would have made, or that rustc suggests.
fn import(error: &CompilerError) -> Option<String> {
    let name = quote(&error.message, 0)?;
    if ["Map", "Sliding", "Step"].contains(&name.as_str()) {
        return Some(format!("use plot::{name};"));
    }
    let (_, after) = error.report.split_once("consider importing this")?;
    let (_, after) = after.split_once("`use ")?;
    let path = after.split([';', '`', '\n']).next()?.trim();
    Some(format!("use {path};"))
}

fn fields(owner: &str) -> String {
    if owner == "Hyperparameters" {
        " Yang ada: epochs, batch_size, learning_rate, beta1, beta2, epsilon, seed, threads, patience."
            .to_owned()
    } else if ["Sgd", "Momentum", "Adam"].contains(&owner) {
        " Yang ada: learning_rate, dan pada `Momentum` juga momentum.".to_owned()
    } else {
        " Periksa ejaannya; tekan Tab sesudah titik untuk melihat yang ada.".to_owned()
    }
}

/// Without what stands in angle brackets.
fn bare(name: &str) -> &str {
    name.split('<').next().unwrap_or(name)
}
