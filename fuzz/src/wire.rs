//! The frames of a Jupyter message: nothing without the right signature is read, and what is signed rightly may be nonsense.
#![no_main]

use kernel_front::fuzzing::{believed, handled};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    assert!(!believed(bytes), "a signature was found without the key");
    handled(bytes);
});
