//! The command `bench`: ours and the peers side by side, interleaved round by round; writes `bench/HASIL.md`.

mod answer;
mod contestant;
mod installation;
pub mod machine;
mod memory;
mod process;
mod report;
mod rounds;
mod samples;
pub mod statistics;
mod work;

use crate::project::Project;
use crate::stamp::write_whole;
use crate::steps::{Steps, note};
use anyhow::{Context, Result, bail};
use installation::Installation;
use machine::Machine;
use rounds::Field;
use samples::{Samples, Settings};
use std::path::PathBuf;

/// Installing, training, inference, starts, memory, report.
const STEPS: usize = 6;
const TRAINING_IMAGES: usize = 60_000;

/// The options of `bench`.
#[derive(clap::Args)]
pub struct Options {
    /// Banyaknya putaran; pada tiap putaran setiap peserta bekerja satu kali.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Hanya memakai sekian gambar latih pertama.
    #[arg(long, default_value_t = TRAINING_IMAGES)]
    images: usize,
    /// Pembanding: all, atau beberapa nama dengan koma di antaranya (pytorch, pytorch-channels-last, pytorch-compile, keras, burn, candle).
    #[arg(long, default_value = "all")]
    peers: String,
    /// Banyaknya utas setiap peserta; 0 memakai semua inti prosesor.
    #[arg(long, default_value_t = 0)]
    threads: usize,
    /// Banyaknya epoch `latih` yang memorinya diukur; 0 melewatkannya.
    #[arg(long, default_value_t = 17)]
    memory_epochs: usize,
    /// Menulis juga semua angka mentah ke berkas ini.
    #[arg(long)]
    json: Option<PathBuf>,
}

impl Options {
    fn settings(&self) -> Result<Settings> {
        if !(1..=1000).contains(&self.rounds) {
            bail!("--rounds {}: pilih 1 sampai 1000, misalnya 5.", self.rounds);
        }
        if !(1..=TRAINING_IMAGES).contains(&self.images) {
            bail!(
                "--images {}: pilih 1 sampai {TRAINING_IMAGES}.",
                self.images
            );
        }
        if self.threads > 1024 {
            bail!(
                "--threads {}: pilih 0 agar semua inti prosesor dipakai, atau paling banyak 1024.",
                self.threads
            );
        }
        Ok(Settings {
            rounds: self.rounds,
            images: self.images,
            peers: self.peers.clone(),
            threads: if self.threads == 0 {
                machine::cores()
            } else {
                self.threads
            },
            memory_epochs: self.memory_epochs,
        })
    }
}

/// Measures, prints and writes.
pub fn run(options: &Options) -> Result<()> {
    let settings = options.settings()?;
    let mut contestants = contestant::select(&options.peers)?;
    let project = Project::find()?;
    let mut samples = Samples::new(settings, Machine::describe(&project.root));
    let mut steps = Steps::new(STEPS);

    steps.begin("Menyiapkan dan memanaskan para peserta");
    let mut installation = Installation::new(&project, samples.settings.threads);
    contestants.retain(|contestant| match installation.ensure(contestant) {
        Ok(()) => true,
        Err(error) => {
            samples.leave_out(contestant.name, &error);
            false
        }
    });
    let mut field = Field::start(&installation, &contestants, &mut samples);
    if !samples.versions.contains_key(contestant::OURS) {
        bail!(
            "fmnist_lib sendiri tidak berjalan, sehingga tidak ada yang dapat dibandingkan; betulkan yang disebut di atas, lalu ulangi."
        );
    }
    steps.done();

    steps.begin("Mengukur pelatihan, satu epoch tiap putaran");
    field.train(&mut samples);
    steps.done();

    steps.begin("Mengukur inferensi 10.000 gambar uji");
    field.infer(&mut samples);
    steps.done();

    steps.begin("Mengukur waktu dari mulai sampai epoch pertama selesai, dan memori");
    field.start_afresh(&mut samples);
    steps.done();

    steps.begin("Mengukur memori latih");
    let epochs = samples.settings.memory_epochs;
    if epochs == 0 {
        note("dilewati (--memory-epochs 0)");
    } else {
        note(format!("{epochs} epoch"));
        let watched = installation
            .build_latih()
            .and_then(|()| memory::watch(installation.latih(&samples.settings)));
        match watched {
            Ok(peak) => samples.latih_peak_bytes = peak,
            Err(error) => samples.leave_out("latih", &error),
        }
    }
    steps.done();

    steps.begin("Menulis laporan");
    let text = report::write(&samples);
    let file = project.root.join("bench/HASIL.md");
    write_whole(&file, text.as_bytes())?;
    if let Some(file) = &options.json {
        let raw = serde_json::to_string_pretty(&samples)
            .context("Angka mentah tidak dapat ditulis; laporkan ini.")?;
        write_whole(file, raw.as_bytes())?;
    }
    steps.done();
    println!("\n{text}\nLaporan: {}", file.display());
    Ok(())
}
