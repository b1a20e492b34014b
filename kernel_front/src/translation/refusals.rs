//! What is evcxr's own: its refusals, and the end of the process that runs the cells.

use super::wording::{quote, quoted};
use super::{Meaning, meaning};
use crate::compiler_error::CompilerError;
use crate::fault::{Fault, Kind};

pub(super) fn explain(error: &CompilerError) -> Option<Meaning> {
    let text = error.message.as_str();
    let name = || quote(text, 0);
    if text.contains("contains a reference with a non-static lifetime") {
        let name = name()?;
        return meaning(format!(
            "Variabel `{name}` berisi acuan (`&`), yang tidak dapat disimpan antarsel; simpan nilainya sendiri, misalnya dengan `.clone()`, atau tulis seluruh sel di dalam `{{ ... }}`."
        ));
    }
    if text.contains("is a closure, which cannot be persisted") {
        let name = name()?;
        return meaning(format!(
            "Variabel `{name}` adalah *closure*, yang tidak dapat disimpan antarsel; tulis sebagai fungsi (`fn {name}(x: i32) -> i32 {{ ... }}`), atau tulis seluruh sel di dalam `{{ ... }}`."
        ));
    }
    if text.contains("which cannot be persisted") {
        let name = name()?;
        return meaning(format!(
            "Variabel `{name}` belum berupa nilai yang dapat disimpan antarsel; kumpulkan dahulu, misalnya `let {name}: Vec<f32> = ....collect();`."
        ));
    }
    if text.starts_with("Couldn't automatically determine type of variable")
        || text.starts_with("Failed to determine type of variable")
    {
        let name = name()?;
        return meaning(format!(
            "Tipe variabel `{name}` tidak dapat ditebak; tuliskan sesudah namanya, misalnya `let {name}: f32 = ...`."
        ));
    }
    if text.starts_with("A type redefinition resulted in") {
        let (_, names) = text.split_once("lost: ")?;
        return meaning(format!(
            "Tipe yang didefinisikan ulang menghilangkan variabel {names}; jalankan lagi sel yang membuatnya."
        ));
    }
    if let Some(command) = text.strip_prefix("Unrecognised command ") {
        return meaning(format!(
            "Perintah `{command}` tidak dikenal; `:help` menampilkan perintah yang ada."
        ));
    }
    if text.contains("No space left on device") || text.contains("(os error 28)") {
        return meaning(
            "Ruang disk habis, sehingga sel ini tidak dapat dikompilasi; kosongkan sebagian, lalu jalankan sel ini sekali lagi.",
        );
    }
    if text.contains("no matching package named") {
        let name = quoted(text).first().copied()?.to_owned();
        return meaning(format!(
            "Pustaka `{name}` tidak ada di crates.io; periksa ejaannya. Buku catatan ini hanya memerlukan `fmnist_lib`."
        ));
    }
    None
}

/// The process that runs the cells has died; evcxr has started a new one.
pub(super) fn crash(error: &CompilerError) -> Option<Fault> {
    let (_, status) = error
        .message
        .split_once("Subprocess terminated with status: ")?;
    let why = if status.contains("SIGKILL") || status.contains("signal: 9") {
        "Proses yang menjalankan sel dimatikan oleh sistem, biasanya karena memori habis; kecilkan `batch_size` atau tutup program lain.".to_owned()
    } else if error.report.contains("overflowed its stack") {
        "Proses yang menjalankan sel berhenti karena tumpukan (*stack*) habis; periksa fungsi yang memanggil dirinya sendiri.".to_owned()
    } else if status.contains("exit status") {
        "Sel ini mengakhiri proses yang menjalankannya (`exit`).".to_owned()
    } else {
        format!("Proses yang menjalankan sel berhenti mendadak ({status}).")
    };
    Some(Fault::new(
        Kind::Crash,
        vec![
            why,
            "Semua variabel hilang; kernel sudah siap lagi: pilih menu Jalankan (Run), lalu Jalankan Semua di Atas Sel yang Dipilih (Run All Above Selected Cell).".to_owned(),
        ],
    ))
}
