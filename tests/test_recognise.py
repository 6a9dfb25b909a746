"""A file is named by its content; a file of which nothing is taken is no success."""

from __future__ import annotations

import io
import json
import zipfile
import zlib

import pytest
from folders import TEXT, write_folder

from libya_kit.cli.main import main
from libya_kit.formats import registry
from libya_kit.formats.recognise import recognise


def packed(**members: str) -> bytes:
    """Return an archive of these files; __ stands for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


TARGET = {"selector": [{"quote": "Ferry", "start": 0, "end": 5}]}
FORMS = {
    "a PDF": b"%PDF-1.7\n",
    "a Word document (.docx)": packed(word__document_dot_xml="<x/>"),
    "an OpenDocument spreadsheet (.ods)": packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "an OpenDocument file": packed(mimetype="application/vnd.oasis.opendocument.text"),
    "a flat OpenDocument spreadsheet (.fods)": b'<office:document office:mimetype="spreadsheet"/>',
    "a ZIP archive": packed(a_dot_txt="x"),
    "a REFI-QDA project (.qdpx)": packed(project_dot_qde="<x/>"),
    "an HTML page": b"<!DOCTYPE html><html></html>",
    "an old Office file (.doc, .xls), or one with a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "an RTF text": b"{\\rtf1 x}",
    "spaCy's DocBin (.spacy)": zlib.compress(b"\x83\xa7version\xa30.1\xa5attrs\x90" * 3),
    "GATE JSON": json.dumps({"text": TEXT, "entities": {"Person": [{"indices": [0, 5]}]}}).encode(),
    "GATE's bdoc JSON": json.dumps({"text": TEXT, "annotation_sets": {}}).encode(),
    "old doccano's JSON Lines, with numbers for labels": json.dumps(
        {"text": TEXT, "annotations": [{"label": 1, "start_offset": 0, "end_offset": 5, "user": 1}]}
    ).encode(),
    "CATMA's JSON": json.dumps({"id": "https://catma.example/CATMA_1", "body": {}, "target": {"items": []}}).encode(),
    "CATMA's TEI XML": b'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><fs xml:id="CATMA_1"/></TEI>',
    "Recogito's inner form": json.dumps([{"id": "1", "bodies": [], "target": TARGET}]).encode(),
    "a Jupyter notebook": json.dumps({"cells": [], "nbformat": 4}).encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", registry.names())
def test_a_form_that_is_not_read_is_named_whatever_its_ending(tmp_path, capsys, form, way):
    assert recognise(FORMS[form]) == form
    if form in registry.ENTRIES[way].forms:
        return
    file = tmp_path / "file.json"
    file.write_bytes(FORMS[form])
    assert main(["import", str(write_folder(tmp_path / "amel")), str(file), "--from", way]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"libya-kit: file.json: it is {form}, which --from {way} does not read; ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("way", registry.names(written=True))
def test_what_the_kit_writes_is_read_by_the_way_that_it_is_recognised_as(tmp_path, way):
    folder = write_folder(tmp_path / "amel")
    registry.format_of(way).write(folder, out := tmp_path / "out.xlsx")
    for path in [out] if out.is_file() else sorted(out.iterdir()):
        form = recognise(path.read_bytes())
        main_file = path.suffix in (".xlsx", ".ann", ".jsonl", ".xmi") or path.name in (
            "amel.json",
            "amel.recogito.json",
        )
        assert not main_file or form in registry.ENTRIES[way].forms, path.name


REJECTED = {
    "spans": [
        {"text": TEXT, "answer": answer, "_input_hash": 1, "spans": [{"start": 0, "end": 5, "label": "Mention"}]}
        for answer in ("reject", "ignore")
    ],
    "label-studio": [
        [{"data": {"text": TEXT}, "annotations": [{"id": 1, "was_cancelled": True, "result": []}]}],
        [{"data": {"text": TEXT}, "annotations": [], "drafts": [{"result": []}]}],
        [{"data": {"text": TEXT}, "annotations": [], "predictions": [{"result": []}]}],
        [{"data": {"text": TEXT}, "annotations": [{"id": 1, "result": [], "reviews": [{"accepted": False}]}]}],
    ],
    "w3c": [
        {"total": 1, "rows": [{"id": "a", "uri": "x", "tags": ["Mention"], **no, "target": [{"selector": [
            {"type": "TextQuoteSelector", "exact": "Ferry"}]}]}]}
        for no in ({"hidden": True}, {"references": ["b"]}, {"motivation": "replying"})
    ],
}  # fmt: skip


@pytest.mark.parametrize(("way", "page"), [(way, page) for way, pages in REJECTED.items() for page in pages])
def test_rejected_is_rejected_and_nothing_taken_is_no_success(tmp_path, capsys, way, page):
    file = tmp_path / "file.json"
    file.write_text(json.dumps(page), encoding="utf-8")
    folder = write_folder(tmp_path / "amel")
    before = (folder / "annotations.jsonld").read_bytes()
    assert main(["import", str(folder), str(file), "--from", way]) == 1
    said = capsys.readouterr().out
    assert "left out: " in said and "refused: file.json: nothing of it is taken; it is " in said
    assert (folder / "annotations.jsonld").read_bytes() == before


def test_of_a_rejected_and_an_accepted_line_the_accepted_is_taken(tmp_path):
    span = {"start": 0, "end": 5, "label": "Mention", "attributes": {"actor": "board", "source": "gazette"}}
    lines = [{"text": TEXT, "answer": answer, "spans": [span]} for answer in ("reject", "accept", "ignore")]
    file = tmp_path / "file.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    assert main(["import", str(write_folder(tmp_path / "amel")), str(file), "--from", "spans"]) == 0
