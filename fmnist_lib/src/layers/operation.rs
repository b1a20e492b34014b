//! What our layers do with dfdx's tensors: read the numbers out, and put a backward pass on the tape.

use dfdx::prelude::*;

/// A copy of the numbers of a contiguous tensor, row after row.
///
/// Call `try_contiguous` on a tensor from outside first: dfdx copies what lies in memory, whatever the strides say.
pub(crate) fn numbers<S: Shape, T>(tensor: &Tensor<S, f32, Cpu, T>) -> Vec<f32> {
    let mut copy = vec![0.0; tensor.shape().num_elements()];
    tensor.copy_into(&mut copy);
    copy
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
