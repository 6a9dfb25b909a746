"""Handouts: slides, index, teacher's page, glossary, articles with numbered sentences, a sheet to annotate on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup
from nbformat import NotebookNode

from libya_kit.article import folder, schema
from libya_kit.article.csv_files import FORMULA
from libya_kit.article.model import AnnotatedArticle
from libya_kit.display import evidence
from libya_kit.errors import ArticleError
from libya_kit.report.cells import cell_html, prose
from libya_kit.teach import lessons
from libya_kit.teach.lessons import Lesson
from libya_kit.text import html as markup

SLIDES, PAPER = (
    (Path(__file__).parent / name).read_text(encoding="utf-8").strip() for name in ("slides.css", "paper.css")
)
"""The styles of slides and of what is printed for a class."""

KINDS = {
    "article": "In the articles",
    "kit": "Words of this kit",
    "craft": "Words of the craft",
}
TERMS = schema.Table(
    "glossary",
    schema.Column("term", "text", "the term"),
    "the terms that a class meets",
    (
        schema.Column("kind", "word", "under which heading it stands", tuple(KINDS), required=True),
        schema.Column("short", "text", "what it is, in a few words", required=True),
        schema.Column("more", "text", "a sentence more"),
    ),
)
SHEET_ROWS = 12
MOST_ROWS = 13


def terms(path: Path) -> pd.DataFrame:
    """Return the glossary's terms: each one's kind, what it is in a few words, and more.

    Raises
    ------
    ArticleError
        The file cannot be read, or something in it cannot be right: the first problem.
    """
    rows = folder.rows(path, TERMS, by_hand=True)
    for row in rows:
        for name, cell in row.items():
            if FORMULA.match(cell):
                what, mend = f"a formula in {name}: {cell[:40]!r}", "put its value there"
                raise ArticleError(what, file=path.name, place=row["term"], mend=mend)
    return TERMS.frame(rows)


def glossary(found: pd.DataFrame) -> Markup:
    """Return the body of the glossary: one table for each kind of term, each in the order of the alphabet."""
    parts = [markup.element("h1", "Glossary")]
    for kind, title in KINDS.items():
        some = found[found["kind"] == kind].sort_index(key=lambda terms: terms.str.lower())
        said = zip(some["short"], some["more"].fillna(""), strict=True)
        means = [f"{short[:1].upper()}{short[1:]}. {more}".strip() for short, more in said]
        parts.append(markup.table(pd.DataFrame({"means": means}, index=some.index), caption=title))
    return Markup("\n").join(parts)


def index(course: Sequence[Lesson], plans: Sequence[Mapping[str, Any]], links: Mapping[str, str]) -> Markup:
    """Return the body of the index: the lessons with their minutes, the plans, and what is printed."""
    teach, exercise = (sum(one.about[part] for one in course) for part in ("teach", "exercise"))
    lead = (
        f"{len(course)} lessons, {teach} minutes of teaching and {exercise} minutes of exercises. Every lesson can be "
        "followed in its page, without installing anything. To do the exercises in a notebook, open the folder "
        "learner in JupyterLab."
    )
    others = (
        markup.element("li", markup.element("a", name, href=to)) for to, name in links.items() if to != "index.html"
    )
    return Markup("\n").join(
        (
            markup.element("h1", "Lessons"),
            markup.element("p", lead, class_="lk-lead"),
            *(_entry(one) for one in course),
            markup.element("h2", "Plans"),
            *_plans(plans, course),
            markup.element("h2", "For teacher and class"),
            markup.element("ul", *others),
        )
    )


def _entry(lesson: Lesson) -> Markup:
    """Return a lesson's entry in the index."""
    about, name = lesson.about, lesson.name
    ways = {
        f"solution/{name}.html": "Page",
        f"slides/{name}.html": "Slides",
        f"learner/{lesson.path.name}": "Learner’s notebook",
        f"instructor/{lesson.path.name}": "Instructor’s notebook",
    }
    items = (
        markup.element("li", markup.element("a", way, href=quote(to), aria_label=f"{way}, lesson {lesson.number}"))
        for to, way in ways.items()
    )
    minutes = f"{about['teach']} minutes of teaching, {about['exercise']} minutes of exercises."
    return markup.element(
        "section",
        markup.element("h2", lesson.called),
        markup.element("p", about["question"], " ", markup.element("span", minutes, class_="lk-minutes")),
        markup.element("ul", *items, class_="lk-ways"),
    )


def _plans(plans: Sequence[Mapping[str, Any]], course: Sequence[Lesson]) -> Iterator[Markup]:
    called = {one.number: one.called for one in course}
    for plan in plans:
        rows = [(called.get(part["lesson"], "–"), part["take"], part["minutes"]) for part in plan["parts"]]
        frame = pd.DataFrame(rows, columns=["lesson", "take", "minutes"]).set_index("lesson")
        yield markup.table(frame, caption=plan["name"])


def teacher(
    text: str, course: Sequence[Lesson], plans: Sequence[Mapping[str, Any]], articles: Sequence[AnnotatedArticle]
) -> Markup:
    """Return the body of the teacher's page: its text, with what is computed in the place of lines like {{plans}}."""
    computed: dict[str, Callable[[], Iterable[Markup]]] = {
        "plans": lambda: _plans(plans, course),
        "lessons": lambda: map(_notes, course),
        "not said": lambda: map(_blind_spots, articles),
    }
    pieces = re.split(r"^\{\{([a-z ]+)\}\}$", text, flags=re.MULTILINE)
    parts = [
        Markup("\n").join(computed[piece]()) if place % 2 else markup.element("div", prose(piece), class_="lk-prose")
        for place, piece in enumerate(pieces)
    ]
    return Markup("\n").join(parts)


def _notes(lesson: Lesson) -> Markup:
    """Return what an instructor needs to know of a lesson: its aims, its tasks with their solutions, and the notes."""
    about = lesson.about
    minutes = f"{about['teach']} minutes of teaching, {about['exercise']} minutes of exercises."
    parts = [
        markup.element("h3", lesson.called),
        markup.element("p", f"{about['question']} {minutes}"),
        markup.element("ul", *(markup.element("li", one) for one in about["objectives"])),
    ]
    heading = ""
    for cell in lesson.notebook.cells:
        if cell.source.startswith("## "):
            heading = "##" + (cell.source if "kind" in cell.metadata else cell.source.partition("\n")[0])
        elif lessons.tags(cell) & {"solution", "instructor"}:
            code = cell.cell_type == "code"
            said = f"**Solution.**\n\n```\n{cell.source}\n```" if code else cell.source
            shown = f"{heading}\n\n{said}" if heading else said
            parts.append(prose(shown, cell.get("attachments")))
            heading = ""
    return markup.element("div", *parts, class_="lk-prose")


def _blind_spots(article: AnnotatedArticle) -> Markup:
    title = markup.element("p", markup.element("strong", article.title), ":")
    return Markup("\n").join((title, evidence.not_said(article).html))


def slides(notebook: NotebookNode) -> Markup:
    """Return a solved notebook as screens: words and what the cells after them show, a picture alone; no solution."""
    screens: list[list[Markup]] = []
    shows = False  # whether the last screen shows what a cell came to
    for cell in notebook.cells:
        if lessons.tags(cell) & set(lessons.TAGS):
            continue
        if cell.cell_type == "markdown":
            if cell.source.startswith("#") or shows or not screens:
                screens.append([])
            screens[-1].append(cell_html(cell))
            shows = False
        elif len(screens) > 1 and (shown := _shown(cell)):  # what stands before the first section only sets up
            if "<svg" in shown or (shows and "<table" in shown):
                screens.append([])
            screens[-1].append(shown)
            shows = True
    return Markup("\n").join(
        markup.element("section", *screen, class_="lk-slide", id=f"slide-{number}")
        for number, screen in enumerate(screens, 1)
    )


def _shown(cell: NotebookNode) -> Markup:
    """Return a cell as a slide has it: a picture or table alone, its links plain words; anything else with its code."""
    html = str(cell_html(cell, unfolded=True))
    if "<svg" in html:
        html = re.sub(r'<div class="lk-scroll".*?</table></div>', "", html, flags=re.DOTALL)
    if 'class="lk-article"' in html or html.count("<tr") > MOST_ROWS:
        return Markup("")
    if "<svg" in html or "<table" in html:
        html = re.sub(r"^<details.*?</details>", "", html, flags=re.DOTALL)
        html = re.sub(r"<svg.*?</svg>", lambda svg: re.sub(r"<(/?)a\b[^>]*>", r"<\1g>", svg[0]), html, flags=re.DOTALL)
    return Markup(re.sub(r'<a href="#[^"]*"[^>]*>(.*?)</a>', r"\1", html, flags=re.DOTALL))


def numbered(article: AnnotatedArticle) -> Markup:
    """Return an article's sentences with their numbers, as a class has them on paper."""
    parts = [markup.element("h1", article.title), markup.element("p", f"{article.source_line}.")]
    for (_, section), some in article.sentences.groupby(["paragraph", article.sentences["section"].fillna("")]):
        if section and section not in {part.striptags() for part in parts if part.startswith("<h2")}:
            parts.append(markup.element("h2", section))
        items = (
            markup.element("li", markup.element("b", str(number)), markup.element("span", row["text"]))
            for number, row in some.iterrows()
        )
        parts.append(markup.element("ul", *items, class_="lk-numbered", lang=article.language))
    return markup.element("article", *parts, class_="lk-handout")


def sheet(article: AnnotatedArticle) -> Markup:
    """Return a sheet to annotate an article's casualty and displacement claims on, with the words to choose from."""
    columns = ["sentence", "exact words", "measure", "number", "qualifier", "of whom", "source", "day"]
    blank = Markup(" ")
    frame = pd.DataFrame([[blank] * len(columns)] * SHEET_ROWS, columns=columns)
    frame.index = pd.RangeIndex(1, SHEET_ROWS + 1, name="row")
    choices = {
        "measure": [*schema.CASUALTIES.stored["measure"].words, *schema.DISPLACEMENT.stored["measure"].words],
        "qualifier": schema.CASUALTIES.stored["qualifier"].words,
        "of whom": schema.CASUALTIES.stored["population"].words,
    }
    allowed = (
        markup.element("p", markup.element("strong", name), ": ", ", ".join(map(markup.label, some)))
        for name, some in choices.items()
    )
    lead = (
        "One row for each claim. Copy the words exactly; the number must be among them. Leave empty what the article "
        "does not say: it is not 0."
    )
    return markup.element(
        "article",
        markup.element("h1", f"Annotation sheet: {article.title}"),
        markup.element("p", "Name: ", markup.element("span", "", class_="lk-line")),
        markup.element("p", lead),
        markup.table(frame, caption="Claims"),
        *allowed,
        class_="lk-handout lk-sheet",
    )
