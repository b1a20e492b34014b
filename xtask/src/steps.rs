//! [`Steps`]: numbered progress lines with times, so that a learner sees what is being done and how far it is.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// A row of announced steps: `[2/6] Memasang paket … selesai (3,1 detik)`.
pub struct Steps {
    total: usize,
    current: usize,
    started: Instant,
}

impl Steps {
    /// `total` steps are to come.
    pub fn new(total: usize) -> Self {
        Self {
            total,
            current: 0,
            started: Instant::now(),
        }
    }

    /// Announces the next step.
    pub fn begin(&mut self, what: impl Display) {
        self.current += 1;
        self.started = Instant::now();
        println!("[{}/{}] {what} …", self.current, self.total);
    }

    /// The step was done.
    pub fn done(&self) {
        println!("      selesai ({})", seconds(self.started.elapsed()));
    }

    /// Nothing had to be done.
    pub fn already(&self) {
        println!("      sudah siap ({})", seconds(self.started.elapsed()));
    }

    /// The step said whether it had work to do.
    pub fn finish(&self, worked: bool) {
        if worked {
            self.done();
        } else {
            self.already();
        }
    }
}

/// A line under the current step.
pub fn note(what: impl Display) {
    println!("      {what}");
}

/// `12,3 detik` or `2 menit 5 detik`.
pub fn seconds(duration: Duration) -> String {
    let total = duration.as_secs_f64();
    if total < 100.0 {
        format!("{total:.1} detik").replace('.', ",")
    } else {
        let whole = total.round() as u64;
        format!("{} menit {} detik", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_the_indonesian_way() {
        assert_eq!(seconds(Duration::from_millis(12_340)), "12,3 detik");
        assert_eq!(seconds(Duration::from_secs(125)), "2 menit 5 detik");
    }
}
