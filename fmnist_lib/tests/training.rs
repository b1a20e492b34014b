//! Training: it learns, the same seed gives the same bits, it stops where it should, and what cannot train is told in a sentence.

use fmnist_lib::prelude::*;

fn taste(threads: usize, seed: u64) -> (Model<Cnn>, History) {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)
        .unwrap()
        .with_train_images(960)
        .unwrap();
    let data = FashionMnist {
        validation: data.validation.take(500),
        ..data
    };
    let mut model: Model<Cnn> = Model::new(seed).unwrap();
    let settings = Hyperparameters {
        epochs: 2,
        seed,
        threads,
        ..Default::default()
    };
    let history = train_with(&mut model, &data, &settings, |_| ()).unwrap();
    (model, history)
}

/// Everything of a history but the clock.
fn figures(history: &History) -> Vec<[u64; 4]> {
    let bits = |epoch: &Epoch| {
        [
            epoch.loss,
            epoch.accuracy,
            epoch.val_loss,
            epoch.val_accuracy,
        ]
        .map(f64::to_bits)
    };
    history.epochs.iter().map(bits).collect()
}

#[test]
fn the_same_seed_gives_the_same_history_whatever_the_threads() {
    let (_, one) = taste(1, 5);
    assert_eq!(figures(&one), figures(&taste(1, 5).1));
    assert_eq!(figures(&one), figures(&taste(2, 5).1));
    assert_eq!(figures(&one), figures(&taste(5, 5).1));
    assert_eq!(figures(&one), figures(&taste(1_024, 5).1));
    assert_ne!(figures(&one), figures(&taste(1, 6).1));
}

#[test]
fn it_learns() {
    let (model, history) = taste(0, 1);
    let [first, last] = [history.epochs[0], history.epochs[1]];
    assert!(
        last.loss < first.loss && last.val_accuracy > 0.6,
        "{history:?}"
    );
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized).unwrap();
    let predictions = model.predict(&data.test.take(300)).unwrap();
    let (_, accuracy) = model.evaluate(&data.test.take(300)).unwrap();
    assert_eq!(predictions.accuracy(), accuracy);
    assert_eq!(ConfusionMatrix::new(&predictions).accuracy(), accuracy);
    assert_eq!(
        predictions.mistakes().len(),
        (300.0 * (1.0 - accuracy)).round() as usize
    );
    for row in &predictions.probabilities {
        assert!(
            (row.iter().sum::<f32>() - 1.0).abs() < 1e-5
                && row.iter().all(|p| (0.0..=1.0).contains(p))
        );
    }
}

#[test]
fn a_network_that_ends_with_softmax_learns_as_well() {
    type Small = (
        (Conv2D<1, 8, 5, 2>, ReLU, MaxPool2D<2>),
        Flatten<288>,
        (Linear<288, 10>, Softmax),
    );
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::ZeroOne)
        .unwrap()
        .with_train_images(3_000)
        .unwrap();
    let mut model: Model<Small> = Model::new(1).unwrap();
    let history = train_with(
        &mut model,
        &data,
        &Hyperparameters {
            epochs: 2,
            ..Default::default()
        },
        |_| (),
    )
    .unwrap();
    assert!(history.last().unwrap().val_accuracy > 0.6, "{history:?}");
    let predictions = model.predict(&data.test.take(10)).unwrap();
    assert!(
        predictions
            .probabilities
            .iter()
            .all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-4)
    );
}

#[test]
fn early_stopping_ends_where_val_loss_no_longer_falls_with_the_best_weights() {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)
        .unwrap()
        .with_train_images(320)
        .unwrap();
    let data = FashionMnist {
        validation: data.validation.take(256),
        ..data
    };
    let settings = Hyperparameters {
        epochs: 30,
        learning_rate: 3e-3,
        patience: Some(2),
        ..Default::default()
    };
    let mut model: Model<Cnn> = Model::new(7).unwrap();
    let history = train_with(&mut model, &data, &settings, |_| ()).unwrap();
    let (best, last) = (history.best().unwrap(), history.last().unwrap());
    assert!(history.stopped_early() && last.epoch < 30, "{history:?}");
    assert_eq!(last.epoch, best.epoch + 2);
    assert_eq!(history.kept(), Some(best));
    let (val_loss, _) = model.evaluate(&data.validation).unwrap();
    assert_eq!(val_loss.to_bits(), best.val_loss.to_bits());

    // Without it, the same training goes on, and ends with the last epoch's weights.
    let settings = Hyperparameters {
        epochs: last.epoch,
        patience: None,
        ..settings
    };
    let mut model: Model<Cnn> = Model::new(7).unwrap();
    let whole = train_with(&mut model, &data, &settings, |_| ()).unwrap();
    assert_eq!(figures(&whole), figures(&history));
    assert_eq!((whole.kept_epoch, whole.stopped_early()), (None, false));
    let (val_loss, _) = model.evaluate(&data.validation).unwrap();
    assert_eq!(val_loss.to_bits(), whole.last().unwrap().val_loss.to_bits());
}

#[test]
fn what_cannot_train_is_told_in_a_sentence() {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Raw)
        .unwrap()
        .with_train_images(320)
        .unwrap();
    let fine = Hyperparameters::default();
    let cases = [
        (
            "batch_size",
            Hyperparameters {
                batch_size: 0,
                ..fine
            },
        ),
        ("epochs", Hyperparameters { epochs: 0, ..fine }),
        (
            "learning_rate",
            Hyperparameters {
                learning_rate: 0.0,
                ..fine
            },
        ),
        (
            "learning_rate",
            Hyperparameters {
                learning_rate: -1.0,
                ..fine
            },
        ),
        (
            "learning_rate",
            Hyperparameters {
                learning_rate: f64::NAN,
                ..fine
            },
        ),
        (
            "learning_rate",
            Hyperparameters {
                learning_rate: 1e9,
                ..fine
            },
        ),
        ("beta2", Hyperparameters { beta2: 1.0, ..fine }),
        (
            "threads",
            Hyperparameters {
                threads: usize::MAX,
                ..fine
            },
        ),
        (
            "patience",
            Hyperparameters {
                patience: Some(0),
                ..fine
            },
        ),
        (
            "epsilon",
            Hyperparameters {
                epsilon: 0.0,
                ..fine
            },
        ),
    ];
    for (name, settings) in cases {
        let mut model: Model<Cnn> = Model::new(0).unwrap();
        let error = train_with(&mut model, &data, &settings, |_| ())
            .unwrap_err()
            .to_string();
        assert!(error.contains(name), "{error}");
    }
    let mut model: Model<Cnn> = Model::new(0).unwrap();
    let empty = FashionMnist {
        train: data.train.take(0),
        ..data.clone()
    };
    let error = train_with(&mut model, &empty, &fine, |_| ()).unwrap_err();
    assert!(error.to_string().contains("gambar latih"), "{error}");
    let wild = Hyperparameters {
        learning_rate: 1e6,
        epochs: 20,
        ..fine
    };
    let error = train_with(&mut model, &data, &wild, |_| ())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("learning_rate") && error.contains("langkah"),
        "{error}"
    );
}
