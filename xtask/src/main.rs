//! The project's own commands, called as `cargo xtask …`: `lab` opens the notebooks, `notebooks` executes them again, `test`
//! checks everything, `bench` measures. This file holds the command line; each command has its own file.

mod bench;
mod bench_kernel;
mod browser;
mod build_folder;
mod cargo_tool;
mod cell;
mod chromium;
mod committed;
#[cfg(test)]
mod dependencies;
mod endurance;
mod environment;
mod evcxr;
mod executor;
mod faults;
mod finding;
mod fixture;
mod form;
mod front;
mod fuzz;
#[cfg(test)]
mod hostile;
mod interface;
mod kernel;
mod kernel_script;
mod kernelspec;
mod kills;
mod lab;
mod notebook;
mod notebooks;
mod outsider;
mod project;
mod promise;
mod python;
mod rust_sources;
mod script;
mod server;
mod setup;
mod stage;
mod stamp;
mod steps;
mod supply_chain;
mod template;
mod test;
mod toolchain;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Perintah proyek "Belajar CNN dengan Rust".
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Menyiapkan semuanya di folder .lab, lalu membuka JupyterLab pada buku catatan pertama.
    Lab {
        /// Jangan membuka peramban; alamatnya tetap ditampilkan.
        #[arg(long)]
        no_browser: bool,
        /// Hanya menyiapkan; JupyterLab tidak dijalankan.
        #[arg(long)]
        setup_only: bool,
        /// Porta JupyterLab; jika sedang dipakai, porta bebas berikutnya yang diambil.
        #[arg(long, default_value_t = 8888)]
        port: u16,
    },
    /// Menjalankan ulang buku catatan di tempatnya dengan kernel yang sebenarnya.
    Notebooks {
        /// Hanya buku catatan dengan nomor ini, misalnya 4.
        #[arg(long)]
        only: Option<u32>,
    },
    /// Memeriksa segalanya: format, clippy, uji, dan buku catatan dengan kernel yang sebenarnya.
    Test {
        /// Lewati pemeriksaan yang memerlukan kernel.
        #[arg(long)]
        fast: bool,
    },
    /// Memeriksa bentuk buku catatan yang tersimpan: susunan, gambar, kuis, latihan, tautan, dan istilah.
    Form {
        /// Hanya buku catatan dengan nomor ini, misalnya 4.
        #[arg(long)]
        only: Option<u32>,
    },
    /// Mencoba buku catatan di JupyterLab dengan peramban yang sebenarnya; perlu Node.js dan Chromium.
    Browser,
    /// Mengukur kecepatan pustaka ini berdampingan dengan PyTorch, Keras, burn, dan candle; menulis bench/HASIL.md.
    Bench(bench::Options),
    /// Mengukur berapa lama pembaca menunggu kernel dan halaman; menulis bench/KERNEL.md.
    BenchKernel {
        /// Berapa kali semuanya diukur.
        #[arg(long, default_value_t = 5)]
        rounds: u32,
        /// Gambar latih dalam pelatihan yang dibandingkan.
        #[arg(long, default_value_t = 10_000)]
        images: u32,
    },
    /// Memberi setiap pembaca berkas masukan acak yang dipilih menurut cabang yang tercakup (libFuzzer).
    Fuzz {
        /// Detik untuk setiap pembaca.
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// Hanya pembaca ini, misalnya weights.
        #[arg(long)]
        only: Option<String>,
    },
    /// Mendatangi JupyterLab tanpa token dan kernel tanpa kunci, seperti orang luar di komputer yang sama.
    Outsider,
    /// Mencoba program-program proyek pada disk penuh, folder yang hanya dapat dibaca, tanpa jaringan, dan seterusnya.
    Faults,
    /// Mematikan `latih` (kill -9) di saat acak, melanjutkannya, dan membandingkan hasilnya bit demi bit dengan pelatihan yang utuh.
    Kills(kills::Options),
    /// Memakai satu kernel lama-lama: pelatihan berturut-turut, sel berulang, dan mulai ulang; memori dan waktunya diperiksa.
    Endurance(endurance::Options),
    /// Dipanggil oleh Jupyter untuk memulai satu kernel.
    #[command(hide = true)]
    Kernel(kernel::Launch),
    /// Dipanggil oleh kernel untuk menjaga prosesnya.
    #[command(hide = true)]
    Guard {
        /// Perintah yang dijaga.
        #[arg(last = true)]
        command: Vec<std::ffi::OsString>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Lab {
            no_browser,
            setup_only,
            port,
        } => {
            if setup_only {
                setup::alone()
            } else {
                lab::run(!no_browser, port)
            }
        }
        Command::Notebooks { only } => notebooks::run(only),
        Command::Form { only } => form::run(only),
        Command::Test { fast } => test::run(fast),
        Command::Browser => browser::run(),
        Command::Bench(options) => bench::run(&options),
        Command::BenchKernel { rounds, images } => bench_kernel::run(rounds, images),
        Command::Fuzz { seconds, only } => fuzz::run(seconds, only.as_deref()).map(drop),
        Command::Faults => faults::run(),
        Command::Outsider => outsider::run(),
        Command::Kills(options) => kills::run(&options),
        Command::Endurance(options) => endurance::run(&options),
        Command::Kernel(launch) => kernel::run(&launch),
        Command::Guard { command } => kernel::guard(&command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nGagal: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  sebab: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}
