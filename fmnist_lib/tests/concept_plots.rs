//! The pictures that explain the network: maps, bars, functions, a convolution, neurons, a computation, a loss surface. Drawn and looked at.

mod gallery;

use fmnist_lib::{numeral::decimal, prelude::*};
use gallery::{check_png, check_svg, kept, refused};

fn data() -> FashionMnist {
    FashionMnist::load(Protocol::Tutorial, Scaling::ZeroOne).unwrap()
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

/// Ten probabilities; the last falls as the temperature rises.
fn falling(temperature: u8) -> [f32; 10] {
    let sure = 1.0 - f32::from(temperature) * 0.2;
    let mut row = [(1.0 - sure) / 9.0; 10];
    row[9] = sure;
    row
}

#[test]
fn bars_of_probabilities() {
    let rows: Vec<(String, [f32; 10])> = (1..=4)
        .map(|at| (format!("T = {at}"), falling(at)))
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
        figure
            .alt()
            .contains(&format!("jumlah {}", decimal(sum, 4))),
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
