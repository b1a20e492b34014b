"""A long sitting in the real kernel: many trainings one after another, many small cells, many restarts."""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

from kernel import FIRST, SETUP, Kernel
from processes import front_of, memory, processes
from promise import say

TRAINING = "let history: History = train(&mut model, &little, &short)?;"
# The first trainings and cells fill what is kept for the next ones.
WARM = 3
MOST_GROWTH = 1.05
MOST_SLOWING = 1.25


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def repeated(kernel, code, most, end):
    """Runs a cell up to `most` times; seconds and memory of each."""
    seconds, held = [], []
    pid = front_of(kernel)
    while len(seconds) < most and time.monotonic() < end:
        start = time.monotonic()
        cell = kernel.run(code, 600)
        seconds.append(time.monotonic() - start)
        held.append(memory(pid))
        if cell.status != "ok":
            say("every repeated cell runs", False, cell.messages)
            break
    return seconds, held


def judge(what, seconds, held):
    if len(held) <= WARM + 5:
        say(f"{what}: enough of them to judge", False, len(held))
        return
    growth = held[-1] / held[WARM - 1]
    say(f"{what}: memory stays flat", growth <= MOST_GROWTH,
        f"{len(held)} times; {held[WARM - 1]:.0f} MB after the third, {held[-1]:.0f} MB at the end, ratio {growth:.3f}")
    say_pace(f"{what}: none is slower than the first", seconds[WARM:])


def say_pace(promise, seconds):
    """A fifth at the end against a fifth at the start; the whole in fifths tells a trend from a noisy moment."""
    count = len(seconds)
    parts = [seconds[count * at // 5:count * (at + 1) // 5] for at in range(5)]
    fifths = [statistics.median(part) for part in parts if part]
    ratio = fifths[-1] / fifths[0]
    told = ", ".join(f"{fifth:.2f}" for fifth in fifths)
    say(promise, ratio <= MOST_SLOWING, f"{len(seconds)} times; medians of the fifths {told} s; last / first: {ratio:.2f}")


def check_trainings(kernel, runs, count):
    kernel.run(TRAINING, 600)
    before = files(runs)
    seconds, held = repeated(kernel, TRAINING, count, float("inf"))
    judge("trainings one after another", seconds, held)
    say("trainings leave no file behind but the two states", files(runs) == before, set(files(runs)) ^ set(before))


def check_cells(kernel, minutes):
    end = time.monotonic() + 60 * minutes
    code = "let ulang: Vec<f32> = model.predict(&data.test.take(100))?.probabilities.concat();\nprintln!(\"{}\", ulang.len());"
    seconds, held = repeated(kernel, code, 100_000, end)
    judge("a cell run again and again", seconds, held)


def check_restarts(kernel, lab, count):
    folder = Path(lab) / "kernels"
    seconds = []
    for _ in range(count):
        start = time.monotonic()
        kernel.manager.restart_kernel(now=False)
        kernel.client.wait_for_ready(timeout=120)
        seconds.append(time.monotonic() - start)
    cell = kernel.run('println!("siap");')
    say("the kernel works after its restarts", cell.text() == "siap\n", cell.messages)
    alive = processes(f"{lab}/kernels/")
    fronts = processes(kernel.manager.connection_file)
    say("one kernel is running", len(fronts) <= 2, fronts)
    folders = [path.name for path in folder.iterdir() if path.is_dir()]
    say("and one build folder is there", len(folders) == 1, (folders, alive))
    say_pace("no restart is slower than the first", seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--cwd", required=True)
    parser.add_argument("--lab", required=True)
    parser.add_argument("--trainings", type=int, required=True)
    parser.add_argument("--restarts", type=int, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    options = parser.parse_args()
    kernel = Kernel.start(options.kernel, options.cwd)
    try:
        for code in (FIRST, SETUP):
            cell = kernel.run(code)
            if cell.status != "ok":
                say("the library loads", False, cell.messages)
                return
        if options.trainings:
            check_trainings(kernel, Path(os.environ["BELAJAR_CNN_RUNS"]), options.trainings)
        if options.minutes:
            check_cells(kernel, options.minutes)
        if options.restarts:
            check_restarts(kernel, options.lab, options.restarts)
    finally:
        kernel.close()


if __name__ == "__main__":
    sys.exit(main())
