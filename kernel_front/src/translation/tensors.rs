//! Tensors, and the sizes in their types, where something else is wanted. rustc tells of a tensor's type hardly more than `Tensor<(usize, ...), f32, ...>`.

use super::wording::is_number;

/// What to do about such a pair of types, found in this line of the cell; `None` when it is no matter of tensors.
pub fn explain(expected: &str, found: &str, line: &str) -> Option<String> {
    if found.starts_with("Tensor<") {
        return tensor(expected, found).map(str::to_owned);
    }
    if is_number(expected) && found.starts_with("Const<") {
        let size = found.strip_prefix("Const<")?.strip_suffix('>')?;
        return Some(format!(
            "`{found}` adalah ukuran di dalam tipe, bukan bilangan; tulis `{size}`."
        ));
    }
    if expected.starts_with("Const<") && is_number(found) {
        return Some(format!(
            "ukuran ini sudah tertulis di dalam tipenya (`{expected}`); tulis `Const` saja."
        ));
    }
    if expected == "(usize,)" && is_number(found) {
        return Some(
            "satu ukuran pun ditulis sebagai bentuk: di dalam kurung, dengan koma di belakangnya, misalnya `(4,)`."
                .to_owned(),
        );
    }
    let (wanted, given) = (length(expected)?, length(found)?);
    line.contains("Tensor<").then(|| {
        format!(
            "tipe yang ditulis di sini punya {wanted} ukuran, tetapi nilainya {given}; samakan banyaknya."
        )
    })
}

/// A size of an argument that is not the one of its layer or function.
pub fn size(expected: &str, found: &str) -> Option<String> {
    let (wanted, given): (usize, usize) = (expected.parse().ok()?, found.parse().ok()?);
    Some(format!(
        "salah satu ukuran tensor ini {given}, padahal yang diperlukan {wanted}; samakan angka lapisannya atau bentuk tensornya."
    ))
}

fn tensor(expected: &str, found: &str) -> Option<&'static str> {
    if found.contains("{integer}") {
        Some(
            "isi tensor harus bilangan pecahan; tulis setiap angkanya dengan titik, misalnya `1.0`.",
        )
    } else if expected.starts_with("Vec<") {
        Some("nilai ini sebuah tensor; ambil angka-angkanya dengan `.as_vec()` di belakangnya.")
    } else if is_number(expected) && found.starts_with("Tensor<(),") {
        Some(
            "nilai ini sebuah tensor berisi satu angka; ambil angkanya dengan `.array()` di belakangnya.",
        )
    } else if is_number(expected) {
        Some(
            "diperlukan satu bilangan, tetapi nilai ini sebuah tensor; ambil salah satu angkanya dengan indeks, misalnya `.as_vec()[0]`.",
        )
    } else if expected.starts_with("Tensor<") && parts(found) > parts(expected) {
        Some(
            "tensor ini mencatat gradien (`leaky_trace`), padahal di sini diperlukan yang tidak; hapus tipe yang Anda tulis di kiri `=`, atau `.leaky_trace()` itu.",
        )
    } else if expected.starts_with("Tensor<") {
        Some("bentuk tensor ini tidak cocok dengan yang diperlukan; samakan ukuran keduanya.")
    } else {
        None
    }
}

/// Two tensors of different shapes, or a tensor and a whole number, in one calculation.
pub fn arithmetic(bound: &str) -> Option<&'static str> {
    let (left, rest) = bound.split_once(": Try")?;
    let (operation, right) = rest.split_once('<')?;
    if !left.starts_with("Tensor<") || !["Add", "Sub", "Mul", "Div"].contains(&operation) {
        None
    } else if right.starts_with("Tensor<") {
        Some(
            "dua tensor hanya dapat dihitung bersama bila bentuknya sama; samakan ukuran keduanya.",
        )
    } else {
        Some(
            "tensor dihitung dengan bilangan pecahan; tulis bilangannya dengan titik, misalnya `2.0`, atau tambahkan `as f32` di belakangnya.",
        )
    }
}

/// Of `a tuple with 2 elements` and `one with 4 elements`.
fn length(told: &str) -> Option<usize> {
    let (_, rest) = told.split_once(" with ")?;
    let (count, what) = rest.split_once(' ')?;
    what.starts_with("element").then(|| count.parse().ok())?
}

/// How many parts a type has within its angle brackets: one that records gradients has one more.
fn parts(name: &str) -> usize {
    let mut depth = 0;
    let commas = name.chars().filter(|letter| {
        match letter {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            _ => {}
        }
        *letter == ',' && depth == 1
    });
    commas.count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_type_are_counted() {
        assert_eq!(parts("Tensor<(usize, ..., ..., ...), f32, ...>"), 3);
        assert_eq!(parts("Tensor<..., f32, ..., ...>"), 4);
        assert_eq!(length("a tuple with 2 elements"), Some(2));
        assert_eq!(length("an array with a size of 3"), None);
    }

    #[test]
    fn tensors_are_calculated_with_their_like() {
        let told = |bound: &str| arithmetic(bound).map(|told| told.contains("bentuknya"));
        assert_eq!(
            told("Tensor<(), f32>: TryAdd<Tensor<(Const<2>,), f32>>"),
            Some(true)
        );
        assert_eq!(told("Tensor<(), f32>: TryMul<{integer}>"), Some(false));
        assert_eq!(told("Tensor<(), f32>: TrySelect<()>"), None);
    }
}
