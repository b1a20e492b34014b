//! The command `notebooks`: executes the notebooks again, in place, with the real kernel. A notebook is only replaced when every cell
//! succeeded.

use crate::executor::{Execution, Progress};
use crate::finding::findings;
use crate::kernel::STOCK_VARIABLE;
use crate::notebook::Notebook;
use crate::project::Project;
use crate::setup;
use crate::steps::{Steps, note, seconds};
use anyhow::{Result, bail};
use std::path::Path;
use std::time::Duration;

/// How long one notebook may take.
const LIMIT: Duration = Duration::from_secs(1800);

/// Executes all notebooks, or the one with this number.
pub fn run(only: Option<u32>) -> Result<()> {
    let project = Project::find()?;
    let chosen: Vec<_> = project
        .notebooks()?
        .into_iter()
        .filter(|(number, _)| only.is_none_or(|only| only == *number))
        .collect();
    if chosen.is_empty() {
        bail!("Tidak ada buku catatan dengan nomor itu; lihat nomornya di folder notebooks.");
    }
    let mut steps = Steps::new(setup::STEPS + chosen.len());
    setup::run(&project, &mut steps)?;
    for (number, file) in chosen {
        steps.begin(format!("Menjalankan {}", name(&file)));
        let mut executed = execute(&project, number, &Notebook::read(&file)?, Through::Front)?;
        executed.seal();
        executed.write(&file)?;
        let cells = executed.cells();
        let total: f64 = cells.iter().filter_map(|cell| cell.seconds()).sum();
        note(format!(
            "semua sel: {}",
            seconds(Duration::from_secs_f64(total))
        ));
        steps.done();
    }
    Ok(())
}

/// Which kernel executes a notebook.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Through {
    /// The project's own: the front before evcxr.
    Front,
    /// evcxr as it is.
    Stock,
}

/// Executes a copy in a fresh kernel and refuses it when a cell failed.
pub fn execute(
    project: &Project,
    number: u32,
    notebook: &Notebook,
    through: Through,
) -> Result<Notebook> {
    let lab = project.lab();
    let (title, who) = match through {
        Through::Front => (format!("buku-{number:02}"), ""),
        Through::Stock => (format!("buku-{number:02}-biasa"), "evcxr biasa: "),
    };
    let execution = Execution {
        lab: &lab,
        name: &title,
        folder: project.notebooks_folder(),
        limit: LIMIT,
        keep_going: false,
        // In our kernel everything is there before a lesson begins; a plain evcxr may still ask cargo's registry.
        offline: through == Through::Front,
        variables: match through {
            Through::Front => Vec::new(),
            Through::Stock => vec![(STOCK_VARIABLE, "1".into())],
        },
    };
    let executed = execution.run(notebook, &|progress| match progress {
        Progress::Offline(true) => note("tanpa jaringan"),
        Progress::Offline(false) if cfg!(target_os = "linux") => {
            note("dengan jaringan, yang tidak dapat dilepas di sistem ini");
        }
        Progress::Cell { cell, of, took } if took > Duration::from_secs(20) || cell == of => {
            note(format!("{who}sel kode {cell}/{of} ({})", seconds(took)));
        }
        _ => {}
    })?;
    if let Some(finding) = findings(&executed).first() {
        bail!(
            "Buku catatan nomor {number} gagal; betulkan selnya, lalu ulangi perintah ini.\n{finding}"
        );
    }
    if let Some((place, _)) = executed
        .code_cells()
        .iter()
        .find(|(_, cell)| cell.count().is_none())
    {
        bail!(
            "Buku catatan nomor {number}: sel {place} kosong atau tidak dijalankan; isi atau hapus sel itu."
        );
    }
    Ok(executed)
}

fn name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
