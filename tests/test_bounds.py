"""Legal input that is large or repeats itself: it ends in seconds, or is refused in one line."""

import random

import pytest
from folders import write_folder
from timing import within

from libya_kit import annotate, compare
from libya_kit.article.annotation import Annotation
from libya_kit.article.w3c import BODIES
from libya_kit.editing.changes import apply
from libya_kit.editing.reanchor import reanchor
from libya_kit.editing.three_way import Choices
from libya_kit.errors import ArgumentError, ArticleError, KitError
from libya_kit.formats import spans
from libya_kit.formats.offsets import Words, settle
from libya_kit.formats.spreadsheet import sheet
from libya_kit.text import quotes
from libya_kit.text.quotes import MOST_PLACES, Part

WORDS = "killing at least 12 people"


def repeated(folder, count):
    """Write an article of one paragraph in which the same words are claimed over and over."""
    text = "Headline\n\n" + f"and then {WORDS} by the sea and on the land " * count + "it ended.\n"
    body = {"measure": "killed", "qualifier": "at_least", "value": 12, "population": "unspecified"}
    body |= {"source": "coastguard", "reported_on": "2031-05-20"}
    claims, at = [], 0
    for number in range(count):
        at = text.index(WORDS, at + 1)
        part = Part(at, at + len(WORDS), WORDS, text[at - 9 : at], "")
        claims.append(Annotation(f"k-{number}", BODIES["CasualtyClaim"], body, (part,), creator="test"))
    return write_folder(folder, text, claims)


def by_counting(text, start, end):
    """Return the context of a place as its rule has it: lengthened by a character until it stands once."""
    for reach in range(quotes.CONTEXT, quotes.LONGEST_CONTEXT + 1):
        first, last = max(start - reach, 0), min(end + reach, len(text))
        while first > max(start - quotes.LONGEST_CONTEXT, 0) and not text[first - 1].isspace():
            first -= 1
        while last < min(end + quotes.LONGEST_CONTEXT, len(text)) and not text[last].isspace():
            last += 1
        if [at for at in range(len(text)) if text.startswith(text[first:last], at)] == [first]:
            break
    return text[first:start], text[end:last]


def test_context_is_lengthened_until_it_stands_once():
    chance = random.Random(7)
    for _ in range(200):
        words = chance.choice((["a", "b "], ["killed ", "the ", "\r\n", "🌍"], ["x" * 9, "y z "]))
        block = "".join(chance.choices(words, k=chance.choice((1, 5, 12))))
        text = f"{block}{chance.choice(words)}{block}{block}"
        start = chance.randrange(len(text))
        part = quotes.part(text, start, chance.randint(start + 1, len(text)))
        assert (part.prefix, part.suffix) == by_counting(text, start, part.end)


def test_context_of_words_that_stand_in_very_many_places_is_long_at_once():
    text = "one of them was there; " * 20_000
    with within(20):
        lengths = {len(quotes.part(text, at, at + 4).prefix) for at in range(2_300, len(text) - 2_300, 23)}
        assert lengths == {quotes.LONGEST_CONTEXT} and text.count("one of them was there") > MOST_PLACES


def test_thousands_of_claims_on_the_same_words_go_to_a_sheet_and_back_soon(tmp_path):
    folder = repeated(tmp_path / "amel", 2_000)
    with within(20):
        told = sheet.write(folder, tmp_path / "tables")
        assert told == [f"wrote {tmp_path / 'tables'}: 2000 claims, 12 sheets"]
        assert set(sheet.read(folder, tmp_path / "tables").report["outcome"]) == {"unchanged"}


def test_thousands_of_rows_without_names_are_named_and_found_soon(tmp_path):
    folder = repeated(tmp_path / "amel", 2_000)
    rows = "".join(f"killed,at_least,12,unspecified,coastguard,{WORDS},#{n}\n" for n in range(1, 2_001))
    file = tmp_path / "casualties.csv"
    file.write_text(f"measure,qualifier,value,population,source,quote,which\n{rows}", encoding="utf-8")
    with within(15):
        given = sheet.read(folder, file, choices=Choices(replace=True))
        assert given.refused.empty and len({one.claim_id for one in given.annotations}) == 2_000


def test_thousands_of_claims_on_the_same_words_go_to_a_tool_and_back_soon(tmp_path):
    folder = repeated(tmp_path / "amel", 2_000)
    with within(15):
        spans.write(folder, tmp_path / "out")
        given = apply(folder, spans.read(folder, tmp_path / "out"))
        assert set(given.report["outcome"]) == {"unchanged", "noted"}


def test_words_are_told_apart_by_what_stands_beside_them_soon(tmp_path):
    folder = repeated(tmp_path / "amel", 3_000)
    with within(10):
        attributes = {"measure": "killed", "qualifier": "at_least", "value": 12, "population": "unspecified"}
        with pytest.raises(KitError, match="stands in 2999 places"):
            annotate(folder, "casualties", WORDS, claim_id="k", after="on the land", source="coastguard", **attributes)


def test_too_many_quotes_for_a_long_text_are_refused(tmp_path, monkeypatch):
    folder = repeated(tmp_path / "amel", 20)
    sheet.write(folder, tmp_path / "tables")
    monkeypatch.setattr(quotes, "MOST_LOOKED", 10_000)
    said = "^20 quotes are to be looked for in 1,280 characters, and 7 at most can be; take a format with offsets"
    with pytest.raises(ArticleError, match=said):
        sheet.write(folder, tmp_path / "again")
    with pytest.raises(ArticleError, match=f"^tables: {said[1:]}"):
        sheet.read(folder, tmp_path / "tables")
    with pytest.raises(ArticleError, match=r"^3 quotes .* and 2 at most can be; name it in a mapping file"):
        settle("x" * 5_000, [Words(((1, 2),), ("y",))] * 3)


def test_a_quote_in_more_places_than_are_told_apart_is_refused(tmp_path, monkeypatch):
    folder = repeated(tmp_path / "amel", 12)
    monkeypatch.setattr("libya_kit.editing.locate.MOST_FOUND", 10)
    monkeypatch.setattr(quotes, "MOST_FOUND", 10)
    quotes.places.cache_clear()
    with pytest.raises(ArticleError, match=r"stands in more than 10 places; give more of the words around it"):
        annotate(folder, "mentions", "by the sea", claim_id="m", actor="coastguard", source="coastguard")
    quotes.places.cache_clear()


def test_claims_of_hundreds_of_thousands_of_characters_are_compared_soon():
    body = {"actor": "board", "source": "gazette"}
    long = [Annotation(f"m-{at}", BODIES["Mention"], body, (Part(at, at + 400_000, "x"),)) for at in range(30)]
    with within(5):
        assert len(compare(long, long[:29]).disagreements) == 1


def test_too_many_claims_on_the_same_words_are_not_compared(monkeypatch):
    monkeypatch.setattr("libya_kit.agreement.matching.MOST_OVERLAPS", 99)
    same = [Annotation(f"m-{at}", BODIES["Mention"], {}, (Part(0, 9, "x"),)) for at in range(10)]
    assert len(compare(same[:9], same).disagreements) == 1
    with pytest.raises(ArgumentError, match=r"^more than 99 pairs of claims overlap; compare annotators who mark"):
        compare(same, same)


def test_thousands_of_claims_on_the_same_words_are_carried_soon(tmp_path):
    folder = repeated(tmp_path / "amel", 1_500)
    words = (folder / "article.txt").read_text(encoding="utf-8").split(" ")
    words[25::50] = ["changed"] * len(words[25::50])
    (tmp_path / "new.txt").write_text(" ".join(words), encoding="utf-8")
    with within(20):
        moves = reanchor(folder, tmp_path / "new.txt").moves
        assert len(moves) == 1_500 and max(len(move.candidates) for move in moves) == 9
