//! Trainings that go on as if nobody had disturbed them, from the last good state; and what cannot go on says why.

mod little;

use fmnist_lib::{
    prelude::*,
    run_folder::RunFolder,
    training::{resume_in, train_in},
};
use little::{begin, bits, go_on, little_data, settings};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn state_files(dir: &Path) -> Vec<PathBuf> {
    let both = [1, 2].map(|at| dir.join(format!("checkpoint-{at}.safetensors")));
    both.into_iter().filter(|path| path.exists()).collect()
}

#[test]
fn a_training_in_pieces_is_the_whole_one_bit_for_bit() {
    let data = little_data();
    let folder = tempfile::tempdir().unwrap();
    for patience in [None, Some(3)] {
        let settings = |epochs| Hyperparameters {
            patience,
            ..settings(epochs)
        };
        let dir = folder.path().join(format!("{patience:?}"));
        let (model, history) = begin(&dir.join("utuh"), &data, &settings(12));
        let whole = bits(&model, &history);
        begin(&dir, &data, &settings(1));
        for epochs in [2, 3, 7, 12] {
            let (model, history) = go_on(&dir, &data, &settings(epochs)).unwrap();
            if history.is_over() && epochs == 12 {
                assert_eq!(bits(&model, &history), whole);
            }
        }
        // One that is over is opened as it ended.
        let (model, history) = go_on(&dir, &data, &settings(12)).unwrap();
        assert_eq!(bits(&model, &history), whole);
        assert_eq!(history.kept_epoch.is_some(), patience.is_some());
    }
}

#[test]
fn a_damaged_state_is_passed_over_for_the_one_before() {
    let data = little_data();
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("run");
    let (model, history) = begin(&dir, &data, &settings(4));
    let whole = bits(&model, &history);
    let files = state_files(&dir);
    let good: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    let mut random = ChaCha8Rng::seed_from_u64(8);
    for damage in 0..24 {
        let at = damage % 2;
        let mut bytes = good[at].clone();
        let place = random.gen_range(0..bytes.len());
        match damage % 8 {
            0 | 1 => bytes.truncate(place),
            2 => bytes.clear(),
            3 => bytes = good[1 - at].clone(),
            4 => bytes[random.gen_range(8..2_000)] ^= 1,
            _ => bytes[place] ^= 1 << random.gen_range(0..8),
        }
        fs::write(&files[at], bytes).unwrap();
        let (model, history) = go_on(&dir, &data, &settings(4)).unwrap();
        assert_eq!(bits(&model, &history), whole, "damage {damage}");
        for (file, bytes) in files.iter().zip(&good) {
            fs::write(file, bytes).unwrap();
        }
    }
    for file in &files {
        fs::write(file, "rusak").unwrap();
    }
    let error = go_on(&dir, &data, &settings(4)).unwrap_err().to_string();
    assert!(error.contains("checkpoint-"), "{error}");
    for file in &files {
        fs::remove_file(file).unwrap();
    }
    let error = go_on(&dir, &data, &settings(4)).unwrap_err();
    assert!(matches!(error, Error::NothingToResume { .. }), "{error}");
}

#[test]
fn what_differs_is_told_in_a_sentence() {
    let data = little_data();
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    begin(dir, &data, &settings(2));
    let told = |data: &FashionMnist, settings: &Hyperparameters| {
        go_on(dir, data, settings).unwrap_err().to_string()
    };
    let same = settings(3);
    let other = Hyperparameters {
        batch_size: 16,
        ..same
    };
    let sentence = told(&data, &other);
    assert!(
        sentence.contains("`batch_size` di sana 32, sedangkan sekarang 16"),
        "{sentence}"
    );
    assert!(told(&data, &settings(1)).contains("`epochs` = 1"));
    let fewer = data.with_train_images(95).unwrap();
    assert!(told(&fewer, &same).contains("gambar latih di sana 96, sedangkan sekarang 95"));
    let raw = FashionMnist {
        train: data.train.with_scaling(Scaling::Raw),
        ..data.clone()
    };
    assert!(told(&raw, &same).contains("penskalaannya di sana standar, sedangkan sekarang mentah"));
    let others = FashionMnist {
        train: data.test.take(96),
        ..data.clone()
    };
    assert!(told(&others, &same).contains("pilihan gambar"));
    type Drier = (
        (Conv2D<1, 32, 3, 2>, ReLU),
        (Conv2D<32, 64, 3, 2>, ReLU),
        (Conv2D<64, 128, 3, 2>, ReLU),
        (Flatten<512>, Dropout<30>),
        (Linear<512, 512>, ReLU, Dropout<20>),
        Linear<512, 10>,
    );
    let mut model: Model<Drier> = Model::new(1).unwrap();
    let mut run = RunFolder::open(dir).unwrap();
    let error = resume_in(&mut run, &mut model, &data, &same, |_| ()).unwrap_err();
    let sentence = error.to_string();
    assert!(
        sentence.contains("lapisan ke-8 di sana Dropout<20>, sedangkan sekarang Dropout<30>"),
        "{sentence}"
    );
}

#[test]
fn one_training_at_a_time_has_a_folder() {
    let data = little_data();
    let folder = tempfile::tempdir().unwrap();
    let mut first = RunFolder::open(folder.path()).unwrap();
    let error = RunFolder::open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("sedang dipakai pelatihan lain"));
    let mut model: Model<Cnn> = Model::new(3).unwrap();
    train_in(&mut first, &mut model, &data, &settings(1), |_| ()).unwrap();
    drop(first);
    assert!(RunFolder::open(folder.path()).is_ok());
}

#[test]
fn a_folder_that_is_lost_ends_no_training() {
    let data = little_data();
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("run");
    let mut model: Model<Cnn> = Model::new(3).unwrap();
    let mut run = RunFolder::open(&dir).unwrap();
    let history = train_in(&mut run, &mut model, &data, &settings(4), |epoch| {
        match epoch.epoch {
            // Cleared away, and made again.
            1 => fs::remove_dir_all(&dir).unwrap(),
            // A file stands in its place: nothing can be kept.
            2 => {
                fs::remove_dir_all(&dir).unwrap();
                fs::write(&dir, "").unwrap();
            }
            _ => {}
        }
    });
    assert_eq!(history.unwrap().epochs.len(), 4);
}
