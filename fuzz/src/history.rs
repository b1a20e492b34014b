//! The reader of a training's history: a history that can be drawn and saved, or one sentence.
#![no_main]

mod given;

use fmnist_lib::prelude::*;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match History::load(given::file(bytes)) {
        Ok(history) => {
            let _ = plot::loss_curve(&history);
            let _ = plot::accuracy_curve(&history);
            let again = given::file(&[]);
            history.save(&again).expect("what was read can be written");
            assert!(History::load(&again).is_ok());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
