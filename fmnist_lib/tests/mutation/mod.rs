//! [`hold`]: the same question to thousands of damaged copies of real files. Deterministic: copy `n` is always the same.
//!
//! How many copies is small by default, so that tests stay quick; `BELAJAR_CNN_MUTASI=10000` asks for as many as one wants.
//! `kernel_front` and `xtask` compile this very file for the readers of their own.

// Each test file compiles this on its own and may use a part of it.
#![allow(dead_code)]

use std::{sync::mpsc, thread, time::Duration};

/// Names how many copies each reader has to bear.
const COUNT_VARIABLE: &str = "BELAJAR_CNN_MUTASI";
/// No reader needs as long for one file, even on a busy machine.
const LONGEST: Duration = Duration::from_secs(60);
/// What stands between quotes, at numbers and at ends of real files is replaced by these.
const TEXTS: [&str; 22] = [
    "-1",
    "0",
    "1e308",
    "-1e308",
    "1e400",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807",
    "null",
    "true",
    "NaN",
    "\"\"",
    "[]",
    "{}",
    "[[[[[[[[[[[[[[[[",
    "{\"a\":",
    "\\u0000",
    "\\ud800",
    "\u{1e}",
    "é😀",
    "<script>",
    "../../../etc/passwd",
];

/// How many copies to try: the environment's number, or `default`.
pub fn count(default: usize) -> usize {
    let asked = std::env::var(COUNT_VARIABLE).ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Calls `reader` with `count` damaged copies of `samples`, each a file's bytes, one after another.
///
/// # Panics
/// A call panics or does not end; the message names the copy, and [`copy`] makes it again.
pub fn hold(
    samples: Vec<Vec<u8>>,
    count: usize,
    reader: impl Fn(usize, &[u8], &[u8]) + Send + 'static,
) {
    let (sender, receiver) = mpsc::channel();
    let work = thread::spawn(move || {
        for number in 0..count {
            let (sample, damaged) = copy(&samples, number);
            reader(sample, &samples[sample], &damaged);
            if sender.send(number).is_err() {
                return;
            }
        }
    });
    for number in 0..count {
        match receiver.recv_timeout(LONGEST) {
            Ok(_) => {}
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("copy {number} is read without end"),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                panic!("copy {number} makes the reader panic")
            }
        }
    }
    work.join().expect("the reader has ended");
}

/// The `number`-th damaged copy, never equal to its sample, and which of the samples it is made of.
pub fn copy(samples: &[Vec<u8>], number: usize) -> (usize, Vec<u8>) {
    let mut chance = Chance(number as u64);
    let sample = chance.below(samples.len());
    loop {
        let mut bytes = samples[sample].clone();
        for _ in 0..=chance.below(4) {
            damage(&mut bytes, samples, &mut chance);
        }
        if bytes != samples[sample] {
            return (sample, bytes);
        }
    }
}

/// One change.
fn damage(bytes: &mut Vec<u8>, samples: &[Vec<u8>], chance: &mut Chance) {
    // Headers are short and files are long: half of the changes go to the first bytes.
    let reach = if chance.below(2) == 0 {
        bytes.len().min(1_024)
    } else {
        bytes.len()
    };
    let at = chance.below(reach + 1);
    let end = (at + 1 + chance.below(64)).min(bytes.len());
    match chance.below(10) {
        0 | 1 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
        2 if at < bytes.len() => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][chance.below(5)],
        3 => bytes.truncate(at),
        4 if at < end => drop(bytes.drain(at..end)),
        5 => {
            let noise: Vec<u8> = (0..1 + chance.below(32))
                .map(|_| chance.next() as u8)
                .collect();
            bytes.splice(at..at, noise);
        }
        6 => {
            // A length or an offset, as binary files hold it.
            let word = [u64::MAX, 1 << 63, 1 << 40, 1 << 32, u64::from(u32::MAX), 0]
                [chance.below(6)]
            .to_le_bytes();
            let end = (at + word.len()).min(bytes.len());
            bytes[at..end].copy_from_slice(&word[..end - at]);
        }
        7 => {
            // Two stretches change places, or one is told twice.
            let part = bytes[at..end].to_vec();
            let to = chance.below(bytes.len() + 1);
            bytes.splice(to..to, part);
        }
        8 => {
            let text = TEXTS[chance.below(TEXTS.len())];
            let number = number_at(bytes, at).unwrap_or(at..at);
            bytes.splice(number, text.bytes());
        }
        _ => {
            // The rest of another file.
            let other = &samples[chance.below(samples.len())];
            let from = chance.below(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
    }
}

/// Where the next number after `at` stands, as text.
fn number_at(bytes: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let digit = |byte: &u8| byte.is_ascii_digit();
    let start = at + bytes[at..].iter().take(4_096).position(digit)?;
    let length = bytes[start..].iter().take_while(|byte| digit(byte)).count();
    Some(start..start + length)
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `end` - 1; 0 if `end` is 0.
    fn below(&mut self, end: usize) -> usize {
        self.next() as usize % end.max(1)
    }
}
