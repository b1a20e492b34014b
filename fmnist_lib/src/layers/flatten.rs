//! [`Flatten`]: an image becomes one row of numbers.

use dfdx::prelude::*;

/// Lays an image of (height, width, channels) out as `N` numbers, in that order. Nothing is computed or copied.
///
/// `N` must be height x width x channels; another number does not compile.
/// Twin: `torch.nn.Flatten` on channels-last data, Keras `Flatten`.
///
/// ```
/// # use fmnist_lib::prelude::*;
/// let dev: Cpu = Default::default();
/// let image: Tensor<(usize, Const<2>, Const<2>, Const<3>), f32, Cpu> = dev.zeros_like(&(1, Const, Const, Const));
/// let row: Tensor<(usize, Const<12>), f32, Cpu> = Flatten::<12>.forward(image);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Flatten<const N: usize>;

impl<const N: usize> ZeroSizedModule for Flatten<N> {}
impl<const N: usize> NonMutableModule for Flatten<N> {}

impl<const N: usize> Flatten<N> {
    /// Stops the compiler where `N` is not the number of values in the image.
    pub(super) const fn assert_fits<const H: usize, const W: usize, const C: usize>() {
        const {
            assert!(
                H * W * C == N,
                "Flatten<N>: N harus sama dengan tinggi x lebar x kanal dari lapisan sebelumnya"
            )
        }
    }
}

impl<const N: usize, B: Dim, const H: usize, const W: usize, const C: usize, T: Tape<f32, Cpu>>
    Module<Tensor<(B, Const<H>, Const<W>, Const<C>), f32, Cpu, T>> for Flatten<N>
{
    type Output = Tensor<(B, Const<N>), f32, Cpu, T>;
    type Error = CpuError;

    fn try_forward(
        &self,
        input: Tensor<(B, Const<H>, Const<W>, Const<C>), f32, Cpu, T>,
    ) -> Result<Self::Output, CpuError> {
        Self::assert_fits::<H, W, C>();
        let batch = input.shape().0;
        input.try_reshape_like(&(batch, Const))
    }
}
