//! The same tests with narrower instructions than this processor's widest: each kernel is one source, compiled several times.

use fmnist_lib::kernels::instructions;
use std::{path::Path, process::Command};

/// The test programs whose kernels depend on the instructions.
const PROGRAMS: [&str; 4] = ["convolution", "linear", "optimizer", "dropout"];

#[test]
fn the_kernels_are_right_with_narrower_instructions() {
    let this = std::env::current_exe().unwrap();
    for limit in ["biasa", "avx2"] {
        for name in PROGRAMS {
            let output = Command::new(newest(this.parent().unwrap(), name))
                .env(instructions::VARIABLE, limit)
                .output()
                .unwrap();
            let text = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{name} with {limit}:\n{text}");
            assert!(
                !text.contains("ok. 0 passed"),
                "{name} ran no test:\n{text}"
            );
        }
    }
}

/// The newest build of a test program: they lie beside this one, with a hash behind their names.
fn newest(folder: &Path, name: &str) -> std::path::PathBuf {
    let built = std::fs::read_dir(folder).unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        let stem = path.file_stem()?.to_str()?.to_owned();
        let (before, hash) = stem.rsplit_once('-')?;
        let program = before == name
            && hash.len() == 16
            && matches!(
                path.extension().and_then(|end| end.to_str()),
                None | Some("exe")
            );
        program.then_some(path)
    });
    built
        .max_by_key(|path| path.metadata().unwrap().modified().unwrap())
        .unwrap_or_else(|| panic!("{name} is built by `cargo test`"))
}
