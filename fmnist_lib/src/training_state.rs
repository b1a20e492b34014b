//! [`TrainingState`]: all that a training carries from one epoch to the next besides the model, and the file from which it goes on.
//!
//! The file is a model's (`weights`) with more in it: Adam's moments as `adam.mean.…` and `adam.square.…`, the weights of the best epoch as
//! `best.…` where early stopping may need them, each a row in the order of our layers; and the history, the network's layers and
//! a digest of the data as notes. No generator is in it: an epoch's chance depends on the seed and the epoch's number alone. Twin: a PyTorch
//! checkpoint of `model.state_dict()` and `optimizer.state_dict()`.

use crate::{
    data::FashionMnist,
    early_stopping::{EarlyStopping, Weights},
    error::{Error, Result},
    history::History,
    hyperparameters::Hyperparameters,
    kernels::adam::Moments,
    model::{Model, Network},
    optimizer::Adam,
    summary::Summary,
    weights_file::{DIGEST, HISTORY_NOTE, Opened, hexadecimal, read_notes, wrong},
};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, path::Path, str::FromStr};

/// See the file's first lines.
pub(crate) struct TrainingState {
    pub(crate) history: History,
    pub(crate) adam: Adam,
    pub(crate) early_stopping: EarlyStopping,
    /// Which training of its folder it is; a later one has a larger number.
    pub(crate) generation: u64,
    /// Digest of which images are learnt from, and which are looked at after each epoch.
    images: String,
}

impl TrainingState {
    /// Before the first epoch.
    ///
    /// # Errors
    /// Hyperparameters that cannot train, or no image to learn from.
    pub(crate) fn new(data: &FashionMnist, hyperparameters: &Hyperparameters) -> Result<Self> {
        hyperparameters.validate()?;
        if data.train.is_empty() {
            return Err(Error::InvalidValue {
                name: "data.train",
                value: "0 gambar".into(),
                reason: "pelatihan memerlukan paling sedikit satu gambar latih; muat lagi datanya dengan `FashionMnist::load`",
            });
        }
        let history = History {
            hyperparameters: *hyperparameters,
            protocol: data.protocol,
            scaling: data.scaling(),
            train_images: data.train.len(),
            epochs: Vec::new(),
            kept_epoch: None,
        };
        Ok(Self {
            history,
            adam: Adam::new(hyperparameters),
            early_stopping: EarlyStopping::default(),
            generation: 0,
            images: digest(data),
        })
    }

    /// Writes the state and the model after an epoch, whole or not at all.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn write<N: Network>(&self, model: &Model<N>, path: &Path) -> Result<()> {
        let mut file = model.to_file(self.history.scaling)?;
        let history = serde_json::to_string(&self.history).map_err(|error| wrong(path, error))?;
        let (steps, moments) = self.adam.state();
        let notes = [
            (HISTORY_NOTE, history),
            ("generation", self.generation.to_string()),
            ("network", layers::<N>().join("\n")),
            ("images", self.images.clone()),
            ("adam_steps", steps.to_string()),
        ];
        let notes = notes.map(|(name, note)| (name.to_owned(), note));
        file.notes.extend(notes);
        let names: Vec<String> = file.tensors.iter().map(|tensor| tensor.0.clone()).collect();
        let mut add = |prefix, name, row: &[f32]| {
            let name = format!("{prefix}.{name}");
            file.add(name, vec![row.len()], row.iter().copied());
        };
        for (name, moments) in names.iter().zip(moments) {
            add("adam.mean", name, &moments.mean);
            add("adam.square", name, &moments.square);
        }
        if let Some(best) = &self.early_stopping.best
            && !self.history.ends_with_its_best()
        {
            for (name, row) in names.iter().zip(&best.0) {
                add("best", name, row);
            }
        }
        file.write(path)
    }

    /// Reads what [`TrainingState::write`] has written. The file's `bytes` were read from `path`.
    ///
    /// # Errors
    /// A damaged file, or one of another network.
    pub(crate) fn read<N: Network>(path: &Path, bytes: &[u8]) -> Result<(Model<N>, Self)> {
        let opened = Opened::new(path, bytes)?;
        // Nobody else writes such files, so that one without it has lost it.
        opened.note(DIGEST)?;
        check_layers::<N>(path, opened.note("network")?)?;
        let (mut model, scaling) = Model::<N>::from_file(&opened)?;
        let tensors = model.to_file(scaling)?.tensors;
        let rows = |prefix: &str| -> Result<Vec<Vec<f32>>> {
            let tensors = tensors.iter();
            tensors
                .map(|(name, shape, _)| {
                    opened.row(&format!("{prefix}.{name}"), shape.iter().product())
                })
                .collect()
        };
        let history = history_of(path, opened.note(HISTORY_NOTE)?)?;
        let means = rows("adam.mean")?.into_iter();
        let moments = means
            .zip(rows("adam.square")?)
            .map(|(mean, square)| Moments { mean, square })
            .collect();
        let steps = number(path, opened.note("adam_steps")?)?;
        let best = match history.best() {
            Some(_) if history.hyperparameters.patience.is_some() => {
                Some(if history.ends_with_its_best() {
                    Weights::of(&mut model)?
                } else {
                    Weights(rows("best")?)
                })
            }
            _ => None,
        };
        let state = Self {
            adam: Adam::resumed(&history.hyperparameters, steps, moments),
            early_stopping: EarlyStopping { best },
            generation: number(path, opened.note("generation")?)?,
            images: opened.note("images")?.to_owned(),
            history,
        };
        Ok((model, state))
    }

    /// Whether the training may go on with `data`.
    ///
    /// # Errors
    /// [`Error::OtherTraining`] names the first difference.
    pub(crate) fn check_data(&self, path: &Path, data: &FashionMnist) -> Result<()> {
        let history = &self.history;
        let given = data.protocol;
        differ(
            path,
            "protokol datanya",
            format!("{:?}", history.protocol).to_lowercase(),
            format!("{given:?}").to_lowercase(),
        )?;
        differ(path, "penskalaannya", history.scaling, data.scaling())?;
        let count = data.train.len();
        differ(path, "banyaknya gambar latih", history.train_images, count)?;
        let given = digest(data);
        let short = |digest: &str| digest.chars().take(8).collect::<String>();
        let (kept, given) = (short(&self.images), short(&given));
        differ(path, "pilihan gambar latih atau validasinya", kept, given)
    }

    /// Takes over the settings that may change on the way, which are the number of epochs and of threads, and checks the others.
    ///
    /// # Errors
    /// [`Error::OtherTraining`] names the first difference; fewer epochs than are complete.
    pub(crate) fn set(&mut self, path: &Path, hyperparameters: &Hyperparameters) -> Result<()> {
        hyperparameters.validate()?;
        let fields = |settings: &Hyperparameters| {
            serde_json::to_value(settings).map_err(|error| wrong(path, error))
        };
        let kept = fields(&self.history.hyperparameters)?;
        let given = fields(hyperparameters)?;
        for (name, kept) in kept.as_object().into_iter().flatten() {
            if !["epochs", "threads"].contains(&name.as_str()) {
                differ(path, &format!("`{name}`"), kept, &given[name])?;
            }
        }
        if hyperparameters.epochs < self.history.epochs.len() {
            return Err(Error::InvalidValue {
                name: "epochs",
                value: hyperparameters.epochs.to_string(),
                reason: "pelatihan yang dilanjutkan sudah melewatinya; pilih bilangan yang lebih besar",
            });
        }
        self.history.hyperparameters = *hyperparameters;
        Ok(())
    }
}

/// What can be told of a state without reading its tensors.
pub(crate) struct Head {
    pub(crate) generation: u64,
    pub(crate) history: History,
}

impl Head {
    /// Reads it from the file `path`; whether the file is damaged further on is not looked at.
    ///
    /// # Errors
    /// The file cannot be read, or is no state.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let notes: HashMap<String, String> = read_notes(path)?;
        let note = |name: &str| notes.get(name).map_or("", String::as_str);
        Ok(Self {
            generation: number(path, note("generation"))?,
            history: history_of(path, note(HISTORY_NOTE))?,
        })
    }
}

fn history_of(path: &Path, note: &str) -> Result<History> {
    let history: History = serde_json::from_str(note).map_err(|error| wrong(path, error))?;
    history.hyperparameters.validate()?;
    let numbers = history.epochs.iter().map(|epoch| epoch.epoch);
    if history.epochs.is_empty() || !numbers.eq(1..=history.epochs.len()) {
        return Err(wrong(path, "epoch-epochnya tidak berurutan"));
    }
    Ok(history)
}

fn number<T: FromStr<Err: std::fmt::Display>>(path: &Path, note: &str) -> Result<T> {
    note.parse().map_err(|error| wrong(path, error))
}

/// One line a layer, as a reader writes it.
fn layers<N: Network>() -> Vec<String> {
    let rows = Summary::of::<N>().rows.into_iter();
    rows.map(|row| row.name).collect()
}

fn check_layers<N: Network>(path: &Path, kept: &str) -> Result<()> {
    let (kept, given) = (kept.lines(), layers::<N>());
    let mut given = given.iter().map(String::as_str);
    let mut at = 0;
    let mut kept = kept.fuse();
    loop {
        let pair = (kept.next(), given.next());
        at += 1;
        if pair == (None, None) {
            return Ok(());
        }
        let name = |layer: Option<&str>| layer.unwrap_or("tidak ada").to_owned();
        differ(
            path,
            &format!("lapisan ke-{at}"),
            name(pair.0),
            name(pair.1),
        )?;
    }
}

fn differ<T: PartialEq + std::fmt::Display>(
    path: &Path,
    what: &str,
    kept: T,
    given: T,
) -> Result<()> {
    if kept == given {
        return Ok(());
    }
    Err(Error::OtherTraining {
        path: path.parent().unwrap_or(path).into(),
        what: what.to_owned(),
        kept: kept.to_string(),
        given: given.to_string(),
    })
}

fn digest(data: &FashionMnist) -> String {
    let mut sum = Sha256::new();
    data.train.digest(&mut sum);
    data.validation.digest(&mut sum);
    hexadecimal(&sum.finalize())
}
