//! A fused network gives the same answers and the same gradients as its layers one by one, whatever stands beside what.

mod twin;

use dfdx::nn::ZeroGrads;
use fmnist_lib::{
    dfdx,
    layers::{Fusion, ParameterVisitor},
    prelude::*,
};
use twin::{close, numbers};

const IMAGES: usize = 5;

/// The gradient of each parameter.
struct Collect<'a>(&'a Gradients<f32, Cpu>, Vec<Vec<f32>>);

impl ParameterVisitor for Collect<'_> {
    fn visit<S: Shape>(
        &mut self,
        tensor: &mut Tensor<S, f32, Cpu>,
        _: &mut [f32],
    ) -> Result<(), CpuError> {
        self.1.push(self.0.get(tensor).as_vec());
        Ok(())
    }
}

/// Logits, loss and gradients of a training step and the logits of a plain call.
fn step<N: Network>(layers: &mut N::Built) -> (Vec<f32>, Vec<f32>, Vec<Vec<f32>>) {
    let dev: Cpu = Cpu::seed_from_u64(1);
    let pixels = numbers(IMAGES * 28 * 28, 7);
    let images: ImageBatch = dev.tensor_from_vec(pixels, (IMAGES, Const, Const, Const));
    let plain = layers.forward(images.clone()).as_vec();
    let output = layers.forward_mut(images.traced(layers.alloc_grads()));
    let logits = output.as_vec();
    let loss = sparse_categorical_cross_entropy::<10, _>(output, &[3, 1, 4, 1, 5]).unwrap();
    let gradients = loss.backward();
    let mut collected = Collect(&gradients, Vec::new());
    N::visit(layers, &mut collected).unwrap();
    (plain, logits, collected.1)
}

fn check<N: Network>() {
    let mut layers = Model::<N>::new(11).unwrap().layers;
    let (plain, logits, gradients) = step::<N>(&mut layers);
    N::fuse(&mut layers, Fusion::NETWORK);
    // Twice: the second time in memory that the first has left.
    for _ in 0..2 {
        let (fused_plain, fused_logits, fused_gradients) = step::<N>(&mut layers);
        close(&fused_plain, &plain, 1e-5).unwrap();
        close(&fused_logits, &logits, 1e-5).unwrap();
        assert_eq!(gradients.len(), fused_gradients.len());
        for (fused, alone) in fused_gradients.iter().zip(&gradients) {
            assert!(alone.iter().any(|slope| *slope != 0.0));
            close(fused, alone, 1e-4).unwrap();
        }
    }
    N::fuse(&mut layers, Fusion::default());
    assert_eq!(step::<N>(&mut layers).1, logits);
}

#[test]
fn the_tutorials_network() {
    check::<Cnn>();
}

#[test]
fn convolutions_without_relu_between() {
    check::<(
        Conv2D<1, 4, 3, 2>,
        Conv2D<4, 8, 3, 2>,
        Flatten<288>,
        Linear<288, 10>,
    )>();
}

#[test]
fn a_relu_that_begins_a_tuple() {
    check::<(
        Conv2D<1, 4, 3, 2>,
        (ReLU, Conv2D<4, 8, 3, 2, 1>),
        ReLU,
        Flatten<392>,
        Linear<392, 10>,
    )>();
}

#[test]
fn two_relus_and_one_behind_a_tuple() {
    check::<(
        (Conv2D<1, 4, 3, 2>, ReLU, ReLU),
        (Conv2D<4, 8, 3, 2>,),
        ReLU,
        (Conv2D<8, 8, 3>, Flatten<128>, ReLU),
        Linear<128, 10>,
    )>();
}

#[test]
fn pooling_between() {
    check::<(
        (Conv2D<1, 20, 3>, MaxPool2D<2>, ReLU),
        (Conv2D<20, 8, 5>, ReLU, MaxPool2D<3>),
        (Conv2D<8, 6, 2>, ReLU),
        (Conv2D<6, 6, 1>, ReLU, Flatten<54>),
        (Linear<54, 16>, ReLU),
        (Linear<16, 10>, ReLU),
    )>();
}
