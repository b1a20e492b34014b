//! Numerals as Indonesian writes them: a comma before the decimals, points between thousands.
//!
//! What a learner reads of a number goes through here, because Rust's own format has a point. `Debug`, JSON and code keep the point.

/// `0.5512` as `0,55`, with so many `decimals`. Twin: `locale.format_string("%.2f", number)` in Python.
///
/// ```
/// # use fmnist_lib::numeral::decimal;
/// assert_eq!(decimal(0.5512, 2), "0,55");
/// ```
pub fn decimal(number: impl Into<f64>, decimals: usize) -> String {
    let text = with_comma(format!("{:.decimals$}", number.into()));
    // Nothing is left of a number that is rounded to zero, nor is its sign.
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|digit| "0,".contains(digit)) => rest.to_owned(),
        _ => text,
    }
}

/// As [`decimal`], with a sign before positive numbers too: `+0,55`.
pub fn signed(number: impl Into<f64>, decimals: usize) -> String {
    with_comma(format!("{:+.decimals$}", number.into()))
}

/// `1234.5` as `1,23e3`, with so many `decimals`: for what is too large or too small for [`decimal`].
pub fn scientific(number: impl Into<f64>, decimals: usize) -> String {
    with_comma(format!("{:.decimals$e}", number.into()))
}

/// All digits that tell a number from others, as a reader would write it; tiny and huge ones in powers of ten.
pub fn exact(number: f64) -> String {
    with_comma(if number == 0.0 || (1e-4..1e7).contains(&number.abs()) {
        number.to_string()
    } else {
        format!("{number:e}")
    })
}

/// The number that [`exact`] wrote as `text`; `None` for words.
pub(crate) fn read(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok()
}

/// `360458` as `360.458`.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

fn with_comma(text: String) -> String {
    text.replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_stand_behind_a_comma() {
        assert_eq!(decimal(0.5512, 2), "0,55");
        assert_eq!(decimal(-1.25_f32, 1), "-1,2");
        assert_eq!(decimal(12.6, 0), "13");
        assert_eq!(decimal(-0.001, 2), "0,00");
        assert_eq!(decimal(-0.01, 2), "-0,01");
        assert_eq!(decimal(f64::NAN, 4), "NaN");
        assert_eq!(signed(1.25, 2), "+1,25");
        assert_eq!(scientific(1234.5, 2), "1,23e3");
    }

    #[test]
    fn exact_numbers_are_read_back() {
        let written = [0.0, 0.001, 1.5e-7, 32.0, 0.25].map(exact);
        assert_eq!(written, ["0", "0,001", "1,5e-7", "32", "0,25"]);
        let back: Vec<f64> = written.iter().filter_map(|text| read(text)).collect();
        assert_eq!(back, [0.0, 0.001, 1.5e-7, 32.0, 0.25]);
        assert_eq!(read("Dropout<20>"), None);
    }

    #[test]
    fn thousands_are_apart() {
        assert_eq!(thousands(7), "7");
        assert_eq!(thousands(360_458), "360.458");
        assert_eq!(thousands(47_040_000), "47.040.000");
    }
}
