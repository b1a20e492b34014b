//! Arrays, vectors and slices where another of them is wanted, or a single value.

use super::wording::{is_number, readable};

/// What a type keeps its values in.
enum Sequence {
    Array,
    Slice,
    Vec,
}

/// What to do about such a pair of types; `None` when it is no matter of sequences.
pub fn explain(expected: &str, found: &str) -> Option<String> {
    let wanted = readable(expected);
    let borrowed = found.starts_with('&');
    let bare = if borrowed {
        ", tanpa `&` di depannya"
    } else {
        ""
    };
    match (sequence(expected), sequence(found)) {
        (Some(Sequence::Vec), Some(Sequence::Slice)) => Some(format!(
            "diperlukan {wanted}, tetapi nilai ini sebuah potongan ({}); salin isinya dengan `.to_vec()` di belakangnya{}, misalnya `angka[..6].to_vec()`.",
            readable(found),
            bare,
        )),
        (Some(Sequence::Vec), Some(Sequence::Array)) => Some(format!(
            "diperlukan {wanted}, tetapi nilai ini deretan yang panjangnya tetap; salin isinya dengan `.to_vec()` di belakangnya{}.",
            bare
        )),
        (Some(Sequence::Array), Some(Sequence::Slice)) => Some(format!(
            "diperlukan deretan yang panjangnya tetap ({wanted}), padahal panjang sebuah potongan baru diketahui ketika sel berjalan; tulis `.try_into()?` di belakangnya{}, misalnya `angka[..6].try_into()?`.",
            bare
        )),
        (Some(Sequence::Array), Some(Sequence::Vec)) if !borrowed => Some(format!(
            "diperlukan deretan yang panjangnya tetap ({wanted}), padahal panjang sebuah `Vec` dapat berubah; hapus `vec!` bila nilainya ditulis di sini, atau tulis `angka[..].try_into()?`."
        )),
        (Some(Sequence::Slice), None) if is_one_of(expected, found) => Some(format!(
            "diperlukan deretan ({wanted}), tetapi nilai ini hanya satu; tulis di dalam kurung siku, misalnya `&[nilai]`."
        )),
        (None, Some(_)) if is_number(expected) => Some(format!(
            "diperlukan {wanted}, tetapi nilai ini sebuah deretan ({}); ambil salah satu isinya dengan indeks, misalnya `angka[0]`.",
            readable(found)
        )),
        _ => None,
    }
}

fn sequence(name: &str) -> Option<Sequence> {
    let name = name.trim_start_matches('&').trim_start_matches("mut ");
    if name.starts_with("Vec<") {
        Some(Sequence::Vec)
    } else if !name.starts_with('[') {
        None
    } else if name
        .rsplit_once("; ")
        .is_some_and(|(_, length)| length.matches(']').count() == 1)
    {
        Some(Sequence::Array)
    } else {
        Some(Sequence::Slice)
    }
}

/// Whether `found` is what the slice `expected` holds many of.
fn is_one_of(expected: &str, found: &str) -> bool {
    let item = expected.trim_start_matches("&[").trim_end_matches(']');
    let found = found.trim_start_matches('&');
    item == found || is_number(item) && is_number(found)
}

#[cfg(test)]
mod tests {
    use super::{Sequence, sequence};

    #[test]
    fn arrays_are_told_from_slices() {
        for (name, array) in [
            ("[f32; 6]", true),
            ("&[[f32; 9]; 3]", true),
            ("&[f32]", false),
            ("&[[f32; 9]]", false),
        ] {
            let found = sequence(name).unwrap();
            assert_eq!(matches!(found, Sequence::Array), array, "{name}");
        }
        assert!(sequence("Tensor<(Const<3>,), f32, Cpu>").is_none());
    }
}
