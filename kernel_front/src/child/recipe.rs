//! [`Recipe`]: all that is needed to start a child.

use std::ffi::OsString;
use std::path::PathBuf;

/// How a child is started.
#[derive(Clone)]
pub struct Recipe {
    /// The command that guards a command (`guard::run`); the kernel's own command follows it.
    pub guard: Vec<OsString>,
    /// The unchanged evcxr_jupyter.
    pub evcxr: PathBuf,
    /// Its environment, besides ours.
    pub variables: Vec<(OsString, OsString)>,
    /// Variables that it must not see.
    pub without: Vec<OsString>,
    /// Where its connection file goes; only its owner may look into that folder.
    pub folder: PathBuf,
}
