"""In a real JupyterLab: how long from a key press to the new picture, an explorer's against interact's, in turn."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import nbformat

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.conftest import CHROMIUM_ARGS, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

TOKEN = "only-for-this-run"
PRESSES = 15
OURS = """import libya_kit as lk
article = lk.load_article()
controls = {"overlap": lk.casualties.controls(article)["overlap"]}

def view(**choice):
    return lk.casualties.exhibit(article, measure="killed", **choice)

lk.Explorer(view, **controls)"""
PEER = """import ipywidgets
from matplotlib import pyplot

def draw(overlap):
    figure, ax = pyplot.subplots(figsize=(7.2, 5), layout="constrained")
    lk.plot_casualty_timeline(article, overlap=overlap, ax=ax)
    pyplot.show()

options = [(label, value) for label, value in controls["overlap"].items()]
ipywidgets.interact(draw, overlap=ipywidgets.RadioButtons(options=options));"""
PRESSED = """async ([place, picture, number]) => {
    const output = document.querySelectorAll('.jp-CodeCell')[place];
    const shown = () => output.querySelector(picture);
    const before = shown();
    const radio = output.querySelectorAll('.widget-radio-box input')[number];
    radio.scrollIntoView({block: 'center'});
    radio.focus();
    window.took = new Promise(done => {
        let began = null;
        radio.addEventListener('keydown', () => { began = performance.now(); }, {once: true, capture: true});
        const look = async () => {
            const now = shown();
            if (began === null || !now || now === before) { requestAnimationFrame(look); return; }
            if (now.decode) await now.decode();
            requestAnimationFrame(() => done(performance.now() - began));
        };
        requestAnimationFrame(look);
    });
}"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Yield the address of a JupyterLab that serves a folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    names = ("LAB_WORKSPACES", "LAB_SETTINGS", "_CONFIG", "_DATA", "_RUNTIME")
    settings = {f"JUPYTER{name}_DIR": str(folder / name.strip("_").lower()) for name in names}
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"),
            *("--port-retries=0", "--allow-root", f"--IdentityProvider.token={TOKEN}", "--expose-app-in-browser"),
            *(f"--ServerApp.root_dir={folder}", "--LabApp.extension_manager=readonly", "--LabApp.news_url="),
        ],
        env={**os.environ, **settings},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/api?token={TOKEN}", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def press(page: Page, place: int, picture: str, number: int) -> float:
    """Press a key on a radio button of a cell; return the milliseconds until its new picture is there."""
    page.evaluate(PRESSED, [place, picture, number])
    page.keyboard.press("Space")
    took: float = page.evaluate("took")
    page.wait_for_timeout(200)
    return took


def measured() -> tuple[float, float, float]:
    """Return the medians in milliseconds of the explorer and of interact, and their ratio."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as root, sync_playwright() as playwright:
        folder = Path(root)
        cells = [nbformat.v4.new_code_cell(source) for source in (OURS, PEER)]
        about = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), folder / "race.ipynb")
        with served(folder) as address:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_ARGS))
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}/lab/workspaces/race/tree/race.ipynb?token={TOKEN}&reset")
            page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=120_000)
            idle = "jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
            page.wait_for_function(idle, timeout=120_000)
            page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells').then(() => { window.ended = 1 })")
            page.wait_for_function("window.ended", timeout=120_000)
            sides = ((0, ".lk-exhibit svg"), (1, ".widget-output img, .jupyter-widgets-output-area img"))
            for place, picture in sides:
                page.locator(".jp-CodeCell").nth(place).locator(picture).first.wait_for(timeout=60_000)
            took: tuple[list[float], list[float]] = ([], [])
            for number in range(1, PRESSES + 1):
                for side, (place, picture) in zip(took, sides, strict=True):
                    side.append(press(page, place, picture, number % 3))
            browser.close()
    ours, peer = map(median, took)
    return ours, peer, ours / peer


if __name__ == "__main__":
    print("explorer {:.0f} ms, interact {:.0f} ms, ratio {:.3f}".format(*measured()))
