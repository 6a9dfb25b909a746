"""What went out, what comes back, what the folder holds now: nothing is lost, nothing decided silently."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from folders import TEXT, claim, collision, write_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from libya_kit.article import folder as folders
from libya_kit.cli.main import main
from libya_kit.editing.changes import save_annotations
from libya_kit.editing.three_way import AWAY, SINCE, Choices, Comparison
from libya_kit.errors import ArgumentError
from libya_kit.formats import registry

NEW = claim(TEXT, "m-9", "Mention", "the coastguard", actor="coastguard", source="gazette")
WAYS = registry.names(written=True)
BASE, ONE, OTHER = {"value": 12}, {"value": 13}, {"value": 14}
ROWS = st.none() | st.fixed_dictionaries({}, optional={"value": st.integers(0, 2), "note": st.sampled_from("ab")})


@pytest.mark.parametrize(
    ("out", "file", "folder", "outcome", "row", "what"),
    [
        (BASE, BASE, BASE, "unchanged", BASE, ""),
        (BASE, ONE, BASE, "changed", ONE, "value: 12 → 13"),
        (BASE, BASE, ONE, "kept", ONE, "changed in the folder since, and stays: value"),
        (BASE, ONE, ONE, "unchanged", ONE, ""),
        (BASE, ONE, OTHER, "conflict", OTHER, "value: in the folder 14, in the file 13 (it went out as 12)"),
        (
            BASE,
            ONE,
            BASE | {"note": "x"},
            "changed",
            ONE | {"note": "x"},
            "value: 12 → 13; changed in the folder since",
        ),
        (
            BASE,
            ONE,
            BASE | {"qualifier": "exact"},
            "conflict",
            BASE | {"qualifier": "exact"},
            "value: in the folder 12",
        ),
        (BASE, None, BASE, "removed", None, "it is no longer in the file"),
        (BASE, None, ONE, "conflict", ONE, "taken out of the file, but changed in the folder since: value: 12 → 13"),
        (BASE, BASE, None, "kept", None, AWAY),
        (BASE, ONE, None, "conflict", None, "taken out of the folder since, but changed in the file: value: 12 → 13"),
        (None, ONE, None, "taken", ONE, ""),
        (None, None, ONE, "kept", ONE, SINCE),
        (None, ONE, ONE | {"note": "x"}, "kept", ONE | {"note": "x"}, "only the folder says, and it stays: note"),
        (None, ONE, OTHER, "conflict", OTHER, "value: in the folder 14, in the file 13"),
    ],
)
def test_every_case_has_its_outcome(out, file, folder, outcome, row, what):
    base = {("claims", "other"): {}} | ({("claims", "x"): out} if out else {})
    compared = Comparison(base).row("claims", "x", file, folder)
    assert (compared.outcome, compared.row) == (outcome, row)
    assert compared.what.startswith(what) and bool(compared.what) == bool(what)


@given(ROWS, ROWS, ROWS)
@settings(max_examples=60)
def test_no_value_of_the_folder_goes_unless_the_file_changed_that_or_the_user_said_so(out, file, folder):
    base = {("claims", "other"): {}} | ({} if out is None else {("claims", "x"): out})
    compared = Comparison(base).row("claims", "x", file, folder)
    after = compared.row or {}
    for key, value in (folder or {}).items():
        if after.get(key) != value:
            assert out is not None and out.get(key) == value and (file or {}).get(key) != value
    if file is not None and compared.outcome != "conflict":
        said = {key: value for key, value in file.items() if (out or {}).get(key) != value}
        assert said.items() <= after.items(), "what the file says anew is there"
    for side in ("file", "folder"):
        assert Comparison(base, Choices(False, {"": side})).row("claims", "x", file, folder).outcome != "conflict"


def test_a_base_of_which_the_folder_has_nothing_is_anothers():
    assert Comparison.of({("claims", "x"): BASE}, {("claims", "y")}, Choices(), "").base is None


def test_an_unknown_side_is_refused():
    with pytest.raises(ArgumentError, match="--take 'mine' is not known; take file or folder, or file:ID,ID"):
        Choices.of(["mine"])


def go(tmp_path, monkeypatch, name, *more):
    """Export an article; return the place of the folder and of what went out."""
    monkeypatch.chdir(tmp_path)
    folder = write_folder(tmp_path / "amel")
    assert main(["export", "amel", "--to", name]) == 0
    (out,) = (path.name for path in tmp_path.iterdir() if path.name.startswith("amel") and path != folder)
    return folder, out


@pytest.mark.parametrize("name", WAYS)
def test_what_a_colleague_added_and_changed_stays_whatever_the_tool(tmp_path, monkeypatch, capsys, name):
    folder, out = go(tmp_path, monkeypatch, name)
    first = folders.sound(folder).items[0]
    save_annotations(folder, [NEW, replace(first, body=first.body | {"note": "of a colleague"})])
    before = (folder / "annotations.jsonld").read_bytes()
    capsys.readouterr()
    assert main(["import", "amel", out, "--from", name]) == 0
    said = capsys.readouterr().out
    assert f"kept: (m-9): {SINCE}" in said and "changed in the folder since, and stays: note" in said
    assert "5 unchanged, 2 kept" in said and (folder / "annotations.jsonld").read_bytes() == before


@pytest.mark.parametrize("name", WAYS)
def test_what_a_colleague_took_away_stays_away(tmp_path, monkeypatch, capsys, name):
    folder, out = go(tmp_path, monkeypatch, name)
    write_folder(folder, claims=collision()[:-1])
    capsys.readouterr()
    assert main(["import", "amel", out, "--from", name]) == 0
    assert f": {AWAY}" in capsys.readouterr().out and len(folders.sound(folder).items) == 5


def test_two_people_work_with_two_tools_for_an_afternoon(tmp_path, monkeypatch, capsys):
    folder, _ = go(tmp_path, monkeypatch, "spans")
    main(["export", "amel", "--to", "label-studio"])
    spans, tasks = tmp_path / "amel-spans" / "amel.jsonl", tmp_path / "amel-label-studio" / "amel.json"
    for turn in range(3):
        line = json.loads(spans.read_text(encoding="utf-8"))
        next(one for one in line["spans"] if one["id"] == "killed-12")["attributes"]["note"] = f"spans {turn}"
        spans.write_text(json.dumps(line), encoding="utf-8")
        assert main(["import", "amel", str(spans), "--from", "spans"]) == 0
        page = json.loads(tasks.read_text(encoding="utf-8"))
        result = page[0]["annotations"][0]["result"]
        for item in result:
            if item["id"] == "injured-40" and item["type"] == "labels":
                item["meta"] = {"text": [f"tasks {turn}"]}
        tasks.write_text(json.dumps(page), encoding="utf-8")
        assert main(["import", "amel", str(tasks), "--from", "label-studio"]) == 0
        notes = {one.claim_id: one.body.get("note") for one in folders.sound(folder).items}
        assert (notes["killed-12"], notes["injured-40"]) == (f"spans {turn}", f"tasks {turn}")


def test_a_file_without_a_base_only_adds_unless_it_is_said_to_be_the_whole(tmp_path, capsys):
    folder = write_folder(tmp_path / "amel")
    start = TEXT.index("the coastguard")
    span = {"start": start, "end": start + 14, "label": "Mention"}
    span["attributes"] = {"actor": "coastguard", "source": "gazette"}
    file = tmp_path / "foreign.jsonl"
    file.write_text(json.dumps({"text": TEXT, "spans": [span]}), encoding="utf-8")
    assert main(["import", str(folder), str(file), "--from", "spans"]) == 0
    assert len(folders.sound(folder).items) == 7
    assert main(["import", str(folder), str(file), "--from", "spans", "--replace", "--dry-run"]) == 1, "focus would go"
    assert "6 removed" in capsys.readouterr().out


def test_what_macos_leaves_is_passed_over_everywhere(tmp_path, monkeypatch):
    folder, out = go(tmp_path, monkeypatch, "brat")
    for name in (".DS_Store", "._amel.ann", "._amel.kit.json", "._amel.txt"):
        (tmp_path / out / name).write_bytes(b"\x00\x05\x16\x07")
        (folder / name).write_bytes(b"\x00\x05\x16\x07")
    assert main(["import", "amel", out, "--from", "brat"]) == 0
    assert main(["check", "amel"]) == 0
