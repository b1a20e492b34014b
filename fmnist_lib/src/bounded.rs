//! [`read_at_most`]: reading a file that somebody else may have made. Nothing is believed that it says of its own size.

use crate::error::{Error, Result};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// All bytes of a regular file of at most `limit` bytes; what grows while it is read is cut off and refused like any other.
///
/// # Errors
/// [`Error::Io`]: the file cannot be read, is larger, or is none (a folder, a pipe or a device, which might never end).
pub(crate) fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let fault = || Error::io(path, "dibaca");
    let metadata = fs::metadata(path).map_err(fault())?;
    if !metadata.is_file() {
        let other = io::Error::other("bukan berkas biasa");
        return Err(fault()(other));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(fault())?;
    if metadata.len() <= limit {
        bytes.reserve(metadata.len() as usize);
        file.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(fault())?;
    }
    if metadata.len().max(bytes.len() as u64) > limit {
        let large = io::Error::other(format!("lebih besar daripada batasnya, {limit} bita"));
        return Err(fault()(large));
    }
    Ok(bytes)
}
