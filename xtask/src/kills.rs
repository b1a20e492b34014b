//! Kills `latih` again and again at random moments, lets it go on with `--resume`, and compares what it ends with to a training that nobody
//! disturbed: every figure but the seconds, and every bit of the weights.

use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Epochs of the training. They are so short that keeping their state takes a good part of the time.
const EPOCHS: u32 = 6;

/// What `cargo xtask kills` takes.
#[derive(clap::Args)]
pub struct Options {
    /// Banyaknya pelatihan yang dimatikan.
    #[arg(long, default_value_t = 100)]
    times: u32,
}

/// Kills and compares; gives a sentence with the figures, or says which training differed.
pub fn run(options: &Options) -> Result<()> {
    let project = Project::find()?;
    let program = build(&project)?;
    let folder = project.root.join("target/kills");
    let _ = fs::remove_dir_all(&folder);
    let whole = folder.join("utuh");
    let started = Instant::now();
    let status = latih(&program, &whole, false).spawn()?.wait()?;
    if !status.success() {
        bail!("`latih` gagal ({status}); baca pesannya di atas.");
    }
    let expected = Ending::read(&whole)?;
    let length = started.elapsed();
    let (mut inside, mut before) = (0, 0);
    for at in 1..=options.times {
        let dir = folder.join(at.to_string());
        let mut training = latih(&program, &dir, false).spawn()?;
        wait_for_a_moment(&mut training, length);
        // SIGKILL: the program learns nothing of it.
        training.kill()?;
        training.wait()?;
        inside += u32::from(names(&dir).iter().any(|name| name.ends_with(".sebagian")));
        before += u32::from(
            !names(&dir)
                .iter()
                .any(|name| name.starts_with("checkpoint-")),
        );
        let status = latih(&program, &dir, true).spawn()?.wait()?;
        let left = names(&dir);
        if !status.success() || Ending::read(&dir)? != expected || left != names(&whole) {
            bail!(
                "Pelatihan ke-{at} yang dimatikan tidak berakhir seperti yang utuh ({status}); bandingkan {} dengan {}. Isi foldernya: {left:?}",
                dir.display(),
                whole.display()
            );
        }
        fs::remove_dir_all(&dir)?;
        if at % 10 == 0 {
            println!("{at} dari {} …", options.times);
        }
    }
    fs::remove_dir_all(&folder)?;
    println!(
        "{0} dari {0} pelatihan yang dimatikan berakhir sama, bit demi bit: {inside} dimatikan di tengah penyimpanan, {before} sebelum epoch pertama selesai.",
        options.times
    );
    Ok(())
}

fn build(project: &Project) -> Result<PathBuf> {
    let status = Command::new(env!("CARGO"))
        .current_dir(&project.root)
        .args([
            "build",
            "--release",
            "-q",
            "-p",
            "fmnist_lib",
            "--example",
            "latih",
        ])
        .status()
        .context("cargo tidak dapat dijalankan.")?;
    if !status.success() {
        bail!("`latih` tidak dapat dibangun; baca pesan di atas.");
    }
    let program = format!(
        "target/release/examples/latih{}",
        std::env::consts::EXE_SUFFIX
    );
    Ok(project.root.join(program))
}

fn latih(program: &Path, out: &Path, resume: bool) -> Command {
    let mut command = Command::new(program);
    command
        .args([
            "--json",
            "--train-images",
            "64",
            "--batch-size",
            "16",
            "--threads",
            "1",
        ])
        .args(["--epochs", &EPOCHS.to_string(), "--out"])
        .arg(out)
        .args(resume.then_some(OsStr::new("--resume")))
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// A third of the kills fall anywhere in a training's `length`, the others at any moment between two epochs' ends.
fn wait_for_a_moment(training: &mut Child, length: Duration) {
    if random() < 1.0 / 3.0 {
        return sleep(length.mul_f64(random()));
    }
    let Some(output) = training.stdout.as_mut() else {
        return;
    };
    let mut ends = BufReader::new(output).lines().map_while(Result::ok);
    let epochs = (random() * f64::from(EPOCHS - 2)) as usize;
    let _ = ends.nth(epochs);
    let start = Instant::now();
    let _ = ends.next();
    sleep(start.elapsed().mul_f64(random()));
}

/// From 0 to 1, another one each time.
fn random() -> f64 {
    RandomState::new().hash_one(0) as f64 / u64::MAX as f64
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// What a training ends with.
#[derive(PartialEq)]
struct Ending {
    /// The history's lines, without the seconds.
    figures: Vec<String>,
    /// The numbers behind the table of the safetensors file, whose order is fixed.
    weights: Vec<u8>,
}

impl Ending {
    fn read(dir: &Path) -> Result<Self> {
        let sentence = || format!("Hasil pelatihan di {} tidak dapat dibaca.", dir.display());
        let history = fs::read_to_string(dir.join("history.json")).with_context(sentence)?;
        let lines = history
            .lines()
            .filter(|line| !line.contains("train_seconds"));
        let model = fs::read(dir.join("model.safetensors")).with_context(sentence)?;
        let (length, rest) = model.split_first_chunk().with_context(sentence)?;
        let table = u64::from_le_bytes(*length) as usize;
        Ok(Self {
            figures: lines.map(str::to_owned).collect(),
            weights: rest.get(table..).with_context(sentence)?.to_vec(),
        })
    }
}
