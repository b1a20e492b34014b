//! [`Notebook`]: a notebook file as JSON, and the hash that ties its outputs to its sources.

use crate::cell::{Cell, is_picture, joined};
use crate::kernelspec;
use crate::stamp::{Key, write_whole};
use anyhow::{Context, Result, bail};
use serde::Serialize as _;
use serde_json::{Value, json};
use std::path::Path;

/// A notebook of nbformat 4.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook(Value);

impl Notebook {
    /// Reads a notebook file.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| {
            format!(
                "Buku catatan {} tidak dapat dibaca; kembalikan dengan `git checkout`.",
                file.display()
            )
        })?;
        let broken = |what: &str| {
            format!(
                "Buku catatan {} {what}; kembalikan dengan `git checkout`.",
                file.display()
            )
        };
        let value: Value =
            serde_json::from_str(&text).with_context(|| broken("bukan JSON yang utuh"))?;
        if !has_outline(&value) {
            bail!(broken("bukan buku catatan Jupyter"));
        }
        Ok(Self(value))
    }

    /// A notebook of nbformat's JSON.
    #[cfg(test)]
    pub fn from_json(value: Value) -> Self {
        Self(value)
    }

    /// A notebook of these code cells.
    pub fn from_code(cells: &[&str]) -> Self {
        let cells: Vec<Value> = cells
            .iter()
            .enumerate()
            .map(|(index, source)| {
                json!({"cell_type": "code", "id": format!("sel-{index}"), "metadata": {}, "source": source,
                       "outputs": [], "execution_count": null})
            })
            .collect();
        Self(json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
    }

    /// Writes the file as Jupyter does (one space of indentation, one newline at the end), in one step.
    pub fn write(&self, file: &Path) -> Result<()> {
        let mut bytes = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
        self.0
            .serialize(&mut serializer)
            .context("Buku catatan gagal disusun; laporkan sebagai kesalahan proyek.")?;
        bytes.push(b'\n');
        write_whole(file, &bytes)
    }

    /// All cells in order.
    pub fn cells(&self) -> Vec<Cell<'_>> {
        let cells = self.0["cells"].as_array();
        cells.map_or_else(Vec::new, |cells| cells.iter().map(Cell).collect())
    }

    /// The code cells with their places among all cells, counted from 1.
    pub fn code_cells(&self) -> Vec<(usize, Cell<'_>)> {
        (1..)
            .zip(self.cells())
            .filter(|(_, cell)| cell.is_code())
            .collect()
    }

    /// How many outputs show a picture.
    pub fn pictures(&self) -> usize {
        let cells = self.cells();
        let outputs = cells.iter().flat_map(|cell| cell.outputs());
        outputs.filter(|output| is_picture(output)).count()
    }

    /// SHA-256 over kind and source of every cell, in order: changes when a cell is edited, moved, added or deleted.
    pub fn sources_hash(&self) -> String {
        self.cells()
            .iter()
            .fold(Key::default(), |key, cell| {
                key.text(cell.kind()).text(cell.source())
            })
            .finish()
    }

    /// The hash that was stored when the outputs were made.
    pub fn stored_hash(&self) -> Option<&str> {
        self.0["metadata"]["belajar_cnn"]["sources_sha256"].as_str()
    }

    /// The kernel that the notebook asks for.
    pub fn kernel(&self) -> Option<&str> {
        self.0["metadata"]["kernelspec"]["name"].as_str()
    }

    /// Ties the outputs to the sources, names our kernel, and drops what differs from run to run.
    pub fn seal(&mut self) {
        let hash = self.sources_hash();
        self.0["metadata"]["belajar_cnn"] = json!({"sources_sha256": hash});
        self.0["metadata"]["kernelspec"] = json!({"name": kernelspec::NAME, "display_name": kernelspec::DISPLAY_NAME, "language": "rust"});
        if let Some(cells) = self.0["cells"].as_array_mut() {
            for cell in cells {
                // Not by index, which would give a cell of text an `outputs` that Jupyter refuses.
                if let Some(outputs) = cell.get_mut("outputs").and_then(Value::as_array_mut) {
                    *outputs = coalesced(std::mem::take(outputs));
                }
                if let Some(metadata) = cell.get_mut("metadata").and_then(Value::as_object_mut) {
                    metadata.remove("execution");
                    metadata.remove("trusted");
                }
            }
        }
    }
}

/// Whether the parts that we change are there and of their kinds; Jupyter looks at the rest.
fn has_outline(notebook: &Value) -> bool {
    let objects = |value: &Value| {
        let items = value.as_array();
        items.is_some_and(|items| items.iter().all(Value::is_object))
    };
    let outputs = |cell: &Value| cell["outputs"].is_null() || objects(&cell["outputs"]);
    let cells = &notebook["cells"];
    notebook["metadata"].is_object()
        && objects(cells)
        && cells.as_array().into_iter().flatten().all(outputs)
}

/// evcxr sends each line as a stream of its own; neighbours become one, as JupyterLab shows them and repositories do not.
fn coalesced(outputs: Vec<Value>) -> Vec<Value> {
    let mut merged: Vec<Value> = Vec::new();
    for output in outputs {
        match merged.last_mut() {
            Some(last) if output["output_type"] == "stream" && last["name"] == output["name"] => {
                last["text"] = json!(joined(&last["text"]) + &joined(&output["text"]));
            }
            _ => merged.push(output),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_sees_every_change_of_the_sources() {
        let hash = Notebook::from_code(&["a", "b"]).sources_hash();
        for other in [
            &["a"][..],
            &["b", "a"],
            &["a", "b", ""],
            &["ab"],
            &["a", "B"],
        ] {
            assert_ne!(hash, Notebook::from_code(other).sources_hash(), "{other:?}");
        }
    }

    #[test]
    fn the_hash_ignores_outputs_and_how_lines_are_stored() {
        let mut notebook = Notebook::from_code(&["a\nb"]);
        let hash = notebook.sources_hash();
        notebook.0["cells"][0]["source"] = json!(["a\n", "b"]);
        notebook.0["cells"][0]["outputs"] =
            json!([{"output_type": "stream", "name": "stdout", "text": "x"}]);
        notebook.seal();
        assert_eq!(notebook.sources_hash(), hash);
        assert_eq!(notebook.stored_hash(), Some(hash.as_str()));
        assert_eq!(notebook.kernel(), Some(kernelspec::NAME));
    }

    #[test]
    fn neighbouring_lines_of_a_stream_become_one() {
        let line =
            |name: &str, text: &str| json!({"output_type": "stream", "name": name, "text": text});
        let picture = json!({"output_type": "display_data", "data": {"image/png": "AAAA"}});
        let outputs = vec![
            line("stdout", "a\n"),
            line("stdout", "b\n"),
            picture.clone(),
            line("stdout", "c\n"),
        ];
        let expected = vec![line("stdout", "a\nb\n"), picture, line("stdout", "c\n")];
        assert_eq!(coalesced(outputs), expected);
    }

    #[test]
    fn a_written_notebook_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ipynb");
        let notebook = Notebook::from_code(&["1 + 1"]);
        notebook.write(&file).unwrap();
        assert_eq!(Notebook::read(&file).unwrap(), notebook);
    }
}
