"""The words themselves: the highlighted article, the sentences behind a table, one claim's card."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import article_does
from libya_kit.display.article_text import KINDS, TEXTS, article_html, in_order, marked
from libya_kit.display.citation import cite as cite
from libya_kit.display.citation import claim_of
from libya_kit.errors import one_of
from libya_kit.text import html as markup
from libya_kit.text import notebook
from libya_kit.text.english import day

WORDS = "words-"
"""What the id of a claim's words begins with; the id of the claim follows."""


@dataclass(frozen=True)
class Words:
    """Words of an article, ready to be shown: as HTML in a notebook or page, as plain text elsewhere."""

    html: Markup
    plain: str

    def __repr__(self) -> str:
        return self.plain

    def _repr_html_(self) -> str:
        return notebook.shown(self.html)


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
        return notebook.shown(paragraphs)


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
    quotes = "\n".join(claims["quote"].iloc[0] for _, claims in in_order(article).groupby(level=0, sort=False))
    whole = markup.element("div", html, data_ids=WORDS)
    return Words(whole, f"{article.title}\n{article.text if text == 'full' else quotes}")


def words(article: AnnotatedArticle, claims: pd.DataFrame, *, text: str = "full") -> Words:
    """Return the sentences in which the claims of a table stand, their words highlighted, in the article's order."""
    one_of("text", text, TEXTS)
    parts = article.annotations[article.annotations.index.isin(claims.index)]
    if parts.empty:
        whole = "articles" if len(article.reports) > 1 else "article"
        none = f"No words of the {whole} are annotated as {KINDS[claims_name(article, claims)]}."
        return Words(markup.element("p", none), none)
    items, plain, named = [], [], set[str]()
    for number, some in parts.groupby("sentence", dropna=False):
        told = f" ({article.labels[article.report_at(some['start'].iloc[0]).article_id]})" if article.reports else ""
        if text == "quotes" or pd.isna(number):
            plain += [row["quote"] for _, row in some.iterrows()]
            items += [
                markup.element("li", "“", _isolated(article, claim, part, named), "”", told)
                for claim, part in some.iterrows()
            ]
            continue
        sentence = article.sentences.loc[number]
        plain.append(sentence["text"] + told)
        words_marked = marked(article.text, sentence["start"], sentence["end"], some, named)
        items.append(markup.element("li", *words_marked, told, dir=markup.direction(sentence["text"])))
    whole = markup.element("ol", *items, class_="lk-words", lang=article.language, data_ids=WORDS)
    return Words(whole, "\n".join(plain))


def _isolated(article: AnnotatedArticle, claim: Any, part: pd.Series, named: set[str]) -> Markup:
    """Return a quote as it stands alone, between marks of the page."""
    pieces = marked(article.text, part["start"], part["end"], part.to_frame(claim).T, named)
    return markup.element("bdi", *pieces) if markup.direction(part["quote"]) else Markup("").join(pieces)


def without_names(page: Markup) -> Markup:
    """Return a page without the ids in the sentences behind its tables: in the article beside them, words have them."""
    listed = re.compile(r'<ol class="lk-words".*?</ol>', re.DOTALL)
    return Markup(listed.sub(lambda found: re.sub(r' id="words-[^"]*"', "", found[0]), page))


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
    return Words(markup.element("ul", *items, class_="lk-not-said"), "\n".join(article.not_said))


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
    name, row = claim_of(article, claim_id)
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
