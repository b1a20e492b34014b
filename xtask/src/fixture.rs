//! Small notebooks of our own for the real kernel: the cross-cell gradients, and the errors that the reading of outputs must catch.

use crate::finding::Kind;
use crate::notebook::Notebook;
use kernel_front::FIRST_CELL;

/// Tensors of two cells, the loss in a third. With a copy of dfdx in each cell both tensors get the same id, and the gradients of
/// `sum((a * b)^2)`, which are `2 a b^2` and `2 a^2 b`, come out wrong without a word.
pub fn cross_cell() -> (Notebook, [String; 2]) {
    let notebook = Notebook::from_code(&[
        FIRST_CELL,
        "use fmnist_lib::dfdx;\nuse dfdx::prelude::{Backward, SumTo, Trace};\nuse dfdx::tensor::{AsArray, Cpu, Tensor, TensorFrom};\nuse dfdx::shapes::Rank1;\nlet dev: Cpu = Default::default();\nlet a: Tensor<Rank1<3>, f32, Cpu> = dev.tensor([1.0, 2.0, 3.0]);",
        "let b: Tensor<Rank1<3>, f32, Cpu> = dev.tensor([4.0, 5.0, 6.0]);",
        "{\n    let gradients = (a.leaky_trace() * b.clone()).square().sum().backward();\n    println!(\"grad_a {:?}\", gradients.get(&a).array());\n    println!(\"grad_b {:?}\", gradients.get(&b).array());\n}",
    ]);
    let (a, b) = ([1.0f32, 2.0, 3.0], [4.0f32, 5.0, 6.0]);
    let grad_a: Vec<f32> = a.iter().zip(b).map(|(a, b)| 2.0 * a * b * b).collect();
    let grad_b: Vec<f32> = a.iter().zip(b).map(|(a, b)| 2.0 * a * a * b).collect();
    (
        notebook,
        [format!("grad_a {grad_a:?}"), format!("grad_b {grad_b:?}")],
    )
}

/// One cell for each kind of error, with good cells between them, and what must be found where.
pub fn faulty() -> (Notebook, Vec<(usize, Kind)>) {
    let notebook = Notebook::from_code(&[
        "let angka: i32 = 7;",
        "panic!(\"sengaja\");",
        "println!(\"{angka}\");",
        "let terbaca: i32 = \"bukan angka\".parse::<i32>()?;",
        "println!(\"{angka}\");",
        "let salah: i32 = \"teks\";",
        "println!(\"{angka}\");",
        "std::process::abort();",
        "println!(\"sesudahnya\");",
    ]);
    let expected = vec![
        (2, Kind::Panic),
        (4, Kind::Stderr),
        (6, Kind::Compile),
        (8, Kind::Crash),
    ];
    (notebook, expected)
}
