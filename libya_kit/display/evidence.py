"""The words themselves: the highlighted article, the sentences behind a table, one claim's card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
from markupsafe import Markup

from libya_kit import __version__
from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle, report_credit
from libya_kit.article.wording import article_does
from libya_kit.errors import ArgumentError, nearest, one_of
from libya_kit.text import html as markup
from libya_kit.text.english import day

KINDS = {
    "casualties": "people killed or wounded",
    "displacement": "people on the move",
    "stances": "a stance",
    "events": "an event",
    "mentions": "a name or a label",
}
TEXTS = ("full", "quotes")


@dataclass(frozen=True)
class Words:
    """Words of an article, ready to be shown: as HTML in a notebook or page, as plain text elsewhere."""

    html: Markup
    plain: str

    def __repr__(self) -> str:
        return self.plain

    def _repr_html_(self) -> str:
        return markup.element("style", markup.SHEET) + self.html


class Finding:
    """One sentence of what an article says, its figures linked to their claims.

    Each part is a string, or a pair of a string and the id of the claim that it rests on.

    >>> str(Finding("The ministry said that ", ("at least 25", "killed-25"), " were killed."))
    'The ministry said that at least 25 were killed.'
    """

    def __init__(self, *parts: str | tuple[str, str]) -> None:
        self.parts = parts

    def __repr__(self) -> str:
        return "".join(part if isinstance(part, str) else part[0] for part in self.parts)

    def html(self, page: str = "") -> Markup:
        """Return the sentence as HTML; its links lead to the words of the claims in `page`, by default the same."""
        linked = (
            markup.words(part)
            if isinstance(part, str)
            else markup.element("a", part[0], href=f"{page}#words-{part[1]}")
            for part in self.parts
        )
        return Markup("").join(linked)


class Findings(tuple[Finding, ...]):
    """Findings in their order, shown as paragraphs."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(map(str, self))

    def _repr_html_(self) -> str:
        paragraphs = markup.element("div", *(markup.element("p", one.html()) for one in self), class_="lk-findings")
        return markup.element("style", markup.SHEET) + paragraphs


def highlighted(article: AnnotatedArticle, *, text: str = "full") -> Words:
    """Return the article with what is annotated highlighted by kind.

    Parameters
    ----------
    article
        The article.
    text
        ``"full"``: the whole text; ``"quotes"``: only the annotated words, where the text's rights demand it.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> highlighted(load_article(), text="quotes").plain.splitlines()[0]
    'Haftar’s forces continue push into Tripoli as Libya crisis escalates'
    """
    html = article_html(article, text=text)
    quotes = "\n".join(claims["quote"].iloc[0] for _, claims in _claims(article).groupby(level=0, sort=False))
    return Words(html, f"{article.title}\n{article.text if text == 'full' else quotes}")


def article_html(article: AnnotatedArticle, *, text: str = "full", rows: Mapping[str, str] | None = None) -> Markup:
    """Return the section that holds the highlighted article; the words of claim X have the id `words-X`.

    `rows` gives for claims the id of a row; the sentence of each then leads back to it.
    """
    one_of("text", text, TEXTS)
    key = [
        markup.element("li", markup.element("mark", words, class_=f"lk-mark lk-{kind}"))
        for kind, words in KINDS.items()
    ]
    shown = _full_text(article, rows or {}) if text == "full" else _quotes_only(article, rows or {})
    return markup.element(
        "section",
        markup.element("h2", f"The article{'s' * (len(article.reports) > 1)}, with what is annotated"),
        markup.element("p", f"{article.title}. {article.source_line}."),
        markup.element("ul", *key, class_="lk-key", aria_label="What the highlights mean"),
        markup.element("div", *shown, class_="lk-text", lang=article.language),
        id="article",
        class_="lk-article",
    )


def words(article: AnnotatedArticle, claims: pd.DataFrame, *, text: str = "full") -> Words:
    """Return the sentences in which the claims of a table stand, their words highlighted, in the article's order."""
    one_of("text", text, TEXTS)
    parts = article.annotations[article.annotations.index.isin(claims.index)]
    if parts.empty:
        whole = "articles" if len(article.reports) > 1 else "article"
        none = f"No words of the {whole} are annotated as {KINDS[claims_name(article, claims)]}."
        return Words(markup.element("p", none), none)
    items, plain = [], []
    for number, some in parts.groupby("sentence", dropna=False):
        told = f" ({article.labels[article.report_at(some['start'].iloc[0]).article_id]})" if article.reports else ""
        if text == "quotes" or pd.isna(number):
            plain += [row["quote"] for _, row in some.iterrows()]
            items += [
                markup.element(
                    "li", "“", markup.element("mark", row["quote"], class_=f"lk-mark lk-{row['kind']}"), "”", told
                )
                for _, row in some.iterrows()
            ]
            continue
        sentence = article.sentences.loc[number]
        plain.append(sentence["text"] + told)
        marked = _marked(article.text, sentence["start"], sentence["end"], some)
        items.append(markup.element("li", *marked, told, dir=markup.direction(sentence["text"])))
    return Words(markup.element("ol", *items, class_="lk-words", lang=article.language), "\n".join(plain))


def claims_name(article: AnnotatedArticle, claims: pd.DataFrame) -> str:
    """Return the name of the claim table that has these columns."""
    return next(table.name for table in schema.CLAIM_TABLES if list(claims.columns) == [c.name for c in table.columns])


def table(frame: pd.DataFrame, *, caption: str) -> Words:
    """Return a table of an article as a reader may see it; the quotes of claims lead to their words.

    >>> table(pd.DataFrame({"low": [25]}, index=pd.Index(["killed-25"], name="claim_id")), caption="Claims")
              low
    claim_id
    killed-25  25
    """
    claims = frame.index if frame.index.name == "claim_id" and "quote" in frame.columns else []
    links = {"quote": [f"#words-{claim}" for claim in claims]} if len(claims) else None
    return Words(markup.table(frame, caption=caption, links=links), frame.to_string())


def not_said(article: AnnotatedArticle) -> Words:
    """Return what the article does not say, as its annotators list it.

    >>> from libya_kit.article.model import load_article
    >>> not_said(load_article()).plain.splitlines()[0]
    'Who killed whom: no count names those who killed.'
    """
    if not article.not_said:
        none = f"The annotators list nothing that {article_does(article, 'do not say')}."
        return Words(markup.element("p", none), none)
    items = (markup.element("li", one) for one in article.not_said)
    return Words(markup.element("ul", *items), "\n".join(article.not_said))


def cards(article: AnnotatedArticle, claims: pd.DataFrame) -> Words:
    """Return the card of each claim of a table."""
    each = [card(article, claim_id) for claim_id in claims.index]
    if not each:
        return words(article, claims)
    return Words(Markup("").join(one.html for one in each), "\n\n".join(one.plain for one in each))


def card(article: AnnotatedArticle, claim_id: str) -> Words:
    """Return one claim with all that is kept of it: its sentence, its words, its attributes and what each means.

    Raises
    ------
    ArgumentError
        No claim has that id.
    """
    name, row = _claim(article, claim_id)
    columns = [
        column
        for column in schema.TABLES[name].columns
        if not _is_na(row[column.name]) and (column.kind != "flag" or row[column.name])
    ]
    table = pd.DataFrame(
        {
            "says": [_readable(article, column, row[column.name]) for column in columns],
            "which means": [column.meaning for column in columns],
        },
        index=pd.Index([column.name for column in columns], name="column"),
    )
    html = markup.table(table, caption=f"The claim {claim_id}, from the table {name}")
    return Words(html, f"{claim_id} ({name})\n" + table["says"].to_string())


def _claim(article: AnnotatedArticle, claim_id: str) -> tuple[str, pd.Series]:
    """Return the name of the table that a claim stands in, and its row."""
    if claim_id not in article.annotations.index:
        raise ArgumentError(
            f"no claim is called {claim_id!r}", mend=nearest(claim_id, article.annotations.index.unique())
        )
    name = str(article.annotations.loc[[claim_id], "kind"].iloc[0])
    return name, getattr(article, name).loc[claim_id]


def cite(article: AnnotatedArticle, claim_id: str) -> str:
    """Return a line by which a claim can be cited: who said it and when, its words, where they stand, in what text.

    Raises
    ------
    ArgumentError
        No claim has that id.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> cite(load_article(), "c-killed-14").split(". ")[0]
    'LNA (Haftar), 6 April 2019: “14 of its personnel had been killed”'
    """
    name, row = _claim(article, claim_id)
    when = row.get("reported_on", row.get("on"))
    said = f"{article.name(row['source'])}, {day(when)}: " if name != "mentions" else ""
    parts = article.annotations.loc[[claim_id]]
    if article.reports:
        stands = "; ".join(_stands_in(article, claim_id))
    else:
        source = article.source_line.removeprefix("Source: ")
        stands = f"{article.title}. {source}. Claim {claim_id}, {_characters(parts, article.sha256)}"
    return f"{said}“{row['quote']}”. {stands}, read with libya_kit {__version__}."


def _stands_in(article: AnnotatedArticle, claim_id: str) -> Iterator[str]:
    """Yield in which reports the words of a claim stand, and where in the text of each."""
    for report in article.reports:
        parts = article.annotations.loc[[claim_id]]
        parts = parts[parts["start"].between(report.start, report.end - 1)]
        if len(parts):
            called = f"{report.about['title']}. {report_credit(report)}"
            yield f"{called}. Claim {claim_id}, {_characters(parts, report.about['sha256'], report.start)}"


def _characters(parts: pd.DataFrame, sha256: str, start: int = 0) -> str:
    """Return where words stand in a text that begins at `start`, and which text that is."""
    places = " and ".join(f"{part.start - start}–{part.end - start}" for part in parts.itertuples())
    return f"characters {places} of the text with the SHA-256 {sha256}"


def citations(article: AnnotatedArticle, claims: Iterable[str]) -> Markup:
    """Return the section that holds for each claim the line by which it can be cited."""
    lines = pd.DataFrame({"citation": {claim_id: cite(article, claim_id) for claim_id in claims}})
    return markup.element(
        "section",
        markup.element("h2", "To cite a claim"),
        markup.table(lines.rename_axis("claim_id"), caption="A line for each claim in this page"),
        id="cite",
        class_="lk-cite",
    )


def _is_na(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _readable(article: AnnotatedArticle, column: schema.Column, value: Any) -> str:
    """Return an attribute's value as a reader would say it."""
    if column.kind == "list":
        single = schema.Column(column.name, "text", "", refers=column.refers)
        return "; ".join(_readable(article, single, one) for one in value)
    if column.refers in ("actors", "places"):
        return f"{getattr(article, column.refers).at[value, 'name']} ({value})"
    if column.kind == "mapping":
        return ", ".join(f"{key}: {'not stated' if other is None else other}" for key, other in value.items())
    return day(value) if column.kind == "date" else str(value)


def _claims(article: AnnotatedArticle) -> pd.DataFrame:
    return article.annotations.sort_values(["start", "end"], kind="stable")


def _quotes_only(article: AnnotatedArticle, rows: Mapping[str, str]) -> list[Markup]:
    """Return the annotated words alone, each once, in the order of the text."""
    items: list[Markup] = []
    named: set[str] = set()
    for (start, end), some in _claims(article).groupby(["start", "end"]):
        marked = _marked(article.text, start, end, some, named)
        runs = markup.direction(article.text[start:end])
        items.append(markup.element("li", *marked, *_back(article, some, rows), class_="lk-said", dir=runs))
    return [markup.element("ul", *items)]


def _back(article: AnnotatedArticle, parts: pd.DataFrame, rows: Mapping[str, str]) -> Iterator[Markup]:
    """Yield a link to the row of each claim whose words begin here; its sign comes from the style, not the text.

    Of several articles that relay a claim, each has its link.
    """
    for claim_id, part in parts[(parts["part"] == 1) | bool(article.reports)].iterrows():
        if claim_id in rows:
            name = f"to the row of “{part['quote']}”"
            yield markup.element("a", "", href=f"#{rows[str(claim_id)]}", class_="lk-back", aria_label=name)


def _full_text(article: AnnotatedArticle, rows: Mapping[str, str]) -> list[Markup]:
    """Return the whole text as paragraphs, headings and sentences; without the tags it is the text, exactly."""
    pieces: list[Markup] = []
    parts, named = _claims(article), set[str]()
    heads = {report.start: f"{report.about['title']}. {report_credit(report)}" for report in article.reports}
    bodies = [
        (report.start + report.about["body_start"], report.start + report.about["body_end"])
        for report in article.reports
    ]
    bodies = bodies or [(article.body_start, article.body_end)]
    at = 0
    for start, stop in (match.span() for match in re.finditer(r"[^\r\n]+", article.text)):
        pieces.append(markup.running(article.text[at:start]))
        pieces += [markup.element("h3", heads.pop(first)) for first in [*heads] if first <= start]
        inside = article.sentences[article.sentences["start"].between(start, stop - 1)]
        heading = inside.empty and any(first <= start < last for first, last in bodies)
        begins = set(inside["start"])
        spans = []
        for first, last in pairwise(sorted({start, stop, *begins, *inside["end"]})):
            marked = _marked(article.text, first, last, parts, named)
            back = _back(article, parts[parts["start"].between(first, last - 1)], rows)
            said = markup.element("span", *marked, class_="lk-said") if first in begins else Markup("").join(marked)
            spans += [said, *back]
        name = ("h4" if article.reports else "h3") if heading else "p"
        pieces.append(markup.element(name, *spans, dir=markup.direction(article.text[start:stop])))
        at = stop
    pieces.append(markup.running(article.text[at:]))
    return pieces


def _marked(text: str, start: int, end: int, parts: pd.DataFrame, named: set[str] | None = None) -> list[Markup]:
    """Return the words from start to end, cut where annotations begin or end, so that overlaps are printed once.

    The first words of each part get its id, unless `named` has it already; None: no ids.
    """
    rows = [
        (int(row.start), int(row.end), row.kind, row.Index, row.part)
        for row in parts[(parts["start"] < end) & (parts["end"] > start)].itertuples()
    ]
    cuts = sorted({start, end, *(max(start, min(end, offset)) for row in rows for offset in row[:2])})
    pieces = []
    for first, last in pairwise(cuts):
        here = [row for row in rows if row[0] <= first and row[1] >= last]
        words = markup.running(text[first:last])
        names = [f"words-{claim_id}" if part == 1 else f"words-{claim_id}~{part}" for *_, claim_id, part in here]
        fresh = [] if named is None else [name for name in names if name not in named]
        if here:
            kinds = sorted({row[2] for row in here}, key=list(KINDS).index)
            look = " ".join(["lk-mark", *(f"lk-{kind}" for kind in kinds)])
            words = markup.element("mark", words, id=fresh[0] if fresh else None, class_=look)
        for name in fresh[1:]:
            words = markup.element("span", words, id=name)
        if named is not None:
            named.update(fresh)
        pieces.append(words)
    return pieces
