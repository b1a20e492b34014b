//! A training step works in memory that it has already: counted at the allocator.

use fmnist_lib::prelude::*;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Allocations, and bytes allocated, by a training on the first `images` images.
fn allocated(data: &FashionMnist, images: usize) -> (f64, f64) {
    let data = FashionMnist {
        validation: data.validation.take(32),
        ..data.with_train_images(images).unwrap()
    };
    let settings = Hyperparameters {
        epochs: 1,
        threads: 1,
        ..Default::default()
    };
    let mut model: Model<Cnn> = Model::new(1).unwrap();
    let region = Region::new(ALLOCATOR);
    train_with(&mut model, &data, &settings, |_| ()).unwrap();
    let change = region.change();
    (
        (change.allocations + change.reallocations) as f64,
        (change.bytes_allocated + change.bytes_reallocated.max(0) as usize) as f64,
    )
}

#[test]
fn a_step_allocates_next_to_nothing() {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized).unwrap();
    let (few, few_bytes) = allocated(&data, 32 * 20);
    let (many, many_bytes) = allocated(&data, 32 * 120);
    let (count, bytes) = ((many - few) / 100.0, (many_bytes - few_bytes) / 100.0);
    println!("{count} allocations of {bytes} bytes together a step");
    // The numbers of one step (activations, gradients, copies of the weights) are more than 8 MB.
    assert!(bytes < 64_000.0, "{bytes} bytes a step");
    assert!(count < 300.0, "{count} allocations a step");
}
