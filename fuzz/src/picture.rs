//! The reader of a learner's own pictures: 28 x 28 bytes, or one sentence.
#![no_main]

mod given;

use fmnist_lib::prelude::*;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match OwnImage::open(given::file(bytes)) {
        Ok(picture) => assert_eq!(picture.pixels.len(), 784),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
