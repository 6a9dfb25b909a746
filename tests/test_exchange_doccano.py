from __future__ import annotations

import json
from dataclasses import replace

import pytest
from folders import TEXT, claim, collision, write_folder
from tools import WILD, bare, outcomes, round_trip, unit

from libya_kit.article import folder as folders
from libya_kit.editing.changes import apply
from libya_kit.formats import doccano
from libya_kit.formats import w3c as w3c_pages


def changed(path, change):
    """Change the spans of an exported line, as somebody would in doccano."""
    line = json.loads(path.read_text(encoding="utf-8"))
    line["label"] = change(line["label"])
    path.write_text(json.dumps({"id": 1, **line, "Comments": []}), encoding="utf-8")


def test_the_bundled_article_comes_back_byte_for_byte(tmp_path):
    before, after = round_trip(doccano, tmp_path)
    assert before == after


def test_the_line_is_ascii_for_doccano_guesses_encodings(tmp_path):
    folder = bare(tmp_path / "wild", WILD)
    doccano.write(folder, tmp_path / "out")
    raw = (tmp_path / "out" / "wild.jsonl").read_bytes()
    assert raw.isascii()
    assert json.loads(raw)["text"] == WILD


def test_the_labels_come_along(tmp_path):
    said = doccano.write(write_folder(tmp_path / "amel"), tmp_path / "out")
    labels = json.loads((tmp_path / "out" / "labels.json").read_text(encoding="utf-8"))
    assert [one["text"] for one in labels][:2] == ["CasualtyClaim", "DisplacementClaim"]
    assert "no attributes" in said[-1]


@pytest.mark.parametrize("tool", [doccano, w3c_pages])
def test_of_words_that_stand_apart_is_spoken_only_where_there_are_some(tmp_path, tool):
    apart = claim(TEXT, "name-two", "Mention", ["Two vessels", "the coastguard"], actor="coastguard", source="gazette")
    for name, claims, spoken in (("none", collision(), False), ("some", [*collision(), apart], True)):
        said = "\n".join(tool.write(write_folder(tmp_path / name, claims=claims), tmp_path / f"{name}-out"))
        assert ("in pieces" in said or "stand apart" in said) == spoken


def test_a_span_that_is_deleted_or_new_is_told(tmp_path):
    folder = write_folder(tmp_path / "amel")
    doccano.write(folder, tmp_path / "out")
    new = [0, 5, "Mention"]
    changed(tmp_path / "out" / "amel.jsonl", lambda spans: [*(one for one in spans if one[2] != "Event"), new])
    (tmp_path / "map.json").write_text('{"Mention": {"type": "Mention", "actor": "board", "source": "gazette"}}')
    given = doccano.read(folder, tmp_path / "out", tmp_path / "map.json")
    told = outcomes(given)
    assert told[""] == "removed: 'Two vessels collided off Port Amel on Tuesday' is no longer there"
    assert told["label 6"] == "taken"
    assert unit(given).startswith("code points")
    assert sum(one.body.get("value") == 12 for one in given.annotations) == 1


def test_few_spans_leave_no_doubt_of_the_unit_where_graphemes_are_code_points(tmp_path):
    folder = write_folder(tmp_path / "amel")
    doccano.write(folder, tmp_path / "out")
    changed(tmp_path / "out" / "amel.jsonl", lambda spans: [one for one in spans if one[2] != "Mention"])
    told = outcomes(doccano.read(folder, tmp_path / "out"))
    assert told.pop("") == "removed: 'The harbour board' is no longer there"
    assert set(told.values()) == {"unchanged"}
    text = "Le cafe\u0301 “12” a coule\u0301.\n"
    folder = bare(tmp_path / "joined", text)
    line = {"text": text, "label": [[8, 12, "Mention"]]}  # counted in graphemes
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert outcomes(doccano.read(folder, tmp_path / "a.jsonl"))["label 1"].startswith("refused: unit unknown")


def test_a_missing_piece_is_not_guessed(tmp_path):
    apart = claim(TEXT, "m-1", "Mention", ["Ferry", "collide off"], actor="board", source="gazette")
    folder = write_folder(tmp_path / "amel", claims=[*collision(), apart])
    doccano.write(folder, tmp_path / "out")
    changed(tmp_path / "out" / "amel.jsonl", lambda spans: [one for one in spans if one[:2] != [0, 5]])
    given = doccano.read(folder, tmp_path / "out")
    assert given.refused["what"].tolist() == [
        "not all spans of m-1 are there; mark them again, or delete the rest of them"
    ]


def test_what_was_corrected_in_the_folder_since_stays(tmp_path):
    folder = write_folder(tmp_path / "amel")
    doccano.write(folder, tmp_path / "out")
    held = collision()
    write_folder(
        folder, claims=[replace(held[0], body=held[0].body | {"note": "seen since"}, creator="two"), *held[1:]]
    )
    before = (folder / "annotations.jsonld").read_bytes()
    given = apply(folder, doccano.read(folder, tmp_path / "out"))
    assert sorted(given.report["outcome"]) == ["kept", "noted", *["unchanged"] * 5]
    assert (folder / "annotations.jsonld").read_bytes() == before


def test_a_sidecar_without_places_gives_nothing_back(tmp_path):
    folder = write_folder(tmp_path / "amel")
    doccano.write(folder, tmp_path / "out")
    path = tmp_path / "out" / "amel.kit.json"
    page = json.loads(path.read_text(encoding="utf-8"))
    page["annotations"]["killed-12"]["parts"] = []
    path.write_text(json.dumps(page), encoding="utf-8")
    assert "killed-12" not in {one.claim_id for one in doccano.read(folder, tmp_path / "out").annotations if one.body}


def test_which_of_two_alike_was_deleted_is_not_guessed(tmp_path):
    said = [
        claim(TEXT, f"m-{actor}", "Mention", "Ferry", actor=actor, source="gazette") for actor in ("board", "union")
    ]
    folder = write_folder(tmp_path / "amel", claims=said)
    doccano.write(folder, tmp_path / "out")
    assert [one.claim_id for one in doccano.read(folder, tmp_path / "out").annotations] == ["m-board", "m-union"]
    changed(tmp_path / "out" / "amel.jsonl", lambda spans: spans[:1])
    refused = doccano.read(folder, tmp_path / "out").refused
    assert "not all spans of m-board and m-union are there" in refused["what"].iloc[0]
    assert len(folders.sound(folder).items) == 2
