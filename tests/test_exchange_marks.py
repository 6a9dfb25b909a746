from __future__ import annotations

import json
import os

import pytest
from folders import TEXT, claim, write_folder
from tools import BUNDLED_FOLDER, emptied, outcomes

from libya_kit.article import folder as folders
from libya_kit.cli.main import main
from libya_kit.editing.changes import apply
from libya_kit.editing.three_way import Choices
from libya_kit.errors import ArticleError, ReportError
from libya_kit.formats import brat, doccano, inception, label_studio, registry, spans, tool_files
from libya_kit.formats import w3c as w3c_pages
from libya_kit.formats.marks import Mark, gathered
from libya_kit.formats.offsets import Words
from libya_kit.formats.tool_files import kept_aside, read_mapping

MODULES = (brat, label_studio, w3c_pages, spans, doccano, inception)
MENTION = {"actor": "board", "source": "gazette"}


def mark(words: str, where: str = "one", label: str = "Mention", **more) -> Mark:
    start = TEXT.index(words)
    return Mark(where, label, Words(((start, start + len(words)),), (words,)), more.pop("given", MENTION), **more)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_an_article_without_annotations_goes_out_and_comes_back(tmp_path, module):
    folder = write_folder(tmp_path / "amel", claims=[])
    assert module.write(folder, tmp_path / "out")
    given = apply(folder, module.read(folder, tmp_path / "out"))
    assert outcomes(given) == {}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_what_goes_out_twice_is_the_same(tmp_path, module):
    for name in ("one", "two"):
        module.write(BUNDLED_FOLDER, tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "two").iterdir())
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in files)


@pytest.mark.parametrize("name", [name for name in registry.names(written=True) if name != "sheet"])
def test_the_commands_lead_there_and_back(tmp_path, name, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = write_folder(tmp_path / "amel")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["export", "amel", "--to", name]) == 0
    (out,) = (path.name for path in tmp_path.iterdir() if path.name.startswith("amel-"))
    assert main(["import", "amel", out, "--from", name, "--dry-run"]) == 0
    assert main(["import", "amel", out, "--from", name]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "6 unchanged"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_mapping_may_be_csv_or_json():
    table = (
        "label,type,measure,qualifier,population,source,offsets\r\n"
        "Dead,CasualtyClaim,killed,exact,unspecified,ministry,\r\n"
        "Certainty=Low,,,estimated,,,\r\nPerson,,,,,,\r\n*,,,,,,UTF-16 units\r\n"
    )
    told = {
        "Dead": {
            "type": "CasualtyClaim",
            "measure": "killed",
            "qualifier": "exact",
            "population": "unspecified",
            "source": "ministry",
        },
        "Certainty=Low": {"qualifier": "estimated"},
        "Person": {},
        "*": {"offsets": "UTF-16 units"},
    }
    assert read_mapping(table.encode("utf-8-sig"), "map.csv") == told
    assert read_mapping(json.dumps(told).encode(), "map.json") == told


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "map: not every row has a label"),
        (b"a,b\n1,2\n", "map: not every row has a label"),
        (b"label,type\nx\n\xff", "map: not CSV in UTF-8"),
        (b"label,type\nDead,Casualty,killed\n", "map: not every row has a label"),
        (b"label,type\nDead,CasualtyClam\n", "map: Dead: the kit has no type 'CasualtyClam'; use 'CasualtyClaim'"),
        (b"label,offsets\n*,graphemes\n", "map: *: no unit 'graphemes'; use one of"),
        (b'{"Dead": "CasualtyClaim"}', "map: Dead: not an object of type and attributes"),
        (b"{", "map: not JSON"),
        (b'{"Dead": {}, "Dead": {}}', "map: the key 'Dead' is given twice"),
    ],
)
def test_a_broken_mapping_is_refused_in_one_line(raw, told):
    with pytest.raises(ArticleError) as error:
        read_mapping(raw, "map")
    assert str(error.value).startswith(told)


def test_a_mapping_that_names_no_attribute_of_the_kit_is_refused(tmp_path):
    contents = folders.sound(write_folder(tmp_path / "amel", claims=[]))
    given = gathered(contents, [mark("Ferry", label="Boat")], mapping={"Boat": {"type": "Mention", "actr": "board"}})
    assert outcomes(given) == {"one": "refused: Mention has no attribute 'actr', which the mapping names"}


def test_names_are_the_kits_or_the_tools_and_never_twice(tmp_path):
    held = claim(TEXT, "m-1", "Mention", "Ferry", **MENTION)
    contents = folders.sound(write_folder(tmp_path / "amel", claims=[held]))
    given = gathered(contents, [mark("Ferry"), mark("tug collide", "T 2"), mark("Two vessels", "m-1")])
    assert [one.claim_id for one in given.annotations] == ["one", "T-2", "m-1"]
    given = gathered(contents, [mark("Ferry"), mark("tug collide", "§")])
    assert [one.claim_id for one in given.annotations] == ["m-1", "mark"]
    twice = [mark("Ferry", claim_id="x"), mark("tug collide", "two", claim_id="x")]
    assert outcomes(gathered(contents, twice))["two"].startswith("refused: the name 'x' is given twice")


def test_which_of_two_alike_a_mark_is_is_not_guessed(tmp_path):
    held = [
        claim(TEXT, f"m-{actor}", "Mention", "Ferry", actor=actor, source="gazette") for actor in ("board", "union")
    ]
    contents = folders.sound(write_folder(tmp_path / "amel", claims=held))
    both = [mark("Ferry", "a"), mark("Ferry", "b", given=MENTION | {"actor": "union"})]
    assert {one.claim_id for one in gathered(contents, both, choices=Choices(replace=True)).annotations} == {"a", "b"}


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page["annotations"].update({"m": 3}),
        lambda page: page["annotations"].update({"m": {"creator": 3}}),
        lambda page: page["annotations"].update({"m": {"parts": 3}}),
        lambda page: page["annotations"].update({"m": {"parts": [[1, 2]]}}),
        lambda page: page["annotations"].update({"m": {"body": []}}),
        lambda page: page.update({"annotations": []}),
    ],
)
def test_a_sidecar_that_was_tampered_with_is_refused(tmp_path, change):
    folder = write_folder(tmp_path / "amel")
    spans.write(folder, tmp_path / "out")
    sidecar = tmp_path / "out" / "amel.kit.json"
    page = json.loads(sidecar.read_text(encoding="utf-8"))
    change(page)
    sidecar.write_text(json.dumps(page), encoding="utf-8")
    with pytest.raises(ArticleError, match=r"amel\.kit\.json: not as it was written; export anew, or move it away"):
        spans.read(folder, tmp_path / "out")


def test_a_sidecar_of_another_text_is_no_ones(tmp_path):
    spans.write(write_folder(tmp_path / "amel"), tmp_path / "out")
    contents = folders.sound(write_folder(tmp_path / "other", TEXT + "More.\n", []))
    assert kept_aside(tmp_path / "out" / "amel.jsonl", contents) is None


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(ReportError, match="cannot be written"):
        tool_files.write_files(tmp_path / "out", {"a": b""})


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_work_done_in_a_tool_is_not_written_over(tmp_path, module):
    folder = write_folder(tmp_path / "amel")
    module.write(folder, tmp_path / "out")
    module.write(folder, tmp_path / "out")
    mine = max((tmp_path / "out").glob("amel.*"))
    mine.write_bytes(mine.read_bytes() + b"my work")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with pytest.raises(
        ReportError, match="another of that name stands there already, perhaps with work of yours in it"
    ):
        module.write(write_folder(tmp_path / "later" / "amel", claims=[]), tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_file_without_a_mark_does_not_empty_the_folder(tmp_path, module):
    folder = write_folder(tmp_path / "amel")
    module.write(emptied(tmp_path / "bare" / "amel", folder), tmp_path / "out")
    given = apply(folder, module.read(folder, tmp_path / "out"))
    assert given.refused.empty and len(folders.sound(folder).items) == 6, "the file is of a folder without annotations"
    given = apply(folder, module.read(folder, tmp_path / "out", choices=Choices(replace=True)))
    assert given.refused["what"].tolist() == [
        "the file holds no mark for the kit, and all 6 annotations of the folder would go; is it the right file?"
    ]
    assert len(folders.sound(folder).items) == 6


@pytest.mark.parametrize(
    ("module", "name", "content"),
    [
        (brat, "a.ann", "T1\tMention 0 5\tFerry\n" * 20_002),
        (brat, "a.ann", "A1\tx T1\n" * 200_001),
        (w3c_pages, "a.json", "[" + "{}," * 20_000 + "{}]"),
        (spans, "a.jsonl", json.dumps({"text": TEXT, "spans": [0] * 200_001})),
        (label_studio, "a.json", json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": [{}] * 200_001}]}])),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_of_too_many_rows_is_refused_before_they_are_read(tmp_path, module, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ArticleError, match=rf"{name}: more than 20?0,000 \w+; is it the right file\?"):
        module.read(write_folder(tmp_path / "amel"), tmp_path / name)


def test_all_files_are_written_or_none(tmp_path):
    (tmp_path / "out" / "b").mkdir(parents=True)
    with pytest.raises(ReportError):
        tool_files.write_files(tmp_path / "out", {"a": b"1", "b": b"2"})
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b"]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
@pytest.mark.parametrize("name", [b"am\xff", b"am\nel", b"am\x1bel"])
def test_a_folder_may_have_a_name_that_no_line_can_show(tmp_path, module, name):
    folder = write_folder(tmp_path / "amel").rename(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    assert all(line.isprintable() for line in module.write(folder, tmp_path / "out"))
    assert set(outcomes(module.read(folder, tmp_path / "out")).values()) == {"unchanged"}


def test_the_annotator_and_the_day_come_back_from_aside(tmp_path):
    held = claim(TEXT, "m-1", "Mention", "Ferry", **MENTION)
    folder = write_folder(tmp_path / "source" / "amel", claims=[held])
    brat.write(folder, tmp_path / "out")
    copy = emptied(tmp_path / "amel", folder)
    apply(copy, brat.read(copy, tmp_path / "out"))
    (one,) = folders.sound(copy).items
    assert (one.creator, one.created) == ("test", "2026-01-01")
