"""The formats of `export` and `import`: what each can do, and where it is; each is imported when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from libya_kit.errors import ArgumentError, ArticleError, one_of
from libya_kit.files import read_bytes
from libya_kit.formats import recognise
from libya_kit.formats.recognise import (
    BRAT,
    CAS_JSON,
    CSV,
    LABEL_STUDIO,
    PRODIGY,
    QDE,
    QDPX,
    SPACY,
    SPANS,
    W3C,
    WORKBOOK,
    XMI,
    ZIP,
)

if TYPE_CHECKING:
    from libya_kit.editing.changes import Import
    from libya_kit.editing.three_way import Choices


class Format(Protocol):
    """A module that writes an article for a tool, and reads what comes back; some formats are only read."""

    SUFFIX: str

    def write(self, folder: Path, out: Path) -> list[str]:
        """Write an article; return what is to be said of it, a line each."""

    def read(self, folder: Path, given: Path, mapping: Path | None, choices: Choices) -> Import:
        """Return what a file, or the folder that holds it, brings to an article's folder."""


@dataclass(frozen=True)
class Entry:
    """A format: its module, the forms of files that it reads, whether labels can be mapped, whether it is written."""

    module: str
    forms: tuple[str, ...]
    mapping: bool = True
    written: bool = True


ENTRIES = {
    "sheet": Entry("spreadsheet.sheet", (WORKBOOK, CSV), mapping=False),
    "brat": Entry("brat", (BRAT,)),
    "label-studio": Entry("label_studio", (LABEL_STUDIO,)),
    "w3c": Entry("w3c", (W3C,)),
    "spans": Entry("spans", (SPANS, PRODIGY, SPACY)),
    "doccano": Entry("doccano", (SPANS, PRODIGY)),
    "inception": Entry("inception", (XMI, CAS_JSON, ZIP)),
    "quotes": Entry("quotes", (WORKBOOK, CSV), written=False),
    "qdpx": Entry("qdpx", (QDPX, QDE), written=False),
}
WAYS = {
    "an OpenDocument spreadsheet (.ods)": "save it as .xlsx",
    "a flat OpenDocument spreadsheet (.fods)": "save it as .xlsx",
    "an Excel 2003 XML workbook": "save it as .xlsx",
    "an old Office file (.doc, .xls), or one with a password": "save it as .xlsx, without a password",
    ZIP: "unpack it, and name the file that is meant",
    "spaCy's DocBin (.spacy)": "write its documents by Doc.to_json(), then take --from spans",
    "Recogito's inner form": "export W3C Web Annotations, then take --from w3c",
    "old doccano's JSON Lines, with numbers for labels": "export JSONL with the labels' names",
}
"""What to do with a form that no format reads."""


def names(*, written: bool = False) -> list[str]:
    """Return the names of the formats; `written`: of those that are written too."""
    return sorted(name for name, entry in ENTRIES.items() if entry.written or not written)


def format_of(name: str) -> Format:
    """Return a format's module.

    Raises
    ------
    ArgumentError
        There is none of that name.
    """
    one_of("format", name, ENTRIES)
    return cast(Format, import_module(f"libya_kit.formats.{ENTRIES[name].module}"))


def read(name: str, folder: Path, given: Path, mapping: Path | None = None, choices: Choices | None = None) -> Import:
    """Return what a file brings to an article's folder; of a file of which nothing is taken, the report names the form.

    Raises
    ------
    ArgumentError
        The format takes no mapping.
    ArticleError
        The file is of a form that the format does not read, or cannot be read.
    """
    import pandas as pd

    from libya_kit.editing.changes import REPORT, row
    from libya_kit.editing.three_way import UNDECIDED

    reader = format_of(name)
    if mapping is not None and not ENTRIES[name].mapping:
        raise ArgumentError(f"{name} takes no mapping", mend="leave --mapping out")
    form = recognise.recognise(read_bytes(given)) if given.is_file() else ""
    if form and form not in ENTRIES[name].forms:
        raise ArticleError(f"it is {form}, which --from {name} does not read", file=given.name, mend=_way(form))
    found = reader.read(folder, given, mapping, choices or UNDECIDED)
    rows = found.report[(found.report["where"] != "") & (found.report["where"] != "offsets")]
    if rows.empty or not set(rows["outcome"]) <= {"left out", "refused", "noted", "removed"}:
        return found
    what = f"nothing of it is taken; it is {form}" if form else "nothing of it is taken"
    last = pd.DataFrame([row("refused", given.name, what)], columns=REPORT)
    return replace(found, report=pd.concat([found.report, last], ignore_index=True))


def _way(form: str) -> str:
    """Return what to do with a file of a form: the format that reads it, or how to save it."""
    reader = next((name for name, entry in ENTRIES.items() if form in entry.forms), None)
    return (
        f"take --from {reader}"
        if reader
        else WAYS.get(form, "export the annotations in one of the formats that it reads")
    )
