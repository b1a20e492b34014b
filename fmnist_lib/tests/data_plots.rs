//! The pictures of the data are drawn from real images; they are left in `target/plots` for a person to look at.

mod gallery;

use fmnist_lib::prelude::*;
use plot::Figure;

fn data() -> FashionMnist {
    FashionMnist::load(Protocol::Benih, Scaling::Raw).unwrap()
}

/// Looks at the picture, which has the width of a notebook, and whose words say `told`.
fn check(name: &str, figure: &Figure, told: &[&str]) {
    let (width, height) = gallery::check_png(name, figure);
    assert!(width == 740 && height > 100, "{name}: {width} x {height}");
    for words in told {
        assert!(figure.alt().contains(words), "{name}: {}", figure.alt());
    }
}

#[test]
fn pictures_of_the_data() {
    let data = data();
    // The first training image, an ankle boot: its alt text against the published file.
    let boot = data.train.image(0).unwrap();
    let dark = boot.iter().filter(|byte| **byte == 0).count().to_string();
    let table = plot::number_table(&data.train, 0).unwrap();
    check(
        "angka.png",
        &table,
        &["Ankle boot (sepatu bot)", &dark, "255"],
    );
    let means = ClassMeans::new(&data.train);
    check(
        "rata_rata.png",
        &plot::class_means(&means).unwrap(),
        &["6.000", "Bag (tas)"],
    );
    let few = ClassMeans::new(&data.train.take(5));
    check(
        "rata_rata_sedikit.png",
        &plot::class_means(&few).unwrap(),
        &["0 sampai 3"],
    );
    check(
        "sumbu.png",
        &plot::data_shape(&data.train).unwrap(),
        &["(60000, 28, 28, 1)"],
    );
    check(
        "sumbu_sedikit.png",
        &plot::data_shape(&data.test.take(2)).unwrap(),
        &["(2, 28, 28, 1)"],
    );
    let indices: Vec<usize> = (0..32).collect();
    check(
        "batch.png",
        &plot::batch(&data.train, &indices).unwrap(),
        &["(32, 28, 28, 1)", "Ankle boot, T-shirt/top"],
    );
    check(
        "one_hot.png",
        &plot::one_hot(&data.train, 6).unwrap(),
        &["label 9", "kolom Ankle boot"],
    );
}

/// 60,000 images of 784 pixels: 47,040,000 bytes, four times as many as `f32`.
#[test]
fn memory_of_the_data() {
    let data = data();
    let figure = plot::memory(&data.train).unwrap();
    gallery::check_svg("memori.svg", &figure);
    let alt = figure.alt();
    assert!(
        alt.contains("784 bita sebagai u8, 3.136 bita sebagai f32"),
        "{alt}"
    );
    assert!(
        alt.contains("47,0 MB sebagai u8, 188,2 MB sebagai f32"),
        "{alt}"
    );
    assert!(
        plot::memory(&data.test.take(0))
            .unwrap()
            .alt()
            .contains("0 gambar: 0 bita")
    );
}

#[test]
fn pairs_of_nearly_equal_images() {
    let some = data().train.take(6_000);
    let twins = near_duplicates(&some, 6).unwrap();
    let doubtful = ambiguous_labels(&some, 6).unwrap();
    assert!(twins[0].difference <= doubtful[0].difference);
    assert!(doubtful.iter().all(|pair| pair.labels[0] != pair.labels[1]));
    check(
        "kembar.png",
        &plot::near_duplicates(&some, &twins).unwrap(),
        &["6 pasangan"],
    );
    check(
        "ragu.png",
        &plot::near_duplicates(&some, &doubtful).unwrap(),
        &["6 pasangan"],
    );
    assert!(
        plot::near_duplicates(&some, &[])
            .unwrap()
            .alt()
            .contains("tidak ada")
    );
}

/// `sklearn.neighbors.NearestCentroid().fit(train, labels).score(test, test_labels)` gives the same.
#[test]
fn the_nearest_mean_is_right_as_often_as_scikit_learn_s() {
    let data = data();
    assert_eq!(ClassMeans::new(&data.train).accuracy(&data.test), 0.6768);
}

#[test]
fn what_cannot_be_drawn_is_told_in_a_sentence() {
    let data = data();
    let refused = [
        plot::number_table(&data.test, 10_000),
        plot::batch(&data.test, &[]),
        plot::batch(&data.test, &[3, 10_000]),
        plot::one_hot(&data.test, 0),
        plot::one_hot(&data.test.take(0), 3),
        plot::data_shape(&data.test.take(0)),
    ];
    for figure in refused {
        assert!(figure.unwrap_err().to_string().len() > 30);
    }
}
