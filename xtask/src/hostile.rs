//! Damaged notebooks: what this program reads of them is read without a panic, and what it writes again is a notebook. More than the quick default:
//! `BELAJAR_CNN_MUTASI=10000 cargo test -p xtask hostile`.

#[path = "../../fmnist_lib/tests/mutation/mod.rs"]
mod mutation;

use crate::committed::check_one;
use crate::finding::findings;
use crate::notebook::Notebook;
use crate::project::Project;
use crate::script::all_active;
use mutation::{count, hold};

#[test]
fn damaged_notebooks_are_notebooks_or_a_sentence() {
    let files = Project::find().unwrap().notebooks().unwrap();
    let read = |(_, file): &(u32, std::path::PathBuf)| std::fs::read(file).unwrap();
    // Those with few pictures are read quickly; a picture is only a long text.
    let mut samples: Vec<Vec<u8>> = files.iter().map(read).collect();
    samples.sort_by_key(Vec::len);
    samples.truncate(3);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("04_a.ipynb");
    Notebook::from_code(&["1 + 1"]).write(&path).unwrap();
    samples.push(std::fs::read(&path).unwrap());
    hold(samples, count(300), move |_, _, damaged| {
        std::fs::write(&path, damaged).unwrap();
        match Notebook::read(&path) {
            Ok(mut notebook) => {
                let _ = (
                    findings(&notebook),
                    all_active(&notebook),
                    notebook.pictures(),
                );
                check_one(4, &notebook);
                notebook.seal();
                notebook.write(&path).unwrap();
                assert!(Notebook::read(&path).is_ok());
            }
            Err(error) => {
                let text = error.to_string();
                assert!(
                    text.contains("04_a.ipynb") && !text.contains('\n'),
                    "{text}"
                );
            }
        }
    });
}
