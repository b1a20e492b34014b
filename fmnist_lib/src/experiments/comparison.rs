//! [`Comparison`]: experiments side by side, and the settings in which they differ.

use super::{Ending, Experiment, Setting};
use crate::{
    data::FashionMnist,
    error::Result,
    hyperparameters::Hyperparameters,
    model::Network,
    numeral::{decimal, scientific, signed},
    progress,
    table::{Column, Table},
};

/// Experiments in the order in which they were added; no two have the same name.
///
/// As a cell's last value it shows its table: what differs, and what came of it.
#[derive(Clone, Default)]
pub struct Comparison {
    /// The experiments.
    pub experiments: Vec<Experiment>,
    /// The reader has stopped one of the trainings that were asked for here.
    stopped: bool,
}

impl Comparison {
    /// Compares these experiments; of two with the same name the later one stays.
    pub fn of(experiments: Vec<Experiment>) -> Self {
        let mut comparison = Self::default();
        for experiment in experiments {
            comparison.add(experiment);
        }
        comparison
    }

    /// Adds an experiment, in place of one with the same name.
    pub fn add(&mut self, experiment: Experiment) {
        let mut there = self.experiments.iter_mut();
        match there.find(|other| other.name == experiment.name) {
            Some(other) => *other = experiment,
            None => self.experiments.push(experiment),
        }
    }

    /// Trains a new network of type `N` and adds the experiment. Once the reader has stopped a training, those that follow in this
    /// comparison are skipped, so that one press of Stop is enough.
    ///
    /// # Errors
    /// As [`Experiment::train`].
    pub fn train<N: Network>(
        &mut self,
        name: &str,
        data: &FashionMnist,
        hyperparameters: &Hyperparameters,
    ) -> Result<()> {
        if self.stopped {
            println!(
                "{name}: dilewati, karena Anda menekan Stop; jalankan selnya lagi bila berubah pikiran."
            );
            return Ok(());
        }
        let experiment = Experiment::train::<N>(name, data, hyperparameters)?;
        self.stopped = experiment.ending == Ending::Stopped;
        if !progress::is_watched() {
            println!("{}", said(&experiment));
        }
        self.add(experiment);
        Ok(())
    }

    /// The experiment with this name.
    pub fn get(&self, name: &str) -> Option<&Experiment> {
        self.experiments.iter().find(|one| one.name == name)
    }

    /// The settings that are not the same in all experiments.
    pub fn differing(&self) -> Vec<Setting> {
        let differs = |setting: &Setting| {
            let values = setting.values(&self.experiments);
            values.iter().any(|value| value != &values[0])
        };
        Setting::ALL.into_iter().filter(differs).collect()
    }

    /// The table: a row an experiment; its differing settings, complete epochs, the figures of its best epoch, how much higher the
    /// accuracy on training data was in the end, seconds of training without validation, and how it ended unless it simply finished.
    pub fn table(&self) -> Table {
        let all = &self.experiments;
        let mut columns = vec![Column::left("percobaan", all, |one| one.name.clone())];
        for setting in self.differing() {
            columns.push(Column {
                name: setting.name().into(),
                right: setting != Setting::Layers,
                cells: setting.values(all),
            });
        }
        let of_best = |figure: fn(&crate::history::Epoch) -> String| {
            move |one: &Experiment| one.best().map_or_else(|| "–".into(), figure)
        };
        columns.extend([
            Column::right("epoch", all, |one| one.history.epochs.len().to_string()),
            Column::right("epoch terbaik", all, of_best(|at| at.epoch.to_string())),
            Column::right("loss validasi", all, of_best(|at| loss(at.val_loss))),
            Column::right(
                "akurasi validasi",
                all,
                of_best(|at| percent(at.val_accuracy)),
            ),
            Column::right("selisih akhir", all, gap),
            Column::right("detik latih", all, seconds),
        ]);
        if all.iter().any(|one| one.ending != Ending::Finished) {
            columns.push(Column::left("status", all, |one| one.ending.to_string()));
        }
        Table {
            columns,
            note: self.shared(),
        }
    }

    /// The main settings that all experiments share, in a sentence; nothing for none.
    fn shared(&self) -> String {
        let differing = self.differing();
        let main = [
            Setting::TrainImages,
            Setting::Scaling,
            Setting::Epochs,
            Setting::BatchSize,
            Setting::LearningRate,
            Setting::Seed,
        ];
        let shared = main.into_iter().filter(|one| !differing.contains(one));
        let said: Vec<String> = shared
            .filter_map(|one| {
                let value = one.values(&self.experiments).into_iter().next()?;
                Some(format!("{} {value}", one.name()))
            })
            .collect();
        if said.is_empty() {
            String::new()
        } else {
            format!("Sama di semua baris: {}.", said.join(", "))
        }
    }

    /// Shows the table when the comparison is a cell's last value.
    pub fn evcxr_display(&self) {
        self.table().evcxr_display();
    }
}

impl std::fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.table().fmt(formatter)
    }
}

impl std::fmt::Debug for Comparison {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.table(), formatter)
    }
}

/// One line for a kernel that shows no progress.
fn said(experiment: &Experiment) -> String {
    let name = &experiment.name;
    let count = experiment.history.epochs.len();
    let seconds = decimal(experiment.seconds(), 1);
    let figures = experiment.best().map_or_else(String::new, |best| {
        format!(
            ", val_loss terendah {}, val_akurasi {}",
            decimal(best.val_loss, 4),
            decimal(best.val_accuracy, 4)
        )
    });
    format!(
        "{name}: {}, {count} epoch dalam {seconds} detik{figures}",
        experiment.ending
    )
}

/// Seconds of training, if they are known.
fn seconds(experiment: &Experiment) -> String {
    if experiment.history.is_published() {
        "–".into()
    } else {
        decimal(experiment.seconds(), 1)
    }
}

/// A loss with four digits, however large.
fn loss(value: f64) -> String {
    if value.abs() < 1000.0 {
        decimal(value, 4)
    } else {
        scientific(value, 2)
    }
}

fn percent(share: f64) -> String {
    format!("{} %", decimal(share * 100.0, 1))
}

/// How many percentage points the accuracy on training data was above that on validation data after the last epoch.
fn gap(experiment: &Experiment) -> String {
    experiment.history.last().map_or_else(
        || "–".into(),
        |last| signed((last.accuracy - last.val_accuracy) * 100.0, 1),
    )
}
