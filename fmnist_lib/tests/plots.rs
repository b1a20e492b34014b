//! The pictures of images, histories and predictions, drawn from real data and looked at.

mod gallery;

use fmnist_lib::prelude::*;
use gallery::{check_png, check_svg, refused};

fn data() -> FashionMnist {
    FashionMnist::load(Protocol::Tutorial, Scaling::ZeroOne).unwrap()
}

fn history(rows: &[(f64, f64)]) -> History {
    let epochs = rows.iter().enumerate().map(|(at, (loss, val_loss))| Epoch {
        epoch: at + 1,
        train_seconds: 1.0,
        loss: *loss,
        accuracy: 1.0 - loss / 2.5,
        val_loss: *val_loss,
        val_accuracy: 1.0 - val_loss / 2.5,
    });
    History {
        kept_epoch: None,
        hyperparameters: Hyperparameters::default(),
        protocol: Protocol::Tutorial,
        scaling: Scaling::ZeroOne,
        train_images: 55_000,
        epochs: epochs.collect(),
    }
}

/// Ten probabilities with most at `label`.
fn sure_of(label: u8, probability: f32) -> [f32; 10] {
    let mut row = [(1.0 - probability) / 9.0; 10];
    row[usize::from(label)] = probability;
    row
}

/// Right answers but for every `wrong`-th image, which is taken for the next class.
fn answers(count: usize, wrong: usize) -> Predictions {
    let split = data().test.take(count);
    let labels = split.labels();
    let probabilities = labels.iter().enumerate().map(|(at, label)| {
        let miss = u8::from(wrong > 0 && at % wrong == 0);
        sure_of((label + miss) % 10, 0.55 + (at % 40) as f32 / 100.0)
    });
    Predictions {
        probabilities: probabilities.collect(),
        split,
    }
}

#[test]
fn grids_of_images() {
    let data = data();
    check_png("contoh.png", &plot::samples(&data.train).unwrap());
    check_png("gambar.png", &plot::image(&data.train, 0).unwrap());
    check_png(
        "prediksi.png",
        &plot::predictions(&answers(60, 7), 15).unwrap(),
    );
    check_png(
        "salah.png",
        &plot::misclassified(&answers(400, 9), 20).unwrap(),
    );
    check_png(
        "salah_satu.png",
        &plot::misclassified(&answers(5, 5), 20).unwrap(),
    );
    check_png(
        "contoh_sedikit.png",
        &plot::samples(&data.train.take(3)).unwrap(),
    );
}

#[test]
fn charts() {
    let data = data();
    let counts = check_svg("jumlah_kelas.svg", &plot::class_counts(&data).unwrap());
    assert!(counts.matches("<rect").count() >= 30);
    let run = history(&[
        (0.55, 0.42),
        (0.40, 0.36),
        (0.35, 0.33),
        (0.31, 0.31),
        (0.28, 0.32),
        (0.25, 0.335),
        (0.22, 0.34),
    ]);
    let loss = check_svg("loss.svg", &plot::loss_curve(&run).unwrap());
    let accuracy = check_svg("akurasi.svg", &plot::accuracy_curve(&run).unwrap());
    assert_ne!(loss, accuracy);
    let matrix = ConfusionMatrix::new(&answers(10_000, 11));
    let drawn = check_svg("matriks.svg", &plot::confusion_matrix(&matrix).unwrap());
    assert!(drawn.matches("<rect").count() >= 100);
}

#[test]
fn extreme_histories_are_drawn() {
    check_svg(
        "satu_epoch.svg",
        &plot::loss_curve(&history(&[(2.3, 2.2)])).unwrap(),
    );
    let long: Vec<(f64, f64)> = (1..=100)
        .map(|at| {
            (
                2.0 / f64::from(at),
                1.0 / f64::from(at) + f64::from(at) / 400.0,
            )
        })
        .collect();
    check_svg(
        "seratus_epoch.svg",
        &plot::accuracy_curve(&history(&long)).unwrap(),
    );
    check_svg(
        "nol.svg",
        &plot::loss_curve(&history(&[(0.0, 0.0), (0.0, 0.0)])).unwrap(),
    );
    let wild = [
        (0.5, f64::NAN),
        (f64::INFINITY, 1e300),
        (0.4, 0.5),
        (f64::NAN, f64::NAN),
    ];
    check_svg("liar.svg", &plot::loss_curve(&history(&wild)).unwrap());
}

#[test]
fn what_cannot_be_drawn_is_told_in_a_sentence() {
    assert!(plot::image(&data().test, 10_000).is_err());
    assert!(plot::loss_curve(&history(&[])).is_err());
    let odd = history(&[(0.5, -f64::NAN), (0.4, 0.7), (0.3, 0.6)]);
    assert_eq!(odd.best().map(|epoch| epoch.epoch), Some(3));
    assert!(plot::loss_curve(&history(&[(f64::NAN, f64::NAN)])).is_err());
    refused(plot::misclassified(&answers(20, 0), 10));
    refused(plot::misclassified(&answers(20, 2), 0));
    refused(plot::predictions(&answers(0, 0), 5));
    refused(plot::predictions(&answers(5, 2), 0));
    refused(plot::samples(&data().test.take(0)));
    refused(plot::confusion_matrix(&ConfusionMatrix {
        counts: [[0; 10]; 10],
    }));
    refused(plot::misclassified(&answers(3_000, 1), 100_000));
    let figure = plot::loss_curve(&history(&[(1.0, 1.0)])).unwrap();
    assert!(figure.save("/tidak/ada/loss.svg").is_err());
    assert!(figure.save(std::env::temp_dir().join("loss.png")).is_err());
}
