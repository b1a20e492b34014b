//! The command `bench-kernel`: the times that a reader waits, measured with the real kernel (`python/bench_kernel.py`) and in the real page
//! (`browser/measures.mjs`), as a table in `bench/KERNEL.md`.

use crate::bench::machine::Machine;
use crate::bench::statistics::Spread;
use crate::chromium::Tools;
use crate::kernel_script::{self, NOT_STARTED};
use crate::project::Project;
use crate::setup;
use crate::stage::Stage;
use crate::stamp::write_whole;
use crate::steps::{Steps, note};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::process::Output;

const KERNEL: &str = include_str!("python/bench_kernel.py");
const PAGE: &str = include_str!("browser/measures.mjs");

/// What a script has measured.
#[derive(Deserialize)]
struct Figure {
    figure: String,
    unit: String,
    values: Vec<f64>,
}

/// Measures and writes the table.
pub fn run(rounds: u32, images: u32) -> Result<()> {
    let project = Project::find()?;
    let tools = Tools::find();
    let mut steps = Steps::new(setup::STEPS + 2);
    setup::run(&project, &mut steps)?;
    let rounds = rounds.to_string();

    steps.begin("Mengukur kernel");
    let output = kernel_script::command(&project, "bench_kernel.py", KERNEL)?
        .args(["--rounds", &rounds, "--images", &images.to_string()])
        .output()
        .context(NOT_STARTED)?;
    let mut figures = read(&output)?;
    steps.done();

    steps.begin("Mengukur halaman di peramban");
    match tools {
        Ok(tools) => {
            let stage = Stage::open(&project, &tools)?;
            let output = stage.play("measures.mjs", PAGE, &["--rounds", &rounds])?;
            figures.extend(read(&output)?);
        }
        Err(missing) => note(format!("DILEWATI: {missing}")),
    }
    steps.done();

    let table = table(&figures);
    let machine = Machine::describe(&project.root);
    println!("\n{table}");
    let text = format!(
        "# Kecepatan kernel\n\nDitulis oleh `cargo xtask bench-kernel --rounds {rounds} --images {images}` pada {}: {} ({} utas), {}, {}.\n\n{table}",
        machine.date, machine.processor, machine.cores, machine.system, machine.rustc
    );
    write_whole(&project.root.join("bench/KERNEL.md"), text.as_bytes())
}

fn read(output: &Output) -> Result<Vec<Figure>> {
    if !output.status.success() {
        bail!(
            "Pengukuran berhenti; baca sebabnya, lalu ulangi.\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let figures = text.lines().map(serde_json::from_str);
    figures.collect::<Result<_, _>>().context(
        "Skrip pengukuran menulis sesuatu yang tidak dikenal; laporkan sebagai kesalahan proyek.",
    )
}

fn table(figures: &[Figure]) -> String {
    let mut table =
        "| yang diukur | median | terkecil – terbesar | banyaknya |\n|---|---:|---:|---:|\n"
            .to_owned();
    for Figure {
        figure,
        unit,
        values,
    } in figures
    {
        let number = |value: f64| format!("{value:.2}").replace('.', ",");
        let spread = Spread::of(values);
        let told = spread.map_or_else(
            || "– | –".to_owned(),
            |Spread { median, min, max }| {
                format!(
                    "{} {unit} | {} – {}",
                    number(median),
                    number(min),
                    number(max)
                )
            },
        );
        table += &format!("| {figure} | {told} | {} |\n", values.len());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_median_and_range() {
        let figure = Figure {
            figure: "a".to_owned(),
            unit: "detik".to_owned(),
            values: vec![3.0, 1.0, 2.0],
        };
        let text = table(&[figure]);
        assert!(
            text.ends_with("| a | 2,00 detik | 1,00 – 3,00 | 3 |\n"),
            "{text}"
        );
    }
}
