//! Names that are not known: variables of cells that were not run, typing errors, fields, methods, arguments.

use super::suggestion::{import, is_slip, similar};
use super::wording::{quote, quoted, readable};
use super::{Meaning, meaning};
use crate::compiler_error::CompilerError;

/// What brings back all that the cells above make.
const RUN_ABOVE: &str = "Pilih menu Jalankan (Run), lalu Jalankan Semua di Atas Sel yang Dipilih (Run All Above Selected Cell).";

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
            // A function of that name cannot be meant where a value stands.
            let similar = similar(error).filter(|_| !error.says("a function with"));
            let moved = Some("nilainya sudah dipindahkan oleh sel lain");
            meaning(unknown(
                "variabel",
                &name,
                "sel yang membuatnya",
                similar,
                moved,
            ))
        }
        _ if text.starts_with("cannot find function") => meaning(unknown(
            "fungsi",
            &name()?,
            "sel yang menulisnya",
            similar(error),
            None,
        )),
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
            if let Some(import) = import(error) {
                return meaning(format!(
                    "tipe `{name}` tidak dikenal. Tulis dahulu `{import}`."
                ));
            }
            let similar = similar(error);
            let cell = if similar.is_some() {
                "sel yang menulisnya"
            } else {
                "sel yang menulisnya atau sel pertama (`use fmnist_lib::prelude::*;`)"
            };
            meaning(unknown("tipe", &name, cell, similar, None))
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

/// A name of a cell (`cell`, in words) that was not run, or a slip of the pen, or what `other` says.
fn unknown(
    kind: &str,
    name: &str,
    cell: &str,
    similar: Option<String>,
    other: Option<&str>,
) -> String {
    let slip = match similar {
        Some(similar) if is_slip(name, &similar) => {
            return format!(
                "{kind} `{name}` tidak dikenal. Mungkin maksud Anda `{similar}`? Bila bukan, jalankan dahulu {cell}."
            );
        }
        Some(similar) => format!("namanya salah ketik (bila maksud Anda `{similar}`)"),
        None => "namanya salah ketik".to_owned(),
    };
    let reasons = match other {
        Some(other) => format!("{slip}, atau {other}"),
        None => format!("atau {slip}"),
    };
    format!("{kind} `{name}` tidak dikenal: {cell} belum dijalankan, {reasons}. {RUN_ABOVE}")
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
