//! [`WeightsFile`]: the tensors and notes of one of our safetensors files, and a digest by which a damaged one is known.
//!
//! The note [`DIGEST`] is the SHA-256 of everything else in the file. A file of another program has none, and is believed.

use crate::{
    error::{Error, Result},
    whole_file::write_whole,
};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io::Read,
    path::Path,
};

const KIND: &str = "bobot safetensors";
pub(crate) const DIGEST: &str = "sha256";
/// The note that holds a [`History`](crate::history::History) as JSON.
pub(crate) const HISTORY_NOTE: &str = "history";
/// The table of a file and its notes, among them the history of at most 10,000 epochs, take no more.
const MOST_HEAD: u64 = 16 << 20;

/// A file in the making.
#[derive(Default)]
pub(crate) struct WeightsFile {
    pub(crate) notes: BTreeMap<String, String>,
    pub(crate) tensors: Vec<(String, Vec<usize>, Vec<u8>)>,
}

impl WeightsFile {
    /// Adds a float32 tensor.
    pub(crate) fn add(
        &mut self,
        name: String,
        shape: Vec<usize>,
        numbers: impl Iterator<Item = f32>,
    ) {
        let bytes = numbers.flat_map(f32::to_le_bytes).collect();
        self.tensors.push((name, shape, bytes));
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn write(mut self, path: &Path) -> Result<()> {
        let mut views = Vec::with_capacity(self.tensors.len());
        for (name, shape, bytes) in &self.tensors {
            let view = TensorView::new(Dtype::F32, shape.clone(), bytes);
            views.push((name.clone(), view.map_err(|error| wrong(path, error))?));
        }
        let sum = digest(&self.notes, &views);
        self.notes.insert(DIGEST.to_owned(), sum);
        let notes: HashMap<String, String> = self.notes.into_iter().collect();
        let bytes =
            safetensors::serialize(views, Some(notes)).map_err(|error| wrong(path, error))?;
        write_whole(path, &bytes)
    }
}

/// A file that has been read, and found undamaged.
pub(crate) struct Opened<'a> {
    pub(crate) path: &'a Path,
    pub(crate) tensors: SafeTensors<'a>,
    notes: BTreeMap<String, String>,
}

impl<'a> Opened<'a> {
    /// Understands the `bytes` of the file `path`.
    ///
    /// # Errors
    /// They are no safetensors file, or not what was written.
    pub(crate) fn new(path: &'a Path, bytes: &'a [u8]) -> Result<Self> {
        let (_, head) = SafeTensors::read_metadata(bytes).map_err(|error| wrong(path, error))?;
        let tensors = SafeTensors::deserialize(bytes).map_err(|error| wrong(path, error))?;
        let notes = head.metadata().clone().unwrap_or_default();
        let notes: BTreeMap<String, String> = notes.into_iter().collect();
        if let Some(sum) = notes.get(DIGEST)
            && *sum != digest(&notes, &tensors.tensors())
        {
            return Err(wrong(
                path,
                "isinya berubah sejak disimpan (SHA-256 tidak cocok)",
            ));
        }
        Ok(Self {
            path,
            tensors,
            notes,
        })
    }

    /// The note `name`, if there is one.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.notes.get(name).map(String::as_str)
    }

    /// The note `name`.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn note(&self, name: &str) -> Result<&str> {
        let missing = || wrong(self.path, format!("keterangan `{name}` tidak ada"));
        self.find(name).ok_or_else(missing)
    }

    /// The tensor `name` as a row of `length` numbers, whatever they are.
    ///
    /// # Errors
    /// There is none, or it is of another length or type.
    pub(crate) fn row(&self, name: &str, length: usize) -> Result<Vec<f32>> {
        let view = self.tensors.tensor(name).ok();
        let view = view.filter(|view| view.dtype() == Dtype::F32 && view.shape() == [length]);
        let missing = || {
            wrong(
                self.path,
                format!("`{name}` yang berisi {length} angka tidak ada"),
            )
        };
        let (numbers, _) = view.ok_or_else(missing)?.data().as_chunks();
        Ok(numbers.iter().copied().map(f32::from_le_bytes).collect())
    }
}

/// The notes of a file, without its tensors: neither the digest nor the rest of the file is looked at.
///
/// # Errors
/// The file cannot be read, or does not begin as a safetensors file.
pub(crate) fn read_notes(path: &Path) -> Result<HashMap<String, String>> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(rename = "__metadata__")]
        notes: HashMap<String, String>,
    }
    let failed = || Error::io(path, "dibaca");
    let mut file = File::open(path).map_err(failed())?;
    let mut length = [0; 8];
    file.read_exact(&mut length).map_err(failed())?;
    let length = u64::from_le_bytes(length);
    if length > MOST_HEAD {
        return Err(wrong(path, "kepalanya terlalu panjang"));
    }
    let mut head = Vec::new();
    file.take(length).read_to_end(&mut head).map_err(failed())?;
    let head: Head = serde_json::from_slice(&head).map_err(|error| wrong(path, error))?;
    Ok(head.notes)
}

/// A file that is not what it should be.
pub(crate) fn wrong(path: &Path, detail: impl std::fmt::Display) -> Error {
    Error::Format {
        path: path.into(),
        kind: KIND,
        detail: detail.to_string(),
    }
}

/// SHA-256 of the notes, but for [`DIGEST`], and of the tensors, in the order of their names.
fn digest(notes: &BTreeMap<String, String>, tensors: &[(String, TensorView<'_>)]) -> String {
    let mut sum = Sha256::new();
    // The length in front keeps neighbours apart.
    let mut add = |bytes: &[u8]| {
        sum.update((bytes.len() as u64).to_le_bytes());
        sum.update(bytes);
    };
    for (name, note) in notes.iter().filter(|(name, _)| *name != DIGEST) {
        add(name.as_bytes());
        add(note.as_bytes());
    }
    let mut tensors: Vec<_> = tensors.iter().collect();
    tensors.sort_by_key(|(name, _)| name);
    for (name, view) in tensors {
        add(name.as_bytes());
        add(format!("{:?}{:?}", view.dtype(), view.shape()).as_bytes());
        add(view.data());
    }
    hexadecimal(&sum.finalize())
}

/// `[0x0f, 0xa0]` as `0fa0`.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
