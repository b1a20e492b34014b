//! The command `test`: everything that can be checked, the fast checks first. It stops at the first failure and says what to do.

use crate::browser;
use crate::chromium::Tools;
use crate::committed;
use crate::executor::Execution;
use crate::faults;
use crate::finding::findings;
use crate::fixture;
use crate::form;
use crate::front;
use crate::notebook::Notebook;
use crate::notebooks::{self, Through};
use crate::outsider;
use crate::project::Project;
use crate::setup;
use crate::steps::{Steps, note};
use crate::supply_chain;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::panic::resume_unwind;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Format, clippy, committed notebooks, tests.
const FAST_STEPS: usize = 4;
/// Faults around the programs and what comes from others.
const HARM_STEPS: usize = 2;
/// Gradients across cells, errors caught, the promises of the kernel front, those towards strangers, and those of the page.
const KERNEL_STEPS: usize = 5;

/// Checks the project; `fast` leaves out what needs the kernel.
pub fn run(fast: bool) -> Result<()> {
    let started = Instant::now();
    let mut passed = 0;
    let outcome = run_all(fast, &mut passed);
    let failed = usize::from(outcome.is_err());
    println!(
        "\n{passed} passed, {failed} failed ({})",
        crate::steps::seconds(started.elapsed())
    );
    outcome
}

fn run_all(fast: bool, passed: &mut usize) -> Result<()> {
    let project = Project::find()?;
    let files = project.notebooks()?;
    let mut steps = Steps::new(if fast {
        FAST_STEPS
    } else {
        FAST_STEPS + HARM_STEPS + setup::STEPS + KERNEL_STEPS + files.len()
    });

    steps.begin("Format (rustfmt)");
    cargo(
        &project,
        &["fmt", "--all", "--check"],
        "Format kode belum rapi; jalankan `cargo fmt --all`.",
    )?;
    *passed += 1;
    steps.done();

    steps.begin("Clippy, tanpa peringatan");
    cargo(
        &project,
        &[
            "clippy",
            "--quiet",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
        "Clippy menemukan sesuatu; betulkan yang ditunjukkannya di atas.",
    )?;
    *passed += 1;
    steps.done();

    steps.begin("Buku catatan yang tersimpan");
    let mut wrong = committed::check(&project)?;
    wrong.extend(form::check_saved(&project)?);
    if !wrong.is_empty() {
        bail!(
            "Buku catatan belum siap; betulkan yang berikut, lalu jalankan `cargo xtask notebooks`.\n{}",
            wrong.join("\n")
        );
    }
    *passed += files.len();
    steps.done();

    steps.begin("Uji unit, sifat, integrasi, dan dokumentasi");
    let tests = cargo(
        &project,
        &["test", "--workspace"],
        "Sebuah uji gagal; baca pesannya di atas, betulkan, lalu ulangi.",
    )?;
    note(format!("{tests} uji lulus"));
    *passed += tests;
    steps.done();
    if fast {
        return Ok(());
    }

    steps.begin("Gangguan: disk penuh, tanpa izin, tanpa jaringan, jalur panjang …");
    let tried = faults::check(&project, false)?;
    note(format!("{tried} gangguan tanpa akibat buruk"));
    *passed += tried;
    steps.done();

    steps.begin("Paket dari luar: lisensi, sumber, larangan, kelemahan (cargo deny)");
    *passed += supply_chain::check(&project)?;
    steps.done();

    setup::run(&project, &mut steps)?;

    steps.begin("Gradien tensor dari sel yang berbeda");
    cross_cell(&project)?;
    *passed += 1;
    steps.done();

    steps.begin("Galat di dalam sel tertangkap (kendali negatif)");
    *passed += faulty(&project)?;
    steps.done();

    steps.begin("Kernel: kemajuan, tombol Stop, galat, dan proses yang mati");
    let kept = front::check(&project)?;
    note(format!("{kept} janji ditepati"));
    *passed += kept;
    steps.done();

    steps.begin("JupyterLab dan kernel bagi orang luar: tanpa token, tanpa kunci");
    let kept = outsider::check(&project)?;
    note(format!("{kept} janji ditepati"));
    *passed += kept;
    steps.done();

    for (number, file) in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        steps.begin(format!(
            "Menjalankan {name}, bersamaan dengan kernel kita dan dengan evcxr biasa"
        ));
        *passed += both_kernels(&project, *number, file)?;
        steps.done();
    }

    steps.begin("JupyterLab di peramban: kemajuan, muat ulang, tombol Stop, tujuh buku catatan");
    match Tools::find() {
        Ok(tools) => {
            let kept = browser::check(&project, &tools)?;
            note(format!("{kept} janji ditepati"));
            *passed += kept;
        }
        Err(missing) if std::env::var_os("CI").is_some() => return Err(missing),
        Err(missing) => note(format!("DILEWATI: {missing}")),
    }
    steps.done();
    Ok(())
}

/// Executes a lesson with our kernel and with a stock one at the same time, for each leaves processor time that the other can use. Gives how many did.
fn both_kernels(project: &Project, number: u32, file: &Path) -> Result<usize> {
    let committed = Notebook::read(file)?;
    let kernels = [Through::Front, Through::Stock];
    let both = std::thread::scope(|scope| {
        let running = kernels.map(|through| {
            let committed = &committed;
            scope.spawn(move || notebooks::execute(project, number, committed, through))
        });
        running.map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    for (executed, through) in both.into_iter().zip(kernels) {
        let kernel = match through {
            Through::Front => "kernel kita",
            Through::Stock => "kernel evcxr biasa",
        };
        let executed =
            executed.with_context(|| format!("{} gagal dengan {kernel}.", file.display()))?;
        // A stock kernel tells a training in lines instead of a summary with curves.
        let told = match through {
            Through::Front => 0,
            Through::Stock => told_in_lines(&executed),
        };
        if executed.pictures() + told < committed.pictures() {
            bail!(
                "{} dengan {kernel} menghasilkan {} gambar, padahal yang tersimpan {}; periksa sel gambarnya.",
                file.display(),
                executed.pictures(),
                committed.pictures()
            );
        }
    }
    Ok(kernels.len())
}

/// How many cells print a line for the first epoch of a training.
fn told_in_lines(notebook: &Notebook) -> usize {
    let cells = notebook.cells();
    let trained = |cell: &&crate::cell::Cell| cell.text().contains("Epoch  1/");
    cells.iter().filter(trained).count()
}

/// Runs cargo, shows what it prints, and counts the tests that it says have passed.
fn cargo(project: &Project, arguments: &[&str], sentence: &'static str) -> Result<usize> {
    let mut child = Command::new("cargo")
        .args(arguments)
        .current_dir(&project.root)
        .stdout(Stdio::piped())
        .spawn()
        .context(
            "cargo tidak ditemukan; pasang Rust dari https://rustup.rs, lalu buka terminal baru.",
        )?;
    let mut passed = 0;
    let stdout = child.stdout.take().map(BufReader::new);
    for line in stdout
        .into_iter()
        .flat_map(BufRead::lines)
        .map_while(Result::ok)
    {
        passed += passed_tests(&line);
        println!("{line}");
    }
    if !child.wait().context(sentence)?.success() {
        bail!(sentence);
    }
    Ok(passed)
}

/// The number in `test result: ok. 12 passed; …`.
fn passed_tests(line: &str) -> usize {
    line.strip_prefix("test result: ok. ")
        .and_then(|rest| rest.split_once(" passed"))
        .and_then(|(count, _)| count.parse().ok())
        .unwrap_or(0)
}

/// Tensors of two cells must have gradients of their own.
fn cross_cell(project: &Project) -> Result<()> {
    let (notebook, expected) = fixture::cross_cell();
    let executed = execute(project, "lintas-sel", &notebook)?;
    if let Some(finding) = findings(&executed).first() {
        bail!(
            "Uji gradien lintas sel tidak berjalan; periksa apa yang diekspor fmnist_lib.\n{finding}"
        );
    }
    let text: String = executed.cells().iter().map(|cell| cell.text()).collect();
    for line in expected {
        if !text.contains(&line) {
            bail!(
                "Gradien lintas sel salah; pastikan crate-type fmnist_lib tetap [\"lib\", \"dylib\"].\nseharusnya: {line}\nnyatanya: {text}"
            );
        }
    }
    Ok(())
}

/// Every kind of error must be found, where it is and nowhere else. Gives how many there are.
fn faulty(project: &Project) -> Result<usize> {
    let (notebook, expected) = fixture::faulty();
    let executed = execute(project, "kendali", &notebook)?;
    let found: Vec<_> = findings(&executed)
        .iter()
        .map(|finding| (finding.cell, finding.kind))
        .collect();
    if found != expected {
        bail!(
            "Pembacaan luaran buku catatan tidak lagi menangkap semua galat; betulkan xtask/src/finding.rs.\nseharusnya: {expected:?}\nnyatanya: {found:?}"
        );
    }
    Ok(expected.len())
}

fn execute(project: &Project, name: &str, notebook: &Notebook) -> Result<Notebook> {
    let lab = project.lab();
    let execution = Execution {
        lab: &lab,
        name,
        folder: project.notebooks_folder(),
        limit: Duration::from_secs(900),
        keep_going: true,
        offline: false,
        variables: Vec::new(),
    };
    execution.run(notebook, &|_| {})
}

#[cfg(test)]
mod tests {
    use super::passed_tests;

    #[test]
    fn passed_tests_are_counted() {
        let line = "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(passed_tests(line), 12);
        assert_eq!(passed_tests("running 3 tests"), 0);
        assert_eq!(passed_tests("test result: FAILED. 2 passed; 1 failed"), 0);
    }
}
