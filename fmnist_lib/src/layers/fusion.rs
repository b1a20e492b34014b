//! [`Fusion`]: what a layer may take over from its neighbours, or leave out, while nobody looks at the numbers between them.
//!
//! A learner's own `layer.forward(..)` is never fused. Training and prediction fuse the layers of a model: a convolution or a
//! linear layer then applies the ReLU behind it to its own sums, before they are written to memory, and holds the numbers of its
//! parameters beside dfdx's tensors, which show nobody their memory.

use super::buffers::{Buffer, Buffers};
use crate::kernels::Activation;
use dfdx::prelude::*;
use std::{ops::Deref, sync::Arc};

/// What a layer, or a tuple of layers, offers to its neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Links {
    /// The first thing it does is a ReLU, which the layer before may take over.
    pub starts_with_relu: bool,
    /// It ends with sums that it can apply a ReLU to.
    pub ends_with_sums: bool,
    /// It is a ReLU alone: once taken over, what comes in goes out.
    pub passes_on: bool,
    /// It can take its input out of the hand of the layer before, and hand it the gradient back.
    pub takes: bool,
    /// It can hand its output to the layer after, and take the gradient back.
    pub hands: bool,
}

impl Links {
    /// Of a layer that offers nothing.
    pub const NONE: Self = Self {
        starts_with_relu: false,
        ends_with_sums: false,
        passes_on: false,
        takes: false,
        hands: false,
    };

    /// Of layers behind each other.
    pub(super) const fn of_tuple(layers: &[Self]) -> Self {
        let (first, last) = (layers[0], layers[layers.len() - 1]);
        let through_relu = layers.len() > 1 && last.passes_on && {
            let before = layers[layers.len() - 2];
            before.ends_with_sums && before.hands
        };
        Self {
            starts_with_relu: first.starts_with_relu,
            ends_with_sums: last.ends_with_sums,
            passes_on: false,
            takes: first.takes,
            hands: last.hands || through_relu,
        }
    }
}

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
    /// The input is in the hand of the layer before.
    pub input_handed: bool,
    /// The layer after takes the output out of this one's hand.
    pub output_handed: bool,
}

impl Fusion {
    /// A whole network, in which nobody asks for the slope along the images.
    pub const NETWORK: Self = Self {
        on: true,
        without_input_gradient: true,
        relu_after: false,
        relu_done: false,
        input_handed: false,
        output_handed: false,
    };

    /// What stands around layer `at` of a tuple of layers.
    pub(super) fn within(self, at: usize, layers: &[Links]) -> Self {
        Self {
            without_input_gradient: self.without_input_gradient && at == 0,
            relu_after: match layers.get(at + 1) {
                Some(next) => self.on && next.starts_with_relu,
                None => self.relu_after,
            },
            relu_done: match at.checked_sub(1) {
                Some(before) => self.on && layers[before].ends_with_sums,
                None => self.relu_done,
            },
            input_handed: match at.checked_sub(1) {
                Some(before) if layers[before].passes_on => {
                    before > 0 && self.hands_over(before - 1, layers)
                }
                Some(before) => self.hands_over(before, layers),
                None => self.input_handed,
            },
            output_handed: self.hands_over(at, layers),
            ..self
        }
    }

    /// Whether layer `from` hands its output to the next one that does anything.
    fn hands_over(&self, from: usize, layers: &[Links]) -> bool {
        let next = match layers.get(from + 1) {
            Some(relu) if relu.passes_on && layers[from].ends_with_sums => from + 2,
            _ => from + 1,
        };
        let taken = match layers.get(next) {
            Some(next) => self.on && next.takes,
            None => self.output_handed,
        };
        layers[from].hands && taken
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
