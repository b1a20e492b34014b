"""What the Python contestants of `cargo xtask bench` share: options, data, and the conversation, one JSON line a question and one an answer.

The Rust contestants speak the same way (`contestant/`).
"""

import argparse
import gzip
import json
import os
import sys
import time
from pathlib import Path

import numpy as np

STARTED = time.perf_counter()
MEAN, STANDARD_DEVIATION = 0.28604, 0.35302


def options(variants=()):
    """The options that the bench gives every contestant; `--variant` where there are several."""
    parser = argparse.ArgumentParser(description="Peserta `cargo xtask bench`; pertanyaan dibaca dari stdin.")
    parser.add_argument("--data", type=Path, required=True, help="folder berisi keempat berkas gz")
    parser.add_argument("--images", type=int, default=60_000, help="hanya sekian gambar latih pertama")
    parser.add_argument("--batch-size", type=int, default=32, help="ukuran batch pelatihan")
    parser.add_argument("--threads", type=int, default=1, help="banyaknya utas")
    parser.add_argument("--seed", type=int, default=1, help="benih acak")
    if variants:
        parser.add_argument("--variant", choices=variants, default=variants[0], help="cara yang dipakai")
    return parser.parse_args()


def load(folder, count):
    """The first `count` training images and all test images, as (pixels, labels): float32 (n, 28, 28), standardised, and int64."""

    def part(name, count):
        pixels = np.frombuffer(gzip.decompress((folder / f"{name}-images-idx3-ubyte.gz").read_bytes()), np.uint8, offset=16)
        labels = np.frombuffer(gzip.decompress((folder / f"{name}-labels-idx1-ubyte.gz").read_bytes()), np.uint8, offset=8)
        if count > len(labels):
            sys.exit(f"Data {name} memuat kurang dari {count} gambar; pilih --images yang lebih kecil.")
        images = pixels.reshape(-1, 28, 28)[:count].astype(np.float32)
        images /= 255
        images -= MEAN
        images /= STANDARD_DEVIATION
        return images, labels[:count].astype(np.int64)

    return part("train", count), part("t10k", 10_000)


def converse(start, chosen, version):
    """Starts the contestant that `start()` makes and answers until `end`. It has `train(count)` giving (loss, accuracy) and
    `predict(batch)` giving the test images' classes and their labels; the time of each call is taken here."""
    # Whatever a library prints goes to stderr; stdout carries answers alone.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(**values):
        print(json.dumps(values), file=out, flush=True)

    contestant = start()
    answer(ready=True, version=version, seconds_to_ready=time.perf_counter() - STARTED)
    for line in sys.stdin:
        question = json.loads(line)
        began = time.perf_counter()
        if question["do"] == "train":
            loss, accuracy = contestant.train(question.get("images", chosen.images))
            answer(seconds=time.perf_counter() - began, loss=float(loss), accuracy=float(accuracy))
        elif question["do"] == "predict":
            classes, labels = contestant.predict(question["batch"])
            seconds = time.perf_counter() - began
            answer(seconds=seconds, accuracy=float((np.asarray(classes) == np.asarray(labels)).mean()))
        elif question["do"] == "end":
            break
        else:
            sys.exit(f"Pertanyaan {line.strip()} tidak dikenal; pakailah train, predict, atau end.")
