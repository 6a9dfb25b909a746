import json
from dataclasses import replace

import pytest
from folders import TEXT, collision
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.article.model import BUNDLED, shipped
from libya_kit.article.w3c import parse_json, read, write
from libya_kit.errors import MOST_PROBLEMS, ArticleError, KitError
from libya_kit.text.quotes import holds

HEAD = {"id": "collision/annotations", "type": "AnnotationPage", "text": "article.txt"}


def test_a_phrase_stands_as_whole_words():
    assert holds("Dozens of wounded", "dozens") and not holds("handsome", "some")


def test_the_bundled_page_is_written_back_byte_for_byte():
    folder = shipped("data") / BUNDLED
    raw = (folder / "annotations.jsonld").read_bytes()
    head, annotations, problems = read(raw, (folder / "article.txt").read_bytes().decode("utf-8"))
    assert problems == []
    assert write(head, annotations) == raw


def test_order_of_annotations_does_not_change_the_bytes():
    assert write(HEAD, collision()) == write(HEAD, collision()[::-1])


def test_each_selector_stands_on_one_line():
    lines = write(HEAD, collision()).decode().splitlines()
    parts = sum(len(one.parts) for one in collision())
    assert sum("TextPositionSelector" in line and line.strip().endswith("},") for line in lines) == parts


def page(change):
    """Return the invented article's page after a change to its first item."""
    content = json.loads(write(HEAD, collision()))
    change(next(item for item in content["items"] if item["id"].endswith("#killed-12")))
    return json.dumps(content).encode()


def select(item, kind):
    return next(one for one in item["target"]["selector"] if one["type"] == kind)


BAD = [
    (lambda i: i["body"].update(value=13), "13 is not in the quote"),
    (lambda i: i["body"].update(value=True), "value True is not a whole number"),
    (lambda i: i["body"].update(value="12"), "value '12' is not a whole number"),
    (lambda i: i["body"].update(value=-1), "value -1 lies outside"),
    (lambda i: i["body"].update(qualifier="estimated"), "is at_least in 'killing at least 12 people', not estimated"),
    (lambda i: i["body"].update(qualifier="atleast"), "use 'at_least'"),
    (lambda i: i["body"].update(high=20), "'at_least' goes with value, but high, value is given"),
    (lambda i: i["body"].update(qualifier="vague"), "'vague' goes with term"),
    (lambda i: i["body"].update(mesure="killed"), "CasualtyClaim has no attribute 'mesure'; use 'measure'"),
    (lambda i: i["body"].pop("source"), "the attribute 'source' is missing"),
    (lambda i: i["body"].update(type="Casualty"), "unknown body type 'Casualty'; use 'CasualtyClaim'"),
    (lambda i: i["body"].update(reported_on="2031-02-30"), "reported_on '2031-02-30' is not a day; write it as"),
    (lambda i: i["body"].update(reported_on="2031-05-19"), "period_start 2031-05-20 lies after reported_on"),
    (lambda i: i["body"].update(ambiguous=True), "ambiguous and otherwise come together"),
    (lambda i: i["body"].update(ambiguous=True, otherwise={"colour": 1}), "otherwise names no attribute 'colour'"),
    (lambda i: i.update(colour="red"), "unknown key 'colour'"),
    (lambda i: i.update(id="x#"), "does not end in a claim's name"),
    (lambda i: i.update(target=[]), "the target is empty"),
    (lambda i: select(i, "TextQuoteSelector").update(exact=""), "the quote is empty"),
    (lambda i: select(i, "TextPositionSelector").update(start=9.0), "start is missing or not of its type"),
    (lambda i: select(i, "TextQuoteSelector").update(exact="killing at least 17 people"), "stands nowhere (missing)"),
    (
        lambda i: (
            select(i, "TextQuoteSelector").update(exact="Port Amel", prefix="", suffix=""),
            i["body"].update(qualifier="not_given", value=None),
        ),
        "stands with its context in 2 places (ambiguous)",
    ),
]


@pytest.mark.parametrize(("change", "said"), BAD, ids=[said[:30] for _, said in BAD])
def test_a_wrong_annotation_is_refused_in_one_line(change, said):
    _, _, problems = read(page(change), TEXT)
    lines = [str(problem) for problem in problems]
    assert any(said in line for line in lines), lines
    assert all("\n" not in line and line.startswith("annotations.jsonld: ") for line in lines)


def test_five_defects_are_five_problems():
    content = json.loads(write(HEAD, collision()))
    for item in content["items"][:5]:
        item["body"]["colour"] = "red"
    assert len(read(json.dumps(content).encode(), TEXT)[2]) == 5


def test_words_that_moved_are_found_again_and_look_alikes_are_not():
    moved = "New: " + TEXT
    _, annotations, problems = read(write(HEAD, collision()), moved)
    assert problems == []
    assert {part.status for one in annotations for part in one.parts} == {"found"}
    assert all(moved[part.start : part.end] == part.quote for one in annotations for part in one.parts)
    _, _, problems = read(write(HEAD, collision()), moved.replace("at least 12", "at least 17"))
    assert any("killed-12" in str(problem) and "missing" in str(problem) for problem in problems)


def test_an_id_given_twice_is_refused():
    doubled = [*collision(), replace(collision()[0], parts=collision()[1].parts)]
    assert any("this id is given twice" in str(problem) for problem in read(write(HEAD, doubled), TEXT)[2])


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "the file is empty"),
        (b"  \n", "the file is empty"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        ('{"a": 1}'.encode("utf-16"), "is not UTF-8"),
        (b"{", "not JSON"),
        (b'{"a": 1, "a": 2}', "the key 'a' is given twice"),
        (b'{"a": NaN}', "NaN is not a number in JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "has 5000 digits"),
        (b"[]", "not an AnnotationPage"),
    ],
)
def test_bytes_that_are_no_page_are_refused(raw, said):
    with pytest.raises(ArticleError, match=said) as caught:
        read(raw, TEXT)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    try:
        parse_json(raw, "x.json")
    except KitError as error:
        assert "\n" not in str(error)


def test_a_page_with_more_problems_than_anybody_mends_at_once_is_soon_refused():
    items = json.loads(write(HEAD, collision()))["items"]
    items[0]["body"] |= {f"unknown{number}": 1 for number in range(300_000)}
    _, annotations, problems = read(json.dumps({**HEAD, "items": items}).encode(), TEXT)
    assert len(problems) == MOST_PROBLEMS + 1 and not annotations
    assert str(problems[-1]) == "annotations.jsonld: more than 500 problems; mend these first: no more was looked for"


def test_quotes_that_are_lost_in_a_long_text_are_not_looked_for_without_end(monkeypatch):
    text = "x" * 1000 + TEXT
    raw = write(HEAD, collision())
    assert {part.status for one in read(raw, text)[1] for part in one.parts} == {"found"}
    monkeypatch.setattr("libya_kit.article.w3c.MOST_SEARCHED", 3 * len(text))
    with pytest.raises(ArticleError, match="members-3: too many quotes are not at their offsets for so long a text"):
        read(raw, text)
