//! [`Field`]: the contestants that run, and the rounds they go through: one works, the others stand still, and the order turns from round to round.

use super::answer::{Answer, Predicted, Rate, Ready, Trained};
use super::contestant::{Contestant, OURS};
use super::installation::Installation;
use super::process::Process;
use super::samples::{Samples, Started, Yardstick};
use super::statistics::Round;
use crate::steps::note;
use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// The longest wait for one answer.
const LIMIT: Duration = Duration::from_secs(1800);
/// Training images of the warm-up, with the rest that a last, smaller batch has.
const WARM_UP_IMAGES: usize = 1600;
const BATCH: usize = 32;
/// The side of the yardstick's matrices.
const SGEMM_SIDE: usize = 2048;
/// How often each contestant is started afresh.
const STARTS: usize = 3;

const TRAIN: &str = r#"{"do":"train"}"#;

fn predict(batch: usize) -> String {
    format!(r#"{{"do":"predict","batch":{batch}}}"#)
}

/// The running contestants. One that fails leaves, and the samples say why.
pub struct Field<'a> {
    installation: &'a Installation<'a>,
    running: Vec<(&'static Contestant, Process)>,
}

impl<'a> Field<'a> {
    /// Starts and warms up everyone, one after another; the warm-up does not count.
    pub fn start(
        installation: &'a Installation<'a>,
        contestants: &[&'static Contestant],
        samples: &mut Samples,
    ) -> Self {
        let mut field = Self {
            installation,
            running: Vec::new(),
        };
        let images = samples.settings.images;
        let warm_up = format!(
            r#"{{"do":"train","images":{}}}"#,
            images.min(WARM_UP_IMAGES + images % BATCH)
        );
        for &contestant in contestants {
            let outcome = field
                .launch(contestant, samples, "")
                .and_then(|mut process| {
                    let ready: Ready = process.answer()?;
                    process.ask::<Trained>(&warm_up)?;
                    process.ask::<Predicted>(&predict(1))?;
                    process.ask::<Predicted>(&predict(256))?;
                    note(format!("{} {} siap", contestant.title, ready.version));
                    samples
                        .versions
                        .insert(contestant.name.to_owned(), ready.version);
                    Ok(process)
                });
            match outcome {
                Ok(process) => field.running.push((contestant, process)),
                Err(error) => samples.leave_out(contestant.name, &error),
            }
        }
        field
    }

    fn launch(&self, contestant: &Contestant, samples: &Samples, part: &str) -> Result<Process> {
        let lab = self.installation.log_folder();
        Process::start(
            self.installation.command(contestant, &samples.settings),
            lab.join(format!("{}{part}.txt", contestant.name)),
            LIMIT,
        )
    }

    /// One epoch each, round by round, and the yardstick in every round.
    pub fn train(&mut self, samples: &mut Samples) {
        for number in 1..=samples.settings.rounds {
            let show = |trained: &Trained| {
                format!(
                    "{:.2} detik, akurasi latih {:.4}",
                    trained.seconds, trained.accuracy
                )
            };
            let round = self.round(number, "pelatihan", TRAIN, samples, show);
            samples.training.push(round);
            let yardstick = self.yardstick(samples.settings.threads);
            match &yardstick {
                Ok(rate) => note(format!(
                    "putaran {number}, sgemm: {:.1} GFLOP/s dengan satu utas, {:.1} dengan {}",
                    rate.one, rate.all, samples.settings.threads
                )),
                Err(error) => {
                    samples.leave_out("sgemm", error);
                    // An answer that comes late would be taken for the next one.
                    self.running
                        .retain(|(contestant, _)| contestant.name != OURS);
                }
            }
            samples.yardstick.push(yardstick.ok());
        }
    }

    /// The test images at batch 1 and at 256, round by round.
    pub fn infer(&mut self, samples: &mut Samples) {
        let show = |predicted: &Predicted| {
            format!(
                "{:.3} detik, akurasi uji {:.4}",
                predicted.seconds, predicted.accuracy
            )
        };
        for number in 1..=samples.settings.rounds {
            let one = self.round(number, "inferensi batch 1", &predict(1), samples, show);
            samples.inference_1.push(one);
            let many = self.round(number, "inferensi batch 256", &predict(256), samples, show);
            samples.inference_256.push(many);
        }
    }

    fn round<A: Answer>(
        &mut self,
        number: usize,
        what: &str,
        question: &str,
        samples: &mut Samples,
        show: impl Fn(&A) -> String,
    ) -> Round<A> {
        let mut round = Round::new();
        let mut failed = Vec::new();
        for place in turn(self.running.len(), number) {
            let (contestant, process) = &mut self.running[place];
            match process.ask::<A>(question) {
                Ok(answer) => {
                    note(format!(
                        "putaran {number}, {what}, {}: {}",
                        contestant.title,
                        show(&answer)
                    ));
                    round.insert(contestant.name.to_owned(), answer);
                }
                Err(error) => {
                    samples.leave_out(contestant.name, &error);
                    failed.push(contestant.name);
                }
            }
        }
        self.running
            .retain(|(contestant, _)| !failed.contains(&contestant.name));
        round
    }

    fn yardstick(&mut self, threads: usize) -> Result<Yardstick> {
        let ours = self
            .running
            .iter_mut()
            .find(|(contestant, _)| contestant.name == OURS);
        let (_, process) = ours.context(
            "fmnist_lib tidak berjalan lagi, sehingga sgemm tidak diukur; lihat pesannya.",
        )?;
        let mut rate = |threads: usize| -> Result<f64> {
            let question = format!(r#"{{"do":"sgemm","n":{SGEMM_SIDE},"threads":{threads}}}"#);
            Ok(process.ask::<Rate>(&question)?.gflops)
        };
        Ok(Yardstick {
            one: rate(1)?,
            all: rate(threads)?,
        })
    }

    /// Ends everyone, and then starts each afresh a few times, up to the end of its first epoch, and asks once more for its memory.
    pub fn start_afresh(&mut self, samples: &mut Samples) {
        let mut contestants: Vec<&'static Contestant> = Vec::new();
        for (contestant, process) in self.running.drain(..) {
            contestants.push(contestant);
            process.end();
        }
        for number in 1..=STARTS {
            let mut round = Round::new();
            for place in turn(contestants.len(), number) {
                let contestant = contestants[place];
                match self.fresh(contestant, samples) {
                    Ok(started) => {
                        let (title, seconds) = (contestant.title, started.seconds);
                        note(format!(
                            "mulai {number}, {title}: {seconds:.2} detik sampai epoch pertama selesai"
                        ));
                        round.insert(contestant.name.to_owned(), started);
                    }
                    Err(error) => samples.leave_out(contestant.name, &error),
                }
            }
            samples.start.push(round);
        }
    }

    fn fresh(&self, contestant: &Contestant, samples: &Samples) -> Result<Started> {
        let began = Instant::now();
        let mut process = self.launch(contestant, samples, "-mulai")?;
        process.send(TRAIN);
        process.answer::<Ready>()?;
        let ready_seconds = began.elapsed().as_secs_f64();
        process.answer::<Trained>()?;
        let seconds = began.elapsed().as_secs_f64();
        process.ask::<Predicted>(&predict(1))?;
        process.ask::<Predicted>(&predict(256))?;
        let peak_bytes = process.peak_memory();
        process.end();
        Ok(Started {
            seconds,
            ready_seconds,
            peak_bytes,
        })
    }
}

/// The order of round `number`, counted from 1: everyone once, each round someone else first.
fn turn(count: usize, number: usize) -> impl Iterator<Item = usize> {
    (0..count).map(move |place| (place + number - 1) % count)
}

#[cfg(test)]
mod tests {
    use super::turn;

    #[test]
    fn everyone_is_first_in_turn() {
        assert_eq!(turn(3, 1).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(turn(3, 2).collect::<Vec<_>>(), [1, 2, 0]);
        assert_eq!(turn(3, 4).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(turn(0, 1).count(), 0);
    }
}
