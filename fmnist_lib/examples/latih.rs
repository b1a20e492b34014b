//! Trains the tutorial's network without a notebook: for scripts and measurements. Its options and its JSON stay as they are.

use anyhow::Result;
use clap::Parser;
use fmnist_lib::{prelude::*, run::write_run};
use serde::Serialize;
use std::{io::Write as _, path::PathBuf, time::Instant};

/// Melatih CNN tutorial pada Fashion-MNIST.
#[derive(Parser)]
struct Options {
    /// Folder berisi keempat berkas gz
    #[arg(long, default_value_os_t = default_dir())]
    data: PathBuf,
    /// Folder untuk model.safetensors dan history.json
    #[arg(long)]
    out: Option<PathBuf>,
    #[arg(long, default_value_t = 10)]
    epochs: usize,
    #[arg(long, default_value_t = 32)]
    batch_size: usize,
    #[arg(long, default_value_t = 42)]
    seed: u64,
    #[arg(long, default_value_t = 1e-3)]
    learning_rate: f64,
    /// tutorial (55.000/5.000/10.000) atau benih (60.000, data uji sebagai validasi)
    #[arg(long, default_value = "tutorial")]
    protocol: Protocol,
    /// mentah, 0-1 atau standar
    #[arg(long, default_value = "standar")]
    scaling: Scaling,
    /// Hanya memakai sekian gambar latih pertama
    #[arg(long)]
    train_images: Option<usize>,
    /// Penghentian dini: berhenti bila val_loss tidak turun lagi selama sekian epoch, lalu memakai bobot epoch terbaik
    #[arg(long)]
    patience: Option<usize>,
    /// Banyaknya utas; 0 memakai semua inti prosesor
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Satu objek JSON per baris
    #[arg(long)]
    json: bool,
}

/// The last line of `--json`.
#[derive(Serialize)]
struct End {
    parameters: usize,
    test_loss: f64,
    test_accuracy: f64,
    seconds: f64,
}

fn print_json(value: &impl Serialize) {
    match serde_json::to_string(value) {
        // A reader that has seen enough may close the pipe; training goes on and the files are still written.
        Ok(line) => drop(writeln!(std::io::stdout(), "{line}")),
        Err(error) => eprintln!("{error}"),
    }
}

fn main() -> Result<()> {
    let options = Options::parse();
    let start = Instant::now();
    let hyperparameters = Hyperparameters {
        epochs: options.epochs,
        batch_size: options.batch_size,
        learning_rate: options.learning_rate,
        seed: options.seed,
        threads: options.threads,
        patience: options.patience,
        ..Default::default()
    };
    let mut data = FashionMnist::load_from(&options.data, options.protocol, options.scaling)?;
    if let Some(count) = options.train_images {
        data = data.with_train_images(count)?;
    }
    let mut model: Model<Cnn> = Model::new(options.seed)?;
    let history = if options.json {
        train_with(&mut model, &data, &hyperparameters, |epoch| {
            print_json(epoch);
        })?
    } else {
        println!("{}", model.summary());
        train(&mut model, &data, &hyperparameters)?
    };
    let (test_loss, test_accuracy) = model.evaluate(&data.test)?;
    if let Some(out) = &options.out {
        write_run(&model, &history, out)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    if options.json {
        print_json(&End {
            parameters: model.parameter_count(),
            test_loss,
            test_accuracy,
            seconds,
        });
    } else {
        println!("Data uji: loss {test_loss:.4}, akurasi {test_accuracy:.4}; {seconds:.1} detik");
    }
    Ok(())
}
