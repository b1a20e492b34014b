"""Executes one notebook with nbclient and writes it with its outputs.

Prints one JSON object a line: {"cell": i, "of": n, "seconds": s} after each code cell, {"failure": "..."} when the kernel was lost or
the time ran out. What counts as an error in the outputs is decided by the caller (finding.rs); here an execution only stops at
the first cell that wrote anything to stderr or has an error output, to save the time of the others; cells with the tag `raises-exception` are meant to.
"""

import argparse
import asyncio
import ctypes
import json
import os
import queue
import socket
import struct
import threading
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError


def say(**fields):
    print(json.dumps(fields), flush=True)


def watch_parent(loop, client):
    """The parent holds our stdin open; when it is gone, so are we, and our kernel with us."""
    while os.read(0, 1024):
        pass
    asyncio.run_coroutine_threadsafe(end(client), loop)


async def end(client):
    try:
        if client.km is not None and client.km.has_kernel:
            await client.km.shutdown_kernel(now=True)
    finally:
        os._exit(1)


def is_suspicious(cell):
    """Whether a cell failed that does not announce it by its tag."""
    if "raises-exception" in cell.metadata.get("tags", []):
        return False
    return any(
        output.output_type == "error" or (output.output_type == "stream" and output.name == "stderr")
        for output in cell.outputs
    )


def leave_the_network():
    """From here on this process and its kernel reach this machine only. Whether the system lets us."""
    new_network, new_user = 0x40000000, 0x10000000
    user, group = os.getuid(), os.getgid()
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if system.unshare(new_network | (new_user if user else 0)):
            return False
        if user:
            for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(text)
        import fcntl

        # The loopback, on which kernel and client meet, begins switched off: SIOCSIFFLAGS with IFF_UP.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
            fcntl.ioctl(handle, 0x8914, struct.pack("16sh22x", b"lo", 1))
        return True
    except (AttributeError, ImportError, OSError):
        return False


class Client(NotebookClient):
    """Collects what evcxr sends a moment after a cell's end: nbclient alone would lose a late line on stderr."""

    async def collect_late(self, cell, cell_index, parent):
        while True:
            try:
                message = await self.kc.get_iopub_msg(timeout=0.2)
            except queue.Empty:
                return
            if message["parent_header"].get("msg_id") == parent and message["msg_type"] != "status":
                self.process_message(message, cell, cell_index)


async def run(options, notebook):
    deadline = time.monotonic() + options.timeout
    client = Client(
        notebook,
        kernel_name=options.kernel,
        resources={"metadata": {"path": options.cwd}},
        allow_errors=True,
        record_timing=False,
        startup_timeout=options.timeout,
        timeout_func=lambda cell: max(1, int(deadline - time.monotonic())),
    )
    watch = (asyncio.get_running_loop(), client)
    threading.Thread(target=watch_parent, args=watch, daemon=True).start()
    cells = [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for _, cell in cells:
        cell.outputs = []
        cell.execution_count = None
        cell.metadata.pop("execution", None)
    parents = {}
    client.on_cell_executed = lambda cell, cell_index, execute_reply: parents.update(
        {cell_index: execute_reply["parent_header"]["msg_id"]}
    )
    start = time.monotonic()
    async with client.async_setup_kernel():
        say(ready=time.monotonic() - start)
        for number, (index, cell) in enumerate(cells, 1):
            start = time.monotonic()
            await client.async_execute_cell(cell, index)
            elapsed = time.monotonic() - start
            if index in parents:
                await client.collect_late(cell, index, parents[index])
            say(cell=number, of=len(cells), seconds=elapsed)
            if is_suspicious(cell) and not options.keep_going:
                break
        info = await client.kc.kernel_info(reply=True, timeout=60)
        notebook.metadata["language_info"] = info["content"]["language_info"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--input", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--cwd", required=True)
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--timeout", type=int, required=True)
    parser.add_argument("--keep-going", action="store_true")
    parser.add_argument("--offline", action="store_true")
    options = parser.parse_args()
    notebook = nbformat.read(options.input, as_version=4)
    if options.offline:
        # A child tries first, for what is half done here cannot be undone.
        trial = os.fork() if hasattr(os, "fork") else None
        if trial == 0:
            os._exit(0 if leave_the_network() else 1)
        say(offline=trial is not None and os.waitpid(trial, 0)[1] == 0 and leave_the_network())
    try:
        asyncio.run(run(options, notebook))
    except CellTimeoutError:
        say(failure="timeout")
    except DeadKernelError:
        say(failure="dead")
    except Exception as error:  # the kernel did not start at all
        say(failure="start", text=str(error))
    nbformat.write(notebook, options.output)


main()
