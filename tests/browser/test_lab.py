"""A real JupyterLab: the notebook runs to its end, and its controls answer."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from libya_kit.article import shipped

TOKEN = "only-for-this-test"


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Return the address and the folder of a JupyterLab that serves copies of the notebooks."""
    root = tmp_path_factory.mktemp("lab")
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
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"),
            *("--port-retries=0", "--allow-root", f"--IdentityProvider.token={TOKEN}"),
            *(f"--ServerApp.root_dir={folder}", "--expose-app-in-browser", "--LabApp.extension_manager=readonly"),
            *("--LabApp.news_url=", "--ServerApp.terminals_enabled=False"),
        ],
        env={**os.environ, **settings},
        cwd=root,
        stdout=log,
        stderr=log,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5).close()
            break
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, (root / "log").read_text()
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait(timeout=20)
    log.close()


def test_controls_answer_in_jupyterlab(lab, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{lab}/lab/workspaces/test/tree/01_casualty_timeline.ipynb?token={TOKEN}&reset")
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell", timeout=60_000)
    # run before its kernel is there, JupyterLab would ask for one and wait
    page.wait_for_function(
        "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'", timeout=60_000
    )
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    shown = page.locator(".jp-OutputArea-output .widget-html .lk-exhibit").first
    shown.wait_for(timeout=60_000)
    assert page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]').all_text_contents() == []
    before = shown.locator(".lk-sentence").inner_text(), shown.locator("svg").evaluate("one => one.outerHTML")
    blank = page.evaluate_handle(
        """() => {
            const found = {blank: 0};
            const box = document.querySelector('.jp-OutputArea-output .widget-html .lk-exhibit').parentNode;
            new MutationObserver(() => { found.blank += box.querySelector('svg') ? 0 : 1; })
                .observe(box, {childList: true, subtree: true});
            return found;
        }"""
    )
    controls = page.locator(".jp-OutputArea-output .widget-radio").first
    controls.locator("input").last.click()
    page.wait_for_function(
        "before => document.querySelector('.widget-html .lk-exhibit .lk-sentence').innerText !== before", arg=before[0]
    )
    assert shown.locator("svg").evaluate("one => one.outerHTML") != before[1]
    assert blank.evaluate("found => found.blank") == 0
