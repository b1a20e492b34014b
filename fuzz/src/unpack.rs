//! The gz reader of the data set, behind the check that never lets such bytes through: it gives the size that was asked for, or nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;

/// Of the unpacked test labels.
const SIZE: u64 = 10_008;

fuzz_target!(|bytes: &[u8]| {
    if let Some(unpacked) = fmnist_lib::fuzzing::unpack(bytes, SIZE) {
        assert_eq!(unpacked.len() as u64, SIZE);
    }
});
