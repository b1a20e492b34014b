//! [`Setting`]: one thing in which experiments can differ, with its Indonesian name and its value as text.

use super::Experiment;
use crate::numeral::{exact, thousands};

/// What a reader chooses before a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The layers that not all experiments have, such as a `Dropout<20>`.
    Layers,
    /// How many images are learnt from.
    TrainImages,
    /// Which parts of the data serve for what.
    Protocol,
    /// How pixels are scaled.
    Scaling,
    /// How often all training images should be seen.
    Epochs,
    /// After how many epochs without a lower validation loss the training ends.
    Patience,
    /// Images a step.
    BatchSize,
    /// Adam's step size.
    LearningRate,
    /// Adam's decay of the mean.
    Beta1,
    /// Adam's decay of the squared mean.
    Beta2,
    /// Adam's guard against division by zero.
    Epsilon,
    /// What decides the chance.
    Seed,
}

impl Setting {
    /// Every setting, in the order of a table's columns.
    pub const ALL: [Setting; 12] = [
        Setting::Layers,
        Setting::TrainImages,
        Setting::Protocol,
        Setting::Scaling,
        Setting::Epochs,
        Setting::Patience,
        Setting::BatchSize,
        Setting::LearningRate,
        Setting::Beta1,
        Setting::Beta2,
        Setting::Epsilon,
        Setting::Seed,
    ];

    /// What a table or an axis calls it.
    pub fn name(self) -> &'static str {
        match self {
            Setting::Layers => "lapisan yang berbeda",
            Setting::TrainImages => "gambar latih",
            Setting::Protocol => "protokol",
            Setting::Scaling => "penskalaan",
            Setting::Epochs => "epoch diminta",
            Setting::Patience => "kesabaran",
            Setting::BatchSize => "ukuran batch",
            Setting::LearningRate => "laju pembelajaran",
            Setting::Beta1 => "beta1",
            Setting::Beta2 => "beta2",
            Setting::Epsilon => "epsilon",
            Setting::Seed => "benih acak",
        }
    }

    /// Its value in each of `experiments`, in their order.
    pub fn values(self, experiments: &[Experiment]) -> Vec<String> {
        if self == Setting::Layers {
            return differing_layers(experiments);
        }
        let value = |experiment: &Experiment| {
            let history = &experiment.history;
            let asked = &history.hyperparameters;
            match self {
                Setting::Layers => String::new(),
                Setting::TrainImages => thousands(history.train_images),
                Setting::Protocol => history.protocol.to_string(),
                Setting::Scaling => history.scaling.to_string(),
                Setting::Epochs => asked.epochs.to_string(),
                Setting::Patience => match asked.patience {
                    Some(epochs) => epochs.to_string(),
                    None => "–".into(),
                },
                Setting::BatchSize => thousands(asked.batch_size),
                Setting::LearningRate => exact(asked.learning_rate),
                Setting::Beta1 => exact(asked.beta1),
                Setting::Beta2 => exact(asked.beta2),
                Setting::Epsilon => exact(asked.epsilon),
                Setting::Seed if history.is_published() => "–".into(),
                Setting::Seed => asked.seed.to_string(),
            }
        };
        experiments.iter().map(value).collect()
    }
}

/// Of each experiment the layers beyond those that all have, or a dash.
fn differing_layers(experiments: &[Experiment]) -> Vec<String> {
    let count = |experiment: &Experiment, layer: &str| {
        let same = experiment.layers.iter().filter(|other| *other == layer);
        same.count()
    };
    let beyond = |experiment: &Experiment| {
        let mut said: Vec<String> = Vec::new();
        for (at, layer) in experiment.layers.iter().enumerate() {
            if experiment.layers[..at].contains(layer) {
                continue;
            }
            let shared = experiments.iter().map(|other| count(other, layer)).min();
            match count(experiment, layer) - shared.unwrap_or(0) {
                0 => {}
                1 => said.push(layer.clone()),
                more => said.push(format!("{layer} ({more} kali)")),
            }
        }
        if said.len() > 3 {
            said.truncate(3);
            said.push("…".into());
        }
        if said.is_empty() {
            "–".into()
        } else {
            said.join(", ")
        }
    };
    experiments.iter().map(beyond).collect()
}
