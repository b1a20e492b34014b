//! How much arithmetic an epoch is, counted from the seed's network: the roofline is this work at the rate of a large matrix product.

/// A layer as a matrix product: outputs an image, each a sum over this many inputs.
struct Product {
    outputs: u64,
    inputs: u64,
}

/// The seed's network: a convolution's outputs are places times filters, its inputs the kernel's cells times channels.
const PRODUCTS: [Product; 5] = [
    Product {
        outputs: 13 * 13 * 32,
        inputs: 3 * 3,
    },
    Product {
        outputs: 6 * 6 * 64,
        inputs: 3 * 3 * 32,
    },
    Product {
        outputs: 2 * 2 * 128,
        inputs: 3 * 3 * 64,
    },
    Product {
        outputs: 512,
        inputs: 512,
    },
    Product {
        outputs: 10,
        inputs: 512,
    },
];

/// Multiply-adds of one image in training: forward, the weights' gradient and the inputs' gradient cost the same, and the first layer
/// has no use for the last of these.
pub fn training_multiply_adds() -> u64 {
    let costs = PRODUCTS.map(|product| product.outputs * product.inputs);
    3 * costs.iter().sum::<u64>() - costs[0]
}

/// Floating-point operations of one epoch over this many images.
pub fn epoch_flops(images: usize) -> f64 {
    2.0 * training_multiply_adds() as f64 * images as f64
}

/// Seconds of one epoch if all of it ran at this rate.
pub fn roofline_seconds(images: usize, gflops: f64) -> f64 {
    epoch_flops(images) / (gflops * 1e9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_is_that_of_the_seeds_network() {
        assert_eq!(training_multiply_adds(), 3_774_528);
        assert_eq!((epoch_flops(60_000) / 1e9).round(), 453.0);
        assert!((roofline_seconds(60_000, 93.0) - 4.87).abs() < 0.01);
    }
}
