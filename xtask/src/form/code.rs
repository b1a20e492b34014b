//! The code cells of a page: short, and of a kind that no reader has to unlearn.

use super::Page;

const MOST_LINES: usize = 20;
const MOST_COLUMNS: usize = 100;
/// The tag of a cell that is long because writing it out is the lesson.
const WRITTEN_OUT: &str = "ditulis-lengkap";
/// What a cell must not hold, and why.
const FORBIDDEN: [(&str, &str); 6] = [
    (
        ".unwrap()",
        "akhiri dengan `?`, agar pembaca mendapat kalimat galat",
    ),
    (
        ".expect(",
        "akhiri dengan `?`, agar pembaca mendapat kalimat galat",
    ),
    (
        "panic!(",
        "akhiri dengan `?`, agar pembaca mendapat kalimat galat",
    ),
    (
        ":dep dfdx",
        "setiap sel akan mempunyai dfdx sendiri, dan gradiennya salah",
    ),
    ("todo!(", "selesaikan selnya"),
    ("unsafe", "tidak diperlukan di sini"),
];

pub fn check(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for (place, cell) in page.codes() {
        let source = cell.source();
        let lines = source.lines().count();
        if lines > MOST_LINES && !cell.has_tag(WRITTEN_OUT) {
            wrong.push(format!("sel {place} berisi {lines} baris; paling banyak {MOST_LINES}, atau beri label `{WRITTEN_OUT}`."));
        }
        let widest = source
            .lines()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or(0);
        if widest > MOST_COLUMNS {
            wrong.push(format!(
                "sel {place} mempunyai baris {widest} huruf; paling panjang {MOST_COLUMNS}."
            ));
        }
        for (text, why) in FORBIDDEN {
            if source.contains(text) {
                wrong.push(format!("sel {place} memuat `{text}`: {why}."));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use crate::form::sample::{complains, passes};

    #[test]
    fn each_defect_is_found() {
        passes();
        complains(
            2,
            "let a",
            &format!("{}let a", "// baris\n".repeat(20)),
            "21 baris",
        );
        complains(2, "let a", &format!("let a{}", "b".repeat(100)), "huruf");
        complains(2, "let a", "x.unwrap(); let a", "`.unwrap()`");
    }
}
