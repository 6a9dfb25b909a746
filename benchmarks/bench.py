"""The kit's speed and weight as ratios to a peer in one run: `make bench` prints them and keeps them in README.md."""

from __future__ import annotations

import gc
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec
from itertools import product
from math import log
from pathlib import Path
from statistics import median
from time import perf_counter
from types import ModuleType

import ipywidgets
import lab
import pandas
from matplotlib import pyplot
from others import Claims, bratly_claims, cassis_claims

import libya_kit as lk
from libya_kit.article.model import BUNDLED, shipped
from libya_kit.formats import brat, inception

HERE = Path(__file__).parent
ARTICLE = lk.load_article()
CONTROLS = lk.casualties.controls(ARTICLE, "killed")
ROUNDS = 7
Measured = tuple[float, float, float]
"""Ours, the peer's, and the ratio."""
PYTHON = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def python(code: str, before: str = "") -> Callable[[], float]:
    """Return a function that tells how long the code takes in a fresh Python, its start not counted."""

    def run() -> float:
        command = [sys.executable, "-c", f"{before}\n{PYTHON.format(code)}"]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    return run


def ratio(ours: Callable[[], float], peer: Callable[[], float], rounds: int = ROUNDS) -> Measured:
    """Return the medians of both, in turn in one run, and the ratio of ours to the peer's."""
    pairs = [(ours(), peer()) for _ in range(rounds)]
    one, other = (median(side) for side in zip(*pairs, strict=True))
    return one, other, one / other


def choices() -> list[dict[str, object]]:
    """Return every choice of the first explorer."""
    return [dict(zip(CONTROLS, some, strict=True)) for some in product(*(c.values() for c in CONTROLS.values()))]


def view(**choice: object) -> lk.Exhibit:
    """Return the exhibit of a choice."""
    return lk.casualties.exhibit(ARTICLE, measure="killed", **choice)


def new_figure(**choice: object) -> None:
    """Draw a choice's chart in a new figure with a constrained layout, and write it as SVG."""
    figure, ax = pyplot.subplots(figsize=(7.2, 5), layout="constrained")
    lk.plot_casualty_timeline(ARTICLE, **choice, ax=ax)
    with tempfile.TemporaryFile() as file:
        figure.savefig(file, format="svg")
    pyplot.close(figure)


def all_views() -> Measured:
    """Compare all views of an explorer, with its page, to a new figure for each."""
    new_figure()  # the fonts are found once
    return ratio(
        lambda: seconds(lambda: lk.Explorer(view, **CONTROLS).html()),
        lambda: seconds(lambda: [new_figure(**choice) for choice in choices()]),
    )


def seen_view() -> Measured:
    """Compare a click on a view that was drawn before, in the kernel, to what interact does with a new figure."""
    explorer = lk.Explorer(view, **CONTROLS)
    radio = explorer.widget.children[0].children[0]
    peer = ipywidgets.interactive(new_figure, overlap=list(CONTROLS["overlap"].values())[::2])

    def click() -> None:
        radio.value = (radio.value + 1) % len(radio.options)

    def change() -> None:
        peer.children[0].index = 1 - (peer.children[0].index or 0)

    with redirect_stdout(io.StringIO()):  # interact clears what is not there
        return ratio(lambda: seconds(click), lambda: seconds(change))


def built(folder: Path) -> Measured:
    """Compare the report to nbconvert on the same notebooks, one after the other."""
    notebooks = sorted(shipped("notebooks").glob("*.ipynb"))
    nbconvert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--execute", "--log-level=ERROR"]

    def ours() -> None:
        subprocess.run([sys.executable, "-m", "libya_kit", "report", "--out", folder / "ours"], check=True, **QUIET)

    def peer() -> None:
        for notebook in notebooks:
            subprocess.run([*nbconvert, "--output-dir", folder / "peer", notebook], check=True, **QUIET)

    return ratio(lambda: seconds(ours), lambda: seconds(peer), rounds=3)


def weight(folder: Path) -> Measured:
    """Compare the pages' sizes, in kB."""
    names = [path.name for path in (folder / "peer").glob("*.html")]
    ours, peer = (sum((folder / side / name).stat().st_size for name in names) / 1000 for side in ("ours", "peer"))
    return ours, peer, ours / peer


def small_articles(folder: Path, count: int = 1000) -> list[Path]:
    """Write so many small invented articles; return their folders."""
    sys.path.append(str(HERE.parent / "tests"))
    from folders import write_folder

    return [write_folder(folder / f"a{number:04}") for number in range(count)]


def normalized(folders: list[Path]) -> pandas.DataFrame:
    """Read the same files of annotations as JSON alone, a frame each, nothing verified."""
    frames = []
    for folder in folders:
        with (folder / "annotations.jsonld").open(encoding="utf-8") as file:
            frames.append(pandas.json_normalize(json.load(file)["items"]))
    return pandas.concat(frames)


def copies(folder: Path, count: int = 100) -> list[Path]:
    """Copy the bundled article so many times; return the copies' folders."""
    return [Path(shutil.copytree(shipped("data") / BUNDLED, folder / f"b{number:04}")) for number in range(count)]


def exported(folders: list[Path], tool: ModuleType) -> list[Path]:
    """Write each article in a tool's format; return the folders of its files."""
    places = [folder.parent.parent / tool.__name__ / folder.name for folder in folders]
    for folder, place in zip(folders, places, strict=True):
        tool.write(folder, place)
    return places


def read_by_others(folders: list[Path], tool: ModuleType, claims: Callable[..., Claims]) -> Measured:
    """Compare all tables of many articles, verified, to a table of the same claims, read by somebody else's reader."""
    files = exported(folders, tool)
    return ratio(
        lambda: seconds(lambda: lk.load_articles(folders)),
        lambda: seconds(lambda: pandas.DataFrame(claims(files))),
    )


def held(work: Callable[[], object]) -> float:
    """Return how many bytes what a call returns takes."""
    gc.collect()
    tracemalloc.start()
    kept = work()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size


def memory(folders: list[Path]) -> Measured:
    """Compare the bytes that all tables take to those of the annotations' frame alone, for each annotation."""
    count = len(lk.load_articles(folders).annotations)
    ours, peer = (held(work) / count for work in (lambda: lk.load_articles(folders), lambda: normalized(folders)))
    return ours, peer, ours / peer


def many_articles(folders: list[Path]) -> Measured:
    """Compare all tables of many articles, verified, to their annotations read as JSON alone."""
    return ratio(lambda: seconds(lambda: lk.load_articles(folders)), lambda: seconds(lambda: normalized(folders)))


def growth(folders: list[Path]) -> Measured:
    """Return how long the first ten take, how long all, and the exponent by which that grows."""
    few, many = (
        median(seconds(lambda some=some: lk.load_articles(some)) for _ in range(3)) for some in (folders[:10], folders)
    )
    return many, few, log(many / few) / log(len(folders) / 10)


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def main() -> None:
    """Measure, print the table as it comes, and keep it."""
    rows = []

    def line(what: str, peer: str, limit: float, found: Measured, unit: str = "s") -> None:
        one, other, share = found
        rows.append(f"| {what} | {peer} | {one:.3g} {unit} | {other:.3g} {unit} | {share:.3f} | {limit} |")
        print(rows[-1], flush=True)

    pandas = python("import pandas")
    line("`import libya_kit`", "`import pandas`", 1.1, ratio(python("import libya_kit"), pandas))
    load = python("lk.load_article()", "import pandas, libya_kit as lk; lk.load_article")
    line("`load_article()`, verified", "`import pandas`", 0.1, ratio(load, pandas))
    line("all views of an explorer", "a new constrained-layout figure each", 0.6, all_views())
    line("a view seen before, in the kernel", "`interact` with a new figure", 0.1, seen_view())
    line("from key press to picture in JupyterLab", "`interact` with a new figure", 0.6, lab.measured(), "ms")
    with tempfile.TemporaryDirectory() as folder:
        nbconvert = "`jupyter nbconvert --execute`, one after another"
        line("`libya-kit report`", nbconvert, 0.6, built(Path(folder)))
        folders = small_articles(Path(folder) / "articles")
        normal = "`json.load` and `pandas.json_normalize` of each file"
        line("`load_articles`, 1,000 small articles, verified", normal, 1.0, many_articles(folders))
        line("`load_articles`, 1,000 articles: exponent", "10 articles", 1.05, growth(folders))
        folders = copies(Path(folder) / "copies")
        what = "`load_articles`, 100 copies of the bundled article, verified"
        line(what, normal, 1.0, many_articles(folders))
        line(what, "`dkpro-cassis`: a table of the claims", 0.5, read_by_others(folders, inception, cassis_claims))
        if find_spec("bratly"):
            line(what, "`bratly`: a table of the claims", 0.5, read_by_others(folders, brat, bratly_claims))
        else:
            print("not measured: a reader of brat's files (pip install bratly-io-fs)")
        line("memory of these tables, for each annotation", "`json_normalize`, one frame", 0.5, memory(folders), "B")
        line("weight of the pages", "nbconvert's default pages", 0.5, weight(Path(folder)), "kB")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    names = ("pandas", "matplotlib", "ipywidgets", "jupyterlab", "nbconvert", "dkpro-cassis")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    text = f"""# Benchmarks

Written by `make bench` on {date.today()}: {machine}; {versions}. Medians, both sides in turn in one run.
bratly, which no other part needs, is measured where it is installed (`pip install bratly-io-fs`).

| what | against | the kit | the peer | ratio | at most |
| --- | --- | --- | --- | --- | --- |
"""
    (HERE / "README.md").write_text(text + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
