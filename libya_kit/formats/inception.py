"""INCEpTION: UIMA CAS in XMI and JSON, with the type system and the tag sets, by dkpro-cassis (`libya-kit[inception]`).

A kind is a layer, each attribute a feature of it. All features are strings: Java writes 0 and false where nothing is
said, and NA is not 0. UIMA counts UTF-16 units; that is its standard, and dkpro-cassis converts them.
"""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from libya_kit.article import folder as folders
from libya_kit.article.folder import Folder
from libya_kit.article.schema import CLAIM_TABLES
from libya_kit.article.w3c import parse_json
from libya_kit.editing.changes import Import, json_bytes, row
from libya_kit.editing.three_way import UNDECIDED, Choices
from libya_kit.errors import ArticleError, ReportError
from libya_kit.files import LARGEST_FILE, read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import Mark
from libya_kit.formats.offsets import Settled, Words, odd

SUFFIX = "-inception"
FURTHER = "kit.FurtherPart"
"""The layer of the second and later parts of an annotation; its feature `of` names the annotation."""
TYPES = "TypeSystem.xml"
_OURS = {f"kit.{table.body}": table for table in CLAIM_TABLES}


def _cassis() -> Any:
    """Return the library, which is an extra."""
    try:
        import cassis
    except ImportError:
        raise ReportError("dkpro-cassis is not installed", mend="pip install 'libya-kit[inception]'") from None
    return cassis


def _type_system() -> Any:
    """Return the kit's kinds as UIMA types."""
    types = _cassis().TypeSystem()
    for name, table in _OURS.items():
        layer = types.create_type(name, "uima.tcas.Annotation", description=table.meaning)
        types.create_feature(layer, "kitId", "uima.cas.String", description="the annotation's name in the kit")
        for column in table.stored.values():
            types.create_feature(layer, column.name, "uima.cas.String", description=column.meaning)
    further = types.create_type(FURTHER, "uima.tcas.Annotation", description="further words of an annotation")
    types.create_feature(further, "of", "uima.cas.String", description="the name of the annotation")
    return types


def write(folder: Path, out: Path) -> list[str]:
    """Write an article as UIMA CAS with its type system and tag sets; return what is to be said of it."""
    contents = folders.sound(folder)
    name = tool_files.name_of(folder)
    types = _type_system()
    cas = _cassis().Cas(types)
    cas.sofa_string, cas.sofa_mime = contents.text, "text/plain"
    for one in contents.items:
        told = {
            key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for key, value in one.body.items()
        }
        first, *more = one.parts
        layer = types.get_type(f"kit.{one.table.body}")
        cas.add(layer(begin=first.start, end=first.end, kitId=one.claim_id, **told))
        for part in more:
            cas.add(types.get_type(FURTHER)(begin=part.start, end=part.end, of=one.claim_id))
    try:
        xmi, plain = cas.to_xmi(), cas.to_json()
    except ValueError:
        raise ReportError("the text holds a character that XML cannot", file=name, mend="use another format") from None
    files = {f"{name}.xmi": xmi, TYPES: types.to_xml(), f"{name}.json": plain}
    tool_files.write_files(
        out,
        {
            **{path: content.encode("utf-8") for path, content in files.items()},
            **{f"tagset.{key}.json": json_bytes(value) for key, value in _tag_sets(contents).items()},
            f"{name}{tool_files.SIDECAR}": tool_files.aside(contents),
        },
    )
    return [
        f"{len(contents.items)} annotations: {out}",
        f"in the project's settings import {TYPES} as layers and the tag sets, then the .xmi as a document",
        f"who annotated when and why is kept aside in {name}{tool_files.SIDECAR}",
    ]


def _tag_sets(contents: Folder) -> dict[str, dict[str, Any]]:
    """Return the vocabularies and ids as tag sets, by the name of the table whose ids they are, or of the column."""
    sets: dict[str, dict[str, Any]] = {}
    for table in CLAIM_TABLES:
        for column in table.stored.values():
            words = ("true", "false") if column.kind == "flag" else marks.choices(column, contents)
            words = () if column.kind == "list" else words
            key = column.refers or (f"{table.body}-{column.name}" if column.words else "flag")
            tags = [{"tag_name": word, "tag_description": ""} for word in words]
            if tags:
                sets[key] = {"name": key, "description": "", "language": "en", "tags": tags, "create_tag": False}
    return sets


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what a CAS in XMI or JSON, or a ZIP file of one, brings to an article's folder."""
    contents = folders.sound(folder)
    file = tool_files.found_file(given, ".xmi", ".zip")
    named = tool_files.read_mapping(read_bytes(mapping), mapping.name) if mapping else {}
    cas = _loaded(file)
    text = cas.sofa_string
    if not isinstance(text, str):
        raise ArticleError("it holds no text", file=file.name, mend="export the document anew")
    if what := marks.difference(contents.text, text):
        raise ArticleError(f"it marks another text: {what}", file=file.name, mend=marks.OTHER_TEXT)
    everything = list(cas.select_all_annotations())
    tool_files.limited(len(everything), file.name, tool_files.MOST_LINES)
    found, rows = _annotated(everything, text, named)
    settled = marks.placed(contents.text, found, None, text)
    remarks = tuple(
        odd(contents.text, places) if places else remark
        for places, remark in zip(settled.places, settled.remarks, strict=True)
    )
    settled = Settled("UTF-16 units, as is UIMA's standard", settled.places, remarks)
    kept = tool_files.kept_aside(file, contents)
    return marks.gathered(
        contents, found, rows=rows, mapping=named, kept=kept, settled=settled, choices=choices, file=file
    )


def _loaded(file: Path) -> Any:
    """Return the CAS that a file holds, whatever it is packed in."""
    cassis, raw, types = _cassis(), read_bytes(file), _type_system()
    beside = file.with_name(TYPES)
    described = read_bytes(beside) if beside.is_file() else None
    try:
        if raw[:2] == b"PK":
            raw, described = _unpacked(raw, file.name, described)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            if raw.lstrip()[:1] == b"{":
                parse_json(raw, file.name)
                cas = cassis.load_cas_from_json(raw.decode("utf-8"))
            else:
                types = cassis.load_typesystem(io.BytesIO(described)) if described else types
                cas = cassis.load_cas_from_xmi(io.BytesIO(raw), typesystem=types, lenient=True)
        if lost := next((str(one.message) for one in warned if "offset" in str(one.message)), ""):
            raise ArticleError(f"an offset is no UTF-16 unit of the text ({lost})", file=file.name, mend="export anew")
        return cas
    except ArticleError:
        raise
    except Exception as error:  # the library's own, lxml's and Python's: whatever a broken file brings about
        what = f"no CAS in XMI or JSON ({type(error).__name__}: {error})"
        raise ArticleError(what[:200], file=file.name, mend="export the document anew, with its type system") from None


def _unpacked(raw: bytes, file: str, described: bytes | None) -> tuple[bytes, bytes | None]:
    """Return the one CAS in a ZIP file, and the type system beside it."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        if sum(one.file_size for one in packed.infolist()) > LARGEST_FILE:
            raise ArticleError(f"larger than {LARGEST_FILE >> 20} MiB", file=file, mend="unpack it")
        names = [one.filename for one in packed.infolist() if not one.filename.startswith("__MACOSX/")]
        cases = [name for name in names if name.endswith((".xmi", ".json"))]
        if len(cases) != 1:
            raise ArticleError(f"it holds {len(cases)} documents", file=file, mend="unpack it, and name one of them")
        kinds = [name for name in names if name.rpartition("/")[2] == TYPES]
        return _within(packed, cases[0]), _within(packed, kinds[0]) if kinds else described


def _within(packed: zipfile.ZipFile, name: str) -> bytes:
    """Return a file of a ZIP file, whose own word on how large it is may be false."""
    if packed.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArticleError("compressed in an unusual way", file=name, mend="unpack it")
    with packed.open(name) as file:
        return file.read(LARGEST_FILE)


def _annotated(
    everything: list[Any], text: str, mapping: dict[str, dict[str, Any]]
) -> tuple[list[Mark], list[dict[str, str]]]:
    """Return the marks of a CAS's annotations, and rows for what is not the kit's."""
    found: list[Mark] = []
    rows, other = [], Counter[str]()
    names = {_told(one, "kitId") for one in everything if one.type.name in _OURS} - {""}
    further: dict[str, list[Any]] = {}
    for one in everything:
        if one.type.name == FURTHER:
            further.setdefault(_told(one, "of"), []).append(one)
    for number, one in enumerate(everything, 1):
        short = one.type.name.rpartition(".")[2]
        where = f"{short} {number}"
        if one.type.name == FURTHER:
            if (of := _told(one, "of")) not in names:
                rows.append(row("refused", where, f"a further part of {of!r}, which is not there; correct `of`"))
            continue
        if one.type.name not in _OURS and short not in mapping:
            other[short] += 1
            continue
        given = {
            feature.name: value
            for feature in one.type.all_features
            if feature.name not in ("sofa", "begin", "end", "kitId")
            and isinstance(value := one[feature.name], str | int | float)
        }
        name = _told(one, "kitId")
        pieces = [one, *(further.get(name, ()) if name else ())]
        if not all(type(at) is int and 0 <= at <= len(text) for piece in pieces for at in (piece.begin, piece.end)):
            rows.append(row("refused", where, f"its offsets {one.begin}-{one.end} do not lie in the text"))
            continue
        spans = tuple((piece.begin, piece.end) for piece in pieces)
        found.append(Mark(where, short, Words(spans, tuple(text[start:end] for start, end in spans)), given, name))
    rows += (row("left out", short, f"{count}, for INCEpTION alone") for short, count in other.items())
    return found, rows


def _told(one: Any, feature: str) -> str:
    """Return what an annotation says in a feature of text; '' where it says nothing, or its type has no such."""
    value = getattr(one, feature, None)
    return value if isinstance(value, str) else ""
