"""Notebooks to pages: executed in fresh kernels, each one file that needs no kernel, server, network or script."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import warnings
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryFile
from typing import Any

import nbformat
import zmq
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from markupsafe import Markup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from zmq.utils.monitor import parse_monitor_message

from libya_kit import __version__
from libya_kit.article.model import AnnotatedArticle, load_article, shipped
from libya_kit.display.article_text import TEXTS, chosen_css, pane
from libya_kit.display.evidence import without_names
from libya_kit.errors import ArticleError, ReportError, one_of
from libya_kit.files import LARGEST_FILE, clock, path_of, read_bytes, write_together
from libya_kit.report import index as briefing
from libya_kit.report.page import about, body, page
from libya_kit.text import html as markup
from libya_kit.text import notebook as notebook_html
from libya_kit.text.html import unshowable

CELL_SECONDS = 120
MOST_SHOWN = LARGEST_FILE
"""How many bytes a notebook may show in all: as many as a file that the kit reads."""
AT_ONCE = 4
_log = logging.Logger(__name__, logging.CRITICAL + 1)  # what goes wrong is said by the kit, in one line


def render_report(
    folder: str | Path | None = None,
    out: str | Path = "reports",
    *,
    text: str = "full",
    notebooks: Sequence[str | Path] | None = None,
    with_notebooks: bool = False,
    progress: Callable[[str], object] = lambda line: None,
) -> Path:
    """Run the notebooks, write a page for each and an index of what the article says; return the index's path.

    Notebooks are code: render only those that you would run. All pages are made before the first is replaced, the
    index last; when something fails, the pages that were there stay as they were.

    Parameters
    ----------
    folder
        The article's folder; None: the article that comes with the kit. Of a folder of several articles the pages
        are of all as one, and each article has its own in a folder of its name.
    out
        The folder for the pages; nothing else in it is touched.
    text
        ``"full"``: pages hold the whole text; ``"quotes"``: only the words behind rows and charts.
    notebooks
        Notebooks to render instead of the kit's own.
    with_notebooks
        Whether the executed notebooks are written beside their pages; opened again, they show what they showed, their
        pictures also where they are not trusted.
    progress
        Called with one line as each notebook is done.

    Raises
    ------
    ArticleError
        The article's folder holds something that cannot be right.
    ReportError
        A notebook fails, its kernel dies, a cell takes more than two minutes, a notebook shows more than 16 MiB, or a
        page cannot be written.
    """
    one_of("text", text, TEXTS)
    clock()  # refused before the notebooks run
    out = path_of("out", out)
    article = load_article(folder)
    paths = (
        sorted(shipped("notebooks").glob("*.ipynb")) if notebooks is None else [*dict.fromkeys(map(Path, notebooks))]
    )
    articles = [report.article_id for report in article.reports]
    _own_names(paths, articles)
    places = [Path(place) for place in ("", *articles)]
    if with_notebooks:
        spare(paths, [out / place / one.name for place in places for one in paths])
    kinds = (".html", ".ipynb")[: 1 + with_notebooks]
    names = ["index.html", *(f"{one.stem}{kind}" for one in paths for kind in kinds)]
    reach(out, [place / name for place in places for name in names])  # before the notebooks run
    files: dict[str, str] = {}
    for report in article.reports:
        one = load_article(article.folder / report.article_id)
        some = _pages(one, paths, text, with_notebooks, progress, one.folder)
        files |= {f"{report.article_id}/{name}": content for name, content in some.items()}
    place = None if folder is None else article.folder
    return write(out, files | _pages(article, paths, text, with_notebooks, progress, place))


def _own_names(paths: Sequence[Path], articles: Sequence[str]) -> None:
    """Refuse notebooks that cannot each have a page of its own, and an article whose folder is called like a page."""
    seen = {"index"}
    for path in paths:
        odd = unshowable(path.stem)
        what = f"the name holds {odd}" if odd else f"the page {path.stem}.html is another one's already"
        if odd or path.stem.lower() in seen:
            raise ReportError(what, file=path.name, mend="give the notebook another name")
        seen.add(path.stem.lower())
    for name in {f"{one}.html" for one in seen}.intersection(map(str.lower, articles)):
        raise ReportError("a page has the name of this article", file=name, mend="rename the article's folder")


def spare(sources: Iterable[Path], targets: Iterable[Path]) -> None:
    """Refuse to write in the place of one of the sources."""
    own = {source.resolve() for source in sources}
    if lost := next((target for target in targets if target.resolve() in own), None):
        what = "would be written over the notebook that it is made from"
        raise ReportError(what, file=lost, mend="name another folder by --out")


def _pages(
    article: AnnotatedArticle,
    paths: Sequence[Path],
    text: str,
    with_notebooks: bool,
    progress: Callable[[str], object],
    folder: Path | None,
) -> dict[str, str]:
    """Return the pages of an article, or of several as one, by name, the index last."""
    parameters = {"FOLDER": None if folder is None else str(folder.resolve()), "TEXT": text}
    sources = {path: read(path) for path in paths}
    titles = {path.stem: _title(notebook, path.stem) for path, notebook in sources.items()}
    links = {f"{name}.html": short(name) for name in ("index", *titles)}
    beside, chosen = pane(article, text=text), chosen_css(article)
    files: dict[str, str] = {}
    for name, notebook in zip(titles, run(sources, parameters, progress), strict=True):
        title = f"{titles[name]} · {article.title}"
        content = without_names(body(notebook))
        own = None if 'id="article"' in content else beside  # a notebook may show the article itself
        around: dict[str, Any] = {"about": about(article), "pane": own, "css": chosen}
        files[f"{name}.html"] = page(title, content, links, built(article), f"{name}.html", **around)
        if with_notebooks:
            files[f"{name}.ipynb"] = _published(notebook)
    index = briefing.html(article, titles, text=text)
    return files | {"index.html": page(article.title, index, links, built(article), "index.html", about=about(article))}


def read(path: Path) -> NotebookNode:
    """Return the notebook in a file; refuse what is not one."""
    try:
        raw = read_bytes(path.resolve())
    except (ArticleError, OSError, ValueError) as error:
        what = getattr(error, "what", None) or f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ReportError(what, file=path.name, mend="name a notebook that is there") from None
    try:
        with warnings.catch_warnings(action="ignore"):  # of cells without an id of their own, which get one
            notebook: NotebookNode = nbformat.reads(raw.decode("utf-8"), as_version=4)  # type: ignore[no-untyped-call]
            nbformat.validate(notebook)
            nbformat.writes(notebook).encode("utf-8")  # type: ignore[no-untyped-call]
    except Exception:  # what is none fails there in any way
        raise ReportError("not a notebook", file=path.name, mend="name a file that Jupyter opens") from None
    return notebook


def _title(notebook: NotebookNode, name: str) -> str:
    """Return the notebook's first heading, else its name."""
    lines = (line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), markup.label(name))


class _ThisPython(AsyncKernelManager):
    """Starts kernels with the Python that runs now, whatever kernels the machine lists."""

    @property
    def kernel_spec(self) -> KernelSpec:
        quiet = ("--HistoryManager.enabled=False", "--log-level=CRITICAL")
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *quiet]
        return KernelSpec(argv=argv, display_name="Python", language="python")

    def client(self, **more: Any) -> Any:
        """Return a client that takes no message larger than all that a notebook may show."""
        client = super().client(**more)
        client.context.setsockopt(zmq.MAXMSGSIZE, MOST_SHOWN)
        return client


class _Client(NotebookClient):
    """Runs a notebook, but stops once it has shown too much."""

    shown, too_much = 0, False
    watching: asyncio.Future[None] | None = None

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take in what a cell shows, as long as it is not too much."""
        if msg["msg_type"] not in ("status", "execute_input"):
            content = json.dumps(msg["content"], default=str, ensure_ascii=False)
            self.shown += len(content.encode("utf-8", "surrogatepass")) + sum(map(len, msg["buffers"]))
        if self.shown > MOST_SHOWN:
            self.stop()
        return None if self.too_much else super().process_message(msg, cell, cell_index)

    def stop(self) -> None:
        """End the cell that runs."""
        self.too_much = True
        if self.task_poll_for_reply is not None:
            self.task_poll_for_reply.cancel()

    async def async_start_new_kernel_client(self) -> Any:
        """Return a client of a new kernel, whose connection is watched until the notebook is done."""
        client = await super().async_start_new_kernel_client()
        self.watching = asyncio.ensure_future(self._watch(client.iopub_channel.socket))
        return client

    async def _watch(self, socket: Any) -> None:
        """Stop when a message is too large to be taken: its connection ends, and is not tried again as a lost one."""
        with socket.get_monitor_socket(zmq.EVENT_DISCONNECTED | zmq.EVENT_CONNECT_RETRIED) as monitor:
            while parse_monitor_message(await monitor.recv_multipart())["event"] != zmq.EVENT_DISCONNECTED:
                pass
            if not await monitor.poll(1000):
                self.stop()


def run(
    notebooks: Mapping[Path, NotebookNode],
    parameters: Mapping[str, Any],
    progress: Callable[[str], object] = lambda line: None,
) -> list[NotebookNode]:
    """Run notebooks, a few at a time, each in a kernel of its own in its path's folder; return them with outputs.

    The parameters take the place of the cell tagged `parameters`.
    """
    return _finish(_all([_executed(path, notebook, parameters, progress) for path, notebook in notebooks.items()]))


async def _executed(
    path: Path, notebook: NotebookNode, parameters: Mapping[str, Any], progress: Callable[[str], object]
) -> NotebookNode:
    """Run a notebook in a kernel of its own with the parameters set; return it with its outputs, else as it was."""
    at = 0

    def started(cell: NotebookNode, cell_index: int) -> None:
        nonlocal at
        at = cell_index + 1

    shown, about = [cell.source for cell in notebook.cells], deepcopy(notebook.metadata)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    new_client = partial(
        _Client,
        notebook,
        kernel_manager_class=_ThisPython,
        timeout=CELL_SECONDS,
        store_widget_state=False,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=started,
        log=_log,
    )
    client = new_client()

    def refuse(what: str, mend: str) -> ReportError:
        return ReportError(what, file=path.name, place=f"cell {at}", mend=mend)

    try:
        try:
            await client.async_execute(stdout=DEVNULL, stderr=DEVNULL)  # said outside the cells: no reader's
        except (DeadKernelError, RuntimeError):
            if at > 0 or client.too_much:
                raise
            client = new_client()  # a kernel that never began may have lost a port to another: once more, with others
            await client.async_execute(stdout=DEVNULL, stderr=DEVNULL)
        if client.too_much:
            raise DeadKernelError
        for number, cell in enumerate(notebook.cells, 1):  # what cannot be shown stops no kernel
            if "raises-exception" not in cell.metadata.get("tags", ()) and (error := _error(cell)):
                at = number
                raise refuse(error, "run the notebook in JupyterLab and mend it")
    except CellExecutionError as failed:
        error = _error(notebook.cells[at - 1]) or f"{failed.ename}: {failed.evalue}"
        raise refuse(error, "run the notebook in JupyterLab and mend it") from None
    except nbformat.ValidationError:
        raise refuse("what it shows is no text", "show texts only") from None
    except CellTimeoutError:
        raise refuse(f"took more than {CELL_SECONDS} seconds", "mend the cell") from None
    except (DeadKernelError, RuntimeError):  # a RuntimeError: it never answered
        if client.too_much:
            raise refuse(f"shows more than {MOST_SHOWN:,} bytes", "show less, or a part of it") from None
        raise refuse("the kernel died", "run the notebook in JupyterLab and see why") from None
    finally:
        if client.watching:
            client.watching.cancel()
    for cell, source in zip(notebook.cells, shown, strict=True):
        cell.source = source
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    notebook.metadata = about
    progress(f"{path.stem}: {sum(cell.cell_type == 'code' for cell in notebook.cells)} cells")
    return notebook


def _joined(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    r"""Return what a cell shows with streams that follow each other as one each, errors behind.

    What `\r` writes over is gone. The two streams come in any order, but both before what is displayed after them.
    """
    joined: list[NotebookNode] = []
    for printed, some in groupby(outputs, lambda output: output.output_type == "stream"):
        if not printed:
            joined.extend(some)
            continue
        streams: dict[str, list[str]] = {}
        for output in some:
            streams.setdefault(output.name, []).append(output.text)
        for name in sorted(streams, reverse=True):
            lines = "".join(streams[name]).split("\n")
            text = "\n".join(line[line.rfind("\r", 0, len(line.rstrip("\r"))) + 1 :] for line in lines)
            joined.append(new_output("stream", name=name, text=text))  # type: ignore[no-untyped-call]
    return joined


def _error(cell: NotebookNode) -> str | None:
    """Return the error that a cell shows, if it shows one."""
    errors = (output for output in cell.get("outputs", ()) if output.output_type == "error")
    return next((f"{one.ename}: {one.evalue}" for one in errors), None)


async def _all(runs: Sequence[Coroutine[Any, Any, NotebookNode]]) -> list[NotebookNode]:
    """Run a few notebooks at a time, each to its end; then refuse the first failure, if there is one."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def in_turn(run: Coroutine[Any, Any, NotebookNode]) -> NotebookNode:
        async with turns:
            return await run

    results = await asyncio.gather(*map(in_turn, runs), return_exceptions=True)
    done = []
    for result in results:
        if isinstance(result, BaseException):
            raise result
        done.append(result)
    return done


def _finish(work: Coroutine[Any, Any, list[NotebookNode]]) -> list[NotebookNode]:
    """Return what the work comes to, also where an event loop runs already, as in a notebook; Ctrl-C cancels it."""
    tasks: list[asyncio.Task[Any]] = []

    async def noted() -> list[NotebookNode]:
        tasks.extend(asyncio.all_tasks())
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # that of what `nbclient` leaves behind
        return await work

    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(asyncio.run, noted())
        try:
            return done.result()
        except KeyboardInterrupt:
            for task in tasks:
                task.get_loop().call_soon_threadsafe(task.cancel)
            raise


def _published(notebook: NotebookNode) -> str:
    """Return an executed notebook, ready to be opened again: without widgets, which would find no kernel."""
    notebook = deepcopy(notebook)
    for cell in notebook.cells:
        for data in (output.get("data", {}) for output in cell.get("outputs", ())):
            data.pop("application/vnd.jupyter.widget-view+json", None)
            if "lk-" in (html := "".join(data.get("text/html", ""))):
                data["text/html"] = notebook_html.for_lab(html)
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


def short(name: str) -> str:
    """Return what a page is called where all are listed."""
    return markup.label(name.lstrip("0123456789_")).capitalize()


def built(article: AnnotatedArticle) -> Markup:
    """Return from what a page is built; a clock only where SOURCE_DATE_EPOCH gives one."""
    facts = {
        "Text": f"{article.source_line.partition(': ')[2]}. {article.rights or ''}".strip(),
        **({"Dating": article.dating} if article.dating else {}),
        "Data": f"codebook {article.codebook}, {briefing.hashes(article)}",
        "Made with": f"libya_kit {__version__}, pandas {version('pandas')}, matplotlib {version('matplotlib')}",
    }
    if when := clock():
        facts["Built"] = markup.day(when)
    pairs = (markup.element("div", markup.element("dt", k), markup.element("dd", v)) for k, v in facts.items())
    return markup.element("dl", *pairs, class_="lk-built")


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Make the folder; refuse in one line what cannot be written there inside the `with`."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except (OSError, ValueError) as error:
        what = f"cannot be written ({getattr(error, 'strerror', None) or error})"
        file = getattr(error, "filename2", None) or out
        raise ReportError(what, file=file, mend="name another folder by --out") from None


def reach(out: Path, names: Iterable[str | Path]) -> None:
    """Make the folder; refuse in one line where files of these names could not be written into it now."""
    paths = [out / name for name in names]
    with writing(out):
        folders = [one for one in dict.fromkeys(path.parent for path in paths) if one.is_symlink() or one.exists()]
        taken = next((path for path in paths if path.is_dir()), None)
    if taken is not None:
        raise ReportError("cannot be written (a folder stands there)", file=taken, mend="name another folder by --out")
    for folder in dict.fromkeys([out, *folders]):
        with writing(folder), TemporaryFile(dir=folder):
            pass


def write(out: Path, files: Mapping[str, str]) -> Path:
    """Write the files, all or none, the index last; return its path. A name may lead into a folder."""
    with writing(out):
        for name in files:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
        write_together(out, {name: content.encode("utf-8") for name, content in files.items()})
    return out / "index.html"
