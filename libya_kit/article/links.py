"""The folders of several articles and the tables of links between them: read, and every problem on the way."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libya_kit.article import folder as one_folder
from libya_kit.article import schema, w3c
from libya_kit.article.consistency import of_two_measures
from libya_kit.article.folder import Folder
from libya_kit.errors import ArticleError, Enough, Problems, nearest
from libya_kit.files import listed, read_bytes
from libya_kit.text.html import unshowable

SET = "set.json"
_NAME = re.compile(r"\w[\w.-]{0,79}")
_ABOUT = {
    "title": schema.Column("title", "text", "what the set is called"),
    "articles": schema.Column("articles", "list", "the names of its articles' folders; else every one there is"),
}
_ALIKE = 0.92
"""From so alike a name on a CSV file is taken for a misspelt table of links: a letter or two of `tally_links.csv`."""
Rows = dict[str, list[dict[str, Any]]]
Taken = Callable[[Folder, str, bool], Folder]


@dataclass(frozen=True)
class Several:
    """The articles of a set, in the order of publication, and the rows of its tables of links."""

    title: str
    path: Path
    articles: dict[str, Folder]
    links: Rows


def is_set(path: Path) -> bool:
    """Return whether a folder holds several articles: it is none itself, and has a set.json or articles' folders."""
    try:
        if (path / "article.json").exists():
            return False
        return (path / SET).exists() or next(path.glob("*/article.json"), None) is not None
    except (OSError, ValueError):
        return False


def _whole(contents: Folder, name: str, linked: bool) -> Folder:
    return contents


def read_set(
    path: Path, links: Path | None = None, *, taken: Taken = _whole
) -> tuple[Several | None, list[ArticleError]]:
    """Return what a set's folder holds, or None where anything is wrong with it; and every problem found.

    The tables of links are those in `links`, else those in the set's folder. `taken`: as for `read_several`.
    """
    try:
        about = _about(path) if _there(path / SET) else {}
        title = about.get("title") or path.resolve().name
        if what := unshowable(title):
            mend = f"rename the folder, or give a title in {SET}"
            raise ArticleError(f"the folder's name holds {what}", file=path.name, mend=mend)
    except ArticleError as error:
        return None, [error]
    names = about["articles"] if "articles" in about else [one.name for one in listed(path) if _holds(one)]
    return read_several([path / name for name in names], links or path, title, taken=taken)


def _there(path: Path) -> bool:
    """Return whether something has this name, be it a link that leads nowhere: what cannot be read is not missing."""
    try:
        path.lstat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _holds(path: Path) -> bool:
    """Return whether a folder holds an article, be it half of one."""
    return any(_there(path / name) for name in ("article.json", "annotations.jsonld"))


def _is_folder(path: Path) -> bool:
    """Return whether a folder lies at a path, as far as the system tells."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _about(path: Path) -> dict[str, Any]:
    """Return what set.json says."""
    given = w3c.parse_json(read_bytes(path / SET), SET)
    if not isinstance(given, dict):
        raise ArticleError("not an object of keys and values", file=SET, mend="give title and articles, or neither")
    for key, value in given.items():
        if key not in _ABOUT:
            raise ArticleError(f"unknown key {key!r}", file=SET, mend=nearest(key, _ABOUT))
        if what := _ABOUT[key].fault(value):
            raise ArticleError(what, file=SET, mend="correct the value")
    odd = next((name for name in given.get("articles", ()) if not _NAME.fullmatch(name)), None)
    if odd is not None:
        raise ArticleError(f"{odd!r} is no name of an article's folder in it", file=SET, mend="name folders in it")
    return given


def read_several(
    paths: Sequence[Path], links: Path | None, title: str | None = None, *, taken: Taken = _whole
) -> tuple[Several | None, list[ArticleError]]:
    """Return articles and the links between them, or None where anything is wrong; and every problem found.

    `links` is the folder that holds tables of links, or one such table. `taken` is called with each article as soon as
    it is read, its name, and whether there are links; what it returns is kept.
    """
    problems = Problems()
    rows, of_links = _link_rows(links)
    linked = bool(of_links) or any(rows.values())
    articles: dict[str, Folder] = {}
    names: set[str] = set()
    with suppress(Enough):
        for path in paths:
            name = path.name if path.name not in ("", "..") else path.resolve().name
            if name in names:
                mend = "rename one of them: an article is called by its folder"
                problems.append(ArticleError("two folders have this name", file=name, mend=mend))
                continue
            names.add(name)
            if not _NAME.fullmatch(name):
                mend = "rename the folder: letters, digits, '_', '-' and '.'"
                problems.append(ArticleError("cannot name an article of a set", file=name, mend=mend))
                continue
            contents, found = one_folder.read(path)
            problems += [within(name, problem) for problem in found]
            if contents is not None:
                articles[name] = taken(contents, name, linked)
        if not paths:
            problems.append(ArticleError("no articles are given", mend="name the folder of one at least"))
        articles = dict(sorted(articles.items(), key=lambda one: str(one[1].about["published_on"])))
        problems += of_links
        if not problems:
            problems += _link_faults(articles, rows)
    if problems:
        return None, problems
    return Several(title or f"{len(articles)} articles", links or Path(), articles, rows), []


def within(name: str, problem: ArticleError) -> ArticleError:
    """Return a problem of an article with the article's name."""
    file = name if problem.file in (None, name) else f"{name}/{problem.file}"
    return ArticleError(problem.what, file=file, place=problem.place, mend=problem.mend)


def _link_rows(links: Path | None) -> tuple[Rows, list[ArticleError]]:
    """Return the rows of each table of links; of one that is not there, none."""
    rows: Rows = {table.name: [] for table in schema.LINK_TABLES}
    problems: list[ArticleError] = []
    names = {f"{table.name}.csv": table for table in schema.LINK_TABLES}
    if links is None:
        return rows, []
    if not _is_folder(links):
        if links.name not in names:
            mend = f"name it {' or '.join(names)}"
            return rows, [ArticleError("no table of links has this name", file=links.name, mend=mend)]
        names, links = {links.name: names[links.name]}, links.parent
        if not _there(links / next(iter(names))):
            return rows, [ArticleError("no such file", file=next(iter(names)), mend="name the file of links")]
    missing = [file for file in names if not _there(links / file)]
    for file, table in names.items():
        if file not in missing:
            rows[table.name], found = one_folder.found_rows(links / file, table)
            problems += found
    return rows, [*problems, *_misspelt(links, missing)]


def _misspelt(links: Path, missing: Sequence[str]) -> Iterator[ArticleError]:
    """Yield each CSV file that is called almost as a table of links that is not there."""
    for name in [one.name for one in listed(links) if one.suffix.lower() == ".csv"]:
        if near := difflib.get_close_matches(name.lower(), missing, n=1, cutoff=_ALIKE):
            mend = f"name it {near[0]}, or move it away"
            yield ArticleError(f"called almost as {near[0]}, which is not there", file=name, mend=mend)


def _link_faults(articles: Mapping[str, Folder], rows: Rows) -> Iterator[ArticleError]:
    """Yield each link that names nothing, links an article to itself, or says again what stands in another row."""
    for table in schema.LINK_TABLES:
        _, one, _, other, *_ = table.columns
        known = {article: ids(contents, one.refers) for article, contents in articles.items() if rows[table.name]}
        given: dict[frozenset[tuple[str, str]], int] = {}
        for row in rows[table.name]:
            ends = ((row["article_id"], row[one.name]), (row["other_article"], row[other.name]))
            for what, mend in _row_faults(row, ends, one.refers, known, given):
                yield ArticleError(what, file=f"{table.name}.csv", place=f"row {row['link']}", mend=mend)


def _row_faults(
    row: Mapping[str, Any],
    ends: tuple[tuple[str, str], tuple[str, str]],
    refers: str,
    known: Mapping[str, Mapping[str, Mapping[str, Any]]],
    given: dict[frozenset[tuple[str, str]], int],
) -> Iterator[tuple[str, str]]:
    """Yield everything that is wrong with a row that links two ids, and the mend of each; note it among the given."""
    for article in dict.fromkeys(article for article, _ in ends if article not in known):
        yield f"there is no article {article!r} in the set", nearest(article, known)
    for article, name in ends:
        if article in known and name not in known[article]:
            yield f"{name!r} names nothing in {refers} of {article!r}", nearest(name, known[article])
    if ends[0][0] == ends[1][0]:
        yield "an article is linked to itself", "say it in the article's own files"
    if (first := given.setdefault(frozenset(ends), row["link"])) != row["link"]:
        yield f"these two stand in row {first} already", "keep one of them"
    if refers == "tallies":
        measures = [known[article][name]["measure"] for article, name in ends if name in known.get(article, ())]
        yield from of_two_measures(row["relation"], measures)


def ids(contents: Folder, refers: str) -> dict[str, dict[str, Any]]:
    """Return what an article has of a kind, by id."""
    if refers in contents.files:
        index = schema.TABLES[refers].index.name
        return {record[index]: record for record in contents.files[refers]}
    if refers == "events":
        return {item.body["event"]: item.body for item in contents.items if item.table is schema.EVENTS}
    return {item.claim_id: item.body for item in contents.items if item.table.name == refers}
