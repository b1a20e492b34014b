//! The reader of a training's state: without the right digest nothing is gone on with.
#![no_main]

use fmnist_lib::prelude::*;
use libfuzzer_sys::fuzz_target;

type Small = (Flatten<784>, Linear<784, 10>);

fuzz_target!(|bytes: &[u8]| {
    // The seeds have no digest; who finds one has broken SHA-256.
    assert!(!fmnist_lib::fuzzing::is_state::<Small>(bytes));
});
