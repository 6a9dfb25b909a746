"""Several articles at once: the tables of all, each row with the name of its article; and all of them as one."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from libya_kit.article import links as set_folder
from libya_kit.article import merge as joining
from libya_kit.article import schema
from libya_kit.article.folder import Folder, raised, sound
from libya_kit.article.links import Several
from libya_kit.article.model import AnnotatedArticle, Columns, annotated, columns_of, together
from libya_kit.errors import ArticleError, one_of
from libya_kit.files import path_of
from libya_kit.text import html as markup
from libya_kit.text import notebook

ARTICLES = schema.Table("articles", schema.ARTICLE_ID, "the articles of a set, by day of publication", schema.ABOUT)


@dataclass(frozen=True, eq=False)
class AnnotatedArticles:
    """Several articles with their annotations as DataFrames, the columns those of `AnnotatedArticle`.

    Each table is indexed by ``article_id``, the name of the article's folder, and then as for one article. Ids are
    those of their article: the same id in two articles is not the same actor or tally unless a table of links says so.
    """

    title: str
    path: Path
    folders: dict[str, Path] = field(repr=False)
    """Where each of the articles is read from."""
    articles: pd.DataFrame
    casualties: pd.DataFrame
    displacement: pd.DataFrame
    stances: pd.DataFrame
    events: pd.DataFrame
    mentions: pd.DataFrame
    actors: pd.DataFrame
    places: pd.DataFrame
    tallies: pd.DataFrame
    tally_pairs: pd.DataFrame
    sentences: pd.DataFrame
    annotations: pd.DataFrame
    tally_links: pd.DataFrame
    claim_links: pd.DataFrame
    actor_links: pd.DataFrame
    place_links: pd.DataFrame
    event_links: pd.DataFrame
    _links: set_folder.Rows = field(repr=False)
    _digests: dict[str, int] = field(repr=False)

    @cached_property
    def together(self) -> AnnotatedArticle:
        """All of them read as one article, for charts, bounds, explorers and pages.

        Its ids have the article's name and ":" before them; what the tables of links say is one has the first one's.
        What several reports relay of one source, the same count of the same tally and day, is one claim.
        """
        again = {article_id: self._again(article_id) for article_id in self.folders}
        return together(Several(self.title, self.path, again, self._links))

    def article(self, article_id: str) -> AnnotatedArticle:
        """Return one of the articles, read again: what is kept of all are their tables.

        Raises
        ------
        ArgumentError
            No article has that name.
        ArticleError
            Its files have changed since, or cannot be read.
        """
        one_of("article_id", article_id, self.folders)
        return annotated(self._again(article_id))

    def _again(self, article_id: str) -> Folder:
        """Return what an article's folder holds; refuse where it is not what the tables were made from."""
        contents = sound(self.folders[article_id])
        if contents.digest != self._digests[article_id]:
            raise ArticleError("its files have changed since", file=article_id, mend="load the articles again")
        return contents

    def _counts(self) -> dict[str, int]:
        return {table.name: len(getattr(self, table.name)) for table in schema.CLAIM_TABLES}

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self._counts().items())
        return f"<AnnotatedArticles {self.title!r} ({len(self.articles)} articles): {counts}>"

    def _repr_html_(self) -> str:
        shown = self.articles[["title", "publisher", "published_on"]]
        card = markup.element(
            "section",
            markup.element("p", markup.element("strong", self.title)),
            markup.table(shown, caption="The articles"),
            class_="lk-card",
        )
        return notebook.shown(card)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let the collector of reference cycles rest: it would look through all that is read, again and again, for none."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@_no_collection()
def load_articles(folders: str | Path | Iterable[str | Path], *, links: str | Path | None = None) -> AnnotatedArticles:
    """Return several annotated articles, all verified.

    Parameters
    ----------
    folders
        The articles' folders; or one folder that holds them, with its own tables of links.
    links
        A folder that holds tables of links (``tally_links.csv``, ``claim_links.csv``, ``actor_links.csv``,
        ``place_links.csv``, ``event_links.csv``; each may be missing), or one such file.

    Raises
    ------
    ArticleError
        Something cannot be right, in an article or in the links: the first problem, and how many more there are.

    Examples
    --------
    >>> from libya_kit.article.model import BUNDLED, shipped
    >>> articles = load_articles([shipped("data") / BUNDLED])
    >>> articles.casualties.loc[(BUNDLED, "c-killed-25"), "quote"]
    'killed at least 25'
    """
    columns: dict[str, Columns] = {}

    def taken(contents: Folder, name: str, linked: bool) -> Folder:
        columns[name] = columns_of(contents)
        return contents if linked else replace(contents, items=[])  # what is not looked at again need not be kept

    beside = None if links is None else path_of("links", links)
    if isinstance(folders, str | Path) and set_folder.is_set(Path(folders)):
        place, found = Path(folders), set_folder.read_set(Path(folders), beside, taken=taken)
    else:
        some = folders if isinstance(folders, Iterable) and not isinstance(folders, str) else [folders]
        place, found = (
            Path("each of the folders"),
            set_folder.read_several([path_of("folder", one) for one in some], beside, taken=taken),
        )
    several: Several = raised(found, place)
    raised((several, joining.contradictions(several)), place)
    articles = several.articles
    return AnnotatedArticles(
        title=several.title,
        path=several.path,
        folders={name: contents.path for name, contents in articles.items()},
        _links=several.links,
        _digests={name: contents.digest for name, contents in articles.items()},
        **_frames(several, columns),
    )


def _frames(several: Several, columns: Mapping[str, Columns]) -> dict[str, pd.DataFrame]:
    """Return the tables of all the articles, each made once of the columns of each."""
    tables: dict[str, dict[str, list[Any]]] = {name: table.gathered([]) for name, table in schema.TABLES.items()}
    whose: dict[str, list[int]] = {name: [] for name in schema.TABLES}
    for number, article_id in enumerate(several.articles):
        for name, some in columns[article_id].items():
            for column, values in some.items():
                tables[name][column] += values
            whose[name] += [number] * len(values)
    articles = pd.Index([*several.articles], dtype="str")
    frames = {}
    for name, table in schema.TABLES.items():
        frame = table.frame_of(tables[name])
        frame.index = pd.MultiIndex.from_arrays(
            [articles.take(whose[name]), frame.index], names=[schema.ARTICLE_ID.name, table.index.name]
        )
        frames[name] = frame
    abouts = [contents.about | {"article_id": name} for name, contents in several.articles.items()]
    links = {table.name: table.frame(several.links[table.name]) for table in schema.LINK_TABLES}
    return {**frames, **links, "articles": ARTICLES.frame(abouts)}
