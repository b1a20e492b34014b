//! [`RunFolder`]: where a training keeps its state after each epoch; one training at a time has the folder.
//!
//! Two files take turns, so that the state of the epoch before is there as long as the newest is being written, and should it be
//! damaged later. The folder is locked by the operating system, which lets go of it when the program ends, however it ends.

use crate::{
    bounded::read_at_most,
    data::FashionMnist,
    error::{Error, Result},
    history::History,
    model::{Model, Network},
    run::runs,
    training_state::{Head, TrainingState},
    whole_file::PARTIAL,
};
use std::{
    cmp::Reverse,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

const STATE_FILES: [&str; 2] = ["checkpoint-1.safetensors", "checkpoint-2.safetensors"];
const LOCK_FILE: &str = "lock";
/// Where notebooks train, in `runs`.
const NOTEBOOK_DIR: &str = "berjalan";
/// How many notebooks may train at once, each in a folder of its own.
const MOST_NOTEBOOKS: usize = 16;

/// A folder for a training that can be killed at any moment and gone on with, see [`train_in`](crate::training::train_in) and
/// [`resume_in`](crate::training::resume_in). It is free for others when this is dropped.
pub struct RunFolder {
    dir: PathBuf,
    _lock: Option<File>,
    generation: u64,
    /// Which of the two files is written next.
    next: usize,
    /// The training has not kept anything yet: what is there is an earlier one's.
    fresh: bool,
}

impl RunFolder {
    /// Takes the folder `dir`, which is made if it is not there.
    ///
    /// # Errors
    /// [`Error::Busy`] if another training has it; [`Error::Io`] if it cannot be written.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        fs::create_dir_all(dir).map_err(Error::io(dir, "dibuat"))?;
        let lock = lock(dir)?;
        remove_partial_files(dir);
        let kept = kept(dir);
        let newest = kept
            .iter()
            .find_map(|(at, head)| Some((*at, head.as_ref()?)));
        Ok(Self {
            dir: dir.into(),
            _lock: lock,
            generation: newest.map_or(0, |(_, head)| head.generation),
            next: newest.map_or(0, |(at, _)| 1 - at),
            fresh: true,
        })
    }

    /// What is kept of the latest training, if anything is.
    pub fn history(&self) -> Option<History> {
        newest(&self.dir).map(|head| head.history)
    }

    /// The first of the notebooks' folders that no other training has.
    pub(crate) fn free() -> Result<Self> {
        Self::free_among(&notebook_folders())
    }

    fn free_among(dirs: &[PathBuf]) -> Result<Self> {
        let heads = dirs.iter().filter_map(|dir| newest(dir));
        let latest = heads.map(|head| head.generation).max();
        let mut busy = None;
        for dir in dirs {
            match Self::open(dir) {
                Ok(mut folder) => {
                    folder.generation = latest.unwrap_or(0);
                    return Ok(folder);
                }
                Err(error @ Error::Busy { .. }) => busy = Some(error),
                Err(error) => return Err(error),
            }
        }
        Err(busy.unwrap_or_else(|| nothing(Path::new(NOTEBOOK_DIR))))
    }

    /// The latest training of a notebook that is of this network and this data and that nobody else is at, rather one that is not over.
    ///
    /// # Errors
    /// There is none, or the latest is of something else ([`Error::OtherTraining`] says of what).
    pub(crate) fn resumable<N: Network>(
        data: &FashionMnist,
    ) -> Result<(Self, Model<N>, TrainingState)> {
        let heads = notebook_folders().into_iter();
        let mut found: Vec<_> = heads.filter_map(|dir| Some((newest(&dir)?, dir))).collect();
        found.sort_by_key(|(head, _)| (head.history.is_over(), Reverse(head.generation)));
        let mut refused = None;
        for (_, dir) in found {
            let attempt = Self::open(&dir).and_then(|mut folder| {
                let (model, state) = folder.read()?;
                state.check_data(&folder.file(0), data)?;
                Ok((folder, model, state))
            });
            match attempt {
                Ok(found) => return Ok(found),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or_else(|| nothing(&runs().join(NOTEBOOK_DIR))))
    }

    /// The folder of the latest training of a notebook, rather one that is not at it now.
    ///
    /// # Errors
    /// No training has completed an epoch yet.
    pub(crate) fn latest() -> Result<PathBuf> {
        let heads = notebook_folders().into_iter();
        let found = heads.filter_map(|dir| Some((newest(&dir)?.generation, dir)));
        found
            .min_by_key(|(generation, dir)| (is_locked(dir), Reverse(*generation)))
            .map(|(_, dir)| dir)
            .ok_or_else(|| nothing(&runs().join(NOTEBOOK_DIR)))
    }

    /// A new training begins here. What an earlier one has kept stays until the first epoch is complete.
    pub(crate) fn begin(&mut self, state: &mut TrainingState) {
        self.generation += 1;
        state.generation = self.generation;
    }

    /// Keeps the state after an epoch.
    ///
    /// # Errors
    /// It cannot be written; the states kept earlier are as they were.
    pub(crate) fn keep<N: Network>(
        &mut self,
        model: &Model<N>,
        state: &TrainingState,
    ) -> Result<()> {
        // Somebody may have tidied up meanwhile.
        fs::create_dir_all(&self.dir).map_err(Error::io(&self.dir, "dibuat"))?;
        state.write(model, &self.file(self.next))?;
        self.next = 1 - self.next;
        if std::mem::take(&mut self.fresh) {
            // An earlier training's, which nobody may take for the state before this one.
            let _ = fs::remove_file(self.file(self.next));
        }
        Ok(())
    }

    /// The newest state, to go on with.
    ///
    /// # Errors
    /// As [`read`].
    pub(crate) fn read<N: Network>(&mut self) -> Result<(Model<N>, TrainingState)> {
        let (at, model, state) = read(&self.dir)?;
        (self.next, self.generation, self.fresh) = (1 - at, state.generation, false);
        Ok((model, state))
    }

    pub(crate) fn file(&self, at: usize) -> PathBuf {
        self.dir.join(STATE_FILES[at])
    }

    pub(crate) fn path(&self) -> &Path {
        &self.dir
    }
}

/// The newest state in `dir` that is whole, and which of the two files it is. A damaged one is told and passed over.
///
/// # Errors
/// Nothing is kept, all of it is damaged, or it is another network's.
pub(crate) fn read<N: Network>(dir: &Path) -> Result<(usize, Model<N>, TrainingState)> {
    let mut damaged = None;
    for (at, _) in kept(dir) {
        let path = dir.join(STATE_FILES[at]);
        let whole = read_at_most(&path, Model::<N>::most_bytes(4))
            .and_then(|bytes| TrainingState::read(&path, &bytes));
        match whole {
            Ok((model, state)) => {
                if let Some(error) = damaged {
                    let epochs = state.history.epochs.len();
                    eprintln!("{error} Dipakai keadaan sebelumnya, sesudah epoch {epochs}.");
                }
                return Ok((at, model, state));
            }
            Err(error @ Error::OtherTraining { .. }) => return Err(error),
            Err(error) => damaged = damaged.or(Some(error)),
        }
    }
    Err(damaged.unwrap_or_else(|| nothing(dir)))
}

/// The state files of `dir`, the newest first; before them those that do not even begin well, so that somebody is told.
fn kept(dir: &Path) -> Vec<(usize, Option<Head>)> {
    // Not a pipe, which might never end.
    let there = (0..STATE_FILES.len()).filter(|at| dir.join(STATE_FILES[*at]).is_file());
    let mut kept: Vec<_> = there
        .map(|at| (at, Head::read(&dir.join(STATE_FILES[at])).ok()))
        .collect();
    kept.sort_by_key(|(_, head)| {
        let head = head.as_ref();
        head.map(|head| Reverse((head.generation, head.history.epochs.len())))
    });
    kept
}

fn newest(dir: &Path) -> Option<Head> {
    kept(dir).into_iter().find_map(|(_, head)| head)
}

fn notebook_folders() -> Vec<PathBuf> {
    let first = runs().join(NOTEBOOK_DIR);
    let others = (2..=MOST_NOTEBOOKS).map(|at| runs().join(format!("{NOTEBOOK_DIR}-{at}")));
    std::iter::once(first).chain(others).collect()
}

fn nothing(dir: &Path) -> Error {
    Error::NothingToResume { path: dir.into() }
}

/// The lock of `dir`; none where the file system knows no locks, which is better than no training.
fn lock(dir: &Path) -> Result<Option<File>> {
    let path = dir.join(LOCK_FILE);
    let file = File::options().create(true).append(true).open(&path);
    let file = file.map_err(Error::io(&path, "ditulis"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Busy { path: dir.into() }),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

fn is_locked(dir: &Path) -> bool {
    let file = File::open(dir.join(LOCK_FILE));
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// A killed training may have left a file half written.
fn remove_partial_files(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if hidden && path.extension().is_some_and(|end| end == PARTIAL) {
            let _ = fs::remove_file(path);
        }
    }
}
