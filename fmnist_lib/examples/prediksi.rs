//! Classifies test images with a saved model: for scripts and measurements. Its options and its JSON stay as they are.

use anyhow::Result;
use clap::Parser;
use fmnist_lib::{numeral::decimal, prelude::*};
use serde::Serialize;
use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

/// Mengklasifikasi gambar uji Fashion-MNIST dengan model yang sudah dilatih.
#[derive(Parser)]
struct Options {
    /// Berkas bobot dari latih --out
    #[arg(long)]
    model: PathBuf,
    /// Folder berisi keempat berkas gz
    #[arg(long, default_value_os_t = default_dir())]
    data: PathBuf,
    /// Hanya sekian gambar uji pertama
    #[arg(long, default_value_t = 10_000)]
    images: usize,
    /// Satu objek JSON per baris
    #[arg(long)]
    json: bool,
}

/// One line of `--json`.
#[derive(Serialize)]
struct Line<'a> {
    index: usize,
    label: u8,
    predicted: u8,
    probabilities: &'a [f32; CLASS_COUNT],
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Gagal: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What a reader is told whose output cannot be written.
fn unwritten(error: io::Error) -> anyhow::Error {
    let reason = match error.kind() {
        io::ErrorKind::StorageFull => "disk penuh".to_owned(),
        io::ErrorKind::BrokenPipe => "pembacanya sudah berhenti".to_owned(),
        _ => error.to_string(),
    };
    anyhow::anyhow!("Jawaban tidak dapat ditulis ke keluaran: {reason}.")
}

fn run() -> Result<()> {
    let options = Options::parse();
    let (model, scaling) = Model::<Cnn>::load(&options.model)?;
    let data = FashionMnist::load_from(&options.data, Protocol::Tutorial, scaling)?;
    let predictions = model.predict(&data.test.take(options.images))?;
    let mut out = io::stdout();
    for (index, probabilities) in predictions.probabilities.iter().enumerate() {
        let label = predictions.split.label(index).unwrap_or_default();
        let predicted = predictions.predicted(index).unwrap_or_default();
        if options.json {
            let line = Line {
                index,
                label,
                predicted,
                probabilities,
            };
            writeln!(out, "{}", serde_json::to_string(&line)?).map_err(unwritten)?;
        } else {
            let (truth, answer) = (class_label(label), class_label(predicted));
            writeln!(out, "{index:>5}  benar: {truth:<24} prediksi: {answer}")
                .map_err(unwritten)?;
        }
    }
    if !options.json {
        writeln!(out, "Akurasi: {}", decimal(predictions.accuracy(), 4)).map_err(unwritten)?;
    }
    Ok(())
}
