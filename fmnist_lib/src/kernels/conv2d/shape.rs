//! [`ConvShape`]: the sizes of a convolution.

/// The sizes of a convolution, in pixels and channels. Kernel, stride and padding are the same in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConvShape {
    /// Input height.
    pub height: usize,
    /// Input width.
    pub width: usize,
    /// Input channels.
    pub channels: usize,
    /// Output channels: the number of filters.
    pub filters: usize,
    /// Kernel height and width.
    pub kernel: usize,
    /// How far the kernel moves each time.
    pub stride: usize,
    /// Rows and columns of zeros around the image.
    pub padding: usize,
}

/// How many positions a kernel takes: `(n + 2p - k) / s + 1`, or `None` where it does not fit.
/// Source: Dumoulin and Visin (2016), relationship 6. Twin: the shape formula of `torch.nn.Conv2d`.
pub const fn output_size(n: usize, kernel: usize, stride: usize, padding: usize) -> Option<usize> {
    if kernel == 0 || stride == 0 || n + 2 * padding < kernel {
        None
    } else {
        Some((n + 2 * padding - kernel) / stride + 1)
    }
}

impl ConvShape {
    /// Output height and width.
    ///
    /// # Panics
    /// The kernel does not fit; the layers' types rule that out.
    pub fn output(&self) -> (usize, usize) {
        let size = |n| {
            output_size(n, self.kernel, self.stride, self.padding).expect("kernel fits the image")
        };
        (size(self.height), size(self.width))
    }

    /// Multiply-adds of the forward pass for one image, borders included.
    pub fn multiply_adds(&self) -> usize {
        self.positions() * self.patch_len() * self.filters
    }

    pub(super) fn input_len(&self) -> usize {
        self.height * self.width * self.channels
    }

    pub(super) fn positions(&self) -> usize {
        let (height, width) = self.output();
        height * width
    }

    pub(super) fn output_len(&self) -> usize {
        self.positions() * self.filters
    }

    pub(super) fn patch_len(&self) -> usize {
        self.kernel * self.kernel * self.channels
    }
}
