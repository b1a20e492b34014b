//! Trains the tutorial's network without a notebook: for scripts and measurements. Its options and its JSON stay as they are.

use anyhow::Result;
use clap::Parser;
use fmnist_lib::{
    numeral::decimal,
    prelude::*,
    run::write_run,
    run_folder::RunFolder,
    training::{resume_in, train_in},
};
use serde::Serialize;
use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    time::Instant,
};

/// Melatih CNN tutorial pada Fashion-MNIST.
#[derive(Parser)]
struct Options {
    /// Folder berisi keempat berkas gz
    #[arg(long, default_value_os_t = default_dir())]
    data: PathBuf,
    /// Folder untuk model.safetensors dan history.json, dan untuk keadaan pelatihan sesudah setiap epoch
    #[arg(long)]
    out: Option<PathBuf>,
    /// Melanjutkan pelatihan di folder --out yang terputus, dari epoch terakhir yang selesai; pilihan lain diambil dari sana.
    /// Dengan --epochs yang lebih besar, pelatihan yang sudah selesai diteruskan
    #[arg(long, requires = "out")]
    resume: bool,
    /// [bawaan: 10]
    #[arg(long)]
    epochs: Option<usize>,
    /// [bawaan: 32]
    #[arg(long)]
    batch_size: Option<usize>,
    /// [bawaan: 42]
    #[arg(long)]
    seed: Option<u64>,
    /// [bawaan: 0.001]
    #[arg(long)]
    learning_rate: Option<f64>,
    /// tutorial (55.000/5.000/10.000) atau benih (60.000, data uji sebagai validasi) [bawaan: tutorial]
    #[arg(long)]
    protocol: Option<Protocol>,
    /// mentah, 0-1 atau standar [bawaan: standar]
    #[arg(long)]
    scaling: Option<Scaling>,
    /// Hanya memakai sekian gambar latih pertama
    #[arg(long)]
    train_images: Option<usize>,
    /// Penghentian dini: berhenti bila val_loss tidak turun lagi selama sekian epoch, lalu memakai bobot epoch terbaik
    #[arg(long)]
    patience: Option<usize>,
    /// Banyaknya utas; 0 memakai semua inti prosesor [bawaan: 0]
    #[arg(long)]
    threads: Option<usize>,
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
        Ok(line) => print_line(line),
        Err(error) => eprintln!("{error}"),
    }
}

/// The training to go on with, if one is asked for and there is one. What is found instead is told on stderr.
fn what_goes_on(options: &Options, earlier: Option<History>) -> Option<History> {
    let out = options.out.as_deref()?.display();
    match (&earlier, options.resume) {
        (Some(kept), true) => {
            let (done, all) = (kept.epochs.len(), kept.hyperparameters.epochs);
            eprintln!("Pelatihan di `{out}` dilanjutkan: {done} dari {all} epoch sudah selesai.");
            return earlier;
        }
        (None, true) => {
            eprintln!("Di `{out}` belum ada epoch yang selesai: pelatihan dimulai dari awal.");
        }
        (Some(earlier), false) if !earlier.is_over() => eprintln!(
            "Di `{out}` ada pelatihan yang belum selesai ({} dari {} epoch). Pelatihan baru ini menggantikannya sesudah epoch pertama; hentikan dan tambahkan `--resume` bila Anda ingin melanjutkannya.",
            earlier.epochs.len(),
            earlier.hyperparameters.epochs
        ),
        _ => {}
    }
    None
}

impl Options {
    /// What was asked for; the rest as it was kept, or as it is by default.
    fn hyperparameters(&self, kept: Option<&History>) -> Hyperparameters {
        let kept = kept.map_or_else(Hyperparameters::default, |kept| kept.hyperparameters);
        Hyperparameters {
            epochs: self.epochs.unwrap_or(kept.epochs),
            batch_size: self.batch_size.unwrap_or(kept.batch_size),
            learning_rate: self.learning_rate.unwrap_or(kept.learning_rate),
            seed: self.seed.unwrap_or(kept.seed),
            threads: self.threads.unwrap_or(kept.threads),
            patience: self.patience.or(kept.patience),
            ..kept
        }
    }
}

/// A reader that has seen enough may close the pipe; training goes on and the files are still written.
fn print_line(line: impl std::fmt::Display) {
    drop(writeln!(io::stdout(), "{line}"));
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

fn run() -> Result<()> {
    let options = Options::parse();
    let start = Instant::now();
    let mut folder = options.out.as_ref().map(RunFolder::open).transpose()?;
    let earlier = folder.as_ref().and_then(RunFolder::history);
    let earlier = what_goes_on(&options, earlier);
    let hyperparameters = options.hyperparameters(earlier.as_ref());
    let kept = earlier.as_ref();
    let protocol = options.protocol.or(kept.map(|kept| kept.protocol));
    let scaling = options.scaling.or(kept.map(|kept| kept.scaling));
    let images = options.train_images.or(kept.map(|kept| kept.train_images));
    let mut data = FashionMnist::load_from(
        &options.data,
        protocol.unwrap_or_default(),
        scaling.unwrap_or_default(),
    )?;
    if let Some(count) = images {
        data = data.with_train_images(count)?;
    }
    let mut model: Model<Cnn> = Model::new(hyperparameters.seed)?;
    if !options.json {
        print_line(model.summary());
    }
    let show = |epoch: &Epoch| {
        if options.json {
            print_json(epoch);
        } else {
            print_line(epoch.line(hyperparameters.epochs));
        }
    };
    let history = match &mut folder {
        None => train_with(&mut model, &data, &hyperparameters, show)?,
        Some(folder) if earlier.is_some() => {
            resume_in(folder, &mut model, &data, &hyperparameters, show)?
        }
        Some(folder) => train_in(folder, &mut model, &data, &hyperparameters, show)?,
    };
    if let Some(sentence) = history.what_is_kept()
        && !options.json
    {
        print_line(sentence);
    }
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
        print_line(format_args!(
            "Data uji: loss {}, akurasi {}; {} detik",
            decimal(test_loss, 4),
            decimal(test_accuracy, 4),
            decimal(seconds, 1)
        ));
    }
    Ok(())
}
