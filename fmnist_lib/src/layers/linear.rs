//! [`Linear`]: every output looks at every input.

use super::operation::{numbers, on_tape_with_parameters};
use crate::{initialization::fill_glorot, kernels::linear};
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
            |(weight, bias)| Linear { weight, bias },
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
        let (rows, weight) = (numbers(&input), numbers(&self.weight));
        let out_shape = (input.shape().0, Const);
        let mut values = vec![0.0; Shape::num_elements(&out_shape)];
        linear::forward(&rows, &weight, &numbers(&self.bias), &mut values);
        let output = input.device().try_tensor_from_vec(values, out_shape)?;
        on_tape_with_parameters(
            &mut tape,
            (&input, &output),
            (&self.weight, &self.bias),
            move |from, to_weight, to_bias| {
                linear::backward_weight(&rows, from, to_weight, to_bias);
            },
            Some(move |from: &[f32], to: &mut [f32]| {
                linear::backward_input(&weight, O, from, to);
            }),
        );
        Ok(output.put_tape(tape))
    }
}
