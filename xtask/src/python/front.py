"""Talks to the real kernel through the kernel front, as JupyterLab does, and says of each promise whether it holds."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from jupyter_client.manager import KernelManager

from kernel import FIRST, SETUP, Cell, Kernel
from processes import processes
from promise import say

ENDLESS = "loop { std::thread::sleep(std::time::Duration::from_millis(50)); }"


def check_errors(kernel):
    cell = kernel.run('panic!("sengaja");')
    said = cell.contents("error")
    say("a panic is an error, with its message first and no backtrace",
        cell.status == "error" and said and said[0]["evalue"] == "sengaja"
        and "backtrace" not in json.dumps(said) and not cell.text(), cell.messages)
    cell = kernel.run("Hyperparameters { epochs: 0, ..Default::default() }.validate()?;")
    say("the error behind a `?` is an error, in the crate's own words",
        cell.status == "error" and cell.error().startswith("Nilai `epochs` = 0") and not cell.text(), cell.messages)
    cell = kernel.run("println!(\"{}\", tidak_ada);")
    details = cell.displays()
    say("a compile error has an Indonesian sentence, and rustc's text folded away",
        cell.status == "error" and cell.error().startswith("Baris 1: variabel `tidak_ada`")
        and details and "<details>" in details[0]["data"]["text/html"], cell.messages)
    failing, waiting = kernel.send('panic!("satu");'), kernel.send('println!("dua");')
    kernel.finish(failing), kernel.finish(waiting)
    say("cells behind a failed one are aborted", waiting.status == "aborted" and not waiting.text(), waiting.messages)
    failing, waiting = kernel.send('panic!("satu");', stop_on_error=False), kernel.send('println!("dua");')
    kernel.finish(failing), kernel.finish(waiting)
    say("cells behind one that is meant to fail run",
        failing.status == "error" and failing.error() == "satu" and waiting.text() == "dua\n", waiting.messages)
    cell = kernel.run('eprintln!("catatan");')
    say("a cell may write to stderr", cell.status == "ok" and cell.text() == "catatan\n", cell.messages)


def check_run_time(kernel):
    def note(cell):
        kind, content = cell.messages[-1]
        return content if kind == "display_data" else {"metadata": {}}

    cell = kernel.run('std::thread::sleep(std::time::Duration::from_millis(1_500));\nprintln!("bangun");')
    seconds = note(cell)["metadata"].get("belajar_cnn", {}).get("seconds", 0)
    say("a cell's last output is its run time, in words and marked",
        1.5 <= seconds < 60 and note(cell)["data"]["text/plain"].endswith(" detik") and cell.text() == "bangun\n", cell.messages)
    cell = kernel.run('panic!("sengaja");')
    say("a failed cell has it below its error",
        "belajar_cnn" in note(cell)["metadata"] and [kind for kind, _ in cell.messages[-2:]] == ["error", "display_data"], cell.messages)


def check_progress(kernel):
    cell = kernel.run('println!("sebelum");\nlet one: History = train(&mut model, &little, &short)?;\n'
                      'println!("antara");\nlet two: History = train(&mut model, &little, &short)?;\nprintln!("sesudah");')
    first = cell.displays()
    updates = cell.contents("update_display_data")
    names = [content["transient"]["display_id"] for content in first]
    say("two trainings of a cell have a display each", cell.status == "ok" and len(set(names)) == 2, cell.messages)
    last = {content["transient"]["display_id"]: content["data"] for content in updates}
    say("each ends as a picture with the result in its text",
        all("image/svg+xml" in data and data["text/plain"].startswith("Pelatihan selesai: 2 epoch") for data in last.values())
        and len(last) == 2, list(last.values())[-1:])
    say("what is printed stays in order, and no marked line is seen",
        cell.text() == "sebelum\nantara\nsesudah\n", repr(cell.text()))
    cell = kernel.run('println!("\\u{1e}fmnist-progress:{{}}");\n'
                      'println!("\\u{1e}fmnist-progress:{}:sampah", std::env::var("FMNIST_PROGRESS_NONCE")?);')
    say("a foreign mark is text, and garbage behind ours is one note",
        cell.status == "ok" and "fmnist-progress:{}\n" in cell.text() and "tidak dapat dibaca" in cell.text()
        and "sampah" not in cell.text(), repr(cell.text()))
    cell = kernel.run('for i in 0..10_000 { println!("baris {i}"); }')
    lines = "".join(content["text"] for content in cell.contents("stream")).splitlines()
    say("a flood of 10,000 lines is complete and comes in few messages",
        lines == [f"baris {i}" for i in range(10_000)] and len(cell.contents("stream")) < 200, len(lines))


def check_stop(kernel):
    kernel.stop_button()
    cell = kernel.run("let masih: i32 = 5;")
    say("Stop without a cell does nothing", cell.status == "ok", cell.messages)
    cell = kernel.send("let history: History = train(&mut model, &little, &long)?;")
    kernel.until(lambda: len(cell.contents("update_display_data")) >= 5)
    pressed = time.monotonic()
    kernel.stop_button()
    kernel.finish(cell)
    took = time.monotonic() - pressed
    last = cell.contents("update_display_data")[-1]["data"]["text/plain"]
    say("the first Stop ends a training within two seconds, and says so",
        cell.status == "ok" and took < 2 and last.startswith("Pelatihan dihentikan")
        and "semua variabel tetap ada" in cell.text(), (took, last, cell.text()))
    cell = kernel.run('println!("{} {}", history.epochs.len() < 100, masih);')
    say("history and variables are still there", cell.text() == "true 5\n", cell.messages)
    cell = kernel.send("let history: History = train(&mut model, &little, &long)?;")
    kernel.until(lambda: len(cell.contents("update_display_data")) >= 3)
    kernel.stop_button(presses=2)
    kernel.finish(cell)
    say("the second Stop kills, and says what was lost",
        cell.status == "error" and "`model`" in cell.error() and cell.contents("error")[-1]["ename"] == "Dihentikan", cell.messages)
    cell = kernel.run('println!("siap");')
    say("after a kill the next cell works", cell.text() == "siap\n", cell.messages)
    cell = kernel.send(ENDLESS)
    kernel.until(lambda: cell.contents("execute_input"))
    time.sleep(1)
    kernel.stop_button()
    kernel.finish(cell, 15)
    say("one Stop kills a cell that does not train", cell.status == "error", cell.messages)


def check_reload(kernel):
    """A page that is loaded again in the middle of a training, and one that is loaded after its end."""
    def shown(cell):
        return [content["transient"].get("display_id") for content in cell.displays()]

    # Its client is made before: making one waits for silence, which a training does not give.
    reloaded = kernel.page()
    training = kernel.send("let history: History = train(&mut model, &little, &many)?;")
    kernel.until(lambda: len(training.contents("update_display_data")) >= 3)
    reloaded.cells = {key: Cell() for key in kernel.cells}
    waiting = reloaded.send('println!("{}", history.epochs.len());')
    reloaded.until(lambda: waiting.displays(), 10)
    say("the next cell of a reloaded page shows the running training at once, below a sentence",
        shown(waiting) == shown(training) and "berjalan terus" in waiting.text() and not waiting.idle, waiting.messages)
    reloaded.finish(waiting, 600)
    kernel.finish(training, 600)
    updates = [content for cell in reloaded.cells.values() for content in cell.contents("update_display_data")]
    say("and is updated until the end, before it runs itself",
        updates and updates[-1]["transient"]["display_id"] == shown(training)[0] and "image/svg+xml" in updates[-1]["data"]
        and waiting.text().endswith("\n40\n"), (waiting.text(), len(updates)))
    kernel.run("let history: History = train(&mut model, &little, &short)?;")
    late = kernel.page().run('println!("sesudah");')
    say("a page that is loaded after the end is shown the result once",
        len(shown(late)) == 1 and late.displays()[0]["data"]["text/plain"].startswith("Pelatihan selesai: 2 epoch")
        and late.text().endswith("sesudah\n") and not kernel.page().run('println!("lagi");').displays(), late.messages)
    seen = kernel.run('println!("sudah");')
    say("the page that started a training is not shown it again", not seen.displays(), seen.messages)


def check_requests(kernel):
    answer = kernel.ask("kernel_info")
    say("the kernel names the project, and its language as evcxr does",
        answer["implementation"] == "belajar-cnn-rust" and answer["language_info"]["codemirror_mode"] == "rust", answer)
    answer = kernel.ask("complete", "let s = String::new();\ns.push", 30)
    say("completion works", any("push" in match for match in answer.get("matches", [])), answer)
    answer = kernel.ask("inspect", "String::new()", 3)
    say("inspection is answered", answer["status"] == "ok", answer)
    answer = kernel.ask("history", hist_access_type="tail", n=1)
    say("history is answered", len(answer["history"]) == 1, answer)
    say("comm_info is answered", kernel.ask("comm_info")["status"] == "ok")
    session = kernel.client.session
    key = session.key
    session.key = b"kunci lain"
    forged = kernel.send('println!("palsu");')
    session.key = key
    kernel.until(lambda: forged.messages, 2)
    cell = kernel.run('println!("asli");')
    say("a wrongly signed message is dropped", not forged.messages and cell.text() == "asli\n", forged.messages)


def check_deaths(kernel, kernels):
    if not Path("/proc").is_dir():
        return
    file = kernel.manager.connection_file
    front = [pid for pid, command in processes(file)]
    mark = f"{kernels}/{front[0]}-" if front else "tidak ada"
    cell = kernel.send(ENDLESS)
    kernel.until(lambda: cell.contents("execute_input"))
    time.sleep(1)
    evcxr = [pid for pid, command in processes(mark) if " guard " not in command]
    for pid in evcxr:
        os.kill(pid, 9)
    kernel.finish(cell)
    say("a killed evcxr is an error of its cell", evcxr and cell.status == "error" and "dimatikan oleh sistem" in cell.error(), cell.messages)
    cell = kernel.run('println!("hidup lagi");')
    say("a new evcxr takes its place", cell.text() == "hidup lagi\n", cell.messages)
    kernel.send(ENDLESS)
    time.sleep(1)
    os.kill(front[0], 9)
    end = time.monotonic() + 5
    while processes(mark) and time.monotonic() < end:
        time.sleep(0.1)
    say("nothing is left running when the front is killed", not processes(mark), processes(mark))


def check_full_disk(name, folder, kernels):
    """A kernel that finds no room for its build folder: a small file system lies over that place, for this kernel alone."""
    if not Path("/proc").is_dir():
        return
    promise = "a kernel on a full disk answers each cell with a sentence"
    apart = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*apart, "true"], capture_output=True).returncode:
        say(promise, True, "not tried: the system allows no file system of one's own")
        return
    manager = KernelManager(kernel_name=name)
    script = f'mount -t tmpfs -o size=1m tmpfs "{kernels}" && exec "$@"'
    manager.kernel_spec.argv[:0] = [*apart, "sh", "-c", script, "sh"]
    manager.start_kernel(cwd=folder)
    kernel = Kernel(manager)
    cells = [kernel.run("1 + 1"), kernel.run("2 + 2")]
    say(promise, all(cell.status == "error" and "sisa ruang disk" in cell.error() for cell in cells), cells[0].messages)
    kernel.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--cwd", required=True)
    parser.add_argument("--lab", type=Path, required=True)
    options = parser.parse_args()
    kernels = options.lab / "kernels"
    kernel = Kernel.start(options.kernel, options.cwd)
    try:
        for number, code in enumerate((FIRST, SETUP), 1):
            cell = kernel.run(code)
            if cell.status != "ok":
                say("the library loads", False, cell.messages)
                return
            # The first one takes over what the kernel has begun by itself, or runs behind it: nobody shall see that.
            counts = [content["execution_count"] for content in cell.contents("execute_input")]
            say(f"cell {number} has that number, and is announced once", counts == [number], cell.messages)
        check_errors(kernel)
        check_run_time(kernel)
        check_progress(kernel)
        check_reload(kernel)
        check_stop(kernel)
        check_requests(kernel)
        check_deaths(kernel, kernels)
    finally:
        kernel.close()
    check_full_disk(options.kernel, options.cwd, kernels)


if __name__ == "__main__":
    sys.exit(main())
