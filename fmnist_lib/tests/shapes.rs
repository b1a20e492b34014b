//! Shapes that must not compile, and the sentence that the learner then reads.
//!
//! The snippets are built by cargo as a small crate of their own. The whole of rustc's message changes from version to version,
//! so only our own sentence is compared.

use std::{fs, path::Path, process::Command};

/// A network that is wrong in one place, and what the message must hold.
const CASES: [(&str, &str, &[&str]); 7] = [
    (
        "channels",
        "((Conv2D<1, 16, 3, 2>, ReLU), (Conv2D<32, 64, 3, 2>, ReLU), Flatten<2304>, Linear<2304, 10>)",
        &[
            "Conv2D<32, 64, 3, 2>` tidak dapat menerima masukan berbentuk",
            "Const<16>",
        ],
    ),
    (
        "linear",
        "((Conv2D<1, 32, 3, 2>, ReLU), Flatten<5408>, (Linear<5400, 512>, ReLU), Linear<512, 10>)",
        &[
            "Linear<5400, 512>` tidak dapat menerima masukan berbentuk",
            "Const<5408>",
        ],
    ),
    (
        "unflattened",
        "((Conv2D<1, 32, 3, 2>, ReLU), Linear<5408, 10>)",
        &["Linear<5408, 10>` tidak dapat menerima masukan berbentuk"],
    ),
    (
        "kernel_does_not_fit",
        "((Conv2D<1, 8, 5, 2>, Conv2D<8, 8, 5, 2>, Conv2D<8, 8, 5, 2>), Flatten<8>, Linear<8, 10>)",
        &["kernel berukuran 5 dengan stride 2 dan padding 0 tidak dapat digeser"],
    ),
    (
        "classes",
        "((Conv2D<1, 32, 3, 2>, ReLU), Flatten<5408>, Linear<5408, 9>)",
        &["expected `10`, found `9`"],
    ),
    (
        "flatten",
        "((Conv2D<1, 32, 3, 2>, ReLU), Flatten<500>, Linear<500, 10>)",
        &["N harus sama dengan tinggi x lebar x kanal"],
    ),
    (
        "dropout",
        "((Conv2D<1, 32, 3, 2>, ReLU), (Flatten<5408>, Dropout<100>), Linear<5408, 10>)",
        &["pilih 0 sampai 99"],
    ),
];

#[test]
fn wrong_shapes_do_not_compile_and_say_why() {
    let library = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = library.parent().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!(
        "[package]\nname = \"shapes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\nfmnist_lib = {{ path = {library:?} }}\n\
         [profile.dev]\nopt-level = 1\n[profile.dev.package.\"*\"]\nopt-level = 3\ndebug = false\n"
    );
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
    let sources = folder.path().join("src/bin");
    fs::create_dir_all(&sources).unwrap();
    let right = "((Conv2D<1, 8, 3, 2>, ReLU), Flatten<1352>, Linear<1352, 10>)";
    for (name, network) in CASES
        .map(|(name, network, _)| (name, network))
        .into_iter()
        .chain([("right", right)])
    {
        let source = format!(
            "use fmnist_lib::prelude::*;\ntype Jaringan = {network};\nfn main() -> Result<()> {{\n    \
             let data = FashionMnist::load(Protocol::Tutorial, Scaling::ZeroOne)?;\n    \
             let mut model: Model<Jaringan> = Model::new(42)?;\n    \
             train(&mut model, &data, &Hyperparameters::default())?;\n    Ok(())\n}}\n"
        );
        fs::write(sources.join(format!("{name}.rs")), source).unwrap();
    }
    let messages = |name: &str| {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--bin", name])
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", root.join("target"))
            .output()
            .unwrap();
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (built, text) = messages("right");
    assert!(built, "the right network must build:\n{text}");
    for (name, _, sentences) in CASES {
        let (built, text) = messages(name);
        assert!(!built, "{name} must not compile");
        for sentence in sentences {
            assert!(
                text.contains(sentence),
                "{name} lacks {sentence:?}:\n{text}"
            );
        }
    }
}
