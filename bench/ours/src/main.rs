//! fmnist_lib as a contestant, through its public interface alone, exactly as a learner trains it.

mod sgemm;

use anyhow::Result;
use bench_contestant::{Contestant, Options, Predicted, Trained, converse};
use fmnist_lib::prelude::*;
use std::time::Instant;

struct Ours {
    data: FashionMnist,
    model: Model<Cnn>,
    hyperparameters: Hyperparameters,
}

impl Ours {
    fn start(options: &Options) -> Result<Self> {
        let data = FashionMnist::load_from(&options.data, Protocol::Benih, Scaling::Standardized)?;
        let mut data = data.with_train_images(options.images)?;
        // `train` looks at the validation images after each epoch; no peer does.
        data.validation = data.test.take(1);
        Ok(Self {
            data,
            model: Model::new(options.seed)?,
            hyperparameters: Hyperparameters {
                epochs: 1,
                batch_size: options.batch_size,
                seed: options.seed,
                threads: options.threads,
                ..Default::default()
            },
        })
    }
}

impl Contestant for Ours {
    fn train(&mut self, images: usize) -> Result<Trained> {
        let data = self.data.with_train_images(images)?;
        let history = train_with(&mut self.model, &data, &self.hyperparameters, |_| {})?;
        // The next epoch shuffles anew.
        self.hyperparameters.seed += 1;
        let epoch = history.epochs[0];
        Ok(Trained {
            seconds: epoch.train_seconds,
            loss: epoch.loss,
            accuracy: epoch.accuracy,
        })
    }

    fn predict(&mut self, batch: usize) -> Result<Predicted> {
        let start = Instant::now();
        let predictions = self.model.predict_in_batches(&self.data.test, batch)?;
        let seconds = start.elapsed().as_secs_f64();
        Ok(Predicted {
            seconds,
            accuracy: predictions.accuracy(),
        })
    }

    fn sgemm(&mut self, n: usize, threads: usize) -> Result<f64> {
        Ok(sgemm::gflops(n, threads))
    }
}

fn main() -> Result<()> {
    converse(env!("CARGO_PKG_VERSION"), Ours::start)
}
