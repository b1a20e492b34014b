//! What the kernel says about itself.

use serde_json::{Value, json};

/// The project's name on evcxr's language: notebooks keep their metadata.
pub fn kernel_info() -> Value {
    json!({
        "status": "ok",
        "protocol_version": "5.3",
        "implementation": "belajar-cnn-rust",
        "implementation_version": env!("CARGO_PKG_VERSION"),
        "language_info": {
            "name": "Rust",
            "version": "",
            "mimetype": "text/rust",
            "file_extension": ".rs",
            "pygment_lexer": "rust",
            "codemirror_mode": "rust",
        },
        "banner": "Belajar CNN dengan Rust: kernel evcxr dengan kemajuan pelatihan, tombol Stop yang lembut, dan pesan galat berbahasa Indonesia.",
        "help_links": [{"text": "Pustaka standar Rust", "url": "https://doc.rust-lang.org/stable/std/"}],
    })
}
