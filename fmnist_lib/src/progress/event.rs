//! [`ProgressEvent`]: what a training tells a kernel front while it runs: the schema, version 1, of the lines that it prints.
//!
//! A line is `{PREFIX}{nonce}:{json}`: [`PREFIX`], the value of the environment variable [`NONCE_VARIABLE`], a colon, and one event as JSON on
//! the same line, for example (with nonce `7f3a`):
//!
//! ```text
//! ␞fmnist-progress:7f3a:{"v":1,"run":1,"kind":"step","epoch":1,"epochs":10,"step":300,"steps":1719,"seconds":1.25,"loss":0.81,"accuracy":0.71}
//! ```
//!
//! Only the front that started the process knows the nonce, so a cell that prints the prefix itself is just text. Where the variable is
//! not set nothing is printed. A reader ignores fields that it does not know and refuses a `v` other than its own.
//!
//! `kernel_front` compiles this very file, so that there is one schema.

use serde::{Deserialize, Serialize};

/// The version that this file describes.
pub const VERSION: u32 = 1;
/// How every line begins: the record separator, which no ordinary print contains, and the format's name.
pub const PREFIX: &str = "\u{1e}fmnist-progress:";
/// Set by a kernel front for its child: the nonce of its lines.
pub const NONCE_VARIABLE: &str = "FMNIST_PROGRESS_NONCE";
/// Set by a kernel front for its child: the file that asks a training to stop, see `stop`.
pub const STOP_FILE_VARIABLE: &str = "FMNIST_STOP_FILE";

/// What has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The training begins: `epochs`, `steps`, `images`, `batch_size`, and `name` for one of several trainings of a cell.
    Start,
    /// Some steps are done: `epoch`, `step`, `loss` and `accuracy` of this epoch so far, `images_per_second`, `seconds_left`.
    Step,
    /// All steps of an epoch are done and its validation begins: as `Step`.
    Validation,
    /// An epoch is complete: `epoch`, `loss`, `accuracy`, `val_loss`, `val_accuracy`, `train_seconds`, `seconds_left`.
    Epoch,
    /// The training is over: `outcome`, `kept_epoch`.
    End,
}

/// How a training ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// All epochs are complete.
    Finished,
    /// Early stopping: the validation loss no longer fell.
    Early,
    /// The stop file asked for it; model and history so far are kept.
    Stopped,
    /// An error or a panic.
    Failed,
}

/// One event. What an event does not say is absent; a number that is not finite is written as `null`, which reads as absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgressEvent {
    /// The schema's version.
    pub v: u32,
    /// Which training of this process, counted from 1.
    pub run: u64,
    /// What has happened.
    pub kind: Kind,
    /// What the reader calls the training; a named one leaves a line instead of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The epoch, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<u64>,
    /// How many epochs were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epochs: Option<u64>,
    /// Steps done in this epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<u64>,
    /// Steps an epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<u64>,
    /// Training images an epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub images: Option<u64>,
    /// Images a step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_size: Option<u64>,
    /// Seconds since the training began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Seconds that this epoch's steps took, without validation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub train_seconds: Option<f64>,
    /// Estimate of the seconds until the last epoch is complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_left: Option<f64>,
    /// Training images a second in this epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub images_per_second: Option<f64>,
    /// Mean loss over this epoch's images so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss: Option<f64>,
    /// Share of this epoch's images so far that were classified rightly; 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<f64>,
    /// Mean loss over the validation images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub val_loss: Option<f64>,
    /// Share of the validation images classified rightly; 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub val_accuracy: Option<f64>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The epoch whose weights the model has been given back, where that is not the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_epoch: Option<u64>,
}

impl ProgressEvent {
    /// An event that says no more than that it happened.
    pub fn new(run: u64, kind: Kind) -> Self {
        Self {
            v: VERSION,
            run,
            kind,
            name: None,
            epoch: None,
            epochs: None,
            step: None,
            steps: None,
            images: None,
            batch_size: None,
            seconds: None,
            train_seconds: None,
            seconds_left: None,
            images_per_second: None,
            loss: None,
            accuracy: None,
            val_loss: None,
            val_accuracy: None,
            outcome: None,
            kept_epoch: None,
        }
    }
}
