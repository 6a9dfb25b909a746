"""One value in a cell, and back."""

import re
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import within

from libya_kit.article.csv_files import FORMULA, guarded
from libya_kit.article.schema import CASUALTIES, Column
from libya_kit.errors import ArticleError
from libya_kit.formats.spreadsheet.cells import CellError, from_cell, from_reading, reading, to_cell, unguarded

TEXT, COUNT, DAY, FLAG, WORDS = (Column("it", kind, "") for kind in ("text", "count", "date", "flag", "list"))
WORD = Column("it", "word", "", ("killed", "wounded"))


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (COUNT, 25, 25),
        (COUNT, 25.0, 25),
        (COUNT, "25", 25),
        (COUNT, " 0 ", 0),
        (COUNT, "25.0", 25),
        (COUNT, "25,00", 25),
        (FLAG, "y", True),
        (FLAG, "N", False),
        (DAY, datetime(2019, 4, 8), "2019-04-08"),
        (DAY, date(2019, 4, 8), "2019-04-08"),
        (DAY, "2019-04-08 ", "2019-04-08"),
        (FLAG, True, True),
        (FLAG, "No", False),
        (FLAG, "TRUE", True),
        (TEXT, "  trailing  ", "trailing"),
        (TEXT, 12, "12"),
        (TEXT, 12.0, "12"),
        (TEXT, "=1+1", "=1+1"),
        (WORD, "killed ", "killed"),
        (WORDS, "US; America;", ("US", "America")),
        *((column, empty, None) for column in (TEXT, COUNT, DAY, FLAG, WORDS, WORD) for empty in (None, "", " \n")),
    ],
)
def test_a_cell_is_read_as_its_column(column, cell, value):
    got = from_cell(column, cell)
    assert (got, type(got)) == (value, type(value))


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        (COUNT, "25.5", "it '25.5' is not a whole number; write digits only"),
        (COUNT, "2,200", "it '2,200' is not a whole number; write digits only, as 2200 if that is meant"),
        (COUNT, "1.000", "write digits only, as 1000 if that is meant"),
        (COUNT, "2\u00a0200", "write digits only, as 2200 if that is meant"),
        (COUNT, 1e300, "it 1e+300 is not a whole number"),
        (COUNT, 25.5, "it 25.5 is not a whole number"),
        (COUNT, -1, "lies outside"),
        (COUNT, True, "it True is no number to the spreadsheet; format the cell as a number, write it anew"),
        (COUNT, "٢٥", "not a whole number"),
        (COUNT, datetime(1900, 1, 25), "it 1900-01-25 00:00:00 is no number to the spreadsheet"),
        (DAY, 43563, "it 43563 is a number, not a day; write it as YYYY-MM-DD"),
        (DAY, "8/4/2019", "not a day; write it as YYYY-MM-DD"),
        (DAY, datetime(2019, 4, 8, 12), "is a day with an hour; give the day alone"),
        (DAY, time(12), "it 12:00:00 is an hour, not a day; write it as YYYY-MM-DD"),
        (FLAG, "maybe", "it 'maybe' is neither yes nor no; write yes or no, or leave it empty"),
        (FLAG, 1, "it '1' is neither yes nor no"),
        (TEXT, datetime(2019, 5, 1), "is a day to the spreadsheet; format the cell as text and write it anew"),
        (TEXT, 0.5, "0.5 is no text to the spreadsheet"),
        (TEXT, True, "True is a logical value to the spreadsheet"),
        (TEXT, "a\x00b", "holds the character U+0000"),
        (WORD, "kiled", "not an allowed word; use 'killed'"),
    ],
)
def test_a_cell_that_its_column_cannot_hold_is_refused(column, cell, said):
    with pytest.raises(CellError, match=re.escape(said)):
        from_cell(column, cell)


texts = st.text(min_size=1).map(str.strip).filter(lambda text: text and TEXT.fault(text) is None)


@given(texts, st.integers(0, 2**53), st.dates(), st.booleans())
def test_every_value_comes_back(text, number, day, flag):
    for column, value in ((TEXT, text), (COUNT, number), (DAY, day.isoformat()), (FLAG, flag)):
        assert from_cell(column, to_cell(column, value)) == value


@given(texts, texts, st.one_of(st.none(), st.integers(0, 2**53)), st.one_of(st.none(), st.dates()))
def test_every_other_reading_comes_back(note, place, number, day):
    other = {"note": note, "value": number, "place": place, "reported_on": day and day.isoformat(), "ambiguous": True}
    assert from_reading(reading(other, CASUALTIES.stored), CASUALTIES.stored) == other


def test_other_readings_are_read_by_people():
    other = {"qualifier": "at_least", "value": 80, "place": None, "note": "a; b", "term": '"some"'}
    line = reading(other, CASUALTIES.stored)
    assert line == 'qualifier = at_least; value = 80; place =; note = "a; b"; term = "\\"some\\""'
    assert from_reading(line, CASUALTIES.stored) == other
    assert from_reading('{"value": 80, "place": null}', CASUALTIES.stored) == {"value": 80, "place": None}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("at least", "is not understood; write it as column = value"),
        ("qualifer = at_least", "otherwise names no column 'qualifer'; use 'qualifier'"),
        ("value = many", "not a whole number"),
        ("value = 1; value = 2", "is not understood"),
        ('note = "open', "not understood"),
        ('note = "a" b', "not understood"),
        ('note = "\\u0000"', "U+0000"),
        ('{"value": ', "not JSON"),
        ("[1]", "not understood"),
    ],
)
def test_another_reading_that_is_none_is_refused(text, said):
    with pytest.raises(ArticleError, match=re.escape(said)):
        from_reading(text, CASUALTIES.stored)


@given(st.one_of(st.text(), st.text("'=+-@\t a", max_size=5)))
def test_no_text_becomes_a_formula_and_every_text_comes_back(text):
    assert not FORMULA.match(guarded(text))
    assert unguarded(guarded(text)) == text


def test_another_reading_that_is_none_is_refused_soon():
    with within(5):
        for text in ("value = 1;" + " " * 30_000 + "x", "x" + " " * 30_000 + "y", 'note = "' + "\\a" * 15_000):
            with pytest.raises(CellError, match="is not understood"):
                from_reading(text, CASUALTIES.stored)
