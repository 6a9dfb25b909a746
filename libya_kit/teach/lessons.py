"""Lessons: notebooks that say what they teach, and what of each a learner gets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from nbconvert.preprocessors import ClearOutputPreprocessor, TagRemovePreprocessor
from nbformat import NotebookNode

from libya_kit.article.model import AnnotatedArticle, load_article, shipped
from libya_kit.article.w3c import parse_json
from libya_kit.errors import ReportError, nearest
from libya_kit.files import read_bytes
from libya_kit.report import render as report

ABOUT = {
    "title": str,
    "question": str,
    "objectives": list,
    "before": str,
    "care": str,
    "teach": int,
    "exercise": int,
    "key_points": list,
}
"""What a lesson's notebook says of itself in its metadata, under `lesson`."""

TAGS = ("exercise", "hint", "solution", "instructor")
_CHECK = re.compile(r"""lk\.teach\.check\(\s*["']([\w.-]+)["']""")


@dataclass(frozen=True)
class Lesson:
    """One lesson: its notebook, and what that says of itself."""

    path: Path
    notebook: NotebookNode
    about: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name of its files."""
        return self.path.stem

    @property
    def number(self) -> int:
        """Its number, the first digits of its name."""
        return int(self.name.partition("_")[0])

    @property
    def called(self) -> str:
        """What it is called: number and title."""
        return f"Lesson {self.number}: {self.about['title']}"

    def article(self) -> AnnotatedArticle:
        """Return the article that it reads."""
        folder = self.about.get("article")
        return load_article(folder and shipped("data") / folder)


def home() -> Path:
    """Return the folder of the kit's own lessons."""
    return shipped("notebooks") / "lessons"


def read_lessons(paths: Iterable[Path] | None = None) -> list[Lesson]:
    """Return lessons in their order: those of the paths, else the kit's own.

    Raises
    ------
    ReportError
        A file is no notebook, or its metadata lacks something that a lesson says of itself.

    Examples
    --------
    >>> [lesson.number for lesson in read_lessons()]
    [0, 1, 2, 3, 4, 5, 6]
    """
    found = [_lesson(path) for path in (sorted(home().glob("*.ipynb")) if paths is None else dict.fromkeys(paths))]
    for name, often in Counter(lesson.name for lesson in found).items():
        if often > 1:
            raise ReportError("two lessons have this name", file=f"{name}.ipynb", mend="give one another name")
    if not found:
        raise ReportError("no lessons are given", mend="name the notebook of one at least")
    return found


def _lesson(path: Path) -> Lesson:
    notebook = report.read(path)
    about = notebook.metadata.get("lesson", {})

    def refuse(what: str, mend: str) -> NoReturn:
        raise ReportError(what, file=path.name, mend=mend)

    for key, kind in ABOUT.items():
        value = about.get(key) if isinstance(about, Mapping) else None
        items = value if isinstance(value, list) else ["text"]
        if (
            type(value) is not kind
            or not all(isinstance(item, str) for item in items)
            or (isinstance(value, int) and value < 0)
        ):
            refuse(f"the metadata give no {key} of the lesson", f"add it to lesson, as {kind.__name__}")
    if not re.match("[0-9]{1,4}_", path.name):
        refuse("the name has no number", "call it like 07_title.ipynb")
    if (article := about.get("article")) is not None and not (isinstance(article, str) and article.isprintable()):
        refuse(f"the article {article!r} is no name of a folder", "name one in data")
    if len(notebook.cells) < 2 or not notebook.cells[0].source.startswith("# "):
        refuse("it does not begin with a heading and end with the key points", "add these cells")
    for number, cell in enumerate(notebook.cells, 1):
        for tag in cell.metadata.get("tags", ()):
            if tag not in TAGS:  # misspelt, a solution would be given to learners
                refuse(f"cell {number} has the unknown tag {tag!r}", nearest(tag, TAGS))
    return Lesson(path, notebook, about)


def opening(about: Mapping[str, Any], number: int) -> str:
    """Return the first cell of a lesson, as its metadata give it."""
    objectives = "\n".join(f"- {one}" for one in about["objectives"])
    return (
        f"# Lesson {number}: {about['title']}\n\n**{about['question']}**\n\nAfter this lesson you can:\n\n"
        f"{objectives}\n\nBefore it: {about['before']}\n\n"
        f"Time: {about['teach']} minutes of teaching, {about['exercise']} minutes of exercises.\n\n{about['care']}"
    )


def tags(cell: NotebookNode) -> set[str]:
    """Return the tags of a cell."""
    return set(cell.metadata.get("tags", ()))


def checked(cell: NotebookNode) -> str | None:
    """Return the id of the question that a cell checks, if it checks one."""
    found = _CHECK.search(cell.source)
    return found and found[1]


def without(notebook: NotebookNode, *left_out: str) -> NotebookNode:
    """Return a copy of a notebook without the cells that carry one of the tags."""
    copy = deepcopy(notebook)
    if not left_out:
        return copy
    remove = TagRemovePreprocessor(remove_cell_tags=set(left_out))  # type: ignore[no-untyped-call]
    kept: NotebookNode = remove.preprocess(copy, {})[0]  # type: ignore[no-untyped-call]
    return kept


def learners(lesson: Lesson) -> NotebookNode:
    """Return a lesson as a learner gets it: what an instructor's run has left in it may hold what solutions show."""
    notebook = without(lesson.notebook, "solution", "instructor")
    emptied: NotebookNode = ClearOutputPreprocessor().preprocess(notebook, {})[0]  # type: ignore[no-untyped-call]
    return emptied


def solved(lesson: Lesson) -> NotebookNode:
    """Return a lesson with each exercise's solution in its place."""
    return without(lesson.notebook, "exercise", "instructor")


def companions() -> dict[str, str]:
    """Return the files that lessons read or that learners start from: name and content.

    Not what JupyterLab and systems leave beside them, as `.ipynb_checkpoints`, which may hold an instructor's solution.
    """
    files = home() / "files"
    return {
        f"files/{path.relative_to(files).as_posix()}": path.read_bytes().decode("utf-8")
        for path in sorted(files.rglob("*"))
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.relative_to(files).parts)
    }


def plans() -> list[dict[str, Any]]:
    """Return the plans: which parts of which lessons fill so many minutes."""
    path = home() / "plans.json"
    found: list[dict[str, Any]] = parse_json(read_bytes(path), path.name)
    return found


def shipped_text(name: str) -> str:
    """Return the text of a file that comes with the lessons.

    Raises
    ------
    ReportError
        It is not UTF-8.
    """
    try:
        return read_bytes(home() / name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(f"byte {error.start} is not UTF-8", file=name, mend="save it as UTF-8") from None
