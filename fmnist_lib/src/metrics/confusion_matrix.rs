//! [`ConfusionMatrix`]: how often each true class was taken for each class.

use crate::{data::CLASS_COUNT, predictions::Predictions};

/// Counts by true class (row) and predicted class (column). Twin: `sklearn.metrics.confusion_matrix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfusionMatrix {
    /// `counts[truth][prediction]`, in images.
    pub counts: [[usize; CLASS_COUNT]; CLASS_COUNT],
}

impl ConfusionMatrix {
    /// Counts all of `predictions`.
    pub fn new(predictions: &Predictions) -> Self {
        let mut counts = [[0; CLASS_COUNT]; CLASS_COUNT];
        for (index, label) in predictions.split.labels().into_iter().enumerate() {
            if let Some(predicted) = predictions.predicted(index) {
                counts[usize::from(label)][usize::from(predicted)] += 1;
            }
        }
        Self { counts }
    }

    /// How many images were counted.
    pub fn total(&self) -> usize {
        self.counts.iter().flatten().sum()
    }

    /// The share on the diagonal, 0 to 1; 0 for no images.
    pub fn accuracy(&self) -> f64 {
        let right: usize = (0..CLASS_COUNT).map(|class| self.right(class)).sum();
        right as f64 / self.total().max(1) as f64
    }

    /// Of the images that truly are `class`, the share that was found: `TP / (TP + FN)`, 0 to 1; 0 where there are none, NaN for a class
    /// that does not exist.
    /// Twin: `sklearn.metrics.recall_score`.
    pub fn recall(&self, class: usize) -> f64 {
        self.right_of(class, self.support(class))
    }

    /// Of the images taken for `class`, the share that truly is: `TP / (TP + FP)`, 0 to 1; 0 where there are none, NaN for a
    /// class that does not exist.
    /// Twin: `sklearn.metrics.precision_score`.
    pub fn precision(&self, class: usize) -> f64 {
        let column: usize = self.counts.iter().filter_map(|row| row.get(class)).sum();
        self.right_of(class, column)
    }

    /// The harmonic mean of precision and recall, `2 TP / (2 TP + FP + FN)`, 0 to 1; 0 where both are 0, NaN for a class that does not exist.
    /// Twin: `sklearn.metrics.f1_score`.
    pub fn f1(&self, class: usize) -> f64 {
        let (precision, recall) = (self.precision(class), self.recall(class));
        if precision + recall == 0.0 {
            return 0.0;
        }
        2.0 * precision * recall / (precision + recall)
    }

    /// How many images truly are of `class`: the sum of its row.
    pub fn support(&self, class: usize) -> usize {
        self.counts.get(class).map_or(0, |row| row.iter().sum())
    }

    fn right_of(&self, class: usize, all: usize) -> f64 {
        if class < CLASS_COUNT {
            self.right(class) as f64 / all.max(1) as f64
        } else {
            f64::NAN
        }
    }

    /// How many images of `class` were found; none of a class that does not exist.
    fn right(&self, class: usize) -> usize {
        *self
            .counts
            .get(class)
            .and_then(|row| row.get(class))
            .unwrap_or(&0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand: class 0 has 8 images of which 6 are found, and 2 images of class 1 are taken for it.
    #[test]
    fn recall_and_precision_by_hand() {
        let mut counts = [[0; CLASS_COUNT]; CLASS_COUNT];
        (counts[0][0], counts[0][1]) = (6, 2);
        (counts[1][0], counts[1][1]) = (2, 10);
        let matrix = ConfusionMatrix { counts };
        assert_eq!((matrix.recall(0), matrix.precision(0)), (0.75, 0.75));
        assert_eq!(
            (matrix.recall(1), matrix.precision(1)),
            (10.0 / 12.0, 10.0 / 12.0)
        );
        // 2 * 6 / (2 * 6 + 2 + 2)
        assert_eq!((matrix.f1(0), matrix.support(0)), (0.75, 8));
        assert_eq!((matrix.total(), matrix.accuracy()), (20, 0.8));
        // A class without images has nothing to find, and is not a number divided by zero.
        assert_eq!((matrix.recall(9), matrix.precision(9)), (0.0, 0.0));
        // A class that does not exist has no share at all, not even none.
        let nowhere = [matrix.recall(10), matrix.precision(10), matrix.f1(10)];
        assert!(nowhere.into_iter().all(f64::is_nan));
        assert_eq!(matrix.support(10), 0);
    }
}
