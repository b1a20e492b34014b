//! [`converse`]: the questions of the bench and the answers to them, until `end` or the end of stdin.

use crate::options::Options;
use anyhow::{Context, Result, bail};
use clap::Parser;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::time::Instant;

/// One epoch of training.
#[derive(Serialize, Debug, Clone, Copy)]
pub struct Trained {
    /// Wall-clock seconds of the whole epoch: shuffling, gathering, steps; no validation.
    pub seconds: f64,
    /// Mean loss over the images as they were seen.
    pub loss: f64,
    /// Share of the images classified rightly as they were seen; 0 to 1.
    pub accuracy: f64,
}

/// The classes of all test images.
#[derive(Serialize, Debug, Clone, Copy)]
pub struct Predicted {
    /// Wall-clock seconds from pixels in memory to labels.
    pub seconds: f64,
    /// Share of the test images classified rightly; 0 to 1.
    pub accuracy: f64,
}

/// Something that learns Fashion-MNIST.
pub trait Contestant {
    /// One epoch over the first `images` training images, shuffled, going on from the last one.
    ///
    /// # Errors
    /// Whatever the framework refuses.
    fn train(&mut self, images: usize) -> Result<Trained>;

    /// Classifies every test image, `batch` at a time.
    ///
    /// # Errors
    /// Whatever the framework refuses.
    fn predict(&mut self, batch: usize) -> Result<Predicted>;

    /// The rate of a product of two square matrices of side `n`, in GFLOP/s. Only ours does it.
    ///
    /// # Errors
    /// Unless overridden.
    fn sgemm(&mut self, n: usize, threads: usize) -> Result<f64> {
        bail!(
            "peserta ini tidak mengukur perkalian matriks {n} dengan {threads} utas; tanyalah peserta `ours`."
        )
    }
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
enum Question {
    Train { images: Option<usize> },
    Predict { batch: usize },
    Sgemm { n: usize, threads: usize },
    End,
}

#[derive(Serialize)]
struct Ready<'a> {
    ready: bool,
    version: &'a str,
    seconds_to_ready: f64,
}

#[derive(Serialize)]
struct Rate {
    gflops: f64,
}

/// Starts the contestant that `start` makes and answers until `end`.
///
/// # Errors
/// A question that cannot be read; a contestant that fails.
pub fn converse<C: Contestant>(
    version: &str,
    start: impl FnOnce(&Options) -> Result<C>,
) -> Result<()> {
    let began = Instant::now();
    let options = Options::parse();
    let mut contestant = start(&options)?;
    answer(&Ready {
        ready: true,
        version,
        seconds_to_ready: began.elapsed().as_secs_f64(),
    })?;
    for line in std::io::stdin().lock().lines() {
        let line =
            line.context("stdin tidak dapat dibaca; mulailah lagi lewat `cargo xtask bench`.")?;
        let question = serde_json::from_str(&line).with_context(|| {
            format!("pertanyaan `{line}` tidak dikenal; pakailah train, predict, sgemm, atau end.")
        })?;
        match question {
            Question::Train { images } => {
                answer(&contestant.train(images.unwrap_or(options.images))?)?
            }
            Question::Predict { batch } if batch > 0 => answer(&contestant.predict(batch)?)?,
            Question::Predict { .. } => {
                bail!("batch 0 tidak memuat gambar; beri paling sedikit 1.")
            }
            Question::Sgemm { n, threads } => answer(&Rate {
                gflops: contestant.sgemm(n, threads)?,
            })?,
            Question::End => break,
        }
    }
    Ok(())
}

fn answer(value: &impl Serialize) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(value)?)?;
    Ok(out.flush()?)
}
