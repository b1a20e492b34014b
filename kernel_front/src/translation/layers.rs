//! Layers that do not fit into a network: the crate's own Indonesian words, with readable types, the place in the cell, and the layer that would fit.

use super::wording::{quote, quoted, short};
use super::{Meaning, meaning};
use crate::compiler_error::CompilerError;

pub(super) fn explain(error: &CompilerError, cell: &str, all: &[CompilerError]) -> Option<Meaning> {
    let text = error.message.as_str();
    if let Some(said) = text.strip_prefix("evaluation panicked: ") {
        check(said, cell, all)
    } else if text.starts_with("lapisan ") {
        layer(text).map(|meaning| Meaning {
            line: quote(text, 0).and_then(|layer| only_line(cell, &layer)),
            ..meaning
        })
    } else if text.starts_with("kernel berukuran ") {
        window(text)
    } else if text.contains("::Out == (") {
        outputs(error)
    } else if text.starts_with("the method `forward` exists for struct") {
        let layer = quote(text, 1)?;
        let name = layer.split('<').next().unwrap_or_default();
        meaning(format!(
            "lapisan `{name}` ini tidak cocok dengan masukannya; periksa bentuk masukan itu, dan bahwa kernelnya tidak lebih besar daripada gambarnya."
        ))
    } else if is_unfitting_model(error) {
        meaning(
            "bentuk lapisan-lapisan jaringan ini tidak cocok satu sama lain; periksa angka `Conv2D`, `Flatten`, dan `Linear`. Beri tipenya nama baru, lalu jalankan lagi: pesannya akan menyebut lapisan yang salah.",
        )
    } else {
        None
    }
}

/// Of a model whose type had another meaning in an earlier cell, the compiler tells evcxr no more than that.
fn is_unfitting_model(error: &CompilerError) -> bool {
    let text = error.message.as_str();
    text.contains("exists for struct `Model<") && text.ends_with("bounds were not satisfied")
}

/// Whether another error names the layer that this one suffers from.
pub(super) fn is_told_better(error: &CompilerError, all: &[CompilerError]) -> bool {
    is_unfitting_model(error)
        && all.iter().any(|other| {
            other.message.starts_with("lapisan ") || other.message.contains("::Out == (")
        })
}

/// A layer that cannot take the shape that comes.
fn layer(text: &str) -> Option<Meaning> {
    let (layer, shape) = (quote(text, 0)?, quoted(text).get(1).copied()?);
    let said = |shape: String, advice: &str| {
        meaning(format!(
            "lapisan `{layer}` tidak dapat menerima masukan berbentuk {shape}; {advice}."
        ))
    };
    match numbers(&short(shape)).as_slice() {
        [height, width, channels] => {
            let flat = height * width * channels;
            let advice = if !layer.starts_with("Linear<") {
                match fitting(&layer, "Conv2D<", *channels) {
                    Some(fitting) => format!("tulis `{fitting}`"),
                    None => "cocokkan dengan luaran lapisan sebelumnya".to_owned(),
                }
            } else if fitting(&layer, "Linear<", flat).is_some() {
                format!(
                    "ratakan dahulu: tulis `Flatten<{flat}>` di depannya, dan sesuaikan angka pertama `Linear` menjadi {flat}"
                )
            } else {
                format!("ratakan dahulu: tulis `Flatten<{flat}>` di depannya")
            };
            said(
                format!("({height}, {width}, {channels}) (tinggi, lebar, kanal)"),
                &advice,
            )
        }
        [size] => {
            let advice = match fitting(&layer, "Linear<", *size) {
                Some(fitting) => format!("tulis `{fitting}`"),
                None => "letakkan lapisan ini sebelum `Flatten`".to_owned(),
            };
            said(format!("({size}), yaitu {size} angka sebaris"), &advice)
        }
        _ => None,
    }
}

/// A window that is larger than what it slides over, or that the crate's table does not hold.
fn window(text: &str) -> Option<Meaning> {
    let [kernel, stride, padding, side] = *numbers(text).as_slice() else {
        return None;
    };
    meaning(if side + 2 * padding < kernel {
        format!(
            "masukan sebuah lapisan tinggal {side} piksel sisinya, padahal kernelnya {kernel} x {kernel}; perkecil kernelnya, beri padding, atau kurangi lapisannya."
        )
    } else {
        format!(
            "kernel {kernel} x {kernel} dengan stride {stride} dan padding {padding} tidak disediakan untuk sisi {side} piksel; pilih kernel 1, 2, 3, 5, atau 7, stride 1 atau 2, dan padding 0 sampai 3."
        )
    })
}

/// A network whose last layer does not give one number for each class.
fn outputs(error: &CompilerError) -> Option<Meaning> {
    let found = error
        .labels
        .iter()
        .find(|label| label.text.starts_with("expected `10`"))
        .and_then(|label| quoted(&label.text).get(1)?.parse::<usize>().ok());
    meaning(match found {
        Some(found) => format!(
            "jaringan ini memberi {found} angka, padahal kelasnya 10; ubah angka terakhir lapisan `Linear` yang terakhir menjadi 10."
        ),
        None => "jaringan ini tidak memberi 10 angka, satu untuk tiap kelas; akhiri dengan `Flatten` dan `Linear<..., 10>`.".to_owned(),
    })
}

/// The crate's own words, with the numbers that rustc tells beside them.
fn check(said: &str, cell: &str, all: &[CompilerError]) -> Option<Meaning> {
    let place = all
        .iter()
        .find_map(|error| error.message.split_once("`fn ")?.1.strip_suffix('`'));
    if let Some((_, rest)) = place.and_then(|place| place.split_once("Flatten::<"))
        && let Some((found, rest)) = rest.split_once(">::assert_fits::<")
        && let [height, width, channels] = *numbers(rest).as_slice()
    {
        let product = height * width * channels;
        return Some(Meaning {
            place: "",
            line: only_line(cell, &format!("Flatten<{found}>")),
            sentence: format!(
                "`Flatten<{found}>` tidak cocok: masukannya {height} x {width} x {channels} = {product} angka; tulis `Flatten<{product}>`, dan sesuaikan `Linear` sesudahnya."
            ),
        });
    }
    meaning(format!("{}.", said.trim_end_matches('.')))
}

/// `layer` with its first number, what it takes, as it should be; `None` when it is another kind, or when that number is not at fault.
fn fitting(layer: &str, kind: &str, takes: usize) -> Option<String> {
    let (first, rest) = layer.strip_prefix(kind)?.split_once(',')?;
    (first.parse() != Ok(takes)).then(|| format!("{kind}{takes},{rest}"))
}

/// The line of the cell that holds these words, spaces aside, if just one does.
fn only_line(cell: &str, words: &str) -> Option<usize> {
    let tight = |text: &str| text.replace(char::is_whitespace, "");
    let words = tight(words);
    let mut lines = (1..)
        .zip(cell.lines())
        .filter(|(_, line)| tight(line).contains(&words))
        .map(|(number, _)| number);
    let first = lines.next()?;
    lines.next().is_none().then_some(first)
}

fn numbers(text: &str) -> Vec<usize> {
    text.split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect()
}
