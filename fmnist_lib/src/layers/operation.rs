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

/// Lends the numbers of a contiguous tensor for a moment. dfdx shows them to nobody, so they are copied, but into a buffer
/// that the thread keeps: no allocation, no zeros written first.
pub(crate) fn with_numbers<S: Shape, T, R>(
    tensor: &Tensor<S, f32, Cpu, T>,
    read: impl FnOnce(&[f32]) -> R,
) -> R {
    thread_local! {
        static BUFFER: std::cell::RefCell<Vec<f32>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    // Taken out while it is lent, so that a nested call finds an empty one and not a borrowed one.
    let mut buffer = BUFFER.take();
    buffer.resize(tensor.shape().num_elements(), 0.0);
    tensor.copy_into(&mut buffer);
    let result = read(&buffer);
    BUFFER.set(buffer);
    result
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

/// Puts a layer with parameters on the tape: `to_parameters(output gradient, weight gradient, bias gradient)`, and then
/// `to_input(output gradient, input gradient)` where the input's gradient is wanted. Both add to what is there.
pub(crate) fn on_tape_with_parameters<I: Shape, W: Shape, V: Shape, O: Shape, T: Tape<f32, Cpu>>(
    tape: &mut T,
    (input, output): (&Tensor<I, f32, Cpu>, &Tensor<O, f32, Cpu>),
    (weight, bias): (&Tensor<W, f32, Cpu>, &Tensor<V, f32, Cpu>),
    to_parameters: impl FnOnce(&[f32], &mut [f32], &mut [f32]) + 'static,
    to_input: Option<impl FnOnce(&[f32], &mut [f32]) + 'static>,
) {
    let (input, weight) = (input.ghost(), weight.ghost());
    let (bias, output) = (bias.ghost(), output.ghost());
    tape.add_backward_op(move |gradients| {
        let from = std::mem::take(&mut **gradients.get_or_alloc_mut(&output)?);
        let mut to_bias = std::mem::take(&mut **gradients.get_or_alloc_mut(&bias)?);
        to_parameters(&from, gradients.get_or_alloc_mut(&weight)?, &mut to_bias);
        **gradients.get_or_alloc_mut(&bias)? = to_bias;
        if let Some(to_input) = to_input {
            to_input(&from, gradients.get_or_alloc_mut(&input)?);
        }
        **gradients.get_or_alloc_mut(&output)? = from;
        Ok(())
    });
}
