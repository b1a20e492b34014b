//! Occlusion: how much of a class's probability goes when a piece of the image is covered.

use super::known;
use crate::{
    data::{IMAGE_PIXELS, IMAGE_SIDE, Split},
    error::{Error, Result},
    model::{Model, Network, image_batch},
};
use dfdx::prelude::*;

/// How many covered images are classified at once.
const TOGETHER: usize = 112;

impl<N: Network> Model<N> {
    /// For each of the 784 pixels of image `index`, row after row: how far the probability of `class` falls (above 0) or rises
    /// (below 0) when a square of `side` x `side` pixels around it is covered; -1 to 1.
    ///
    /// Source: Zeiler and Fergus (2014), "Visualizing and Understanding Convolutional Networks", section 4.2. Their square is grey;
    /// ours has the background of this data, black, so that covering background changes nothing. Twin: captum's `Occlusion`.
    ///
    /// # Errors
    /// [`Error::InvalidValue`] for an image or a class that does not exist, or a side outside 1 to 28.
    pub fn occlusion(
        &self,
        split: &Split,
        index: usize,
        class: usize,
        side: usize,
    ) -> Result<Vec<f32>> {
        let class = known(class)?;
        if !(1..=IMAGE_SIDE).contains(&side) {
            return Err(Error::InvalidValue {
                name: "side",
                value: side.to_string(),
                reason: "sisi penutup dalam piksel; pilih 1 sampai 28, misalnya 7",
            });
        }
        let device = Cpu::default();
        let image = split.tensor(&device, &[index])?;
        let whole = self.probabilities(image.clone())?[0][class];
        let (pixels, black) = (image.as_vec(), split.scaling().table()[0]);
        let mut falls = Vec::with_capacity(IMAGE_PIXELS);
        let centres: Vec<usize> = (0..IMAGE_PIXELS).collect();
        for centres in centres.chunks(TOGETHER) {
            let covered: Vec<f32> = centres
                .iter()
                .flat_map(|&centre| covered(&pixels, centre, side, black))
                .collect();
            let rows = self.probabilities(image_batch(&device, &covered)?)?;
            falls.extend(rows.iter().map(|row| whole - row[class]));
        }
        Ok(falls)
    }
}

/// The image with a square around pixel `centre` covered, as far as it lies inside.
fn covered(pixels: &[f32], centre: usize, side: usize, black: f32) -> Vec<f32> {
    let mut pixels = pixels.to_vec();
    let span = |at: usize| {
        let start = at as isize - (side / 2) as isize;
        let end = (start + side as isize).min(IMAGE_SIDE as isize) as usize;
        start.max(0) as usize..end
    };
    for row in span(centre / IMAGE_SIDE) {
        let columns = span(centre % IMAGE_SIDE);
        let start = row * IMAGE_SIDE;
        pixels[start + columns.start..start + columns.end].fill(black);
    }
    pixels
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand: 3 x 3 around (1, 1) are nine pixels, around the corner (0, 0) four; 4 x 4 lie two up and left, one down
    /// and right of the centre.
    #[test]
    fn squares_by_hand() {
        let ones = vec![1.0; IMAGE_PIXELS];
        let count = |centre, side| {
            let covered = covered(&ones, centre, side, 0.0);
            covered.iter().filter(|pixel| **pixel == 0.0).count()
        };
        assert_eq!((count(29, 3), count(0, 3), count(783, 3)), (9, 4, 4));
        assert_eq!((count(29, 1), count(58, 4), count(783, 4)), (1, 16, 9));
        assert_eq!(count(14 * 28 + 14, 28), IMAGE_PIXELS);
    }
}
