//! [`LayerOutput`]: the numbers that come out of one layer.

use super::LayerRow;
use crate::numeral::decimal;

/// What a layer makes of a batch. Twin: `Model(inputs, [layer.output for layer in model.layers])` in Keras, a forward hook in
/// PyTorch.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerOutput {
    /// The layer, with the shape of one sample after it.
    pub layer: LayerRow,
    /// The numbers, sample after sample, each row after row: (height, width, channels) or (numbers).
    pub values: Vec<f32>,
}

impl LayerOutput {
    /// How many feature maps there are: the channels of images; 1 for a row of numbers.
    pub fn channels(&self) -> usize {
        match self.layer.output[..] {
            [_, _, channels] => channels,
            _ => 1,
        }
    }

    /// How many numbers stand side by side in a feature map.
    pub fn width(&self) -> usize {
        match self.layer.output[..] {
            [_, width, _] => width,
            _ => self.layer.output.iter().product(),
        }
    }

    /// Feature map `channel` of the first sample, row after row; nothing for a channel that does not exist.
    pub fn map(&self, channel: usize) -> Vec<f32> {
        let sample: usize = self.layer.output.iter().product();
        let first = self.values.get(..sample).unwrap_or(&self.values);
        let from = first.get(channel..).unwrap_or_default();
        match channel < self.channels() {
            true => from.iter().copied().step_by(self.channels()).collect(),
            false => Vec::new(),
        }
    }
}

impl std::fmt::Display for LayerOutput {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (mut low, mut high, mut zeros) = (f32::INFINITY, f32::NEG_INFINITY, 0);
        for &value in &self.values {
            (low, high) = (low.min(value), high.max(value));
            zeros += usize::from(value == 0.0);
        }
        write!(
            formatter,
            "{:<22} {:<15} nilai {:>7} sampai {:>6}, {:>3.0} % nol",
            self.layer.name,
            self.layer.shape(),
            decimal(low, 2),
            decimal(high, 2),
            100.0 * zeros as f64 / self.values.len().max(1) as f64
        )
    }
}
