"""A course: everything that a class needs, written from the lessons' notebooks in one go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from markupsafe import Markup
from nbformat import NotebookNode

from libya_kit.display.article_text import chosen_css, pane
from libya_kit.errors import ReportError
from libya_kit.report import render as report
from libya_kit.report.cells import cell_html
from libya_kit.report.page import page
from libya_kit.teach import checks, handouts, lessons
from libya_kit.teach.lessons import Lesson
from libya_kit.text import html as markup

WRITTEN = "written.sha256"
"""The file that keeps the sums of what was written, and of what that replaced: a build may be killed between."""
WHO = ("learner", "instructor")
"""Whose notebooks are written."""


def render_lessons(
    out: str | Path = "lessons",
    *,
    notebooks: Sequence[str | Path] | None = None,
    progress: Callable[[str], object] = lambda line: None,
) -> Path:
    """Write everything that a class needs from the lessons' notebooks; return the index's path.

    `learner/` and `instructor/` hold notebooks, `solution/` the solved lessons as pages, `slides/` a page of slides
    for each lesson; beside them stand the index, the teacher's page, the glossary, each article with its sentences
    numbered, and for each a sheet to annotate on. All is made before the first file is replaced, the index last; when
    something fails, what was there stays as it was. `written.sha256` keeps what was written: a file that was changed
    since may be a learner's work, and is never replaced.

    Parameters
    ----------
    out
        The folder; nothing else in it is touched.
    notebooks
        Lessons to take instead of the kit's own.
    progress
        Called with one line as each solved notebook is done.

    Raises
    ------
    ReportError
        A notebook is no lesson, its solution fails, a file cannot be written, or is there and not as it was written.
    ArticleError
        The glossary, or an article, holds something that cannot be right.
    """
    course = lessons.read_lessons(None if notebooks is None else map(Path, notebooks))
    report.spare((one.path for one in course), (Path(out, who, one.path.name) for who in WHO for one in course))
    files = {f"{who}/{name}": content for who in WHO for name, content in lessons.companions().items()}
    for one in course:
        files[f"learner/{one.path.name}"] = _text(lessons.learners(one))
        files[f"instructor/{one.path.name}"] = _text(one.notebook)
    pages = _pages(course)
    rendered = [f"{folder}/{one.name}.html" for folder in ("solution", "slides") for one in course]
    there = _as_written(Path(out), [*files, *rendered, *pages])  # before the notebooks run
    asked = [lessons.checked(cell) for one in course for cell in one.notebook.cells]
    more = checks.questions()["lesson"].drop(asked, errors="ignore")
    links = {"../index.html": "All lessons"} | {f"{one.name}.html": f"Lesson {one.number}" for one in course}
    for one, notebook in zip(course, _executed(course, progress), strict=True):
        article, name = one.article(), f"{one.name}.html"
        foot = report.built(article)
        body = _solved(notebook, more.index[more == one.number])
        beside = None if 'id="article"' in body else pane(article)
        files[f"solution/{name}"] = page(one.called, body, links, foot, name, pane=beside, css=chosen_css(article))
        slides, title = handouts.slides(notebook), f"Slides of {one.called[:1].lower()}{one.called[1:]}"
        files[f"slides/{name}"] = page(title, slides, links, foot, name, css=handouts.SLIDES)
    files |= pages
    sums = dict.fromkeys([*there, *(_sum(name, content.encode("utf-8")) for name, content in files.items())])
    return report.write(Path(out), {WRITTEN: "".join(sums)} | files)


def _as_written(out: Path, names: Iterable[str]) -> list[str]:
    """Return the sums of the files that are there; refuse one that is not as it was written, and a closed folder."""
    names = [*names]
    report.reach(out, [WRITTEN, *names])
    with report.writing(out):
        kept = out / WRITTEN
        known = kept.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True) if kept.is_file() else []
        there = [_sum(name, (out / name).read_bytes()) for name in names if (out / name).is_file()]
    for line in there:
        if line not in known:
            mend = "it may be somebody's work: move it away, or name another folder by --out"
            raise ReportError("the file is there, and not as it was written", file=out / line[66:-1], mend=mend)
    return there


def _sum(name: str, content: bytes) -> str:
    """Return a line of WRITTEN, in the form of the tool sha256sum."""
    return f"{sha256(content).hexdigest()}  {name}\n"


def _text(notebook: NotebookNode) -> str:
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


def _executed(course: Sequence[Lesson], progress: Callable[[str], object]) -> list[NotebookNode]:
    """Return the solved notebooks with their outputs; they run in a folder that is thrown away."""
    with TemporaryDirectory(prefix="lessons-") as scratch:
        for name, content in lessons.companions().items():
            path = Path(scratch) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8"))
        return report.run({Path(scratch) / one.path.name: lessons.solved(one) for one in course}, {}, progress)


def _solved(notebook: NotebookNode, more: Sequence[str]) -> Markup:
    """Return a solved lesson as HTML: before each solution, which is folded, its question with answers to choose.

    More questions follow before the key points.
    """
    *cells, last = notebook.cells
    parts = [part for cell in cells for part in _solved_cell(cell)]
    if len(more):
        parts += [markup.element("h2", "More questions"), *map(_question, more)]
    return Markup("\n").join([*parts, cell_html(last)])


def _solved_cell(cell: NotebookNode) -> Iterator[Markup]:
    shown = cell_html(cell, unfolded=True)
    if name := lessons.checked(cell):
        yield _question(name)
        yield markup.element("details", markup.element("summary", "Solution"), shown, class_="lk-solution")
    else:
        yield shown


def _question(name: str) -> Markup:
    """Return a question with answers to choose; its ids are of its name, so that each build has the same."""
    html = str(checks.question(name).html)
    prefix = re.search(r'id="(x\d+-)', html)
    return Markup(html.replace(prefix[1], f"q-{name}-") if prefix else html)


def _pages(course: Sequence[Lesson]) -> dict[str, str]:
    """Return the pages beside the lessons, the index last."""
    articles = {article.folder.name: article for article in (one.article() for one in course)}
    first = next(iter(articles.values()))
    plans = lessons.plans()
    links = {
        "index.html": "Lessons",
        "teacher.html": "Teacher’s page",
        "glossary.html": "Glossary",
        **{f"article-{name}.html": f"Printed article {number}" for number, name in enumerate(articles, 1)},
        **{f"sheet-{name}.html": f"Sheet {number}" for number, name in enumerate(articles, 1)},
    }
    bodies = {
        "teacher.html": handouts.teacher(lessons.shipped_text("teacher.md"), course, plans, list(articles.values())),
        "glossary.html": handouts.glossary(handouts.terms(lessons.home() / "glossary.csv")),
        **{f"article-{name}.html": handouts.numbered(one) for name, one in articles.items()},
        **{f"sheet-{name}.html": handouts.sheet(one) for name, one in articles.items()},
        "index.html": handouts.index(course, plans, links),
    }
    feet = {f"{what}-{name}.html": report.built(one) for name, one in articles.items() for what in ("article", "sheet")}
    return {
        name: page(links[name], body, links, feet.get(name, report.built(first)), name, css=handouts.PAPER)
        for name, body in bodies.items()
    }
