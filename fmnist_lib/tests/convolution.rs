//! `Conv2D` and `MaxPool2D`: kernels against plain loops over random shapes, layers against finite differences on the tape.

mod twin;

use fmnist_lib::{
    kernels::{
        Activation,
        bias::add_bias_gradient,
        conv2d::{
            Before, ConvShape, add_input_gradient, add_weight_gradient, forward, laid_len, lay,
            lies_well, output_size, turn, turned_len,
        },
    },
    prelude::*,
};
use proptest::prelude::*;
use twin::{close, convolve, convolve_backward, numbers, slopes};

/// Sizes on both sides of every boundary: vectors of 4, 8 and 16, tiles of some rows, rows read in place and laid out.
fn any_shape() -> impl Strategy<Value = ConvShape> {
    let channels = prop_oneof![
        1usize..6,
        prop::sample::select(vec![8usize, 16, 17, 33, 64])
    ];
    let filters = prop_oneof![
        1usize..9,
        prop::sample::select(vec![16usize, 31, 32, 40, 64, 65])
    ];
    (
        (1usize..12, 1usize..12, channels, filters),
        (
            prop::sample::select(vec![1usize, 2, 3, 5, 7]),
            1usize..4,
            0usize..4,
        ),
    )
        .prop_map(
            |((height, width, channels, filters), (kernel, stride, padding))| ConvShape {
                height,
                width,
                channels,
                filters,
                kernel,
                stride,
                padding,
            },
        )
        .prop_filter("the kernel fits", |shape| {
            let fits = |n| output_size(n, shape.kernel, shape.stride, shape.padding).is_some();
            fits(shape.height) && fits(shape.width)
        })
}

fn laid_out(shape: &ConvShape, images: usize, input: &[f32]) -> Vec<f32> {
    if lies_well(shape) {
        return input.to_vec();
    }
    let mut laid = vec![f32::NAN; images * laid_len(shape)];
    lay(shape, input, &mut laid);
    laid
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn kernels_equal_the_plain_loops(shape in any_shape(), images in 1usize..20, seed: u64) {
        let (height, width) = shape.output();
        let input = numbers(images * shape.height * shape.width * shape.channels, seed);
        let weight = numbers(shape.kernel.pow(2) * shape.channels * shape.filters, seed ^ 1);
        let bias = numbers(shape.filters, seed ^ 2);
        let mut gradient = numbers(images * height * width * shape.filters, seed ^ 3);
        let laid = laid_out(&shape, images, &input);

        let mut output = vec![f32::NAN; gradient.len()];
        forward(&shape, &laid, &weight, &bias, Activation::None, &mut output);
        let expected = convolve(&shape, images, &input, &weight, &bias);
        close(&output, &expected, 1e-4).map_err(TestCaseError::fail)?;
        forward(&shape, &laid, &weight, &bias, Activation::ReLU, &mut output);
        let rectified: Vec<f32> = expected.iter().map(|value| value.max(0.0)).collect();
        close(&output, &rectified, 1e-4).map_err(TestCaseError::fail)?;

        // The passes add to what is there already.
        let (mut to_input, mut to_weight, mut to_bias) =
            (vec![1.0; input.len()], vec![1.0; weight.len()], vec![1.0; bias.len()]);
        add_bias_gradient(Some(&output), &mut gradient, &mut to_bias);
        prop_assert!(gradient.iter().zip(&output).all(|(slope, value)| *value > 0.0 || *slope == 0.0));
        add_weight_gradient(&shape, &laid, &gradient, &mut to_weight);
        let mut turned = vec![f32::NAN; turned_len(&shape)];
        turn(&shape, &weight, &mut turned);
        add_input_gradient(&shape, &turned, &gradient, Before::Gradient, &mut to_input);
        let mut afresh = vec![f32::NAN; input.len()];
        add_input_gradient(&shape, &turned, &gradient, Before::Nothing, &mut afresh);
        let sums: Vec<f32> = afresh.iter().map(|value| value + 1.0).collect();
        close(&to_input, &sums, 1e-4).map_err(TestCaseError::fail)?;
        let (input_expected, weight_expected, bias_expected) =
            convolve_backward(&shape, images, &input, &weight, &gradient);
        for (found, expected) in [
            (&to_input, input_expected),
            (&to_weight, weight_expected),
            (&to_bias, bias_expected),
        ] {
            let expected: Vec<f32> = expected.into_iter().map(|value| value + 1.0).collect();
            close(found, &expected, 1e-3).map_err(TestCaseError::fail)?;
        }
    }
}

/// One layer of each size that the issue names, through the tape, against the plain twin and against finite differences.
macro_rules! layer_gradients {
    ($($name:ident: $n:literal, $channels:literal, $filters:literal, $k:literal, $s:literal, $p:literal => $out:literal;)+) => {$(
        #[test]
        fn $name() {
            const IMAGES: usize = 2;
            let dev: Cpu = Cpu::seed_from_u64(7);
            let mut layer = dev.build_module::<Conv2D<$channels, $filters, $k, $s, $p>, f32>();
            layer.bias.copy_from(&numbers($filters, 1));
            let pixels = numbers(IMAGES * $n * $n * $channels, 2);
            let image = |pixels: &[f32]| -> Tensor<(usize, Const<$n>, Const<$n>, Const<$channels>), f32, Cpu> {
                dev.tensor_from_vec(pixels.to_vec(), (IMAGES, Const, Const, Const))
            };
            let input = image(&pixels);
            // The sum of squares: its slope differs from number to number.
            let output: Tensor<(usize, Const<$out>, Const<$out>, Const<$filters>), f32, Cpu, _> =
                layer.forward(input.leaky_trace());
            let gradient: Vec<f32> = output.as_vec().iter().map(|value| 2.0 * value).collect();
            let gradients = output.square().sum::<Rank0, _>().backward();

            let shape = ConvShape { height: $n, width: $n, channels: $channels, filters: $filters, kernel: $k, stride: $s, padding: $p };
            let weight = layer.weight.as_vec();
            let (to_input, to_weight, to_bias) = convolve_backward(&shape, IMAGES, &pixels, &weight, &gradient);
            close(&gradients.get(&input).as_vec(), &to_input, 1e-3).unwrap();
            close(&gradients.get(&layer.weight).as_vec(), &to_weight, 1e-3).unwrap();
            close(&gradients.get(&layer.bias).as_vec(), &to_bias, 1e-3).unwrap();

            let squares = |values: Vec<f32>| -> f64 { values.iter().map(|value| f64::from(*value).powi(2)).sum() };
            let by_input = slopes(&pixels, 1e-2, |moved| squares(layer.forward(image(moved)).as_vec()));
            close(&gradients.get(&input).as_vec(), &by_input, 2e-2).unwrap();
            let mut moved_layer = layer.clone();
            let by_weight = slopes(&weight, 1e-2, |moved| {
                moved_layer.weight.copy_from(moved);
                squares(moved_layer.forward(input.clone()).as_vec())
            });
            close(&gradients.get(&layer.weight).as_vec(), &by_weight, 2e-2).unwrap();
        }
    )+};
}

layer_gradients! {
    kernel_1: 4, 2, 3, 1, 1, 0 => 4;
    kernel_1_stride_2: 5, 2, 3, 1, 2, 0 => 3;
    kernel_3: 6, 1, 2, 3, 1, 0 => 4;
    kernel_3_same: 5, 2, 2, 3, 1, 1 => 5;
    kernel_3_stride_2: 7, 2, 3, 3, 2, 0 => 3;
    kernel_3_stride_2_padded: 6, 1, 2, 3, 2, 1 => 3;
    kernel_5_padded: 5, 1, 2, 5, 1, 2 => 5;
    kernel_5_stride_2: 7, 1, 2, 5, 2, 1 => 3;
    kernel_7_padded: 4, 1, 2, 7, 1, 3 => 4;
    kernel_7_stride_2: 9, 1, 2, 7, 2, 0 => 2;
}

#[test]
fn pooling_keeps_the_largest_and_sends_its_gradient_back() {
    let dev: Cpu = Default::default();
    let pixels = numbers(2 * 7 * 7 * 3, 5);
    let input: Tensor<(usize, Const<7>, Const<7>, Const<3>), f32, Cpu> =
        dev.tensor_from_vec(pixels.clone(), (2, Const, Const, Const));
    let output: Tensor<(usize, Const<3>, Const<3>, Const<3>), f32, Cpu, _> =
        MaxPool2D::<3, 2>.forward(input.leaky_trace());
    let (mut largest, mut expected) = (Vec::new(), vec![0.0; pixels.len()]);
    for image in 0..2 {
        for y in 0..3 {
            for x in 0..3 {
                for channel in 0..3 {
                    let winner = (0..9)
                        .map(|at| ((image * 7 + y * 2 + at / 3) * 7 + x * 2 + at % 3) * 3 + channel)
                        .max_by(|left, right| pixels[*left].total_cmp(&pixels[*right]))
                        .unwrap();
                    largest.push(pixels[winner]);
                    expected[winner] += 2.0 * pixels[winner];
                }
            }
        }
    }
    assert_eq!(output.as_vec(), largest);
    let gradients = output.square().sum::<Rank0, _>().backward();
    close(&gradients.get(&input).as_vec(), &expected, 1e-6).unwrap();
}

#[test]
fn a_permuted_image_is_read_in_the_order_of_its_shape() {
    let dev: Cpu = Default::default();
    let layer = dev.build_module::<Conv2D<1, 2, 3>, f32>();
    let upright: Tensor<Rank4<1, 4, 5, 1>, f32, Cpu> = dev.sample_normal();
    let turned: Tensor<Rank4<1, 5, 4, 1>, f32, Cpu> = upright.permute::<_, Axes4<0, 2, 1, 3>>();
    let copied: Tensor<Rank4<1, 5, 4, 1>, f32, Cpu> = dev.tensor(turned.array());
    assert_eq!(
        layer.forward(turned).as_vec(),
        layer.forward(copied).as_vec()
    );
}
