//! [`Linear`]: every output looks at every input.

use super::{
    buffers::{Buffer, Buffers},
    fusion::{Kept, Numbers},
    operation::{BackwardPass, InputGradient, on_tape_with_parameters, tensor_of},
};
use crate::{
    initialization::fill_glorot,
    kernels::{bias::add_bias_gradient, linear},
};
use dfdx::{
    nn::tensor_collection::{ModuleVisitor, TensorCollection, TensorOptions},
    prelude::*,
};
use rand_distr::uniform::SampleUniform;

/// What a reader writes in a network's type.
pub mod builder {
    /// A fully connected layer from `INPUTS` to `OUTPUTS` numbers.
    ///
    /// Shapes: (batch, `INPUTS`) in, (batch, `OUTPUTS`) out; a row of another length does not compile.
    /// Parameters: `INPUTS * OUTPUTS + OUTPUTS`, initialised as in Keras: Glorot uniform, biases 0.
    /// Twin: `torch.nn.Linear(INPUTS, OUTPUTS)`, Keras `Dense`; dfdx's own `Linear` gives the same numbers, more slowly.
    ///
    /// ```
    /// # use fmnist_lib::prelude::*;
    /// let dev: Cpu = Default::default();
    /// let layer = dev.build_module::<Linear<512, 10>, f32>();
    /// let row: Tensor<(usize, Const<512>), f32, Cpu> = dev.zeros_like(&(1, Const));
    /// let logits: Tensor<(usize, Const<10>), f32, Cpu> = layer.forward(row);
    /// ```
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Linear<const INPUTS: usize, const OUTPUTS: usize>;
}

impl<const I: usize, const O: usize, E: Dtype, D: Device<E>> BuildOnDevice<D, E>
    for builder::Linear<I, O>
where
    Linear<I, O, E, D>: BuildModule<D, E>,
{
    type Built = Linear<I, O, E, D>;
}

/// A built fully connected layer: [`builder::Linear`] with its numbers.
#[derive(Debug, Clone)]
pub struct Linear<const I: usize, const O: usize, E: Dtype, D: Storage<E>> {
    /// (inputs, outputs), as Keras keeps them.
    pub weight: Tensor<Rank2<I, O>, E, D>,
    /// One number an output.
    pub bias: Tensor<Rank1<O>, E, D>,
    pub(crate) kept: Kept,
}

impl<const I: usize, const O: usize, E: Dtype, D: Storage<E>> NonMutableModule
    for Linear<I, O, E, D>
{
}

impl<const I: usize, const O: usize, E: Dtype + SampleUniform, D: Device<E>> TensorCollection<E, D>
    for Linear<I, O, E, D>
{
    type To<E2: Dtype, D2: Device<E2>> = Linear<I, O, E2, D2>;

    fn iter_tensors<V: ModuleVisitor<Self, E, D>>(
        visitor: &mut V,
    ) -> Result<Option<Self::To<V::E2, V::D2>>, V::Err> {
        visitor.visit_fields(
            (
                Self::tensor(
                    "weight",
                    |layer| &layer.weight,
                    |layer| &mut layer.weight,
                    TensorOptions::reset_with(fill_glorot),
                ),
                Self::tensor(
                    "bias",
                    |layer| &layer.bias,
                    |layer| &mut layer.bias,
                    TensorOptions::reset_to_zeros(),
                ),
            ),
            |(weight, bias)| Linear {
                weight,
                bias,
                kept: Kept::default(),
            },
        )
    }
}

impl<B: Dim, const I: usize, const O: usize, T: Tape<f32, Cpu>>
    Module<Tensor<(B, Const<I>), f32, Cpu, T>> for Linear<I, O, f32, Cpu>
{
    type Output = Tensor<(B, Const<O>), f32, Cpu, T>;
    type Error = CpuError;

    fn try_forward(
        &self,
        input: Tensor<(B, Const<I>), f32, Cpu, T>,
    ) -> Result<Self::Output, CpuError> {
        let (input, mut tape) = input.try_contiguous()?.split_tape();
        let rows = self.kept.buffers.copy_of(&input);
        let [weight, bias] = self.kept.numbers(&self.weight, &self.bias);
        let out_shape = (input.shape().0, Const);
        let mut values = self.kept.buffers.take(Shape::num_elements(&out_shape));
        linear::forward(&rows, &weight, &bias, self.kept.activation(), &mut values);
        let output = tensor_of(input.device(), &out_shape, &values)?;
        if T::OWNS_TAPE {
            let pass = Backward {
                outputs: O,
                weight,
                rows,
                rectified: self.kept.fusion.relu_after.then_some(values),
                buffers: self.kept.buffers.clone(),
            };
            let parameters = (&self.weight, &self.bias);
            on_tape_with_parameters(&mut tape, (&input, &output), parameters, pass);
        }
        Ok(output.put_tape(tape))
    }
}

struct Backward {
    outputs: usize,
    weight: Numbers,
    rows: Buffer,
    rectified: Option<Buffer>,
    buffers: Buffers,
}

impl BackwardPass for Backward {
    fn parameters(&mut self, output: &mut [f32], weight: &mut [f32], bias: &mut [f32]) {
        add_bias_gradient(self.rectified.as_deref(), output, bias);
        linear::add_weight_gradient(&self.rows, output, self.outputs, weight);
    }

    fn input_gradient(&self) -> InputGradient {
        InputGradient::Added
    }

    fn input(&mut self, output: &[f32], input: &mut [f32]) {
        let samples = output.len() / self.outputs;
        let inputs = input.len() / samples;
        let mut room = self
            .buffers
            .take(linear::room_len(samples, inputs, self.outputs));
        linear::add_input_gradient(&self.weight, output, self.outputs, input, &mut room);
    }
}
