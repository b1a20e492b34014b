//! Operations a second of each layer's passes beside a large matrix product, on one thread; and how they change with the size
//! of the batch, of the images and of the channels.
//!
//! `cargo bench --manifest-path bench/Cargo.toml -p bench-kernels`

use bench_kernels::{Case, Numbers};
use divan::{Bencher, counter::ItemsCount};

fn main() {
    println!("instruksi: {}", fmnist_lib::kernels::instructions::name());
    // Inside the pool, as in a training: from outside each parallel piece would be handed to another thread first.
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    one.expect("one thread").install(divan::main);
}

/// The network of the tutorial, at its batch size.
const NETWORK: [Case; 5] = [
    Case::conv("conv1 28x28x1", 28, 1, 32, 32),
    Case::conv("conv2 13x13x32", 13, 32, 64, 32),
    Case::conv("conv3 6x6x64", 6, 64, 128, 32),
    Case::linear("linear1 512x512", 512, 512, 32),
    Case::linear("linear2 512x10", 512, 10, 32),
];

/// The second convolution and the first linear layer: one thing changed at a time.
const GROWTH: [Case; 16] = [
    Case::conv("batch", 13, 32, 64, 1),
    Case::conv("batch", 13, 32, 64, 8),
    Case::conv("batch", 13, 32, 64, 32),
    Case::conv("batch", 13, 32, 64, 128),
    Case::conv("batch", 13, 32, 64, 1024),
    Case::conv("side 28", 28, 32, 64, 32),
    Case::conv("side 56", 56, 32, 64, 32),
    Case::conv("side 112", 112, 32, 64, 32),
    Case::conv("channels x2", 13, 64, 128, 32),
    Case::conv("channels x4", 13, 128, 256, 32),
    Case::linear("linear1", 512, 512, 1),
    Case::linear("linear", 512, 512, 8),
    Case::linear("linear", 512, 512, 32),
    Case::linear("linear", 512, 512, 128),
    Case::linear("linear", 512, 512, 1024),
    Case::linear("linear x2", 1024, 1024, 32),
];

fn measure(bencher: Bencher, case: &Case, pass: fn(&mut Numbers)) {
    let mut numbers = case.numbers();
    bencher
        .counter(ItemsCount::new(case.operations()))
        .bench_local(|| pass(&mut numbers));
}

#[divan::bench(args = [2048])]
fn a_sgemm(bencher: Bencher, n: usize) {
    let (left, right, mut product) = (
        vec![0.5f32; n * n],
        vec![0.25f32; n * n],
        vec![0.0f32; n * n],
    );
    let stride = n as isize;
    bencher
        .counter(ItemsCount::new(2 * n * n * n))
        .bench_local(|| {
            // SAFETY: three square matrices of n rows of n numbers, the product apart from the others.
            unsafe {
                gemm::gemm(
                    n,
                    n,
                    n,
                    product.as_mut_ptr(),
                    1,
                    stride,
                    false,
                    left.as_ptr(),
                    1,
                    stride,
                    right.as_ptr(),
                    1,
                    stride,
                    0.0,
                    1.0,
                    false,
                    false,
                    false,
                    gemm::Parallelism::None,
                );
            }
        });
}

#[divan::bench(args = NETWORK)]
fn b_forward(bencher: Bencher, case: &Case) {
    measure(bencher, case, Numbers::forward);
}

#[divan::bench(args = NETWORK)]
fn c_weight_gradient(bencher: Bencher, case: &Case) {
    measure(bencher, case, Numbers::weight_gradient);
}

#[divan::bench(args = NETWORK)]
fn d_input_gradient(bencher: Bencher, case: &Case) {
    measure(bencher, case, Numbers::input_gradient);
}

#[divan::bench(args = GROWTH)]
fn e_growth_of_a_step(bencher: Bencher, case: &Case) {
    let mut numbers = case.numbers();
    bencher
        .counter(ItemsCount::new(3 * case.operations()))
        .bench_local(|| {
            numbers.forward();
            numbers.weight_gradient();
            numbers.input_gradient();
        });
}
