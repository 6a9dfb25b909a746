"""Several annotators of one article: the exhibit of what they differ on, the tables of agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from libya_kit.agreement.comparison import COUNTS, DAYS, NA, Comparison
from libya_kit.agreement.matching import FIRST, OWN_WORDS, Pair, from_file, pairs
from libya_kit.article import folder as folders
from libya_kit.article import schema
from libya_kit.article.model import AnnotatedArticle
from libya_kit.article.wording import capital, counted, listed
from libya_kit.display import evidence, layout, style
from libya_kit.display.evidence import Words
from libya_kit.display.exhibit import Exhibit
from libya_kit.errors import one_of
from libya_kit.text.html import element

EVERY = "all"
NOBODY = "Nobody else has annotated this article, so there is nothing to compare."
SEVERAL = "These are several articles; annotators are compared one article at a time."
MATCHING = (
    "Two claims of one kind whose words overlap are taken for one where they have half or more in common: the mean of "
    "the share of characters and of the share of equal attributes. Those with most in common are matched first.",
    f"Attributes in words of one's own ({listed([name.replace('_', ' ') for name in OWN_WORDS])}) are not compared.",
)
ALPHA = (
    "Alpha is reckoned over matched claims only. Of words and ids (nominal), 'not stated' is an answer like any other; "
    "of numbers (ratio), days (interval) and words in an order (ordinal), a pair in which one is not stated is left "
    "out of alpha and stands among the differences. Where the answers do not vary, alpha is not defined; that is not 1."
)
MOST_ROWS = 300
"""How many differences an exhibit lists."""
ROW = 0.2
"""Inches that a line of the picture takes."""
LABELS = 1.3
"""Inches at the left of the bars, for their names."""
_LOOKS: tuple[dict[str, Any], ...] = (
    {"facecolor": style.BLUE, "edgecolor": style.BLUE},
    {"facecolor": "white", "edgecolor": style.BLUE, "hatch": "////"},
    {"facecolor": "white", "edgecolor": style.INK},
    {"facecolor": "white", "edgecolor": style.INK, "hatch": "\\\\\\\\"},
)


def comparison(article: AnnotatedArticle, other: str | None = None) -> Comparison | None:
    """Return the comparison of an article's annotations with those of a further annotator; None where there is none.

    Parameters
    ----------
    article
        The article.
    other
        The further annotator's short name: `second` of the file ``annotations.second.jsonld``; None: the first one.

    Raises
    ------
    ArticleError
        Something in the further annotator's file cannot be right.
    ArgumentError
        There is no such annotator.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> comparison(load_article()).names
    ('first', 'second')
    """
    known = _known(article)
    if other is not None:
        one_of("other", other, known)
    if not known:
        return None
    contents = folders.sound(article.folder)
    one, second = (from_file(contents, article.folder / name) for name in (FIRST, known[other or next(iter(known))]))
    return Comparison(one, second, tuple(pairs(one, second)))


def exhibit(article: AnnotatedArticle, *, other: str | None = None, kind: str = EVERY) -> Exhibit:
    """Return the exhibit of what two annotators differ on: numbers first, the words side by side.

    Parameters
    ----------
    article
        The article.
    other
        The further annotator's short name; None: the first one.
    kind
        The table whose differences are listed; ``"all"``: those of every table.

    Raises
    ------
    ArticleError
        Something in the further annotator's file cannot be right.
    ArgumentError
        A value is not known.

    Examples
    --------
    >>> from libya_kit.article.model import load_article
    >>> exhibit(load_article(), kind="casualties")
    <Exhibit: First and second differ in no number; 184 of 234 claims are the same (0 rows)>
    """
    one_of("kind", kind, (EVERY, *(table.name for table in schema.CLAIM_TABLES)))
    compared = comparison(article, other)
    if compared is None:
        return Exhibit(None, _nobody(article).plain, "", pd.DataFrame(), source=article.source_line)
    found = compared.disagreements
    found = found[found["kind"] == kind] if kind != EVERY else found
    groups = _groups(compared.pairs)
    return Exhibit(
        layout.figure([partial(_draw, groups, compared.names)], article.source_line) if groups else None,
        _sentence(compared, found),
        _alt(groups, compared.names),
        _listed(found.head(MOST_ROWS), compared.names),
        MATCHING,
        article.source_line,
        _title(compared),
        subtitle=f"Claims of {compared.names[0]} and {compared.names[1]}, matched one to one, by kind",
    )


def _listed(found: pd.DataFrame, names: tuple[str, str]) -> pd.DataFrame:
    """Return the differences under the annotators' names; the first one's words lead to their place."""
    called = dict(zip("ab", names, strict=True))
    found = found.assign(**{side: list(map(_answer, found["what"], found[side])) for side in called})
    heads = {column: " ".join(called.get(part, part) for part in column.split("_")) for column in found.columns}
    linked = [
        words if pd.isna(claim) else element("a", words, href=f"#words-{claim}")
        for words, claim in zip(found["words_a"], found["claim_a"], strict=True)
    ]
    shown = found.assign(words_a=pd.Series(linked, index=found.index, dtype="object")).rename(columns=heads)
    return shown.reset_index(drop=True)


def _answer(what: str, told: Any) -> Any:
    """Return what one annotator has as a reader meets it: a day as a day, for a claim on other words just that."""
    if pd.isna(told):
        return "on other words"
    return date.fromisoformat(told) if what in DAYS and told != NA else told


def spans(article: AnnotatedArticle, other: str | None = None) -> Words:
    """Return for each kind how many claims stand on the same and on overlapping words; see `Comparison.spans`."""
    compared = comparison(article, other)
    if compared is None:
        return _nobody(article)
    one, two = compared.names
    frame = compared.spans.rename(
        columns={"a": f"claims of {one}", "b": f"claims of {two}", "exact": "on the same words"}
        | {
            f"{how}_of_{side}": f"{words} share of {name}"
            for how, words in (("exact", "same:"), ("overlapping", "overlap:"))
            for side, name in (("a", one), ("b", two))
        }
        | {"exact_f1": "same: F1", "overlapping": "on overlapping words", "overlapping_f1": "overlap: F1"}
    )
    caption = f"With {one} as the reference its share is recall and that of {two} precision; else the other way round"
    return evidence.table(frame.round(3), caption=caption)


def attributes(article: AnnotatedArticle, other: str | None = None) -> Words:
    """Return for each attribute of matched claims how often it is equal, and alpha; see `Comparison.attributes`."""
    compared = comparison(article, other)
    if compared is None:
        return _nobody(article)
    frame = compared.attributes.reset_index()
    frame["alpha"] = [why or round(float(alpha), 3) for alpha, why in zip(frame["alpha"], frame["why"], strict=True)]
    frame = frame.drop(columns="why").rename(
        columns={"given": "given by either", "in_alpha": "pairs in alpha", "alpha": "Krippendorff's alpha"}
    )
    words = evidence.table(frame.set_index(["kind", "attribute"]), caption="Matched claims, attribute by attribute")
    return Words(words.html + element("p", ALPHA), f"{words.plain}\n{ALPHA}")


def _known(article: AnnotatedArticle) -> dict[str, str]:
    """Return the files of further annotators by their short names; of several articles none."""
    return {} if article.reports else folders.annotators(article.folder)


def _nobody(article: AnnotatedArticle) -> Words:
    why = SEVERAL if article.reports else NOBODY
    return Words(element("p", why), why)


def _groups(compared: Sequence[Pair]) -> dict[str, tuple[int, int, int, int]]:
    """Return for each kind how many claims are the same, differ, only the first has, only the second has."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for table in schema.CLAIM_TABLES:
        some = [pair for pair in compared if pair.table is table]
        both = [pair for pair in some if pair.both]
        same = sum(pair.same_words and not any(pair.differences()) for pair in both)
        alone = sum(pair.b is None for pair in some), sum(pair.a is None for pair in some)
        if some:
            found[table.name] = (same, len(both) - same, *alone)
    return found


def _meanings(names: tuple[str, str]) -> tuple[str, str, str, str]:
    return "the same", "other words or attributes", f"only {names[0]}", f"only {names[1]}"


def _draw(groups: dict[str, tuple[int, int, int, int]], names: tuple[str, str], ax: Axes) -> float:
    """Draw a bar per kind, its parts after one another; return how many inches high it is."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    most = max(map(sum, groups.values()))
    one = most / (layout.WIDTH - LABELS)
    ax.set_xlim(-LABELS * one, most + 0.02 * one)
    at = 0.3
    for kind, counts in groups.items():
        ax.text(-LABELS * one, at + 1.35, kind, **style.mark("text") | {"weight": "bold"})
        told = [f"{count:,} {words}" for count, words in zip(counts, _meanings(names), strict=True) if count]
        ax.text(0, at + 0.5, ", ".join(told), **style.mark("text"))
        left = 0
        for count, words, look in zip(counts, _meanings(names), _LOOKS, strict=True):
            if count:
                ax.barh(at + 1.35, count, 0.8, left, label=words, linewidth=0.8, **look)
                left += count
        at += 2.2
    marks = dict(zip(*ax.get_legend_handles_labels()[::-1], strict=True))
    at += 0.3 + layout.key(ax, [(words, marks[words]) for words in _meanings(names) if words in marks]) / ROW
    ax.set_ylim(at, 0)
    return at * ROW


def _title(compared: Comparison) -> str:
    """Return the finding: the numbers that differ, else that none does; and how many claims are the same."""
    table = compared.disagreements
    numbers = table[table["what"].isin(COUNTS)]
    same = sum(group[0] for group in _groups(compared.pairs).values())
    rest = f"{same:,} of {counted(len(compared.pairs), 'claim')} {'is' if same == 1 else 'are'} the same"
    if numbers.empty:
        return f"{capital(listed(compared.names))} differ in no number; {rest}"
    told = [f"{row.a} against {row.b} ({row.what}, {row.kind})" for row in numbers.head(3).itertuples()]
    more = f" and {len(numbers) - 3:,} more" if len(numbers) > 3 else ""
    return f"{capital(listed(compared.names))} differ on {listed(told)}{more}; {rest}"


def _sentence(compared: Comparison, found: pd.DataFrame) -> str:
    """Return how many claims each has, how many are the same, and what the differences listed are."""
    one, two = compared.names
    groups = [sum(group) for group in zip(*_groups(compared.pairs).values(), strict=True)] or [0, 0, 0, 0]
    told = (
        f"{one.capitalize()} marks {counted(len(compared.a.items), 'claim')}, {two} {len(compared.b.items):,}. "
        f"{groups[0]:,} are the same in words and attributes, {groups[1]:,} are matched and differ, "
        f"{groups[2]:,} only {one} has, {groups[3]:,} only {two}."
    )
    what = found["what"]
    kinds = {
        "claim": "claims that only one has",
        "words": "claims on other words",
        "attribute": "attributes",
    }
    counts = what.where(what.isin(("claim", "words")), "attribute").value_counts()
    listing = [f"{counts[name]:,} {words}" for name, words in kinds.items() if counts.get(name)]
    if not listing:
        return f"{told} No difference is listed."
    cut = f"; the first {MOST_ROWS} of them, libya-kit compare has all" if len(found) > MOST_ROWS else ""
    return f"{told} Listed: {listed(listing)}{cut}."


def _alt(groups: dict[str, tuple[int, int, int, int]], names: tuple[str, str]) -> str:
    """Return what the picture shows."""
    each = [
        f"{kind}: " + ", ".join(f"{count:,} {words}" for count, words in zip(counts, _meanings(names), strict=True))
        for kind, counts in groups.items()
    ]
    return "Bars, one per kind of claim, each divided by how the two annotators agree. " + "; ".join(each) + "."
