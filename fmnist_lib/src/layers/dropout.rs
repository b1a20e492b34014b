//! [`Dropout`]: while training, some numbers are set to zero by chance.

use super::operation::{numbers, on_tape};
use dfdx::prelude::*;

/// In training (`forward_mut`, with a tape) each number becomes 0 with a chance of `PERCENT` %, and the others are divided by
/// the chance to stay, so that the expected sum does not change; in evaluation (`forward`, without a tape) nothing happens.
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

impl<const PERCENT: usize, S: Shape> Module<Tensor<S, f32, Cpu, NoneTape>> for Dropout<PERCENT> {
    type Output = Tensor<S, f32, Cpu, NoneTape>;
    type Error = CpuError;

    fn try_forward(&self, input: Tensor<S, f32, Cpu, NoneTape>) -> Result<Self::Output, CpuError> {
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
        let mut values = numbers(&input);
        mask.apply(&mut values);
        let output = device.try_tensor_from_vec(values, *input.shape())?;
        on_tape(&mut tape, &input, &output, move |from, to| {
            mask.apply_adding(from, to);
        });
        Ok(output.put_tape(tape))
    }
}

/// Which numbers stay: a function of a key and the position, so that nothing has to be stored for the backward pass.
#[derive(Clone, Copy)]
struct Mask {
    key: u64,
    threshold: u32,
    scale: f32,
}

impl Mask {
    fn new(percent: usize, key: u64) -> Self {
        let share = percent as f64 / 100.0;
        Self {
            key,
            threshold: (share * f64::from(u32::MAX)) as u32,
            scale: (1.0 / (1.0 - share)) as f32,
        }
    }

    /// What the number at `position` is multiplied with: 0 or `scale`.
    ///
    /// The mixing is "lowbias32" (Chris Wellons, "Prospecting for hash functions", 2018), keyed before and in the middle;
    /// it needs only 32-bit products and shifts, so that the compiler can take many positions at once.
    fn factor(self, position: u32) -> f32 {
        let mut bits = position.wrapping_mul(0x9e37_79b9) ^ self.key as u32;
        bits = (bits ^ (bits >> 16)).wrapping_mul(0x7feb_352d);
        bits = (bits ^ (bits >> 15)).wrapping_add((self.key >> 32) as u32);
        bits = bits.wrapping_mul(0x846c_a68b);
        bits ^= bits >> 16;
        if bits < self.threshold {
            0.0
        } else {
            self.scale
        }
    }

    fn apply(self, values: &mut [f32]) {
        for (position, value) in values.iter_mut().enumerate() {
            *value *= self.factor(position as u32);
        }
    }

    fn apply_adding(self, from: &[f32], to: &mut [f32]) {
        for (position, (from, to)) in from.iter().zip(to).enumerate() {
            *to += from * self.factor(position as u32);
        }
    }
}
