//! [`Run`]: a finished training, kept in a folder so that the next notebook can go on from it.

use crate::{
    bounded::read_at_most,
    data::Scaling,
    error::{Error, Result},
    history::History,
    model::{Model, Network},
    run_folder::{self, RunFolder},
    weights_file::{HISTORY_NOTE, Opened, wrong},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

const MODEL_FILE: &str = "model.safetensors";
const HISTORY_FILE: &str = "history.json";

/// Where a run came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunSource {
    /// The learner's own training, kept by [`save_run`].
    Own(PathBuf),
    /// The model and history that come with the project.
    Shipped(PathBuf),
}

impl std::fmt::Display for RunSource {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RunSource::Own(path) => {
                write!(formatter, "hasil pelatihan Anda di `{}`", short(path))
            }
            RunSource::Shipped(path) => {
                write!(formatter, "model bawaan proyek di `{}`", short(path))
            }
        }
    }
}

/// A trained model with its history.
pub struct Run<N: Network> {
    /// The model as it was at the end.
    pub model: Model<N>,
    /// What happened while it was trained.
    pub history: History,
    /// How pixels must be scaled for it.
    pub scaling: Scaling,
    /// Whose run it is.
    pub source: RunSource,
}

impl<N: Network> Run<N> {
    /// Opens the learner's latest run if notebook 4 has kept one, else the one shipped with the project.
    ///
    /// A run that cannot be opened as an `N` (another network was trained, a file was damaged) is told in a sentence, and the
    /// shipped one is opened in its place, so that notebooks 5 to 7 always run.
    ///
    /// # Errors
    /// The shipped files cannot be read, or `N` is not the shipped network.
    pub fn open() -> Result<Self> {
        let own = own_dir();
        if !own.exists() {
            return Self::shipped();
        }
        Self::load(RunSource::Own(own)).or_else(|error| {
            println!("{error}");
            println!("Karena itu dipakai model bawaan; jika jaringan Anda lain, tulis tipenya: `Run<Jaringan>`.");
            Self::shipped()
        })
    }

    /// Opens the latest training in a notebook as it was after its last complete epoch, whether it ended or was killed; with
    /// early stopping it has the weights of its best epoch. [`resume`](crate::training::resume) goes on with it.
    ///
    /// # Errors
    /// No training has completed an epoch yet, its files cannot be read, or it was of another network.
    pub fn unfinished() -> Result<Self> {
        let dir = RunFolder::latest()?;
        let (_, mut model, state) = run_folder::read(&dir)?;
        let mut history = state.history;
        state.early_stopping.restore(&mut model, &mut history)?;
        Ok(Self {
            scaling: history.scaling,
            model,
            history,
            source: RunSource::Own(dir),
        })
    }

    /// Opens the run that comes with the project, whatever the learner has trained.
    ///
    /// # Errors
    /// As [`Run::open`].
    pub fn shipped() -> Result<Self> {
        Self::load(RunSource::Shipped(project().join("fmnist_lib/model")))
    }

    fn load(source: RunSource) -> Result<Self> {
        let (RunSource::Own(dir) | RunSource::Shipped(dir)) = &source;
        let path = dir.join(MODEL_FILE);
        let bytes = read_at_most(&path, Model::<N>::most_bytes(1))?;
        let opened = Opened::new(&path, &bytes)?;
        let (model, scaling) = Model::from_file(&opened)?;
        // The model's own note cannot be another training's, as the file beside it can.
        let history = match opened.find(HISTORY_NOTE) {
            Some(note) => serde_json::from_str(note).map_err(|error| wrong(&path, error))?,
            None => History::load(dir.join(HISTORY_FILE))?,
        };
        Ok(Self {
            model,
            history,
            scaling,
            source,
        })
    }
}

/// Keeps a training for notebooks 5 to 7, in place of an earlier one, and says where.
///
/// # Errors
/// The folder cannot be written.
pub fn save_run<N: Network>(model: &Model<N>, history: &History) -> Result<()> {
    let dir = own_dir();
    write_run(model, history, &dir)?;
    println!("Model dan riwayat disimpan di `{}`.", short(&dir));
    Ok(())
}

/// Writes `model.safetensors` and `history.json` into `dir`, which is made if it is not there. The model's file has the history as a
/// note too, so that the two cannot be mixed up; the other is for those who read JSON.
///
/// # Errors
/// The folder cannot be written.
pub fn write_run<N: Network>(model: &Model<N>, history: &History, dir: &Path) -> Result<()> {
    fs::create_dir_all(dir).map_err(Error::io(dir, "dibuat"))?;
    let path = dir.join(MODEL_FILE);
    let mut file = model.to_file(history.scaling)?;
    let note = serde_json::to_string(history).map_err(|error| wrong(&path, error))?;
    file.notes.insert(HISTORY_NOTE.to_owned(), note);
    file.write(&path)?;
    history.save(dir.join(HISTORY_FILE))
}

/// The project's folder, wherever the notebook or program was started.
pub(crate) fn project() -> &'static Path {
    let library = Path::new(env!("CARGO_MANIFEST_DIR"));
    library.parent().unwrap_or(library)
}

/// Where what a reader trains is kept: `runs` in the project's folder, or the folder that `BELAJAR_CNN_RUNS` names, which keeps the checks of this
/// project away from it.
pub(crate) fn runs() -> PathBuf {
    std::env::var_os("BELAJAR_CNN_RUNS")
        .filter(|folder| !folder.is_empty())
        .map_or_else(|| project().join("runs"), PathBuf::from)
}

fn own_dir() -> PathBuf {
    runs().join("terakhir")
}

/// A path as a reader knows it: from `runs` or from the project's folder on.
pub(crate) fn short(path: &Path) -> std::path::Display<'_> {
    let runs = runs();
    let shown = path
        .strip_prefix(runs.parent().unwrap_or(&runs))
        .or_else(|_| path.strip_prefix(project()));
    shown.unwrap_or(path).display()
}
