//! [`MaxPool2D`]: of each window of an image, only the largest number is kept.

use super::{
    operation::{numbers, on_tape, tensor_of},
    shape::SlidingWindow,
};
use crate::kernels::max_pool2d::{self, PoolShape};
use dfdx::prelude::*;

/// Max pooling over windows of `KERNEL` x `KERNEL` pixels, moved by `STRIDE`; no padding.
///
/// Shapes: (batch, height, width, channels) in; `(n - KERNEL) / STRIDE + 1` rows and columns out, channels unchanged.
/// Twin: `torch.nn.MaxPool2d(KERNEL, STRIDE)`, Keras `MaxPooling2D`.
///
/// ```
/// # use fmnist_lib::prelude::*;
/// let dev: Cpu = Default::default();
/// let image: Tensor<(usize, Const<2>, Const<2>, Const<1>), f32, Cpu> =
///     dev.tensor_from_vec(vec![1.0, 4.0, 3.0, 2.0], (1, Const, Const, Const));
/// assert_eq!(MaxPool2D::<2>.forward(image).as_vec(), [4.0]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct MaxPool2D<const KERNEL: usize, const STRIDE: usize = 2>;

impl<const K: usize, const S: usize> ZeroSizedModule for MaxPool2D<K, S> {}
impl<const K: usize, const S: usize> NonMutableModule for MaxPool2D<K, S> {}

type Pooled<B, const H: usize, const W: usize, const C: usize, const K: usize, const S: usize> = (
    B,
    <Const<H> as SlidingWindow<K, S, 0>>::Positions,
    <Const<W> as SlidingWindow<K, S, 0>>::Positions,
    Const<C>,
);

impl<
    B: Dim,
    const H: usize,
    const W: usize,
    const C: usize,
    const K: usize,
    const S: usize,
    T: Tape<f32, Cpu>,
> Module<Tensor<(B, Const<H>, Const<W>, Const<C>), f32, Cpu, T>> for MaxPool2D<K, S>
where
    Const<H>: SlidingWindow<K, S, 0>,
    Const<W>: SlidingWindow<K, S, 0>,
{
    type Output = Tensor<Pooled<B, H, W, C, K, S>, f32, Cpu, T>;
    type Error = CpuError;

    fn try_forward(
        &self,
        input: Tensor<(B, Const<H>, Const<W>, Const<C>), f32, Cpu, T>,
    ) -> Result<Self::Output, CpuError> {
        let shape = PoolShape {
            height: H,
            width: W,
            channels: C,
            kernel: K,
            stride: S,
        };
        let (input, mut tape) = input.try_contiguous()?.split_tape();
        let (values, winners) = max_pool2d::forward(&shape, &numbers(&input));
        let batch = input.shape().0;
        let out_shape = (batch, Default::default(), Default::default(), Const);
        let output = tensor_of(input.device(), &out_shape, &values)?;
        on_tape(&mut tape, &input, &output, move |from, to| {
            max_pool2d::backward(&winners, from, to);
        });
        Ok(output.put_tape(tape))
    }
}
