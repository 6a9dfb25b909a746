from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from folders import TEXT, claim, collision, write_folder
from tools import BUNDLED_FOLDER, WILD, bare, outcomes, round_trip, unit

from libya_kit.article import folder as folders
from libya_kit.editing.changes import apply
from libya_kit.errors import ArticleError
from libya_kit.formats import label_studio
from libya_kit.formats.offsets import counted

SAID = {"actor": "board", "source": "gazette"}


def region(
    text: str, words: str, name: str = "gew3t9fgkg", label: str = "Mention", **more: Any
) -> list[dict[str, Any]]:
    """Return the results of one region as Label Studio exports it."""
    offsets = counted(text, more.pop("unit", "code points"))
    start = text.index(words)
    value = {"start": offsets[start], "end": offsets[start + len(words)], "text": words} | more
    told = {f"{label}-{key}": {"choices": [choice]} for key, choice in SAID.items()} if label == "Mention" else {}
    about = {"id": name, "to_name": "text", "origin": "manual"}
    return [
        about | {"from_name": "type", "type": "labels", "value": value | {"labels": [label]}},
        *(about | {"from_name": key, "type": "choices", "value": value | one} for key, one in told.items()),
    ]


def export(path: Path, result: Any, text: str = TEXT, **more: Any) -> Path:
    """Write what Label Studio exports as JSON: a list of one task."""
    task = {"id": 7, "data": {"text": text}, "annotations": [{"id": 3, "result": result, "was_cancelled": False}]}
    path.write_text(json.dumps([task | more]), encoding="utf-8")
    return path


def test_the_bundled_article_comes_back_byte_for_byte(tmp_path):
    before, after = round_trip(label_studio, tmp_path)
    assert before == after


def test_corrections_parts_and_odd_values_come_back_byte_for_byte(tmp_path):
    about = {"source": "union", "corrects": ("killed-12",), "background": False}
    more = {"measure": "killed", "qualifier": "exact", "value": 3, "population": "civilian", "ambiguous": True}
    other = {"otherwise": {"population": "unspecified", "reported_on": None}, "note": "one\ntwo “three” <b>"}
    del about["background"]
    apart = ["3 of its members", "The harbour board"]
    one = claim(TEXT, "corrected-3", "CasualtyClaim", apart, **about, **more, **other)
    folder = write_folder(tmp_path / "source" / "amel", claims=[*collision(), one])
    before, after = round_trip(label_studio, tmp_path, folder)
    assert before == after


def test_the_configuration_holds_the_kits_words_and_no_others(tmp_path):
    label_studio.write(BUNDLED_FOLDER, tmp_path / "out")
    view = ElementTree.fromstring((tmp_path / "out" / "labelling-config.xml").read_bytes())
    controls = {one.get("name"): one for one in view.iter() if one.get("perRegion")}
    words = [one.get("value") for one in controls["DisplacementClaim-kind"]]
    assert words == ["flow", "stock", "forecast"]
    assert controls["CasualtyClaim-value"].tag == "Number"
    assert controls["CasualtyClaim-reported_on"].tag == "DateTime"
    assert controls["Stance-target_label"].tag == "TextArea"
    actors = folders.sound(BUNDLED_FOLDER).files["actors"]
    assert [one.get("value") for one in controls["Mention-actor"]] == [one["actor_id"] for one in actors]
    assert all(one.get("whenLabelValue") == name.split("-")[0] for name, one in controls.items())
    names = [one.get("name") for one in view.iter() if one.get("name")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("counted_in", ["code points", "UTF-16 units"])
def test_both_units_land_in_a_text_from_the_wild(tmp_path, counted_in):
    folder = bare(tmp_path / "wild", WILD)
    result = [*region(WILD, "Ferry", unit=counted_in), *region(WILD, "Port Amel", "b", unit=counted_in)]
    given = apply(folder, label_studio.read(folder, export(tmp_path / "a.json", result, WILD)))
    assert given.refused.empty, given.refused.to_string()
    assert unit(given).startswith(counted_in)
    assert [one.quote for one in folders.sound(folder).items] == ["Ferry", "Port Amel"]
    assert [one.claim_id for one in folders.sound(folder).items] == ["gew3t9fgkg", "b"]


def test_line_ends_are_written_down_in_two_characters(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    words = "said.\n\nThe seamen's union"
    start = TEXT.index(words)
    result = region(TEXT, words)
    result[0]["value"]["text"] = words.replace("\n", r"\n")
    given = label_studio.read(folder, export(tmp_path / "a.json", result))
    assert (given.annotations[0].parts[0].start, given.annotations[0].quote) == (start, words)


def test_a_region_of_several_labels_is_one_annotation_each(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    result = region(TEXT, "Ferry")
    result[0]["value"]["labels"] = ["Mention", "Boat"]
    (tmp_path / "map.json").write_text('{"Boat": {"type": "Mention", "actor": "union"}}', encoding="utf-8")
    given = label_studio.read(folder, export(tmp_path / "a.json", result), tmp_path / "map.json")
    assert [one.claim_id for one in given.annotations] == ["gew3t9fgkg-Mention", "gew3t9fgkg-Boat"]


RELATION = {"type": "relation", "from_id": "one", "to_id": "two", "direction": "right"}


@pytest.mark.parametrize(
    ("relation", "told"),
    [
        ({"labels": ["further part"]}, {"one": "taken"}),
        ({"labels": ["further part"], "direction": "left"}, {"one": "taken"}),
        ({"labels": ["next to"]}, {"one → two": "left out: the kit has no place for the relation 'next to'"}),
        ({"labels": []}, {"one → two": "left out: the kit has no place for the relation ''"}),
        ({"labels": 5}, {"one → two": "left out: the kit has no place for the relation '5'"}),
        ({"to_id": "three"}, {"one → three": "refused: a relation with what the file does not mark"}),
    ],
)
def test_relations(tmp_path, relation, told):
    folder = write_folder(tmp_path / "amel", claims=[])
    result = [*region(TEXT, "Ferry", "one"), *region(TEXT, "collide off", "two", "further part"), RELATION | relation]
    given = label_studio.read(folder, export(tmp_path / "a.json", result))
    assert told.items() <= outcomes(given).items()
    if told == {"one": "taken"}:
        assert given.annotations[0].quote == "Ferry … collide off"
    else:
        assert outcomes(given)["two"].startswith("refused: a further part of nothing")


NOTHING = "a further part of nothing; draw a relation to it from the first words"


def further(one: str, two: str) -> dict[str, Any]:
    return RELATION | {"from_id": one, "to_id": two, "labels": ["further part"]}


def parts(*relations: dict[str, Any]) -> list[dict[str, Any]]:
    """Return two regions of a kind and two further parts, tied by the relations."""
    regions = [*region(TEXT, "Ferry", "a"), *region(TEXT, "The harbour board", "b")]
    pieces = [*region(TEXT, "collide off", "f", "further part"), *region(TEXT, "Two vessels", "g", "further part")]
    return [*regions, *pieces, *relations]


@pytest.mark.parametrize(
    ("relations", "told"),
    [
        ([("a", "f"), ("f", "g")], {}),
        ([("a", "f"), ("a", "g")], {}),
        ([("a", "f"), ("b", "f"), ("a", "g")], {"f": "a further part of a and of b; leave one of the relations"}),
        ([("a", "f"), ("a", "g"), ("a", "b")], {"a → b": "neither has the label 'further part'; give it to one"}),
        ([("f", "g"), ("g", "f")], dict.fromkeys("fg", NOTHING)),
    ],
)  # fmt: skip
def test_a_further_part_belongs_to_one_annotation_and_none_is_lost(tmp_path, relations, told):
    folder = write_folder(tmp_path / "amel", claims=[])
    result = parts(*(further(*ends) for ends in relations))
    given = label_studio.read(folder, export(tmp_path / "a.json", result))
    refused = {where: f"refused: {what}" for where, what in told.items()}
    assert outcomes(given) == {"a": "taken", "b": "taken"} | refused
    if not told:
        assert [one.quote for one in given.annotations] == ["Ferry … collide off … Two vessels", "The harbour board"]


def test_a_further_part_that_is_a_kind_too_is_refused(tmp_path):
    result = parts(further("a", "f"), further("a", "g"))
    next(one for one in result if one.get("id") == "f")["value"]["labels"].append("Mention")
    folder = write_folder(tmp_path / "amel", claims=[])
    told = outcomes(label_studio.read(folder, export(tmp_path / "a.json", result)))
    assert told["f"].startswith("refused: a further part of nothing")


def test_two_values_of_a_control_or_two_wholes_are_refused(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    result = region(TEXT, "Ferry")
    again = result[1] | {"value": result[1]["value"] | {"choices": ["union"]}}
    given = label_studio.read(folder, export(tmp_path / "a.json", [*result, again]))
    assert given.refused["what"].tolist() == ["Mention-actor is given twice, as 'board' and 'union'; keep one of them"]
    elsewhere = result[1] | {"value": result[1]["value"] | {"start": 6, "end": 9}}
    given = label_studio.read(folder, export(tmp_path / "a.json", [result[0], elsewhere]))
    assert given.refused["what"].tolist() == ["Mention-actor stands at 6-9, its region at 0-5"]
    parts_of = [RELATION | {"from_id": "a", "to_id": name, "labels": ["part_of"]} for name in "bg"]
    given = label_studio.read(
        folder, export(tmp_path / "a.json", parts(further("a", "f"), further("a", "g"), *parts_of))
    )
    assert given.refused["what"].tolist() == ["part_of leads to b and to g; leave one of the relations"]


BAD_RESULTS = {
    "offsets as paths": [{"start": "/div[1]/text()[1]", "end": "/div[1]", "labels": ["Mention"]}],
    "no label": [{"start": 0, "end": 5, "text": "Ferry", "labels": []}],
    "foreign label": [{"start": 0, "end": 5, "text": "Ferry", "labels": ["PER"]}],
    "outside": [{"start": 9000, "end": 9005, "labels": ["Mention"]}],
    "no value": [None],
}


@pytest.mark.parametrize("case", BAD_RESULTS)
def test_a_bad_result_is_refused_in_one_line(tmp_path, case):
    folder = write_folder(tmp_path / "amel", claims=[])
    result = [{"id": "r", "from_name": "label", "type": "labels", "value": value} for value in BAD_RESULTS[case]]
    given = label_studio.read(folder, export(tmp_path / "a.json", result))
    assert list(given.refused["where"]) == ["r"]
    assert "\n" not in given.refused["what"].iloc[0]


def test_what_speaks_of_the_whole_text_is_left_out(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    whole = {"id": "w", "from_name": "mood", "type": "choices", "value": {"choices": ["dark"]}}
    given = label_studio.read(folder, export(tmp_path / "a.json", [whole]))
    assert outcomes(given) == {"w": "left out: mood speaks of the whole text, not of words"}


def test_two_choices_where_there_is_one_are_refused(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    result = region(TEXT, "Ferry")
    result[1]["value"]["choices"] = ["board", "union"]
    given = label_studio.read(folder, export(tmp_path / "a.json", result))
    assert given.refused["what"].iloc[0] == "Mention-actor has 2 values: keep one of ['board', 'union']"


BROKEN = {
    "": "the file is empty",
    "{": "not JSON",
    "[1, 2]": "not a list of tasks",
    '"text"': "not a list of tasks",
    "[]": "no task holds a text",
    '[{"data": {"image": 3}}]': "no task holds a text",
    '[{"annotation_id": 1, "text": "Ferry"}]': "exported as JSON-MIN",
    '[{"data": {"text": "Other words"}}]': "it marks another text: after '' stands 'Other words'",
    json.dumps([{"id": 1, "data": {"text": TEXT}}, {"id": 2, "data": {"text": TEXT}}]): "2 tasks hold this text (1, 2)",
    json.dumps([{"data": {"text": TEXT}}]): "the task has 0 annotations (none)",
    json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": 3}]}]): "the annotation has no list of results",
    json.dumps([{"data": {"text": TEXT}, "annotations": [{"id": 4, "result": []}, {"id": 9, "result": []}]}]): (
        "the task has 2 annotations (4, 9)"
    ),
}


@pytest.mark.parametrize("content", BROKEN, ids=BROKEN.values())
def test_a_broken_file_is_answered_in_one_line(tmp_path, content):
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(ArticleError) as told:
        label_studio.read(write_folder(tmp_path / "amel"), tmp_path / "a.json")
    assert str(told.value).startswith(f"a.json: {BROKEN[content]}")


def test_a_file_that_label_studio_wrote_itself_lands(tmp_path):
    """Marked with the mouse in the page of Label Studio 1.23.2, in a text with all that makes offsets differ."""
    folder = bare(tmp_path / "wild", WILD)
    given = label_studio.read(folder, Path(__file__).parent / "exchange" / "label_studio" / "export-1.23.2.json")
    assert unit(given) == "code points"
    assert [one.quote for one in given.annotations] == ["at least 12", "Port Amel", "🚢"]
    assert [one.claim_id for one in given.annotations] == ["mm3p2o2RJm", "ivX4SLjRan", "kEYOUhXnd"]
