//! Medians, spreads, and ratios within a round: on a shared machine only these can be believed.

use std::collections::BTreeMap;

/// What each contestant gave in one round; one that had failed by then is missing.
pub type Round<T> = BTreeMap<String, T>;

/// Median, smallest and largest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The middle value, or the mean of the two in the middle.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Spread {
    /// Of these values; `None` for none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        };
        Some(Self { median, min, max })
    }
}

/// One contestant's figures, round by round.
pub fn column<T>(rounds: &[Round<T>], name: &str, figure: impl Fn(&T) -> f64) -> Vec<f64> {
    rounds
        .iter()
        .filter_map(|round| round.get(name))
        .map(figure)
        .collect()
}

/// `name`'s figure divided by `base`'s, for each round in which both have one.
pub fn ratios<T>(
    rounds: &[Round<T>],
    name: &str,
    base: &str,
    figure: impl Fn(&T) -> f64,
) -> Vec<f64> {
    let pairs = rounds
        .iter()
        .filter_map(|round| Some((round.get(name)?, round.get(base)?)));
    pairs
        .map(|(ours, theirs)| figure(ours) / figure(theirs))
        .collect()
}

/// The smallest figure of all but `base`, divided by `base`'s, round by round.
pub fn best_ratios<T>(rounds: &[Round<T>], base: &str, figure: impl Fn(&T) -> f64) -> Vec<f64> {
    let ratio = |round: &Round<T>| {
        let others = round.iter().filter(|(name, _)| name.as_str() != base);
        let best = others
            .map(|(_, value)| figure(value))
            .min_by(f64::total_cmp)?;
        Some(best / figure(round.get(base)?))
    };
    rounds.iter().filter_map(ratio).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounds() -> Vec<Round<f64>> {
        let round = |pairs: &[(&str, f64)]| {
            pairs
                .iter()
                .map(|(name, value)| (String::from(*name), *value))
                .collect()
        };
        vec![
            round(&[("a", 2.0), ("b", 4.0), ("c", 3.0)]),
            round(&[("a", 4.0), ("b", 4.0), ("c", 12.0)]),
            round(&[("a", 1.0), ("c", 5.0)]),
        ]
    }

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(Spread::of(&[]), None);
        let odd = Spread::of(&[9.0, 1.0, 2.0]).unwrap();
        assert_eq!((odd.min, odd.median, odd.max), (1.0, 2.0, 9.0));
        assert_eq!(Spread::of(&[4.0, 1.0, 2.0, 3.0]).unwrap().median, 2.5);
    }

    #[test]
    fn ratios_pair_only_figures_of_the_same_round() {
        assert_eq!(ratios(&rounds(), "b", "a", |value| *value), [2.0, 1.0]);
        assert_eq!(ratios(&rounds(), "a", "b", |value| *value), [0.5, 1.0]);
        assert_eq!(column(&rounds(), "b", |value| *value), [4.0, 4.0]);
    }

    #[test]
    fn the_best_peer_may_change_from_round_to_round() {
        assert_eq!(best_ratios(&rounds(), "a", |value| *value), [1.5, 1.0, 5.0]);
    }
}
