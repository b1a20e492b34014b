//! Looking into a network: every layer's numbers against the layers run by hand, saliency against differences, occlusion
//! against one covered image; and each picture of lessons 6 and 7, left in `target/plots` for a person.

use fmnist_lib::prelude::*;
use plot::Figure;
use std::{fs, path::PathBuf, sync::LazyLock};

fn data() -> &'static FashionMnist {
    static DATA: LazyLock<FashionMnist> =
        LazyLock::new(|| FashionMnist::load(Protocol::Tutorial, Scaling::Standardized).unwrap());
    &DATA
}

fn run() -> Run<Cnn> {
    Run::shipped().unwrap()
}

/// Leaves the picture for a person.
fn looked_at(name: &str, figure: &Figure) {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("plots");
    fs::create_dir_all(&dir).unwrap();
    let ending = if figure.svg().is_some() { "svg" } else { "png" };
    figure.save(dir.join(format!("{name}.{ending}"))).unwrap();
    assert!(figure.alt().len() > 30, "{name}: {}", figure.alt());
}

type Pooled = (
    (Conv2D<1, 4, 3, 1>, ReLU, MaxPool2D<2>),
    (Flatten<676>, Dropout<50>),
    Linear<676, 10>,
    Softmax,
);

/// A network of every kind of layer: each output is made by the layer from the one before.
#[test]
fn outputs_are_those_of_the_layers_by_hand() {
    let model: Model<Pooled> = Model::new(7).unwrap();
    let seen = model.layer_outputs(&data().test, 3).unwrap();
    let rows: Vec<_> = seen.iter().map(|output| output.layer.clone()).collect();
    assert_eq!(rows, model.summary().rows);

    let image = data().test.tensor(&Default::default(), &[3]).unwrap();
    let ((conv, relu, pool), (flatten, dropout), linear, softmax) = &model.layers;
    let sums = conv.forward(image);
    let positive = relu.forward(sums.clone());
    let pooled = pool.forward(positive.clone());
    let flat = flatten.forward(pooled.clone());
    let scores = linear.forward(dropout.forward(flat.clone()));
    let expected = [
        sums.as_vec(),
        positive.as_vec(),
        pooled.as_vec(),
        flat.as_vec(),
        flat.as_vec(),
        scores.as_vec(),
        softmax.forward(scores).as_vec(),
    ];
    for (output, expected) in seen.iter().zip(&expected) {
        assert_eq!(&output.values, expected, "{}", output.layer.name);
    }
    // Channel 2 of the 26 x 26 x 4 numbers is every fourth from the third on.
    let every_fourth: Vec<f32> = expected[0].iter().copied().skip(2).step_by(4).collect();
    assert_eq!(seen[0].map(2), every_fourth);
    assert_eq!((seen[0].width(), seen[0].channels()), (26, 4));
    assert!(seen[0].map(4).is_empty());
}

type Linearly = (
    Conv2D<1, 4, 3, 2>,
    (Flatten<676>, Dropout<50>),
    Linear<676, 10>,
);

/// Without a ReLU a logit is a straight line along each pixel, so a whole step up shows its slope; dropout would show at once.
#[test]
fn saliency_equals_differences() {
    let (model, index, class): (Model<Linearly>, _, _) = (Model::new(3).unwrap(), 7, 6);
    let saliency = model.saliency(&data().test, index, class).unwrap();
    assert_eq!(saliency.len(), IMAGE_PIXELS);
    let dev: Cpu = Default::default();
    let pixels = data().test.tensor(&dev, &[index]).unwrap().as_vec();
    let logit = |pixels: Vec<f32>| {
        let image: ImageBatch = dev.tensor_from_vec(pixels, (1, Const, Const, Const));
        model.logits(image).unwrap().as_vec()[class]
    };
    let before = logit(pixels.clone());
    for pixel in (0..IMAGE_PIXELS).step_by(23) {
        let mut moved = pixels.clone();
        moved[pixel] += 1.0;
        let slope = (logit(moved) - before).abs();
        assert!(
            (slope - saliency[pixel]).abs() < 1e-4,
            "pixel {pixel}: {slope}, {}",
            saliency[pixel]
        );
    }
}

#[test]
fn occlusion_equals_one_covered_image() {
    let (run, index, class) = (run(), 0, 9);
    let falls = run.model.occlusion(&data().test, index, class, 7).unwrap();
    let image = data().test.tensor(&Default::default(), &[index]).unwrap();
    let whole = run.model.probabilities(image.clone()).unwrap()[0][class];
    // Around row 14, column 10: rows 11 to 17, columns 7 to 13.
    let mut pixels = image.as_vec();
    for row in 11..18 {
        pixels[row * 28 + 7..row * 28 + 14].fill(Scaling::Standardized.table()[0]);
    }
    let dev: Cpu = Default::default();
    let covered: ImageBatch = dev.tensor_from_vec(pixels, (1, Const, Const, Const));
    let left = run.model.probabilities(covered).unwrap()[0][class];
    assert!((falls[14 * 28 + 10] - (whole - left)).abs() < 1e-5);
}

#[test]
fn nonsense_is_told_in_a_sentence() {
    let model: Model<Cnn> = Model::new(1).unwrap();
    let test = &data().test;
    assert!(model.saliency(test, 0, 10).is_err());
    assert!(model.saliency(test, 10_000, 0).is_err());
    assert!(model.layer_outputs(test, 10_000).is_err());
    for side in [0, 29] {
        assert!(model.occlusion(test, 0, 0, side).is_err());
    }
    let predictions = model.predict(&test.take(10)).unwrap();
    assert!(plot::confusions(&predictions, 10, &[0]).is_err());
    assert!(plot::confusions(&predictions, 1, &[]).is_err());
    assert!(plot::heat("panas", &[0; 784], &[("pendek", [0.0; 9])]).is_err());
    let calibration = Calibration::new(&predictions);
    assert!(plot::reliability(&[("a", &calibration); 3]).is_err());
}

#[test]
fn pictures_of_lesson_6() {
    let run = run();
    let test = run.model.predict(&data().test).unwrap();
    let matrix = ConfusionMatrix::new(&test);
    looked_at(
        "confusion_counts",
        &plot::confusion_matrix(&matrix).unwrap(),
    );
    looked_at(
        "confusion_percent",
        &plot::confusion_matrix_percent(&matrix).unwrap(),
    );
    looked_at(
        "confusion_errors",
        &plot::confusion_matrix_errors(&matrix).unwrap(),
    );
    looked_at(
        "confusions",
        &plot::confusions(&test, 6, &[6, 0, 2, 4]).unwrap(),
    );
    println!("{}", ClassReport::new(&matrix));
    let validation = run.model.predict(&data().validation).unwrap();
    let temperature = Temperature::fit(&validation).unwrap();
    let (before, after) = (
        Calibration::new(&test),
        Calibration::new(&temperature.apply(&test)),
    );
    println!(
        "{temperature:?} {} {}",
        before.expected_error(),
        after.expected_error()
    );
    assert!(after.expected_error() < before.expected_error());
    let figure = plot::reliability(&[("sebelum", &before), ("sesudah", &after)]).unwrap();
    looked_at("reliability", &figure);
}

#[test]
fn pictures_of_lesson_7() {
    let run = run();
    let test = run.model.predict(&data().test).unwrap();
    looked_at(
        "confident_mistakes",
        &plot::confident_mistakes(&test, 8).unwrap(),
    );
    let doubts: Vec<LabelDoubt> = label_doubts(&test, &data().train, 100);
    let strong: Vec<LabelDoubt> = doubts.into_iter().filter(LabelDoubt::is_strong).collect();
    println!("{} of 100 mistakes are doubted", strong.len());
    assert!(!strong.is_empty());
    looked_at(
        "label_doubts",
        &plot::label_doubts(&test, &data().train, &strong[..6.min(strong.len())]).unwrap(),
    );
    let index = test.confident_mistakes()[0];
    let seen = run.model.layer_outputs(&data().test, index).unwrap();
    for (at, output) in seen.iter().enumerate() {
        println!("{output}");
        looked_at(
            &format!("feature_maps_{at}"),
            &plot::feature_maps(output, 32).unwrap(),
        );
    }
    let class = usize::from(test.predicted(index).unwrap());
    let falls = run.model.occlusion(&data().test, index, class, 7).unwrap();
    let slopes = run.model.saliency(&data().test, index, class).unwrap();
    let image = data().test.image(index).unwrap();
    let figure = plot::heat(
        "Panas",
        image,
        &[("penutupan", &falls), ("gradien", &slopes)],
    )
    .unwrap();
    looked_at("heat", &figure);
    let own = OwnImages::open("gambar_saya").unwrap();
    let answers = own
        .classify(&run.model, run.scaling, &Typical::of(&data().train))
        .unwrap();
    looked_at("own_images", &plot::own_images(&answers).unwrap());
    looked_at("no_own_images", &plot::own_images(&[]).unwrap());
}
