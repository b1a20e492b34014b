//! The page of terms: each row whole, and a row for each English term that the lessons write in italics.

use super::words::ITALIC;
use super::{GLOSSARY, Page};

/// What a row says of a term that no lesson explains.
const NOT_HERE: &str = "tidak dipakai di sini";

pub fn check(page: &Page) -> Vec<String> {
    if page.number != GLOSSARY {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    let mut known = String::new();
    for line in page.texts().flat_map(|(_, prose)| prose.source.lines()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        // Term, English, meaning, place; not the head of a table nor the line below it.
        let ["", term, english, meaning, place, ""] = cells[..] else {
            continue;
        };
        if term == "istilah" || term.starts_with("--") {
            continue;
        }
        known.push_str(term);
        if term.is_empty() || english.is_empty() || !meaning.ends_with(['.', ')']) {
            wrong.push(format!("baris `{term}` tidak lengkap: istilah, bahasa Inggris, dan artinya sebagai kalimat."));
        }
        if !place.starts_with("[langkah ") && !place.starts_with("[mulai]") && place != NOT_HERE {
            wrong.push(format!(
                "baris `{term}` tidak menunjuk tempat penjelasannya, dan tidak berkata `{NOT_HERE}`."
            ));
        }
    }
    let missing = ITALIC
        .iter()
        .filter(|term| !known.contains(&format!("*{term}*")));
    wrong.extend(missing.map(|term| format!("istilah *{term}* tidak mempunyai baris.")));
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::sample;
    use serde_json::json;

    /// What is said about a page with a row for each term, with `from` replaced by `to`.
    fn said(number: u32, from: &str, to: &str) -> Vec<String> {
        let mut table =
            "| istilah | bahasa Inggris | artinya | dijelaskan di |\n|---|---|---|---|\n"
                .to_owned();
        for term in ITALIC {
            table +=
                &format!("| *{term}* | *{term}* | Artinya. | [langkah 4](04_d.ipynb#Satu) |\n");
        }
        table += "| bobot | *weight* | Artinya. | tidak dipakai di sini |\n";
        assert!(table.contains(from), "{from}");
        let source = table.replacen(from, to, 1);
        let cell = json!({"cell_type": "markdown", "metadata": {}, "source": source});
        let notebook = sample::notebook(&[cell]);
        check(&Page::new(number, "08_h.ipynb", &notebook))
    }

    #[test]
    fn each_defect_is_found() {
        assert_eq!(said(GLOSSARY, "bobot", "bobot"), Vec::<String>::new());
        for (from, to, about) in [
            (
                "| *weight* | Artinya.",
                "| *weight* | Artinya",
                "`bobot` tidak lengkap",
            ),
            ("| *weight* |", "| |", "`bobot` tidak lengkap"),
            ("tidak dipakai di sini", "entah", "`bobot` tidak menunjuk"),
            ("| *epoch* |", "| masa |", "*epoch* tidak mempunyai baris"),
        ] {
            let found = said(GLOSSARY, from, to);
            assert!(
                found.iter().any(|sentence| sentence.contains(about)),
                "{about}: {found:?}"
            );
        }
        assert!(said(4, "*epoch* |", "masa |").is_empty());
    }
}
