//! Pictures: one a file, each a [`Figure`] that a notebook shows inline and that can be saved.
