//! [`LabelDoubt`]: a mistake in which the label may be what is wrong.

use crate::{
    data::{Neighbour, Split, nearest_images},
    predictions::Predictions,
};

/// How many training images are asked: few enough that all are alike, odd so that they can decide.
const ASKED: usize = 5;

/// A misclassified image and the training images that look most like it.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelDoubt {
    /// The image's place in the predictions.
    pub index: usize,
    /// The five most similar training images, the most similar first.
    pub neighbours: Vec<Neighbour>,
    /// How many of them have the image's label.
    pub for_label: usize,
    /// How many of them have the class that the network says.
    pub for_prediction: usize,
}

impl LabelDoubt {
    /// Whether nobody speaks for the label: no neighbour has it, and most have the network's class.
    pub fn is_strong(&self) -> bool {
        self.for_label == 0 && 2 * self.for_prediction > self.neighbours.len()
    }
}

/// Asks a second witness about the `most` most confident mistakes: the training images that look most alike. Where they too
/// contradict the label, a person should look at it.
///
/// Source: the idea of Wilson (1972), "Asymptotic Properties of Nearest Neighbor Rules Using Edited Data"; for label errors in test
/// sets, Northcutt, Athalye and Mueller (2021). Twin: `sklearn.neighbors.KNeighborsClassifier(5)`, only for the mistakes.
pub fn label_doubts(predictions: &Predictions, train: &Split, most: usize) -> Vec<LabelDoubt> {
    let doubt = |index| {
        let label = predictions.split.label(index)?;
        let predicted = predictions.predicted(index)?;
        let neighbours = nearest_images(train, predictions.split.image(index)?, ASKED);
        let votes = |class| {
            let of_class = neighbours
                .iter()
                .filter(|neighbour| neighbour.label == class);
            of_class.count()
        };
        Some(LabelDoubt {
            index,
            for_label: votes(label),
            for_prediction: votes(predicted),
            neighbours,
        })
    };
    let mistakes = predictions.confident_mistakes().into_iter().take(most);
    mistakes.filter_map(doubt).collect()
}
