"""What a file is, by its content: the name of its form, whatever its ending says."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls), or one with a password"),
    (b"{\\rtf", "an RTF text"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
"""How files begin that are no text, and what they are."""
ROOTS = {
    "html": "an HTML page",
    "XMI": "UIMA XMI",
    "typeSystemDescription": "a UIMA type system",
    "TEI": "TEI XML",
    "GateDocument": "GATE XML",
    "Workbook": "an Excel 2003 XML workbook",
    "package": "a Word XML document",
}
"""The first element of XML, and what it is."""
WORKBOOK, CSV, SPANS, PRODIGY = (
    "an Excel workbook (.xlsx)",
    "CSV",
    "JSON Lines of text and spans",
    "Prodigy's JSON Lines",
)
BRAT, LABEL_STUDIO, W3C = "brat's standoff", "Label Studio's JSON", "Web Annotations"
SPACY, XMI, CAS_JSON, QDPX = "spaCy's Doc JSON", "UIMA XMI", "UIMA CAS JSON", "a REFI-QDA project (.qdpx)"
ZIP = "a ZIP archive"
QDE = "a REFI-QDA project's XML (.qde)"


def recognise(raw: bytes) -> str:
    r"""Return the name of a file's form; '' where its content does not tell.

    >>> recognise(b"%PDF-1.7 ..."), recognise(b'{"text": "a", "ents": []}'), recognise(b"<!doctype html>\n<p>a</p>")
    ('a PDF', "spaCy's Doc JSON", 'an HTML page')
    """
    for beginning, form in MAGIC:
        if raw.startswith(beginning):
            return form
    if raw.startswith(b"PK"):
        return _archive(raw)
    if raw[:1] == b"x" and b"attrs" in _unpacked(raw):
        return "spaCy's DocBin (.spacy)"
    try:
        text = raw.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError:
        return ""
    if text.startswith("<"):
        return _xml(text)
    if text.startswith(("{", "[")):
        return _json(text)
    return BRAT if re.match(r"[TEARN#][^\t\n]*\t\S+ \S", text) else ""


def _unpacked(raw: bytes) -> bytes:
    """Return the first bytes of what zlib has packed; none where it has packed nothing."""
    try:
        return zlib.decompressobj().decompress(raw[:10_000], 200)
    except zlib.error:
        return b""


def _archive(raw: bytes) -> str:
    """Return what a ZIP archive is, by the names of the files in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            names = set(packed.namelist())
            kind = packed.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
    except Exception:  # zipfile lets through what its decompressors raise
        return "a damaged ZIP archive"
    if "opendocument.spreadsheet" in kind:
        return "an OpenDocument spreadsheet (.ods)"
    if "opendocument" in kind:
        return "an OpenDocument file"
    if "epub" in kind:
        return "an EPUB book"
    if any(name.startswith("word/") for name in names):
        return "a Word document (.docx)"
    if any(name.startswith("ppt/") for name in names):
        return "a PowerPoint file (.pptx)"
    if any(name.startswith("xl/") for name in names):
        return WORKBOOK
    if any(name.lower().endswith(".qde") for name in names):
        return QDPX
    return ZIP


def _xml(text: str) -> str:
    """Return what XML or HTML is, by its first element and, of TEI, by the tool that it names."""
    head = text[:20_000]
    if re.match(r"<!doctype html", head, re.IGNORECASE):
        return ROOTS["html"]
    first = re.search(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)", head)
    if first is None:
        return "XML"
    prefix, name = first[1] or "", first[2]
    if prefix == "office:":
        return "a flat OpenDocument spreadsheet (.fods)" if "spreadsheet" in head else "a flat OpenDocument file"
    if name == "Project" and "QDA-XML" in head:
        return QDE
    if name == "TEI" and "catma" in head.lower():
        return "CATMA's TEI XML"
    return next((form for root, form in ROOTS.items() if root.lower() == name.lower()), f"XML ({name[:40]})")


def _json(text: str) -> str:
    """Return what JSON, or the first line of JSON Lines, is."""
    try:
        try:
            page = json.loads(text)
        except ValueError:
            page = json.loads(text.partition("\n")[0])
    except (ValueError, RecursionError):
        return ""
    whole = page
    while isinstance(page, list) and page and isinstance(page[0], dict | list):
        page = page[0]
    if not isinstance(page, dict):
        return (
            "spaCy's list of texts and entities" if isinstance(whole, list) and page and isinstance(page, list) else ""
        )
    return _of_text(page) if isinstance(page.get("text"), str) and "target" not in page else _of_other(page, text)


def _of_text(page: Mapping[str, Any]) -> str:
    """Return what JSON with a text is, by how it holds the marks."""
    listed = page.get("annotations")
    if "annotation_sets" in page:
        return "GATE's bdoc JSON"
    if isinstance(page.get("entities"), dict):
        return "GATE JSON"
    if "ents" in page or isinstance(page.get("spans"), dict):
        return SPACY
    if isinstance(listed, list) and listed and isinstance(listed[0], dict) and "start_offset" in listed[0]:
        return "old doccano's JSON Lines, with numbers for labels"
    if "_input_hash" in page or "_task_hash" in page or "answer" in page:
        return PRODIGY
    return SPANS if any(isinstance(page.get(key), list) for key in ("spans", "entities", "label", "labels")) else ""


def _of_other(page: Mapping[str, Any], text: str) -> str:
    """Return what other JSON is, by its keys."""
    if "catma" in text[:20_000].lower() and ("body" in page or "target" in page):
        return "CATMA's JSON"
    if "bodies" in page and "target" in page:
        return "Recogito's inner form"
    if "%FEATURE_STRUCTURES" in page or "%VIEWS" in page:
        return CAS_JSON
    if "data" in page and {"annotations", "completions", "predictions"} & page.keys():
        return LABEL_STUDIO
    if "annotation_id" in page and "data" not in page:
        return LABEL_STUDIO
    if "annotatable" in page and "anncomplete" in page:
        return "tagtog's JSON"
    if "nbformat" in page:
        return "a Jupyter notebook"
    if "sha256" in page and "annotations" in page:
        return "the kit's own file of what was kept aside (.kit.json)"
    held = next((page[key] for key in ("items", "rows", "annotations") if isinstance(page.get(key), list)), [page])
    if held and isinstance(held[0], dict) and "target" in held[0]:
        return "Recogito's inner form" if "bodies" in held[0] else W3C
    return ""
