//! [`train`]: the training loop, short enough to be read.

use crate::{
    data::FashionMnist,
    error::Result,
    history::{Epoch, History},
    hyperparameters::Hyperparameters,
    layers::{Fusion, WriteBack},
    model::{Model, Network},
    progress::{self, Outcome, Reporter},
    run::short,
    run_folder::RunFolder,
    stop,
    training_state::TrainingState,
    training_steps::Steps,
    workers::Workers,
};
use std::time::Instant;

/// Trains `model` on `data.train`, looks at `data.validation` after each epoch, and prints one line an epoch, unless a kernel front shows
/// the progress itself. Twin: Keras `model.fit`.
///
/// After each epoch the state is kept in the project's folder `runs/berjalan`, or in `runs/berjalan-2` if another notebook is training, and
/// so on: however this program ends, [`resume`] goes on from there, and [`Run::unfinished`](crate::run::Run::unfinished) opens it.
///
/// With [`Hyperparameters::patience`] the training ends once `val_loss` no longer falls, and however it ends, the model has the weights of
/// its best epoch, which [`History::kept`] names.
///
/// When [`stop`] is asked for, training ends after the present step: the model keeps what it has learnt, the history has the complete epochs.
///
/// The same seed, data and network give the same history, bit for bit, on the same machine.
///
/// # Errors
/// Hyperparameters that cannot train; a loss that is no longer a number; out of memory. The model keeps what it has learnt.
pub fn train<N: Network>(
    model: &mut Model<N>,
    data: &FashionMnist,
    hyperparameters: &Hyperparameters,
) -> Result<History> {
    let mut state = TrainingState::new(data, hyperparameters)?;
    let mut folder = RunFolder::free();
    match &mut folder {
        Ok(folder) => folder.begin(&mut state),
        Err(error) => println!("{error} {GOES_ON}"),
    }
    tell(model, data, state, folder.ok())
}

/// Goes on with a training that [`train`] has begun and that did not come to its end: this kernel was killed, the battery was empty, Stop was
/// pressed. The model becomes what it was after the last complete epoch, so its own numbers do not matter; the steps of an epoch that was
/// not complete are done again.
///
/// The history and the weights at the end are those of a training that nobody disturbed, bit for bit; only the seconds are others.
/// Of several unfinished trainings it is the latest of this network on this data. One that is over is opened as it ended.
/// Twin: PyTorch `load_state_dict` of a checkpoint's model and optimizer, Keras `BackupAndRestore`.
///
/// # Errors
/// [`Error::NothingToResume`]; [`Error::OtherTraining`] if it was of another network or other data, and says what differs; as [`train`].
pub fn resume<N: Network>(model: &mut Model<N>, data: &FashionMnist) -> Result<History> {
    let (folder, kept, state) = RunFolder::resumable(data)?;
    *model = kept;
    let (done, all) = (
        state.history.epochs.len(),
        state.history.hyperparameters.epochs,
    );
    let dir = short(folder.path());
    if state.history.is_over() {
        println!("Pelatihan di `{dir}` sudah selesai ({done} epoch): hasilnya dibuka.");
    } else {
        println!("Melanjutkan pelatihan di `{dir}`: {done} dari {all} epoch sudah selesai.");
    }
    tell(model, data, state, Some(folder))
}

/// As [`train`], but keeps no file, and calls `after_epoch` where `train` prints.
///
/// # Errors
/// As [`train`].
pub fn train_with<N: Network>(
    model: &mut Model<N>,
    data: &FashionMnist,
    hyperparameters: &Hyperparameters,
    mut after_epoch: impl FnMut(&Epoch) + Send,
) -> Result<History> {
    let state = TrainingState::new(data, hyperparameters)?;
    run(model, data, state, |_, _, epoch| after_epoch(epoch))
}

/// As [`train_with`], but keeps the state after each epoch in `folder`, before `after_epoch` is called.
///
/// # Errors
/// As [`train`].
pub fn train_in<N: Network>(
    folder: &mut RunFolder,
    model: &mut Model<N>,
    data: &FashionMnist,
    hyperparameters: &Hyperparameters,
    after_epoch: impl FnMut(&Epoch) + Send,
) -> Result<History> {
    let mut state = TrainingState::new(data, hyperparameters)?;
    folder.begin(&mut state);
    run(model, data, state, keeping(folder, after_epoch))
}

/// As [`resume`], but of the training in `folder`. Its `hyperparameters` must be those that it began with ([`RunFolder::history`] has them),
/// but for the number of threads and of epochs: with more of these a training that is over goes on.
///
/// # Errors
/// As [`resume`]; hyperparameters that differ.
pub fn resume_in<N: Network>(
    folder: &mut RunFolder,
    model: &mut Model<N>,
    data: &FashionMnist,
    hyperparameters: &Hyperparameters,
    after_epoch: impl FnMut(&Epoch) + Send,
) -> Result<History> {
    let (kept, mut state) = folder.read()?;
    state.check_data(&folder.file(0), data)?;
    state.set(&folder.file(0), hyperparameters)?;
    *model = kept;
    run(model, data, state, keeping(folder, after_epoch))
}

const GOES_ON: &str = "Pelatihan tetap berjalan, tetapi tidak dapat dilanjutkan bila terputus.";

/// Runs a training of a notebook: keeps each epoch, and prints a line where no front shows the progress.
fn tell<N: Network>(
    model: &mut Model<N>,
    data: &FashionMnist,
    state: TrainingState,
    mut folder: Option<RunFolder>,
) -> Result<History> {
    let epochs = state.history.hyperparameters.epochs;
    let print = |epoch: &Epoch| {
        if !progress::is_watched() {
            println!("{}", epoch.line(epochs));
        }
    };
    let history = match &mut folder {
        Some(folder) => run(model, data, state, keeping(folder, print))?,
        None => run(model, data, state, |_, _, epoch| print(epoch))?,
    };
    if !progress::is_watched()
        && let Some(sentence) = history.what_is_kept()
    {
        println!("{sentence}");
    }
    Ok(history)
}

/// Keeps each epoch in `folder`, then calls `after_epoch`. A disk that is full ends no training; it is told once.
fn keeping<N: Network>(
    folder: &mut RunFolder,
    mut after_epoch: impl FnMut(&Epoch) + Send,
) -> impl FnMut(&Model<N>, &TrainingState, &Epoch) + Send {
    let mut told = false;
    move |model, state, epoch| {
        if let Err(error) = folder.keep(model, state)
            && !std::mem::replace(&mut told, true)
        {
            eprintln!("{error} {GOES_ON}");
        }
        after_epoch(epoch);
    }
}

/// The training itself, from the epoch after the last one in `state`.
fn run<N: Network>(
    model: &mut Model<N>,
    data: &FashionMnist,
    mut state: TrainingState,
    mut after_epoch: impl FnMut(&Model<N>, &TrainingState, &Epoch) + Send,
) -> Result<History> {
    if state.history.is_over() {
        state.early_stopping.restore(model, &mut state.history)?;
        return Ok(state.history);
    }
    let hyperparameters = state.history.hyperparameters;
    let workers = Workers::new(hyperparameters.threads)?;
    N::fuse(&mut model.layers, Fusion::NETWORK);
    let result = workers.run(|| {
        let mut reporter = Reporter::start(&state.history);
        let mut gradients = None;
        let mut outcome = Outcome::Stopped;
        for epoch in state.history.epochs.len() + 1..=hyperparameters.epochs {
            let start = Instant::now();
            let mut steps = Steps {
                hyperparameters: &hyperparameters,
                adam: &mut state.adam,
                gradients: &mut gradients,
            };
            let seen = steps.epoch(model, data, epoch, &mut reporter);
            N::visit(&mut model.layers, &mut WriteBack)?;
            let Some((loss, accuracy)) = seen? else {
                stop::obey();
                break;
            };
            let train_seconds = start.elapsed().as_secs_f64();
            let (val_loss, val_accuracy) = model.evaluate(&data.validation)?;
            let figures = Epoch {
                epoch,
                train_seconds,
                loss,
                accuracy,
                val_loss,
                val_accuracy,
            };
            reporter.epoch(&figures);
            state.history.epochs.push(figures);
            state.early_stopping.observe(model, &state.history)?;
            after_epoch(model, &state, &figures);
            if state.history.is_over() {
                outcome = if state.history.stopped_early() {
                    Outcome::Early
                } else {
                    Outcome::Finished
                };
                break;
            }
        }
        let mut history = state.history;
        state.early_stopping.restore(model, &mut history)?;
        let given_back = history
            .kept_epoch
            .filter(|kept| *kept != history.epochs.len());
        reporter.end(outcome, given_back);
        Ok(history)
    });
    N::fuse(&mut model.layers, Fusion::default());
    result
}
