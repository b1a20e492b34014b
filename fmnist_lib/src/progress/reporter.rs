//! [`Reporter`]: the observer that a training calls after each step and each epoch. It prints marked lines when a kernel front asked for
//! them, at most ten a second, and is a no-op otherwise.

use super::event::{Kind, NONCE_VARIABLE, Outcome, PREFIX, ProgressEvent};
use crate::history::{Epoch, History};
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

const BETWEEN_LINES: Duration = Duration::from_millis(100);
static RUNS: AtomicU64 = AtomicU64::new(0);

/// Whether a kernel front shows the progress, so that nobody else needs to print it.
pub fn is_watched() -> bool {
    mark().is_some()
}

/// Prefix and nonce, read once.
fn mark() -> Option<&'static str> {
    static MARK: OnceLock<Option<String>> = OnceLock::new();
    let mark = MARK.get_or_init(|| {
        let nonce = std::env::var(NONCE_VARIABLE).ok()?;
        (!nonce.is_empty()).then(|| format!("{PREFIX}{nonce}:"))
    });
    mark.as_deref()
}

/// The name of the training that begins next.
static NAME: Mutex<Option<String>> = Mutex::new(None);

/// Does `work`, whose training is shown under `name`.
pub(crate) fn named<R>(name: &str, work: impl FnOnce() -> R) -> R {
    set_name(Some(name.into()));
    let result = work();
    // A training that never began, because its settings were refused, leaves its name to nobody.
    set_name(None);
    result
}

fn set_name(name: Option<String>) -> Option<String> {
    let mut present = NAME.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut *present, name)
}

/// Tells a front what one training does. Dropped before [`Reporter::end`], as by an error or a panic, it reports that the training failed.
pub struct Reporter(Option<Report>);

struct Report {
    mark: &'static str,
    run: u64,
    epochs: u64,
    steps: u64,
    images: u64,
    batch_size: u64,
    start: Instant,
    epoch_start: Instant,
    last_line: Instant,
    /// Epochs that an earlier process has completed, and the seconds of their steps.
    earlier: (u64, f64),
    epoch: u64,
    step: u64,
    seen: u64,
    right: u64,
    loss: f64,
    /// Seconds that whole epochs took, validation included.
    whole_epochs: f64,
}

impl Reporter {
    /// A training begins, or goes on after the epochs that `history` has already.
    pub fn start(history: &History) -> Self {
        let Some(mark) = mark() else {
            return Self(None);
        };
        let now = Instant::now();
        let (images, settings) = (history.train_images, history.hyperparameters);
        let seconds = history.epochs.iter().map(|epoch| epoch.train_seconds);
        let earlier = (history.epochs.len() as u64, seconds.sum());
        let report = Report {
            mark,
            run: RUNS.fetch_add(1, Ordering::Relaxed) + 1,
            epochs: settings.epochs as u64,
            steps: images.div_ceil(settings.batch_size.max(1)) as u64,
            images: images as u64,
            batch_size: settings.batch_size as u64,
            start: now,
            epoch_start: now,
            last_line: now,
            earlier,
            epoch: earlier.0 + 1,
            step: 0,
            seen: 0,
            right: 0,
            loss: 0.0,
            whole_epochs: 0.0,
        };
        let mut event = report.event(Kind::Start);
        event.name = set_name(None);
        event.images = Some(report.images);
        event.batch_size = Some(report.batch_size);
        report.print(&event);
        for figures in &history.epochs {
            report.print(&report.complete(figures));
        }
        Self(Some(report))
    }

    /// One step is done: the batch's mean loss, how many of its images were classified rightly, and how many there were.
    pub fn step(&mut self, loss: f32, right: usize, images: usize) {
        let Some(report) = &mut self.0 else {
            return;
        };
        report.step += 1;
        report.seen += images as u64;
        report.right += right as u64;
        report.loss += f64::from(loss) * images as f64;
        let now = Instant::now();
        if report.step >= report.steps {
            report.print(&report.so_far(Kind::Validation, now));
        } else if now.duration_since(report.last_line) >= BETWEEN_LINES {
            report.last_line = now;
            report.print(&report.so_far(Kind::Step, now));
        }
    }

    /// An epoch is complete, validation included.
    pub fn epoch(&mut self, figures: &Epoch) {
        let Some(report) = &mut self.0 else {
            return;
        };
        let now = Instant::now();
        report.whole_epochs = now.duration_since(report.start).as_secs_f64();
        let mut event = report.complete(figures);
        let done = (figures.epoch as u64 - report.earlier.0) as f64;
        let left = (report.epochs - figures.epoch as u64) as f64;
        event.seconds_left = Some(report.whole_epochs / done * left);
        event.images_per_second = Some(report.images as f64 / figures.train_seconds);
        report.print(&event);
        report.epoch = figures.epoch as u64 + 1;
        (report.step, report.seen, report.right) = (0, 0, 0);
        report.loss = 0.0;
        report.epoch_start = now;
        report.last_line = now;
    }

    /// The training is over, of itself or because [`stop`](crate::stop) asked for it. `kept_epoch` is the one whose weights the model
    /// has been given back.
    pub fn end(mut self, outcome: Outcome, kept_epoch: Option<usize>) {
        self.close(outcome, kept_epoch);
    }

    fn close(&mut self, outcome: Outcome, kept_epoch: Option<usize>) {
        if let Some(report) = self.0.take() {
            let mut event = report.event(Kind::End);
            event.outcome = Some(outcome);
            event.kept_epoch = kept_epoch.map(|epoch| epoch as u64);
            report.print(&event);
        }
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.close(Outcome::Failed, None);
    }
}

impl Report {
    fn event(&self, kind: Kind) -> ProgressEvent {
        let mut event = ProgressEvent::new(self.run, kind);
        event.epochs = Some(self.epochs);
        event.steps = Some(self.steps);
        event.seconds = Some(self.earlier.1 + self.start.elapsed().as_secs_f64());
        event
    }

    fn complete(&self, figures: &Epoch) -> ProgressEvent {
        let mut event = self.event(Kind::Epoch);
        event.epoch = Some(figures.epoch as u64);
        event.loss = Some(figures.loss);
        event.accuracy = Some(figures.accuracy);
        event.val_loss = Some(figures.val_loss);
        event.val_accuracy = Some(figures.val_accuracy);
        event.train_seconds = Some(figures.train_seconds);
        event
    }

    fn so_far(&self, kind: Kind, now: Instant) -> ProgressEvent {
        let mut event = self.event(kind);
        event.epoch = Some(self.epoch);
        event.step = Some(self.step);
        let seen = self.seen as f64;
        event.loss = Some(self.loss / seen);
        event.accuracy = Some(self.right as f64 / seen);
        let seconds = now.duration_since(self.epoch_start).as_secs_f64();
        event.images_per_second = Some(seen / seconds);
        // Whole epochs tell what validation costs; before the first is complete only the steps are known.
        let done = (self.epoch - 1 - self.earlier.0) as f64;
        let an_epoch = if done > 0.0 {
            self.whole_epochs / done
        } else {
            seconds / seen * self.images as f64
        };
        let left = (self.epochs + 1 - self.epoch) as f64 * an_epoch - seconds;
        event.seconds_left = Some(left.max(0.0));
        event
    }

    /// One write for the whole line, so that lines of other threads do not come between.
    fn print(&self, event: &ProgressEvent) {
        if let Ok(json) = serde_json::to_string(event) {
            let line = format!("{}{json}\n", self.mark);
            let mut stdout = std::io::stdout().lock();
            let _ = stdout.write_all(line.as_bytes());
            let _ = stdout.flush();
        }
    }
}
