//! [`Death`]: why all variables are gone, as the reader of the cell that was running is told.

use crate::fault::{Fault, Kind};

/// What died.
pub enum Death<'a> {
    /// Stop was pressed twice: the process that ran the cell.
    Cell,
    /// Stop was pressed twice, and evcxr did not notice: all of it.
    Kernel,
    /// evcxr, for a reason of its own, with this exit status.
    Crash(&'a str),
}

impl Death<'_> {
    /// What happened, what was lost (`lost`, a sentence) and what is still there, to the cell with this source.
    pub fn fault(&self, lost: &str, source: &str) -> Fault {
        let kind = match self {
            Self::Cell | Self::Kernel => Kind::Killed,
            Self::Crash(_) => Kind::Crash,
        };
        let again = format!(
            "{lost} Fungsi, `use`, dan `:dep` juga; kernel dimulai lagi: jalankan semuanya dari sel pertama."
        );
        let mut sentences = match self {
            Self::Cell => vec![
                format!("Sel ini dimatikan. {lost}"),
                "Fungsi, `use`, dan `:dep` masih ada; kernel sudah siap lagi: jalankan lagi sel yang membuat variabelnya.".to_owned(),
            ],
            Self::Kernel => vec!["Sel ini dimatikan.".to_owned(), again],
            Self::Crash(status) if status.contains("SIGKILL") || status.contains("signal: 9") => vec![
                "Kernel Rust dimatikan oleh sistem, biasanya karena memori habis; kecilkan `batch_size` atau tutup program lain.".to_owned(),
                again,
            ],
            Self::Crash(status) => {
                vec![format!("Kernel Rust berhenti mendadak ({status})."), again]
            }
        };
        sentences.extend(what_is_kept(source));
        Fault::new(kind, sentences)
    }
}

/// What a killed training has left on disk: fmnist_lib's `train` keeps each complete epoch. The reader's own names are told back.
fn what_is_kept(source: &str) -> Option<String> {
    let arguments = ["train(", "resume("]
        .iter()
        .find_map(|call| source.split_once(call))?
        .1;
    let mut names = arguments.split(',').map(name);
    let model = names.next().flatten().unwrap_or("model");
    let data = names.next().flatten().unwrap_or("data");
    let network = network(source, model).unwrap_or("Cnn");
    Some(format!(
        "Setiap epoch yang sudah selesai tersimpan: jalankan lagi sel yang membuat `{data}` dan `{model}`, lalu lanjutkan pelatihannya dengan `let history: History = resume(&mut {model}, &{data})?;`, atau buka hasilnya sejauh itu dengan `let run: Run<{network}> = Run::unfinished()?;`."
    ))
}

/// The variable that an argument lends.
fn name(argument: &str) -> Option<&str> {
    let lent = argument.trim().strip_prefix('&')?.trim();
    let name = lent.strip_prefix("mut ").unwrap_or(lent);
    let name = name.split(')').next()?.trim();
    is_name(name).then_some(name)
}

/// `N` where the cell itself writes `model: Model<N>`.
fn network<'a>(source: &'a str, model: &str) -> Option<&'a str> {
    let (_, rest) = source.split_once(&format!("{model}: Model<"))?;
    let (name, _) = rest.split_once('>')?;
    is_name(name).then_some(name)
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_death_says_what_is_lost_and_what_to_do() {
        let lost = "Semua variabel hilang: `model`.";
        for (death, kind, why, then) in [
            (Death::Cell, Kind::Killed, "dimatikan", "masih ada"),
            (Death::Kernel, Kind::Killed, "dimatikan", "dari sel pertama"),
            (
                Death::Crash("signal: 9 (SIGKILL)"),
                Kind::Crash,
                "memori habis",
                "dari sel pertama",
            ),
            (
                Death::Crash("exit status: 1"),
                Kind::Crash,
                "exit status: 1",
                "dari sel pertama",
            ),
        ] {
            let fault = death.fault(lost, "1 + 1");
            let told = fault.sentences.join("\n");
            assert_eq!((fault.kind, fault.sentences.len()), (kind, 2), "{told}");
            assert!(
                told.contains(why) && told.contains(lost) && told.contains(then),
                "{told}"
            );
        }
    }

    #[test]
    fn a_killed_training_says_where_its_last_epoch_is() {
        for (source, names) in [
            (
                "let history: History = train(&mut model, &data, &hp)?;",
                [
                    "`data` dan `model`",
                    "resume(&mut model, &data)?",
                    "Run<Cnn>",
                ],
            ),
            (
                "let mut cnn: Model<Network4> = Model::new(42)?;\nlet history: History = train(&mut cnn, &some, &hp)?;",
                [
                    "`some` dan `cnn`",
                    "resume(&mut cnn, &some)?",
                    "Run<Network4>",
                ],
            ),
            (
                "resume( &mut jaringan , &data )?",
                [
                    "`data` dan `jaringan`",
                    "resume(&mut jaringan, &data)?",
                    "Run<Cnn>",
                ],
            ),
            (
                "let m: Model<(Conv2D<1, 2, 3>, ReLU)> = x; train(&mut m[0], data.with_train_images(3)?)",
                [
                    "`data` dan `model`",
                    "resume(&mut model, &data)?",
                    "Run<Cnn>",
                ],
            ),
        ] {
            let fault = Death::Cell.fault("Semua variabel hilang.", source);
            for name in names.into_iter().chain(["Run::unfinished()"]) {
                assert!(fault.sentences[2].contains(name), "{:?}", fault.sentences);
            }
        }
        for source in ["1 + 1", "train(", "resume"] {
            let fault = Death::Cell.fault("Semua variabel hilang.", source);
            assert_eq!(
                fault.sentences.len(),
                if source == "train(" { 3 } else { 2 }
            );
        }
    }
}
