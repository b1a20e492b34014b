//! [`Conv2D`]: filters slid over an image.

use super::{
    operation::{numbers, on_tape_with_parameters, with_numbers},
    shape::SlidingWindow,
};
use crate::{
    initialization::fill_glorot,
    kernels::conv2d::{self, ConvShape},
};
use dfdx::{
    nn::tensor_collection::{ModuleVisitor, TensorCollection, TensorOptions},
    prelude::*,
};
use rand_distr::uniform::SampleUniform;

/// What a reader writes in a network's type.
pub mod builder {
    /// A convolution: `FILTERS` filters of `KERNEL` x `KERNEL` pixels, slid over an image of `CHANNELS` channels in steps of
    /// `STRIDE`, with `PADDING` rows and columns of zeros around it.
    ///
    /// Shapes: (batch, height, width, `CHANNELS`) in; `(n + 2 * PADDING - KERNEL) / STRIDE + 1` rows and columns of `FILTERS`
    /// channels out. A kernel that does not fit, or an image of other channels, does not compile.
    /// Parameters: `KERNEL * KERNEL * CHANNELS * FILTERS + FILTERS`, initialised as in Keras: Glorot uniform, biases 0.
    /// Twin: `torch.nn.Conv2d(CHANNELS, FILTERS, KERNEL, STRIDE, PADDING)` on channels-last data, Keras `Conv2D`.
    ///
    /// ```
    /// # use fmnist_lib::prelude::*;
    /// let dev: Cpu = Default::default();
    /// let layer = dev.build_module::<Conv2D<1, 32, 3, 2>, f32>();
    /// let image: Tensor<(usize, Const<28>, Const<28>, Const<1>), f32, Cpu> = dev.zeros_like(&(1, Const, Const, Const));
    /// let maps: Tensor<(usize, Const<13>, Const<13>, Const<32>), f32, Cpu> = layer.forward(image);
    /// ```
    #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct Conv2D<
        const CHANNELS: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        const STRIDE: usize = 1,
        const PADDING: usize = 0,
    >;
}

impl<
    const I: usize,
    const O: usize,
    const K: usize,
    const S: usize,
    const P: usize,
    E: Dtype,
    D: Device<E>,
> BuildOnDevice<D, E> for builder::Conv2D<I, O, K, S, P>
where
    Conv2D<I, O, K, S, P, E, D>: BuildModule<D, E>,
{
    type Built = Conv2D<I, O, K, S, P, E, D>;
}

/// A built convolution: [`builder::Conv2D`] with its numbers.
#[derive(Debug, Clone)]
pub struct Conv2D<
    const I: usize,
    const O: usize,
    const K: usize,
    const S: usize,
    const P: usize,
    E: Dtype,
    D: Storage<E>,
> {
    /// (kernel height, kernel width, channels, filters), as Keras keeps them.
    pub weight: Tensor<Rank4<K, K, I, O>, E, D>,
    /// One number a filter.
    pub bias: Tensor<Rank1<O>, E, D>,
    /// Whether the backward pass also works out the slope of the loss along the input's pixels. Training switches it off for
    /// the first layer, whose input are the images themselves.
    pub input_gradient: bool,
}

impl<
    const I: usize,
    const O: usize,
    const K: usize,
    const S: usize,
    const P: usize,
    E: Dtype,
    D: Storage<E>,
> NonMutableModule for Conv2D<I, O, K, S, P, E, D>
{
}

impl<
    const I: usize,
    const O: usize,
    const K: usize,
    const S: usize,
    const P: usize,
    E: Dtype + SampleUniform,
    D: Device<E>,
> TensorCollection<E, D> for Conv2D<I, O, K, S, P, E, D>
{
    type To<E2: Dtype, D2: Device<E2>> = Conv2D<I, O, K, S, P, E2, D2>;

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
            |(weight, bias)| Conv2D {
                weight,
                bias,
                input_gradient: true,
            },
        )
    }
}

type Convolved<
    B,
    const H: usize,
    const W: usize,
    const O: usize,
    const K: usize,
    const S: usize,
    const P: usize,
> = (
    B,
    <Const<H> as SlidingWindow<K, S, P>>::Positions,
    <Const<W> as SlidingWindow<K, S, P>>::Positions,
    Const<O>,
);

impl<
    B: Dim,
    const H: usize,
    const W: usize,
    const I: usize,
    const O: usize,
    const K: usize,
    const S: usize,
    const P: usize,
    T: Tape<f32, Cpu>,
> Module<Tensor<(B, Const<H>, Const<W>, Const<I>), f32, Cpu, T>> for Conv2D<I, O, K, S, P, f32, Cpu>
where
    Const<H>: SlidingWindow<K, S, P>,
    Const<W>: SlidingWindow<K, S, P>,
{
    type Output = Tensor<Convolved<B, H, W, O, K, S, P>, f32, Cpu, T>;
    type Error = CpuError;

    fn try_forward(
        &self,
        input: Tensor<(B, Const<H>, Const<W>, Const<I>), f32, Cpu, T>,
    ) -> Result<Self::Output, CpuError> {
        let shape = ConvShape {
            height: H,
            width: W,
            channels: I,
            filters: O,
            kernel: K,
            stride: S,
            padding: P,
        };
        let (input, mut tape) = input.try_contiguous()?.split_tape();
        let (weight, bias) = (numbers(&self.weight), numbers(&self.bias));
        let out_shape = (
            input.shape().0,
            Default::default(),
            Default::default(),
            Const,
        );
        let mut values = vec![0.0; Shape::num_elements(&out_shape)];
        let columns = with_numbers(&input, |image| {
            if T::OWNS_TAPE {
                let columns = conv2d::forward_keeping(&shape, image, &weight, &bias, &mut values);
                Some(columns)
            } else {
                conv2d::forward(&shape, image, &weight, &bias, &mut values);
                None
            }
        });
        let output: Tensor<Convolved<B, H, W, O, K, S, P>, f32, Cpu> =
            input.device().try_tensor_from_vec(values, out_shape)?;
        let Some(columns) = columns else {
            return Ok(output.put_tape(tape));
        };
        let to_input = self
            .input_gradient
            .then_some(move |from: &[f32], to: &mut [f32]| {
                conv2d::backward_input(&shape, &weight, from, to);
            });
        on_tape_with_parameters(
            &mut tape,
            (&input, &output),
            (&self.weight, &self.bias),
            move |from, to_weight, to_bias| {
                conv2d::backward_weight(&shape, &columns, from, to_weight, to_bias);
            },
            to_input,
        );
        Ok(output.put_tape(tape))
    }
}
