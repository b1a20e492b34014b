//! What a cell prints, progress lines among it, in two pieces, through the whole kernel front.
#![no_main]

use kernel_front::fuzzing::shown;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let piece = bytes.len().div_ceil(2).max(1);
    assert!(shown(bytes, piece) < 400_000 + 8 * bytes.len());
});
