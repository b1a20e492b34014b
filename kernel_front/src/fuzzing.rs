//! What the targets in `fuzz/` need of the front; compiled for them alone.

pub use crate::connection::Connection;
use crate::signature::Key;
use crate::stranger;

/// How many bytes the page gets when a cell prints `printed` in pieces of `piece` bytes.
pub fn shown(printed: &[u8], piece: usize) -> usize {
    stranger::shown(printed, piece)
}

/// Whether these frames in one piece are taken for a message that was signed with a key which nobody knows.
pub fn believed(bytes: &[u8]) -> bool {
    let key = Key::new(&crate::connection::random_text());
    stranger::read(stranger::split(bytes), &key).is_some()
}

/// Says these frames to the front with the right signature.
pub fn handled(bytes: &[u8]) {
    stranger::say(stranger::split(bytes), &Key::new("kunci"));
}
