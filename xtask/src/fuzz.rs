//! The command `fuzz`: the readers of `fuzz/` against libFuzzer. Coverage counters need no nightly compiler: they are a pass of LLVM's, which stable
//! `rustc` runs when asked; only a C++ compiler is needed for libFuzzer itself.

use crate::project::Project;
use crate::steps::note;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// The targets; each is a file in `fuzz/src` with its corpus in `fuzz/corpus`.
const TARGETS: [&str; 9] = [
    "unpack",
    "weights",
    "history",
    "progress",
    "wire",
    "connection",
    "notebook",
    "state",
    "picture",
];
/// What `cargo fuzz` asks for, too.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";
/// More for one file would mean that a reader believes a number in it.
const MOST_MEGABYTES: u32 = 1_024;

/// Fuzzes each reader, or one of them, for `seconds`, and prints the table. Gives how many were fuzzed.
pub fn run(seconds: u64, only: Option<&str>) -> Result<usize> {
    let project = Project::find()?;
    let chosen: Vec<&str> = TARGETS
        .into_iter()
        .filter(|target| only.is_none_or(|only| only == *target))
        .collect();
    if chosen.is_empty() {
        bail!(
            "Tidak ada sasaran dengan nama itu; pilih salah satu dari {}.",
            TARGETS.join(", ")
        );
    }
    let host = host()?;
    build(&project, &host)?;
    println!(
        "| pembaca | detik | masukan dicoba | cabang tercakup | ciri | memori (MB) |\n|---|---:|---:|---:|---:|---:|"
    );
    for target in &chosen {
        println!("{}", fuzz(&project, &host, target, seconds)?);
    }
    Ok(chosen.len())
}

/// The name by which rustc knows this machine. Named as the target it keeps the flags away from build scripts and macros.
fn host() -> Result<String> {
    let output = Command::new("rustc").arg("-vV").output();
    let output = output.context("rustc tidak ditemukan; pasang Rust dari https://rustup.rs.")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .context("rustc tidak menyebut mesinnya; perbarui Rust.")
}

fn build(project: &Project, host: &str) -> Result<()> {
    note("membangun sasaran fuzz: beberapa menit, hanya sekali");
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--release", "--target", host])
        .env("RUSTFLAGS", FLAGS)
        .current_dir(project.root.join("fuzz"))
        .status();
    if !built.is_ok_and(|status| status.success()) {
        bail!(
            "Sasaran fuzz tidak dapat dibangun; pasang kompilator C++ (Debian/Ubuntu: `sudo apt install build-essential`), lalu ulangi."
        );
    }
    Ok(())
}

/// One row of the table.
fn fuzz(project: &Project, host: &str, target: &str, seconds: u64) -> Result<String> {
    let folder = project.root.join("fuzz");
    let found = folder.join("target/found").join(target);
    let artifacts = folder.join("artifacts").join(target);
    for folder in [&found, &artifacts] {
        std::fs::create_dir_all(folder)
            .context("Folder fuzz tidak dapat ditulis; periksa izinnya.")?;
    }
    let output = Command::new(
        folder
            .join("target")
            .join(host)
            .join("release")
            .join(target),
    )
    .arg(&found)
    .arg(folder.join("corpus").join(target))
    .arg(format!("-max_total_time={seconds}"))
    .arg(format!("-rss_limit_mb={MOST_MEGABYTES}"))
    .arg(format!("-artifact_prefix={}/", artifacts.display()))
    .args(["-timeout=20", "-max_len=40000", "-print_final_stats=1"])
    .env("LD_LIBRARY_PATH", library_folder()?)
    .current_dir(&folder)
    .stdin(Stdio::null())
    .output()
    .context("Sasaran fuzz tidak dapat dijalankan; hapus folder fuzz/target, lalu ulangi.")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let lines: Vec<&str> = said.lines().collect();
        bail!(
            "Pembaca `{target}` gagal pada masukan yang disimpan di {}; betulkan pembacanya.\n{}",
            short(&artifacts, &project.root),
            lines[lines.len().saturating_sub(30)..].join("\n")
        );
    }
    let number = |name: &str| {
        let rest = said.rsplit_once(name).map(|(_, rest)| rest.trim_start());
        rest.and_then(|rest| rest.split_whitespace().next())
            .unwrap_or("?")
            .to_owned()
    };
    Ok(format!(
        "| `{target}` | {seconds} | {} | {} | {} | {} |",
        number("stat::number_of_executed_units:"),
        number(" cov: "),
        number(" ft: "),
        number("stat::peak_rss_mb:"),
    ))
}

/// Where the shared standard library is.
fn library_folder() -> Result<String> {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir"])
        .output();
    let output = output.context("rustc tidak ditemukan; pasang Rust dari https://rustup.rs.")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn short(path: &Path, root: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .display()
        .to_string()
}
