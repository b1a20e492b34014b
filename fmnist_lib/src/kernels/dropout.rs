//! Dropout's pattern: which numbers stay, as a function of a key and the position, made in bulk.

use super::instructions::dispatch;

/// Nothing has to be stored for the backward pass, and the same key gives the same pattern however many threads work.
#[derive(Debug, Clone, Copy)]
pub struct Mask {
    key: u64,
    threshold: u32,
    scale: f32,
}

impl Mask {
    /// Drops `percent` % of the numbers; the others are divided by the chance to stay.
    pub fn new(percent: usize, key: u64) -> Self {
        let share = percent as f64 / 100.0;
        Self {
            key,
            threshold: (share * f64::from(u32::MAX)) as u32,
            scale: (1.0 / (1.0 - share)) as f32,
        }
    }

    /// What the number at `position` is multiplied with: 0 or the scale.
    ///
    /// The mixing is "lowbias32" (Chris Wellons, "Prospecting for hash functions", 2018), keyed before and in the middle;
    /// it needs only 32-bit products and shifts, so that many positions are done at once.
    #[inline(always)]
    fn factor(self, position: u32) -> f32 {
        let mut bits = position.wrapping_mul(0x9e37_79b9) ^ self.key as u32;
        bits = (bits ^ (bits >> 16)).wrapping_mul(0x7feb_352d);
        bits = (bits ^ (bits >> 15)).wrapping_add((self.key >> 32) as u32);
        bits = bits.wrapping_mul(0x846c_a68b);
        bits ^= bits >> 16;
        if bits < self.threshold {
            0.0
        } else {
            self.scale
        }
    }

    /// Multiplies each number with its factor.
    pub fn apply(self, values: &mut [f32]) {
        dispatch(
            #[inline(always)]
            || {
                for (position, value) in values.iter_mut().enumerate() {
                    *value *= self.factor(position as u32);
                }
            },
        );
    }

    /// Adds each number of `from`, multiplied with its factor, to `to`.
    pub fn apply_adding(self, from: &[f32], to: &mut [f32]) {
        dispatch(
            #[inline(always)]
            || {
                for (position, (from, to)) in from.iter().zip(to).enumerate() {
                    *to += from * self.factor(position as u32);
                }
            },
        );
    }
}
