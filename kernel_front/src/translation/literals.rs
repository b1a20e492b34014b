//! Numbers as Indonesian writes them, which Rust reads otherwise: a comma before the fraction, points between the thousands.

/// The first number of the cell with a comma in it.
pub fn with_comma(cell: &str) -> Option<String> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    cell.match_indices(',').find_map(|(at, _)| {
        let (before, after) = (&cell[..at], &cell[at + 1..]);
        let whole = &before[before.trim_end_matches(is_digit).len()..];
        let part = &after[..after.len() - after.trim_start_matches(is_digit).len()];
        (!whole.is_empty() && !part.is_empty()).then(|| format!("{whole},{part}"))
    })
}

/// What to write for such a number.
pub fn with_point(number: &str) -> String {
    let point = number.replace(',', ".");
    let thousands = if is_thousands(&point) {
        format!(" (ribuan: `{}`)", underscored(&point))
    } else {
        String::new()
    };
    format!(
        "bilangan pecahan memakai titik, bukan koma: tulis `{point}`{thousands}, bukan `{number}`."
    )
}

/// What to say of the number in this line of the cell that looks like thousands: to Rust, `60.000` is sixty.
pub fn thousands(line: &str) -> Option<String> {
    let number = thousands_in(line)?;
    let written = underscored(number);
    Some(if number.matches('.').count() > 1 {
        format!("titik adalah tanda desimal; jutaan ditulis `{written}`, bukan `{number}`")
    } else {
        format!(
            "titik adalah tanda desimal, jadi `{number}` bilangan pecahan; bila maksud Anda ribuan, tulis `{written}`"
        )
    })
}

fn underscored(number: &str) -> String {
    number.replace('.', "_")
}

fn thousands_in(line: &str) -> Option<&str> {
    let code = line.split("//").next().unwrap_or_default();
    // Every second piece between quotes is a text.
    code.split('"').step_by(2).find_map(|code| {
        code.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.')
            .flat_map(|word| word.split(".."))
            .find(|word| is_thousands(word))
    })
}

/// Up to three digits, the first not a zero, and then three digits after each point.
fn is_thousands(word: &str) -> bool {
    let mut groups = word.split('.');
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|letter| letter.is_ascii_digit());
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_between_digits_is_found() {
        assert_eq!(with_comma("f(a, 1, é, 12,5)").as_deref(), Some("12,5"));
        assert_eq!(with_comma("[1, 2]"), None);
    }

    #[test]
    fn thousands_are_told_from_fractions() {
        assert_eq!(thousands_in("let n = 60.000 * 28;"), Some("60.000"));
        assert_eq!(thousands_in("f(1.274.400)"), Some("1.274.400"));
        assert_eq!(thousands_in("for i in 0..6.000 {"), Some("6.000"));
        for code in [
            "0.125 * 3",
            "2.50 * 3",
            "1.2345",
            "1.500_f32",
            "1500.000",
            "pair.0.125",
            "f(\"60.000 gambar\", 2.5) // 60.000",
        ] {
            assert_eq!(thousands_in(code), None, "{code}");
        }
    }
}
