//! What our layers do with dfdx's tensors: read the numbers out, make one of numbers, and put a backward pass on the tape.

use super::{buffers::Buffer, handover};
use dfdx::prelude::*;

/// A copy of the numbers of a contiguous tensor, row after row.
///
/// Call `try_contiguous` on a tensor from outside first: dfdx copies what lies in memory, whatever the strides say.
pub(crate) fn numbers<S: Shape, T>(tensor: &Tensor<S, f32, Cpu, T>) -> Vec<f32> {
    let mut copy = vec![0.0; tensor.shape().num_elements()];
    tensor.copy_into(&mut copy);
    copy
}

/// A tensor of these numbers, in memory from the device's cache where that is switched on. A `Vec` handed over would be one more
/// for the cache to keep at each step.
pub(crate) fn tensor_of<S: Shape>(
    device: &Cpu,
    shape: &S,
    numbers: &[f32],
) -> Result<Tensor<S, f32, Cpu>, CpuError> {
    if numbers.len() != shape.num_elements() {
        return Err(CpuError::WrongNumElements);
    }
    let mut tensor = device.try_zeros_like(shape)?;
    tensor.copy_from(numbers);
    Ok(tensor)
}

/// Puts `pass(output gradient, input gradient)` on the tape; it adds to the input's gradient.
pub(crate) fn on_tape<I: Shape, O: Shape, T: Tape<f32, Cpu>>(
    tape: &mut T,
    input: &Tensor<I, f32, Cpu>,
    output: &Tensor<O, f32, Cpu>,
    pass: impl FnOnce(&[f32], &mut [f32]) + 'static,
) {
    let (input, output) = (input.ghost(), output.ghost());
    tape.add_backward_op(move |gradients| {
        // dfdx lends one gradient at a time, so the output's is taken out and put back.
        let output_gradient = std::mem::take(&mut **gradients.get_or_alloc_mut(&output)?);
        pass(&output_gradient, gradients.get_or_alloc_mut(&input)?);
        **gradients.get_or_alloc_mut(&output)? = output_gradient;
        Ok(())
    });
}

/// The backward pass of a layer with parameters.
pub(crate) trait BackwardPass: 'static {
    /// The gradient of the output, if the next layer has left it in this thread's hand; else dfdx has it.
    fn handed_output(&self) -> Option<Result<Buffer, CpuError>> {
        None
    }

    /// Adds to the gradients of weight and bias. It may change the output's gradient, which [`BackwardPass::input`] sees next.
    fn parameters(&mut self, output: &mut [f32], weight: &mut [f32], bias: &mut [f32]);

    /// What becomes of the input's gradient.
    fn input_gradient(&self) -> InputGradient;

    /// Adds to the gradient of the input, or writes it over whatever was there where nobody else has added to it.
    fn input(&mut self, output: &[f32], input: &mut [f32]);
}

/// What becomes of the gradient of a layer's input.
pub(crate) enum InputGradient {
    /// Nobody wants it.
    Unwanted,
    /// It is added to what dfdx has.
    Added,
    /// It is written here, for the hand of the layer before.
    Handed(Buffer),
}

/// Puts a layer with parameters on the tape.
pub(crate) fn on_tape_with_parameters<I: Shape, W: Shape, V: Shape, O: Shape, T: Tape<f32, Cpu>>(
    tape: &mut T,
    (input, output): (&Tensor<I, f32, Cpu>, &Tensor<O, f32, Cpu>),
    (weight, bias): (&Tensor<W, f32, Cpu>, &Tensor<V, f32, Cpu>),
    mut pass: impl BackwardPass,
) {
    let (input, weight) = (input.ghost(), weight.ghost());
    let (bias, output) = (bias.ghost(), output.ghost());
    tape.add_backward_op(move |gradients| {
        let mut handed = pass.handed_output().transpose()?;
        let mut lent = match handed {
            None => std::mem::take(&mut **gradients.get_or_alloc_mut(&output)?),
            Some(_) => Vec::new(),
        };
        let from: &mut [f32] = handed.as_deref_mut().unwrap_or(&mut lent);
        let mut to_bias = std::mem::take(&mut **gradients.get_or_alloc_mut(&bias)?);
        pass.parameters(from, gradients.get_or_alloc_mut(&weight)?, &mut to_bias);
        **gradients.get_or_alloc_mut(&bias)? = to_bias;
        match pass.input_gradient() {
            InputGradient::Unwanted => {}
            InputGradient::Added => pass.input(from, gradients.get_or_alloc_mut(&input)?),
            InputGradient::Handed(mut to) => {
                pass.input(from, &mut to);
                handover::put_gradient(to);
            }
        }
        if handed.is_none() {
            **gradients.get_or_alloc_mut(&output)? = lent;
        }
        Ok(())
    });
}
