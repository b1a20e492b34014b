//! [`Key`]: the secret of a connection file. Every message carries an HMAC-SHA256 over its four parts; only who can read the file can make one.

use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write as _;

/// Signs and checks messages.
#[derive(Clone)]
pub struct Key(Option<Hmac<Sha256>>);

impl Key {
    /// The key with this text. An empty one switches signing off, as Jupyter's protocol says.
    pub fn new(text: &str) -> Self {
        if text.is_empty() {
            return Self(None);
        }
        // HMAC takes keys of every length.
        Self(Hmac::new_from_slice(text.as_bytes()).ok())
    }

    /// The signature in hexadecimal.
    pub fn sign(&self, parts: &[Bytes; 4]) -> String {
        let Some(code) = self.over(parts) else {
            return String::new();
        };
        let mut text = String::with_capacity(64);
        for byte in code.finalize().into_bytes() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// Whether the hexadecimal `signature` belongs to these parts; compared in constant time.
    pub fn verifies(&self, parts: &[Bytes; 4], signature: &[u8]) -> bool {
        let Some(code) = self.over(parts) else {
            return true;
        };
        bytes_of(signature).is_some_and(|bytes| code.verify_slice(&bytes).is_ok())
    }

    fn over(&self, parts: &[Bytes; 4]) -> Option<Hmac<Sha256>> {
        let mut code = self.0.clone()?;
        for part in parts {
            code.update(part);
        }
        Some(code)
    }
}

fn bytes_of(hexadecimal: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    hexadecimal
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &'static str) -> [Bytes; 4] {
        [text, "b", "c", "d"].map(|part| Bytes::from_static(part.as_bytes()))
    }

    #[test]
    fn the_signature_is_that_of_jupyter_client() {
        // hmac.new(b"kunci", b"abcd", hashlib.sha256).hexdigest()
        let expected = "3175a864f39ddad919982f975ecda2e7a5c1a208f565ad30874d682be0b5ba88";
        assert_eq!(Key::new("kunci").sign(&parts("a")), expected);
    }

    #[test]
    fn only_the_right_signature_is_taken() {
        let key = Key::new("kunci");
        let signature = key.sign(&parts("a"));
        assert!(key.verifies(&parts("a"), signature.as_bytes()));
        assert!(!key.verifies(&parts("x"), signature.as_bytes()));
        assert!(!key.verifies(&parts("a"), b""));
        assert!(!key.verifies(&parts("a"), b"bukan heksadesimal"));
        assert!(Key::new("").verifies(&parts("a"), b""));
    }
}
