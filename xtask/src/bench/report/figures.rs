//! Figures as the report writes them: Indonesian decimals, spreads, and ratios to ours.

use crate::bench::contestant::OURS;
use crate::bench::statistics::{Round, Spread, best_ratios, column, ratios};

/// `median | min–max | ratio (min–max)` of one contestant.
pub fn times<T>(rounds: &[Round<T>], name: &str, seconds: impl Fn(&T) -> f64) -> Option<String> {
    let spread = Spread::of(&column(rounds, name, &seconds))?;
    let ratio =
        Spread::of(&ratios(rounds, name, OURS, &seconds)).map_or("–".to_owned(), with_range);
    Some(format!(
        "{} | {} | {ratio}",
        number(spread.median, 3),
        range(spread, 3)
    ))
}

/// A line on the fastest peer of each round.
pub fn best<T>(rounds: &[Round<T>], seconds: impl Fn(&T) -> f64) -> String {
    Spread::of(&best_ratios(rounds, OURS, seconds)).map_or(String::new(), |spread| {
        format!(
            "\nPembanding tercepat pada tiap putaran: rasio {}.\n",
            with_range(spread)
        )
    })
}

/// `median (min–max)`, two digits.
fn with_range(spread: Spread) -> String {
    format!("{} ({})", number(spread.median, 2), range(spread, 2))
}

/// `min–max`.
pub fn range(spread: Spread, digits: usize) -> String {
    format!(
        "{}–{}",
        number(spread.min, digits),
        number(spread.max, digits)
    )
}

/// With a decimal comma.
pub fn number(value: f64, digits: usize) -> String {
    format!("{value:.digits$}").replace('.', ",")
}

/// `60000` as `60.000`.
pub fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups = groups.map(|group| String::from_utf8_lossy(group));
    groups.collect::<Vec<_>>().join(".")
}
