//! candle as a contestant: its CPU backend, `candle_nn`'s layers, and AdamW without weight decay, which is Adam.

use anyhow::Result;
use bench_contestant::{
    CLASSES, Contestant, Images, Options, Predicted, SIDE, Trained, converse, load,
};
use candle_core::{D, DType, Device, Tensor};
use candle_nn::{
    AdamW, Conv2d, Conv2dConfig, Dropout, Linear, Module, Optimizer, ParamsAdamW, VarBuilder,
    VarMap, conv2d, linear, loss,
};
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};
use std::time::Instant;

struct Network {
    convolutions: [Conv2d; 3],
    hidden: Linear,
    output: Linear,
    dropout: Dropout,
}

impl Network {
    fn new(vs: &VarBuilder) -> candle_core::Result<Self> {
        let stride_two = Conv2dConfig {
            stride: 2,
            ..Default::default()
        };
        Ok(Self {
            convolutions: [
                conv2d(1, 32, 3, stride_two, vs.pp("conv1"))?,
                conv2d(32, 64, 3, stride_two, vs.pp("conv2"))?,
                conv2d(64, 128, 3, stride_two, vs.pp("conv3"))?,
            ],
            hidden: linear(512, 512, vs.pp("hidden"))?,
            output: linear(512, CLASSES, vs.pp("output"))?,
            dropout: Dropout::new(0.2),
        })
    }

    fn forward(&self, images: &Tensor, training: bool) -> candle_core::Result<Tensor> {
        let mut x = images.clone();
        for convolution in &self.convolutions {
            x = convolution.forward(&x)?.relu()?;
        }
        let x = self.dropout.forward(&x.flatten_from(1)?, training)?;
        let x = self.hidden.forward(&x)?.relu()?;
        self.output.forward(&self.dropout.forward(&x, training)?)
    }
}

struct Candle {
    network: Network,
    adam: AdamW,
    images: Tensor,
    labels: Tensor,
    test_images: Tensor,
    test: Images,
    batch_size: usize,
    chance: StdRng,
}

impl Candle {
    fn start(options: &Options) -> Result<Self> {
        let (train, mut test) = load(&options.data, options.images)?;
        let device = Device::Cpu;
        let parameters = VarMap::new();
        let network = Network::new(&VarBuilder::from_varmap(&parameters, DType::F32, &device))?;
        let adam = ParamsAdamW {
            lr: 1e-3,
            beta1: 0.9,
            beta2: 0.999,
            eps: 1e-7,
            weight_decay: 0.0,
        };
        let labels = train.labels.iter().map(|&label| u32::from(label)).collect();
        let shape = |images: &Images| (images.count(), 1, SIDE, SIDE);
        let (train_shape, test_shape) = (shape(&train), shape(&test));
        Ok(Self {
            network,
            adam: AdamW::new(parameters.all_vars(), adam)?,
            images: Tensor::from_vec(train.pixels, train_shape, &device)?,
            labels: Tensor::from_vec::<_, u32>(labels, options.images, &device)?,
            test_images: Tensor::from_vec(std::mem::take(&mut test.pixels), test_shape, &device)?,
            test,
            batch_size: options.batch_size,
            chance: StdRng::seed_from_u64(options.seed),
        })
    }
}

impl Contestant for Candle {
    fn train(&mut self, images: usize) -> Result<Trained> {
        let start = Instant::now();
        let mut order: Vec<u32> = (0..images as u32).collect();
        order.shuffle(&mut self.chance);
        let (mut sum_loss, mut right) = (0.0, 0.0);
        for indices in order.chunks(self.batch_size) {
            let indices = Tensor::new(indices, &Device::Cpu)?;
            let batch = self.images.index_select(&indices, 0)?;
            let labels = self.labels.index_select(&indices, 0)?;
            let logits = self.network.forward(&batch, true)?;
            let loss = loss::cross_entropy(&logits, &labels)?;
            self.adam.backward_step(&loss)?;
            sum_loss += f64::from(loss.to_scalar::<f32>()?) * labels.elem_count() as f64;
            let hits = logits
                .argmax(D::Minus1)?
                .eq(&labels)?
                .to_dtype(DType::F32)?;
            right += f64::from(hits.sum_all()?.to_scalar::<f32>()?);
        }
        Ok(Trained {
            seconds: start.elapsed().as_secs_f64(),
            loss: sum_loss / images as f64,
            accuracy: right / images as f64,
        })
    }

    fn predict(&mut self, batch: usize) -> Result<Predicted> {
        let start = Instant::now();
        let mut predicted = Vec::with_capacity(self.test.count());
        for from in (0..self.test.count()).step_by(batch) {
            let count = batch.min(self.test.count() - from);
            let logits = self
                .network
                .forward(&self.test_images.narrow(0, from, count)?, false)?;
            let classes = logits.argmax(D::Minus1)?.to_vec1::<u32>()?;
            predicted.extend(classes.into_iter().map(|class| class as u8));
        }
        let seconds = start.elapsed().as_secs_f64();
        Ok(Predicted {
            seconds,
            accuracy: self.test.accuracy(&predicted),
        })
    }
}

fn main() -> Result<()> {
    converse("0.11.1", Candle::start)
}
