//! Experiments trained for real on a few images: compared, drawn, and whatever a learner may set. The pictures are left in
//! `target/plots` for a person.

use fmnist_lib::prelude::*;
use std::{fs, path::PathBuf};

type NoDropout = (
    (Conv2D<1, 4, 3, 2>, ReLU),
    (Conv2D<4, 8, 3, 2>, ReLU),
    (Flatten<288>, Linear<288, 10>),
);
type WithDropout = (
    (Conv2D<1, 4, 3, 2>, ReLU),
    (Conv2D<4, 8, 3, 2>, ReLU),
    (Flatten<288>, Dropout<50>, Linear<288, 10>),
);

fn data(count: usize) -> FashionMnist {
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized).unwrap();
    let mut data = data.with_train_images(count).unwrap();
    data.validation = data.validation.take(200);
    data
}

fn settings(epochs: usize) -> Hyperparameters {
    Hyperparameters {
        epochs,
        ..Default::default()
    }
}

fn check(name: &str, figure: Result<plot::Figure>) -> String {
    let figure = figure.unwrap();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).with_file_name("target/plots");
    fs::create_dir_all(&folder).unwrap();
    figure.save(folder.join(name)).unwrap();
    let text = figure.svg().unwrap().to_owned();
    assert!(
        figure.alt().len() > 20 && text.contains("role=\"img\""),
        "{name}"
    );
    assert!(!text.contains("NaN") && !text.contains("inf"), "{name}");
    assert!(text.len() < 180_000, "{name}: {} bytes", text.len());
    text
}

fn draw_all(name: &str, comparison: &Comparison) {
    check(&format!("{name}_banding.svg"), plot::compare(comparison));
    check(
        &format!("{name}_overfitting.svg"),
        plot::overfitting(comparison),
    );
    for setting in comparison.differing() {
        let file = format!("{name}_{setting:?}.svg");
        check(&file, plot::by_setting(comparison, setting));
    }
}

#[test]
fn dropout_is_what_differs() {
    let data = data(300);
    let mut runs = Comparison::default();
    runs.train::<NoDropout>("tanpa dropout", &data, &settings(8))
        .unwrap();
    runs.train::<WithDropout>("dropout 50 %", &data, &settings(8))
        .unwrap();
    assert_eq!(runs.differing(), [Setting::Layers]);
    assert_eq!(
        Setting::Layers.values(&runs.experiments),
        ["–", "Dropout<50>"]
    );
    let text = runs.to_string();
    assert!(
        text.contains("lapisan yang berbeda") && text.contains("ukuran batch 32"),
        "{text}"
    );
    assert!(!text.contains("status"), "{text}");
    draw_all("dropout", &runs);
    // The same seed gives the same figures; the same name takes the place.
    let before = runs.experiments[0].clone();
    runs.train::<NoDropout>(" tanpa dropout ", &data, &settings(8))
        .unwrap();
    assert_eq!(runs.experiments.len(), 2);
    assert_eq!(
        before.best().map(|at| at.val_loss),
        runs.experiments[0].best().map(|at| at.val_loss)
    );
}

#[test]
fn learning_rates_from_too_small_to_absurd() {
    let data = data(320);
    let mut rates = Comparison::default();
    for learning_rate in [1e-4, 1e-2, 1.0, 1e6] {
        let settings = Hyperparameters {
            learning_rate,
            ..settings(4)
        };
        rates
            .train::<NoDropout>(&format!("laju {learning_rate}"), &data, &settings)
            .unwrap();
    }
    assert!(
        rates
            .experiments
            .iter()
            .all(|one| one.ending == Ending::Finished)
    );
    // Two steps of the whole network at this rate overflow.
    let absurd = Hyperparameters {
        learning_rate: 1e6,
        ..settings(3)
    };
    rates.train::<Cnn>("laju 1e6, CNN", &data, &absurd).unwrap();
    let ending = rates.experiments[4].ending;
    assert!(
        matches!(
            ending,
            Ending::Diverged {
                epoch: 1,
                step: 2..
            }
        ),
        "{ending:?}"
    );
    assert!(rates.to_string().contains("divergen"), "{rates}");
    // Numbers as Indonesian writes them, and still in the order of their size.
    assert!(rates.to_string().contains(" 0,0001 "), "{rates}");
    let alt = plot::by_setting(&rates, Setting::LearningRate).unwrap();
    let places = [": 0,0001 ", "; 0,01 ", "; 1 ", "; 1000000 "].map(|rate| alt.alt().find(rate));
    assert!(places.is_sorted() && places[0].is_some(), "{}", alt.alt());
    let text = check("laju_banding.svg", plot::compare(&rates));
    assert!(text.contains("divergen"));
    draw_all("laju", &rates);
    for (learning_rate, epochs, batch_size) in [
        (0.0, 1, 32),
        (-1.0, 1, 32),
        (1e9, 1, 32),
        (f64::NAN, 1, 32),
        (1e-3, 0, 32),
        (1e-3, 1, 0),
    ] {
        let settings = Hyperparameters {
            learning_rate,
            epochs,
            batch_size,
            ..Default::default()
        };
        let error = rates
            .train::<NoDropout>("aneh", &data, &settings)
            .unwrap_err();
        assert!(error.to_string().contains("tidak dapat dipakai"), "{error}");
    }
    assert_eq!(rates.experiments.len(), 5);
}

#[test]
fn what_came_from_elsewhere_is_drawn_as_well() {
    let published = Experiment::published();
    let mut absurd = published.clone();
    absurd.name = "<b>🙂 & sebuah nama yang panjang sekali, sampai enam puluh h".into();
    absurd.history.hyperparameters.learning_rate = 1e300;
    for (at, epoch) in absurd.history.epochs.iter_mut().enumerate() {
        epoch.epoch = if at == 3 { usize::MAX } else { at + 1 };
        epoch.val_loss = [f64::NAN, f64::INFINITY, -1e300, 1e8, 0.4][at % 5];
        epoch.val_accuracy = [f64::NAN, 17.0, -3.0, 0.5][at % 4];
    }
    let mut empty = published.clone();
    empty.name = "kosong".into();
    empty.history.epochs.clear();
    empty.ending = Ending::Diverged {
        epoch: usize::MAX,
        step: 1,
    };
    draw_all(
        "liar",
        &Comparison::of(vec![published.clone(), absurd, empty.clone()]),
    );
    draw_all("asal", &Comparison::of(vec![published.clone()]));
    check(
        "kosong_banding.svg",
        plot::compare(&Comparison::of(vec![Experiment {
            ending: Ending::Diverged { epoch: 1, step: 3 },
            ..empty.clone()
        }])),
    );
    let many = (0..30).map(|at| Experiment {
        name: format!("percobaan {at}"),
        ..published.clone()
    });
    draw_all("banyak", &Comparison::of(many.collect()));
    for comparison in [
        Comparison::default(),
        Comparison::of(vec![Experiment {
            ending: Ending::Stopped,
            ..empty
        }]),
    ] {
        assert!(plot::compare(&comparison).is_err());
        assert!(plot::overfitting(&comparison).is_err());
        assert!(plot::by_setting(&comparison, Setting::Seed).is_err());
        assert!(!comparison.table().html().is_empty());
    }
}
