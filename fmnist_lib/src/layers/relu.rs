//! The built [`ReLU`](super::ReLU): negative numbers become 0.

use dfdx::prelude::*;

/// dfdx's ReLU, or nothing at all where the layer before has done its work already.
///
/// Shapes: any, unchanged. Twin: `torch.nn.ReLU`, Keras `ReLU`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rectifier {
    pub(crate) done: bool,
}

impl ZeroSizedModule for Rectifier {}
impl NonMutableModule for Rectifier {}

impl<S: Shape, T: Tape<f32, Cpu>> Module<Tensor<S, f32, Cpu, T>> for Rectifier {
    type Output = Tensor<S, f32, Cpu, T>;
    type Error = CpuError;

    fn try_forward(&self, input: Tensor<S, f32, Cpu, T>) -> Result<Self::Output, CpuError> {
        if self.done {
            Ok(input)
        } else {
            input.try_relu()
        }
    }
}
