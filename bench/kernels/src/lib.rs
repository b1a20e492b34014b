//! A convolution or a linear layer with numbers to work on: what each benchmark calls one pass of.

use fmnist_lib::kernels::{
    Activation,
    conv2d::{self, Before, ConvShape},
    linear,
};
use std::fmt;

/// A layer and a batch size.
#[derive(Clone, Copy)]
pub struct Case {
    name: &'static str,
    layer: Layer,
    batch: usize,
}

#[derive(Clone, Copy)]
enum Layer {
    Conv(ConvShape),
    Linear(usize, usize),
}

impl fmt::Display for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} b{}", self.name, self.batch)
    }
}

impl Case {
    /// A 3x3 convolution with stride 2 on images of `side` pixels.
    pub const fn conv(
        name: &'static str,
        side: usize,
        channels: usize,
        filters: usize,
        batch: usize,
    ) -> Self {
        let shape = ConvShape {
            height: side,
            width: side,
            channels,
            filters,
            kernel: 3,
            stride: 2,
            padding: 0,
        };
        Self {
            name,
            layer: Layer::Conv(shape),
            batch,
        }
    }

    /// A linear layer.
    pub const fn linear(name: &'static str, inputs: usize, outputs: usize, batch: usize) -> Self {
        Self {
            name,
            layer: Layer::Linear(inputs, outputs),
            batch,
        }
    }

    /// Floating-point operations of one pass: two a multiply-add.
    pub fn operations(&self) -> usize {
        let multiply_adds = match self.layer {
            Layer::Conv(shape) => shape.multiply_adds(),
            Layer::Linear(inputs, outputs) => inputs * outputs,
        };
        2 * multiply_adds * self.batch
    }

    /// Numbers for all passes.
    pub fn numbers(&self) -> Numbers {
        let (laid, weights, outputs, inputs, turned) = match self.layer {
            Layer::Conv(shape) => {
                let (height, width) = shape.output();
                (
                    conv2d::laid_len(&shape),
                    shape.kernel * shape.kernel * shape.channels * shape.filters,
                    height * width * shape.filters,
                    shape.height * shape.width * shape.channels,
                    conv2d::turned_len(&shape),
                )
            }
            Layer::Linear(inputs, outputs) => {
                let room = linear::room_len(self.batch, inputs, outputs);
                (inputs, inputs * outputs, outputs, inputs, room)
            }
        };
        let columns = match self.layer {
            Layer::Conv(shape) => shape.filters,
            Layer::Linear(_, outputs) => outputs,
        };
        Numbers {
            case: *self,
            input: some(self.batch * inputs),
            laid: some(self.batch * laid),
            weight: some(weights),
            bias: some(columns),
            output: some(self.batch * outputs),
            room: some(turned),
        }
    }
}

/// Numbers between -1 and 1, none of them alike to its neighbour.
fn some(count: usize) -> Vec<f32> {
    (0..count)
        .map(|at| (at * 37 % 101) as f32 / 50.5 - 1.0)
        .collect()
}

/// What the passes read and write.
pub struct Numbers {
    case: Case,
    input: Vec<f32>,
    laid: Vec<f32>,
    weight: Vec<f32>,
    bias: Vec<f32>,
    output: Vec<f32>,
    room: Vec<f32>,
}

impl Numbers {
    /// Output from input, with bias and ReLU; a convolution lays its images out first if it must.
    pub fn forward(&mut self) {
        let (bias, output) = (&self.bias, &mut self.output);
        match self.case.layer {
            Layer::Conv(shape) => {
                if !conv2d::lies_well(&shape) {
                    conv2d::lay(&shape, &self.input, &mut self.laid);
                }
                conv2d::forward(
                    &shape,
                    &self.laid,
                    &self.weight,
                    bias,
                    Activation::ReLU,
                    output,
                );
            }
            Layer::Linear(..) => {
                linear::forward(&self.input, &self.weight, bias, Activation::ReLU, output);
            }
        }
    }

    /// The weights' gradient.
    pub fn weight_gradient(&mut self) {
        match self.case.layer {
            Layer::Conv(shape) => {
                conv2d::add_weight_gradient(&shape, &self.laid, &self.output, &mut self.weight);
            }
            Layer::Linear(_, outputs) => {
                linear::add_weight_gradient(&self.input, &self.output, outputs, &mut self.weight);
            }
        }
    }

    /// The input's gradient, with the turning of the weights.
    pub fn input_gradient(&mut self) {
        let (output, input) = (&self.output, &mut self.input);
        match self.case.layer {
            Layer::Conv(shape) => {
                conv2d::turn(&shape, &self.weight, &mut self.room);
                conv2d::add_input_gradient(&shape, &self.room, output, Before::Nothing, input);
            }
            Layer::Linear(_, outputs) => {
                linear::add_input_gradient(&self.weight, output, outputs, input, &mut self.room);
            }
        }
    }
}
