//! [`Options`]: what the bench gives every contestant at its start.

use clap::Parser;
use std::path::PathBuf;

/// Peserta `cargo xtask bench`; pertanyaan dibaca dari stdin, satu objek JSON per baris.
#[derive(Parser, Debug, Clone)]
pub struct Options {
    /// Folder berisi keempat berkas gz
    #[arg(long)]
    pub data: PathBuf,
    /// Hanya memakai sekian gambar latih pertama
    #[arg(long, default_value_t = 60_000)]
    pub images: usize,
    /// Ukuran batch pelatihan
    #[arg(long, default_value_t = 32)]
    pub batch_size: usize,
    /// Banyaknya utas; bench juga menetapkan RAYON_NUM_THREADS
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    /// Benih acak
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}
