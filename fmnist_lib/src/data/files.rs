//! The four original files: checked (size, SHA-256), unpacked once into a cache, read by the `mnist` crate.
//!
//! `mnist` panics on a missing, cut or wrong file, so nothing reaches it that is not known to the byte.

use crate::error::{Error, Result};
use flate2::read::GzDecoder;
use mnist::{Mnist, MnistBuilder};
use sha2::{Digest, Sha256};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// One published file: packed as it is committed, and unpacked as `mnist` reads it.
struct Published {
    name: &'static str,
    packed_bytes: u64,
    packed_sha256: &'static str,
    bytes: u64,
    sha256: &'static str,
}

/// The files of the release of August 2017, as Debian's package `dataset-fashion-mnist` ships them; see `data/README.md`.
const PUBLISHED: [Published; 4] = [
    Published {
        name: "train-images-idx3-ubyte",
        packed_bytes: 26_421_856,
        packed_sha256: "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
        bytes: 47_040_016,
        sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    },
    Published {
        name: "train-labels-idx1-ubyte",
        packed_bytes: 29_491,
        packed_sha256: "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
        bytes: 60_008,
        sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    },
    Published {
        name: "t10k-images-idx3-ubyte",
        packed_bytes: 4_422_079,
        packed_sha256: "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
        bytes: 7_840_016,
        sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    },
    Published {
        name: "t10k-labels-idx1-ubyte",
        packed_bytes: 5_125,
        packed_sha256: "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05",
        bytes: 10_008,
        sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
];

/// The project's `data/` folder, wherever the notebook or program was started.
pub fn default_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("data")
}

/// Checks the four files of `dir`, unpacks what the cache lacks, and reads all of them.
pub(super) fn read(dir: &Path) -> Result<Mnist> {
    let cache = dir.join(".cache");
    for file in &PUBLISHED {
        let packed_path = dir.join(format!("{}.gz", file.name));
        let packed = read_checked(&packed_path, file.packed_bytes, file.packed_sha256)?;
        let unpacked_path = cache.join(file.name);
        // A damaged cache is made again without a word: the packed original was just found whole.
        if read_checked(&unpacked_path, file.bytes, file.sha256).is_err() {
            unpack(&packed, &packed_path, &unpacked_path, file.bytes)?;
        }
    }
    let base_path = cache.to_string_lossy();
    Ok(MnistBuilder::new()
        .base_path(&base_path)
        .label_format_digit()
        .training_set_length(60_000)
        .validation_set_length(0)
        .test_set_length(10_000)
        .finalize())
}

fn read_checked(path: &Path, expected: u64, sha256: &str) -> Result<Vec<u8>> {
    let actual = match fs::metadata(path) {
        Ok(metadata) => metadata.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Error::DataMissing { path: path.into() });
        }
        Err(error) => return Err(Error::io(path, "dibaca")(error)),
    };
    if actual != expected {
        return Err(Error::DataSize {
            path: path.into(),
            expected,
            actual,
        });
    }
    let bytes = fs::read(path).map_err(Error::io(path, "dibaca"))?;
    let digest = Sha256::digest(&bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    if hex != sha256 {
        return Err(Error::DataAltered { path: path.into() });
    }
    Ok(bytes)
}

/// Writes beside the target and renames, so that a reader never meets a half-written file.
fn unpack(packed: &[u8], packed_path: &Path, target: &Path, bytes: u64) -> Result<()> {
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io(folder, "dibuat"))?;
    let partial = target.with_extension(format!("{}.sebagian", std::process::id()));
    let mut file = fs::File::create(&partial).map_err(Error::io(&partial, "ditulis"))?;
    let mut unpacked = io::Read::take(GzDecoder::new(packed), bytes);
    let written = io::copy(&mut unpacked, &mut file).map_err(Error::io(&partial, "ditulis"))?;
    if written != bytes {
        return Err(Error::DataAltered {
            path: packed_path.into(),
        });
    }
    file.sync_all().map_err(Error::io(&partial, "ditulis"))?;
    fs::rename(&partial, target).map_err(Error::io(target, "ditulis"))
}
