//! `Dropout`: the share that is dropped, the scale of the rest, reproducibility, and the gradient through the same pattern.

use fmnist_lib::prelude::*;

fn drop_ones<const PERCENT: usize>(seed: u64) -> (Vec<f32>, Vec<f32>) {
    let dev: Cpu = Cpu::seed_from_u64(seed);
    let ones: Tensor<Rank1<20_000>, f32, Cpu> = dev.ones();
    let mut layer: Dropout<PERCENT> = Default::default();
    let output = layer.forward_mut(ones.leaky_trace());
    let values = output.as_vec();
    let gradient = output.sum::<Rank0, _>().backward().get(&ones).as_vec();
    (values, gradient)
}

fn check_share<const PERCENT: usize>() {
    let (values, gradient) = drop_ones::<PERCENT>(3);
    let share = PERCENT as f64 / 100.0;
    let dropped = values.iter().filter(|value| **value == 0.0).count() as f64 / values.len() as f64;
    // Five standard deviations of a binomial share.
    let spread = 5.0 * (share * (1.0 - share) / values.len() as f64).sqrt();
    assert!(
        (dropped - share).abs() <= spread,
        "{dropped} instead of {share}"
    );
    let kept = (1.0 / (1.0 - share)) as f32;
    assert!(
        values
            .iter()
            .all(|value| *value == 0.0 || (value - kept).abs() < 1e-6)
    );
    // The sum of what passed has the slope 0 where a number was dropped and the scale where it stayed.
    assert_eq!(gradient, values);
}

#[test]
fn drops_the_share_that_it_says() {
    check_share::<0>();
    check_share::<10>();
    check_share::<20>();
    check_share::<50>();
    check_share::<90>();
}

#[test]
fn neighbours_are_dropped_independently() {
    let (values, _) = drop_ones::<50>(11);
    for distance in [1, 2, 4, 8, 16, 32, 512] {
        let both = values
            .iter()
            .zip(&values[distance..])
            .filter(|(a, b)| **a == 0.0 && **b == 0.0)
            .count();
        let share = both as f64 / (values.len() - distance) as f64;
        assert!((share - 0.25).abs() < 0.02, "distance {distance}: {share}");
    }
}

#[test]
fn the_same_seed_drops_the_same_numbers() {
    assert_eq!(drop_ones::<20>(1), drop_ones::<20>(1));
    assert_ne!(drop_ones::<20>(1), drop_ones::<20>(2));
}

#[test]
fn does_nothing_without_a_tape_and_another_pattern_each_call() {
    let dev: Cpu = Default::default();
    let ones: Tensor<Rank1<64>, f32, Cpu> = dev.ones();
    let mut layer: Dropout<50> = Default::default();
    assert_eq!(layer.forward(ones.clone()).as_vec(), ones.as_vec());
    let first = layer.forward_mut(ones.leaky_trace()).as_vec();
    assert_ne!(first, layer.forward_mut(ones.leaky_trace()).as_vec());
}
