"""Comes to JupyterLab without its token and to a running kernel without its key, and says what it gets.

Each refusal has a twin that shows that the right token or key is taken, so that a silent server does not pass for a safe one.
"""

import argparse
import base64
import http.client
import json
import os
import stat
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import zmq
from jupyter_client.session import Session

from processes import descendants
from promise import say

PATIENCE = 120


def ask(port, method, path, headers=None, body=None):
    """The answer's status, place and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read()
    finally:
        connection.close()


def visit(port, path, headers):
    """Where a stranger ends who goes along with every redirection: the last answer's status and place."""
    for _ in range(5):
        status, place, _ = ask(port, "GET", path, headers)
        if status not in (301, 302, 303, 307, 308) or "/login" in place:
            break
        path = place
    return status, place


def upgrade(port, path, headers=None):
    """The status with which a websocket is answered; 101 means that it is open."""
    key = base64.b64encode(os.urandom(16)).decode()
    wanted = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"}
    return ask_status(port, path, {**wanted, **(headers or {})})


def ask_status(port, path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def listening(processes):
    """(address, port) of each TCP socket on which one of the processes listens."""
    inodes = set()
    for process in processes:
        try:
            for link in Path(f"/proc/{process}/fd").iterdir():
                target = os.readlink(link)
                if target.startswith("socket:["):
                    inodes.add(target[8:-1])
        except OSError:
            continue
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                address, port = fields[1].split(":")
                found.append((address, int(port, 16)))
    return found


def answers(port, session, kind="kernel_info_request", content=None, patience=2.0):
    """Whether a kernel's port answers a request of this session."""
    context = zmq.Context()
    socket = context.socket(zmq.DEALER)
    socket.linger = 0
    socket.connect(f"tcp://127.0.0.1:{port}")
    session.send(socket, kind, content or {})
    heard = socket.poll(int(patience * 1000))
    socket.close()
    context.term()
    return bool(heard)


def is_private(path):
    return stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def is_reachable(path, top):
    """Whether others can read it: the file is open, and so is the way down to it."""
    way = [folder for folder in path.parents if folder.is_relative_to(top)]
    return not is_private(path) and all(stat.S_IMODE(folder.stat().st_mode) & 0o011 for folder in way)


def knock_at_server(port, token):
    known = {"Authorization": f"token {token}"}
    wrong = {"Authorization": "token " + "0" * len(token)}
    paths = ["/api/contents", "/api/kernels", "/api/sessions", "/api/terminals", "/api/config/x", "/files/README.md", "/lab/api/settings", "/lab/tree/README.md", "/"]
    for name, headers in (("tanpa token", {}), ("dengan token yang salah", wrong)):
        seen = {path: visit(port, path, headers) for path in paths}
        # A page sends strangers to the form that asks for the token; everything else says no.
        refused = all(status in (401, 403) or (status == 302 and "/login" in place) for status, place in seen.values())
        say(f"JupyterLab tidak memberi apa pun {name}", refused, seen)
    started = ask(port, "POST", "/api/kernels", {"Content-Type": "application/json"}, "{}")[0]
    say("tanpa token tidak ada kernel yang dimulai", started in (401, 403), started)
    opened = ask(port, "GET", "/api/contents", known)[0]
    say("dengan token JupyterLab menjawab", opened == 200, opened)
    other = ask(port, "GET", "/api/contents", {**known, "Host": "jahat.example:80"})[0]
    say("nama komputer lain di kepala Host ditolak", other == 403, other)


def knock_at_sockets(port, token, kernel):
    path = f"/api/kernels/{kernel}/channels"
    known = {"Authorization": f"token {token}"}
    none = upgrade(port, path)
    say("soket kernel tidak terbuka tanpa token", none in (401, 403), none)
    foreign = upgrade(port, path, {"Origin": "http://jahat.example", "Cookie": "x=y"})
    say("soket kernel tidak terbuka bagi halaman lain", foreign in (401, 403), foreign)
    terminal = upgrade(port, "/terminals/websocket/1")
    say("soket terminal tidak terbuka tanpa token", terminal in (401, 403, 404), terminal)
    right = upgrade(port, path, known)
    say("soket kernel terbuka dengan token", right == 101, right)


def start_kernel(port, token, name, runtime):
    """The identity of a kernel that works, and its connection."""
    body = json.dumps({"name": name})
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    status, _, answer = ask(port, "POST", "/api/kernels", headers, body)
    kernel = json.loads(answer)["id"] if status == 201 else None
    if kernel is None:
        return None, None, None
    file = runtime / f"kernel-{kernel}.json"
    connection = json.loads(file.read_text())
    session = Session(key=connection["key"].encode())
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if answers(connection["shell_port"], session, patience=5):
            break
    return kernel, connection, file


def knock_at_kernel(connection, inner):
    right = Session(key=connection["key"].encode())
    wrong = Session(key=b"0" * len(connection["key"]))
    none = Session(key=b"")
    mine = {connection[name] for name in ("shell_port", "control_port", "stdin_port")}
    for name, session in (("kunci yang salah", wrong), ("tanpa kunci", none)):
        heard = [port for port in mine if answers(port, session)]
        say(f"kernel tidak menjawab pesan dengan {name}", not heard, heard)
    file = Path("/tmp") / f"orang-luar-{os.getpid()}"
    code = f'std::fs::write("{file}", "x").unwrap();'
    for session in (wrong, none):
        for port in (connection["shell_port"], connection["control_port"]):
            answers(port, session, "execute_request", {"code": code, "silent": False}, patience=3)
            answers(port, session, "shutdown_request", {"restart": False}, patience=0.5)
    time.sleep(3)
    say("kode dari orang luar tidak dijalankan", not file.exists(), file)
    if inner is not None:
        heard = [port for port in inner if answers(port, wrong, patience=1) or answers(port, none, patience=1)]
        say("evcxr di balik perantara juga tidak menjawab orang luar", inner and not heard, (inner, heard))
    say("kernel tetap menjawab kunci yang benar", answers(connection["shell_port"], right, patience=20))


def look_at_files(lab, file, token, key):
    say("berkas sambungan hanya dapat dibaca pemiliknya", is_private(file), oct(file.stat().st_mode))
    open_to_others = []
    places = [lab / "jupyter.log", *(lab / "jupyter").rglob("*"), *(lab / "kernels").glob("*/rahasia/*")]
    for path in places:
        try:
            if path.is_file() and is_reachable(path, lab):
                content = path.read_bytes()
                if token.encode() in content or key.encode() in content:
                    open_to_others.append(str(path))
        except OSError:
            continue
    say("token dan kunci tidak tertulis di berkas yang dapat dibaca orang lain", not open_to_others, open_to_others)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lab", type=Path, required=True)
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--cwd", required=True)
    options = parser.parse_args()
    address = urlsplit(os.environ["ORANG_LUAR_ALAMAT"])
    port, token = address.port, parse_qs(address.query)["token"][0]

    knock_at_server(port, token)
    kernel, connection, file = start_kernel(port, token, options.kernel, options.lab / "jupyter/runtime")
    say("dengan token sebuah kernel dimulai", connection)
    if connection is None:
        return
    knock_at_sockets(port, token, kernel)
    look_at_files(options.lab, file, token, connection["key"])

    if Path("/proc/net/tcp").exists():
        processes = descendants(os.getppid())
        sockets = listening(processes)
        # 127.0.0.1 as the kernel writes it.
        others = [socket for socket in sockets if socket[0] != "0100007F"]
        say("semua porta hanya terbuka bagi komputer ini sendiri", len(sockets) > 10 and not others, (sockets, others))
        arguments = b"".join(Path(f"/proc/{process}/cmdline").read_bytes() for process in processes if Path(f"/proc/{process}").exists())
        secrets = (token.encode(), connection["key"].encode())
        say("token dan kunci tidak tampak di baris perintah", not any(secret in arguments for secret in secrets))
        outer = {connection[name] for name in connection if name.endswith("_port")}
        # A heartbeat echoes what anybody sends, as Jupyter asks; it holds nothing.
        heartbeats = {json.loads(path.read_text())["hb_port"] for path in (options.lab / "kernels").glob("*/rahasia/**/*.json")}
        inner = [number for _, number in sockets if number not in outer | heartbeats and number != port]
    else:
        inner = None
    knock_at_kernel(connection, inner)
    ask(port, "DELETE", f"/api/kernels/{kernel}", {"Authorization": f"token {token}"})


main()
