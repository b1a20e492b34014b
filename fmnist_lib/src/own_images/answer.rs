//! [`OwnAnswer`]: what the network says of a learner's picture, and how far to believe it.

use super::{OwnImage, Typical};
use crate::{
    data::{CLASS_COUNT, Scaling, class_label},
    error::Result,
    model::{Model, Network, image_batch},
    predictions::argmax,
};

/// Below this probability of the likeliest class, the network hesitates.
const SURE: f32 = 0.6;

/// Ten probabilities for a picture, and reasons to doubt them.
#[derive(Debug, Clone)]
pub struct OwnAnswer {
    /// The picture as it was prepared.
    pub image: OwnImage,
    /// The probability of each class; they sum to 1.
    pub probabilities: [f32; CLASS_COUNT],
    /// Why the answer should be doubted, each an Indonesian sentence: remarks of the preparation, measures outside the training
    /// data's, a low confidence.
    pub warnings: Vec<String>,
}

impl OwnAnswer {
    /// Classifies `image`, scaled by `scaling` as the model was trained with.
    ///
    /// # Errors
    /// Out of memory.
    pub fn new<N: Network>(
        image: &OwnImage,
        model: &Model<N>,
        scaling: Scaling,
        typical: &Typical,
    ) -> Result<Self> {
        let table = scaling.table();
        let scaled = image.pixels.map(|byte| table[usize::from(byte)]);
        let batch = image_batch(&Default::default(), &scaled)?;
        let probabilities = model.probabilities(batch)?[0];
        let mut warnings = image.remarks.clone();
        warnings.extend(typical.warnings(&image.pixels));
        let confidence = probabilities[usize::from(argmax(&probabilities))];
        if confidence < SURE {
            warnings.push(format!(
                "jaringan ragu: peluang tertingginya hanya {:.0} %",
                100.0 * confidence
            ));
        }
        Ok(Self {
            image: image.clone(),
            probabilities,
            warnings,
        })
    }

    /// The label of the likeliest class, 0 to 9.
    pub fn predicted(&self) -> u8 {
        argmax(&self.probabilities)
    }
}

impl std::fmt::Display for OwnAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let label = self.predicted();
        write!(
            formatter,
            "{}: {}, {:.0} %",
            self.image.name,
            class_label(label),
            100.0 * self.probabilities[usize::from(label)]
        )?;
        for warning in &self.warnings {
            write!(formatter, "\n  ⚠ {warning}")?;
        }
        Ok(())
    }
}
