"""What every annotation tool has in common: marks with labels and attributes, and how they become annotations."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from libya_kit.article.annotation import Annotation
from libya_kit.article.folder import Folder
from libya_kit.article.schema import CLAIM_TABLES, FILE_TABLES, MENTIONS, Column, Table
from libya_kit.article.w3c import BODIES, parse_json
from libya_kit.editing.changes import Import, gather, row
from libya_kit.editing.three_way import ABOUT, CLAIMS, UNDECIDED, Choices, Comparison
from libya_kit.errors import ArticleError
from libya_kit.formats import memory
from libya_kit.formats.offsets import Place, Places, Settled, Words, carried, settle
from libya_kit.formats.tool_files import LEAVE_OUT, Aside, Kept, Mapped, base_of, spans_of
from libya_kit.text.quotes import Part, part

LINKS = {name: column.kind == "list" for table in CLAIM_TABLES for name, column in table.links.items()}
"""The attributes that name other annotations (relations, where a tool has such), and whether they may name several."""
COLOURS = ("#f0b8a8", "#a8d0f0", "#c8e0a0", "#e8d890", "#d8c0e8")
"""One for each kind, in the schema's order."""


@dataclass(frozen=True)
class Mark:
    """One mark of a tool: its name there, its label, the words, what it says of them, the kit's name if it has one.

    `links` are attributes that name other marks, by where these stand; `about` says who annotated, when and why, where
    the tool knows that.
    """

    where: str
    label: str
    words: Words
    given: Mapping[str, Any] = field(default_factory=dict)
    claim_id: str = ""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)


# Out


def choices(column: Column, contents: Folder) -> tuple[str, ...]:
    """Return the words among which a column chooses: its vocabulary, or the ids that the folder has for it."""
    if column.words or not column.refers:
        return column.words
    if column.refers == "events":
        return tuple(sorted({one.body["event"] for one in contents.items if one.table.name == "events"}))
    table = next((table for table in FILE_TABLES if table.name == column.refers), None)
    return tuple(record[table.index.name] for record in contents.files[table.name]) if table else ()


def one_line(told: Mapping[str, Any]) -> str:
    """Return JSON on one line, also for readers that end a line at rarer characters."""
    line = json.dumps(told, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", line)


# Back


def add(given: dict[str, Any], key: str, value: Any) -> None:
    """Add an attribute to those of a mark; a second note follows the first.

    Raises
    ------
    ValueError
        It is given already, with another value.
    """
    if key == "note" and isinstance(value, str) and isinstance(given.get(key), str):
        given[key] = " ".join(dict.fromkeys((given[key], value)))
    elif given.setdefault(key, value) != value:
        raise ValueError(f"{key} is given twice, as {given[key]!r:.60} and {value!r:.60}; keep one of them")


def parsed(words: str, name: str) -> Any:
    """Return what JSON within a tool's file holds.

    Raises
    ------
    ValueError
        It is none, or not as the kit reads it: nested too deeply, a key given twice, a number too long.
    """
    try:
        return parse_json(words.encode("utf-8", "surrogatepass"), name)
    except ArticleError as error:
        raise ValueError(f"{name}: {error.what}") from None


def add_note(given: dict[str, Any], note: str) -> None:
    """Add what a note says: JSON first, if it begins with a brace, and an annotator's own words after it."""
    words = note.strip()
    if words.startswith("{"):
        try:
            _, end = json.JSONDecoder().raw_decode(words)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"the note begins as JSON and is none ({error}): {words[:60]!r}") from None
        for key, value in parsed(words[:end], "the note").items():
            add(given, key, value)
        words = words[end:].strip()
    if words:
        add(given, "note", words)


OTHER_TEXT = "import it where that text is, then use libya-kit reanchor"


def difference(ours: str, theirs: str) -> str:
    r"""Return where two texts first differ, in words; '' where only line ends, a BOM or the last line end do.

    >>> difference("one\n", "\ufeffone\r\n"), difference("At least 12 died", "At least 17 died")
    ('', "after 'At least 1' stands '7 died', in the article '2 died'")
    """

    def bare(text: str) -> str:
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")

    one, two = bare(ours), bare(theirs)
    if one == two:
        return ""
    at = next((at for at, letters in enumerate(zip(one, two, strict=False)) if letters[0] != letters[1]), None)
    at = min(len(one), len(two)) if at is None else at
    before = repr(one[max(at - 20, 0) : at])
    return f"after {before} stands {two[at : at + 20]!r}, in the article {one[at : at + 20]!r}"


def decode(column: Column, value: Any) -> Any:
    """Return a tool's value as a column holds it.

    Raises
    ------
    ValueError
        The column cannot hold it; the message says why.

    Examples
    --------
    >>> decode(CLAIM_TABLES[0].stored["value"], "25"), decode(CLAIM_TABLES[0].stored["ambiguous"], "true")
    (25, True)
    """
    if column.kind == "count" and isinstance(value, float) and value.is_integer():
        value = int(value)
    if column.kind == "list" and isinstance(value, str):
        value = parsed(value, column.name) if value.startswith("[") else [word.strip() for word in value.split(";")]
    value = column.kept(value)
    if isinstance(value, str):
        if column.kind == "count" and re.fullmatch("[0-9]{1,16}", value.strip()):
            value = int(value)
        elif column.kind == "flag" and value in ("true", "false"):
            value = value == "true"
        elif column.kind == "mapping":
            value = parsed(value, column.name)
    if what := column.fault(value):
        raise ValueError(what)
    return value


def link(links: dict[str, tuple[str, ...]], key: str, where: str) -> None:
    """Add a relation to those of a mark.

    Raises
    ------
    ValueError
        It leads to another mark already, and only to one at a time.
    """
    before = links.get(key, ())
    if before and not LINKS[key] and where not in before:
        raise ValueError(f"{key} leads to {before[0]} and to {where}; leave one of the relations")
    links[key] = tuple(dict.fromkeys((*before, where)))


def joined(text: str, found: Iterable[Place]) -> Places:
    r"""Return the places with those made one that a tool divided at a line end.

    >>> joined("one\ntwo", ((0, 3), (4, 7))), joined("one two", ((0, 3), (4, 7)))
    (((0, 7),), ((0, 3), (4, 7)))
    """
    result: list[tuple[int, int]] = []
    for start, end in found:
        between = text[result[-1][1] : start] if result else "."
        if len(f"{between}.".splitlines()) > 1 and not between.strip():
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return tuple(result)


def gathered(
    contents: Folder,
    given: Sequence[Mark],
    *,
    rows: Iterable[dict[str, str]] = (),
    mapping: Mapped | None = None,
    kept: Aside | None = None,
    settled: Settled | None = None,
    theirs: str | None = None,
    choices: Choices = UNDECIDED,
    file: Path | None = None,
) -> Import:
    """Return the import of marks: annotations where their offsets or words are sure, and a row for what is not taken.

    Parameters
    ----------
    contents
        The article's folder.
    given
        What the tool's file holds.
    rows
        What is to be said beside.
    mapping
        What labels stand for that are not the kit's; as from `read_mapping`.
    kept
        What was kept aside when the annotations went out; as from `kept_aside`.
    settled
        Where the marks stand, if that is known already.
    theirs
        The text as the tool has it, if the file holds it; line ends and byte order mark may be others.
    choices
        What the user decides where the file and the folder differ.
    file
        The tool's file, beside which is kept what it held this time.
    """
    settled = settled or placed(contents.text, given, mapping, theirs)
    report = [row("noted", "offsets", f"counted in {settled.unit}")] if given else []
    report += rows
    remarks: dict[str, list[str]] = {}
    taken: dict[str, tuple[Mark, Annotation]] = {}
    base = base_of(kept)
    now = memory.base_now(file, contents, base) if file is not None else base
    comparison = Comparison.of(now, {(CLAIMS, one.claim_id) for one in contents.items}, choices, contents.text)
    entries: Kept = kept.entries if kept else {}
    names = _names(contents, given, settled.places, mapping or {}, entries)
    held = {one.claim_id: one for one in contents.items}
    for mark, claim_id, found, remark in zip(given, names, settled.places, settled.remarks, strict=True):
        table = _table(mark, mapping or {})
        try:
            if table is None and mark.label in (mapping or {}):
                report.append(row("left out", mark.where, f"the mapping leaves out {mark.label!r}", id=claim_id))
                continue
            if reason := _left_out(mark, mapping or {}):
                report.append(row("left out", mark.where, f"the mapping leaves out {reason!r}", id=claim_id))
                continue
            if table is None:
                raise ValueError(f"the label {mark.label!r} is not the kit's; say in a mapping file what it stands for")
            if found is None:
                raise ValueError(remark)
            if claim_id in taken:
                raise ValueError(f"the name {claim_id!r} is given twice; give the second a name of its own")
            body, left = _body(mark, table, mapping or {})
            before = held.get(claim_id)
            whole, how = _whole(contents.text, before, found)
            entry = entries.get(claim_id, {})
            parts = tuple(_part(contents.text, place, entry.get("parts", ())) for place in whole)
            about = _about(before, table, mark.about, entry)
            taken[claim_id] = (mark, Annotation(claim_id, table, body, parts, **about))
            remarks[mark.where] = [what for what in (remark, how, left) if what]
        except ValueError as error:
            report.append(row("refused", mark.where, error, table=table.name if table else "", id=claim_id))
    there = comparison.base or choices.replace
    if contents.items and there and not taken and all(one["outcome"] != "refused" for one in report):
        what = f"the file holds no mark for the kit, and all {len(contents.items)} annotations of the folder would go"
        report.append(row("refused", "the whole", f"{what}; is it the right file?"))
    by_mark = {mark.where: name for mark, name in zip(given, names, strict=True)}
    pairs = [(mark.where, _linked(annotation, mark, by_mark)) for mark, annotation in taken.values()]
    left_out = {one["id"] for one in report}
    result = _remarked(gather(contents, pairs, report, comparison=comparison), remarks)
    if file is None:
        return result
    return replace(result, beside=memory.remembered(file, contents, base, comparison, left_out))


def placed(text: str, given: Sequence[Mark], mapping: Mapped | None, theirs: str | None) -> Settled:
    """Return where the marks stand in the article's text; their offsets count in the tool's, where that is known."""
    counted_in = text if theirs is None else theirs
    return carried(settle(counted_in, [mark.words for mark in given], known_unit(mapping)), counted_in, text)


def known_unit(mapping: Mapped | None) -> str | None:
    """Return the unit that a mapping names, if it does."""
    unit = (mapping or {}).get("*", {}).get("offsets")
    return None if unit is None else str(unit)


def _names(
    contents: Folder, given: Sequence[Mark], places: Sequence[Places | None], mapping: Mapped, kept: Kept
) -> list[str]:
    """Return each mark's name in the kit: its own, that of the only annotation that it can be, or a new one."""
    known = {
        name: (BODIES[entry["type"]].name, tuple((start, end) for start, end, *_ in entry["parts"]))
        for name, entry in kept.items()
        if entry.get("type") in BODIES and entry.get("parts")
    }
    known = {one.claim_id: (one.table.name, spans_of(one)) for one in contents.items} | known
    held = set(known)
    free = held - {mark.claim_id for mark in given}
    names = [mark.claim_id or (mark.where if mark.where in free else "") for mark in given]
    own = set(names)
    used = Counter(held | own)
    keys = [
        (table.name, joined(contents.text, sorted(found)))
        if not name and found and (table := _table(mark, mapping))
        else None
        for name, mark, found in zip(names, given, places, strict=True)
    ]
    alike: dict[tuple[str, Places], list[str]] = {}
    for name, (kind, spans) in known.items():
        if name not in own:
            alike.setdefault((kind, joined(contents.text, spans)), []).append(name)
    told = {key for key, mark in zip(keys, given, strict=True) if mark.given}
    times = Counter(keys)
    sure = {
        key: iter(found)
        for key, found in alike.items()
        if len(found) == times[key] and (len(found) == 1 or key not in told)
    }
    return [
        name or (next(sure[key]) if key in sure else _new_name(mark, used))
        for name, key, mark in zip(names, keys, given, strict=True)
    ]


def _new_name(mark: Mark, used: Counter[str]) -> str:
    """Return a new annotation's name: where it stands in the tool's file, as the kit can hold it."""
    name = re.sub("[^A-Za-z0-9_.-]+", "-", mark.where).strip("-_.")[:70] or "mark"
    unique = name
    while unique in used:
        used[name] += 1
        unique = f"{name}-{used[name]}"
    used[unique] = 1
    return unique


def _table(mark: Mark, mapping: Mapped) -> Table | None:
    """Return the table that a mark belongs to: by the mapping, else by its label."""
    kind = mapping[mark.label].get("type") if mark.label in mapping else mark.label
    kind = None if kind == LEAVE_OUT else kind
    return next((table for table in CLAIM_TABLES if kind in (table.body, table.name)), None)


def _left_out(mark: Mark, mapping: Mapped) -> str:
    """Return the attribute by which a mapping leaves a mark out, as `Status=rejected`; '' where none does."""
    for key, value in mark.given.items():
        word = str(value).lower() if isinstance(value, bool) else value
        for entry in (f"{key}={word}", *([key] if value is True else ())):
            if mapping.get(str(entry), {}).get("type") == LEAVE_OUT:
                return str(entry)
    return ""


def _whole(text: str, held: Annotation | None, found: Places) -> tuple[Places, str]:
    """Return the places with line ends healed, unless the folder has them divided so; and what is said of that."""
    whole = joined(text, sorted(found))
    if held is not None and joined(text, spans_of(held)) == whole:
        return spans_of(held), ""
    found = tuple(sorted(found))
    return whole, "pieces on both sides of a line end are one" if whole != found else ""


def _part(text: str, place: Place, kept: Iterable[Sequence[Any]]) -> Part:
    """Return the part at a place, with the context that was kept aside for it, if that is still the text's."""
    for start, end, before, after in kept:
        if (start, end) == place and text[:start].endswith(before) and text.startswith(after, end):
            return Part(start, end, text[start:end], before, after)
    return part(text, *place)


def _about(held: Annotation | None, table: Table, told: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return who annotated, when and why: as the tool, else as kept aside, else the folder has it, or as when new."""
    if held is not None and not told and not kept:
        return {key: getattr(held, key) for key in ABOUT}
    why = {"motivation": "tagging" if table is MENTIONS else "classifying"}
    return why | {key: value for key, value in (told or kept).items() if key in ABOUT}


def _linked(annotation: Annotation, mark: Mark, names: Mapping[str, str]) -> Annotation:
    """Return the annotation with the names of the marks that it links to, in the schema's order."""
    body = dict(annotation.body)
    for key, marks in mark.links.items():
        linked = [names[where] for where in marks if where in names]
        if linked and key in annotation.table.links:
            body[key] = tuple(linked) if LINKS[key] else linked[0]
    return replace(annotation, body={key: body[key] for key in annotation.table.stored if key in body})


def _remarked(given: Import, remarks: Mapping[str, list[str]]) -> Import:
    """Return an import whose report says of each annotation that is taken what there is to remark."""
    said = [
        "; ".join(filter(None, (what, *remarks.get(where, ()))))
        if outcome in ("taken", "changed", "unchanged", "kept")
        else what
        for where, outcome, what in zip(*(given.report[key] for key in ("where", "outcome", "what")), strict=True)
    ]
    return replace(given, report=given.report.assign(what=said))


def _body(mark: Mark, table: Table, mapping: Mapped) -> tuple[dict[str, Any], str]:
    """Return an annotation's attributes in the schema's order, and what is to be said of those that have no place."""
    usual = {key: value for key, value in mapping.get(mark.label, {}).items() if key != "type"}
    told: dict[str, Any] = {}
    left = []
    for key, value in mark.given.items():
        name = key.removeprefix(f"{table.body}-")
        if (entry := mapping.get(f"{key}={value}")) is not None:
            for column, meant in entry.items():
                add(told, column, meant)
        elif name in table.stored:
            add(told, name, value)
        else:
            left.append(key)
    given = usual | told
    for name in given:
        if name not in table.stored:
            raise ValueError(f"{table.body} has no attribute {name!r}, which the mapping names")
    body = {name: decode(column, given[name]) for name, column in table.stored.items() if name in given}
    return body, f"not the kit's, left out: {', '.join(left)}" if left else ""
