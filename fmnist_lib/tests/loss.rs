//! Softmax and cross-entropy: against dfdx's one-hot twin, finite differences, and at logits that overflow `exp`.

mod twin;

use fmnist_lib::prelude::*;
use proptest::prelude::*;
use twin::{close, numbers, slopes};

type Rows<T = NoneTape> = Tensor<(usize, Const<10>), f32, Cpu, T>;

fn rows(dev: &Cpu, values: &[f32]) -> Rows {
    dev.tensor_from_vec(values.to_vec(), (values.len() / 10, Const))
}

/// The mean of `-ln softmax(row)[label]` in f64.
fn plain_loss(values: &[f32], labels: &[u8]) -> f64 {
    let losses = values.chunks(10).zip(labels).map(|(row, label)| {
        let largest = row.iter().copied().fold(f32::MIN, f32::max);
        let sum: f64 = row
            .iter()
            .map(|value| f64::from(value - largest).exp())
            .sum();
        sum.ln() - f64::from(row[usize::from(*label)] - largest)
    });
    losses.sum::<f64>() / labels.len() as f64
}

proptest! {
    #[test]
    fn equals_the_formula_and_the_one_hot_twin(labels in prop::collection::vec(0u8..10, 1..40), size in 0.1f32..30.0, seed: u64) {
        let dev: Cpu = Default::default();
        let values: Vec<f32> = numbers(labels.len() * 10, seed).iter().map(|value| value * size).collect();
        let logits = rows(&dev, &values);
        let sparse = sparse_categorical_cross_entropy(logits.leaky_trace(), &labels).unwrap();
        prop_assert!((f64::from(sparse.array()) - plain_loss(&values, &labels)).abs() < 1e-4);

        let mut one_hot = vec![0.0; values.len()];
        for (row, label) in one_hot.chunks_mut(10).zip(&labels) {
            row[usize::from(*label)] = 1.0;
        }
        let dense = cross_entropy_with_logits_loss(logits.leaky_trace(), rows(&dev, &one_hot));
        prop_assert!((sparse.array() - dense.array()).abs() < 1e-4);
        let (by_sparse, by_dense) = (sparse.backward().get(&logits), dense.backward().get(&logits));
        close(&by_sparse.as_vec(), &by_dense.as_vec(), 1e-4).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn gradient_equals_finite_differences() {
    let dev: Cpu = Default::default();
    let (values, labels) = (numbers(50, 3), [1, 0, 9, 4, 4]);
    let logits = rows(&dev, &values);
    let loss = sparse_categorical_cross_entropy(logits.leaky_trace(), &labels).unwrap();
    let found = (loss * 3.0).backward().get(&logits).as_vec();
    let expected = slopes(&values, 1e-2, |moved| 3.0 * plain_loss(moved, &labels));
    close(&found, &expected, 1e-4).unwrap();
}

#[test]
fn huge_logits_stay_finite() {
    let dev: Cpu = Default::default();
    let mut values = vec![-1e30f32; 20];
    (values[3], values[12]) = (1e30, 88.0);
    let logits = rows(&dev, &values);
    let loss = sparse_categorical_cross_entropy(logits.leaky_trace(), &[3, 2]).unwrap();
    assert_eq!(loss.array(), 0.0);
    let gradient = loss.backward().get(&logits).as_vec();
    assert!(gradient.iter().all(|value| *value == 0.0), "{gradient:?}");
}

#[test]
fn labels_that_cannot_be_are_refused_in_a_sentence() {
    let dev: Cpu = Default::default();
    let two = rows(&dev, &[0.0; 20]);
    for labels in [&[1u8][..], &[1, 10], &[]] {
        let error = sparse_categorical_cross_entropy(two.clone(), labels).unwrap_err();
        assert!(error.to_string().contains("labels"), "{error}");
    }
}
