//! The template: a build folder in which evcxr has already compiled fmnist_lib and met a compile error, so that a kernel's first cell takes seconds
//! instead of a minute or two. It is made by the kernel itself, from the same first cell that the notebooks have.

use crate::build_folder::{self, MANIFEST, copy_tree, gate, prepare};
use crate::executor::{Execution, Progress};
use crate::finding::{Kind, findings};
use crate::kernel::TEMPLATE_VARIABLE;
use crate::notebook::Notebook;
use crate::project::{Lab, Project};
use crate::stamp::{Key, Stamp};
use crate::steps::{note, seconds};
use crate::toolchain;
use anyhow::{Context, Result, bail};
use kernel_front::FIRST_CELL;
use std::path::Path;
use std::time::Duration;

const WARM_UP: [&str; 5] = [
    FIRST_CELL,
    "let siap: i32 = 1;",
    "let salah: i32 = \"teks\";",
    // A variable of unknown type goes another way: through `cargo check`.
    "let salah = tidak_ada();",
    "println!(\"{siap}\");",
];

/// Makes the template unless it fits today's sources. Gives whether there was work to do.
pub fn ensure(project: &Project, evcxr: &Path) -> Result<bool> {
    let lab = project.lab();
    let keys = Keys::of(project, evcxr)?;
    let stamp = Stamp::new(lab.join("stamps/template"));
    let base_stamp = base_stamp(&lab);
    if stamp.matches(&keys.all) && lab.template().is_dir() {
        return Ok(false);
    }
    note("mengompilasi fmnist_lib untuk kernel: pertama kali 1 sampai 5 menit");
    let fresh = lab.workshop().join("template.baru");
    let fresh_stamp = Stamp::new(lab.join("stamps/template-baru"));
    // A build that was stopped goes on; else only what changed is compiled on top of the last template.
    if !(fresh_stamp.matches(&keys.base) && fresh.is_dir()) {
        fresh_stamp.remove();
        remove(&fresh)?;
        if base_stamp.matches(&keys.base) && lab.template().is_dir() {
            copy_tree(&lab.template(), &fresh).context(
                "Folder kerja kernel tidak dapat disalin; periksa sisa ruang disk (perlu 1 GB).",
            )?;
        }
    }
    prepare(&fresh, &lab)?;
    fresh_stamp.write(&keys.base)?;
    warm_up(project, &fresh)?;
    let _gate = gate(&lab)?;
    stamp.remove();
    base_stamp.remove();
    remove(&lab.template())?;
    std::fs::rename(&fresh, lab.template())
        .context("Folder .lab/template tidak dapat diganti; tutup semua kernel, lalu ulangi.")?;
    fresh_stamp.remove();
    base_stamp.write(&keys.base)?;
    stamp.write(&keys.all)?;
    build_folder::remove_dead(&lab.kernels());
    Ok(true)
}

/// Whether a template is there, and made with this toolchain (`rustc -Vv`) and kernel. fmnist_lib may have been edited since: cargo compiles that anew.
pub fn is_current(lab: &Lab, evcxr: &Path, rust: &str) -> bool {
    lab.template().is_dir() && base_stamp(lab).matches(&base_key(evcxr, rust))
}

fn base_stamp(lab: &Lab) -> Stamp {
    Stamp::new(lab.join("stamps/template-dasar"))
}

/// Without this being equal, nothing compiled before can be used.
fn base_key(evcxr: &Path, rust: &str) -> String {
    Key::default()
        .text(rust)
        .text(evcxr.to_string_lossy().as_bytes())
        .text(crate::evcxr::VERSION)
        .text(MANIFEST)
        .finish()
}

/// What the template depends on.
struct Keys {
    /// See [`base_key`].
    base: String,
    /// Everything.
    all: String,
}

impl Keys {
    fn of(project: &Project, evcxr: &Path) -> Result<Self> {
        let base = base_key(evcxr, &toolchain::version(&project.root)?);
        let mut all = Key::default()
            .text(&base)
            // Where the project lies and which crates it names matter to some of what is compiled only, and cargo knows to which.
            .text(project.root.to_string_lossy().as_bytes())
            .text(WARM_UP.concat());
        for part in [
            "Cargo.lock",
            "Cargo.toml",
            "fmnist_lib/Cargo.toml",
            "fmnist_lib/build.rs",
            "fmnist_lib/src",
        ] {
            all = all.path(&project.root.join(part))?;
        }
        let all = all.finish();
        Ok(Self { base, all })
    }
}

/// Lets a kernel work in the folder: the notebooks' first cell, a variable, and a compile error, which builds what `cargo check` needs.
fn warm_up(project: &Project, folder: &Path) -> Result<()> {
    let lab = project.lab();
    let execution = Execution {
        lab: &lab,
        name: "pemanasan",
        folder: project.notebooks_folder(),
        limit: Duration::from_secs(3600),
        keep_going: true,
        offline: false,
        variables: vec![(TEMPLATE_VARIABLE, folder.to_owned())],
    };
    let words = [
        "pustaka",
        "variabel",
        "pesan galat",
        "pemeriksaan",
        "keluaran",
    ];
    let result = execution.run(&Notebook::from_code(&WARM_UP), &|progress| match progress {
        Progress::Offline(_) => {}
        Progress::Ready(took) => note(format!("kernel hidup ({})", seconds(took))),
        Progress::Cell { cell, of, took } => note(format!(
            "{cell}/{of} {} ({})",
            words[(cell as usize - 1).min(words.len() - 1)],
            seconds(took)
        )),
    })?;
    match findings(&result).as_slice() {
        [one, two]
            if (one.cell, two.cell) == (3, 4)
                && one.kind == Kind::Compile
                && two.kind == Kind::Compile =>
        {
            Ok(())
        }
        [first, ..] if first.cell == 1 => bail!(
            "fmnist_lib tidak dapat dikompilasi oleh kernel; jalankan `cargo build -p fmnist_lib`, betulkan galatnya, lalu ulangi.\n{first}"
        ),
        other => bail!(
            "Kernel tidak bekerja sebagaimana mestinya; hapus folder .lab, lalu jalankan `cargo xtask lab`. ({} temuan{})",
            other.len(),
            other
                .iter()
                .map(|finding| format!("\n{finding}"))
                .collect::<String>()
        ),
    }
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| {
            format!(
                "Folder {} tidak dapat dihapus; tutup semua kernel, lalu ulangi.",
                folder.display()
            )
        })?;
    }
    Ok(())
}
