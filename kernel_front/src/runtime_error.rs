//! Errors of a cell while it runs, read from its stderr: a panic, and the error behind a `?`. evcxr reports such a cell as "ok"; for a
//! reader it is an error, told in Indonesian and without a backtrace.

use crate::fault::{Fault, Kind};
use crate::translation::wording::{capitalised, out_of_bounds};

/// The fault that a cell's stderr tells of, if it does. Text that a cell wrote there itself is no fault.
pub fn read(stderr: &str, cell: &str) -> Option<Fault> {
    if let Some(message) = panic_message(stderr) {
        let sentences = vec![
            explain_panic(&message),
            "Sel ini berhenti di tengah jalan (panic); variabel baru dari sel ini tidak disimpan."
                .to_owned(),
        ];
        return Some(Fault::new(Kind::Panic, sentences));
    }
    let text = stderr.trim();
    if text.is_empty() || !has_question_mark(cell) || writes_to_stderr(cell) {
        return None;
    }
    let sentences = vec![
        explain_error(text),
        "Sel ini berhenti pada tanda `?` yang menerima galat itu; variabel baru dari sel ini tidak disimpan.".to_owned(),
    ];
    Some(Fault::new(Kind::Error, sentences))
}

/// Whether a panic's text begins in here.
pub fn is_panic(stderr: &str) -> bool {
    stderr.contains("panicked at ")
}

/// Between `panicked at …:` and the backtrace.
fn panic_message(stderr: &str) -> Option<String> {
    let (_, rest) = stderr.split_once("panicked at ")?;
    let (_, message) = rest.split_once('\n')?;
    let end = [
        "stack backtrace:",
        "note: run with `RUST_BACKTRACE",
        "note: Some details",
    ]
    .iter()
    .filter_map(|mark| message.find(mark))
    .min()
    .unwrap_or(message.len());
    let message = message[..end].trim();
    Some(if message.is_empty() {
        "Sel ini mengalami panic tanpa pesan.".to_owned()
    } else {
        message.to_owned()
    })
}

fn explain_panic(message: &str) -> String {
    if let Some(sentence) = out_of_bounds(message) {
        return capitalised(&sentence);
    }
    if let Some(operation) = message.strip_prefix("attempt to ") {
        if operation.contains("divide by zero") || operation.contains("divisor of zero") {
            return "Pembagian dengan nol; periksa pembaginya.".to_owned();
        }
        if operation.ends_with("with overflow") {
            return format!(
                "Hasil hitungan terlalu besar atau terlalu kecil untuk tipenya ({message}); pakai tipe yang lebih lebar, misalnya i64."
            );
        }
    }
    if let Some(condition) = message.strip_prefix("assertion failed: ") {
        return format!("Pemeriksaan `assert!` gagal: `{condition}` tidak benar.");
    }
    if let Some(rest) = message.strip_prefix("assertion `left ")
        && let Some((said, values)) = rest.split_once("\n  left: ")
        && let Some((left, right)) = values.split_once("\n right: ")
    {
        let (name, wanted) = if said.starts_with("!=") {
            ("assert_ne!", "berbeda")
        } else {
            ("assert_eq!", "sama")
        };
        let own = said
            .split_once(" failed: ")
            .map_or_else(String::new, |(_, own)| format!(" {own}"));
        return format!(
            "Pemeriksaan `{name}` gagal: yang kiri {left}, yang kanan {right}, padahal keduanya harus {wanted}.{own}"
        );
    }
    if let Some(rest) = message.strip_prefix("range end index ")
        && let Some((end, length)) = rest.split_once(" out of range for slice of length ")
    {
        return format!("Potongan sampai {end} melampaui isinya, yang hanya {length}.");
    }
    if message == "called `Option::unwrap()` on a `None` value" {
        return "`unwrap()` menemukan `None`, padahal nilainya diperlukan; periksa dahulu dengan `if let Some(...)`.".to_owned();
    }
    if let Some(error) = message.strip_prefix("called `Result::unwrap()` on an `Err` value: ") {
        return explain_error(error);
    }
    message.to_owned()
}

/// Errors of the standard library that a learner meets; all others, the crate's own among them, stay as they are.
fn explain_error(text: &str) -> String {
    let known = [
        (
            "invalid digit found in string",
            "Teks itu bukan bilangan bulat",
        ),
        (
            "ParseIntError { kind: InvalidDigit }",
            "Teks itu bukan bilangan bulat",
        ),
        (
            "could not convert slice to array",
            "Panjang potongan itu tidak sama dengan panjang deretan yang diminta",
        ),
        (
            "cannot parse integer from empty string",
            "Teks kosong bukan bilangan",
        ),
        (
            "invalid float literal",
            "Teks itu bukan bilangan pecahan; pakai titik, misalnya 0.5",
        ),
        (
            "No such file or directory",
            "Berkas atau folder itu tidak ada; periksa nama dan foldernya",
        ),
        (
            "Permission denied",
            "Izin untuk berkas atau folder itu tidak ada",
        ),
        ("No space left on device", "Ruang disk habis"),
    ];
    match known.iter().find(|(english, _)| text.starts_with(english)) {
        Some((_, indonesian)) => format!("{indonesian} ({text})."),
        None => text.to_owned(),
    }
}

fn has_question_mark(cell: &str) -> bool {
    cell.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .any(|line| line.contains('?'))
}

fn writes_to_stderr(cell: &str) -> bool {
    ["eprint", "dbg!", "stderr"]
        .iter()
        .any(|word| cell.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANIC: &str = "\nthread '<unnamed>' (22164) panicked at ctx/src/lib.rs:112:74:\nMESSAGE\nstack backtrace:\n   0: __rustc::rust_begin_unwind\n             at /rustc/5980/library/std/src/panicking.rs:689:5\nnote: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.\n";

    fn panicked(message: &str) -> String {
        let fault = read(&PANIC.replace("MESSAGE", message), "x").unwrap();
        assert_eq!(fault.kind, Kind::Panic);
        assert!(!fault.sentences.concat().contains("rustc"));
        fault.sentences[0].clone()
    }

    #[test]
    fn a_panic_is_told_without_its_backtrace() {
        assert_eq!(panicked("sengaja"), "sengaja");
        assert_eq!(panicked("dua\nbaris"), "dua\nbaris");
        assert!(
            panicked("index out of bounds: the len is 2 but the index is 9")
                .starts_with("Indeks 9")
        );
        assert!(panicked("attempt to divide by zero").contains("nol"));
        assert!(panicked("range end index 6 out of range for slice of length 4").contains("4"));
        assert_eq!(
            panicked("assertion `left == right` failed: label\n  left: 9\n right: 10"),
            "Pemeriksaan `assert_eq!` gagal: yang kiri 9, yang kanan 10, padahal keduanya harus sama. label"
        );
        assert!(panicked("assertion failed: a == b").contains("`a == b`"));
        assert_eq!(
            panicked(
                "called `Result::unwrap()` on an `Err` value: Berkas `a` tidak dapat dibaca; periksa."
            ),
            "Berkas `a` tidak dapat dibaca; periksa."
        );
    }

    #[test]
    fn the_error_behind_a_question_mark_is_a_fault() {
        let fault = read(
            "Nilai `epochs` = 0 tidak dapat dipakai.\n",
            "settings.validate()?;",
        )
        .unwrap();
        assert_eq!(fault.kind, Kind::Error);
        assert_eq!(
            fault.sentences[0],
            "Nilai `epochs` = 0 tidak dapat dipakai."
        );
        let fault = read("invalid digit found in string\n", "\"x\".parse::<i32>()?;").unwrap();
        assert!(fault.sentences[0].starts_with("Teks itu bukan bilangan bulat"));
        let fault = read("could not convert slice to array\n", "d[..4].try_into()?;").unwrap();
        assert!(fault.sentences[0].starts_with("Panjang potongan"));
    }

    #[test]
    fn what_a_cell_writes_itself_is_no_fault() {
        assert_eq!(read("catatan\n", "eprintln!(\"catatan\"); muat()?;"), None);
        assert_eq!(read("catatan\n", "muat(); // mengapa?"), None);
        assert_eq!(read("\n", "muat()?;"), None);
    }
}
