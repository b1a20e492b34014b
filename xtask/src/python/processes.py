"""What runs on this machine; only where /proc tells."""

import os
from pathlib import Path


def processes(mark):
    """The processes whose command line holds `mark`: number and command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if mark in command and int(folder.name) != os.getpid():
            found.append((int(folder.name), command))
    return found


def descendants(pid):
    """The process and all that it has started."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(folder.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def processor_seconds(pid):
    """How long the process has kept a processor busy."""
    times = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    """MB that the kernel's processes hold, of which a page that two share counts once."""
    total = 0
    for one in descendants(pid):
        try:
            lines = (Path("/proc") / str(one) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def front_of(kernel):
    """The kernel's first process, which has started the others."""
    return min(pid for pid, _ in processes(kernel.manager.connection_file))
