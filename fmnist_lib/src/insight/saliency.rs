//! Gradient saliency: which pixels move the score of a class most.

use super::known;
use crate::{
    data::{CLASS_COUNT, Split},
    error::Result,
    layers::{Taped, tensor_of},
    model::{Logits, Model, Network, as_logits},
};
use dfdx::prelude::*;

impl<N: Network> Model<N> {
    /// For each of the 784 pixels of image `index`, row after row: how steeply the logit of `class` changes with it, as an
    /// absolute value (logit for a unit of the scaled pixel). Without dropout.
    ///
    /// Source: Simonyan, Vedaldi and Zisserman (2014), "Deep Inside Convolutional Networks", section 3: one backward pass, from
    /// the class's score instead of the loss, to the image instead of the weights. Twin: `tf.GradientTape` on the image,
    /// `image.requires_grad_()` in PyTorch, captum's `Saliency`.
    ///
    /// # Errors
    /// [`Error::InvalidValue`](crate::error::Error::InvalidValue) for an image or a class that does not exist.
    pub fn saliency(&self, split: &Split, index: usize, class: usize) -> Result<Vec<f32>> {
        let device = Cpu::default();
        let image = split.tensor(&device, &[index])?;
        let mut only = [0.0; CLASS_COUNT];
        only[known(class)?] = 1.0;
        let only: Logits = tensor_of(&device, &(1, Const), &only)?;
        let output: Logits<Taped> = self.layers.try_forward(image.leaky_trace())?;
        let logits = as_logits::<N, Taped>(output)?;
        let score: Tensor<Rank0, f32, Cpu, Taped> = logits.try_mul(only)?.try_sum()?;
        let slopes = score.try_backward()?.get(&image).as_vec();
        Ok(slopes.into_iter().map(f32::abs).collect())
    }
}
