"""A real JupyterLab or Notebook 7 that serves copies of the notebooks, and how a test opens and runs one there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from libya_kit.article.model import shipped

NAME = "01_casualty_timeline"
TOKEN = "only-for-this-test"
IDLE = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


@contextmanager
def served(root, program="jupyterlab"):
    """Yield the address and the folder of a program that serves copies of the notebooks."""
    folder = root / "notebooks"
    shutil.copytree(shipped("notebooks"), folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        f"JUPYTER{part}_DIR": str(root / part.strip("_").lower())
        for part in ("LAB_WORKSPACES", "LAB_SETTINGS", "_CONFIG", "_DATA", "_RUNTIME")
    }
    log = (root / "log").open("w")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", program, "--no-browser", "--ip=127.0.0.1", f"--port={port}"),
            *("--port-retries=0", "--allow-root", f"--IdentityProvider.token={TOKEN}"),
            *(f"--ServerApp.root_dir={folder}", "--expose-app-in-browser", "--LabApp.extension_manager=readonly"),
            *(
                "--LabApp.news_url=",
                "--JupyterNotebookApp.expose_app_in_browser=True",
                "--ServerApp.terminals_enabled=False",
            ),
        ],
        env={**os.environ, **settings},
        cwd=root,
        stdout=log,
        stderr=log,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5).close()
            break
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, (root / "log").read_text()
            time.sleep(0.1)
    yield address, folder
    server.terminate()
    server.wait(timeout=20)
    log.close()


def opened(lab, page, name=NAME, width=1280, place="lab/workspaces/test/tree"):
    """Open a notebook in JupyterLab, or in Notebook 7 with `place="notebooks"`."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{lab[0]}/{place}/{name}.ipynb?token={TOKEN}&reset")
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")


def run_all(page):
    """Run all cells; run before its kernel is there, JupyterLab would ask for one and wait."""
    page.wait_for_function(IDLE)
    page.evaluate("window.ended = 0; jupyterapp.commands.execute('notebook:run-all-cells').then(() => { ended = 1 })")
    page.wait_for_function("window.ended")


def executed(lab, page, width=1280):
    """Open a notebook, run it, and return its first explorer's exhibit."""
    opened(lab, page, width=width)
    run_all(page)
    shown = page.locator(".jp-OutputArea-output .widget-html .lk-exhibit").first
    shown.wait_for()
    return shown
