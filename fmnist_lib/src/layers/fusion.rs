//! [`Fusion`]: what a layer may take over from its neighbours, or leave out, while nobody looks at the numbers between them.
//!
//! A learner's own `layer.forward(..)` is never fused. Training and prediction fuse the layers of a model: a convolution or a
//! linear layer then applies the ReLU behind it to its own sums, before they are written to memory, and holds the numbers of its
//! parameters beside dfdx's tensors, which show nobody their memory.

use super::buffers::{Buffer, Buffers};
use crate::kernels::Activation;
use dfdx::prelude::*;
use std::{ops::Deref, sync::Arc};

/// What stands around a layer, and what of it matters. The default is a layer alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fusion {
    /// Neighbours may share work.
    pub on: bool,
    /// The layer is the first one, and nobody asks for the slope of the loss along the images themselves.
    pub without_input_gradient: bool,
    /// A ReLU follows, and leaves its work to this layer.
    pub relu_after: bool,
    /// The layer before has done this ReLU's work.
    pub relu_done: bool,
}

impl Fusion {
    /// A whole network, in which nobody asks for the slope along the images.
    pub const NETWORK: Self = Self {
        on: true,
        without_input_gradient: true,
        relu_after: false,
        relu_done: false,
    };

    /// What stands around layer `at` of a tuple: for each of its layers, whether it takes a ReLU over, and whether it starts
    /// with one.
    pub(super) fn within(self, at: usize, takes: &[bool], starts: &[bool]) -> Self {
        Self {
            without_input_gradient: self.without_input_gradient && at == 0,
            relu_after: match starts.get(at + 1) {
                Some(starts) => self.on && *starts,
                None => self.relu_after,
            },
            relu_done: match at.checked_sub(1) {
                Some(before) => self.on && takes[before],
                None => self.relu_done,
            },
            ..self
        }
    }
}

/// Meets every parameter of a network, in the order of its layers.
pub trait ParameterVisitor {
    /// `numbers` are the tensor's, row after row, and ahead of it while a network is fused.
    ///
    /// # Errors
    /// Out of memory.
    fn visit<S: Shape>(
        &mut self,
        tensor: &mut Tensor<S, f32, Cpu>,
        numbers: &mut [f32],
    ) -> Result<(), CpuError>;
}

/// Writes the numbers of a fused network back to its tensors.
pub(crate) struct WriteBack;

impl ParameterVisitor for WriteBack {
    fn visit<S: Shape>(
        &mut self,
        tensor: &mut Tensor<S, f32, Cpu>,
        numbers: &mut [f32],
    ) -> Result<(), CpuError> {
        tensor.copy_from(numbers);
        Ok(())
    }
}

/// What a layer with weights keeps beside them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    pub(crate) fusion: Fusion,
    pub(crate) buffers: Buffers,
    /// The numbers of weight and bias, while the layer is fused.
    lent: Option<Arc<[Vec<f32>; 2]>>,
}

impl Kept {
    pub(crate) fn fuse<W: Shape, B: Shape>(
        &mut self,
        fusion: Fusion,
        weight: &Tensor<W, f32, Cpu>,
        bias: &Tensor<B, f32, Cpu>,
    ) {
        self.fusion = fusion;
        self.lent = fusion
            .on
            .then(|| Arc::new([super::numbers(weight), super::numbers(bias)]));
    }

    pub(crate) fn visit<W: Shape, B: Shape>(
        &mut self,
        weight: &mut Tensor<W, f32, Cpu>,
        bias: &mut Tensor<B, f32, Cpu>,
        visitor: &mut impl ParameterVisitor,
    ) -> Result<(), CpuError> {
        let Some(lent) = &mut self.lent else {
            let mut numbers = [super::numbers(weight), super::numbers(bias)];
            visitor.visit(weight, &mut numbers[0])?;
            visitor.visit(bias, &mut numbers[1])?;
            weight.copy_from(&numbers[0]);
            bias.copy_from(&numbers[1]);
            return Ok(());
        };
        // Alone after a backward pass; a copy is made for a tape that somebody has kept.
        let [of_weight, of_bias] = Arc::make_mut(lent);
        visitor.visit(weight, of_weight)?;
        visitor.visit(bias, of_bias)
    }

    pub(crate) fn activation(&self) -> Activation {
        if self.fusion.relu_after {
            Activation::ReLU
        } else {
            Activation::None
        }
    }

    /// The numbers of weight and bias.
    pub(crate) fn numbers<W: Shape, B: Shape>(
        &self,
        weight: &Tensor<W, f32, Cpu>,
        bias: &Tensor<B, f32, Cpu>,
    ) -> [Numbers; 2] {
        match &self.lent {
            Some(lent) => [0, 1].map(|which| Numbers::Lent(lent.clone(), which)),
            None => [
                Numbers::Copied(self.buffers.copy_of(weight)),
                Numbers::Copied(self.buffers.copy_of(bias)),
            ],
        }
    }
}

/// A parameter's numbers, for reading.
pub(crate) enum Numbers {
    Copied(Buffer),
    Lent(Arc<[Vec<f32>; 2]>, usize),
}

impl Deref for Numbers {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        match self {
            Numbers::Copied(buffer) => buffer,
            Numbers::Lent(both, which) => &both[*which],
        }
    }
}
