//! Files that somebody else may have made or damaged: each reader gives a value or one sentence, ends soon, and takes little memory.
//!
//! More copies than the quick default: `BELAJAR_CNN_MUTASI=10000 cargo test -p fmnist_lib --test hostile`.

mod mutation;

use fmnist_lib::{
    prelude::*,
    run_folder::RunFolder,
    training::{resume_in, train_in},
};
use mutation::{count, hold};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::{
    alloc::System,
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Held by each test: the allocator counts for all of them.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What `action` gives; fails if it asked the allocator for more than `most` bytes, given back or not.
fn within<T>(most: usize, action: impl FnOnce() -> T) -> T {
    let region = Region::new(ALLOCATOR);
    let value = action();
    let change = region.change();
    let bytes = change.bytes_allocated as isize + change.bytes_reallocated.max(0);
    assert!(bytes <= most as isize, "{bytes} bytes");
    value
}

/// An error as a learner reads it: one line, with the file's name in it.
fn is_a_sentence(error: &Error, path: &Path) {
    let text = error.to_string();
    let name = path.file_name().unwrap().to_string_lossy();
    assert!(text.contains(&*name), "{text}");
    assert!(
        text.ends_with('.') && !text.trim().contains('\n') && text.chars().count() < 1_000,
        "{text}"
    );
}

fn shipped(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("model")
        .join(file)
}

#[test]
fn damaged_weights_are_a_model_or_a_sentence() {
    let _turn = turn();
    let images = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)
        .unwrap()
        .test
        .take(2);
    let sample = fs::read(shipped("model.safetensors")).unwrap();
    let size = sample.len();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    hold(vec![sample], count(150), move |_, _, damaged| {
        fs::write(&path, damaged).unwrap();
        // The file, the network's numbers, and the table of where each stands.
        match within(16 * size, || Model::<Cnn>::load(&path)) {
            Ok((model, _)) => {
                let predictions = model.predict(&images);
                assert!(predictions.is_ok_and(|predictions| predictions.predicted(1).is_some()));
            }
            Err(error) => is_a_sentence(&error, &path),
        }
    });
}

#[test]
fn damaged_states_are_the_training_itself_or_a_sentence() {
    let _turn = turn();
    let data = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized).unwrap();
    let data = FashionMnist {
        train: data.train.take(32),
        validation: data.validation.take(32),
        ..data
    };
    let settings = Hyperparameters {
        epochs: 2,
        patience: Some(2),
        threads: 1,
        ..Default::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let mut model: Model<Cnn> = Model::new(1).unwrap();
    let mut run = RunFolder::open(folder.path()).unwrap();
    let history = train_in(&mut run, &mut model, &data, &settings, |_| ()).unwrap();
    drop(run);
    let whole = model.evaluate(&data.validation).unwrap();
    let path = folder.path().join("checkpoint-2.safetensors");
    fs::remove_file(folder.path().join("checkpoint-1.safetensors")).unwrap();
    let sample = fs::read(&path).unwrap();
    let size = sample.len();
    hold(vec![sample], count(100), move |_, _, damaged| {
        fs::write(&path, damaged).unwrap();
        let mut again: Model<Cnn> = Model::new(2).unwrap();
        let resumed = within(16 * size, || {
            let mut run = RunFolder::open(folder.path())?;
            run.history();
            resume_in(&mut run, &mut again, &data, &settings, |_| ())
        });
        match resumed {
            Ok(resumed) => {
                assert_eq!(resumed, history);
                assert_eq!(again.evaluate(&data.validation).unwrap(), whole);
            }
            Err(error) => is_a_sentence(&error, &path),
        }
    });
}

#[test]
fn damaged_histories_are_a_history_or_a_sentence() {
    let _turn = turn();
    let mut samples = vec![fs::read(shipped("history.json")).unwrap()];
    samples.push(br#"{"hyperparameters":{"epochs":1,"batch_size":32,"learning_rate":0.001,"beta1":0.9,"beta2":0.999,"epsilon":1e-7,"seed":42,"threads":0},"protocol":"benih","scaling":"mentah","train_images":60000,"epochs":[{"epoch":1,"train_seconds":2.5,"loss":0.5,"accuracy":0.8,"val_loss":0.4,"val_accuracy":0.85}]}"#.to_vec());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.json");
    hold(samples, count(1_000), move |_, _, damaged| {
        fs::write(&path, damaged).unwrap();
        match within(64 * damaged.len() + 4_096, || History::load(&path)) {
            Ok(history) => {
                history.save(&path).unwrap();
                // As text, in which a number that is none equals itself.
                let text = |history: &History| serde_json::to_string(history).unwrap();
                assert_eq!(text(&History::load(&path).unwrap()), text(&history));
                for figure in [plot::loss_curve(&history), plot::accuracy_curve(&history)] {
                    let drawn = figure.map(|figure| assert!(!figure.alt().is_empty()));
                    drawn.unwrap_or_else(|error| assert!(!error.to_string().is_empty()));
                }
            }
            Err(error) => is_a_sentence(&error, &path),
        }
    });
}

#[test]
fn damaged_pictures_are_a_picture_or_a_sentence() {
    let _turn = turn();
    let drawn = image::RgbaImage::from_fn(90, 60, |x, y| {
        let inside = (20..70).contains(&x) && (10..50).contains(&y);
        image::Rgba([if inside { (x * 2) as u8 } else { 250 }, y as u8, 200, 255])
    });
    let encoded = |picture: image::DynamicImage, format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let rgba = image::DynamicImage::from(drawn);
    let samples = vec![
        encoded(rgba.clone(), image::ImageFormat::Png),
        encoded(rgba.to_luma16().into(), image::ImageFormat::Png),
        encoded(rgba.to_rgb8().into(), image::ImageFormat::Jpeg),
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/own_images/cmyk.jpg")).unwrap(),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gambar.png");
    hold(samples, count(300), move |_, _, damaged| {
        fs::write(&path, damaged).unwrap();
        // The size is in the file; the reader's own limits are 256 MB for the pixels, and as much again to work on them.
        match within(1 << 30, || OwnImage::open(&path)) {
            Ok(picture) => assert_eq!(picture.pixels.len(), 784),
            Err(error) => is_a_sentence(&error, &path),
        }
    });
}

#[test]
fn endless_and_huge_files_are_refused_without_being_read() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    let huge = folder.path().join("besar");
    fs::File::create(&huge).unwrap().set_len(1 << 40).unwrap();
    let mut paths = vec![huge, folder.path().to_owned()];
    if cfg!(unix) {
        paths.push("/dev/zero".into());
    }
    for path in &paths {
        let error = within(1 << 24, || Model::<Cnn>::load(path)).err().unwrap();
        is_a_sentence(&error, path);
        let error = within(1 << 16, || History::load(path)).unwrap_err();
        is_a_sentence(&error, path);
    }
}

/// A folder with the four data files.
fn copy_of_the_data() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(default_dir()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "gz") {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

#[test]
fn a_cache_that_others_delete_or_change_meanwhile_is_no_harm() {
    let _turn = turn();
    let folder = copy_of_the_data();
    let cache = folder.path().join(".cache");
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let names = ["t10k-images-idx3-ubyte", "train-labels-idx1-ubyte"];
            for turn in (0..).take_while(|_| !over.load(Ordering::Relaxed)) {
                let file = cache.join(names[turn % 2]);
                match turn % 3 {
                    0 => drop(fs::remove_dir_all(&cache)),
                    1 => drop(fs::write(&file, "lain")),
                    _ => drop(fs::remove_file(&file)),
                }
                std::thread::sleep(std::time::Duration::from_millis(40));
            }
        });
        for _ in 0..3 {
            match FashionMnist::load_from(folder.path(), Protocol::Benih, Scaling::Raw) {
                Ok(data) => assert_eq!(data.train.labels()[..5], [9, 0, 0, 3, 0]),
                Err(error) => is_a_sentence(&error, &cache),
            }
        }
        over.store(true, Ordering::Relaxed);
    });
    // Nobody disturbs any more: all is well again, and no half-written file is left.
    let data = FashionMnist::load_from(folder.path(), Protocol::Benih, Scaling::Raw).unwrap();
    assert_eq!(data.test.labels()[..4], [9, 2, 1, 1]);
    assert_eq!(fs::read_dir(&cache).unwrap().count(), 4);
}
