//! The four original files: which they are (size, SHA-256), and how they are checked and unpacked.

use super::cache;
use crate::{
    bounded::read_at_most,
    error::{Error, Result},
};
use flate2::read::GzDecoder;
use mnist::Mnist;
use sha2::{Digest, Sha256};
use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// One published file: packed as it is committed, and unpacked as `mnist` reads it.
pub(super) struct Published {
    pub name: &'static str,
    packed_bytes: u64,
    packed_sha256: &'static str,
    pub bytes: u64,
    sha256: &'static str,
}

/// The files of the release of August 2017, as Debian's package `dataset-fashion-mnist` ships them; see `data/README.md`.
pub(super) const PUBLISHED: [Published; 4] = [
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

/// Checks the four files of `dir` and reads all of them, by way of the unpacked copies in its cache.
pub(super) fn read(dir: &Path) -> Result<Mnist> {
    // Sizes first: they cost nothing and tell most of what can be wrong.
    for file in &PUBLISHED {
        check_size(&file.packed_in(dir), file.packed_bytes)?;
    }
    for file in &PUBLISHED {
        file.packed(dir)?;
    }
    cache::read(dir)
}

impl Published {
    fn packed_in(&self, dir: &Path) -> PathBuf {
        dir.join(format!("{}.gz", self.name))
    }

    /// The packed bytes, known to be the published ones.
    fn packed(&self, dir: &Path) -> Result<Vec<u8>> {
        let path = self.packed_in(dir);
        check_size(&path, self.packed_bytes)?;
        let bytes = read_at_most(&path, self.packed_bytes)?;
        if !self.is_packed(&bytes) {
            return Err(Error::DataAltered { path });
        }
        Ok(bytes)
    }

    fn is_packed(&self, bytes: &[u8]) -> bool {
        hexadecimal(&Sha256::digest(bytes)) == self.packed_sha256
    }

    /// Whether an IDX file of this header and these numbers is the published one.
    pub(super) fn is_unpacked(&self, header: &[u8], numbers: &[u8]) -> bool {
        let digest = Sha256::new_with_prefix(header).chain_update(numbers);
        hexadecimal(&digest.finalize()) == self.sha256
    }

    /// The bytes of the packed file, unpacked. Nothing is believed but the size known beforehand: a file that would unpack to more
    /// is refused when that size is passed.
    pub(super) fn unpacked(&self, dir: &Path) -> Result<Vec<u8>> {
        let packed = self.packed(dir)?;
        unpack(&packed, self.bytes).ok_or_else(|| Error::DataAltered {
            path: self.packed_in(dir),
        })
    }
}

/// The `size` bytes that `packed` unpacks to; nothing if it is damaged or unpacks to fewer or more.
pub(crate) fn unpack(packed: &[u8], size: u64) -> Option<Vec<u8>> {
    let mut unpacked = Vec::with_capacity(size as usize);
    let mut limited = GzDecoder::new(packed).take(size + 1);
    limited.read_to_end(&mut unpacked).ok()?;
    (unpacked.len() as u64 == size).then_some(unpacked)
}

fn check_size(path: &Path, expected: u64) -> Result<()> {
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
    Ok(())
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[path = "../../tests/mutation/mod.rs"]
mod mutation;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// The small files often, the large ones now and then.
    fn samples() -> (Vec<&'static Published>, Vec<Vec<u8>>) {
        let [train_images, train_labels, test_images, test_labels] = &PUBLISHED;
        let mut files = vec![train_images, test_images];
        files.extend([train_labels, test_labels].repeat(6));
        let read = |file: &&Published| file.packed(&default_dir()).unwrap();
        let bytes = files.iter().map(read).collect();
        (files, bytes)
    }

    #[test]
    fn no_damaged_file_is_taken_for_the_published_one() {
        let (files, samples) = samples();
        mutation::hold(samples, mutation::count(100), move |sample, _, damaged| {
            let file = files[sample];
            assert!(!file.is_packed(damaged));
            // The unpacker never meets such bytes; were it to, it would not panic, and would give the size that was asked for.
            if let Some(unpacked) = unpack(damaged, file.bytes) {
                assert_eq!(unpacked.len() as u64, file.bytes);
            }
        });
    }

    #[test]
    fn no_damaged_copy_in_the_cache_is_taken_for_the_published_one() {
        let (files, packed) = samples();
        let unpacked: Vec<Vec<u8>> = packed
            .iter()
            .zip(&files)
            .map(|(packed, file)| unpack(packed, file.bytes).unwrap())
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("idx");
        for (file, whole) in files.iter().zip(&unpacked) {
            let (header, numbers) = whole.split_at(cache::header(file).len());
            fs::write(&path, whole).unwrap();
            assert!(cache::looks_right(file, &path) && file.is_unpacked(header, numbers));
        }
        mutation::hold(unpacked, mutation::count(100), move |sample, _, damaged| {
            let file = files[sample];
            fs::write(&path, damaged).unwrap();
            if cache::looks_right(file, &path) {
                let (header, numbers) = damaged.split_at(cache::header(file).len());
                assert!(!file.is_unpacked(header, numbers));
            }
        });
    }

    #[test]
    fn a_bomb_is_left_when_the_known_size_is_passed() {
        // 4 GB of zeros would come out of these few MB.
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let zeros = vec![0; 1 << 20];
        for _ in 0..64 {
            encoder.write_all(&zeros).unwrap();
        }
        let bomb = encoder.finish().unwrap().repeat(64);
        for size in [10_008, 60_008] {
            assert_eq!(unpack(&bomb, size), None);
        }
        assert_eq!(unpack(&[], 10), None);
    }
}
