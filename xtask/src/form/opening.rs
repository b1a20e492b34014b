//! The head of a lesson: title, map, what the reader will be able to do, how long it takes, and where else to go.

use super::{Page, PageCell, Prose};

/// A claimed run time may be off by this factor: machines differ more than that.
const TOLERANCE: f64 = 3.0;

pub fn check(page: &Page) -> Vec<String> {
    let Some(PageCell::Text(head)) = page.cells.first() else {
        return vec!["sel pertama bukan teks.".into()];
    };
    let number = page.number;
    let mut wrong = Vec::new();
    let title = format!("Langkah {number} dari 7: ");
    if !head
        .headings
        .first()
        .is_some_and(|(level, text)| *level == 1 && text.starts_with(&title))
    {
        wrong.push(format!("judulnya tidak dimulai dengan `# {title}…`."));
    }
    let map = format!("gambar/langkah-{number}.svg");
    if !head
        .pictures
        .iter()
        .any(|(alt, file)| *file == map && alt.len() > 10)
    {
        wrong.push(format!(
            "peta perjalanan `![…]({map})` dengan teks penggantinya tidak ada di sel pertama."
        ));
    }
    let bullets = bullets_after(head, "Setelah langkah ini Anda dapat");
    if !(3..=5).contains(&bullets) {
        wrong.push(format!(
            "`Setelah langkah ini Anda dapat` harus diikuti 3 sampai 5 butir, bukan {bullets}."
        ));
    }
    wrong.extend(time(page, head));
    let mut needed = vec!["08_glosarium.ipynb".to_owned()];
    needed.extend((number > 1).then(|| format!("{:02}_", number - 1)));
    needed.extend((number < 7).then(|| format!("{:02}_", number + 1)));
    for start in needed {
        if !head.links.iter().any(|link| link.starts_with(&start)) {
            wrong.push(format!("sel pertama tidak memuat tautan ke `{start}…`."));
        }
    }
    wrong
}

/// How many bullets follow the line that starts like this.
fn bullets_after(head: &Prose, start: &str) -> usize {
    let lines = head
        .source
        .lines()
        .skip_while(|line| !line.trim_start_matches('*').starts_with(start));
    let lines = lines.skip(1).skip_while(|line| line.trim().is_empty());
    lines
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| line.starts_with("- "))
        .count()
}

/// Holds the claimed run time against what the kernel noted below the cells.
fn time(page: &Page, head: &Prose) -> Option<String> {
    let Some(line) = head
        .source
        .lines()
        .find(|line| line.starts_with("**Waktu:** membaca sekitar "))
    else {
        return Some("baris `**Waktu:** membaca sekitar … menit, menjalankan semua sel sekitar … detik.` tidak ada.".into());
    };
    let Some(claimed) = claimed_seconds(line) else {
        return Some(format!("lama menjalankan tidak terbaca dari `{line}`."));
    };
    let took: f64 = page.codes().filter_map(|(_, cell)| cell.seconds()).sum();
    (claimed * TOLERANCE < took || took * TOLERANCE < claimed).then(|| {
        format!("waktu menjalankan yang dijanjikan {claimed:.0} detik, padahal sel-selnya memerlukan {took:.0} detik.")
    })
}

/// The seconds in `… menjalankan semua sel sekitar 1,5 menit.`
fn claimed_seconds(line: &str) -> Option<f64> {
    let rest = line.split_once("menjalankan semua sel sekitar ")?.1;
    let mut words = rest.split_whitespace();
    let number: f64 = words.next()?.replace(',', ".").parse().ok()?;
    match words.next()?.trim_end_matches(['.', ',', ';']) {
        "detik" => Some(number),
        "menit" => Some(number * 60.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::claimed_seconds;
    use crate::form::sample::{complains, passes};

    #[test]
    fn times_are_read() {
        assert_eq!(
            claimed_seconds("x, menjalankan semua sel sekitar 40 detik."),
            Some(40.0)
        );
        assert_eq!(
            claimed_seconds("x, menjalankan semua sel sekitar 1,5 menit."),
            Some(90.0)
        );
        assert_eq!(claimed_seconds("x, menjalankan semua sel sebentar."), None);
    }

    #[test]
    fn each_defect_is_found() {
        passes();
        for (from, to, about) in [
            ("# Langkah 4", "# Bab 4", "judulnya"),
            (
                "(gambar/langkah-4.svg)",
                "(gambar/langkah-5.svg)",
                "peta perjalanan",
            ),
            ("- tiga\n", "", "bukan 2"),
            ("**Waktu:**", "Waktu:", "baris `**Waktu:**"),
            (
                "sekitar 2 detik",
                "sekitar 20 menit",
                "dijanjikan 1200 detik",
            ),
            (
                "(08_glosarium.ipynb)",
                "(03_c.ipynb)",
                "`08_glosarium.ipynb…`",
            ),
            ("(05_e.ipynb)", "(03_c.ipynb)", "`05_…`"),
        ] {
            complains(0, from, to, about);
        }
    }
}
