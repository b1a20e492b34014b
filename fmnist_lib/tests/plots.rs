//! Each picture is drawn, from real images, and its bytes are looked at. The pictures are left in `target/plots` for a person.

use fmnist_lib::prelude::*;
use plot::Figure;
use std::{fs, path::PathBuf};

fn data() -> FashionMnist {
    FashionMnist::load(Protocol::Tutorial, Scaling::ZeroOne).unwrap()
}

fn history(rows: &[(f64, f64)]) -> History {
    let epochs = rows.iter().enumerate().map(|(at, (loss, val_loss))| Epoch {
        epoch: at + 1,
        train_seconds: 1.0,
        loss: *loss,
        accuracy: 1.0 - loss / 2.5,
        val_loss: *val_loss,
        val_accuracy: 1.0 - val_loss / 2.5,
    });
    History {
        kept_epoch: None,
        hyperparameters: Hyperparameters::default(),
        protocol: Protocol::Tutorial,
        scaling: Scaling::ZeroOne,
        train_images: 55_000,
        epochs: epochs.collect(),
    }
}

/// Ten probabilities with most at `label`.
fn sure_of(label: u8, probability: f32) -> [f32; 10] {
    let mut row = [(1.0 - probability) / 9.0; 10];
    row[usize::from(label)] = probability;
    row
}

/// Right answers but for every `wrong`-th image, which is taken for the next class.
fn answers(count: usize, wrong: usize) -> Predictions {
    let split = data().test.take(count);
    let labels = split.labels();
    let probabilities = labels.iter().enumerate().map(|(at, label)| {
        let miss = u8::from(wrong > 0 && at % wrong == 0);
        sure_of((label + miss) % 10, 0.55 + (at % 40) as f32 / 100.0)
    });
    Predictions {
        probabilities: probabilities.collect(),
        split,
    }
}

/// Keeps the picture and gives its bytes as a file would hold them.
fn kept(name: &str, figure: &Figure) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .with_file_name("target")
        .join("plots");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    figure.save(&path).unwrap();
    assert!(figure.alt().len() > 20, "{name}: {}", figure.alt());
    fs::read(path).unwrap()
}

/// A chart: well-formed enough for a browser, with no text that needs a font, described, and without scripts.
fn check_svg(name: &str, figure: &Figure) -> String {
    let text = String::from_utf8(kept(name, figure)).unwrap();
    assert!(
        text.trim_start().starts_with("<svg") && text.trim_end().ends_with("</svg>"),
        "{name}"
    );
    assert!(
        !text.contains("<text") && !text.contains("<script"),
        "{name}"
    );
    assert!(
        text.contains("<title>") && text.contains("role=\"img\""),
        "{name}"
    );
    assert!(!text.contains("NaN") && !text.contains("inf"), "{name}");
    assert!(text.len() < 90_000, "{name}: {} bytes", text.len());
    text
}

/// A grid of images: decodes, has the width of a notebook, and many shades.
fn check_png(name: &str, figure: &Figure) {
    let bytes = kept(name, figure);
    let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert!(
        (200..=800).contains(&info.width) && info.height > 50,
        "{name}: {info:?}"
    );
    let shades: std::collections::HashSet<u8> = pixels.iter().copied().collect();
    assert!(shades.len() > 60, "{name}: {} shades", shades.len());
}

#[test]
fn grids_of_images() {
    let data = data();
    check_png("contoh.png", &plot::samples(&data.train).unwrap());
    check_png("gambar.png", &plot::image(&data.train, 0).unwrap());
    check_png(
        "prediksi.png",
        &plot::predictions(&answers(60, 7), 15).unwrap(),
    );
    check_png(
        "salah.png",
        &plot::misclassified(&answers(400, 9), 20).unwrap(),
    );
    check_png(
        "salah_satu.png",
        &plot::misclassified(&answers(5, 5), 20).unwrap(),
    );
    check_png(
        "contoh_sedikit.png",
        &plot::samples(&data.train.take(3)).unwrap(),
    );
}

#[test]
fn charts() {
    let data = data();
    let counts = check_svg("jumlah_kelas.svg", &plot::class_counts(&data).unwrap());
    assert!(counts.matches("<rect").count() >= 30);
    let run = history(&[
        (0.55, 0.42),
        (0.40, 0.36),
        (0.35, 0.33),
        (0.31, 0.31),
        (0.28, 0.32),
        (0.25, 0.335),
        (0.22, 0.34),
    ]);
    let loss = check_svg("loss.svg", &plot::loss_curve(&run).unwrap());
    let accuracy = check_svg("akurasi.svg", &plot::accuracy_curve(&run).unwrap());
    assert_ne!(loss, accuracy);
    let matrix = ConfusionMatrix::new(&answers(10_000, 11));
    let drawn = check_svg("matriks.svg", &plot::confusion_matrix(&matrix).unwrap());
    assert!(drawn.matches("<rect").count() >= 100);
}

#[test]
fn extreme_histories_are_drawn() {
    check_svg(
        "satu_epoch.svg",
        &plot::loss_curve(&history(&[(2.3, 2.2)])).unwrap(),
    );
    let long: Vec<(f64, f64)> = (1..=100)
        .map(|at| {
            (
                2.0 / f64::from(at),
                1.0 / f64::from(at) + f64::from(at) / 400.0,
            )
        })
        .collect();
    check_svg(
        "seratus_epoch.svg",
        &plot::accuracy_curve(&history(&long)).unwrap(),
    );
    check_svg(
        "nol.svg",
        &plot::loss_curve(&history(&[(0.0, 0.0), (0.0, 0.0)])).unwrap(),
    );
    let wild = [
        (0.5, f64::NAN),
        (f64::INFINITY, 1e300),
        (0.4, 0.5),
        (f64::NAN, f64::NAN),
    ];
    check_svg("liar.svg", &plot::loss_curve(&history(&wild)).unwrap());
}

/// Drawn after all, or refused in a sentence.
fn refused(figure: Result<Figure>) {
    match figure {
        Err(error) => assert!(error.to_string().len() > 30, "{error}"),
        Ok(figure) => assert!(figure.alt().len() > 20),
    }
}

#[test]
fn what_cannot_be_drawn_is_told_in_a_sentence() {
    assert!(plot::image(&data().test, 10_000).is_err());
    assert!(plot::loss_curve(&history(&[])).is_err());
    let odd = history(&[(0.5, -f64::NAN), (0.4, 0.7), (0.3, 0.6)]);
    assert_eq!(odd.best().map(|epoch| epoch.epoch), Some(3));
    assert!(plot::loss_curve(&history(&[(f64::NAN, f64::NAN)])).is_err());
    refused(plot::misclassified(&answers(20, 0), 10));
    refused(plot::misclassified(&answers(20, 2), 0));
    refused(plot::predictions(&answers(0, 0), 5));
    refused(plot::predictions(&answers(5, 2), 0));
    refused(plot::samples(&data().test.take(0)));
    refused(plot::confusion_matrix(&ConfusionMatrix {
        counts: [[0; 10]; 10],
    }));
    refused(plot::misclassified(&answers(3_000, 1), 100_000));
    let figure = plot::loss_curve(&history(&[(1.0, 1.0)])).unwrap();
    assert!(figure.save("/tidak/ada/loss.svg").is_err());
    assert!(figure.save(std::env::temp_dir().join("loss.png")).is_err());
}

/// The numbers of one image as the network would see them.
fn numbers(index: usize) -> Vec<f32> {
    let dev: Cpu = Default::default();
    data().train.tensor(&dev, &[index]).unwrap().as_vec()
}

#[test]
fn maps_of_any_size() {
    use plot::Map;
    let image = numbers(0);
    let edges: Vec<f32> = (0..26 * 26)
        .map(|at| {
            let (row, column) = (at / 26, at % 26);
            image[row * 28 + column + 2] - image[row * 28 + column]
        })
        .collect();
    let few = [
        Map::grey("gambar", 28, image.clone()),
        Map::signed("tepi tegak", 26, edges.clone()),
        Map::signed(
            "kernel",
            3,
            [-1.0, 0.0, 1.0, -1.0, 0.0, 1.0, -1.0, 0.0, 1.0],
        ),
    ];
    check_png("peta.png", &plot::maps("Tepi pada gambar", &few).unwrap());
    let many: Vec<Map> = (0..32)
        .map(|at| Map::signed(format!("filter {at}"), 26, edges[..26 * 13].to_vec()))
        .collect();
    check_png(
        "peta_banyak.png",
        &plot::maps("Banyak peta", &many).unwrap(),
    );
    let crowd = vec![
        Map::grey(
            "sebuah nama yang terlalu panjang",
            2,
            [0.0, 1.0, f32::NAN, 3.0]
        );
        140
    ];
    let crowd = plot::maps("Terlalu banyak peta", &crowd).unwrap();
    check_png("peta_terlalu_banyak.png", &crowd);
    assert!(crowd.alt().contains("128 peta pertama dari 140"));
    let odd = [
        Map::grey("satu angka", 1, [f32::INFINITY]),
        Map::signed("ekstrem", 2, [f32::MAX, -f32::MAX]),
        Map::signed("memanjang", 2000, vec![1.0; 2000]),
        Map::grey("sama", 2, [7.0; 8]),
    ];
    kept(
        "peta_aneh.png",
        &plot::maps("Angka yang aneh", &odd).unwrap(),
    );
    for broken in [
        Map::grey("", 0, [1.0]),
        Map::grey("", 3, []),
        Map::signed("", 3, [1.0; 7]),
    ] {
        let told = plot::maps("", &[broken]).unwrap_err().to_string();
        assert!(told.contains("kolom"), "{told}");
    }
    assert!(plot::maps("", &[]).is_err());
}

#[test]
fn bars_of_probabilities() {
    let rows: Vec<(String, [f32; 10])> = (1..=4)
        .map(|at| (format!("T = {at}"), sure_of(9, 1.0 - at as f32 * 0.2)))
        .collect();
    let drawn = plot::bars("Softmax", &CLASS_NAMES, &rows).unwrap();
    let text = check_svg("batang.svg", &drawn);
    assert!(text.matches("<rect").count() >= 80);
    assert!(
        drawn.alt().contains("T = 1: Ankle boot 80 %"),
        "{}",
        drawn.alt()
    );
    let one = [("satu baris", vec![0.2, 0.3, 0.5])];
    check_svg(
        "batang_satu.svg",
        &plot::bars("Peluang", &[], &one).unwrap(),
    );
    check_svg(
        "batang_enam.svg",
        &plot::bars("Peluang", &[], &vec![one[0].clone(); 6]).unwrap(),
    );
    let told =
        |rows: &[(&str, Vec<f32>)]| plot::bars("", &["a", "b"], rows).unwrap_err().to_string();
    assert!(told(&[]).contains("baris"));
    assert!(told(&[("x", vec![1.0])]).contains("sepanjang daftar nama"));
    assert!(told(&[("x", vec![3.2, -1.0])]).contains("softmax"));
    refused(plot::bars(
        "Bukan bilangan",
        &["a"],
        &[("baris", [f32::NAN])],
    ));
}

#[test]
fn lines_of_functions() {
    let grid: Vec<f64> = (-60..=60).map(|at| f64::from(at) / 20.0).collect();
    let relu: Vec<(f64, f64)> = grid.iter().map(|x| (*x, x.max(0.0))).collect();
    let sigmoid: Vec<(f64, f64)> = grid
        .iter()
        .map(|x| (*x, 1.0 / (1.0 + (-x).exp())))
        .collect();
    let axes = ["masukan", "luaran"];
    let two = [("ReLU", relu.clone()), ("sigmoid", sigmoid)];
    check_svg(
        "fungsi.svg",
        &plot::lines("Fungsi aktivasi", axes, &two).unwrap(),
    );
    let seven: Vec<(String, Vec<(f64, f64)>)> = (1..=7)
        .map(|at| {
            (
                format!("laju pembelajaran {at}"),
                relu.iter().map(|(x, y)| (*x, y * f64::from(at))).collect(),
            )
        })
        .collect();
    check_svg(
        "fungsi_tujuh.svg",
        &plot::lines("Tujuh kurva", axes, &seven).unwrap(),
    );
    let holes = [(
        "berlubang",
        [
            (0.0, f64::NAN),
            (1.0, 2.0),
            (2.0, f64::INFINITY),
            (3.0, 1e300),
        ],
    )];
    check_svg(
        "fungsi_lubang.svg",
        &plot::lines("Kurva berlubang", axes, &holes).unwrap(),
    );
    assert!(plot::lines("", axes, &vec![("a", relu); 8]).is_err());
    assert!(plot::lines("", axes, &[("a", [(f64::NAN, 0.0)])]).is_err());
}

#[test]
fn a_convolution_number_by_number() {
    use plot::Sliding;
    let (image, kernel) = (numbers(0), [-1.0, 0.0, 1.0, -1.0, 0.0, 1.0, -1.0, 0.0, 1.0]);
    let figure = plot::patch(&image, (14, 10), &kernel).unwrap();
    check_png("potongan.png", &figure);
    let sum: f32 = (0..9)
        .map(|at| kernel[at] * image[(14 + at / 3) * 28 + 10 + at % 3])
        .sum();
    assert!(
        figure.alt().contains(&format!("jumlah {sum:.4}")),
        "{}",
        figure.alt()
    );
    for (at, kernel) in [
        ((26, 0), &kernel[..]),
        ((0, usize::MAX), &kernel),
        ((0, 0), &kernel[..8]),
        ((0, 0), &[]),
    ] {
        assert!(plot::patch(&image, at, kernel).is_err(), "{at:?}");
    }
    let map: Vec<f32> = image[..13 * 13].to_vec();
    check_png("geser.png", &plot::slide(&image, &map, 3, 2).unwrap());
    let told = plot::slide(&image, &map, 3, 1).unwrap_err().to_string();
    assert!(told.contains("rumus"), "{told}");
    assert!(plot::slide(&image, &map, 0, 0).is_err());
    assert!(plot::slide(&image[1..], &map, 3, 2).is_err());
    kept(
        "geser_satu.png",
        &plot::slide(&[1.0], &[2.0], 1, 1).unwrap(),
    );
    let near = Sliding {
        side: 7,
        kernel: 3,
        stride: 1,
        padding: 0,
    };
    let settings = [
        near,
        Sliding { stride: 2, ..near },
        Sliding { padding: 1, ..near },
    ];
    let figure = plot::positions(&settings).unwrap();
    check_svg("tempat.svg", &figure);
    assert!(
        figure.alt().contains("padding 1: 7 x 7 tempat"),
        "{}",
        figure.alt()
    );
    for broken in [
        Sliding { stride: 0, ..near },
        Sliding { kernel: 8, ..near },
        Sliding { side: 33, ..near },
        Sliding {
            padding: usize::MAX,
            ..near
        },
    ] {
        assert!(plot::positions(&[broken]).is_err(), "{broken:?}");
    }
}

#[test]
fn the_network_its_neurons_and_a_computation() {
    use plot::Step;
    let figure = plot::network(&Summary::of::<Cnn>()).unwrap();
    check_svg("jaringan.svg", &figure);
    assert!(
        figure.alt().contains("memberi 2 × 2 × 128"),
        "{}",
        figure.alt()
    );
    type Plain = (Flatten<784>, Linear<784, 10>);
    check_svg(
        "jaringan_datar.svg",
        &plot::network(&Summary::of::<Plain>()).unwrap(),
    );

    let rows = [
        ("pelatihan 1", vec![1.25, 0.0, 1.25]),
        ("penilaian", vec![1.0; 3]),
    ];
    let figure = plot::neurons("Dropout", &rows).unwrap();
    check_svg("neuron.svg", &figure);
    assert!(figure.alt().contains("pelatihan 1: 1 dari 3 neuron padam"));
    assert!(plot::neurons("", &[("a", vec![0.0; 25])]).is_err());

    let steps = [
        Step::new("x", 3.0, 12.0, &[]),
        Step::new("w", 2.0, 18.0, &[]),
        Step::new("wx", 6.0, 6.0, &[0, 1]),
        Step::new("b", 1.0, 6.0, &[]),
        Step::new("L", 7.0, 1.0, &[2, 3]),
    ];
    check_svg(
        "perhitungan.svg",
        &plot::computation("Satu neuron", &steps).unwrap(),
    );
    assert!(plot::computation("", &[]).is_err());
    assert!(plot::computation("", &[Step::new("x", 0.0, 0.0, &[0])]).is_err());
}

#[test]
fn paths_on_a_loss_surface() {
    let surface = LossSurface::new(&data().train, [2, 4], [(7, 7), (7, 13)], 300).unwrap();
    let walk = |descent| surface.path([2.5, 0.0], descent, 60).unwrap();
    let paths = [
        ("SGD", walk(Descent::Sgd { learning_rate: 0.2 })),
        (
            "terlalu jauh",
            walk(Descent::Sgd {
                learning_rate: 80.0,
            }),
        ),
        ("Adam", walk(Descent::Adam { learning_rate: 0.2 })),
    ];
    let figure = plot::loss_surface(&surface, &paths).unwrap();
    check_png("permukaan.png", &figure);
    assert!(plot::loss_surface(&surface, &[("kosong", [])]).is_err());
    assert!(LossSurface::new(&data().train, [2, 2], [(0, 0), (1, 1)], 300).is_err());
    assert!(LossSurface::new(&data().train, [2, 4], [(0, 28), (1, 1)], 300).is_err());
}
