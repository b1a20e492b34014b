"""Starts JupyterLab with the arguments given, and ends it in order when the parent closes our stdin or is gone."""

import os
import threading

from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import main


def end_with_parent():
    while os.read(0, 1024):
        pass
    if ServerApp.initialized():
        server = ServerApp.instance()
        server.io_loop.add_callback_from_signal(server.stop)


threading.Thread(target=end_with_parent, daemon=True).start()
main()
