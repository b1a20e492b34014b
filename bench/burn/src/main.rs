//! burn as a contestant: its `flex` backend (eager, CPU), burn's own layers, loss and Adam.

mod network;

use anyhow::Result;
use bench_contestant::{Contestant, Images, Options, Predicted, SIDE, Trained, converse, load};
use burn::{
    module::Module,
    nn::loss::{CrossEntropyLoss, CrossEntropyLossConfig},
    optim::{AdamConfig, GradientsParams, ModuleOptimizer},
    tensor::{Device, Int, Tensor, TensorData},
};
use network::Network;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use std::time::Instant;

struct Burn {
    network: Network,
    adam: ModuleOptimizer,
    loss: CrossEntropyLoss,
    /// With the tape; the test images live without.
    traced: Device,
    images: Tensor<4>,
    labels: Tensor<1, Int>,
    test_images: Tensor<4>,
    test: Images,
    batch_size: usize,
    chance: StdRng,
}

impl Burn {
    fn start(options: &Options) -> Result<Self> {
        let (train, mut test) = load(&options.data, options.images)?;
        let plain = Device::flex();
        let traced = plain.clone().autodiff();
        traced.seed(options.seed);
        let labels: Vec<i64> = train.labels.iter().map(|&label| i64::from(label)).collect();
        let shape = |images: &Images| [images.count(), 1, SIDE, SIDE];
        let (train_shape, test_shape) = (shape(&train), shape(&test));
        let test_pixels = std::mem::take(&mut test.pixels);
        Ok(Self {
            network: Network::new(&traced),
            adam: AdamConfig::new().with_epsilon(1e-7).init(),
            loss: CrossEntropyLossConfig::new().init(&traced),
            images: Tensor::from_data(TensorData::new(train.pixels, train_shape), &traced),
            labels: Tensor::from_data(TensorData::new(labels, [options.images]), &traced),
            test_images: Tensor::from_data(TensorData::new(test_pixels, test_shape), &plain),
            traced,
            test,
            batch_size: options.batch_size,
            chance: StdRng::seed_from_u64(options.seed),
        })
    }
}

impl Contestant for Burn {
    fn train(&mut self, images: usize) -> Result<Trained> {
        let start = Instant::now();
        let mut order: Vec<i64> = (0..images as i64).collect();
        order.shuffle(&mut self.chance);
        let (mut sum_loss, mut right) = (0.0, 0);
        for indices in order.chunks(self.batch_size) {
            let count = indices.len();
            let indices = TensorData::new(indices.to_vec(), [count]);
            let indices = Tensor::<1, Int>::from_data(indices, &self.traced);
            let batch = self.images.clone().select(0, indices.clone());
            let labels = self.labels.clone().select(0, indices);
            let logits = self.network.forward(batch);
            let hits = logits
                .clone()
                .argmax(1)
                .squeeze::<1>()
                .equal(labels.clone());
            right += hits.int().sum().into_scalar::<i64>();
            let loss = self.loss.forward(logits, labels);
            let gradients = GradientsParams::from_grads(loss.backward(), &self.network);
            sum_loss += f64::from(loss.into_scalar::<f32>()) * count as f64;
            self.network = self.adam.step(1e-3, self.network.clone(), gradients);
        }
        Ok(Trained {
            seconds: start.elapsed().as_secs_f64(),
            loss: sum_loss / images as f64,
            accuracy: right as f64 / images as f64,
        })
    }

    fn predict(&mut self, batch: usize) -> Result<Predicted> {
        let start = Instant::now();
        let network = self.network.valid();
        let mut predicted = Vec::with_capacity(self.test.count());
        for from in (0..self.test.count()).step_by(batch) {
            let count = batch.min(self.test.count() - from);
            let images = self.test_images.clone().narrow(0, from, count);
            let classes = network.forward(images).argmax(1).into_data_as::<i64>();
            predicted.extend(classes.iter::<i64>().map(|class| class as u8));
        }
        let seconds = start.elapsed().as_secs_f64();
        Ok(Predicted {
            seconds,
            accuracy: self.test.accuracy(&predicted),
        })
    }
}

fn main() -> Result<()> {
    converse("0.22.1", Burn::start)
}
