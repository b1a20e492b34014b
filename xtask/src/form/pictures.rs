//! The pictures of a page: each with a caption behind it, numbered without gaps, and with words for those who cannot see it.

use super::{Page, PageCell, SOLUTION};
use crate::cell::{is_picture, joined};

pub fn check(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut shown = false;
    for (at, cell) in page.cells.iter().enumerate() {
        let before = std::mem::take(&mut shown);
        let cell = match cell {
            PageCell::Code(cell) => cell,
            PageCell::Text(prose) => {
                if !before && prose.source.starts_with("**Gambar ") {
                    wrong.push(format!(
                        "keterangan gambar di sel {} tidak mempunyai gambar di sel sebelumnya.",
                        at + 1
                    ));
                }
                continue;
            }
        };
        let mut pictures = cell
            .outputs()
            .iter()
            .filter(|output| is_picture(output))
            .peekable();
        if pictures.peek().is_none() {
            continue;
        }
        for picture in pictures {
            let words = joined(&picture["data"]["text/plain"]);
            if words.trim().chars().count() < 20 || words.starts_with('<') {
                wrong.push(format!(
                    "gambar di sel {} tidak mempunyai teks pengganti.",
                    at + 1
                ));
            }
        }
        if cell.has_tag(SOLUTION) {
            continue;
        }
        count += 1;
        shown = true;
        let mark = format!("**Gambar {}.{count}.** ", page.number);
        let captioned = matches!(page.cells.get(at + 1), Some(PageCell::Text(prose)) if prose.source.starts_with(&mark));
        if !captioned {
            wrong.push(format!(
                "gambar di sel {} tidak langsung diikuti sel teks yang dimulai dengan `{}`.",
                at + 1,
                mark.trim_end()
            ));
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use crate::form::sample::{complains, complains_of_outputs, passes};
    use serde_json::json;

    #[test]
    fn each_defect_is_found() {
        passes();
        complains(4, "**Gambar 4.1.**", "**Gambar 4.2.**", "`**Gambar 4.1.**`");
        complains(4, "**Gambar 4.1.** ", "", "`**Gambar 4.1.**`");
        let mute = json!([{"output_type": "execute_result", "data": {"image/png": "AAAA", "text/plain": "<Figure>"}}]);
        complains_of_outputs(3, mute, "teks pengganti");
        let words = json!([{"output_type": "execute_result", "data": {"text/plain": "Sebuah gambar dengan teks pengganti."}}]);
        complains_of_outputs(3, words, "keterangan gambar");
    }
}
