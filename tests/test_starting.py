"""A new article: its folder from a text, its claims from quotes."""

import json
import re
from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from folders import TEXT, claim, write_folder
from hypothesis import given
from hypothesis import strategies as st

from libya_kit import article
from libya_kit.article import folder
from libya_kit.article.schema import CLAIM_TABLES, CODEBOOK
from libya_kit.article.w3c import HEAD_KEYS
from libya_kit.cli import main as cli
from libya_kit.editing import new_folder as starting
from libya_kit.editing.new_folder import annotate, body, new_folder
from libya_kit.errors import ArgumentError, ArticleError, KitError
from libya_kit.text.quotes import part

ABOUT = {"title": "Ferry and tug collide off Port Amel", "publisher": "Amel Gazette", "published_on": "2031-05-22"}

RAW = TEXT.encode()


@pytest.fixture
def made(tmp_path):
    """Return a function that makes a folder of a text's bytes."""

    def make(raw=RAW, **changes):
        (tmp_path / "text.txt").write_bytes(raw)
        return new_folder(tmp_path / "a b" / "art", tmp_path / "text.txt", **ABOUT | changes), tmp_path / "a b" / "art"

    return make


def test_a_new_folder_is_complete_and_sound(made):
    _, there = made(agencies=["AFP", "AP"], annotator="A. Reader", language="fr")
    assert {path.name for path in there.iterdir()} == set(folder.FILES)
    problems, warnings = article.check(there)
    assert (problems, warnings) == ([], [])
    loaded = article.load_article(there)
    assert (loaded.title, loaded.agencies, loaded.language) == (ABOUT["title"], ("AFP", "AP"), "fr")
    assert loaded.published_on == pd.Timestamp("2031-05-22")
    assert loaded.text[loaded.body_start :].startswith("Two vessels")
    head = json.loads((there / "annotations.jsonld").read_bytes())
    assert list(head) == [key for key in HEAD_KEYS if key in head]
    assert (head["id"], head["creator"], head["items"]) == ("art/annotations", "A. Reader", [])
    assert (there / "actors.csv").read_text() == "actor_id,name,kind,side,part_of,aliases\n"
    assert all(getattr(loaded, table.name).empty for table in CLAIM_TABLES)


def test_the_codebook_that_a_new_folder_names_is_the_one_that_ships():
    said = re.search(
        r"^Version ([0-9.]+)\.", (article.shipped("data") / "codebook.md").read_text(encoding="utf-8"), re.M
    )
    assert said[1] == CODEBOOK


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xef\xbb\xbfA tug sank.\n", ["byte order mark"]),
        (b"A tug sank.\r\n\r\nNobody died.\r\n", ["CRLF"]),
        ("\ufeffA tug\r\nsank \U0001f6a2 ليبيا e\u0301.\r\n".encode(), ["byte order mark", "CRLF"]),
        (b"A tug\x0c sank.", ["U+000C"]),
        (b"A tug sank.", []),
    ],
)
def test_the_text_is_kept_byte_for_byte_and_what_is_peculiar_is_said(made, raw, said):
    lines, there = made(raw)
    assert (there / "article.txt").read_bytes() == raw
    assert article.check(there)[0] == []
    assert len(lines) == 2 + len(said)
    assert all(words in line for words, line in zip(said, lines[2:], strict=True))


@pytest.mark.parametrize(
    ("raw", "changes", "said"),
    [
        (b"caf\xe9", {}, "text.txt: byte 3 is not UTF-8; save the text as UTF-8"),
        ("A tug".encode("utf-16"), {}, "byte 0 is not UTF-8"),
        (b"", {}, "the text is empty"),
        (b"\xef\xbb\xbf \r\n", {}, "the text is empty"),
        (b"A tug", {"published_on": "22 May 2031"}, "not a day; write it as YYYY-MM-DD"),
        (b"A tug", {"title": ""}, "title '' is not text"),
        (b"A tug", {"title": " "}, "title ' ' is not text"),
        (b"A tug", {"publisher": "a\x00"}, "publisher holds the character U+0000"),
        (b"A tug", {"agencies": [""]}, "agencies [''] is not a list of words"),
        (b"A tug", {"annotator": "a\udcff"}, "annotator holds the character U+DCFF"),
    ],
)
def test_what_cannot_be_a_folder_is_refused_and_nothing_is_made(made, tmp_path, raw, changes, said):
    with pytest.raises((ArgumentError, ArticleError), match=re.escape(said)) as caught:
        made(raw, **changes)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["text.txt"]


def test_a_folder_that_holds_something_is_left_alone(made, tmp_path):
    (tmp_path / "a b" / "art").mkdir(parents=True)
    (tmp_path / "a b" / "art" / "mine.txt").write_text("mine")
    with pytest.raises(ArticleError, match="holds something already; name another"):
        made()
    assert [path.name for path in (tmp_path / "a b").rglob("*")] == ["art", "mine.txt"]
    (tmp_path / "a b" / "art" / "mine.txt").unlink()
    _, there = made()
    assert article.check(there)[0] == []


@pytest.mark.parametrize("name", ["a\udcff", "a\x01", "nul\0", "loop/a", "x" * 300])
def test_a_name_that_no_folder_should_have_is_refused_in_one_line(tmp_path, name):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "text.txt").write_text("A tug sank.")
    about = {"title": "A tug", "publisher": "Gazette", "published_on": "2031-05-22"}
    with pytest.raises((ArgumentError, ArticleError)) as caught:
        new_folder(tmp_path / name, tmp_path / "text.txt", **about)
    assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loop", "text.txt"]


def test_a_place_that_is_a_file_or_lies_under_one_is_refused(made, tmp_path):
    (tmp_path / "a b").write_text("")
    with pytest.raises(ArticleError, match="cannot be made"):
        made()


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Title\n\nBody.\n", "Title", "Body."),
        ("\ufeff\nTitle | Site\r\n\r\nBody.\r\n", "Title", "Body."),
        ("“Title”\nBody.", '"Title"', "“Title”\nBody."[8:]),
        ("Title goes on.\nBody.", "Title", "Title goes on.\nBody."),
        ("Body.", "Title", "Body."),
        ("Title", "Title", "Title"),
        ("Title\n\n", "Title", "Title"),
        ("Body. Title\nMore.", "Title", "Body. Title\nMore."),
    ],
)
def test_the_body_begins_after_the_headline_where_the_text_begins_with_it(text, title, expected):
    start, end = body(text, title)
    assert text[start:end] == expected


@given(
    st.text(min_size=1, max_size=40).filter(lambda text: text.strip("\ufeff \t\r\n")),
    st.text(min_size=1, max_size=5).filter(str.strip),
)
def test_every_text_has_a_body(tmp_path_factory, text, title):
    """Whatever the text and the title, the folder that is made of them is sound."""
    home = tmp_path_factory.mktemp("new")
    if len(text.encode("utf-8", "surrogatepass")) != len(text.encode("utf-8", "ignore")) or not title.isprintable():
        return
    (home / "t").write_bytes(text.encode())
    new_folder(home / "art", home / "t", **ABOUT | {"title": title})
    assert folder.read(home / "art")[1] == []


def test_new_on_the_command_line(tmp_path, capsys):
    (tmp_path / "t.txt").write_bytes(TEXT.encode())
    call = ["new", str(tmp_path / "art"), "--text", str(tmp_path / "t.txt"), "--title", ABOUT["title"]]
    call += ["--publisher", "Amel Gazette", "--published-on", "2031-05-22", "--agency", "AFP", "--agency", "AP"]
    assert cli.main(call) == 0
    assert "made" in capsys.readouterr().out
    assert cli.main(["check", str(tmp_path / "art")]) == 0
    assert article.load_article(tmp_path / "art").agencies == ("AFP", "AP")
    assert cli.main(call) == 1
    assert capsys.readouterr().err.count("\n") == 1


BODY = {"measure": "killed", "qualifier": "exact", "value": 3, "population": "civilian", "source": "union"}


def test_an_annotation_is_made_of_a_quote(tmp_path):
    there = write_folder(tmp_path / "art")
    expected = claim(TEXT, "members-3", "CasualtyClaim", "3 of its members had died", **BODY, reported_on="2031-05-21")
    for given_article in (there, str(there), article.load_article(there)):
        new = annotate(
            given_article,
            "casualties",
            "3 of  its members had died",
            claim_id="members-3",
            creator="test",
            created=date(2026, 1, 1),
            **BODY | {"value": np.int64(3)},
            reported_on=datetime(2031, 5, 21),
            place=None,
            said_by=pd.NA,
            period_start=pd.NaT,
        )
        assert (new.body, new.creator, new.created) == (expected.body, "test", "2026-01-01")
        assert [part.quote for part in new.parts] == ["3 of its members had died"]
        assert type(new.body["value"]) is int


def test_an_annotation_of_parts(tmp_path):
    there = write_folder(tmp_path / "art")
    new = annotate(
        there, "Event", ["The seamen's union said", "had died"], claim_id="e-1", event="x", title="X",
        status="happened", date_precision="open", source="gazette",
    )  # fmt: skip
    assert new.quote == "The seamen's union said … had died"
    assert all(one == part(TEXT, one.start, one.end) for one in new.parts)
    mention = annotate(there, "mentions", "harbour board", claim_id="m-1", actor="board", source="gazette")
    assert (new.motivation, mention.motivation) == ("classifying", "tagging")


@pytest.mark.parametrize(
    ("choice", "sentence"), [({"occurrence": 2}, 1), ({"after": "collided"}, 1), ({"before": ["on Tuesday"]}, 1)]
)
def test_a_quote_that_stands_twice_needs_a_choice(tmp_path, choice, sentence):
    there = write_folder(tmp_path / "art")
    body = {"place": "port_amel", "source": "gazette"}
    with pytest.raises(
        ArticleError, match=r"^m: 'off Port Amel' stands in 2 places; say which by occurrence="
    ) as caught:
        annotate(there, "mentions", "off Port Amel", claim_id="m", **body)
    assert "sentence 1" in caught.value.candidates[1]
    found = annotate(there, "mentions", "off Port Amel", claim_id="m", **choice, **body)
    assert TEXT[: found.parts[0].start].endswith("vessels collided ")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "casualty"}, "no table of claims is called 'casualty'; use 'casualties'"),
        ({"quote": ""}, "the quote is empty"),
        ({"quote": []}, "the quote is empty"),
        ({"quote": ["3 of its members", 7]}, "the quote is empty"),
        ({"quote": "4 of its members"}, "c-1: '4 of its members' stands nowhere in the text"),
        ({"occurrence": [1, 2]}, "occurrence has 2 entries for 1 parts; give one for each part"),
        ({"occurrence": "1"}, "occurrence='1' is not known; give a number"),
        ({"after": 3}, "after=3 is not known; give words"),
        ({"measure": "kiled"}, "c-1: measure 'kiled' is not an allowed word; use 'killed'"),
        ({"value": 4}, "c-1: 4 is not in the quote"),
        ({"value": 3.0}, "c-1: value 3.0 is not a whole number"),
        ({"sorce": "x"}, "CasualtyClaim has no attribute 'sorce'; use 'source'"),
        ({"population": None}, "the attribute 'population' is missing; add it"),
        ({"qualifier": "at_least"}, "holds no word for 'at_least'"),
    ],
)
def test_a_claim_that_cannot_be_right_is_refused_as_in_reading(tmp_path, changes, said):
    there = write_folder(tmp_path / "art")
    given = {"kind": "casualties", "quote": "3 of its members had died", "claim_id": "c-1", **BODY} | changes
    with pytest.raises((ArgumentError, ArticleError), match=re.escape(said)):
        annotate(there, given.pop("kind"), given.pop("quote"), **given)


def test_a_column_may_be_called_kind(tmp_path):
    body = {"measure": "displaced", "qualifier": "exact", "value": 3, "unit": "people", "kind": "flow"}
    body |= {"population": "unspecified", "source": "union"}
    claimed = annotate(write_folder(tmp_path / "art"), "displacement", "3 of its members", claim_id="d-1", **body)
    assert claimed.body == body


def test_no_column_has_the_name_of_a_parameter():
    taken = set(annotate.__kwdefaults__) | {"quote"}
    assert not taken & {name for table in CLAIM_TABLES for name in table.stored}


def test_a_set_of_articles_is_no_article():
    with pytest.raises(ArgumentError, match="list is no article; give one article"):
        annotate([], "events", "x", claim_id="e")


def test_the_parts_of_the_new_folder_are_not_left_beside_it_on_failure(made, monkeypatch, tmp_path):
    def refuse(path):
        raise ArticleError("no")

    monkeypatch.setattr(starting.folders, "sound", refuse)
    with pytest.raises(ArticleError):
        made()
    assert [path.name for path in tmp_path.rglob("*")] == ["a b", "text.txt"] or not list((tmp_path / "a b").iterdir())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"quote": 5}, "the quote is empty; give the words"),
        ({"table": []}, "no table of claims is called []"),
        ({"claim_id": 5}, "claim_id=5 is no name; use letters, digits"),
        ({"claim_id": "a b"}, "claim_id='a b' is no name"),
        ({"occurrence": 1.5}, "occurrence=1.5 is not known; give a number"),
        ({"value": np.array([1, 2])}, "is not a whole number"),
    ],
)
def test_what_is_not_of_its_kind_is_one_line(tmp_path, given, said):
    given = {"table": "casualties", "quote": "3 of its members had died", "claim_id": "x", "measure": "killed"} | given
    table, quote = given.pop("table"), given.pop("quote")
    with pytest.raises(KitError, match=re.escape(said)) as caught:
        annotate(write_folder(tmp_path / "art"), table, quote, **given)
    assert "\n" not in str(caught.value)
