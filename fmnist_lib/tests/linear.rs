//! `Linear`: against dfdx's own layer of the same numbers, and against finite differences.

mod twin;

use fmnist_lib::{dfdx, prelude::*};
use twin::{close, numbers, slopes};

const INPUTS: usize = 37;
const OUTPUTS: usize = 19;

type Rows<const N: usize> = Tensor<(usize, Const<N>), f32, Cpu>;

fn rows<const N: usize>(dev: &Cpu, values: &[f32]) -> Rows<N> {
    dev.tensor_from_vec(values.to_vec(), (values.len() / N, Const))
}

#[test]
fn equals_dfdx_and_finite_differences() {
    let dev: Cpu = Default::default();
    let weight = numbers(INPUTS * OUTPUTS, 1);
    let bias = numbers(OUTPUTS, 2);
    let mut ours = dev.build_module::<Linear<INPUTS, OUTPUTS>, f32>();
    ours.weight.copy_from(&weight);
    ours.bias.copy_from(&bias);
    let turned = |values: &[f32], columns: usize| -> Vec<f32> {
        let rows = values.len() / columns;
        (0..values.len())
            .map(|at| values[at % rows * columns + at / rows])
            .collect()
    };
    let mut theirs = dev.build_module::<dfdx::nn::builders::Linear<INPUTS, OUTPUTS>, f32>();
    theirs.weight.copy_from(&turned(&weight, OUTPUTS));
    theirs.bias.copy_from(&bias);

    for batch in [1, 2, 7, 32, 65] {
        let values = numbers(batch * INPUTS, batch as u64);
        let input: Rows<INPUTS> = rows(&dev, &values);
        let (mine, other) = (
            ours.forward(input.leaky_trace()),
            theirs.forward(input.leaky_trace()),
        );
        close(&mine.as_vec(), &other.as_vec(), 1e-4).unwrap();
        let mine = mine.square().sum::<Rank0, _>().backward();
        let other = other.square().sum::<Rank0, _>().backward();
        let (to_input, to_bias) = (mine.get(&input).as_vec(), mine.get(&ours.bias).as_vec());
        close(&to_input, &other.get(&input).as_vec(), 1e-3).unwrap();
        close(&to_bias, &other.get(&theirs.bias).as_vec(), 1e-3).unwrap();
        let to_weight = mine.get(&ours.weight).as_vec();
        let expected = turned(&other.get(&theirs.weight).as_vec(), INPUTS);
        close(&to_weight, &expected, 1e-3).unwrap();

        let by_input = slopes(&values, 1e-2, |moved| {
            let output = ours.forward(rows::<INPUTS>(&dev, moved)).as_vec();
            output.iter().map(|value| f64::from(*value).powi(2)).sum()
        });
        close(&to_input, &by_input, 2e-2).unwrap();
    }
}
