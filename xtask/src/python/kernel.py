"""The real kernel as JupyterLab talks to it: cells sent, outputs heard, buttons pressed."""

import os
import subprocess
import time

from jupyter_client.manager import KernelManager
from jupyter_client.session import Session

FIRST = ':dep fmnist_lib = { path = "../fmnist_lib" }\nuse fmnist_lib::prelude::*;'
# A model, data and hyperparameters for trainings of different lengths.
SETUP = (
    "let mut model: Model<Cnn> = Model::new(42)?;\n"
    "let data: FashionMnist = FashionMnist::load(Protocol::Tutorial, Scaling::Standardized)?;\n"
    "let little: FashionMnist = data.with_train_images(1_000)?;\n"
    "let short: Hyperparameters = Hyperparameters { epochs: 2, ..Default::default() };\n"
    "let many: Hyperparameters = Hyperparameters { epochs: 40, ..Default::default() };\n"
    "let long: Hyperparameters = Hyperparameters { epochs: 100, ..Default::default() };"
)


class Cell:
    """What a cell has said so far."""

    def __init__(self):
        self.messages = []
        self.reply = None
        self.idle = False

    def contents(self, *kinds):
        return [content for kind, content in self.messages if kind in kinds]

    def displays(self):
        """What the cell shows, without the note of its run time."""
        return [content for content in self.contents("display_data") if "belajar_cnn" not in content["metadata"]]

    def text(self):
        return "".join(content["text"] for content in self.contents("stream"))

    def error(self):
        return " ".join(content["evalue"] for content in self.contents("error"))

    @property
    def status(self):
        return self.reply["status"] if self.reply else None


class Kernel:
    """A kernel as one page sees it."""

    def __init__(self, manager):
        self.manager = manager
        # Not the manager's own session, which all its clients would share.
        self.client = manager.client(session=Session(key=manager.session.key))
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.cells = {}

    @classmethod
    def start(cls, name, folder, variables=None):
        manager = KernelManager(kernel_name=name)
        # What a kernel's program says by itself is no answer of ours.
        manager.start_kernel(cwd=folder, env=variables or dict(os.environ), stdout=subprocess.DEVNULL)
        return cls(manager)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def page(self):
        """The same kernel for a page that is loaded again: a session of its own."""
        return Kernel(self.manager)

    def send(self, code, **options):
        cell = Cell()
        self.cells[self.client.execute(code, **options)] = cell
        return cell

    def listen(self):
        """Takes what has come, or waits a moment for the next message."""
        heard = False
        while self.client.iopub_channel.msg_ready():
            message = self.client.get_iopub_msg(timeout=1)
            heard = True
            cell = self.cells.get(message["parent_header"].get("msg_id"))
            if cell is None:
                continue
            if message["msg_type"] == "status":
                cell.idle |= message["content"]["execution_state"] == "idle"
            else:
                cell.messages.append((message["msg_type"], message["content"]))
        while self.client.shell_channel.msg_ready():
            message = self.client.get_shell_msg(timeout=1)
            heard = True
            cell = self.cells.get(message["parent_header"].get("msg_id"))
            if cell is not None:
                cell.reply = message["content"]
        if not heard:
            time.sleep(0.01)

    def until(self, condition, limit=120):
        end = time.monotonic() + limit
        while not condition():
            if time.monotonic() > end:
                return False
            self.listen()
        return True

    def finish(self, cell, limit=120):
        self.until(lambda: cell.idle and cell.reply is not None, limit)
        return cell

    def run(self, code, limit=120):
        return self.finish(self.send(code), limit)

    def stop_button(self, presses=1):
        """Returns when the kernel has heard all: its control and its shell are two sockets, and a cell that is sent next could overtake a press."""
        channel = self.client.control_channel
        requests = [self.client.session.msg("interrupt_request", {}) for _ in range(presses)]
        for request in requests:
            channel.send(request)
        unheard = {request["header"]["msg_id"] for request in requests}
        while unheard:
            unheard.discard(channel.get_msg(timeout=30)["parent_header"].get("msg_id"))

    def ask(self, method, *arguments, **options):
        return getattr(self.client, method)(*arguments, reply=True, timeout=60, **options)["content"]
