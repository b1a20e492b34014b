//! What stays of a training in the saved notebook: a picture with its figures and curves, and the same as a table of text. The picture has its own
//! paper, as the notebooks' other pictures do: pages that drop styles show it as it is.

use crate::chart::{self, Colours};
use crate::event::Outcome;
use crate::figures::{duration, measure, percent, whole};
use crate::training::Training;
use std::fmt::Write as _;

/// The colours of `fmnist_lib`'s plots.
const PAPER: Colours = Colours {
    ink: "#202020",
    soft: "#555555",
    grid: "#e2e2e2",
    training: "#0072b2",
    validation: "#d55e00",
};
const WIDTH: f64 = 740.0;
const MARGIN: f64 = 24.0;
const GAP: f64 = WIDTH - 2.0 * MARGIN - 2.0 * chart::WIDTH;
/// Long trainings are told by their first and last epochs.
const ROWS: usize = 12;

/// The headline.
pub fn title(training: &Training) -> String {
    let complete = training.history.len();
    let time = duration(training.seconds);
    match training.outcome {
        Some(Outcome::Finished) => format!("Pelatihan selesai: {complete} epoch dalam {time}"),
        Some(Outcome::Early) => format!(
            "Penghentian dini: {complete} dari {} epoch dalam {time}",
            training.epochs.max(1)
        ),
        Some(Outcome::Stopped) => format!(
            "Pelatihan dihentikan pada epoch {} dari {} ({time})",
            training.epoch.max(1),
            training.epochs.max(1)
        ),
        _ => format!(
            "Pelatihan terputus pada epoch {} dari {} ({time})",
            training.epoch.max(1),
            training.epochs.max(1)
        ),
    }
}

/// Whose weights the model has, where a reader would not guess it.
fn note(training: &Training) -> Option<String> {
    let kept = training.kept_epoch?;
    Some(format!(
        "Bobot epoch {kept} dipakai kembali, karena val_loss-nya paling rendah."
    ))
}

/// The figures of the last complete epoch and the speed, one line.
fn figures(training: &Training) -> Vec<(&'static str, String)> {
    let last = training.last();
    let mut figures = vec![
        (
            "loss latih",
            measure(last.and_then(|epoch| epoch.loss).or(training.loss)),
        ),
        (
            "akurasi latih",
            percent(last.and_then(|epoch| epoch.accuracy).or(training.accuracy)),
        ),
        (
            "loss validasi",
            measure(last.and_then(|epoch| epoch.val_loss)),
        ),
        (
            "akurasi validasi",
            percent(last.and_then(|epoch| epoch.val_accuracy)),
        ),
    ];
    if let Some(speed) = training.images_per_second {
        figures.push(("gambar per detik", whole(speed.round().max(0.0) as u64)));
    }
    figures
}

/// The picture, SVG.
pub fn picture(training: &Training) -> String {
    let curves = chart::has_curves(training);
    let note = note(training);
    let figures_at = if note.is_some() { 82.0 } else { 58.0 };
    let curves_at = figures_at + 38.0;
    let height = curves_at + if curves { chart::HEIGHT + 34.0 } else { 8.0 };
    let ink = PAPER.ink;
    let soft = PAPER.soft;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" font-family=\"'DejaVu Sans', system-ui, sans-serif\">\
         <title>{title}</title><rect width=\"{WIDTH:.0}\" height=\"{height:.0}\" fill=\"#fcfcfc\"/>\
         <text x=\"{MARGIN:.0}\" y=\"32\" font-size=\"17\" font-weight=\"600\" fill=\"{ink}\">{title}</text>",
        title = title(training)
    );
    if let Some(note) = note {
        let _ = write!(
            svg,
            "<text x=\"{MARGIN:.0}\" y=\"54\" font-size=\"13\" fill=\"{ink}\">{note}</text>"
        );
    }
    for (index, (name, value)) in figures(training).iter().enumerate() {
        let x = MARGIN + index as f64 * 138.0;
        let _ = write!(
            svg,
            "<text x=\"{x:.0}\" y=\"{figures_at:.0}\" font-size=\"12\" fill=\"{soft}\">{name}</text><text x=\"{x:.0}\" y=\"{:.0}\" font-size=\"16\" fill=\"{ink}\">{value}</text>",
            figures_at + 20.0
        );
    }
    if curves {
        let _ = write!(
            svg,
            "<g transform=\"translate({MARGIN:.0} {curves_at:.0})\">{}</g>",
            chart::charts(training, &PAPER, GAP)
        );
        let y = curves_at + chart::HEIGHT + 16.0;
        let legend = [
            (PAPER.training, "data latih", 0.0),
            (PAPER.validation, "data validasi", 110.0),
        ];
        for (colour, name, shift) in legend {
            let x = MARGIN + 44.0 + shift;
            let _ = write!(
                svg,
                "<circle cx=\"{:.0}\" cy=\"{:.0}\" r=\"4\" fill=\"{colour}\"/><text x=\"{:.0}\" y=\"{y:.0}\" font-size=\"12\" fill=\"{soft}\">{name}</text>",
                x + 4.0,
                y - 4.0,
                x + 14.0
            );
        }
    }
    svg + "</svg>"
}

/// What stays of one of several trainings, which a comparison will show: a line.
pub fn line(name: &str, training: &Training) -> String {
    let figures: Vec<String> = figures(training)
        .iter()
        .filter(|(figure, _)| figure.ends_with("validasi"))
        .map(|(figure, value)| format!("{figure} {value}"))
        .collect();
    format!(
        "{name} · {} · di akhir: {}",
        title(training),
        figures.join(", ")
    )
}

/// The table of the epochs.
pub fn text(training: &Training) -> String {
    let mut text = title(training) + "\n";
    if let Some(note) = note(training) {
        text = text + &note + "\n";
    }
    if training.history.is_empty() {
        for (name, value) in figures(training) {
            let _ = writeln!(text, "{name}: {value}");
        }
        return text;
    }
    text += "epoch    detik     loss  akurasi  val_loss  val_akurasi\n";
    let count = training.history.len();
    for (index, epoch) in training.history.iter().enumerate() {
        if count > ROWS && (ROWS / 2..count - ROWS / 2).contains(&index) {
            if index == ROWS / 2 {
                text += "    …\n";
            }
            continue;
        }
        let seconds = epoch.seconds.map_or_else(
            || "–".to_owned(),
            |seconds| crate::figures::decimal(seconds, 1),
        );
        let _ = writeln!(
            text,
            "{:>5} {seconds:>8} {:>8} {:>8} {:>9} {:>12}",
            epoch.epoch,
            measure(epoch.loss),
            measure(epoch.accuracy),
            measure(epoch.val_loss),
            measure(epoch.val_accuracy)
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::EpochFigures;

    fn training(epochs: u64) -> Training {
        Training {
            epochs,
            epoch: epochs,
            seconds: 83.0,
            history: (1..=epochs)
                .map(|epoch| EpochFigures {
                    epoch,
                    loss: Some(0.5 / epoch as f64),
                    accuracy: Some(0.8),
                    val_loss: Some(0.4),
                    val_accuracy: Some(0.85),
                    seconds: Some(8.0),
                })
                .collect(),
            outcome: Some(Outcome::Finished),
            ..Training::default()
        }
    }

    #[test]
    fn the_text_carries_the_result() {
        let text = text(&training(2));
        assert!(text.starts_with("Pelatihan selesai: 2 epoch dalam 1 menit 23 detik\n"));
        assert!(text.contains("    2      8,0   0,2500   0,8000    0,4000       0,8500\n"));
    }

    #[test]
    fn a_named_training_leaves_one_line() {
        assert_eq!(
            line("dropout 20 %", &training(2)),
            "dropout 20 % · Pelatihan selesai: 2 epoch dalam 1 menit 23 detik · di akhir: loss validasi 0,4000, akurasi validasi 85,00 %"
        );
    }

    #[test]
    fn a_long_training_stays_short() {
        assert!(text(&training(1_000)).lines().count() <= ROWS + 3);
        assert!(picture(&training(1_000)).len() < 100_000);
    }

    #[test]
    fn a_stopped_training_says_where() {
        let mut stopped = training(3);
        stopped.outcome = Some(Outcome::Stopped);
        stopped.epoch = 2;
        assert!(title(&stopped).contains("dihentikan pada epoch 2 dari 3"));
        stopped.outcome = None;
        assert!(title(&stopped).contains("terputus"));
    }

    #[test]
    fn early_stopping_says_whose_weights_are_kept() {
        let mut early = training(7);
        (early.epochs, early.kept_epoch) = (20, Some(4));
        early.outcome = Some(Outcome::Early);
        let text = text(&early);
        assert!(text.starts_with(
            "Penghentian dini: 7 dari 20 epoch dalam 1 menit 23 detik\nBobot epoch 4 "
        ));
        assert!(picture(&early).contains("Bobot epoch 4 "));
    }

    #[test]
    fn the_picture_is_well_formed_and_without_scripts() {
        for epochs in [0, 1, 3, 17] {
            let svg = picture(&training(epochs));
            assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
            assert!(svg.ends_with("</svg>") && !svg.contains("NaN") && !svg.contains("<script"));
            // What a repository's page takes away, it does not need.
            for taken in ["<style", "style=", "class=", "href", "foreignObject"] {
                assert!(!svg.contains(taken), "{taken}");
            }
        }
    }
}
