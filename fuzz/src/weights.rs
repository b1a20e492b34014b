//! The reader of safetensors weights, for a small network: a model that answers, or one sentence.
#![no_main]

mod given;

use fmnist_lib::prelude::*;
use libfuzzer_sys::fuzz_target;

type Small = (Flatten<784>, Linear<784, 10>);

fuzz_target!(|bytes: &[u8]| {
    match Model::<Small>::load(given::file(bytes)) {
        Ok((model, scaling)) => {
            let again = given::file(&[]);
            model.save(&again, scaling).expect("what was read can be written");
            assert!(Model::<Small>::load(&again).is_ok());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
