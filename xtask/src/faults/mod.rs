//! The command `faults`: the real programs on a full disk, in a folder that may only be read, without a network, and so on. Each fault has to end in one
//! sentence, or do no harm at all, and the files that were good before have to be the same after it.

mod fault;
mod list;

use crate::project::Project;
use crate::steps::note;
use anyhow::{Context, Result, bail};
use fault::Bench;
use std::process::{Command, Stdio};

/// Tries every fault and prints the table.
pub fn run() -> Result<()> {
    let project = Project::find()?;
    println!("Membangun program yang dicoba …");
    let built = Command::new("cargo")
        .args(["build", "--quiet", "-p", "fmnist_lib", "--examples"])
        .current_dir(&project.root)
        .status();
    if !built.is_ok_and(|status| status.success()) {
        bail!("Program latih dan prediksi tidak dapat dibangun; baca pesan di atas.");
    }
    let tried = check(&project, true)?;
    println!(
        "\n{tried} gangguan dicoba: setiap kali satu kalimat atau tanpa akibat, dan berkas lama utuh."
    );
    Ok(())
}

/// Tries every fault with programs that are built already. Gives how many there were; none where the system lets nobody make them.
pub fn check(project: &Project, table: bool) -> Result<usize> {
    if !can_make_faults() {
        note("dilewati: gangguan hanya dapat dibuat di Linux yang mengizinkan `unshare`");
        return Ok(0);
    }
    let bench = Bench::set_up(project)?;
    if table {
        println!("\n| gangguan | yang dilihat | berkas lama |\n|---|---|---|");
    }
    let mut wrong = Vec::new();
    let mut tried = 0;
    for fault in list::FAULTS {
        if !bench.has(fault.needs) {
            note(format!(
                "{}: dilewati, `{}` tidak ada",
                fault.name, fault.needs
            ));
            continue;
        }
        let seen = bench.tries(fault)?;
        tried += 1;
        if table {
            println!("{seen}");
        }
        wrong.extend(
            seen.complaint()
                .map(|complaint| format!("{}: {complaint}", fault.name)),
        );
    }
    if !wrong.is_empty() {
        bail!(
            "Ada gangguan yang berakibat buruk; betulkan.\n{}",
            wrong.join("\n")
        );
    }
    Ok(tried)
}

fn can_make_faults() -> bool {
    let tried = Command::new("unshare")
        .args(["--map-root-user", "--mount", "--net", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    cfg!(target_os = "linux") && tried.is_ok_and(|status| status.success())
}

/// A sentence for what must not fail here.
trait Prepared<T> {
    fn prepared(self, what: &str) -> Result<T>;
}

impl<T> Prepared<T> for std::io::Result<T> {
    fn prepared(self, what: &str) -> Result<T> {
        self.with_context(|| format!("Percobaan gangguan tidak dapat disiapkan ({what}); periksa sisa ruang disk di folder sementara."))
    }
}
