//! Numbers as an Indonesian reader writes them: a decimal comma, a dot between thousands.

/// `0,8812` with four digits after the comma.
pub fn decimal(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "tidak terhingga".to_owned();
    }
    format!("{value:.digits$}").replace('.', ",")
}

/// A loss as the panel shows it, or a dash while it is not known.
pub fn measure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| decimal(value, 4))
}

/// An accuracy in percent, as `fmnist_lib`'s plots have it, or a dash while it is not known.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| decimal(100.0 * share, 2) + " %")
}

/// `7.250`
pub fn whole(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// `8,4 detik`, `1 menit 5 detik`, `2 jam 3 menit`.
pub fn duration(seconds: f64) -> String {
    let seconds = seconds.clamp(0.0, 1e9);
    if seconds < 9.95 {
        return format!("{} detik", decimal(seconds, 1));
    }
    let total = seconds.round() as u64;
    match (total / 3600, total / 60 % 60, total % 60) {
        (0, 0, seconds) => format!("{seconds} detik"),
        (0, minutes, 0) => format!("{minutes} menit"),
        (0, minutes, seconds) => format!("{minutes} menit {seconds} detik"),
        (hours, 0, _) => format!("{hours} jam"),
        (hours, minutes, _) => format!("{hours} jam {minutes} menit"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_indonesian() {
        assert_eq!(decimal(0.88123, 4), "0,8812");
        assert_eq!(measure(None), "–");
        assert_eq!([percent(Some(0.90784)), percent(None)], ["90,78 %", "–"]);
        assert_eq!(decimal(f64::NAN, 4), "tidak terhingga");
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(whole),
            ["0", "999", "1.000", "1.234.567"]
        );
        assert_eq!(duration(8.43), "8,4 detik");
        assert_eq!(duration(65.2), "1 menit 5 detik");
        assert_eq!(duration(120.0), "2 menit");
        assert_eq!(duration(7_380.0), "2 jam 3 menit");
    }
}
