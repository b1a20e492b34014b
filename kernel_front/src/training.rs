//! [`Training`]: what the events of one training add up to: where it is, and its curves. How it looks is in `panel` and `summary`.

use crate::event::{Kind, Outcome, ProgressEvent};

/// A chart needs no more points of one epoch.
const MOST_POINTS: usize = 120;
/// Nor a longer name.
const LONGEST_NAME: usize = 80;
/// Nor more epochs than it can show.
const MOST_EPOCHS: usize = 2_000;

/// The figures of a complete epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EpochFigures {
    /// From 1.
    pub epoch: u64,
    /// Mean loss over the training images.
    pub loss: Option<f64>,
    /// Share of the training images classified rightly.
    pub accuracy: Option<f64>,
    /// Mean loss over the validation images.
    pub val_loss: Option<f64>,
    /// Share of the validation images classified rightly.
    pub val_accuracy: Option<f64>,
    /// Seconds of its steps.
    pub seconds: Option<f64>,
}

/// A point inside the running epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// In epochs from the beginning.
    pub at: f64,
    /// Loss of this epoch so far.
    pub loss: Option<f64>,
    /// Accuracy of this epoch so far.
    pub accuracy: Option<f64>,
}

/// One training.
#[derive(Clone, Debug, Default)]
pub struct Training {
    /// What the reader calls it, if it is one of several.
    pub name: Option<String>,
    /// Epochs asked for.
    pub epochs: u64,
    /// Steps an epoch.
    pub steps: u64,
    /// Training images.
    pub images: Option<u64>,
    /// The epoch at work, from 1.
    pub epoch: u64,
    /// Its steps done.
    pub step: u64,
    /// Its steps are done, and the validation images are being looked at.
    pub validating: bool,
    /// Loss of this epoch so far.
    pub loss: Option<f64>,
    /// Accuracy of this epoch so far.
    pub accuracy: Option<f64>,
    /// Speed.
    pub images_per_second: Option<f64>,
    /// Seconds until the end.
    pub seconds_left: Option<f64>,
    /// Seconds since the beginning.
    pub seconds: f64,
    /// Complete epochs.
    pub history: Vec<EpochFigures>,
    /// The running epoch.
    pub points: Vec<Point>,
    /// Stop was pressed.
    pub asked_to_stop: bool,
    /// How it ended, once it has.
    pub outcome: Option<Outcome>,
    /// The epoch whose weights the model has been given back at the end, where that is not the last one.
    pub kept_epoch: Option<u64>,
}

impl Training {
    /// Takes an event.
    pub fn apply(&mut self, event: &ProgressEvent) {
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        if let Some(name) = &event.name {
            self.name = Some(name.chars().take(LONGEST_NAME).collect());
        }
        self.epochs = event.epochs.unwrap_or(self.epochs).max(1);
        self.steps = event.steps.unwrap_or(self.steps).max(1);
        self.images = event.images.or(self.images);
        self.epoch = event.epoch.unwrap_or(self.epoch).clamp(1, self.epochs);
        self.seconds = finite(event.seconds).unwrap_or(self.seconds);
        self.images_per_second = finite(event.images_per_second).or(self.images_per_second);
        match event.kind {
            Kind::Start => {}
            Kind::Step | Kind::Validation => {
                self.validating = event.kind == Kind::Validation;
                self.step = event.step.unwrap_or(self.step).min(self.steps);
                self.loss = finite(event.loss);
                self.accuracy = finite(event.accuracy);
                self.seconds_left = finite(event.seconds_left);
                self.add_point();
            }
            Kind::Epoch => {
                self.validating = false;
                self.step = self.steps;
                self.loss = finite(event.loss);
                self.accuracy = finite(event.accuracy);
                self.seconds_left = finite(event.seconds_left);
                self.points.clear();
                if self.history.len() < MOST_EPOCHS {
                    self.history.push(EpochFigures {
                        epoch: self.epoch,
                        loss: finite(event.loss),
                        accuracy: finite(event.accuracy),
                        val_loss: finite(event.val_loss),
                        val_accuracy: finite(event.val_accuracy),
                        seconds: finite(event.train_seconds),
                    });
                }
            }
            Kind::End => {
                self.outcome = Some(event.outcome.unwrap_or(Outcome::Finished));
                self.kept_epoch = event.kept_epoch;
            }
        }
    }

    /// The share of the whole training that is done; 0 to 1.
    pub fn done(&self) -> f64 {
        let within = self.step as f64 / self.steps.max(1) as f64;
        let before = self.epoch.saturating_sub(1) as f64;
        ((before + within) / self.epochs.max(1) as f64).clamp(0.0, 1.0)
    }

    /// The figures of the last complete epoch.
    pub fn last(&self) -> Option<&EpochFigures> {
        self.history.last()
    }

    fn add_point(&mut self) {
        // The mean of an epoch's first few batches jumps about, and would pull the chart's axis with it.
        if self.step.saturating_mul(40) < self.steps {
            return;
        }
        if self.points.len() >= MOST_POINTS {
            // Every other point stays, and there is room again.
            let mut keep = false;
            self.points.retain(|_| {
                keep = !keep;
                keep
            });
        }
        self.points.push(Point {
            at: self.done() * self.epochs as f64,
            loss: self.loss,
            accuracy: self.accuracy,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: Kind) -> ProgressEvent {
        ProgressEvent::new(1, kind)
    }

    #[test]
    fn the_share_done_grows_from_nothing_to_all() {
        let mut training = Training::default();
        let mut start = event(Kind::Start);
        (start.epochs, start.steps) = (Some(2), Some(10));
        training.apply(&start);
        assert_eq!(training.done(), 0.0);
        let mut step = event(Kind::Step);
        (step.epoch, step.step) = (Some(2), Some(5));
        training.apply(&step);
        assert_eq!(training.done(), 0.75);
        let mut epoch = event(Kind::Epoch);
        epoch.epoch = Some(2);
        training.apply(&epoch);
        assert_eq!(training.done(), 1.0);
        assert_eq!(training.history.len(), 1);
    }

    #[test]
    fn absurd_numbers_do_no_harm() {
        let mut training = Training::default();
        let mut step = event(Kind::Step);
        step.epoch = Some(u64::MAX);
        step.step = Some(u64::MAX);
        step.epochs = Some(0);
        step.loss = Some(f64::NAN);
        step.seconds_left = Some(f64::INFINITY);
        training.apply(&step);
        assert_eq!(training.done(), 1.0);
        assert_eq!((training.loss, training.seconds_left), (None, None));
    }

    #[test]
    fn a_long_epoch_keeps_few_points() {
        let mut training = Training::default();
        for at in 0..10_000 {
            let mut step = event(Kind::Step);
            (step.step, step.steps) = (Some(at), Some(10_000));
            training.apply(&step);
        }
        assert!((10..=MOST_POINTS).contains(&training.points.len()));
        assert!(training.points.last().is_some_and(|point| point.at > 0.99));
    }
}
