"""The claims of articles, read by others: UIMA XMI by dkpro-cassis, brat's files by bratly.

Each reads the files that the kit exported, from the disk to a list with a dict for each claim: its words, offsets and
attributes as text. Nothing is verified, no number or day is made, no table is built, and actors, places and tallies are
not read. bratly is called in its fastest way: nothing sorted, renumbered or checked.
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import cassis

Claims = list[dict[str, Any]]


def cassis_claims(folders: list[Path]) -> Claims:
    """Return the annotations of each folder's XMI file; the types are read once for all folders that have the same."""
    known: dict[bytes, cassis.TypeSystem] = {}
    claims: Claims = []
    for folder in folders:
        described = (folder / "TypeSystem.xml").read_bytes()
        if described not in known:
            known[described] = cassis.load_typesystem(io.BytesIO(described))
        (path,) = folder.glob("*.xmi")
        with path.open("rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=known[described])
        for one in cas.select_all_annotations():
            if one.type.name.startswith("kit."):
                given = {feature.name: one[feature.name] for feature in one.type.all_features if feature.name != "sofa"}
                claims.append(given | {"type": one.type.name, "quote": one.get_covered_text()})
    return claims


def bratly_claims(folders: list[Path]) -> Claims:
    """Return the marks of each folder's .ann file with their attributes, notes and relations."""
    from bratly import AttributeAnnotation, EntityAnnotation, NoteAnnotation, RelationAnnotation
    from bratly.io import read_and_load_ann_file

    as_it_is = dict.fromkeys(("no_duplicates", "sorting", "renumerotize", "grammar_check"), False)
    claims: Claims = []
    for folder in folders:
        (path,) = folder.glob("*.ann")
        with redirect_stdout(io.StringIO()):
            read = read_and_load_ann_file(str(path), **as_it_is)
        by_name: dict[str, dict[str, Any]] = {}
        for one in read.annotations:
            if isinstance(one, EntityAnnotation):
                spans = [(part.start, part.end) for part in one.fragments]
                by_name[one.id] = {"type": one.label, "spans": spans, "quote": one.content}
            elif isinstance(one, AttributeAnnotation):
                by_name[one.component.id][one.label] = one.values[0] if one.values else True
            elif isinstance(one, NoteAnnotation):
                by_name[one.component.id] |= json.loads(one.value)
            elif isinstance(one, RelationAnnotation):
                by_name[one.argument1[1].id][one.label] = one.argument2[1].id
        claims += by_name.values()
    return claims
