"""A glance accepts nothing that a closer look refuses, and reads what it accepts as the same."""

import json
from contextlib import suppress
from copy import deepcopy

import pytest
from bad.cases import BAD, ODD
from folders import TEXT, collision, read_both_ways, write_folder
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.article import glance
from libya_kit.article import w3c as annotations
from libya_kit.article.model import shipped
from libya_kit.errors import ArticleError
from libya_kit.files import read_bytes

HEAD = {"@context": ["x:y", {"kit": "x:z"}], "id": "c/annotations", "type": "AnnotationPage", "text": "article.txt"}
RAW = annotations.write(HEAD, collision())
PAGE = json.loads(RAW)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 400) | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["killed", "Mention", "Event", "2031-05-20", "port_amel", " ", "article.txt", "\u007f", "a:b"]),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=5), some, max_size=3),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.parametrize("path", sorted(shipped("data").glob("*/annotations*.jsonld")), ids=lambda path: path.stem)
def test_the_pages_of_the_kit_need_no_closer_look(path):
    text = (path.parent / "article.txt").read_bytes().decode("utf-8")
    assert glance.at_a_glance(path.read_bytes(), text) is not None
    assert not read_both_ways(path.read_bytes(), text)[2]


@pytest.mark.parametrize("case", [*BAD, *ODD])
def test_a_spoilt_page_is_doubted_or_read_as_the_same(case, tmp_path):
    folder = write_folder(tmp_path / "collision")
    (BAD | ODD)[case][0](folder)
    with suppress(ArticleError, UnicodeDecodeError):  # what cannot be read is never looked at
        raw, text = (read_bytes(folder / name) for name in ("annotations.jsonld", "article.txt"))
        read_both_ways(raw, text.decode("utf-8"))


def mappings(value):
    """Yield each mapping inside a value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(part)


@given(st.data())
def test_whatever_is_changed_is_doubted_or_read_as_the_same(data):
    page = deepcopy(PAGE)
    for _ in range(data.draw(st.integers(1, 2))):
        some = data.draw(st.sampled_from([one for one in mappings(page) if one]))
        key = data.draw(st.sampled_from([*some, "x", "type", "note", "prefix", "created", "low", "otherwise"]))
        if data.draw(st.booleans()):
            some.pop(key, None)
        else:
            some[key] = data.draw(ANYTHING | st.sampled_from([*some.values()]))
    raw = json.dumps(page, ensure_ascii=data.draw(st.booleans())).encode("utf-8", "surrogatepass")
    with suppress(ArticleError):
        read_both_ways(raw, TEXT)


@given(st.integers(0, len(RAW)), st.integers(0, 40), st.binary(max_size=6))
def test_whatever_bytes_are_changed_they_are_doubted_or_read_as_the_same(at, length, new):
    with suppress(ArticleError):
        read_both_ways(RAW[:at] + new + RAW[at + length :], TEXT)


DOUBTED = {
    "a key given twice": lambda raw: raw.replace(b'"tally":', b'"tally": "x", "tally":', 1),
    "a key given twice, another left out": lambda raw: raw.replace(b'"tally":', b'"tally": "x", "tally":', 1).replace(
        b', "suffix": ""', b"", 1
    ),
    "a key given twice, a selector's type left out": lambda raw: raw.replace(
        b'"tally":', b'"tally": "x", "tally":', 1
    ).replace(b'"type": "TextPositionSelector", ', b"", 1),
    "a type given twice": lambda raw: raw.replace(b'"type": "Mention"', b'"type": "Mention", "type": "Mention"', 1),
    "a key given twice in the context": lambda raw: raw.replace(b'{"kit":', b'{"kit": "a", "kit":', 1),
    "a colon written as an escape": lambda raw: raw.replace(b"x:y", b"x\\u003ay", 1),
    "an unknown key in a selector": lambda raw: raw.replace(b'"end":', b'"refinedBy": {}, "end":', 1),
}


@pytest.mark.parametrize("case", DOUBTED)
def test_what_a_decoder_would_pass_over_is_doubted(case):
    changed = DOUBTED[case](RAW)
    assert changed != RAW and glance.at_a_glance(RAW, TEXT) is not None
    assert glance.at_a_glance(changed, TEXT) is None


def test_what_others_write_is_read_closely_and_as_the_same():
    page = deepcopy(PAGE)
    for item in page["items"]:
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            target["selector"].reverse()
    raw = json.dumps(page).encode()
    assert glance.at_a_glance(raw, TEXT) is None
    assert glance.read(raw, TEXT)[1:] == (annotations.read(RAW, TEXT)[1], [])
