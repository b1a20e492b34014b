//! [`Shelf`]: the folder in which a reader's experiments are kept, one JSON file each.
//!
//! A name is whatever the reader types, so it never becomes a path: the file's name is made of the name's letters and digits and of its
//! hash, and the name itself stands in the file.

use super::{Comparison, Experiment, experiment::checked};
use crate::{
    bounded::read_at_most,
    error::{Error, Result},
    run::{runs, short},
    whole_file::write_whole,
};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// Where a notebook's experiments are kept, in `runs`.
const DIR: &str = "percobaan";

/// No experiment of 10,000 epochs takes more; a larger file is something else.
const MOST_BYTES: u64 = 16 << 20;

/// What sets a file apart from the one before it.
const TICK: Duration = Duration::from_millis(1);

/// Kept experiments. Twin: MLflow's tracking folder.
#[derive(Debug, Clone)]
pub struct Shelf {
    dir: PathBuf,
}

impl Shelf {
    /// The project's own shelf, `runs/percobaan`; it is made if it is not there.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open() -> Result<Self> {
        Self::open_at(runs().join(DIR))
    }

    /// The shelf in the folder `dir`, which is made if it is not there.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open_at(dir: impl Into<PathBuf>) -> Result<Self> {
        let dir = dir.into();
        fs::create_dir_all(&dir).map_err(Error::io(&dir, "dibuat"))?;
        Ok(Self { dir })
    }

    /// Keeps an experiment, in place of one with the same name, and says where.
    ///
    /// # Errors
    /// A name that cannot be used; a file that cannot be written.
    pub fn keep(&self, experiment: &Experiment) -> Result<()> {
        let path = self.dir.join(file_name(&checked(&experiment.name)?));
        let latest = self.files()?.last().and_then(|path| written(path));
        let text = serde_json::to_string_pretty(experiment)
            .map_err(|error| unreadable(&path, error.to_string()))?;
        write_whole(&path, (text + "\n").as_bytes())?;
        if let Some(latest) = latest
            && written(&path) <= Some(latest)
        {
            // Two within a tick of the clock, or a clock that was set back. Without it only the order suffers.
            let file = fs::File::options().write(true).open(&path);
            let _ = file.and_then(|file| file.set_modified(latest + TICK));
        }
        println!("{}: disimpan di `{}`", experiment.name, short(&path));
        Ok(())
    }

    /// All kept experiments, in the order in which they were kept. A file that cannot be read is told in a sentence and passed over.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn experiments(&self) -> Result<Comparison> {
        let mut found: Vec<Experiment> = Vec::new();
        for path in self.files()? {
            match read(&path) {
                Ok(experiment) => found.push(experiment),
                Err(error) => println!("{error}"),
            }
        }
        Ok(Comparison::of(found))
    }

    /// Deletes the experiment with this name.
    ///
    /// # Errors
    /// There is none with this name, or its file cannot be deleted.
    pub fn delete(&self, name: &str) -> Result<()> {
        let path = self.dir.join(file_name(&checked(name)?));
        if !path.exists() {
            return Err(Error::InvalidValue {
                name: "name",
                value: format!("\"{}\"", name.trim()),
                reason: "tidak ada percobaan yang disimpan dengan nama itu; lihat nama-namanya dengan `.experiments()`",
            });
        }
        fs::remove_file(&path).map_err(Error::io(&path, "dihapus"))
    }

    /// The files, the latest at the end; those of the same moment in the order of their names.
    fn files(&self) -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(&self.dir).map_err(Error::io(&self.dir, "dibaca"))?;
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(Error::io(&self.dir, "dibaca"))?.path();
            if path.extension().is_some_and(|end| end == "json") {
                files.push(path);
            }
        }
        files.sort_by_cached_key(|path| (written(path), path.clone()));
        Ok(files)
    }
}

fn written(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

fn read(path: &Path) -> Result<Experiment> {
    let bytes = read_at_most(path, MOST_BYTES)?;
    let experiment: Experiment =
        serde_json::from_slice(&bytes).map_err(|error| unreadable(path, error.to_string()))?;
    checked(&experiment.name)?;
    Ok(experiment)
}

fn unreadable(path: &Path, detail: String) -> Error {
    Error::Format {
        path: path.into(),
        kind: "percobaan JSON",
        detail,
    }
}

/// A file name of at most 50 characters for any name: fine on every system, and another one for another name.
fn file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let readable: String = words.join("-").chars().take(32).collect();
    let hash: String = Sha256::digest(name.as_bytes())
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if readable.is_empty() {
        format!("{hash}.json")
    } else {
        format!("{}-{hash}.json", readable.trim_end_matches('-'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{experiments::Ending, prelude::Cnn};

    fn experiment(name: &str) -> Experiment {
        Experiment {
            name: name.into(),
            ..Experiment::published()
        }
    }

    #[test]
    fn what_was_kept_later_stands_later_whatever_the_clock_says() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open_at(folder.path()).unwrap();
        shelf.keep(&experiment("c")).unwrap();
        let file = fs::File::options()
            .write(true)
            .open(folder.path().join(file_name("c")))
            .unwrap();
        let tomorrow = SystemTime::now() + Duration::from_secs(86_400);
        file.set_modified(tomorrow).unwrap();
        for name in ["b", "d", "a", "d"] {
            shelf.keep(&experiment(name)).unwrap();
        }
        let kept = shelf.experiments().unwrap().experiments;
        let names: Vec<&str> = kept.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["c", "b", "a", "d"]);
    }

    #[test]
    fn whatever_the_name_the_file_stays_on_the_shelf() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open_at(folder.path().join("rak")).unwrap();
        let long = "panjang ".repeat(7);
        let names = [
            "../x",
            "/etc/x",
            "C:\\nul",
            "CON",
            "🙂🙂",
            "a",
            "A",
            ".",
            "x.json",
            long.trim(),
        ];
        for name in names {
            shelf.keep(&experiment(name)).unwrap();
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let mut kept: Vec<String> = Vec::new();
        for one in shelf.experiments().unwrap().experiments {
            kept.push(one.name);
        }
        let mut expected = names.map(String::from).to_vec();
        expected.sort();
        kept.sort();
        assert_eq!(kept, expected);
        for name in names {
            assert!(file_name(name).len() <= 50);
            shelf.delete(name).unwrap();
            assert!(
                shelf
                    .delete(name)
                    .unwrap_err()
                    .to_string()
                    .contains("tidak ada")
            );
        }
        assert!(shelf.experiments().unwrap().experiments.is_empty());
        assert!(shelf.keep(&experiment("  ")).is_err());
    }

    #[test]
    fn what_is_kept_reads_back_even_when_it_diverged() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open_at(folder.path()).unwrap();
        let mut wild = experiment("liar");
        wild.ending = Ending::Diverged { epoch: 2, step: 7 };
        wild.history.epochs.truncate(1);
        wild.history.epochs[0].val_loss = f64::INFINITY;
        shelf.keep(&wild).unwrap();
        shelf
            .keep(&Experiment::of::<Cnn>("lain", &wild.history).unwrap())
            .unwrap();
        let kept = shelf.experiments().unwrap();
        let back = kept.get("liar").unwrap();
        assert_eq!(back.ending, wild.ending);
        assert!(!back.history.epochs[0].val_loss.is_finite());
    }

    #[test]
    fn a_broken_file_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open_at(folder.path()).unwrap();
        shelf.keep(&experiment("utuh")).unwrap();
        for (name, text) in [
            ("a.json", ""),
            ("b.json", "{\"name\": 3}"),
            ("c.json", "[[[["),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        fs::write(
            folder.path().join("d.json"),
            vec![b' '; MOST_BYTES as usize + 9],
        )
        .unwrap();
        fs::create_dir(folder.path().join("e.json")).unwrap();
        assert_eq!(shelf.experiments().unwrap().experiments.len(), 1);
    }
}
