//! The reader of notebooks, compiled from `xtask`'s own files: a notebook that can be sealed and written, or one sentence.
#![no_main]
#![allow(dead_code, missing_docs)]

#[path = "../../xtask/src/cell.rs"]
mod cell;
#[path = "../../xtask/src/finding.rs"]
mod finding;
mod given;
#[path = "../../xtask/src/kernelspec.rs"]
mod kernelspec;
#[path = "../../xtask/src/notebook.rs"]
mod notebook;
#[path = "../../xtask/src/project.rs"]
mod project;
#[path = "../../xtask/src/script.rs"]
mod script;
#[path = "../../xtask/src/stamp.rs"]
mod stamp;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = given::file(bytes);
    match notebook::Notebook::read(&file) {
        Ok(mut notebook) => {
            let _ = (finding::findings(&notebook), script::all_active(&notebook), notebook.pictures());
            notebook.seal();
            notebook.write(&file).expect("what was read can be written");
            assert!(notebook::Notebook::read(&file).is_ok());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
