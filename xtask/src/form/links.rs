//! The links of a page: each leads to a file that is there, and to a heading that is in it.

use super::Page;
use std::collections::HashMap;
use std::path::Path;

/// The anchors that JupyterLab gives the headings of a page: their text with hyphens for spaces.
pub fn anchors(page: &Page) -> Vec<String> {
    let headings = page.texts().flat_map(|(_, prose)| &prose.headings);
    headings.map(|(_, text)| text.replace(' ', "-")).collect()
}

/// `folder` is where the page lies; `known` the anchors of all pages by their file's name.
pub fn check(page: &Page, folder: &Path, known: &HashMap<&str, Vec<String>>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (place, prose) in page.texts() {
        let pictures = prose.pictures.iter().map(|(_, file)| file);
        for link in prose.links.iter().chain(pictures) {
            if let Some(why) = broken(page, folder, known, link) {
                wrong.push(format!("tautan `{link}` di sel {place} {why}."));
            }
        }
    }
    wrong
}

fn broken(
    page: &Page,
    folder: &Path,
    known: &HashMap<&str, Vec<String>>,
    link: &str,
) -> Option<String> {
    if link.starts_with("https://") {
        return None;
    }
    if link.contains("://") {
        return Some("tidak memakai https".into());
    }
    let (file, anchor) = match link.split_once('#') {
        Some((file, anchor)) => (file, Some(decoded(anchor))),
        None => (link, None),
    };
    let file = if file.is_empty() {
        page.name.clone()
    } else {
        decoded(file)
    };
    if !folder.join(&file).exists() {
        return Some("menuju berkas yang tidak ada".into());
    }
    let anchor = anchor?;
    let there = known
        .get(file.as_str())
        .is_some_and(|anchors| anchors.contains(&anchor));
    (!there).then(|| format!("menuju judul `{anchor}` yang tidak ada di {file}"))
}

/// Without percent signs, as `%2C` for a comma.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%');
        let code =
            code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::sample;

    #[test]
    fn links_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("04_d.ipynb"), "").unwrap();
        let notebook = sample::notebook(&sample::lesson());
        let page = Page::new(4, "04_d.ipynb", &notebook);
        let known = HashMap::from([("04_d.ipynb", anchors(&page))]);
        let broken = |link: &str| broken(&page, folder.path(), &known, link);
        for fine in [
            "https://doc.rust-lang.org",
            "04_d.ipynb",
            "#Kuis",
            "04_d.ipynb#Satu-bagian%2C-dua",
        ] {
            assert_eq!(broken(fine), None, "{fine}");
        }
        assert!(broken("http://a.b").unwrap().contains("https"));
        assert!(broken("03_c.ipynb").unwrap().contains("tidak ada"));
        assert!(broken("04_d.ipynb#Lain").unwrap().contains("judul `Lain`"));
    }
}
