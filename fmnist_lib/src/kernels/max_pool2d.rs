//! Max pooling's two passes, on images laid as (batch, height, width, channel).

use super::conv2d::output_size;

/// The sizes of a pooling, in pixels and channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolShape {
    /// Input height.
    pub height: usize,
    /// Input width.
    pub width: usize,
    /// Channels, the same in and out.
    pub channels: usize,
    /// Window height and width.
    pub kernel: usize,
    /// How far the window moves each time.
    pub stride: usize,
}

impl PoolShape {
    /// Output height and width.
    ///
    /// # Panics
    /// The window does not fit; the layer's type rules that out.
    pub fn output(&self) -> (usize, usize) {
        let size = |n| output_size(n, self.kernel, self.stride, 0).expect("window fits the image");
        (size(self.height), size(self.width))
    }

    fn input_len(&self) -> usize {
        self.height * self.width * self.channels
    }
}

/// The largest input of each window, and the offset in `input` that it came from (the first one on a tie, as PyTorch).
/// A window that holds a NaN gives NaN.
pub fn forward(shape: &PoolShape, input: &[f32]) -> (Vec<f32>, Vec<u32>) {
    let (out_height, out_width) = shape.output();
    let images = input.len() / shape.input_len();
    let length = images * out_height * out_width * shape.channels;
    let (mut output, mut winners) = (Vec::with_capacity(length), Vec::with_capacity(length));
    for image in 0..images {
        for out_y in 0..out_height {
            for out_x in 0..out_width {
                for channel in 0..shape.channels {
                    let (mut best, mut winner) = (f32::NEG_INFINITY, usize::MAX);
                    for y in out_y * shape.stride..out_y * shape.stride + shape.kernel {
                        for x in out_x * shape.stride..out_x * shape.stride + shape.kernel {
                            let at = image * shape.input_len()
                                + (y * shape.width + x) * shape.channels
                                + channel;
                            let value = input[at];
                            if winner == usize::MAX
                                || value > best
                                || (value.is_nan() && !best.is_nan())
                            {
                                (best, winner) = (value, at);
                            }
                        }
                    }
                    output.push(best);
                    winners.push(winner as u32);
                }
            }
        }
    }
    (output, winners)
}

/// Adds each output's gradient to the input that won its window.
pub fn backward(winners: &[u32], output_gradient: &[f32], input_gradient: &mut [f32]) {
    for (winner, gradient) in winners.iter().zip(output_gradient) {
        input_gradient[*winner as usize] += gradient;
    }
}
