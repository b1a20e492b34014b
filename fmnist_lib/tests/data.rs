//! The data: what the files hold, and a sentence for each way in which a file can be wrong.

use fmnist_lib::prelude::*;
use std::{collections::HashSet, fs, path::Path};

#[test]
fn the_tutorial_split_has_three_disjoint_parts() {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Raw).unwrap();
    assert_eq!(data.train.shape(), (55_000, 28, 28, 1));
    assert_eq!(data.validation.shape(), (5_000, 28, 28, 1));
    assert_eq!(data.test.shape(), (10_000, 28, 28, 1));
    assert_eq!(data.test.class_counts(), [1_000; 10]);
    let addresses = |split: &Split| -> HashSet<*const u8> {
        (0..split.len())
            .map(|at| split.image(at).unwrap().as_ptr())
            .collect()
    };
    let (train, validation) = (addresses(&data.train), addresses(&data.validation));
    assert_eq!((train.len(), validation.len()), (55_000, 5_000));
    assert!(train.is_disjoint(&validation));
    let counts = data.train.class_counts();
    assert!(
        counts.iter().all(|count| (5_300..5_700).contains(count)),
        "{counts:?}"
    );
    let again = FashionMnist::load(Protocol::Tutorial, Scaling::Raw).unwrap();
    assert_eq!(data.train.labels(), again.train.labels());
}

#[test]
fn the_seed_protocol_uses_the_test_images_as_validation() {
    let data = FashionMnist::load(Protocol::Benih, Scaling::Raw).unwrap();
    assert_eq!(data.train.shape(), (60_000, 28, 28, 1));
    assert_eq!(data.validation.labels(), data.test.labels());
    // The first ten labels of both files, as published.
    assert_eq!(data.train.labels()[..10], [9, 0, 0, 3, 0, 2, 7, 2, 5, 5]);
    assert_eq!(data.test.labels()[..10], [9, 2, 1, 1, 6, 1, 4, 6, 5, 7]);
    assert_eq!(data.train.class_counts(), [6_000; 10]);
}

#[test]
fn the_constants_of_the_standard_scaling_come_from_the_training_images() {
    let data = FashionMnist::load(Protocol::Benih, Scaling::Raw).unwrap();
    let pixels = (0..data.train.len()).flat_map(|at| data.train.image(at).unwrap());
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    for pixel in pixels {
        let value = f64::from(*pixel) / 255.0;
        (sum, squares, count) = (sum + value, squares + value * value, count + 1.0);
    }
    let mean: f64 = sum / count;
    let deviation = (squares / count - mean * mean).sqrt();
    assert!((mean - f64::from(STANDARD_MEAN)).abs() < 1e-5, "{mean}");
    assert!(
        (deviation - f64::from(STANDARD_STD)).abs() < 1e-5,
        "{deviation}"
    );
}

#[test]
fn scalings_reach_the_tensor() {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::ZeroOne).unwrap();
    let dev: Cpu = Default::default();
    let image: Vec<f32> = data
        .test
        .image(3)
        .unwrap()
        .iter()
        .map(|byte| f32::from(*byte))
        .collect();
    let raw = data
        .test
        .with_scaling(Scaling::Raw)
        .tensor(&dev, &[3])
        .unwrap()
        .as_vec();
    assert_eq!(raw, image);
    let unit = data.test.tensor(&dev, &[3]).unwrap().as_vec();
    assert!(
        unit.iter()
            .zip(&image)
            .all(|(unit, raw)| (unit * 255.0 - raw).abs() < 1e-3)
    );
    let standard = data
        .test
        .with_scaling(Scaling::Standardized)
        .tensor(&dev, &[3])
        .unwrap()
        .as_vec();
    assert!(
        standard
            .iter()
            .zip(&unit)
            .all(|(z, u)| (z * STANDARD_STD + STANDARD_MEAN - u).abs() < 1e-5)
    );
    assert!(
        data.test
            .tensor(&dev, &[10_000])
            .unwrap_err()
            .to_string()
            .contains("10000")
    );
    assert!(data.with_train_images(0).is_err() && data.with_train_images(55_001).is_err());
}

/// A folder with the four files, ready to be damaged.
fn copy_of_the_data() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(default_dir()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "gz") {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

fn error_of(folder: &Path) -> String {
    FashionMnist::load_from(folder, Protocol::Tutorial, Scaling::Raw)
        .unwrap_err()
        .to_string()
}

#[test]
fn a_missing_cut_altered_or_swapped_file_is_told_in_a_sentence() {
    let images = "train-images-idx3-ubyte.gz";
    let folder = copy_of_the_data();
    let path = folder.path().join(images);
    let whole = fs::read(&path).unwrap();

    fs::remove_file(&path).unwrap();
    let error = error_of(folder.path());
    assert!(
        error.contains(images) && error.contains("tidak ditemukan"),
        "{error}"
    );

    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let error = error_of(folder.path());
    assert!(
        error.contains(images) && error.contains("26421856"),
        "{error}"
    );

    for at in [0, 9, whole.len() / 3, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        fs::write(&path, &flipped).unwrap();
        let error = error_of(folder.path());
        assert!(
            error.contains(images) && error.contains("SHA-256"),
            "{error}"
        );
    }

    fs::write(&path, &whole).unwrap();
    let (labels, test) = ("train-labels-idx1-ubyte.gz", "t10k-labels-idx1-ubyte.gz");
    fs::copy(default_dir().join(test), folder.path().join(labels)).unwrap();
    let error = error_of(folder.path());
    assert!(error.contains(labels) && error.contains("5125"), "{error}");
}

#[test]
fn a_damaged_cache_is_made_again() {
    let folder = copy_of_the_data();
    FashionMnist::load_from(folder.path(), Protocol::Benih, Scaling::Raw).unwrap();
    let cached = folder.path().join(".cache/t10k-labels-idx1-ubyte");
    let whole = fs::read(&cached).unwrap();
    let mut flipped = whole.clone();
    flipped[100] ^= 1;
    for damage in [&flipped[..], &whole[..50], &[]] {
        fs::write(&cached, damage).unwrap();
        let data = FashionMnist::load_from(folder.path(), Protocol::Benih, Scaling::Raw).unwrap();
        assert_eq!(data.test.labels()[..4], [9, 2, 1, 1]);
        assert_eq!(fs::read(&cached).unwrap(), whole);
    }
}

#[test]
fn where_no_cache_can_be_made_the_data_are_read_all_the_same() {
    let folder = copy_of_the_data();
    fs::write(folder.path().join(".cache"), "bukan folder").unwrap();
    let data = FashionMnist::load_from(folder.path(), Protocol::Benih, Scaling::Raw).unwrap();
    assert_eq!(data.test.labels()[..4], [9, 2, 1, 1]);
}
