//! The model that comes with the project: its accuracy floor, and that its history is its own.

use fmnist_lib::prelude::*;

#[test]
fn the_shipped_model_is_as_good_as_its_history_says() {
    let run: Run<Cnn> = Run::shipped().unwrap();
    let data = FashionMnist::load(run.history.protocol, run.scaling).unwrap();
    assert_eq!(run.history.protocol, Protocol::Tutorial);
    assert_eq!(run.history.train_images, data.train.len());
    let (loss, accuracy) = run.model.evaluate(&data.validation).unwrap();
    let last = run.history.last().unwrap();
    // Another processor may round otherwise and turn a few of the 5,000 images.
    assert!(
        (accuracy - last.val_accuracy).abs() < 0.002,
        "{accuracy} against {}",
        last.val_accuracy
    );
    assert!(
        (loss - last.val_loss).abs() < 1e-3,
        "{loss} against {}",
        last.val_loss
    );
    let (_, test_accuracy) = run.model.evaluate(&data.test).unwrap();
    assert!(
        test_accuracy > 0.89,
        "accuracy on the test images is {test_accuracy}"
    );
}
