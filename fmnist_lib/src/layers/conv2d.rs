//! [`Conv2D`]: filters slid over an image.

use super::{
    buffers::{Buffer, Buffers},
    fusion::{Fusion, Kept, Numbers},
    handover,
    operation::{BackwardPass, InputGradient, on_tape_with_parameters, tensor_of},
    shape::SlidingWindow,
};
use crate::{
    initialization::fill_glorot,
    kernels::{
        bias::add_bias_gradient,
        conv2d::{self, Before, ConvShape},
    },
};
use dfdx::{
    nn::tensor_collection::{ModuleVisitor, TensorCollection, TensorOptions},
    prelude::*,
};
use rand_distr::uniform::SampleUniform;
use std::sync::Arc;

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
    pub(crate) kept: Kept,
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
                kept: Kept::default(),
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
        let fusion = self.kept.fusion;
        let buffers = &self.kept.buffers;
        let (input, mut tape) = input.split_tape();
        let image = if fusion.input_handed {
            handover::take_output(input.shape().num_elements())?
        } else {
            Arc::new(buffers.copy_of(&input.clone().try_contiguous()?))
        };
        let laid = lay(&shape, image, buffers);
        let [weight, bias] = self.kept.numbers(&self.weight, &self.bias);
        let out_shape = (
            input.shape().0,
            Default::default(),
            Default::default(),
            Const,
        );
        let mut values = buffers.take(Shape::num_elements(&out_shape));
        let activation = self.kept.activation();
        conv2d::forward(&shape, &laid, &weight, &bias, activation, &mut values);
        let values = Arc::new(values);
        let output: Tensor<Convolved<B, H, W, O, K, S, P>, f32, Cpu> = if fusion.output_handed {
            handover::put_output(values.clone());
            handover::stand_in(input.device(), &out_shape)?
        } else {
            tensor_of(input.device(), &out_shape, &values)?
        };
        if T::OWNS_TAPE {
            let pass = Backward {
                shape,
                weight,
                laid,
                images: input.shape().num_elements() / (H * W * I),
                rectified: fusion.relu_after.then_some(values),
                fusion,
                buffers: buffers.clone(),
            };
            let parameters = (&self.weight, &self.bias);
            on_tape_with_parameters(&mut tape, (&input, &output), parameters, pass);
        }
        Ok(output.put_tape(tape))
    }
}

fn lay(shape: &ConvShape, image: Arc<Buffer>, buffers: &Buffers) -> Arc<Buffer> {
    if conv2d::lies_well(shape) {
        return image;
    }
    let images = image.len() / (shape.height * shape.width * shape.channels);
    let mut laid = buffers.take(images * conv2d::laid_len(shape));
    conv2d::lay(shape, &image, &mut laid);
    Arc::new(laid)
}

struct Backward {
    shape: ConvShape,
    weight: Numbers,
    laid: Arc<Buffer>,
    images: usize,
    rectified: Option<Arc<Buffer>>,
    fusion: Fusion,
    buffers: Buffers,
}

impl BackwardPass for Backward {
    fn handed_output(&self) -> Option<Result<Buffer, CpuError>> {
        let (height, width) = self.shape.output();
        let length = self.images * height * width * self.shape.filters;
        self.fusion
            .output_handed
            .then(|| handover::take_gradient(length))
    }

    fn input_gradient(&self) -> InputGradient {
        let ConvShape {
            height,
            width,
            channels,
            ..
        } = self.shape;
        if self.fusion.without_input_gradient {
            InputGradient::Unwanted
        } else if self.fusion.input_handed {
            InputGradient::Handed(self.buffers.take(self.images * height * width * channels))
        } else {
            InputGradient::Added
        }
    }

    fn parameters(&mut self, output: &mut [f32], weight: &mut [f32], bias: &mut [f32]) {
        let rectified = self.rectified.as_deref().map(|buffer| &**buffer);
        add_bias_gradient(rectified, output, bias);
        conv2d::add_weight_gradient(&self.shape, &self.laid, output, weight);
    }

    fn input(&mut self, output: &[f32], input: &mut [f32]) {
        let mut turned = self.buffers.take(conv2d::turned_len(&self.shape));
        conv2d::turn(&self.shape, &self.weight, &mut turned);
        let before = if self.fusion.input_handed {
            Before::Nothing
        } else {
            Before::Gradient
        };
        conv2d::add_input_gradient(&self.shape, &turned, output, before, input);
    }
}
