//! A damaged state of a training is never gone on with: what is read is the training itself, or a sentence.

mod mutation;

use fmnist_lib::{
    prelude::*,
    run_folder::RunFolder,
    training::{resume_in, train_in},
};
use mutation::{copy, count};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Flatten and one layer: its files are small, and damage meets their heads more often.
type Small = (Flatten<784>, Linear<784, 10>);

#[test]
fn a_damaged_state_of_a_training_is_never_gone_on_with() {
    let all = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized).unwrap();
    let data = FashionMnist {
        train: all.train.take(32),
        validation: all.validation.take(32),
        ..all
    };
    let settings = Hyperparameters {
        epochs: 1,
        threads: 1,
        ..Default::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("run");
    let mut model: Model<Small> = Model::new(1).unwrap();
    let mut run = RunFolder::open(&dir).unwrap();
    let whole = train_in(&mut run, &mut model, &data, &settings, |_| ()).unwrap();
    drop(run);
    let paths: Vec<PathBuf> = fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "safetensors"))
        .collect();
    let [path] = paths.as_slice() else {
        panic!("one state after one epoch, not {paths:?}");
    };
    let resume = |dir: &Path| -> Result<(Model<Small>, History)> {
        let mut model: Model<Small> = Model::new(2)?;
        let mut run = RunFolder::open(dir)?;
        let history = resume_in(&mut run, &mut model, &data, &settings, |_| ())?;
        Ok((model, history))
    };
    let numbers = |model: &Model<Small>| {
        let predictions = model.predict(&data.test.take(4)).unwrap();
        format!("{:?}", predictions.probabilities)
    };
    let samples = vec![fs::read(path).unwrap()];
    let expected = numbers(&resume(&dir).unwrap().0);
    // Damage that leaves a well-formed file, but without the digest that would tell.
    let place = samples[0].windows(8).position(|part| part == b"\"sha256\"");
    let mut renamed = samples[0].clone();
    renamed[place.unwrap() + 6] = b'7';
    fs::write(path, renamed).unwrap();
    assert!(resume(&dir).is_err());
    let mut refused = 0;
    let tries = count(150);
    for number in 0..tries {
        let (_, damaged) = copy(&samples, number);
        fs::write(path, &damaged).unwrap();
        match resume(&dir) {
            // Damage to what means nothing, as spaces in the table.
            Ok((model, history)) => assert!(
                history == whole && numbers(&model) == expected,
                "copy {number}"
            ),
            Err(error) => {
                refused += 1;
                let text = error.to_string();
                assert!(text.ends_with('.') && !text.contains('\n'), "{text}");
            }
        }
    }
    assert!(refused * 10 > tries * 9, "{refused} of {tries}");
}
