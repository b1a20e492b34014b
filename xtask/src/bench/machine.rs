//! [`Machine`]: what the figures were measured on, as far as the system tells.

use crate::toolchain;
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// A description for the report.
#[derive(Serialize, Debug, Clone)]
pub struct Machine {
    /// The processor's own name.
    pub processor: String,
    /// Its vector instructions that matter here.
    pub vectors: String,
    /// Threads that can run at once.
    pub cores: usize,
    /// In GiB.
    pub memory: String,
    /// Name and kernel.
    pub system: String,
    /// `rustc`'s version.
    pub rustc: String,
    /// Day of the run, UTC.
    pub date: String,
}

const UNKNOWN: &str = "tidak diketahui";

impl Machine {
    /// This one.
    pub fn describe(project: &Path) -> Self {
        let read = |file| fs::read_to_string(file).unwrap_or_default();
        let processor = read("/proc/cpuinfo");
        let flags = field(&processor, "flags").unwrap_or_default();
        let known = ["amx_tile", "avx512f", "avx2", "fma"];
        let vectors: Vec<&str> = known
            .into_iter()
            .filter(|flag| flags.split(' ').any(|found| found == *flag))
            .collect();
        let memory = field(&read("/proc/meminfo"), "MemTotal").and_then(gibibytes);
        let name = read("/etc/os-release");
        let name = name
            .lines()
            .find_map(|line| line.strip_prefix("PRETTY_NAME="));
        let kernel = read("/proc/sys/kernel/osrelease");
        let rustc = toolchain::version(project).unwrap_or_default();
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs();
        Self {
            processor: field(&processor, "model name")
                .unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            vectors: if vectors.is_empty() {
                UNKNOWN.to_owned()
            } else {
                vectors.join(", ")
            },
            cores: cores(),
            memory: memory.unwrap_or_else(|| UNKNOWN.to_owned()),
            system: format!(
                "{} {}",
                name.map_or(std::env::consts::OS, |name| name.trim_matches('"')),
                kernel.trim()
            ),
            rustc: rustc.lines().next().unwrap_or(UNKNOWN).to_owned(),
            date: date(seconds),
        }
    }
}

/// Threads that can run at once.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The value of the first line `key : value`.
fn field(text: &str, key: &str) -> Option<String> {
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    let found = pairs
        .filter(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.trim().to_owned());
    found.into_iter().next()
}

/// `24689764 kB` as `23,5 GiB`.
fn gibibytes(kilobytes: String) -> Option<String> {
    let kilobytes: f64 = kilobytes.strip_suffix("kB")?.trim().parse().ok()?;
    Some(format!("{:.1} GiB", kilobytes / 1024.0 / 1024.0).replace('.', ","))
}

/// Seconds since 1970 as `2026-11-24`: days are counted in eras of 400 years that begin on 1 March, so that leap days come last.
fn date(seconds: u64) -> String {
    let days = seconds / 86_400 + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    format!("{}-{month:02}-{day:02}", era * 400 + year + carry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(951_782_400), "2000-02-29");
        assert_eq!(date(1_795_553_073), "2026-11-24");
        assert_eq!(date(1_798_761_599), "2026-12-31");
    }

    #[test]
    fn fields_are_found() {
        let text = "processor\t: 0\nmodel name\t: Xeon\nmodel name\t: other\nMemTotal:       24689764 kB\n";
        assert_eq!(field(text, "model name").as_deref(), Some("Xeon"));
        assert_eq!(
            field(text, "MemTotal").and_then(gibibytes).as_deref(),
            Some("23,5 GiB")
        );
        assert_eq!(field(text, "flags"), None);
    }
}
