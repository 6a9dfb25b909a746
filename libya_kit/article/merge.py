"""Several articles read as one: ids made unique by their article's name, and made one only where a table says so.

What several reports relay of one source, the same count of the same day or none of them with a day, becomes one claim
with the words of each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from libya_kit.article import schema
from libya_kit.article.annotation import Annotation
from libya_kit.article.consistency import tangles
from libya_kit.article.folder import Folder, Report
from libya_kit.article.links import Several, ids
from libya_kit.errors import ArticleError

_BETWEEN = "\n\n"
_CLAIMS = tuple(table.name for table in schema.CLAIM_TABLES if table is not schema.EVENTS)
"""The tables whose claims others may name."""
_STATED = (
    *("tally", "source", "reported_on", "measure", "population", "qualifier", "value", "low", "high", "term"),
    *("amount", "per", "of", "unit", "age_sex", "assertion", "certainty", "background"),
)
"""The attributes in which claims of several reports agree that are one statement, relayed."""
_FILES = {
    "actors.csv": "actor_links.csv",
    "places.csv": "place_links.csv",
    "tally_pairs.csv": "tally_links.csv",
    "annotations.jsonld": "claim_links.csv",
}


class _Names:
    """What every id of a set is called: its article's name before it; those that are one by the name of the first."""

    def __init__(self, several: Several) -> None:
        self.order: dict[tuple[str, str], int] = {}
        self.under: dict[tuple[str, str], str] = {}
        self.records: dict[tuple[str, str], dict[str, Any]] = {}
        self.relayed: list[list[Annotation]] = []
        for article, contents in several.articles.items():
            for kind in ("actors", "places", "tallies", "events", *_CLAIMS):
                for name, record in ids(contents, kind).items():
                    self.order[kind, f"{article}:{name}"] = len(self.order)
                    self.records[kind, f"{article}:{name}"] = record

    def of(self, kind: str, name: str) -> str:
        """Return what an id, with its article's name before it, is called."""
        while (kind, name) in self.under:
            name = self.under[kind, name]
        return name

    def join(self, kind: str, one: str, other: str) -> None:
        """Let two ids be one."""
        first, *second = sorted({self.of(kind, one), self.of(kind, other)}, key=lambda name: self.order[kind, name])
        for name in second:
            self.under[kind, name] = first

    def twice(self) -> Iterator[tuple[str, str, str]]:
        """Yield a kind and two ids of one article that came to be one."""
        seen: dict[tuple[str, str, str], str] = {}
        for kind, name in self.order:
            first = seen.setdefault((kind, self.of(kind, name), name.partition(":")[0]), name)
            if first != name and kind not in _CLAIMS:
                yield kind, first, name


def join(several: Several) -> tuple[Folder | None, list[ArticleError]]:
    """Return a set as one article, or None where its links contradict each other; and every problem found.

    Actors, places, events and tallies are one where a row of links says so; two tallies that are the same count stay
    two where two sources keep them.
    """
    names = _Names(several)
    pairs = _linked(several, names)
    problems = [
        ArticleError(
            f"{first!r} and {second!r} of one article come to be one",
            file=f"{next(t.name for t in schema.LINK_TABLES if t.columns[1].refers == kind)}.csv",
            mend="take one of the links out",
        )
        for kind, first, second in names.twice()
    ]
    items, reports, texts = _items(several, names), *_texts(several)
    problems += _torn(names)
    _correct(several, names, items)
    files = {table.name: _records(several, names, table) for table in (schema.ACTORS, schema.PLACES, schema.TALLIES)}
    files["tally_pairs"] = list(_pairs(several, names, pairs, problems))
    if not problems:
        problems += (
            ArticleError(fault.what, file=_FILES.get(str(fault.file), fault.file), place=fault.place, mend=fault.mend)
            for fault in tangles(items, files)
        )
    if problems:
        return None, problems
    text = _BETWEEN.join(texts)
    about = _said(several, names, text, reports)
    return Folder(several.path, text, about, items, files, {}, tuple(reports)), []


def contradictions(several: Several) -> list[ArticleError]:
    """Return where the links of a set contradict each other or its articles; without links nothing can."""
    return join(several)[1] if any(several.links.values()) else []


def _linked(several: Several, names: _Names) -> list[tuple[str, str, str, str]]:
    """Let be one what the links say; return the pairs of tallies that are not one: with relation and basis."""
    for table in (schema.ACTORS, schema.PLACES, schema.EVENTS):
        links = next(one for one in schema.LINK_TABLES if one.columns[1].refers == table.name)
        for row in several.links[links.name]:
            names.join(table.name, *_ends(row, links))
    pairs = []
    for row in several.links["tally_links"]:
        one, other = _ends(row, schema.TALLY_LINKS)
        if row["relation"] == "same" and _one_source(names, one, other):
            names.join("tallies", one, other)
        else:
            pairs.append((one, other, row["relation"], row["basis"]))
    return pairs


def _ends(row: Mapping[str, Any], table: schema.Table) -> tuple[str, str]:
    """Return the two ids that a row links, each with its article's name before it."""
    _, one, _, other, *_ = table.columns
    return f"{row['article_id']}:{row[one.name]}", f"{row['other_article']}:{row[other.name]}"


def _one_source(names: _Names, *tallies: str) -> bool:
    """Return whether two tallies are kept by one source: joined by a link, or of one name, and then joined here."""
    sources, called = [], set()
    for tally in tallies:
        source = f"{tally.partition(':')[0]}:{names.records['tallies', tally]['source']}"
        called.add(names.records["actors", source]["name"].casefold())
        sources.append(source)
    if len(called) == 1:
        names.join("actors", *sources)
    return len({names.of("actors", source) for source in sources}) == 1


def _texts(several: Several) -> tuple[list[Report], list[str]]:
    """Return where each article's text lies in the text of all, and the texts."""
    at, reports = 0, []
    for name, contents in several.articles.items():
        reports.append(Report(name, contents.about, at, at + len(contents.text)))
        at += len(contents.text) + len(_BETWEEN)
    return reports, [contents.text for contents in several.articles.values()]


def _kind(table: schema.Table, column: schema.Column) -> str:
    """Return of which kind the ids in a column are; none: ''."""
    if table is schema.EVENTS and column.name == "event":
        return "events"
    return column.refers if column.refers != "sentences" else ""


def _renamed(record: Mapping[str, Any], table: schema.Table, name: Callable[[str, str], str]) -> dict[str, Any]:
    """Return a record with its ids renamed."""
    columns = {column.name: column for column in table.all_columns}
    new: dict[str, Any] = {}
    for key, value in record.items():
        kind = _kind(table, columns[key])
        if kind and isinstance(value, str):
            value = name(kind, value)
        elif kind and isinstance(value, list | tuple):
            value = tuple(name(kind, one) for one in value)
        elif columns[key].kind == "mapping":
            value = _renamed(value, table, name)
        new[key] = value
    return new


def _items(several: Several, names: _Names) -> list[Annotation]:
    """Return the annotations of all, offsets into the text of all; those that are one statement, relayed, once."""
    at, items = 0, []
    for article, contents in several.articles.items():

        def name(kind: str, value: str, article: str = article) -> str:
            return names.of(kind, f"{article}:{value}")

        for item in contents.items:
            parts = tuple(part._replace(start=part.start + at, end=part.end + at) for part in item.parts)
            body = _renamed(item.body, item.table, name)
            items.append(replace(item, claim_id=f"{article}:{item.claim_id}", body=body, parts=parts))
        at += len(contents.text) + len(_BETWEEN)
    return _relayed(items, names)


def _relayed(items: Iterable[Annotation], names: _Names) -> list[Annotation]:
    """Return the annotations with those once that are one statement of one source, told by several reports."""
    groups: dict[Any, list[Annotation]] = {}
    for item in items:
        told = item.table is schema.CASUALTIES and "tally" in item.body
        groups.setdefault(tuple(item.body.get(key) for key in _STATED) if told else item.claim_id, []).append(item)
    once = []
    for some in groups.values():
        first, *others = some
        if len({item.claim_id.partition(":")[0] for item in some}) == 1:
            once += some
            continue
        for other in others:
            names.join("casualties", first.claim_id, other.claim_id)
        body: dict[str, Any] = {}
        for item in reversed(some):
            body |= item.body
        if not all(item.body.get("ambiguous") for item in some):  # the words of another report settle it
            body = {key: value for key, value in body.items() if key not in ("ambiguous", "otherwise")}
        parts = sorted((part for item in some for part in item.parts), key=lambda part: part.start)
        once.append(replace(first, body=body, parts=tuple(parts)))
        names.relayed.append(some)
    for item in once:
        links = {key: value for key, value in item.body.items() if key in item.table.links}
        item.body.update(_renamed(links, item.table, names.of))
    return sorted(once, key=lambda item: item.parts[0].start)


def _torn(names: _Names) -> Iterator[ArticleError]:
    """Yield where claims that are one statement, relayed, contradict each other in what they correct or in days."""
    for some in names.relayed:
        told = [item.body for item in some]
        corrected = {
            tuple(names.of("casualties", name) for name in one["corrects"]) for one in told if "corrects" in one
        }
        starts, ends = ([one[key] for one in told if key in one] for key in ("period_start", "period_end"))
        whose = f"{some[0].claim_id!r} and {some[-1].claim_id!r} are one statement, relayed, but"
        mend = "correct one of them, or take the link of their tallies out"
        if len(corrected) > 1:
            every = sorted({name for one in corrected for name in one})
            what = f"{whose} correct {' and '.join(map(repr, every))}"
            yield ArticleError(what, file="tally_links.csv", mend=mend)
        if starts and ends and max(starts) > min(ends):
            what = f"{whose} the period of one begins on {max(starts)}, that of another ends on {min(ends)}"
            yield ArticleError(what, file="tally_links.csv", mend=mend)


def _correct(several: Several, names: _Names, items: Iterable[Annotation]) -> None:
    """Let claims take back those of other articles, as the links say."""
    claims = {item.claim_id: item for item in items}
    for row in several.links["claim_links"]:
        one, other = (names.of("casualties", end) for end in _ends(row, schema.CLAIM_LINKS))
        corrected = claims[one].body.get("corrects", ())
        claims[one].body["corrects"] = tuple(dict.fromkeys((*corrected, other)))


def foreign_corrections(several: Several) -> Iterator[str]:
    """Yield each link by which a claim takes back what another source said, in a line with its place."""
    names = _Names(several)
    _linked(several, names)
    for row in several.links["claim_links"]:
        claim, corrected = ends = _ends(row, schema.CLAIM_LINKS)
        sources = [f"{end.partition(':')[0]}:{names.records['casualties', end]['source']}" for end in ends]
        by, of = (names.records["actors", source]["name"] for source in sources)
        if len({names.of("actors", source) for source in sources}) == 2 and by.casefold() != of.casefold():
            yield f"claim_links.csv: row {row['link']}: {of_another_source(claim, by, corrected, of)}"


def of_another_source(claim: object, by: str, corrected: object, of: str) -> str:
    """Return what is said of a correction of another source's claim."""
    return (
        f"{claim} ({by[:80]}) corrects {corrected} ({of[:80]}), which another source said; does that one take it back?"
    )


def _records(several: Several, names: _Names, table: schema.Table) -> list[dict[str, Any]]:
    """Return the rows of a table of all articles; of ids that are one, what the first article says, then the others."""
    index = table.index.name
    found: dict[str, dict[str, Any]] = {}
    for article, contents in several.articles.items():

        def name(kind: str, value: str, article: str = article) -> str:
            return names.of(kind, f"{article}:{value}")

        for record in contents.files[table.name]:
            new = _renamed(record, table, name) | {index: name(table.name, record[index])}
            known = found.setdefault(new[index], new)
            lists = [key for key in new if isinstance(new[key], tuple) and key in known]
            known |= {key: tuple(dict.fromkeys((*known[key], *new[key]))) for key in lists}
            known |= {key: value for key, value in new.items() if key not in known}
    _tell_apart(several, table, found)
    return list(found.values())


def _tell_apart(several: Several, table: schema.Table, records: Mapping[str, dict[str, Any]]) -> None:
    """Add to names that several actors, or titles that several tallies, have which report theirs is."""
    field = {"actors": "name", "tallies": "title"}.get(table.name)
    if field is None:
        return
    labels = labelled({name: contents.about for name, contents in several.articles.items()})
    alike: dict[str, list[dict[str, Any]]] = {}
    for record in records.values():
        alike.setdefault(record[field].casefold(), []).append(record)
    for some in (some for some in alike.values() if len(some) > 1):
        for record in some:
            record[field] += f" (in {labels[record[table.index.name].partition(':')[0]]})"


def labelled(abouts: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return what each report is called: its publisher, with the day or the article's name where that is not enough.

    >>> day = {"published_on": "2031-05-22"}
    >>> labelled({"a": {"publisher": "Gazette"} | day, "b": {"publisher": "Herald"} | day})
    {'a': 'Gazette', 'b': 'Herald'}
    """
    labels: dict[str, str] = {}
    for more in ("", "{published_on}", "{article_id}"):
        for name, about in abouts.items():
            told = [about["publisher"], more.format(**about, article_id=name) if more else ""]
            if name not in labels or list(labels.values()).count(labels[name]) > 1:
                labels[name] = ", ".join(filter(None, told))
    return labels


def _pairs(
    several: Several, names: _Names, linked: Iterable[tuple[str, str, str, str]], problems: list[ArticleError]
) -> Iterator[dict[str, Any]]:
    """Yield what is known of the tallies of all, each pair once; add where two articles or links contradict."""
    rows = [
        (f"{article}:{row['tally']}", f"{article}:{row['other']}", row["relation"], row["basis"])
        for article, contents in several.articles.items()
        for row in contents.files["tally_pairs"]
    ]
    given: dict[frozenset[str], tuple[str, str, str]] = {}
    for one, other, relation, basis in [*rows, *linked]:
        first, second = names.of("tallies", one), names.of("tallies", other)
        ends = (first, second) if relation == "within" or first < second else (second, first)
        if first == second:
            if relation == "disjoint":
                what = f"{one!r} and {other!r} are disjoint, and come to be one"
                problems.append(ArticleError(what, file="tally_links.csv", mend="take one of the links out"))
            continue
        known = given.get(frozenset(ends))
        if known is None:
            given[frozenset(ends)] = (*ends, relation)
            yield {"pair": len(given), "tally": first, "other": second, "relation": relation, "basis": basis}
        elif known != (*ends, relation):
            what = f"of {one!r} and {other!r} it is said {known[2]!r} and {relation!r}"
            mend = "take one of the two out; where each lies within the other, write same"
            problems.append(ArticleError(what, file="tally_links.csv", mend=mend))


def _said(several: Several, names: _Names, text: str, reports: Sequence[Report]) -> dict[str, Any]:
    """Return what article.json would say of all: what they agree in, or each with whose it is."""
    abouts = {report.article_id: report.about for report in reports}
    labels = labelled(abouts)

    def agreed(key: str, otherwise: Any) -> Any:
        values = {about.get(key) for about in abouts.values()}
        return values.pop() if len(values) == 1 else otherwise

    unsaid: dict[str, list[str]] = {}
    for name, about in abouts.items():
        for line in about.get("not_said", ()):
            unsaid.setdefault(line, []).append(labels[name])
    focuses = {names.of("events", f"{name}:{about['focus']}") for name, about in abouts.items() if "focus" in about}
    first, last = reports[0], reports[-1]
    return {
        "title": several.title,
        "publisher": agreed("publisher", f"{len(reports)} reports"),
        "agencies": [],
        "published_on": last.about["published_on"],
        "language": agreed("language", "mul"),
        "rights": agreed("rights", "of each report its own"),
        "body_start": first.start + first.about["body_start"],
        "body_end": last.start + last.about["body_end"],
        "focus": focuses.pop() if len(focuses) == 1 else None,
        "not_said": [
            line if len(some) == len(reports) else f"{', '.join(some)}: {line}" for line, some in unsaid.items()
        ],
        "codebook": ", ".join(sorted({about["codebook"] for about in abouts.values()})),
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "length": len(text),
    }
