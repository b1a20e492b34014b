"""Measures the real kernel as a reader feels it. Prints one JSON object a line: {"figure": "...", "unit": "...", "values": [...]}."""

import argparse
import json
import os
import time

from kernel import FIRST, Kernel
from processes import descendants, front_of, memory, processor_seconds

SETUP = (
    "let data: FashionMnist = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)?;\n"
    "let little: FashionMnist = data.with_train_images({images})?;"
)
TRAINING = (
    "let mut model: Model<Cnn> = Model::new(1)?;\n"
    "let settings: Hyperparameters = Hyperparameters {{ epochs: {epochs}, seed: {seed}, ..Default::default() }};\n"
    "let history: History = train(&mut model, &little, &settings)?;\n"
    'println!("detik {{}}", history.epochs.iter().map(|epoch| epoch.train_seconds).sum::<f64>());'
)


# How long a reader reads before running the first cell; a lesson's first page takes longer.
READING = 20


def tell(figure, unit, values):
    print(json.dumps({"figure": figure, "unit": unit, "values": values}), flush=True)


def succeed(cell):
    assert cell.status == "ok", cell.messages
    return cell


def took(action):
    start = time.monotonic()
    action()
    return time.monotonic() - start


def training_seconds(kernel, seed, epochs=2):
    said = succeed(kernel.run(TRAINING.format(seed=seed, epochs=epochs), 600)).text()
    return float(said.rsplit("detik ", 1)[1])


def front_share(kernel, seed):
    """Of the processor time that the kernel's processes need for a training, the front's share in percent: what no noise of the machine hides."""
    members = descendants(front_of(kernel))
    before = [processor_seconds(pid) for pid in members]
    training_seconds(kernel, seed, epochs=20)
    spent = [processor_seconds(pid) - start for pid, start in zip(members, before)]
    return 100 * spent[0] / sum(spent)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--cwd", required=True)
    parser.add_argument("--lab", required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--images", type=int, required=True)
    options = parser.parse_args()
    starts, read, second, held, errors, progress, floods = [], [], [], [], [], [], []
    for seed in range(options.rounds):
        begin = time.monotonic()
        kernel = Kernel.start(options.kernel, options.cwd)
        succeed(kernel.run(FIRST))
        starts.append(time.monotonic() - begin)
        errors.append(took(lambda: kernel.run('let salah: i32 = "teks";')))
        succeed(kernel.run(SETUP.format(images=options.images), 300))
        training_seconds(kernel, 0)
        begin = time.monotonic()
        cell = kernel.send(TRAINING.format(seed=seed + 1, epochs=2))
        kernel.until(cell.displays)
        progress.append(time.monotonic() - begin)
        kernel.finish(cell, 600)
        floods.append(took(lambda: succeed(kernel.run('for i in 0..10_000 { println!("baris {i}"); }'))))
        kernel.close()
        kernel = Kernel.start(options.kernel, options.cwd)
        time.sleep(READING)
        if os.path.isdir("/proc/self"):
            held.append(memory(front_of(kernel)))
        read.append(took(lambda: succeed(kernel.run(FIRST))))
        second.append(took(lambda: succeed(kernel.run(SETUP.format(images=options.images), 300))))
        kernel.close()
    tell("kernel dimulai sampai luaran sel pertama", "detik", starts)
    tell(f"sel pertama, dijalankan sesudah membaca {READING} detik, sampai luarannya", "detik", read)
    tell("sel kedua langsung sesudahnya, yang membaca data", "detik", second)
    if held:
        tell("memori sebuah kernel yang siap", "MB", held)
    tell("galat kompilasi pertama", "detik", errors)
    tell("hiperparameter diubah sampai kemajuan pertama", "detik", progress)
    tell("10.000 baris luaran", "detik", floods)

    pair = [
        Kernel.start(options.kernel, options.cwd),
        Kernel.start(options.kernel, options.cwd, dict(os.environ, BELAJAR_CNN_TANPA_PERANTARA="1")),
    ]
    for kernel in pair:
        for code in (FIRST, SETUP.format(images=options.images)):
            succeed(kernel.run(code, 300))
        training_seconds(kernel, 0)
    slower = []
    for round in range(2 * options.rounds):
        order = (0, 1) if round % 2 == 0 else (1, 0)
        seconds = {which: training_seconds(pair[which], round) for which in order}
        slower.append((seconds[0] / seconds[1] - 1) * 100)
    tell("tambahan waktu pelatihan karena perantara, berpasangan dan bergantian", "%", slower)
    if os.path.isdir("/proc/self"):
        shares = [front_share(pair[0], round) for round in range(options.rounds)]
        tell("waktu prosesor perantara selama pelatihan", "% dari seluruhnya", shares)
    for kernel in pair:
        kernel.close()


main()
