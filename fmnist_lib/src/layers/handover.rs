//! Numbers that a layer hands straight to its neighbour, on the way forward and on the way back.
//!
//! dfdx shows nobody its tensors' memory, so that each layer has to copy its input out and its output in: more memory traffic than
//! some layers' arithmetic. In a fused network two convolutions, with or without a ReLU between them, therefore leave the numbers
//! between them in this thread's hand. The tensor on dfdx's tape is then a stand-in of the right shape and no memory; the tape
//! runs both layers all the same. Which pairs do so is told by their types ([`Fusion`](super::Fusion)), for both at once.

use super::buffers::Buffer;
use dfdx::prelude::*;
use std::{cell::RefCell, sync::Arc};

thread_local! {
    static FORWARD: RefCell<Option<Arc<Buffer>>> = const { RefCell::new(None) };
    static BACKWARD: RefCell<Option<Buffer>> = const { RefCell::new(None) };
}

/// Leaves a layer's output for the next layer.
pub(super) fn put_output(numbers: Arc<Buffer>) {
    FORWARD.set(Some(numbers));
}

/// What the layer before has left.
///
/// # Errors
/// It has left nothing of this length: the layers were not run in the order of the network that they were fused for.
pub(super) fn take_output(length: usize) -> Result<Arc<Buffer>, CpuError> {
    let numbers = FORWARD.take().filter(|numbers| numbers.len() == length);
    numbers.ok_or(CpuError::WrongNumElements)
}

/// Leaves the gradient of a layer's input for the layer before.
pub(super) fn put_gradient(numbers: Buffer) {
    BACKWARD.set(Some(numbers));
}

/// The gradient that the next layer has left.
///
/// # Errors
/// As [`take_output`].
pub(super) fn take_gradient(length: usize) -> Result<Buffer, CpuError> {
    let numbers = BACKWARD.take().filter(|numbers| numbers.len() == length);
    numbers.ok_or(CpuError::WrongNumElements)
}

type Images<A, B, C, D> = Tensor<(A, B, C, D), f32, Cpu>;

/// A tensor that stands for numbers in the hand.
pub(super) fn stand_in<A: Dim, B: Dim, C: Dim, D: Dim>(
    device: &Cpu,
    shape: &(A, B, C, D),
) -> Result<Images<A, B, C, D>, CpuError> {
    device.try_zeros::<Rank0>()?.try_broadcast_like(shape)
}
