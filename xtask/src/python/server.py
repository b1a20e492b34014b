"""Starts JupyterLab with the arguments given, and ends it in order when the parent closes our stdin or is gone."""

import sys
import threading

from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import main


def end_with_parent(stdin):
    stdin.read()
    if ServerApp.initialized():
        server = ServerApp.instance()
        server.io_loop.add_callback_from_signal(server.stop)


threading.Thread(target=end_with_parent, args=(sys.stdin.buffer,), daemon=True).start()
main()
