//! The reader of a kernel's connection file: only signed connections on this machine.
#![no_main]

mod given;

use kernel_front::fuzzing::Connection;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(connection) = Connection::read(&given::file(bytes)) {
        let address = connection.address(1);
        let local = ["tcp://127.", "tcp://localhost:", "tcp://::1:"];
        assert!(local.iter().any(|start| address.starts_with(start)));
    }
});
