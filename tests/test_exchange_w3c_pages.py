from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from folders import TEXT, claim, collision, write_folder
from tools import BUNDLED_FOLDER, WILD, bare, emptied, outcomes, unit

from libya_kit.article import folder as folders
from libya_kit.editing.changes import apply
from libya_kit.errors import ArticleError
from libya_kit.formats import w3c as w3c_pages
from libya_kit.formats.offsets import counted

TAGS = ["Mention", "actor=board", "source=gazette"]


def selectors(text: str, words: str, counted_in: str = "UTF-16 units") -> list[dict[str, Any]]:
    """Return the selectors of words as browser tools write them."""
    offsets = counted(text, counted_in)
    start = text.index(words)
    return [
        {"type": "TextQuoteSelector", "exact": words},
        {"type": "TextPositionSelector", "start": offsets[start], "end": offsets[start + len(words)]},
    ]


def recogito(text: str, words: str, tags: list[str] = TAGS, **more: Any) -> dict[str, Any]:
    """Return an annotation as RecogitoJS writes it."""
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    about = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "id": "#a4ea53d4-69f3"}
    return about | {"body": bodies, "target": {"selector": selectors(text, words)}} | more


def hypothesis(text: str, words: str, **more: Any) -> dict[str, Any]:
    """Return an annotation as the programming interface of Hypothes.is gives it; its offsets are the page's."""
    quote, position = selectors(text, words)
    ranges = {"type": "RangeSelector", "startContainer": "/div[2]/p[1]", "endContainer": "/div[2]/p[1]"}
    selector = [
        ranges | {"startOffset": 12, "endOffset": 20},
        position | {"start": position["start"] + 4096, "end": position["end"] + 4096},
        quote | {"prefix": text[: text.index(words)][-32:], "suffix": text[text.index(words) + len(words) :][:32]},
    ]
    about = {"id": "qK0a2l", "created": "2026-11-20T10:11:12.1+00:00", "user": "acct:ada@hypothes.is", "text": ""}
    return (
        about | {"uri": "https://example.org/", "tags": TAGS, "target": [{"source": "x", "selector": selector}]} | more
    )


def write(path: Path, page: Any) -> Path:
    path.write_text(json.dumps(page), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["jsonld", "recogito.json", "hypothesis.json"])
def test_the_bundled_article_comes_back_byte_for_byte(tmp_path, name):
    w3c_pages.write(BUNDLED_FOLDER, tmp_path / "out")
    copy = emptied(tmp_path / BUNDLED_FOLDER.name)
    given = apply(copy, w3c_pages.read(copy, tmp_path / "out" / f"{BUNDLED_FOLDER.name}.{name}"))
    assert given.refused.empty, given.refused.to_string()
    assert (copy / "annotations.jsonld").read_bytes() == (BUNDLED_FOLDER / "annotations.jsonld").read_bytes()


@pytest.mark.parametrize("name", ["jsonld", "recogito.json", "hypothesis.json"])
def test_odd_values_come_back_byte_for_byte(tmp_path, name):
    about = {"source": "union", "corrects": ("killed-12",), "ambiguous": True, "note": "one\ntwo “three” <b> a=b"}
    more = {"measure": "killed", "qualifier": "exact", "value": 3, "population": "civilian"}
    other = {"otherwise": {"population": "unspecified", "reported_on": None}}
    apart = ["3 of its members", "The harbour board"]
    one = claim(TEXT, "corrected-3", "CasualtyClaim", apart, **about, **more, **other)
    folder = write_folder(tmp_path / "source" / "amel", claims=[*collision(), one])
    w3c_pages.write(folder, tmp_path / "out")
    copy = emptied(tmp_path / "amel", folder)
    given = apply(copy, w3c_pages.read(copy, tmp_path / "out" / f"amel.{name}"))
    assert given.refused.empty, given.refused.to_string()
    assert (copy / "annotations.jsonld").read_bytes() == (folder / "annotations.jsonld").read_bytes()


def test_the_tags_are_the_kits(tmp_path):
    w3c_pages.write(BUNDLED_FOLDER, tmp_path / "out")
    tags = (tmp_path / "out" / "tags.txt").read_text(encoding="utf-8").splitlines()
    assert {"CasualtyClaim", "measure=killed", "measure=displaced", "stance=oppose", "ambiguous=true"} <= set(tags)
    assert len(tags) == len(set(tags))


@pytest.mark.parametrize("name", ["amel.recogito.json", "amel.hypothesis.json"])
def test_words_that_stand_apart_are_one_target_and_come_back_whole(tmp_path, name):
    apart = claim(TEXT, "m-1", "Mention", ["Ferry", "collide off"], actor="board", source="gazette")
    folder = write_folder(tmp_path / "amel", claims=[apart])
    w3c_pages.write(folder, tmp_path / "out")
    path = tmp_path / "out" / name
    page = json.loads(path.read_text(encoding="utf-8"))
    (one,) = page if isinstance(page, list) else page["annotations"]
    assert json.dumps(one["target"]).count("TextQuoteSelector") == 1
    assert outcomes(w3c_pages.read(folder, path)) == {"m-1": "unchanged"}
    whole = json.dumps(page)
    for good, bad in (('\\"exact\\": \\"collide off\\"', '\\"exact\\": 3'), ("[{\\", "[3, {\\")):
        assert whole.count(good) == 1
        path.write_text(whole.replace(good, bad), encoding="utf-8")
        assert outcomes(w3c_pages.read(folder, path))["m-1"].startswith("refused: further is no list of")


@pytest.mark.parametrize("counted_in", ["UTF-16 units", "code points", "UTF-8 bytes"])
def test_recogito_lands_in_a_text_from_the_wild(tmp_path, counted_in):
    folder = bare(tmp_path / "wild", WILD)
    one = recogito(WILD, "Port Amel", target=[{"selector": selectors(WILD, "Port Amel", counted_in)}])
    given = apply(folder, w3c_pages.read(folder, write(tmp_path / "a.json", [one])))
    assert given.refused.empty, given.refused.to_string()
    assert unit(given).startswith(counted_in)
    assert [one.quote for one in folders.sound(folder).items] == ["Port Amel"]


@pytest.mark.parametrize("wrapped", [lambda one: [one], lambda one: {"rows": [one], "total": 1}, lambda one: one])
def test_hypothesis_is_found_by_its_words(tmp_path, wrapped):
    folder = write_folder(tmp_path / "amel", claims=[])
    given = apply(folder, w3c_pages.read(folder, write(tmp_path / "a.json", wrapped(hypothesis(TEXT, "Port Amel on")))))
    assert outcomes(given) == {"qK0a2l": "taken: found by its words, which stand once"}
    assert unit(given).startswith("none fits all 1")
    (one,) = folders.sound(folder).items
    assert (one.quote, one.creator, one.created) == ("Port Amel on", "acct:ada@hypothes.is", "2026-11-20")


def test_blanks_quotes_and_dashes_of_a_page_may_differ_but_no_digit(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    one = hypothesis(TEXT, "The seamen's union")
    two = hypothesis(TEXT, "at least 12 people", id="two")
    one["target"][0]["selector"][2] = {"type": "TextQuoteSelector", "exact": "The  seamen’s\nunion"}
    two["target"][0]["selector"][2] = {"type": "TextQuoteSelector", "exact": "at least 17 people"}
    told = outcomes(w3c_pages.read(folder, write(tmp_path / "a.json", [one, two])))
    assert told["qK0a2l"] == "taken: found by its words, which stand once"
    assert told["two"] == "refused: the words 'at least 17 people' stand nowhere in the text"


def test_words_that_stand_twice_are_told_apart_by_their_context_or_refused(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    one = hypothesis(TEXT, "Port Amel on")
    one["target"][0]["selector"][2] |= {"exact": "Port Amel", "suffix": " on Tuesday"}
    two = hypothesis(TEXT, "Port Amel on", id="two")
    two["target"][0]["selector"][2] = {"type": "TextQuoteSelector", "exact": "Port Amel"}
    told = outcomes(w3c_pages.read(folder, write(tmp_path / "a.json", [one, two])))
    assert told["qK0a2l"] == "taken: found by its words, which stand once"
    assert told["two"].startswith("refused: the words 'Port Amel' stand in 2 places (26-35, 62-71)")


def test_a_comment_is_a_note_and_a_mapping_serves_other_tags(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    (tmp_path / "map.csv").write_text("label,type,actor,source\nBoat,Mention,board,gazette\n", encoding="utf-8")
    one = recogito(TEXT, "Ferry", ["Boat", "old"])
    one["body"].append({"type": "TextualBody", "purpose": "commenting", "value": "which one?"})
    given = w3c_pages.read(folder, write(tmp_path / "a.json", [one]), tmp_path / "map.csv")
    assert outcomes(given) == {"a4ea53d4-69f3": "taken: not the kit's, left out: old"}
    assert given.annotations[0].body == {"actor": "board", "source": "gazette", "note": "which one?"}


def test_a_look_alike_in_another_context_is_not_taken(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    one = hypothesis(TEXT, "at least 12 people")
    one["target"][0]["selector"][2] |= {"prefix": "a bus crash left ", "suffix": " hurt in Quay Street."}
    told = outcomes(w3c_pages.read(folder, write(tmp_path / "a.json", [one])))
    assert told["qK0a2l"].startswith("refused: the words 'at least 12 people' do not stand between")


LEFT_OUT = {
    "a note on the page": hypothesis(TEXT, "Ferry", target=[{"source": "https://example.org/"}]),
    "a reply": hypothesis(TEXT, "Ferry", target=[], references=["qK0a2l"]),
    "a relation": recogito(TEXT, "Ferry", target=[{"id": "#a"}, {"id": "#b"}], motivation="linking"),
    "a highlight": hypothesis(TEXT, "Ferry", tags=[]),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_marks_no_words_of_a_kind_is_left_out(tmp_path, case):
    folder = write_folder(tmp_path / "amel", claims=[])
    given = w3c_pages.read(folder, write(tmp_path / "a.json", [LEFT_OUT[case]]))
    assert [value.split(":")[0] for value in outcomes(given).values()] == ["left out"]


def test_fragments_by_characters_are_offsets(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    one = recogito(TEXT, "Ferry", target={"selector": {"type": "FragmentSelector", "value": "char=0,5"}})
    assert w3c_pages.read(folder, write(tmp_path / "a.json", one)).annotations[0].quote == "Ferry"


BAD_ITEMS = {
    "no annotation": "not an annotation",
    "offsets": "its offsets '0' and '5' are no numbers",
    "quote": "its quote is not text",
    "tag": "the label 'Boat' is not the kit's; say in a mapping file what it stands for",
    "clash": "actor is given twice, as 'board' and 'union'; keep one of them",
    "creator": "it holds the character U+D800, which no page can show",
}
ITEMS = {
    "no annotation": 3,
    "offsets": recogito(
        TEXT, "Ferry", target={"selector": [{"type": "TextPositionSelector", "start": "0", "end": "5"}]}
    ),
    "quote": recogito(TEXT, "Ferry", target={"selector": [{"type": "TextQuoteSelector", "exact": ["Ferry"]}]}),
    "tag": recogito(TEXT, "Ferry", ["Boat"]),
    "clash": recogito(TEXT, "Ferry", ["Mention", "actor=board", "actor=union", "source=gazette"]),
    "creator": recogito(TEXT, "Ferry", creator="\ud800"),
}


@pytest.mark.parametrize(
    "odd",
    [
        {"target": {"selector": [{"type": []}, {"type": {}}, 3]}},
        {"target": {"selector": {"type": "FragmentSelector", "value": "char=" + "9" * 5000 + ",5"}}},
        {"body": [{"type": ["Mention"], "value": 3}, {"type": {}, "purpose": ["tagging"]}]},
    ],
)
def test_an_item_of_odd_types_is_left_out(tmp_path, odd):
    folder = write_folder(tmp_path / "amel", claims=[])
    given = w3c_pages.read(folder, write(tmp_path / "a.json", [recogito(TEXT, "Ferry", **odd)]))
    assert given.report["outcome"].tolist() == ["left out"]


@pytest.mark.parametrize("case", BAD_ITEMS)
def test_a_bad_item_is_refused_in_one_line(tmp_path, case):
    folder = write_folder(tmp_path / "amel", claims=[])
    given = w3c_pages.read(folder, write(tmp_path / "a.json", [ITEMS[case]]))
    assert given.refused["what"].tolist() == [BAD_ITEMS[case]]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"{", "not JSON"),
        (b"3", "no list of annotations"),
        (b'{"type": "AnnotationPage"}', "no list of annotations"),
        (b"\xff\xfe[", "byte 0 is not UTF-8"),
        (b"[" * 5000 + b"]" * 5000, "the values are nested too deeply"),
    ],
)
def test_a_broken_file_is_answered_in_one_line(tmp_path, content, told):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(ArticleError) as error:
        w3c_pages.read(write_folder(tmp_path / "amel"), tmp_path / "a.json")
    assert str(error.value).startswith(f"a.json: {told}")
