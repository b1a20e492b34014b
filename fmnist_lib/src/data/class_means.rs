//! [`ClassMeans`]: the mean image of each class, and the simplest classifier that can be made of them.

use super::{CLASS_COUNT, IMAGE_PIXELS, Split};

/// For each class the mean of its images, pixel by pixel, in grey levels 0 to 255.
///
/// Twin: `images[labels == class].mean(axis=0)` in NumPy; with [`ClassMeans::nearest`], scikit-learn's `NearestCentroid`.
#[derive(Clone)]
pub struct ClassMeans {
    /// 784 grey levels a class; empty where the class has no image.
    means: [Vec<f32>; CLASS_COUNT],
    counts: [usize; CLASS_COUNT],
}

impl ClassMeans {
    /// The means over the images of `split`, whatever its scaling: pixels are taken as bytes.
    pub fn new(split: &Split) -> Self {
        let mut sums = [const { Vec::<u64>::new() }; CLASS_COUNT];
        for index in 0..split.len() {
            if let (Some(pixels), Some(label)) = (split.image(index), split.label(index)) {
                let sum = &mut sums[usize::from(label)];
                sum.resize(IMAGE_PIXELS, 0);
                for (sum, &byte) in sum.iter_mut().zip(pixels) {
                    *sum += u64::from(byte);
                }
            }
        }
        let counts = split.class_counts();
        let mean = |class: usize| {
            let sums = sums[class].iter();
            sums.map(|&sum| (sum as f64 / counts[class] as f64) as f32)
                .collect()
        };
        Self {
            means: std::array::from_fn(mean),
            counts,
        }
    }

    /// The mean image of `class`: 784 grey levels 0 to 255, row after row; `None` where the class has no image.
    pub fn image(&self, class: u8) -> Option<&[f32]> {
        let mean = self.means.get(usize::from(class))?;
        (!mean.is_empty()).then_some(mean.as_slice())
    }

    /// How many images each mean is made of.
    pub fn counts(&self) -> [usize; CLASS_COUNT] {
        self.counts
    }

    /// The class whose mean is nearest to the 784 bytes of an image (least sum of squared differences; the first on a tie);
    /// `None` if there is no mean at all or `pixels` is not an image.
    pub fn nearest(&self, pixels: &[u8]) -> Option<u8> {
        if pixels.len() != IMAGE_PIXELS {
            return None;
        }
        let distances = (0..CLASS_COUNT as u8)
            .filter_map(|class| Some((class, squared_distance(self.image(class)?, pixels))));
        distances
            .min_by(|(_, left), (_, right)| left.total_cmp(right))
            .map(|(class, _)| class)
    }

    /// The share of the images of `split` whose nearest mean is that of their own class, 0 to 1; 0 for no images.
    pub fn accuracy(&self, split: &Split) -> f64 {
        let right = (0..split.len())
            .filter(|&index| {
                let nearest = split.image(index).and_then(|pixels| self.nearest(pixels));
                nearest == split.label(index)
            })
            .count();
        right as f64 / split.len().max(1) as f64
    }
}

fn squared_distance(mean: &[f32], pixels: &[u8]) -> f32 {
    mean.iter()
        .zip(pixels)
        .map(|(mean, &byte)| (mean - f32::from(byte)).powi(2))
        .sum()
}

impl std::fmt::Debug for ClassMeans {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let images: usize = self.counts.iter().sum();
        write!(
            formatter,
            "gambar rata-rata {CLASS_COUNT} kelas dari {images} gambar"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Scaling;
    use std::sync::Arc;

    /// Images of one grey each, so that every figure can be worked out by hand.
    fn plain(greys: &[u8], labels: &[u8]) -> Split {
        let pixels = greys
            .iter()
            .flat_map(|&grey| [grey; IMAGE_PIXELS])
            .collect();
        Split::new(
            Arc::new(pixels),
            Arc::new(labels.to_vec()),
            Scaling::default(),
        )
    }

    #[test]
    fn means_and_the_nearest_by_hand() {
        let means = ClassMeans::new(&plain(&[10, 20, 33, 200], &[3, 3, 3, 7]));
        assert_eq!(means.image(3), Some([21.0; IMAGE_PIXELS].as_slice()));
        assert_eq!(means.image(7), Some([200.0; IMAGE_PIXELS].as_slice()));
        assert_eq!((means.image(0), means.image(10)), (None, None));
        assert_eq!(means.counts(), [0, 0, 0, 3, 0, 0, 0, 1, 0, 0]);
        // The middle between 21 and 200 is 110.5.
        assert_eq!(means.nearest(&[110; IMAGE_PIXELS]), Some(3));
        assert_eq!(means.nearest(&[111; IMAGE_PIXELS]), Some(7));
        assert_eq!(means.nearest(&[0; 5]), None);
        let accuracy = means.accuracy(&plain(&[0, 90, 120, 255], &[3, 7, 7, 7]));
        assert_eq!(accuracy, 0.75);
    }

    #[test]
    fn without_images_there_is_no_mean() {
        let none = plain(&[], &[]);
        let means = ClassMeans::new(&none);
        assert_eq!(means.nearest(&[0; IMAGE_PIXELS]), None);
        assert_eq!(means.accuracy(&none), 0.0);
    }
}
