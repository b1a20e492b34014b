//! A lesson as it should be, for the tests that break it.

use super::{Page, of_page};
use crate::notebook::Notebook;
use serde_json::{Value, json};

const HEAD: &str = "# Langkah 4 dari 7: CNN\n\n![Peta perjalanan: langkah 4](gambar/langkah-4.svg)\n\n**Setelah langkah ini Anda dapat**\n\n- satu\n- dua\n- tiga\n\n\
**Waktu:** membaca sekitar 3 menit, menjalankan semua sel sekitar 2 detik.\n\nSebelumnya: [3](03_c.ipynb) · Berikutnya: [5](05_e.ipynb) · [Glosarium](08_glosarium.ipynb)";
const END: &str = "## Ringkasan\n\n- a\n- b\n- c\n\n## Kuis\n\n**1.** Mengapa?\n\n<details><summary>Jawaban</summary>\n\nSebab begitulah.\n\n</details>\n\n\
**2.** Berapa?\n\n<details><summary>Jawaban</summary>\n\nSepuluh kelas.\n\n</details>\n\n**3.** Siapa?\n\n<details><summary>Jawaban</summary>\n\nKita semua.\n\n</details>\n\n## Latihan";

fn text(source: &str) -> Value {
    json!({"cell_type": "markdown", "metadata": {}, "source": source})
}

fn code(source: &str, tags: Value, outputs: Value) -> Value {
    json!({"cell_type": "code", "metadata": tags, "source": source, "outputs": outputs, "execution_count": 2})
}

/// Its cells: head, text, code, code with picture, caption, end, and two exercises with solutions, the way on.
pub fn lesson() -> Vec<Value> {
    let time = json!({"output_type": "display_data", "data": {"text/plain": "2 detik"}, "metadata": {"belajar_cnn": {"seconds": 2.0}}});
    let picture = json!({"output_type": "execute_result", "data": {"image/png": "AAAA", "text/plain": "Sebuah gambar dengan teks pengganti."}});
    let solution = || {
        let metadata = json!({"tags": ["penyelesaian"], "jupyter": {"source_hidden": true, "outputs_hidden": true}});
        code("assert!(true);", metadata, json!([]))
    };
    vec![
        text(HEAD),
        text("## Satu bagian, dua\n\nKita melihat *loss* dari sebuah gambar."),
        code("let a = 1;", json!({}), json!([time])),
        code("plot::image()?", json!({}), json!([picture])),
        text("**Gambar 4.1.** Lihatlah tepinya."),
        text(END),
        text("**Latihan 4.1.** Ubah satu hal. Tebak dahulu."),
        solution(),
        text("**Latihan 4.2.** Ubah hal lain. Tebak dahulu."),
        solution(),
        text("Berikutnya: [5](05_e.ipynb)"),
    ]
}

pub fn notebook(cells: &[Value]) -> Notebook {
    Notebook::from_json(json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
}

fn wrong(cells: &[Value]) -> Vec<String> {
    of_page(&Page::new(4, "04_d.ipynb", &notebook(cells)))
}

/// The lesson as it is has no defect.
pub fn passes() {
    assert_eq!(wrong(&lesson()), Vec::<String>::new());
}

fn edited(edit: impl FnOnce(&mut Vec<Value>)) -> Vec<String> {
    let mut cells = lesson();
    edit(&mut cells);
    wrong(&cells)
}

fn complains_after(edit: impl FnOnce(&mut Vec<Value>), about: &str) {
    let found = edited(edit);
    assert!(
        found.iter().any(|sentence| sentence.contains(about)),
        "{about}: {found:?}"
    );
}

fn replacement<'a>(cell: usize, from: &'a str, to: &'a str) -> impl FnOnce(&mut Vec<Value>) + 'a {
    move |cells| {
        let source = cells[cell]["source"].as_str().unwrap().to_owned();
        assert!(source.contains(from), "{from}");
        cells[cell]["source"] = json!(source.replacen(from, to, 1));
    }
}

/// With `from` replaced by `to` in this cell, something is said about `about`.
pub fn complains(cell: usize, from: &str, to: &str, about: &str) {
    complains_after(replacement(cell, from, to), about);
}

/// With `from` replaced by `to` in this cell, there is still no defect.
pub fn accepts(cell: usize, from: &str, to: &str) {
    assert_eq!(
        edited(replacement(cell, from, to)),
        Vec::<String>::new(),
        "{to}"
    );
}

/// The same with other metadata.
pub fn complains_of_metadata(cell: usize, metadata: Value, about: &str) {
    complains_after(|cells| cells[cell]["metadata"] = metadata, about);
}

/// The same with other outputs.
pub fn complains_of_outputs(cell: usize, outputs: Value, about: &str) {
    complains_after(|cells| cells[cell]["outputs"] = outputs, about);
}
