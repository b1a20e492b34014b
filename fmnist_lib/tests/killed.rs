//! Trainings that are killed go on as if nobody had disturbed them, bit for bit. `cargo xtask kills` does it a hundred times.

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
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// Set for [`a_training_to_be_killed`]: where it trains.
const FOLDER_VARIABLE: &str = "FMNIST_TEST_RUN_FOLDER";

/// The program that the next test kills.
#[test]
#[ignore = "another test runs it, and kills it"]
fn a_training_to_be_killed() {
    let Some(dir) = std::env::var_os(FOLDER_VARIABLE) else {
        return;
    };
    let dir = Path::new(&dir);
    let data = little_data();
    let mut folder = RunFolder::open(dir).unwrap();
    let mut model: Model<Cnn> = Model::new(3).unwrap();
    let say = |epoch: &Epoch| println!("selesai {}", epoch.epoch);
    let settings = settings(EPOCHS);
    if folder.history().is_some() {
        resume_in(&mut folder, &mut model, &data, &settings, say).unwrap();
    } else {
        train_in(&mut folder, &mut model, &data, &settings, say).unwrap();
    }
}

const KILLS: usize = 10;
/// More than are complete when it is killed for the last time.
const EPOCHS: usize = 5 * KILLS;

#[test]
fn a_training_killed_again_and_again_is_the_undisturbed_one_bit_for_bit() {
    let data = little_data();
    let folder = tempfile::tempdir().unwrap();
    let (model, history) = begin(&folder.path().join("utuh"), &data, &settings(EPOCHS));
    let dir = folder.path().join("dimatikan");
    let mut random = ChaCha8Rng::seed_from_u64(5);
    for _ in 0..KILLS {
        let mut program = Command::new(std::env::current_exe().unwrap())
            .args([
                "a_training_to_be_killed",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .env(FOLDER_VARIABLE, &dir)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // It is killed at any moment of an epoch, or while its state is kept.
        let lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let mut said = lines
            .map_while(Result::ok)
            .filter(|line| line.contains("selesai"));
        assert!(said.next().is_some());
        let first = Instant::now();
        assert!(said.next().is_some());
        std::thread::sleep(first.elapsed().mul_f64(random.r#gen()));
        program.kill().unwrap();
        program.wait().unwrap();
    }
    let (again, resumed) = go_on(&dir, &data, &settings(EPOCHS)).unwrap();
    assert_eq!(bits(&again, &resumed), bits(&model, &history));
    let mut names: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "checkpoint-1.safetensors",
            "checkpoint-2.safetensors",
            "lock"
        ]
    );
}
