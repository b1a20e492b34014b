//! Adam: against dfdx's own, step by step, and what it leaves behind.

mod twin;

use dfdx::{
    nn::ZeroGrads,
    optim::{Adam as DfdxAdam, AdamConfig, Optimizer},
};
use fmnist_lib::{dfdx, optimizer::Adam, prelude::*};
use twin::{close, numbers};

type Two = (Linear<7, 5>, Linear<5, 3>);

#[test]
fn equals_dfdx_step_by_step() {
    let settings = Hyperparameters {
        learning_rate: 3e-2,
        beta1: 0.8,
        beta2: 0.95,
        ..Default::default()
    };
    let dev: Cpu = Cpu::seed_from_u64(3);
    let mut ours = <Two as Layer<Rank1<7>>>::build(&dev).unwrap();
    let mut theirs = ours.clone();
    let mut adam = Adam::new(&settings);
    let mut twin = DfdxAdam::new(
        &theirs,
        AdamConfig {
            lr: settings.learning_rate,
            betas: [settings.beta1, settings.beta2],
            eps: settings.epsilon,
            weight_decay: None,
        },
    );
    for step in 0..25 {
        let input: Tensor<(usize, Const<7>), f32, Cpu> =
            dev.tensor_from_vec(numbers(4 * 7, step), (4, Const));
        let backward = |layers: &<Two as Layer<Rank1<7>>>::Built| {
            let output = layers.forward(input.trace(layers.alloc_grads()));
            output.square().sum::<Rank0, _>().backward()
        };
        let mut gradients = backward(&ours);
        adam.step::<Rank1<7>, Two>(&mut ours, &mut gradients)
            .unwrap();
        assert!(
            gradients
                .get(&ours.0.weight)
                .as_vec()
                .iter()
                .all(|slope| *slope == 0.0)
        );
        let gradients = backward(&theirs);
        twin.update(&mut theirs, &gradients).unwrap();
        close(&ours.0.weight.as_vec(), &theirs.0.weight.as_vec(), 1e-4).unwrap();
        close(&ours.1.bias.as_vec(), &theirs.1.bias.as_vec(), 1e-4).unwrap();
    }
}
