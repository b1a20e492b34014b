//! [`EarlyStopping`]: ends a training whose validation loss no longer falls, and brings the weights of its best epoch back.

use crate::{
    error::Result,
    history::History,
    layers::ParameterVisitor,
    model::{Model, Network},
};
use dfdx::prelude::*;

/// Watches `val_loss` from epoch to epoch, when [`Hyperparameters::patience`](crate::hyperparameters::Hyperparameters::patience) asks for
/// it. Twin: Keras `EarlyStopping(monitor="val_loss", patience=…, restore_best_weights=True)`.
#[derive(Debug, Clone, Default)]
pub(crate) struct EarlyStopping {
    /// The weights after the epoch with the lowest `val_loss`, unless there is no patience.
    pub(crate) best: Option<Weights>,
}

impl EarlyStopping {
    /// Looks at the epoch just added to `history`.
    ///
    /// # Errors
    /// Out of memory.
    pub(crate) fn observe<N: Network>(
        &mut self,
        model: &mut Model<N>,
        history: &History,
    ) -> Result<()> {
        if history.hyperparameters.patience.is_some() && history.ends_with_its_best() {
            self.best = Some(Weights::of(model)?);
        }
        Ok(())
    }

    /// Gives the model the weights of the best epoch, and notes in `history` which that is.
    ///
    /// # Errors
    /// Out of memory.
    pub(crate) fn restore<N: Network>(
        self,
        model: &mut Model<N>,
        history: &mut History,
    ) -> Result<()> {
        if let Some(weights) = self.best {
            weights.give_to(model)?;
            history.kept_epoch = history.best().map(|epoch| epoch.epoch);
        }
        Ok(())
    }
}

/// A copy of all parameters of a network, in the order of its layers.
#[derive(Debug, Clone)]
pub(crate) struct Weights(pub(crate) Vec<Vec<f32>>);

impl Weights {
    /// Copies those of `model`.
    ///
    /// # Errors
    /// Out of memory.
    pub(crate) fn of<N: Network>(model: &mut Model<N>) -> Result<Self> {
        let mut copy = Copying(Vec::new());
        N::visit(&mut model.layers, &mut copy)?;
        Ok(Self(copy.0))
    }

    /// Gives `model` these numbers.
    ///
    /// # Errors
    /// Out of memory.
    pub(crate) fn give_to<N: Network>(self, model: &mut Model<N>) -> Result<()> {
        let mut giving = Giving(self.0.into_iter());
        Ok(N::visit(&mut model.layers, &mut giving)?)
    }
}

struct Copying(Vec<Vec<f32>>);

impl ParameterVisitor for Copying {
    fn visit<S: Shape>(
        &mut self,
        _: &mut Tensor<S, f32, Cpu>,
        numbers: &mut [f32],
    ) -> Result<(), CpuError> {
        self.0.push(numbers.to_vec());
        Ok(())
    }
}

struct Giving(std::vec::IntoIter<Vec<f32>>);

impl ParameterVisitor for Giving {
    fn visit<S: Shape>(
        &mut self,
        tensor: &mut Tensor<S, f32, Cpu>,
        numbers: &mut [f32],
    ) -> Result<(), CpuError> {
        let given = self.0.next().filter(|given| given.len() == numbers.len());
        let given = given.ok_or(CpuError::WrongNumElements)?;
        numbers.copy_from_slice(&given);
        tensor.copy_from(&given);
        Ok(())
    }
}
