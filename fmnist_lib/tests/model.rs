//! Models: what they are made of, and that their files come back as they went.

use fmnist_lib::prelude::*;
use std::fs;

#[test]
fn the_summary_is_the_seed_documents() {
    let model: Model<Cnn> = Model::new(0).unwrap();
    assert_eq!(model.parameter_count(), 360_458);
    assert_eq!(model.summary().parameters(), 360_458);
    let shapes: Vec<Vec<usize>> = model
        .summary()
        .rows
        .into_iter()
        .map(|row| row.output)
        .collect();
    for expected in [
        vec![13, 13, 32],
        vec![6, 6, 64],
        vec![2, 2, 128],
        vec![512],
        vec![10],
    ] {
        assert!(shapes.contains(&expected));
    }
    assert!(model.summary().to_string().contains("360.458"));
}

#[test]
fn initial_weights_are_glorot_uniform() {
    let model: Model<Cnn> = Model::new(3).unwrap();
    let check = |values: Vec<f32>, fan: usize| {
        let limit = (6.0 / fan as f32).sqrt();
        let largest = values
            .iter()
            .fold(0.0f32, |largest, value| largest.max(value.abs()));
        assert!(
            largest <= limit && largest > 0.98 * limit,
            "{largest} of {limit}"
        );
        let variance = values.iter().map(|value| value * value).sum::<f32>() / values.len() as f32;
        assert!((variance / (limit * limit / 3.0) - 1.0).abs() < 0.05);
    };
    check(model.layers.1.0.weight.as_vec(), 9 * (32 + 64));
    check(model.layers.4.0.weight.as_vec(), 512 + 512);
    assert!(
        model
            .layers
            .4
            .0
            .bias
            .as_vec()
            .iter()
            .chain(&model.layers.0.0.bias.as_vec())
            .all(|b| *b == 0.0)
    );
}

#[test]
fn weights_and_history_come_back_as_they_went() {
    let folder = tempfile::tempdir().unwrap();
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)
        .unwrap()
        .with_train_images(320)
        .unwrap();
    let mut model: Model<Cnn> = Model::new(9).unwrap();
    let settings = Hyperparameters {
        epochs: 1,
        ..Default::default()
    };
    let history = train_with(&mut model, &data, &settings, |_| ()).unwrap();
    fmnist_lib::run::write_run(&model, &history, folder.path()).unwrap();
    assert_eq!(
        History::load(folder.path().join("history.json")).unwrap(),
        history
    );

    let path = folder.path().join("model.safetensors");
    let (again, scaling) = Model::<Cnn>::load(&path).unwrap();
    assert_eq!(scaling, Scaling::Standardized);
    let images = data.test.take(64);
    assert_eq!(
        model.predict(&images).unwrap().probabilities,
        again.predict(&images).unwrap().probabilities
    );

    let bytes = fs::read(&path).unwrap();
    let stored = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let mut names = stored.names();
    names.sort();
    let expected = ["conv1", "conv2", "conv3", "linear1", "linear2"]
        .map(|layer| [format!("{layer}.bias"), format!("{layer}.weight")]);
    assert_eq!(names, expected.as_flattened().iter().collect::<Vec<_>>());
    let conv2 = stored.tensor("conv2.weight").unwrap();
    assert_eq!(
        (
            conv2.shape(),
            stored.tensor("linear1.weight").unwrap().shape()
        ),
        (&[64, 32, 3, 3][..], &[512, 512][..])
    );
    // (out, in, kh, kw) in the file is (kh, kw, in, out) in the layer.
    let at = |o: usize, i: usize, y: usize, x: usize| {
        let start = (((o * 32 + i) * 3 + y) * 3 + x) * 4;
        f32::from_le_bytes(conv2.data()[start..start + 4].try_into().unwrap())
    };
    let layer = model.layers.1.0.weight.array();
    for (o, i, y, x) in [(0, 0, 0, 0), (63, 31, 2, 2), (5, 7, 1, 2), (40, 3, 2, 0)] {
        assert_eq!(at(o, i, y, x), layer[y][x][i][o]);
    }
}

#[test]
fn wrong_files_are_told_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    let error = |path: &std::path::Path| Model::<Cnn>::load(path).unwrap_err().to_string();
    assert!(error(&path).contains("model.safetensors"));
    let model: Model<Cnn> = Model::new(0).unwrap();
    model.save(&path, Scaling::Raw).unwrap();
    let whole = fs::read(&path).unwrap();
    for cut in [0, 4, 200, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        assert!(error(&path).contains("safetensors"), "cut at {cut}");
    }
    let mut huge = whole.clone();
    huge[..8].copy_from_slice(&u64::MAX.to_le_bytes());
    fs::write(&path, &huge).unwrap();
    assert!(error(&path).contains("safetensors"));
    type Other = ((Conv2D<1, 16, 3, 2>, ReLU), Flatten<2704>, Linear<2704, 10>);
    let other: Model<Other> = Model::new(0).unwrap();
    other.save(&path, Scaling::Raw).unwrap();
    assert!(error(&path).contains("conv1.weight"));
    let history = folder.path().join("history.json");
    for text in ["", "{", "[]", "{\"epochs\": 3}", "\u{0}"] {
        fs::write(&history, text).unwrap();
        assert!(
            History::load(&history)
                .unwrap_err()
                .to_string()
                .contains("history.json")
        );
    }
}

#[test]
fn a_batch_of_no_image_is_told_in_a_sentence() {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Raw).unwrap();
    let model: Model<Cnn> = Model::new(0).unwrap();
    let error = model.predict_in_batches(&data.test, 0).unwrap_err();
    assert!(error.to_string().contains("batch"), "{error}");
    let five = data.test.take(5);
    let one_by_one = model.predict_in_batches(&five, 1).unwrap();
    let together = model.predict_in_batches(&five, 64).unwrap();
    for (one, other) in one_by_one.probabilities.iter().zip(&together.probabilities) {
        assert!(
            one.iter()
                .zip(other)
                .all(|(one, other)| (one - other).abs() < 1e-5)
        );
    }
    assert!(model.predict(&data.test.take(0)).unwrap().is_empty());
}
