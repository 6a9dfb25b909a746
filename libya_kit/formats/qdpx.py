"""REFI-QDA projects (.qdpx), as NVivo, MAXQDA, ATLAS.ti and QualCoder exchange them: only read.

A project holds sources, a tree of codes, coded selections with positions in a plain text, notes and users. Its XML may
not declare anything; what it names outside the archive is not looked for.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from libya_kit.article import folder as folders
from libya_kit.article.schema import is_date
from libya_kit.editing.changes import Import, row
from libya_kit.editing.three_way import UNDECIDED, Choices
from libya_kit.errors import ArticleError
from libya_kit.files import LARGEST_FILE, of_macos, read_bytes
from libya_kit.formats import marks, tool_files
from libya_kit.formats.marks import Mark
from libya_kit.formats.offsets import Words

NAMESPACE = "{urn:QDA-XML:project:1.0}"
TEXTS = ("TextSource", "Representation", "TextDescription")
"""The elements that hold a plain text and its selections."""
MOST_FILES, MOST_ELEMENTS = 10_000, 500_000
"""How many files a project may hold, and how many elements its XML."""


def read(folder: Path, given: Path, mapping: Path | None = None, choices: Choices = UNDECIDED) -> Import:
    """Return what the selections of a project's source, the one with the article's text, bring to the folder.

    Raises
    ------
    ArticleError
        It is no project, is larger than the kit reads, or no source of it, or more than one, has the article's text.
    """
    contents = folders.sound(folder)
    file = tool_files.found_file(given, ".qdpx", ".qde")
    named = tool_files.read_mapping(read_bytes(mapping), mapping.name) if mapping else {}
    project, files = _project(read_bytes(file), file.name)
    texts = [(source, text) for source in _of(project, *TEXTS) if (text := _text(source, files)) is not None]
    if not texts:
        raise ArticleError("no source of it holds a plain text", file=file.name, mend="export it with its sources")
    ours = [(source, text) for source, text in texts if not marks.difference(contents.text, text)]
    if not ours:
        what = f"no source has the article's text: {marks.difference(contents.text, texts[0][1])}"
        raise ArticleError(what, file=file.name, mend=marks.OTHER_TEXT)
    if len(ours) > 1:
        names = ", ".join(str(source.get("name", "?")) for source, _ in ours)
        raise ArticleError(f"{len(ours)} sources have this text ({names})", file=file.name, mend="leave one of them")
    ((source, text),) = ours
    selections = list(source.iter(f"{NAMESPACE}PlainTextSelection"))
    tool_files.limited(len(selections), file.name)
    found, rows = _annotated(project, selections, named, files)
    return marks.gathered(contents, found, rows=rows, mapping=named, theirs=text, choices=choices)


def _project(raw: bytes, file: str) -> tuple[ElementTree.Element, dict[str, bytes]]:
    """Return the project's XML, and the plain texts beside it by their names."""
    files: dict[str, bytes] = {}
    if raw.startswith(b"PK"):
        files = _unpacked(raw, file)
        projects = [content for name, content in files.items() if name.lower().endswith(".qde")]
        if len(projects) != 1:
            raise ArticleError(f"it holds {len(projects)} projects (.qde)", file=file, mend="export the project anew")
        raw = projects[0]
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw or b"\x00" in raw:
        raise ArticleError("its XML declares something, as no project does", file=file, mend="export it anew")
    if raw.count(b"<") > MOST_ELEMENTS:
        raise ArticleError(f"more than {MOST_ELEMENTS:,} elements", file=file, mend="is it the right file?")
    try:
        project = ElementTree.fromstring(raw)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ArticleError(f"its XML is damaged ({error})", file=file, mend="export the project anew") from None
    if project.tag != f"{NAMESPACE}Project":
        raise ArticleError("no REFI-QDA project", file=file, mend="export the project as REFI-QDA (.qdpx)")
    return project, files


def _unpacked(raw: bytes, file: str) -> dict[str, bytes]:
    """Return the project and the plain texts of an archive, by their names without folders."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = [one for one in packed.infolist() if not of_macos(one.filename)]
            wanted = [one for one in members if one.filename.lower().endswith((".qde", ".txt"))]
            if len(members) > MOST_FILES or sum(one.file_size for one in wanted) > LARGEST_FILE:
                what = f"unpacks to more than {LARGEST_FILE >> 20} MiB of text"
                raise ArticleError(what, file=file, mend="leave only the source of this article in the project")
            contents = {}
            for one in wanted:
                with packed.open(one) as member:
                    contents[one.filename.rpartition("/")[2]] = member.read(one.file_size + 1)
            return contents
    except ArticleError:
        raise
    except Exception as error:  # zipfile lets through what its decompressors raise
        what = f"a damaged archive ({type(error).__name__})"
        raise ArticleError(what, file=file, mend="export the project anew") from None


def _of(element: ElementTree.Element, *names: str) -> Iterator[ElementTree.Element]:
    """Yield the elements of these names, wherever they stand."""
    for name in names:
        yield from element.iter(f"{NAMESPACE}{name}")


def _text(element: ElementTree.Element, files: Mapping[str, bytes]) -> str | None:
    """Return the plain text of a source or note; None where the archive has none for it."""
    inline = element.findtext(f"{NAMESPACE}PlainTextContent")
    if inline is not None:
        return inline
    path = element.get("plainTextPath", "")
    raw = files.get(path.rpartition("/")[2])
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8") if raw is not None else None
    except UnicodeDecodeError:
        return None


def _codes(project: ElementTree.Element) -> dict[str, tuple[str, str]]:
    """Return each code's name and its path in the tree, by its identifier."""
    codes: dict[str, tuple[str, str]] = {}
    waiting = [(code, "") for part in _of(project, "Codes") for code in part]
    while waiting:
        code, above = waiting.pop()
        name = code.get("name", "")
        path = f"{above} > {name}" if above else name
        codes[code.get("guid", "")] = (name, path)
        waiting += [(inner, path) for inner in code.findall(f"{NAMESPACE}Code")]
    return codes


def _annotated(
    project: ElementTree.Element,
    selections: list[ElementTree.Element],
    mapping: Mapping[str, Any],
    files: Mapping[str, bytes],
) -> tuple[list[Mark], list[dict[str, str]]]:
    """Return a mark for each code of each selection, and a row for what cannot be read."""
    codes = _codes(project)
    users = {user.get("guid", ""): user.get("name", "") for user in _of(project, "User")}
    notes = {note.get("guid", ""): _text(note, files) or "" for note in _of(project, "Note")}
    found: list[Mark] = []
    rows = []
    for number, selection in enumerate(selections, 1):
        where = f"selection {number}"
        try:
            place = (int(selection.get("startPosition", "")), int(selection.get("endPosition", "")))
        except ValueError:
            rows.append(row("refused", where, "its positions are no numbers"))
            continue
        said = [selection.findtext(f"{NAMESPACE}Description") or ""]
        said += [notes.get(ref.get("targetGUID", ""), "") for ref in _of(selection, "NoteRef")]
        given = {"note": " ".join(" ".join(said).split())} if any(said) else {}
        refs = [
            (coding, ref.get("targetGUID", "")) for coding in _of(selection, "Coding") for ref in _of(coding, "CodeRef")
        ]
        if not refs:
            rows.append(row("left out", where, "no code says what it is"))
        for coding, guid in refs:
            if guid not in codes:
                rows.append(row("refused", where, f"it names a code that the project does not have ({guid[:40]})"))
                continue
            name, path = codes[guid]
            label = path if path in mapping else name
            user = coding.get("creatingUser") or selection.get("creatingUser") or ""
            day = (coding.get("creationDateTime") or selection.get("creationDateTime") or "")[:10]
            about = {key: value for key, value in (("creator", users.get(user, "")), ("created", day)) if value}
            if not is_date(about.get("created", "")):
                about.pop("created", None)
            mark = where if len(refs) == 1 else f"{where} {name}"
            found.append(Mark(mark, label, Words((place,)), given, about=about))
    return found, rows
