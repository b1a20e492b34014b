//! The loss: how wrong the network's answers are.

use crate::{
    error::{Error, Result},
    layers::{numbers, on_tape, tensor_of},
};
use dfdx::prelude::*;

/// Sparse categorical cross-entropy on logits: the mean over the batch of `-ln softmax(logits)[label]`.
///
/// Shapes: logits (batch, classes), one label below `classes` a sample; the result is one number. Large logits are safe: the
/// largest of a row is subtracted before `exp`. The gradient of a logit is `(softmax - one_hot) / batch`.
/// Twin: `torch.nn.functional.cross_entropy`, Keras `SparseCategoricalCrossentropy(from_logits=True)`; dfdx's
/// `cross_entropy_with_logits_loss` gives the same from one-hot targets.
///
/// ```
/// # use fmnist_lib::prelude::*;
/// let dev: Cpu = Default::default();
/// let logits: Tensor<(usize, Const<10>), f32, Cpu> = dev.zeros_like(&(1, Const));
/// let loss: Tensor<Rank0, f32, Cpu> = sparse_categorical_cross_entropy(logits, &[3])?;
/// assert!((loss.array() - 10f32.ln()).abs() < 1e-6);
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// No sample at all, as many labels as samples not given, or a label that is not a class.
pub fn sparse_categorical_cross_entropy<const C: usize, T: Tape<f32, Cpu>>(
    logits: Tensor<(usize, Const<C>), f32, Cpu, T>,
    labels: &[u8],
) -> Result<Tensor<Rank0, f32, Cpu, T>> {
    let batch = logits.shape().0;
    check_labels(batch, C, labels)?;
    let (logits, mut tape) = logits.try_contiguous()?.split_tape();
    let mut rows = numbers(&logits);
    let loss = softmax_and_loss(&mut rows, C, labels) / batch as f64;
    let output = tensor_of(logits.device(), &(), &[loss as f32])?;
    let labels = labels.to_vec();
    on_tape(&mut tape, &logits, &output, move |from, to| {
        let scale = from[0] / batch as f32;
        for (row, label) in rows.chunks_exact_mut(C).zip(&labels) {
            row[usize::from(*label)] -= 1.0;
        }
        for (gradient, difference) in to.iter_mut().zip(&rows) {
            *gradient += scale * difference;
        }
    });
    Ok(output.put_tape(tape))
}

fn check_labels(batch: usize, classes: usize, labels: &[u8]) -> Result<()> {
    if batch == 0 || labels.len() != batch {
        return Err(Error::InvalidValue {
            name: "labels",
            value: format!("{} label untuk {batch} gambar", labels.len()),
            reason: "berikan paling sedikit satu gambar dan tepat satu label untuk setiap gambar",
        });
    }
    match labels.iter().find(|label| usize::from(**label) >= classes) {
        None => Ok(()),
        Some(label) => Err(Error::InvalidValue {
            name: "labels",
            value: label.to_string(),
            reason: "label harus lebih kecil daripada banyaknya kelas, karena kelas dihitung dari 0",
        }),
    }
}

/// Turns each row of logits into probabilities, and sums the losses.
pub(crate) fn softmax_and_loss(rows: &mut [f32], classes: usize, labels: &[u8]) -> f64 {
    let mut loss = 0.0;
    for (row, label) in rows.chunks_exact_mut(classes).zip(labels) {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let of_label = row[usize::from(*label)];
        let mut sum = 0.0;
        for value in row.iter_mut() {
            *value = (*value - largest).exp();
            sum += *value;
        }
        for value in row.iter_mut() {
            *value /= sum;
        }
        loss += f64::from(sum.ln() + largest - of_label);
    }
    loss
}
