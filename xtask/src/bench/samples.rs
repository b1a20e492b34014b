//! [`Samples`]: everything that a run measured, round by round, before any median; `--json` writes it as it is.

use super::answer::{Predicted, Trained};
use super::machine::Machine;
use super::statistics::Round;
use serde::Serialize;
use std::collections::BTreeMap;

/// What was asked for.
#[derive(Serialize, Debug, Clone)]
pub struct Settings {
    /// Rounds of training, and of inference.
    pub rounds: usize,
    /// Training images.
    pub images: usize,
    /// As given with `--peers`.
    pub peers: String,
    /// Threads of every contestant.
    pub threads: usize,
    /// Epochs of the run of `latih` whose memory is measured.
    pub memory_epochs: usize,
}

/// A fresh process, from its start to the end of its first epoch.
#[derive(Serialize, Debug, Clone, Copy)]
pub struct Started {
    /// From the start of the process to the end of the first epoch.
    pub seconds: f64,
    /// From the start of the process until the data are loaded.
    pub ready_seconds: f64,
    /// The most memory held at once after training and inference, in bytes.
    pub peak_bytes: Option<u64>,
}

/// The rate of a large matrix product, in GFLOP/s.
#[derive(Serialize, Debug, Clone, Copy)]
pub struct Yardstick {
    /// On one thread.
    pub one: f64,
    /// On as many threads as the contestants have.
    pub all: f64,
}

/// A contestant that did not take part to the end.
#[derive(Serialize, Debug, Clone)]
pub struct Missing {
    /// Its name.
    pub name: String,
    /// A sentence.
    pub reason: String,
}

/// The raw figures of a run.
#[derive(Serialize, Debug)]
pub struct Samples {
    /// What was asked for.
    pub settings: Settings,
    /// Where it was measured.
    pub machine: Machine,
    /// The contestants' versions by name.
    pub versions: BTreeMap<String, String>,
    /// One epoch each.
    pub training: Vec<Round<Trained>>,
    /// The matrix product of each round of training, in the same order; `None` where it failed.
    pub yardstick: Vec<Option<Yardstick>>,
    /// The test images, one at a time.
    pub inference_1: Vec<Round<Predicted>>,
    /// The test images, 256 at a time.
    pub inference_256: Vec<Round<Predicted>>,
    /// Fresh processes.
    pub start: Vec<Round<Started>>,
    /// The most memory that `latih` held at once, in bytes.
    pub latih_peak_bytes: Option<u64>,
    /// Who could not be installed, or failed on the way.
    pub missing: Vec<Missing>,
}

impl Samples {
    /// Nothing measured yet.
    pub fn new(settings: Settings, machine: Machine) -> Self {
        Self {
            settings,
            machine,
            versions: BTreeMap::new(),
            training: Vec::new(),
            yardstick: Vec::new(),
            inference_1: Vec::new(),
            inference_256: Vec::new(),
            start: Vec::new(),
            latih_peak_bytes: None,
            missing: Vec::new(),
        }
    }

    /// Remembers who is left out, and why.
    pub fn leave_out(&mut self, name: &str, reason: &anyhow::Error) {
        let reason = format!("{reason:#}");
        crate::steps::note(format!("{name} tidak ikut: {reason}"));
        self.missing.push(Missing {
            name: name.to_owned(),
            reason,
        });
    }
}
