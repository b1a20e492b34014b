//! A training small enough to be done many times, begun and gone on with in a folder, and all of its ending, bit for bit.

use fmnist_lib::{
    prelude::*,
    run_folder::RunFolder,
    training::{resume_in, train_in},
};
use std::{fs, path::Path};

pub fn little_data() -> FashionMnist {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized).unwrap();
    FashionMnist {
        train: data.train.take(96),
        validation: data.validation.take(64),
        ..data
    }
}

pub fn settings(epochs: usize) -> Hyperparameters {
    Hyperparameters {
        epochs,
        learning_rate: 3e-3,
        threads: 1,
        ..Default::default()
    }
}

/// All that must be the same: every figure but the seconds, and every number of the network, bit for bit.
pub fn bits(model: &Model<Cnn>, history: &History) -> (Vec<[u64; 4]>, Vec<u8>, Option<usize>) {
    let epochs = history.epochs.iter();
    let figures = epochs.map(|epoch| {
        [
            epoch.loss,
            epoch.accuracy,
            epoch.val_loss,
            epoch.val_accuracy,
        ]
        .map(f64::to_bits)
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    model.save(&path, Scaling::Raw).unwrap();
    let bytes = fs::read(path).unwrap();
    let stored = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let mut tensors = stored.tensors();
    tensors.sort_by(|one, other| one.0.cmp(&other.0));
    let weights = tensors.iter().flat_map(|(_, view)| view.data().to_vec());
    (figures.collect(), weights.collect(), history.kept_epoch)
}

pub fn begin(dir: &Path, data: &FashionMnist, settings: &Hyperparameters) -> (Model<Cnn>, History) {
    let mut model: Model<Cnn> = Model::new(3).unwrap();
    let mut folder = RunFolder::open(dir).unwrap();
    let history = train_in(&mut folder, &mut model, data, settings, |_| ()).unwrap();
    (model, history)
}

pub fn go_on(
    dir: &Path,
    data: &FashionMnist,
    settings: &Hyperparameters,
) -> Result<(Model<Cnn>, History)> {
    // Another seed: nothing of this model's own numbers may be left.
    let mut model: Model<Cnn> = Model::new(99)?;
    let mut folder = RunFolder::open(dir)?;
    let history = resume_in(&mut folder, &mut model, data, settings, |_| ())?;
    Ok((model, history))
}
