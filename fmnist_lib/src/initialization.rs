//! Where the weights start: Glorot's uniform distribution, as in Keras.

use crate::error::Result;
use dfdx::{
    nn::tensor_collection::{
        RecursiveWalker, TensorCollection, TensorOptions, TensorVisitor, ViewTensorMut,
    },
    prelude::*,
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Uniform, uniform::SampleUniform};

/// `sqrt(6 / (fan_in + fan_out))`: weights start evenly between minus and plus this.
/// Source: Glorot and Bengio (2010), equation 16. Twin: Keras `GlorotUniform`, `torch.nn.init.xavier_uniform_`.
pub fn glorot_limit(fan_in: usize, fan_out: usize) -> f64 {
    (6.0 / (fan_in + fan_out).max(1) as f64).sqrt()
}

/// The limit for a tensor of this shape: a convolution's weights, a linear layer's, or biases, which start at 0.
fn limit_of(sizes: &[usize]) -> f64 {
    match *sizes {
        [kernel_height, kernel_width, channels, filters] => {
            let kernel = kernel_height * kernel_width;
            glorot_limit(kernel * channels, kernel * filters)
        }
        [inputs, outputs] => glorot_limit(inputs, outputs),
        _ => 0.0,
    }
}

/// Fills a layer's weights from its device's generator: how the layers reset themselves.
pub(crate) fn fill_glorot<S: Shape, E: Dtype + SampleUniform, D: Device<E>>(
    weight: &mut Tensor<S, E, D>,
) -> Result<(), D::Err> {
    let sizes: Vec<usize> = weight.shape().concrete().into();
    let limit = limit_of(&sizes);
    let [low, high] = [-limit, limit].map(|bound| E::from_f64(bound).unwrap_or_default());
    weight.try_fill_with_distr(Uniform::new_inclusive(low, high))
}

/// Fills every weight of a network from `seed`, and every bias with 0.
///
/// # Errors
/// Never in practice: dfdx's visitor may report a device out of memory.
pub(crate) fn glorot_uniform<M: TensorCollection<f32, Cpu>>(
    network: &mut M,
    seed: u64,
) -> Result<()> {
    let mut visitor = GlorotUniform(ChaCha8Rng::seed_from_u64(seed));
    M::iter_tensors(&mut RecursiveWalker {
        m: network,
        f: &mut visitor,
    })?;
    Ok(())
}

struct GlorotUniform(ChaCha8Rng);

impl TensorVisitor<f32, Cpu> for GlorotUniform {
    type Viewer = ViewTensorMut;
    type Err = CpuError;
    type E2 = f32;
    type D2 = Cpu;

    fn visit<S: Shape>(
        &mut self,
        _: TensorOptions<S, f32, Cpu>,
        tensor: &mut Tensor<S, f32, Cpu>,
    ) -> Result<Option<Tensor<S, f32, Cpu>>, CpuError> {
        let sizes: Vec<usize> = tensor.shape().concrete().into();
        let limit = limit_of(&sizes) as f32;
        let even = Uniform::new_inclusive(-limit, limit);
        let values: Vec<f32> = (0..tensor.shape().num_elements())
            .map(|_| even.sample(&mut self.0))
            .collect();
        tensor.copy_from(&values);
        Ok(None)
    }
}
