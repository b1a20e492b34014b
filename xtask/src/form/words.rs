//! The words of a page: one Indonesian word for one thing (those of the glossary), English terms in italics, and no English left between them.

use super::{GLOSSARY, Page, PageCell};

/// Words that compete with the glossary's, and the glossary's own. Several words may stand for one.
const REJECTED: [(&str, &str); 31] = [
    ("anda", "Anda"),
    ("berat", "bobot"),
    ("citra", "gambar"),
    ("data pelatihan", "data latih"),
    ("data pengujian", "data uji"),
    ("data tes", "data uji"),
    ("dataset", "data"),
    ("download", "unduh"),
    ("epok", "epoch"),
    ("error", "galat"),
    ("file", "berkas"),
    ("fungsi kerugian", "fungsi *loss*"),
    ("gradient", "gradien"),
    ("hidden layer", "lapisan tersembunyi"),
    ("hyperparameter", "hiperparameter"),
    ("jaringan syaraf", "jaringan saraf"),
    ("keluaran", "luaran"),
    ("kecepatan belajar", "laju pembelajaran"),
    ("layer", "lapisan"),
    ("library", "pustaka"),
    ("machine learning", "pembelajaran mesin"),
    ("deep learning", "pembelajaran mendalam"),
    ("neuron tiruan", "neuron"),
    ("output", "luaran"),
    ("input", "masukan"),
    ("pembelajaran dalam", "pembelajaran mendalam"),
    ("pengoptimal", "*optimizer*"),
    ("pixel", "piksel"),
    ("temperatur", "suhu"),
    ("tingkat pembelajaran", "laju pembelajaran"),
    ("training", "pelatihan"),
];

/// Terms that stay English, in italics.
pub const ITALIC: [&str; 18] = [
    "batch",
    "checkpoint",
    "dropout",
    "early stopping",
    "epoch",
    "flatten",
    "learning rate",
    "loss",
    "notebook",
    "one-hot",
    "optimizer",
    "overfitting",
    "padding",
    "pooling",
    "recall",
    "softmax",
    "stride",
    "weight decay",
];

/// Words that only an English sentence holds.
const ENGLISH: [&str; 14] = [
    "the", "and", "with", "of", "is", "are", "this", "that", "from", "which", "by", "not", "you",
    "it",
];

pub fn check(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    for (place, prose) in page.texts() {
        for passage in &prose.passages {
            let plain = tokens(&passage.plain);
            let mut complain = |sentence: String| {
                wrong.push(format!(
                    "sel {place}: {sentence} (`{}`)",
                    excerpt(&passage.text)
                ))
            };
            // The glossary names what it rejects.
            if page.number != GLOSSARY {
                for (word, better) in REJECTED {
                    if holds(&plain, word) {
                        complain(format!("tulis {better}, bukan `{word}`"));
                    }
                }
            }
            if !passage.heading {
                for term in ITALIC {
                    if holds_lower(&plain, term) {
                        complain(format!("tulis *{term}* dengan huruf miring"));
                    }
                }
            }
            let english = plain
                .iter()
                .filter(|word| ENGLISH.contains(&word.to_lowercase().as_str()))
                .count();
            if english >= 2 {
                complain("kalimat bahasa Inggris tertinggal".into());
            }
            for pair in plain.windows(2) {
                if pair[0] == pair[1]
                    && pair[0].chars().all(char::is_alphabetic)
                    && pair[0].len() > 2
                {
                    complain(format!("kata `{}` tertulis dua kali", pair[0]));
                }
            }
        }
    }
    wrong.extend(unclosed(page));
    wrong
}

/// Emphasis that Markdown did not take as such leaves its asterisks in the text.
fn unclosed(page: &Page) -> Vec<String> {
    let texts = (1..)
        .zip(&page.cells)
        .filter_map(|(place, cell)| match cell {
            PageCell::Text(prose) => Some((place, prose)),
            PageCell::Code(_) => None,
        });
    let stray =
        texts.flat_map(|(place, prose)| prose.passages.iter().map(move |passage| (place, passage)));
    stray
        .filter(|(_, passage)| passage.text.contains("**") || passage.text.contains("]("))
        .map(|(place, passage)| {
            format!(
                "sel {place}: penekanan atau tautan tidak tertutup (`{}`)",
                excerpt(&passage.text)
            )
        })
        .collect()
}

/// Words with the punctuation between them: what stands between two words of a term must be nothing.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_alphanumeric() || letter == '-' || letter == '_' {
            word.push(letter);
        } else {
            if !word.is_empty() {
                tokens.push(std::mem::take(&mut word));
            }
            if !letter.is_whitespace() {
                tokens.push(letter.to_string());
            }
        }
    }
    tokens.extend((!word.is_empty()).then_some(word));
    tokens
}

/// Whether the words of `term` follow each other, however they are capitalised; but "Anda" is not "anda".
fn holds(tokens: &[String], term: &str) -> bool {
    if term == "anda" {
        return tokens.iter().any(|token| token == term);
    }
    holds_lower(tokens, term)
}

fn holds_lower(tokens: &[String], term: &str) -> bool {
    let words: Vec<&str> = term.split(' ').collect();
    tokens.windows(words.len()).any(|window| {
        window
            .iter()
            .zip(&words)
            .all(|(token, word)| token.to_lowercase() == *word)
    })
}

fn excerpt(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use crate::form::sample::{accepts, complains, passes};

    #[test]
    fn each_defect_is_found() {
        passes();
        for (to, about) in [
            ("Kita menimbang berat dari", "bukan `berat`"),
            ("Silakan anda lihat", "bukan `anda`"),
            (
                "Lihat tingkat pembelajaran dari",
                "bukan `tingkat pembelajaran`",
            ),
            ("Lihat loss dari", "*loss* dengan huruf miring"),
            ("This is the loss of", "bahasa Inggris"),
            ("Kita yang yang", "`yang` tertulis dua kali"),
            ("Kita ** tebal** dari", "tidak tertutup"),
        ] {
            complains(1, "Kita melihat *loss* dari", to, about);
        }
    }

    #[test]
    fn good_words_pass() {
        for fine in [
            "Anda melihat *loss*, `loss`, dan **bobot** dari",
            "Masing-masing *batch* $loss$ dari",
            "Seberat apa pun",
        ] {
            accepts(1, "Kita melihat *loss* dari", fine);
        }
    }
}
