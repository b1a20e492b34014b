//! The end of a lesson: summary, quiz with answers, exercises with folded and executed solutions, and the way on.

use super::{Page, PageCell, SOLUTION};
use crate::cell::Cell;

pub fn check(page: &Page) -> Vec<String> {
    let mut wrong = summary(page);
    wrong.extend(quiz(page));
    wrong.extend(exercises(page));
    let next = if page.number < 7 {
        format!("{:02}_", page.number + 1)
    } else {
        "04_".into()
    };
    let leads_on = match page.cells.last() {
        Some(PageCell::Text(prose)) => prose.links.iter().any(|link| link.starts_with(&next)),
        _ => false,
    };
    if !leads_on {
        wrong.push(format!(
            "sel terakhir bukan teks dengan tautan ke `{next}…`."
        ));
    }
    wrong
}

fn section(page: &Page, title: &str) -> Result<String, String> {
    let mut found = page.texts().filter_map(|(_, prose)| prose.section(title));
    match (found.next(), found.next()) {
        (Some(section), None) => Ok(section),
        (None, _) => Err(format!("bagian `## {title}` tidak ada.")),
        _ => Err(format!("bagian `## {title}` ada lebih dari sekali.")),
    }
}

fn summary(page: &Page) -> Vec<String> {
    match section(page, "Ringkasan") {
        Err(sentence) => vec![sentence],
        Ok(text) => {
            let bullets = text.lines().filter(|line| line.starts_with("- ")).count();
            let fine = (3..=5).contains(&bullets);
            if fine {
                Vec::new()
            } else {
                vec![format!(
                    "ringkasan berisi {bullets} butir; pilih 3 sampai 5."
                )]
            }
        }
    }
}

fn quiz(page: &Page) -> Vec<String> {
    const FOLD: &str = "<details><summary>Jawaban</summary>";
    let text = match section(page, "Kuis") {
        Err(sentence) => return vec![sentence],
        Ok(text) => text,
    };
    let mut wrong = Vec::new();
    let starts: Vec<usize> = (1..)
        .map_while(|number| text.find(&format!("**{number}.**")))
        .collect();
    if !(3..=5).contains(&starts.len()) {
        wrong.push(format!(
            "kuis berisi {} pertanyaan (`**1.** …`); pilih 3 sampai 5.",
            starts.len()
        ));
    }
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        let question = text.get(*start..end).unwrap_or_default();
        let answer = question
            .split_once(FOLD)
            .and_then(|(_, rest)| rest.split_once("</details>"));
        let fine = answer
            .is_some_and(|(answer, _)| answer.starts_with("\n\n") && answer.trim().len() > 10);
        if !fine {
            wrong.push(format!("pertanyaan kuis {} tidak mempunyai jawaban terlipat `{FOLD}`, baris kosong, jawaban, `</details>`.", at + 1));
        }
    }
    wrong
}

fn exercises(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Err(sentence) = section(page, "Latihan") {
        wrong.push(sentence);
    }
    let mut count = 0;
    for (at, cell) in page.cells.iter().enumerate() {
        let PageCell::Text(prose) = cell else {
            continue;
        };
        let mark = format!("**Latihan {}.{}.**", page.number, count + 1);
        if !prose.source.contains(&mark) {
            continue;
        }
        count += 1;
        let name = format!("latihan {}.{count}", page.number);
        if prose.source.matches("**Latihan ").count() > 1 {
            wrong.push(format!("{name}: satu sel hanya untuk satu latihan."));
        }
        if !prose.source.to_lowercase().contains("tebak dahulu") {
            wrong.push(format!(
                "{name} tidak meminta tebakan lebih dahulu (`Tebak dahulu`)."
            ));
        }
        match page.cells.get(at + 1) {
            Some(PageCell::Code(solution)) if solution.has_tag(SOLUTION) => {
                wrong.extend(check_solution(&name, solution))
            }
            _ => wrong.push(format!(
                "{name}: langsung sesudahnya tidak ada sel kode berlabel `{SOLUTION}`."
            )),
        }
    }
    if !(2..=5).contains(&count) {
        wrong.push(format!(
            "ada {count} latihan (`**Latihan {}.1.**`, …); pilih 2 sampai 5.",
            page.number
        ));
    }
    wrong
}

fn check_solution(name: &str, solution: &Cell) -> Vec<String> {
    let mut wrong = Vec::new();
    if !(solution.is_folded("source_hidden") && solution.is_folded("outputs_hidden")) {
        wrong.push(format!("{name}: penyelesaiannya tidak terlipat (`jupyter.source_hidden`, `jupyter.outputs_hidden`)."));
    }
    if !solution.source().contains("assert") {
        wrong.push(format!(
            "{name}: penyelesaiannya tidak memeriksa apa pun (`assert!`)."
        ));
    }
    if solution.count().is_none() {
        wrong.push(format!("{name}: penyelesaiannya belum dijalankan."));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use crate::form::sample::{complains, complains_of_metadata, passes};
    use serde_json::json;

    #[test]
    fn each_defect_is_found() {
        passes();
        for (cell, from, to, about) in [
            (5, "- a\n", "", "2 butir"),
            (5, "## Ringkasan", "## Akhir", "`## Ringkasan` tidak ada"),
            (5, "**3.**", "3.", "2 pertanyaan"),
            (
                5,
                "<summary>Jawaban</summary>\n\nSebab",
                "<summary>Jawab</summary>\n\nSebab",
                "kuis 1",
            ),
            (5, "## Latihan", "## Tugas", "`## Latihan` tidak ada"),
            (6, "Tebak dahulu", "Coba", "latihan 4.1 tidak meminta"),
            (
                7,
                "assert!(true);",
                "1;",
                "4.1: penyelesaiannya tidak memeriksa",
            ),
            (8, "**Latihan 4.2.**", "**Latihan 4.3.**", "ada 1 latihan"),
            (10, "(05_e.ipynb)", "(03_c.ipynb)", "sel terakhir"),
        ] {
            complains(cell, from, to, about);
        }
        complains_of_metadata(7, json!({"tags": []}), "tidak ada sel kode berlabel");
        complains_of_metadata(
            9,
            json!({"tags": ["penyelesaian"]}),
            "4.2: penyelesaiannya tidak terlipat",
        );
    }
}
