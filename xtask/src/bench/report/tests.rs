//! The report's text, from samples that can be checked by hand.

use super::super::answer::{Predicted, Trained};
use super::super::contestant::OURS;
use super::super::machine::Machine;
use super::super::samples::Started;
use super::*;

fn pair<T>(ours: T, keras: T) -> Round<T> {
    [(OURS.to_owned(), ours), ("keras".to_owned(), keras)].into()
}

fn samples() -> Samples {
    let settings = Settings {
        rounds: 3,
        images: 60_000,
        peers: "keras".to_owned(),
        threads: 2,
        memory_epochs: 17,
    };
    let machine = Machine {
        processor: "Contoh 9000".to_owned(),
        vectors: "avx2".to_owned(),
        cores: 2,
        memory: "8,0 GiB".to_owned(),
        system: "Linux 6".to_owned(),
        rustc: "rustc 1.95.0".to_owned(),
        date: "2026-11-24".to_owned(),
    };
    let trained = |seconds| Trained {
        seconds,
        loss: 0.5,
        accuracy: 0.8,
    };
    let predicted = |seconds| Predicted {
        seconds,
        accuracy: 0.9,
    };
    let started = |seconds, megabytes: u64| Started {
        seconds,
        ready_seconds: 1.0,
        peak_bytes: Some(megabytes * 1_000_000),
    };
    let mut samples = Samples::new(settings, machine);
    samples.versions = [
        (OURS.to_owned(), "0.1.0".to_owned()),
        ("keras".to_owned(), "3.15.1".to_owned()),
    ]
    .into();
    // Ratios 2, 3 and 1: the median of the ratios is 2, whereas the ratio of the medians would be 3.
    samples.training = vec![
        pair(trained(5.0), trained(10.0)),
        pair(trained(4.0), trained(12.0)),
        pair(trained(30.0), trained(30.0)),
    ];
    // 453 GFLOP at 90.588672 GFLOP/s are 5 seconds.
    let rate = epoch_flops(60_000) / 1e9 / 5.0;
    let yardstick = Yardstick {
        one: 80.0,
        all: rate,
    };
    samples.yardstick = vec![Some(yardstick); 3];
    samples.inference_1 = vec![pair(predicted(2.0), predicted(8.0))];
    samples.inference_256 = vec![pair(predicted(0.5), predicted(1.0))];
    samples.start = vec![pair(started(6.0, 300), started(15.0, 900))];
    samples.latih_peak_bytes = Some(350_000_000);
    samples
}

#[test]
fn figures_stand_in_their_tables() {
    let text = write(&samples());
    for line in [
        "| prosesor | Contoh 9000; 2 inti (utas perangkat keras); avx2 |",
        "| Keras (TensorFlow) | 3.15.1 |",
        "| Keras (TensorFlow) | 12,000 | 10,000–30,000 | 2,00 (1,00–3,00) | 0,5000 | 0,8000 |",
        "| fmnist_lib (kita) | 5,000 | 4,000–30,000 | 1,00 (1,00–1,00) | 0,5000 | 0,8000 |",
        "Pembanding tercepat pada tiap putaran: rasio 2,00 (1,00–3,00).",
        "3.774.528 perkalian-penjumlahan setiap gambar, 452,9 GFLOP untuk 60.000 gambar",
        "| batas satu *epoch* (detik) | 5,00 | |",
        "| fmnist_lib (kita) | 1,00 (0,80–6,00) |",
        "| Keras (TensorFlow) | 8,000 | 8,000–8,000 | 4,00 (4,00–4,00) | 0,9000 |",
        "| Keras (TensorFlow) | 15,000 | 15,000–15,000 | 2,50 (2,50–2,50) | 1,00 |",
        "| fmnist_lib (kita) | 300 |",
        "--epochs 17 --batch-size 32 --train-images 60000` | 350 |",
        "## Yang tidak ikut\n\nTidak ada.",
    ] {
        assert!(text.contains(line), "{line}\n\n{text}");
    }
    assert!(!text.contains("candle"), "{text}");
}

#[test]
fn who_was_left_out_is_named_with_the_reason() {
    let mut samples = samples();
    samples.leave_out("candle", &anyhow::anyhow!("tidak dapat dibangun."));
    let text = write(&samples);
    assert!(text.contains("- candle: tidak dapat dibangun."), "{text}");
}

#[test]
fn a_run_in_which_nothing_was_measured_still_has_a_report() {
    let full = samples();
    let mut empty = Samples::new(full.settings, full.machine);
    empty.leave_out("sgemm", &anyhow::anyhow!("berhenti."));
    assert!(write(&empty).contains("Perkalian matriks tidak terukur."));
}

#[test]
fn a_round_without_a_matrix_product_has_no_distance() {
    let mut samples = samples();
    samples.yardstick[2] = None;
    let text = write(&samples);
    assert!(
        text.contains("| fmnist_lib (kita) | 0,90 (0,80–1,00) |"),
        "{text}"
    );
}
