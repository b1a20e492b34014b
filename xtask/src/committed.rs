//! The static check of the committed notebooks: all of them, executed from top to bottom, without errors, with their pictures, and with
//! outputs that belong to today's sources.

use crate::finding::findings;
use crate::form::{GLOSSARY, START};
use crate::kernelspec;
use crate::notebook::Notebook;
use crate::project::Project;
use crate::script::all_active;
use anyhow::Result;

/// The notebooks that promise at least one picture: the lessons.
const WITH_PICTURES: std::ops::RangeInclusive<u32> = 1..=7;

/// What is wrong with the committed notebooks, a sentence each.
pub fn check(project: &Project) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let files = project.notebooks()?;
    let numbers: Vec<u32> = files.iter().map(|(number, _)| *number).collect();
    if numbers != (START..=GLOSSARY).collect::<Vec<_>>() {
        wrong.push(format!(
            "folder notebooks harus berisi buku catatan {START:02}_… sampai {GLOSSARY:02}_…, masing-masing satu, tetapi nomornya {numbers:?}."
        ));
    }
    for (number, file) in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        for sentence in check_one(*number, &Notebook::read(file)?) {
            wrong.push(format!("{name}: {sentence}"));
        }
    }
    Ok(wrong)
}

/// What is wrong with one notebook.
pub fn check_one(number: u32, notebook: &Notebook) -> Vec<String> {
    let mut wrong: Vec<String> = findings(notebook)
        .iter()
        .map(|finding| finding.to_string())
        .collect();
    if notebook.stored_hash() != Some(notebook.sources_hash().as_str()) {
        wrong.push(format!(
            "isi sel berubah sejak dijalankan terakhir; jalankan `cargo xtask notebooks --only {number}`."
        ));
    }
    if notebook.kernel() != Some(kernelspec::NAME) {
        wrong.push(format!("kernelnya bukan {}.", kernelspec::NAME));
    }
    let cells = notebook.code_cells();
    if cells.is_empty() != (number == GLOSSARY) {
        wrong.push("harus mempunyai sel kode, dan hanya glosarium yang tidak.".to_owned());
    }
    for (place, cell) in (1..).zip(notebook.cells()) {
        if !cell.is_code() && cell.has_outputs() {
            wrong.push(format!(
                "sel {place} bukan kode tetapi berisi `outputs`, yang ditolak Jupyter."
            ));
        }
    }
    let mut previous: Option<u64> = None;
    for (place, cell) in &cells {
        match (cell.count(), previous) {
            (None, _) => wrong.push(format!("sel {place} belum dijalankan.")),
            // evcxr gives a fresh kernel's first cell the number 2.
            (Some(count), None) if count > 2 => {
                wrong.push(format!(
                    "sel {place} bernomor {count}, padahal yang pertama."
                ));
            }
            (Some(count), Some(before)) if before.checked_add(1) != Some(count) => {
                wrong.push(format!("sel {place} bernomor {count} sesudah {before}."));
            }
            _ => {}
        }
        previous = cell.count().or(previous);
    }
    for (place, active) in all_active(notebook) {
        wrong.push(format!(
            "sel {place} mengandung skrip atau mengambil sesuatu dari luar: {active}."
        ));
    }
    if WITH_PICTURES.contains(&number) && notebook.pictures() == 0 {
        wrong.push("tidak ada gambar di luarannya.".to_owned());
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A notebook as it should be, changed by `edit` before or after its outputs were sealed.
    fn wrong(edit: impl Fn(&mut Value), reseal: bool) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("04_a.ipynb");
        let cell = |count: u64, output: Value| json!({"cell_type": "code", "metadata": {}, "source": format!("sel({count})"), "outputs": [output], "execution_count": count});
        let mut value = json!({"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": "# Judul"},
            cell(2, json!({"output_type": "stream", "name": "stdout", "text": "ya\n"})),
            cell(3, json!({"output_type": "execute_result", "data": {"image/png": "AAAA"}})),
            cell(4, json!({"output_type": "execute_result", "data": {"text/plain": "1"}})),
        ]});
        let save = |value: &Value| std::fs::write(&file, value.to_string()).unwrap();
        let seal = |value: &Value| {
            save(value);
            let mut notebook = Notebook::read(&file).unwrap();
            notebook.seal();
            notebook.write(&file).unwrap();
            serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap()
        };
        value = seal(&value);
        edit(&mut value);
        if reseal {
            value = seal(&value);
        }
        save(&value);
        check_one(4, &Notebook::read(&file).unwrap())
    }

    fn complains(about: &str, edit: impl Fn(&mut Value), reseal: bool) {
        let found = wrong(edit, reseal);
        assert!(
            found.iter().any(|sentence| sentence.contains(about)),
            "{about}: {found:?}"
        );
    }

    #[test]
    fn a_good_notebook_passes() {
        assert_eq!(wrong(|_| {}, false), Vec::<String>::new());
    }

    #[test]
    fn each_defect_is_found() {
        let delete = |place: usize| {
            move |value: &mut Value| {
                value["cells"].as_array_mut().unwrap().remove(place);
            }
        };
        complains("berubah", delete(0), false);
        complains("berubah", delete(3), false);
        complains(
            "ditolak Jupyter",
            |value| value["cells"][0]["outputs"] = Value::Null,
            false,
        );
        complains(
            "berubah",
            |value| value["cells"][1]["source"] = json!("lain"),
            false,
        );
        complains("sesudah", delete(2), true);
        complains("yang pertama", delete(1), true);
        complains(
            "belum dijalankan",
            |value| value["cells"][2]["execution_count"] = Value::Null,
            false,
        );
        complains(
            "tidak ada gambar",
            |value| value["cells"][2]["outputs"] = json!([]),
            false,
        );
        complains(
            "panic",
            |value| {
                value["cells"][1]["outputs"][0] =
                    json!({"output_type": "stream", "name": "stderr", "text": "panicked at"})
            },
            false,
        );
        complains(
            "tidak dapat dikompilasi",
            |value| {
                value["cells"][1]["outputs"][0] =
                    json!({"output_type": "error", "evalue": "x", "traceback": []})
            },
            false,
        );
        complains(
            "skrip",
            |value| value["cells"][3]["outputs"][0]["data"] = json!({"text/html": "<SCRIPT>"}),
            false,
        );
        complains(
            "kernelnya",
            |value| value["metadata"]["kernelspec"]["name"] = json!("rust"),
            false,
        );
    }
}
