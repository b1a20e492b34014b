//! The answers of a contestant, one JSON line each, and their check: a line that is no answer says so instead of counting as a figure.

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Something whose numbers can be checked.
pub trait Answer: DeserializeOwned {
    /// Whether the numbers can be measurements.
    fn is_plausible(&self) -> bool;
}

/// The first line: data are loaded.
#[derive(Deserialize, Debug, PartialEq)]
pub struct Ready {
    /// Must be true.
    pub ready: bool,
    /// The framework's version.
    pub version: String,
}

/// One epoch of training.
#[derive(Deserialize, Serialize, Debug, Clone, Copy, PartialEq)]
pub struct Trained {
    /// Wall-clock seconds, without validation.
    pub seconds: f64,
    /// Mean loss.
    pub loss: f64,
    /// 0 to 1.
    pub accuracy: f64,
}

/// The test images classified.
#[derive(Deserialize, Serialize, Debug, Clone, Copy, PartialEq)]
pub struct Predicted {
    /// Wall-clock seconds from pixels in memory to labels.
    pub seconds: f64,
    /// 0 to 1.
    pub accuracy: f64,
}

/// The rate of a large matrix product.
#[derive(Deserialize, Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Billions of floating-point operations a second.
    pub gflops: f64,
}

impl Answer for Ready {
    fn is_plausible(&self) -> bool {
        self.ready
    }
}

impl Answer for Trained {
    fn is_plausible(&self) -> bool {
        is_time(self.seconds) && self.loss.is_finite() && is_share(self.accuracy)
    }
}

impl Answer for Predicted {
    fn is_plausible(&self) -> bool {
        is_time(self.seconds) && is_share(self.accuracy)
    }
}

impl Answer for Rate {
    fn is_plausible(&self) -> bool {
        is_time(self.gflops)
    }
}

fn is_time(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

/// Reads one line.
pub fn parse<A: Answer>(line: &str) -> Result<A> {
    let shown: String = line.chars().take(120).collect();
    let answer: A = serde_json::from_str(line).with_context(|| {
        format!(
            "jawabannya tidak dapat dibaca: `{shown}`; jalankan programnya sendiri dan periksa."
        )
    })?;
    if !answer.is_plausible() {
        bail!("jawabannya tidak mungkin: `{shown}`; jalankan programnya sendiri dan periksa.");
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let trained: Trained = parse(r#"{"seconds": 1.5, "loss": 0.5, "accuracy": 0.8}"#).unwrap();
        assert_eq!(trained.seconds, 1.5);
        let ready: Ready =
            parse(r#"{"ready":true,"version":"1.2","seconds_to_ready":0.1}"#).unwrap();
        assert_eq!(ready.version, "1.2");
    }

    #[test]
    fn garbage_and_impossible_figures_are_refused() {
        for line in [
            "",
            "Epoch 1/1",
            "{}",
            r#"{"seconds": 1.0, "loss": NaN, "accuracy": 0.8}"#,
        ] {
            let sentence = parse::<Trained>(line).unwrap_err().to_string();
            assert!(sentence.contains("tidak dapat dibaca"), "{sentence}");
        }
        for line in [
            r#"{"seconds": 0.0, "accuracy": 0.8}"#,
            r#"{"seconds": 1.0, "accuracy": 1.8}"#,
        ] {
            let sentence = parse::<Predicted>(line).unwrap_err().to_string();
            assert!(sentence.contains("tidak mungkin"), "{sentence}");
        }
        assert!(parse::<Ready>(r#"{"ready":false,"version":""}"#).is_err());
    }
}
