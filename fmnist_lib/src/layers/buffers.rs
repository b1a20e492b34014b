//! [`Buffers`]: the memory that a layer works in, kept from one call to the next.

use dfdx::prelude::*;
use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
};

type Shelf = BTreeMap<usize, Vec<Vec<f32>>>;

/// Buffers of a layer that are not in use, by their length. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Buffers(Arc<Mutex<Shelf>>);

impl Buffers {
    /// A buffer of `length` numbers, whatever they are; it comes back when it is dropped.
    pub(crate) fn take(&self, length: usize) -> Buffer {
        let kept = self.shelf(|shelf| shelf.get_mut(&length).and_then(Vec::pop));
        Buffer {
            numbers: kept.unwrap_or_else(|| vec![0.0; length]),
            home: self.clone(),
        }
    }

    /// A copy of the numbers of a contiguous tensor, row after row: dfdx shows its own to nobody.
    ///
    /// Call `try_contiguous` on a tensor from outside first: dfdx copies what lies in memory, whatever the strides say.
    pub(crate) fn copy_of<S: Shape, T>(&self, tensor: &Tensor<S, f32, Cpu, T>) -> Buffer {
        let mut buffer = self.take(tensor.shape().num_elements());
        tensor.copy_into(&mut buffer);
        buffer
    }

    fn shelf<R>(&self, visit: impl FnOnce(&mut Shelf) -> R) -> R {
        visit(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A buffer in use.
pub(crate) struct Buffer {
    numbers: Vec<f32>,
    home: Buffers,
}

impl Deref for Buffer {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.numbers
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.numbers
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let numbers = std::mem::take(&mut self.numbers);
        self.home
            .shelf(|shelf| shelf.entry(numbers.len()).or_default().push(numbers));
    }
}
