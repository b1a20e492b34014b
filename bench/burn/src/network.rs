//! [`Network`]: the seed's network in burn's words.

use bench_contestant::CLASSES;
use burn::{
    module::Module,
    nn::{
        Dropout, DropoutConfig, Linear, LinearConfig,
        conv::{Conv2d, Conv2dConfig},
    },
    tensor::{Device, Tensor, activation::relu},
};

/// Three convolutions with stride 2, then two fully connected layers.
#[derive(Module, Debug)]
pub struct Network {
    conv1: Conv2d,
    conv2: Conv2d,
    conv3: Conv2d,
    dropout: Dropout,
    hidden: Linear,
    output: Linear,
}

impl Network {
    /// With burn's own initial weights.
    pub fn new(device: &Device) -> Self {
        let convolution = |from, to| {
            Conv2dConfig::new([from, to], [3, 3])
                .with_stride([2, 2])
                .init(device)
        };
        Self {
            conv1: convolution(1, 32),
            conv2: convolution(32, 64),
            conv3: convolution(64, 128),
            dropout: DropoutConfig::new(0.2).init(),
            hidden: LinearConfig::new(512, 512).init(device),
            output: LinearConfig::new(512, CLASSES).init(device),
        }
    }

    /// `[batch, 1, 28, 28]` to `[batch, 10]`, logits.
    pub fn forward(&self, images: Tensor<4>) -> Tensor<2> {
        let x = relu(self.conv1.forward(images)); // [batch, 32, 13, 13]
        let x = relu(self.conv2.forward(x)); // [batch, 64, 6, 6]
        let x = relu(self.conv3.forward(x)); // [batch, 128, 2, 2]
        let x = self.dropout.forward(x.flatten::<2>(1, 3)); // [batch, 512]
        let x = relu(self.hidden.forward(x)); // [batch, 512]
        self.output.forward(self.dropout.forward(x))
    }
}
