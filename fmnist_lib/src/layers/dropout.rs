//! [`Dropout`]: while training, some numbers are set to zero by chance.

use super::{
    buffers::Buffers,
    operation::{on_tape, tensor_of},
};
use crate::kernels::dropout::Mask;
use dfdx::prelude::*;

/// In training (`forward_mut`, with a tape) each number becomes 0 with a chance of `PERCENT` %, and the others are divided by
/// the chance to stay, so that the expected sum does not change; in evaluation (`forward`) nothing happens.
///
/// Shapes: any, unchanged. Twin: `torch.nn.Dropout(PERCENT / 100)`, Keras `Dropout`.
/// Source: Srivastava et al. (2014), in the "inverted" form of both twins.
///
/// The pattern comes from one number drawn from the device's generator for each call, and the position: the same seed gives
/// the same pattern, however many threads work.
///
/// ```
/// # use fmnist_lib::prelude::*;
/// let dev: Cpu = Cpu::seed_from_u64(1);
/// let mut dropout: Dropout<50> = Default::default();
/// let ones: Tensor<Rank1<8>, f32, Cpu> = dev.ones();
/// assert_eq!(dropout.forward(ones.clone()).array(), [1.0; 8]);
/// let some: Vec<f32> = dropout.forward_mut(ones.leaky_trace()).as_vec();
/// assert!(some.iter().all(|x| *x == 0.0 || *x == 2.0));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Dropout<const PERCENT: usize>;

impl<const PERCENT: usize> ZeroSizedModule for Dropout<PERCENT> {}

impl<const PERCENT: usize> Dropout<PERCENT> {
    const FITS: () = assert!(
        PERCENT < 100,
        "Dropout<PERSEN>: pilih 0 sampai 99; dengan 100 tidak ada angka yang tersisa"
    );
}

// With a tape too: who asks a trained network for the slope along an image (`Model::saliency`) evaluates it.
impl<const PERCENT: usize, S: Shape, T: Tape<f32, Cpu>> Module<Tensor<S, f32, Cpu, T>>
    for Dropout<PERCENT>
{
    type Output = Tensor<S, f32, Cpu, T>;
    type Error = CpuError;

    fn try_forward(&self, input: Tensor<S, f32, Cpu, T>) -> Result<Self::Output, CpuError> {
        let () = Self::FITS;
        Ok(input)
    }
}

impl<const PERCENT: usize, S: Shape> ModuleMut<Tensor<S, f32, Cpu, OwnedTape<f32, Cpu>>>
    for Dropout<PERCENT>
{
    type Output = Tensor<S, f32, Cpu, OwnedTape<f32, Cpu>>;
    type Error = CpuError;

    fn try_forward_mut(
        &mut self,
        input: Tensor<S, f32, Cpu, OwnedTape<f32, Cpu>>,
    ) -> Result<Self::Output, CpuError> {
        let () = Self::FITS;
        if PERCENT == 0 {
            return Ok(input);
        }
        let (input, mut tape) = input.try_contiguous()?.split_tape();
        let device = input.device().clone();
        let mask = Mask::new(PERCENT, device.random_u64());
        thread_local! {
            static BUFFERS: Buffers = Buffers::default();
        }
        let mut values = BUFFERS.with(|buffers| buffers.copy_of(&input));
        mask.apply(&mut values);
        let output = tensor_of(&device, input.shape(), &values)?;
        on_tape(&mut tape, &input, &output, move |from, to| {
            mask.apply_adding(from, to);
        });
        Ok(output.put_tape(tape))
    }
}
