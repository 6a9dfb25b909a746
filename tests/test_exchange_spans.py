from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from folders import TEXT, write_folder
from tools import WILD, bare, outcomes, round_trip, unit

from libya_kit.article import folder as folders
from libya_kit.editing.changes import apply
from libya_kit.errors import ArticleError
from libya_kit.formats import spans
from libya_kit.formats.offsets import counted

MENTION = {"label": "Mention", "attributes": {"actor": "board", "source": "gazette"}}
UNKNOWN = "unit unknown: the offsets fit as"


def lines(path: Path, *content: Any) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in content), encoding="utf-8")
    return path


def span(text: str, words: str, counted_in: str = "code points", **more: Any) -> dict[str, Any]:
    offsets = counted(text, counted_in)
    start = text.index(words)
    return {"start": offsets[start], "end": offsets[start + len(words)], **MENTION, **more}


def test_the_bundled_article_comes_back_byte_for_byte(tmp_path):
    before, after = round_trip(spans, tmp_path)
    assert before == after


@pytest.mark.parametrize(
    "key_and_span",
    [
        ("spans", {"start": 0, "end": 5, "label": "Boat", "token_start": 0}),
        ("entities", {"id": 4, "start_offset": 0, "end_offset": 5, "label": "Boat"}),
        ("label", [0, 5, "Boat"]),
        ("entities", [0, 5, "Boat"]),
    ],
)
def test_the_usual_forms_are_read_with_a_mapping(tmp_path, key_and_span):
    folder = write_folder(tmp_path / "amel", claims=[])
    (tmp_path / "map.csv").write_text("label,type,actor,source\nBoat,Mention,board,gazette\n", encoding="utf-8")
    key, one = key_and_span
    file = lines(tmp_path / "a.jsonl", {"text": "Another."}, {"text": TEXT, key: [one]})
    given = apply(folder, spans.read(folder, file, tmp_path / "map.csv"))
    assert given.refused.empty, given.refused.to_string()
    assert [one.quote for one in folders.sound(folder).items] == ["Ferry"]


def test_spans_of_one_name_are_the_pieces_of_one_annotation(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    pieces = [span(TEXT, "Ferry", id="x"), span(TEXT, "collide off", id="x")]
    given = spans.read(folder, lines(tmp_path / "a.jsonl", {"text": TEXT, "spans": pieces}))
    assert [(one.claim_id, one.quote) for one in given.annotations] == [("x", "Ferry … collide off")]


@pytest.mark.parametrize("counted_in", ["code points", "UTF-16 units", "UTF-8 bytes"])
def test_without_words_only_one_unit_may_be_plausible(tmp_path, counted_in):
    folder = bare(tmp_path / "wild", WILD)
    marked = [span(WILD, words, counted_in) for words in ("Ferry", "people", "Port Amel")]
    given = spans.read(folder, lines(tmp_path / "a.jsonl", {"text": WILD, "spans": marked}))
    assert unit(given).startswith(counted_in)
    assert [one.quote for one in given.annotations] == ["Ferry", "people", "Port Amel"]


def test_where_two_units_are_plausible_nothing_is_taken_until_one_is_named(tmp_path):
    text = "🌍 世界大战 died\n"
    folder = bare(tmp_path / "wild", text)
    file = lines(tmp_path / "a.jsonl", {"text": text, "spans": [{"start": 4, "end": 5, **MENTION}]})
    given = spans.read(folder, file)
    assert unit(given) == "unknown"
    assert outcomes(given)["spans 1"].startswith(f"refused: {UNKNOWN} code points and as UTF-16 units")
    (tmp_path / "map.json").write_text('{"*": {"offsets": "UTF-16 units"}}', encoding="utf-8")
    assert spans.read(folder, file, tmp_path / "map.json").annotations[0].quote == "界"
    (tmp_path / "map.csv").write_text("label,offsets\n*,UTF-16 units\n", encoding="utf-8")
    assert spans.read(folder, file, tmp_path / "map.csv").annotations[0].quote == "界"


def test_a_doubtful_edge_is_told_where_the_text_leaves_no_doubt_of_the_unit(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    text = folders.sound(folder).text.replace("“", '"')
    folder = bare(tmp_path / "plain", text.replace("”", '"'))
    marked = {"text": text.replace("”", '"'), "spans": [{"start": 0, "end": 4, **MENTION}]}
    told = outcomes(spans.read(folder, lines(tmp_path / "a.jsonl", marked)))
    assert told["spans 1"] == "taken: the edge of 'Ferr' cuts a word"


@pytest.mark.parametrize(
    "theirs",
    [
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        "\ufeff" + TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.strip(),
    ],
)
@pytest.mark.parametrize("ours", [TEXT, "\ufeff" + TEXT.replace("\n", "\r\n")])
def test_offsets_count_in_the_text_that_the_tool_has(tmp_path, theirs, ours):
    folder = bare(tmp_path / "amel", ours)
    words = ("Ferry", "killing at least 12 people", "Ada Quill")
    file = lines(tmp_path / "a.jsonl", {"text": theirs, "spans": [span(theirs, some) for some in words]})
    given = apply(folder, spans.read(folder, file))
    assert set(outcomes(given).values()) == {"taken"}
    assert [one.quote for one in folders.sound(folder).items] == list(words)


def test_a_line_end_that_the_article_does_not_have_is_refused(tmp_path):
    folder = bare(tmp_path / "amel", TEXT)
    marked = [span(f"{TEXT}\n\n", "called for calm.\n\n\n")]
    line = {"text": f"{TEXT}\n\n", "unit": "code points", "spans": marked}
    told = outcomes(spans.read(folder, lines(tmp_path / "a.jsonl", line)))
    assert told["spans 1"] == "refused: it marks a line end that the article does not have"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"label": "Event"}, "'x' is a 'Mention' already; give this span a name of its own"),
        ({"attributes": {"actor": "union"}}, "actor is given twice, as 'board' and 'union'; keep one of them"),
    ],
)
def test_pieces_of_one_annotation_do_not_contradict_each_other(tmp_path, other, told):
    folder = write_folder(tmp_path / "amel", claims=[])
    marked = [span(TEXT, "Ferry", id="x"), span(TEXT, "collide off", id="x") | other]
    given = spans.read(folder, lines(tmp_path / "a.jsonl", {"text": TEXT, "spans": marked}))
    assert outcomes(given)["spans 2"] == f"refused: {told}"


def test_of_two_lists_of_spans_an_empty_one_is_no_matter(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    line = {"text": TEXT, "spans": [], "entities": [span(TEXT, "Ferry")]}
    assert outcomes(spans.read(folder, lines(tmp_path / "a.jsonl", line))) == {"entities 1": "taken"}
    line["label"] = [[0, 5, "Mention"]]
    told = outcomes(spans.read(folder, lines(tmp_path / "a.jsonl", line)))
    assert told["entities and label"] == "refused: each a list of spans; leave the one that is meant"


def test_relations_are_left_out_and_told(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    line = {"text": TEXT, "entities": [], "relations": [{"id": 1, "from_id": 2, "to_id": 3, "type": "on"}, 5]}
    told = outcomes(spans.read(folder, lines(tmp_path / "a.jsonl", line)))
    assert told == {
        "relations 1": "left out: the kit has no place for the relation 'on'",
        "relations 2": "left out: the kit has no place for the relation 5",
    }


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (3, "3 is no span; write start, end and label"),
        ([0, 5], "[0, 5] is no span"),
        ({"start": "0", "end": 5, "label": "Mention"}, "{'start': '0', 'end': 5, 'label': 'Mention'} has no start"),
        ({"start": 0, "end": 5}, "{'start': 0, 'end': 5} has no start, end and label"),
        ({"start": 5, "end": 5, "label": "Mention"}, "the offsets 5-5 do not lie in the text"),
        ({"start": -3, "end": 5, "label": "Mention"}, "the offsets -3-5 do not lie in the text"),
        ({"start": 0, "end": 5, "label": "Boat"}, "the label 'Boat' is not the kit's"),
    ],
)
def test_a_bad_span_is_refused_in_one_line(tmp_path, one, told):
    folder = write_folder(tmp_path / "amel", claims=[])
    given = spans.read(folder, lines(tmp_path / "a.jsonl", {"text": TEXT, "spans": [one]}))
    assert [what.startswith(told) for what in given.refused["what"]] == [True], given.refused.to_string()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a.jsonl: not every line is an object with a text"),
        (b"Ferry and tug\n", "a.jsonl: line 1: not JSON"),
        (b'{"text": 3}\n', "a.jsonl: not every line is an object with a text"),
        (b'{"data": "x"}\n{"text": "y"}', "a.jsonl: not every line is an object with a text"),
        (b'{"text": "Other words."}', "a.jsonl: no line holds the article's text: after '' stands 'Other words.'"),
        (b'{"text": "a"}\n\xff', "a.jsonl: byte 14 is not UTF-8"),
        (json.dumps([{"text": TEXT}, {"text": TEXT}]).encode(), "a.jsonl: 2 lines hold the article's text"),
    ],
)
def test_a_broken_file_is_answered_in_one_line(tmp_path, content, told):
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(ArticleError) as error:
        spans.read(write_folder(tmp_path / "amel"), tmp_path / "a.jsonl")
    assert str(error.value).startswith(told)
