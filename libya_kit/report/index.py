"""The index page: what an article says at a glance, and what it does not."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from libya_kit import __version__
from libya_kit.article import schema
from libya_kit.article.csv_files import csv_bytes
from libya_kit.article.model import AnnotatedArticle, report_credit
from libya_kit.article.wording import article_does, capital
from libya_kit.casualties import exhibits as casualties
from libya_kit.displacement import exhibits as displacement
from libya_kit.display import evidence
from libya_kit.stances import conclusions
from libya_kit.stances.matrix import labels_exhibit
from libya_kit.text import html as markup

TOPICS = {
    "01_casualty_timeline": casualties,
    "03_displacement_estimates": displacement,
    "02_actor_stances": conclusions,
}
"""The page of each question, in the order in which the index answers them."""


def html(article: AnnotatedArticle, titles: dict[str, str], *, text: str) -> Markup:
    """Return the body of the index; `titles` gives the name of each page and its title."""
    pages = [markup.element("a", title, href=quote(f"{name}.html")) for name, title in titles.items()]
    return Markup("\n").join(
        (
            markup.element("h1", article.title),
            markup.element(
                "p", f"{article.source_line}. What {_articles(article)} not what happened.", class_="lk-lead"
            ),
            *_reports(article, titles),
            markup.element("div", _said(article, titles), _not_said(article), class_="lk-briefing"),
            _section("The days and the counts", _picture(article, titles), class_="lk-toll"),
            _section("Who is who", _sides(article), _to_pages(labels_exhibit(article).html("who-"), titles)),
            _section("Pages", markup.element("ul", *(markup.element("li", page) for page in pages)), class_="lk-pages"),
            _section("The tables", _downloads(article, text), class_="lk-downloads"),
            _section("How to cite", *_cited(article)),
        )
    )


def _articles(article: AnnotatedArticle) -> str:
    return f"{len(article.reports):,} articles report is" if len(article.reports) > 1 else "one article reports is"


def _reports(article: AnnotatedArticle, titles: dict[str, str]) -> Iterator[Markup]:
    """Yield, of several articles read as one, the list of them, each with the way to its own pages."""
    if not article.reports:
        return
    rows = [
        (
            markup.element("a", report.about["title"], href=f"{quote(report.article_id)}/index.html"),
            report_credit(report),
            sum(report.start <= start < report.end for start in article.annotations["start"]),
        )
        for report in article.reports
    ]
    frame = pd.DataFrame(rows, columns=["article", "published by", "annotated passages"], dtype="object")
    caption = "Each article has its own pages; here all are read as one"
    yield _section("The articles", markup.table(frame, caption=caption))


def hashes(article: AnnotatedArticle) -> str:
    """Return the SHA-256 of the text, of several articles that of each."""
    if not article.reports:
        return f"SHA-256 of the text {article.sha256}"
    return "SHA-256 of the texts: " + ", ".join(f"{one.article_id} {one.about['sha256']}" for one in article.reports)


def _section(heading: str, *parts: Markup, class_: str | None = None) -> Markup:
    return markup.element("section", markup.element("h2", heading), *parts, class_=class_)


def _page(name: str, titles: dict[str, str]) -> str:
    """Return the file of a question's page; where that is not rendered, the first there is."""
    return quote(f"{name if name in titles else next(iter(titles), 'index')}.html")


def _said(article: AnnotatedArticle, titles: dict[str, str]) -> Markup:
    """Return what the article says, each figure linked to its words."""
    items = (
        markup.element("li", one.html(_page(name, titles)))
        for name, topic in TOPICS.items()
        for one in topic.findings(article)
    )
    return _section(f"What {article_does(article, 'say')}", markup.element("ol", *items, class_="lk-findings"))


def _not_said(article: AnnotatedArticle) -> Markup:
    return _section(f"What {article_does(article, 'do not say')}", evidence.not_said(article).html)


def _to_pages(exhibit: Markup, titles: dict[str, str]) -> Markup:
    """Return an exhibit whose quotes lead to their words in the pages: the index does not hold the article."""
    page = _page("00_start_here", titles)
    return Markup(str(exhibit).replace('href="#words-', f'href="{page}#words-'))


def _picture(article: AnnotatedArticle, titles: dict[str, str]) -> Markup:
    return _to_pages(casualties.exhibit(article).html("toll-"), titles)


def _sides(article: AnnotatedArticle) -> Markup:
    """Return who fights for or belongs to which party, as the article gives it."""
    actors = article.actors[article.actors["side"].notna()]
    if actors.empty:
        return markup.element("p", f"{capital(article_does(article, 'give'))} nobody a side.")
    sides = actors.groupby("side", sort=False)["name"].agg("; ".join).to_frame("who")
    sides.insert(
        0,
        f"called in the article{'s' * (len(article.reports) > 1)}",
        [article.actors.at[side, "aliases"] for side in sides.index],
    )
    sides.index = pd.Index([article.name(side) for side in sides.index], name="party")
    return markup.table(sides, caption="Who fights for a party or belongs to it, as annotated")


def _downloads(article: AnnotatedArticle, text: str) -> Markup:
    """Return a link to each table as CSV, inside the page; without the sentences where pages hold only quotes."""
    tables = [table for table in schema.TABLES.values() if text == "full" or table is not schema.SENTENCES]
    rows = [
        (
            markup.element(
                "a",
                f"{table.name}.csv",
                href="data:text/csv;charset=utf-8;base64,"
                + base64.b64encode(csv_bytes(getattr(article, table.name), table)).decode("ascii"),
                download=f"{table.name}.csv",
            ),
            len(getattr(article, table.name)),
            table.meaning,
            ", ".join(column.name for column in table.all_columns),
        )
        for table in tables
    ]
    frame = pd.DataFrame(rows, columns=["file", "rows", "what a row is", "columns"], dtype="object")  # not text: links
    return markup.table(frame, caption="Every table, to save as CSV")


def _cited(article: AnnotatedArticle) -> tuple[Markup, ...]:
    """Return how to cite the article and what was made of it."""
    source = article.source_line.partition(": ")[2]
    line = (
        f"{article.title}. {source}. Annotated with codebook {article.codebook}, read with libya_kit {__version__}; "
        f"{hashes(article)}."
    )
    hint = "A number is cited by who gave it and in which words: each page ends with a line for each of its claims."
    return markup.element("p", line, class_="lk-cite-line"), markup.element("p", hint)
