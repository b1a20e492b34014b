//! What comes out of each layer of a network for one image.

use crate::{
    data::Split,
    error::Result,
    layers::{Fusion, LayerOutput},
    model::{Model, Network},
};
use dfdx::prelude::*;

impl<N: Network> Model<N> {
    /// The numbers after each layer for image `index` of `split`, in the order of [`Model::summary`], without dropout.
    ///
    /// ```
    /// # use fmnist_lib::prelude::*;
    /// # let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)?;
    /// let model: Model<Cnn> = Model::new(42)?;
    /// let seen: Vec<LayerOutput> = model.layer_outputs(&data.test, 0)?;
    /// assert_eq!((seen[0].layer.name.as_str(), seen[0].channels()), ("Conv2D<1, 32, 3, 2>", 32));
    /// assert_eq!(seen[0].map(31).len(), 13 * 13);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::InvalidValue`](crate::error::Error::InvalidValue) if there is no image `index`.
    pub fn layer_outputs(&self, split: &Split, index: usize) -> Result<Vec<LayerOutput>> {
        let image = split.tensor(&Cpu::default(), &[index])?;
        let mut layers = self.layers.clone();
        // A fused convolution would have done its ReLU's work already.
        N::fuse(&mut layers, Fusion::default());
        let mut seen = Vec::new();
        N::observe(&layers, image, &mut seen)?;
        Ok(seen)
    }
}
