"""Keras with TensorFlow's CPU backend as a contestant: `model.fit` on arrays, a compiled `tf.function` for the answers."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras import layers  # noqa: E402

from conversation import converse, load, options  # noqa: E402

# How many training steps one call of the compiled function makes.
STEPS_PER_CALL = 25


def network():
    """The seed's network."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, 2, activation="relu"),
            layers.Conv2D(64, 3, 2, activation="relu"),
            layers.Conv2D(128, 3, 2, activation="relu"),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10),
        ]
    )


class Keras:
    """A compiled model and its data."""

    def __init__(self, chosen):
        tf.config.threading.set_intra_op_parallelism_threads(chosen.threads)
        tf.config.threading.set_inter_op_parallelism_threads(chosen.threads)
        keras.utils.set_random_seed(chosen.seed)
        (images, self.labels), (test_images, self.test_labels) = load(chosen.data, chosen.images)
        self.images, self.test_images = images[..., None], test_images[..., None]
        self.batch_size = chosen.batch_size
        self.model = network()
        self.model.compile(
            optimizer=keras.optimizers.Adam(1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
            steps_per_execution=STEPS_PER_CALL,
        )
        # Without XLA, which is slower here for both (Keras does not take it on a CPU either).
        self.answer = tf.function(lambda images: tf.argmax(self.model(images, training=False), axis=1))

    def train(self, count):
        """One epoch over the first `count` images; gives the mean loss and the accuracy as the images were seen."""
        images, labels = self.images[:count], self.labels[:count]
        figures = self.model.fit(images, labels, batch_size=self.batch_size, epochs=1, verbose=0).history
        return figures["loss"][0], figures["accuracy"][0]

    def predict(self, batch):
        """The classes of the test images, and their labels."""
        images = self.test_images
        classes = [self.answer(images[at : at + batch]) for at in range(0, len(images), batch)]
        return np.concatenate([part.numpy() for part in classes]), self.test_labels


if __name__ == "__main__":
    CHOSEN = options()
    converse(lambda: Keras(CHOSEN), CHOSEN, f"{keras.__version__} / TensorFlow {tf.__version__}")
