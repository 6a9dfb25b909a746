import datetime
import json
import re
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import bug_hunt
import numpy as np
import pandas as pd
import pytest
from folders import write_folder
from hypothesis import given
from hypothesis import strategies as st

import libya_kit as lk
from libya_kit.article.model import load_article, shipped
from libya_kit.errors import ArgumentError, ArticleError
from libya_kit.teach import answers, choosing, quiz

ARTICLE = load_article()
SECOND = load_article(shipped("data") / "ketterow-2032-03-14")
BY_IDS = {**quiz.read(ARTICLE)[0], **quiz.read(SECOND)[0]}
VALUES = ARTICLE.casualties["value"]

RIGHT = {
    "sentence-so-far": [4, "4", ARTICLE.casualties.loc["c-killed-25", "sentence"]],
    "count-after-restart": [2, 2.0],
    "word-in-the-call": [
        "killed",
        "killed, not wounded",
        "killed instead of kiled",
        " Killed ",
        "“killed”",
        ["killed"],
        'measure="killed"',
    ],
    "day-of-publication": [
        "8 April 2019",
        "8 Apr 19",
        "2019/04/08",
        "8.4.2019",
        "2019-04-08T10:00",
        "Monday",
        ARTICLE.published_on,
        datetime.date(2019, 4, 8),
    ],
    "reported-or-true": ["reported", "not happened but reported", "What a source said, in the words of the article"],
    "source-of-25": [
        "health ministry",
        "the health ministry of the GNA",
        "gna_health_ministry",
        "A spokesman for the health ministry said so.",
        ARTICLE.casualties.loc[["c-killed-25"], "source"],
        "spokesman for the ministry of health, the health ministry",
        "the spokesman",
        "a spokesman",
        "spokesperson",
        "the ministry's spokesman",
        "the ministry",
        "Ministry of Health",
        "health ministry of the UN-backed government",
        "not the UN but the health ministry",
        "the spokesman for the health ministry, quoted by France 24",
    ],
    "ministry-standing": ["party_organ", "party organ", ARTICLE.casualties["standing"].loc[["c-killed-25"]]],
    "day-of-14": [
        "Saturday",
        "saturday 6 april",
        "6 April",
        "April 6, 2019",
        "the 6th of April 2019",
        "6th",
        "not Sunday but Saturday",
        "Saturday, a day before Sunday",
        "2019-04-06",
        6,
        datetime.date(2019, 4, 6),
        datetime.datetime(2019, 4, 6, 23, 59),
        np.datetime64("2019-04-06"),
        pd.Timestamp("2019-04-06"),
        pd.Period("2019-04-06"),
        ARTICLE.casualties.loc[["c-killed-14"], "reported_on"],
    ],
    "day-of-2200": [
        None,
        "there is no day",
        "it is not mentioned",
        "we don't know",
        "missing",
        pd.NaT,
        "not given",
        "no day",
        ARTICLE.displacement.loc["d-fled-2200", "reported_on"],
    ],
    "how-surely-25": ["at_least", "at least", "25 or more", ARTICLE.casualties["qualifier"].iloc[:1]],
    "high-of-25": [
        None,
        "there is none",
        "no maximum",
        "∞",
        "inf",
        pd.NA,
        float("nan"),
        float("inf"),
        "open",
        "no upper limit",
        ARTICLE.casualties["high"][:1],
    ],
    "killers-of-14": [None, "not said", "the article does not say", "nobody knows"],
    "hunt-shift": [1, "one"],
    "hunt-sum": ["c-killed-saturday", "c_killed_saturday", "c-killed-saturday, not c-killed-monday"],
    "hunt-double": [
        "c-killed-monday",
        "c-killed-25",
        ("c-killed-25",),
        ["c-killed-25", "c-killed-monday"],
        {"c-killed-25", "c-killed-monday"},
        "c-killed-25 and c-killed-monday",
        pd.Series(["c-killed-25", "c-killed-monday"]),
    ],
    "hunt-weekday": ["c-killed-21"],
    "killed-floor": [
        25,
        25.0,
        "25",
        "at least 25",
        "At least 25 people were killed.",
        "no fewer than 25",
        "not exactly 25, at least 25",
        "25 up to Monday 8 April",
        "not 26 but 25",
        pd.array([25]),
        VALUES[["c-killed-25"]].unique(),
        "twenty-five",
        " 25 people ",
        np.int64(25),
        np.float32(25),
        np.array(25),
        np.array([25]),
        Decimal("25"),
        Fraction(25),
        [25],
        (25,),
        {25},
        [25, 25],
        {"killed": 25},
        pd.Series([25], dtype="Int64"),
        pd.DataFrame({"killed": [25]}),
        VALUES.loc[["c-killed-25"]],
        VALUES.loc["c-killed-25"],
        VALUES.drop("c-wounded-80").max(),
        lk.casualty_bounds(ARTICLE).low,
        lk.casualty_bounds(ARTICLE),
    ],
    "killed-all-separate": [40, "40", "at least 40", lk.casualty_bounds(ARTICLE, overlap="separate").low],
    "killed-on-monday": [None, pd.NA, "NA", "n/a", "none", "None", "not given", "It is not said.", [None], [pd.NA]],
    "killed-on-sunday": [None, "The article does not say", pd.Series([pd.NA])],
    "killed-civilians": [None, pd.NA, "no number given", "The article gives no number of civilians killed."],
    "wounded-dozens": [
        None,
        "dozens",
        "“dozens”",
        "dozens of wounded",
        "a word, not a number",
        (24, "literal"),
        ("24", "taken literally"),
        {"literal": 24},
        [12, "acled"],
        "12 by ACLED",
        pd.NA,
    ],
    "un-towards-haftar": [None, "None", "none", "not cited", pd.NA],
    "us-towards-offensive": [
        "oppose",
        "opposes",
        "against",
        "against it",
        ARTICLE.stances.loc["s-us-stand-down", "stance"],
    ],
    "waldhauser-stance": [
        "neutral",
        "no side",
        "neutral, not oppose",
        "neutral, takes no side",
        "takes no side",
        "Takes no side.",
    ],
    "unsmil-truce": ["support", "for", "supports the truce", "for it"],
    "against-said": [5, "five"],
    "air-strikes": [1, "only once", "one", "1 strike", "a single one"],
    "truce-broken-by": [
        None,
        "nobody is named",
        "the article does not say that Haftar broke it",
        "it does not tell us",
        "not said",
        "The sentence does not say by whom",
        pd.NA,
    ],
    "people-fled": [
        2200,
        "2.2 thousand",
        "2,200 since April 4",
        "2,200 have fled since 4 April, by now",
        "2,200",
        "2 200",
        "an estimated 2,200 people",
        "2200 people",
        2200.0,
    ],
    "displaced-today": [None, "NA"],
    "fled-per-day": [None, "550 a day, days elapsed", ("550", "to publication, elapsed"), {"inclusive": 440}],
    "fled-per-day-highest": [733, 733.3, "733.33", "733", lk.displacement_rate(ARTICLE)["per_day"].max()],
    "fled-per-day-lowest": [440, lk.displacement_rate(ARTICLE)["per_day"].min()],
    "us-withdrawn": [
        None,
        "he did not provide details",
        "only some",
        "some, not all",
        "some",
        "some of its forces",
        pd.NA,
    ],
    "us-withdrew-what": ["some", "some, not all", "The US withdrew some of its forces for a time; it gave no number."],
    "dam-killed": [7, "not 9 but 7", "seven", "7 people", lk.casualty_bounds(SECOND).low],
    "dam-taken-back": [9, "at least nine"],
    "dam-day-of-nine": ["Friday", "Friday, a day before Saturday", "12 March", "2032-03-12"],
    "dam-same-dead": [6, "six, not twelve"],
    "dam-rescue-workers": ["inside", "They are among the seven"],
    "dam-families": [None, "not said"],
    "dam-unit": ["households", "families", "120 families", "Households"],
    "dam-sleeping": ["stock", "stock, not flow", "a stock"],
    "dam-engineers": [None, "some"],
    "dam-pause-broken-by": [None, "not said"],
    "dam-label": [
        "Tesa Orrolin",
        "the spokeswoman",
        "spokeswoman of the Guard",
        "the spokeswoman Tesa Orrolin",
        "the Guard",
        "Ketterow Guard",
    ],
    "dam-clashes": [1, "once"],
    "headline": ["ministry"],
    "alt-text": [
        "Timeline of counts. The health ministry's count rises from at least 21 to at least 25 people killed.",
        "A chart with three lanes; the ministry says at least 25 were killed.",
    ],
    "citation": [lk.cite(ARTICLE, "c-killed-14"), [lk.cite(ARTICLE, "s-pompeo-halt")]],
    "access-problems": [0, "none", "no problems", "not one", "0", "zero", "0 problems"],
}
# question, answer, words that the answer to the mistake must hold
MISTAKES = [
    ("killed-floor", 46, "one count of one source on two days"),
    ("killed-floor", VALUES[["c-killed-25", "c-killed-21"]].sum(), "46 adds at least 21 and at least 25"),
    ("killed-floor", 60, "one count on two days"),
    ("killed-floor", "61", "adds all four"),
    ("killed-floor", 39, "no fact, only a scenario"),
    ("killed-floor", 40, "is a scenario"),
    ("killed-floor", 4, "difference of two lower bounds"),
    ("killed-floor", 105, "casualties"),
    ("killed-floor", "exactly 25", "“exactly” is not"),
    ("killed-floor", "25 exact", "“exactly” is not"),
    ("killed-floor", "about 25", "another word"),
    ("killed-floor", "no more than 25", "another word"),
    ("killed-floor", 80, "wounded"),
    ("killed-floor", 21, "Sunday's number"),
    ("killed-floor", 14, "its own people"),
    ("killed-floor", None, "does say something"),
    ("killed-floor", "more than 25", "another word"),
    ("killed-floor", ">25", "another word"),
    ("killed-floor", "~25", "another word"),
    ("killed-on-monday", "nobody", "not 0"),
    ("killed-civilians", "no civilians", "not that none was"),
    ("source-of-25", "the newspaper", "names another source"),
    ("source-of-25", "the government", "names a ministry"),
    ("source-of-25", "the Red Crescent", "no more"),
    ("source-of-25", "the spokesman loyal to the GNA", "announced an operation"),
    ("source-of-25", "the spokesman for the UN", "No part of the UN"),
    ("truce-broken-by", "Haftar and the GNA", "names nobody"),
    ("us-withdrew-what", "none", "some of its forces"),
    ("killed-all-separate", 25, "without an assumption"),
    ("killed-all-separate", 39, "two of the counts"),
    ("killed-all-separate", 46, "different sources"),
    ("killed-all-separate", 61, "older number"),
    ("killed-on-monday", 4, "may be older"),
    ("killed-on-monday", "four", "may be older"),
    ("killed-on-monday", 25, "all days so far"),
    ("killed-on-monday", 0, "not 0"),
    ("killed-on-sunday", 21, "not the day of the deaths"),
    ("killed-on-sunday", "21 people", "not the day of the deaths"),
    ("killed-on-sunday", 0, "counted and found nobody"),
    ("killed-civilians", 0, "not that none was"),
    ("killed-civilians", 25, "Nobody says that they were civilians"),
    ("killed-civilians", 21, "did not specify"),
    ("killed-civilians", 1, "doctor"),
    ("wounded-dozens", 24, "Nobody counted 24"),
    ("wounded-dozens", "24", "name of the rule"),
    ("wounded-dozens", 12, "only for deaths"),
    ("wounded-dozens", 80, "Monday's number"),
    ("wounded-dozens", 0, "more than none"),
    ("source-of-25", "France 24 says", "reports what another source said"),
    ("source-of-25", "FRANCE 24", "published"),
    ("source-of-25", "AFP", "agencies"),
    ("source-of-25", "the GNA", "names the ministry"),
    ("source-of-25", "the UN", "No part of the UN"),
    ("source-of-25", None, "does name its source"),
    ("ministry-standing", "outside", "sounds neutral"),
    ("ministry-standing", "It stands outside the parties", "sounds neutral"),
    ("killers-of-14", "the GNA", "not who killed them"),
    ("killers-of-14", "fighters loyal to the GNA", "not who killed them"),
    ("killers-of-14", "LNA", "its own people"),
    ("how-surely-25", "exact", "nobody said"),
    ("how-surely-25", "exactly 25", "nobody said"),
    ("high-of-25", 25, "smallest"),
    ("high-of-25", 0, "does not make it 0"),
    ("day-of-14", "Sunday", "A day before Sunday is Saturday"),
    ("day-of-14", pd.Timestamp("2019-04-07"), "A day before Sunday is Saturday"),
    ("day-of-14", "Monday 8 April", "day of publication"),
    ("day-of-14", None, "A day earlier"),
    ("day-of-2200", "8 April", "does not get the newspaper's day"),
    ("day-of-2200", ARTICLE.published_on, "does not get the newspaper's day"),
    ("day-of-2200", "April 4", "another question"),
    ("sentence-so-far", 18, "day before"),
    ("sentence-so-far", 25, "number of people"),
    ("un-towards-haftar", "oppose", "No sentence lets the UN speak against Haftar"),
    ("un-towards-haftar", "against it", "No sentence lets the UN speak against Haftar"),
    ("un-towards-haftar", "neutral", "take no side"),
    ("waldhauser-stance", "oppose", "Tone is not stance"),
    ("unsmil-truce", "oppose", "A call on all sides opposes neither"),
    ("against-said", 9, "still counts acts"),
    ("air-strikes", 3, "one event"),
    ("air-strikes", 2, "two words for one event"),
    ("truce-broken-by", "the LNA", "names nobody"),
    ("truce-broken-by", "Haftar’s forces", "names nobody"),
    ("truce-broken-by", "GNA", "either side"),
    ("truce-broken-by", "a UN official", "reports it"),
    ("truce-broken-by", "both sides", "names nobody"),
    ("people-fled", 2215, "evacuated peacekeepers"),
    ("people-fled", "2,215", "evacuated peacekeepers"),
    ("people-fled", "2,200 families", "people"),
    ("people-fled", "2,200 today", "since"),
    ("people-fled", "exactly 2,200", "estimated"),
    ("displaced-today", 2200, "no stock"),
    ("displaced-today", 0, "not 0"),
    ("fled-per-day", 550, "Add the way"),
    ("fled-per-day", 733, "Add the way"),
    ("fled-per-day-highest", 550, "not the highest"),
    ("fled-per-day-highest", 440, "lowest"),
    ("fled-per-day-highest", 2200, "all days together"),
    ("fled-per-day-lowest", 733.3, "highest"),
    ("us-withdrawn", 0, "not 0"),
    ("us-withdrawn", 15, "peacekeepers"),
    ("us-withdrawn", "The US withdrew its forces", "more than the article says"),
    ("us-withdrew-what", "all", "temporarily"),
    ("us-withdrew-what", "The US withdrew its forces from Libya.", "temporarily"),
    ("hunt-shift", 2, "difference"),
    ("hunt-sum", "c-killed-14", "one source's count"),
    ("hunt-weekday", "c-killed-14", "A day earlier"),
    ("dam-killed", 9, "taken back"),
    ("dam-killed", 16, "its own correction"),
    ("dam-killed", 13, "hospital"),
    ("dam-killed", 12, "copy"),
    ("dam-killed", 14, "scenario"),
    ("dam-taken-back", 7, "gives now"),
    ("dam-taken-back", 2, "difference"),
    ("dam-day-of-nine", "Saturday", "took the figure back"),
    ("dam-same-dead", 12, "twice"),
    ("dam-rescue-workers", "besides", "Including"),
    ("dam-families", 120, "number of families"),
    ("dam-families", 480, "guess"),
    ("dam-families", 600, "guess"),
    ("dam-families", 460, "different units"),
    ("dam-unit", "people", "families"),
    ("dam-sleeping", "flow", "one night"),
    ("dam-engineers", 0, "not 0"),
    ("dam-engineers", "all of its engineers", "some"),
    ("dam-pause-broken-by", "the Guard", "names nobody"),
    ("dam-label", "Invented News Agency", "reports"),
    ("dam-clashes", 3, "tellings"),
    ("headline", "monday", "two lower bounds"),
    ("headline", "by", "Who killed them"),
    ("headline", "strikes", "three times"),
    ("alt-text", "Picture of a chart", "picture of"),
    ("alt-text", "A chart: 25 people were killed, says the ministry", "At least"),
    ("alt-text", "A chart: at least 25 people were killed.", "who gives"),
    ("alt-text", "A chart of counts by the ministry.", "“at least 25”"),
    ("alt-text", "The ministry says 46", "added"),
    ("citation", "25 killed", "found again"),
    ("citation", "“killed at least 25”, health ministry", "title"),
    ("citation", lk.cite(ARTICLE, "c-killed-25").replace("France 24", "a newspaper"), "publisher"),
    ("access-problems", 1, "Mend it"),
    ("access-problems", None, "somebody counts"),
]


# question, answer: neither right nor a known mistake
NEITHER = [
    *(("killed-floor", one) for one in ("25-40", "25–40", "not 25", "25k", "25 thousand", "25%", "25e3", "25killed")),
    *(("killed-floor", one) for one in ("instead of 25", "twenty-five thousand", "25.5", [24, 25], {25: "or 26"})),
    *(("day-of-14", one) for one in ("6.5", 6.9, "6.12.2019", "06.05.2019", "04/06/2019", "6 apricots", "6 marks")),
    *(("day-of-14", one) for one in ("2019-04-06 to 2019-04-30", "2019-04-061", "not Saturday")),
    ("day-of-14", ARTICLE.casualties["reported_on"]),
    ("day-of-2200", "I don't know"),
    ("source-of-25", "the LNA or the health ministry"),
    ("source-of-25", "not the health ministry"),
    ("source-of-25", "a doctor"),
    ("hunt-double", ["c-killed-25", "c-killed-21"]),
    ("word-in-the-call", "not killed"),
    ("how-surely-25", "not exact"),
    ("truce-broken-by", "nobody"),
    ("waldhauser-stance", "neutral or oppose"),
]


class Odd:
    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None

    def __str__(self):
        raise RuntimeError("no")

    def __len__(self):
        raise RuntimeError("no")

    def __getattr__(self, name):
        raise RuntimeError("no")


class Nameless(type):
    @property
    def __name__(cls):
        raise RuntimeError("no")


class Hidden(metaclass=Nameless):
    @property
    def __class__(self):
        raise RuntimeError("no")


class Endless(list):
    def __iter__(self):
        return iter(int, 1)


NESTED: list = []
NESTED.append(NESTED)
ODD = [
    Odd(),
    np.broadcast_to(24.0, (10**6, 10**6)),
    Decimal("sNaN"),
    Decimal("1e999999"),
    object(),
    print,
    lambda: 25,
    Exception("25"),
    NESTED,
    True,
    False,
    3 + 4j,
    10**5000,
    -25,
    1e308,
    b"\xff",
    "x" * 100_000,
    "25 or 40",
    "\ud800",
    (one for one in [25]),
    ARTICLE,
    ARTICLE.casualties,
    ARTICLE.casualties["value"],
    pd.date_range("2019-04-04", periods=4),
    np.ones((3, 3, 3)) * 7,
    np.array([None, ...], dtype=object),
    {"a": {"b": [1, 2]}},
    "31 February",
    "not killed, not support, not c-killed-21",
    "Saturday 8 April",
    pd.Timestamp.max,
    type,
    NotImplemented,
]
BLANK = [..., "", " ", "...", "…", "___", "?", [], (), {}, set(), pd.Series([], dtype="Int64"), pd.DataFrame(), [...]]


def called(answer):
    """Return the name of a case: a set's members in their order, so that every process finds the same names."""
    return str(sorted(answer) if isinstance(answer, set) else answer)


@pytest.mark.parametrize(("name", "answer"), [(name, one) for name, some in RIGHT.items() for one in some], ids=called)
def test_right_by_any_road(name, answer):
    found = lk.teach.check(name, answer)
    assert found.right, found
    assert found.text and not found.look


@pytest.mark.parametrize(("name", "answer", "said"), MISTAKES, ids=called)
def test_a_mistake_is_answered_with_itself(name, answer, said):
    found = lk.teach.check(name, answer)
    assert found.status == "misconception", found
    assert said in found.text and found.look


def test_what_hides_its_kind_or_never_ends_is_answered():
    for answer in (Hidden(), Endless(), [Hidden()], {25: Endless()}):
        assert lk.teach.check("people-fled", answer).look


@pytest.mark.parametrize(("name", "answer"), NEITHER, ids=called)
def test_what_only_holds_the_right_words_is_not_right(name, answer):
    found = lk.teach.check(name, answer)
    assert found.status == "unrecognised", found


@pytest.mark.parametrize("answer", BLANK, ids=repr)
def test_unanswered_is_not_yet_and_says_where_to_look(answer):
    for name in BY_IDS:
        found = lk.teach.check(name, answer)
        assert found.status == "not yet" and found.look and "three dots" in found.text


@pytest.mark.parametrize("answer", ODD, ids=lambda one: type(one).__name__)
def test_odd_answers_are_answered_and_never_right(answer):
    for name in (
        "killed-floor",
        "source-of-25",
        "day-of-14",
        "how-surely-25",
        "hunt-sum",
        "alt-text",
        "access-problems",
    ):
        found = lk.teach.check(name, answer)
        assert not found.right and found.look
        assert repr(found) and found._repr_html_()


@given(st.one_of(st.text(), st.integers(), st.floats(), st.dates(), st.binary(), st.lists(st.text()), st.booleans()))
def test_whatever_is_answered_is_answered(answer):
    for name in ("killed-floor", "day-of-14", "source-of-25", "how-surely-25", "alt-text"):
        found = lk.teach.check(name, answer)
        assert found.status in choosing.STATUSES and "<script" not in found._repr_html_()


@given(st.integers(0, 10**9))
def test_only_the_number_itself_is_right(number):
    assert lk.teach.check("people-fled", number).right == (number == 2200)
    assert lk.teach.check("people-fled", f"{number:,} people").right == (number == 2200)


@pytest.mark.parametrize("name", ["killed-flor", "", None, 25, "x" * 5000])
def test_only_an_unknown_question_is_an_error(name):
    with pytest.raises(ArgumentError, match="no question has the id") as caught:
        lk.teach.check(name, 25)
    assert "\n" not in str(caught.value)
    assert name != "killed-flor" or "'killed-floor'" in str(caught.value)


def test_a_check_is_plain_text_and_html_without_script():
    found = lk.teach.check("killed-floor", 46)
    assert str(found).splitlines()[0].startswith("Not quite. 46 adds")
    assert str(found).splitlines()[1].startswith("Where to look: ")
    html = found._repr_html_()
    assert "46 adds" in html and "<script" not in html and " on" not in re.sub(">[^<]*<", "><", html)


def test_code_in_a_text_is_shown_as_code():
    assert "<code>lk.cite</code>" in lk.teach.question("citation").html
    assert "<code>article.dating</code>" in lk.teach.check("day-of-publication", "8 April")._repr_html_()


def test_several_numbers_are_told_from_one():
    assert "Several numbers" in lk.teach.check("killed-floor", [21, 25]).text
    assert "one number" in lk.teach.check("killed-floor", "people").text
    assert "'support'" in lk.teach.check("waldhauser-stance", "grave").text
    assert "a day" in lk.teach.check("day-of-14", "soon").text


@pytest.mark.parametrize(
    ("name", "answer", "shown"),
    [
        ("people-fled", "2,5 people", "2,5"),
        ("people-fled", "2.200", "2.200"),
        ("people-fled", "2.200,00", "2.200,00"),
        ("people-fled", "2,2k", "2,2"),
        ("fled-per-day-highest", "733,3 on 8.4.2019", "733,3"),
        ("killed-floor", "25,0", "25,0"),
        ("killed-floor", ["1.000.000"], "1.000.000"),
        ("killed-floor", "0,025", "0,025"),
        ("air-strikes", "1.000", "1.000"),
        ("against-said", "5.000", "5.000"),
    ],
)
def test_a_comma_or_point_that_is_read_in_two_ways_is_not_guessed(name, answer, shown):
    found = lk.teach.check(name, answer)
    assert found.status == "unrecognised" and not found.right
    assert found.text == (
        f"“{shown}” may be read in more than one way. Write thousands as 2200 or 2,200, a fraction as 2.5; give one."
    )


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("people-fled", "2,200.0"),
        ("people-fled", "2,200 (8.4.19)"),
        ("people-fled", "2,200, since April 4, 2019"),
        ("fled-per-day-highest", "733.333"),
        ("fled-per-day-highest", 2200 / 3),
        ("killed-floor", "25.00"),
        ("killed-floor", "25, as told on 8.4.2019"),
    ],
)
def test_a_comma_or_point_that_is_read_in_one_way_is_read(name, answer):
    assert lk.teach.check(name, answer).right


@pytest.mark.parametrize("answer", ["8. April 2019", "8. April", "Monday, 8. Apr. 2019"])
def test_a_day_with_a_point_behind_it_is_a_day(answer):
    assert lk.teach.check("day-of-publication", answer).right
    assert lk.teach.check("killed-floor", f"25, as told on {answer}").right


@pytest.mark.parametrize(
    "answer",
    [
        "It isn't said",
        "it’s not given",
        "Nobody says.",
        "No one says so",
        "no figure is given",
        "no number in the text",
    ],
)
def test_silence_is_told_in_many_words(answer):
    assert lk.teach.check("killed-on-monday", answer).right
    assert not lk.teach.check("air-strikes", answer).right  # "no one" is not one


@pytest.mark.parametrize("article", ["a path", Path("data"), 200, object()])
def test_what_is_no_article_is_refused_in_one_line(article):
    for ask in (
        lambda: lk.teach.check("people-fled", 2, article),
        lambda: lk.teach.question("people-fled", article),
        lambda: lk.teach.questions(article),
        lambda: lk.teach.quiz_html(article),
    ):
        with pytest.raises(ArgumentError, match=f"article is of type {type(article).__name__}, which is no annotated"):
            ask()


def test_numbers_follow_the_tables(tmp_path):
    from folders import bundled_copy

    changed = load_article(
        bundled_copy(tmp_path / "changed", {"at least 25": "at least 27", '"value": 25': '"value": 27'})
    )
    assert lk.teach.check("killed-floor", 27, changed).right
    assert "48 adds at least 21 and at least 27" in lk.teach.check("killed-floor", 48, changed).text
    assert not lk.teach.check("killed-floor", 25, changed).right


# The table of questions, and the radio choices


def test_every_lesson_has_its_questions():
    table = lk.teach.questions()
    assert table.index.is_unique and set(table.index) == set(BY_IDS) == set(RIGHT)
    counts = table["lesson"].value_counts()
    assert set(counts.index) == set(range(7)) and counts.min() >= 3
    assert table["text"].str.len().between(10, 200).all()
    assert list(lk.teach.questions(SECOND)["lesson"].unique()) == [5]


def test_every_known_mistake_is_in_the_table_of_tests():
    for name, asked in BY_IDS.items():
        assert any(question == name for question, *_ in MISTAKES) or name in UNTESTED, name
        assert asked.wrong, name


UNTESTED = {"count-after-restart", "word-in-the-call", "day-of-publication", "reported-or-true", "us-towards-offensive"}
UNTESTED |= {"hunt-double"}


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.text = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.ids += [value for name, value in attributes if name == "id"]

    def handle_data(self, data):
        self.text.append(data)


def test_a_question_is_radio_choices_that_style_answers():
    page = Page(lk.teach.question("killed-floor").html)
    names = [tag for tag, _ in page.tags]
    radios = [attributes for tag, attributes in page.tags if tag == "input"]
    assert names.count("fieldset") == names.count("legend") == 1
    assert len(radios) == names.count("label") == 8 and not any("checked" in one for one in radios)
    assert {one["type"] for one in radios} == {"radio"} and len({one["name"] for one in radios}) == 1
    assert "script" not in names and not any(name.startswith("on") for _, some in page.tags for name in some)
    text = "".join(page.text)
    assert "46: not quite." in text and "at least 25: right." in text


def test_ids_are_unique_however_often_a_question_is_shown():
    page = Page(lk.teach.quiz_html() + lk.teach.quiz_html(SECOND) + lk.teach.question("killed-floor").html)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("name", BY_IDS)
def test_each_question_has_one_right_choice_and_two_wrong_ones(name):
    choices = list(choosing.choices(BY_IDS[name]))
    labels = [label for label, *_ in choices]
    assert [status for _, status, _ in choices].count("right") == 1
    assert 2 <= len(choices) <= choosing.MOST_CHOICES and len(labels) == len(set(labels))
    assert all(label and says for label, _, says in choices)
    if BY_IDS[name].kind not in ("writing", "choice"):
        for label, status, _ in choices:
            found = lk.teach.check(name, label)
            assert found.status == status, (label, found)


def test_what_is_shown_is_text(tmp_path):
    folder = write_folder(tmp_path / "odd")
    asked = question(id="odd", text="<b>25</b> & “q”?", right="<script>", look="x", wrong=[{"is": 13, "says": "<i>"}])
    (folder / "teach.json").write_text(json.dumps({"questions": [asked]}), encoding="utf-8")
    article = load_article(folder)
    html = lk.teach.quiz_html(article) + lk.teach.check("odd", 12, article)._repr_html_()
    assert "<script" not in html and "&lt;script&gt;" in html and "<b>" not in html and "<i>" not in html


# What teach.json may hold


def question(**changes):
    asked = {"id": "one", "lesson": 1, "kind": "number", "text": "How many?", "answer": {"claim": "killed-12"}}
    return {
        key: value for key, value in (asked | {"right": "Yes.", "look": "Look."} | changes).items() if value is not None
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer": {"claim": "killed-13"}}, "no claim has the id 'killed-13'; use 'killed-12'"),
        ({"answer": {"claim": "killed-12", "column": "valeu"}}, "has no column 'valeu'; use 'value'"),
        ({"answer": {"clam": "killed-12"}}, "nothing is computed by 'clam'; use 'claim'"),
        ({"answer": {}}, "nothing is computed by ''"),
        ({"answer": {"sum": ["killed-12", "harbour"]}}, "no claim has the id 'harbour'"),
        ({"answer": {"sum": 12}}, "sum 12 is no list"),
        ({"answer": {"bounds": {"measure": "kiled"}}}, "bounds cannot be computed"),
        ({"answer": {"bounds": {"size": 1}}}, "bounds cannot be computed"),
        ({"answer": {"rate": "highest"}}, "there is no rate 'highest'"),
        ({"answer": {"count": "deeds", "of": "event", "where": {}}}, "count cannot be computed"),
        ({"answer": {"count": "events", "of": "evnt", "where": {}}}, "events has no column 'evnt'; use 'event'"),
        ({"answer": {"term": "dozens", "convention": "mine"}}, "'mine' knows no 'dozens'"),
        ({"answer": {"about": "rights"}}, "about cannot be computed"),
        ({"answer": {"quotes": ["all"]}}, "quotes cannot be computed"),
        ({"kind": "numbr"}, "unknown kind 'numbr'; use 'number'"),
        ({"kind": "who", "answer": "coast guard"}, "'coast guard' names nothing in actors; use 'coastguard'"),
        ({"kind": "choice", "answer": "a", "choices": [{"value": "b", "shown": "B"}]}, "'a' is none of the choices"),
        ({"kind": "choice", "answer": "a", "choices": [{"value": ["a"], "shown": "A"}]}, "value"),
        ({"kind": "writing", "answer": "x"}, "nothing is asked of the text"),
        ({"look": None}, "the key 'look' is missing; add it"),
        ({"lok": "x"}, "unknown key 'lok'; use 'look'"),
        ({"lesson": "two"}, "lesson 'two' is no int"),
        ({"id": "Not an id"}, "the id is no word"),
        ({"wrong": [{"is": 3, "say": "x"}]}, "unknown key 'say'; use 'says'"),
        ({"wrong": [{"says": "x"}]}, "give 'is' or 'matches'"),
        ({"wrong": [{"matches": "(", "says": "x"}]}, "the pattern '(' is none"),
        ({"wrong": ["x"]}, "'x' is not an object"),
        ({"right": "See {killed-13}."}, "no claim has the id 'killed-13'"),
        ({"right": "a\x00b"}, "U+0000"),
        ({"answer": []}, "[] comes to nothing"),
        ({"answer": [[], [[]]]}, "comes to nothing"),
        ({"answer": [True]}, "True is no number that can be asked for"),
        ({"answer": 1e300}, "1e+300 is no number that can be asked for"),
        ({"answer": {}}, "nothing is computed by ''"),
        ({"answer": {"claim": "killed-12", "column": "ambiguous"}}, "'ambiguous' holds no number, day or text"),
        ({"answer": {"claim": ["killed-12"]}}, "claim ['killed-12'] is no str"),
        ({"answer": {"claim": "killed-12", "name": "x"}}, "unknown key 'name'; use"),
        ({"answer": {"sum": "killed-12"}}, "sum 'killed-12' is no list"),
        ({"answer": {"sum": ["harbour-calm"]}}, "no claim has the id 'harbour-calm'"),
        ({"answer": {"times": 3}}, "the key 'by' is missing; add it"),
        ({"answer": {"times": 3, "by": []}}, "comes to nothing"),
        ({"answer": {"times": 3, "by": ["9" * 9999]}}, "no claim has the id"),
        ({"answer": {"times": 10**9, "by": [10**9]}}, "1000000000000000000 is no number"),
        ({"answer": {"times": {"times": 10**9, "by": [10**9]}, "by": [0]}}, "1000000000000000000 is no number"),
        ({"answer": {"bounds": {"measure": ["killed"]}}}, "bounds cannot be computed"),
        ({"answer": {"term": "dozens", "convention": ["acled"]}}, "convention ['acled'] is no str"),
        ({"answer": {"count": "stances", "of": "speaker", "where": "x"}}, "where 'x' is no dict"),
        ({"answer": {"count": "stances", "of": "otherwise", "where": {}}}, "has no column 'otherwise'"),
        ({"answer": {"count": "stances", "of": "speaker", "where": {"stance": "opose"}}}, "use 'oppose'"),
        ({"answer": {"count": "stances", "of": "speaker", "where": {"stance": [["oppose"]]}}}, "is not text"),
        (
            {"answer": {"count": "stances", "of": "speaker", "where": {"speaker": "quil"}}},
            "no speaker is 'quil'; use 'quill'",
        ),
        ({"answer": {"count": "events", "of": "event", "where": {"event": "party"}}}, "no event is 'party'"),
        ({"wrong": [{"is": 3}]}, "a rule does not say what the mistake is; give 'says'"),
        ({"wrong": [{"is": [], "says": "x"}]}, "[] comes to nothing"),
        ({"wrong": [{"matches": "", "says": "x"}]}, "the pattern '' is empty"),
        ({"wrong": [{"matches": "(a+)+$", "says": "x"}]}, "could search without end; repeat no group"),
        ({"wrong": [{"matches": "a?" * 30 + "a" * 30, "says": "x"}]}, "could search without end"),
        ({"wrong": [{"matches": "(" * 3000, "says": "x"}]}, "could search without end"),
        ({"wrong": [{"matches": "a{99999999999999999999}", "says": "x"}]}, "the repetition number is too large"),
        ({"wrong": [{"matches": "[[a]", "says": "x"}]}, "Possible nested set"),
        ({"kind": "choice", "answer": "a", "choices": [{"value": "a", "shown": "A"}] * 2}, "'A' is given twice"),
    ],
    ids=lambda one: str(one)[:60],
)
def test_what_is_wrong_in_teach_json_is_said_in_one_line(tmp_path, changes, said):
    folder = write_folder(tmp_path / "odd")
    page = {"questions": [question(), question(id="two"), question(**changes)]}
    if "id" not in changes:
        page["questions"][2]["id"] = "three"
    (folder / "teach.json").write_text(json.dumps(page), encoding="utf-8")
    found, problems = quiz.read(load_article(folder))
    assert list(found) == ["one", "two"] and len(problems) == 1
    assert said in str(problems[0]) and "\n" not in str(problems[0]) and str(problems[0]).startswith("teach.json: ")
    with pytest.raises(ArticleError):
        lk.teach.questions(load_article(folder))


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"questions": 1}', b'{"questions": [1]}', b'{"question": []}', b"\xff"]
)
def test_a_teach_json_that_is_none_is_said_in_one_line(tmp_path, raw):
    folder = write_folder(tmp_path / "odd")
    (folder / "teach.json").write_bytes(raw)
    found, problems = quiz.read(load_article(folder))
    assert not found and len(problems) == 1 and "\n" not in str(problems[0])


def test_a_teach_json_that_is_no_file_or_too_much_is_refused(tmp_path):
    folder = write_folder(tmp_path / "odd")
    (folder / "teach.json").mkdir()
    assert "not an ordinary file" in str(quiz.read(load_article(folder))[1][0])
    (folder / "teach.json").rmdir()
    (folder / "teach.json").symlink_to("nowhere")
    assert "the file is missing" in str(quiz.read(load_article(folder))[1][0])
    (folder / "teach.json").unlink()
    page = {"questions": [question(answer=[{"bounds": {}}] * 5000)]}
    (folder / "teach.json").write_text(json.dumps(page), encoding="utf-8")
    assert "more than 5,000 braces" in str(quiz.read(load_article(folder))[1][0])


def test_an_id_given_twice_is_refused(tmp_path):
    folder = write_folder(tmp_path / "odd")
    (folder / "teach.json").write_text(json.dumps({"questions": [question(), question()]}), encoding="utf-8")
    assert "given twice" in str(quiz.read(load_article(folder))[1][0])


def test_an_article_without_questions_has_none(tmp_path):
    article = load_article(write_folder(tmp_path / "plain"))
    assert lk.teach.questions(article).empty and lk.teach.quiz_html(article)
    with pytest.raises(ArgumentError, match="there is none to name"):
        lk.teach.check("killed-floor", 25, article)


# Reading answers


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ("1,234.5", (1234.5,)),
        ("2 200", (2200,)),
        ("-3", (-3,)),
        ("two hundred and six", (206,)),
        ("25 or 40", (25, 40)),
        ("none", ()),
        (True, ()),
        ("c-killed-25", ()),
    ],
)
def test_numbers_are_read(answer, numbers):
    assert answers.read(answer).numbers == numbers


# The badly marked copy


def test_the_badly_marked_copy_is_the_one_that_is_made():
    made = bug_hunt.files()
    assert made == {path.name: path.read_bytes() for path in bug_hunt.BAD.iterdir()}, "python tests/bug_hunt.py"


def test_the_badly_marked_copy_has_no_problem_and_its_four_mistakes():
    problems, warnings = lk.article.check(bug_hunt.BAD)
    assert problems == []
    shifted = [warning for warning in warnings if "not at its offsets" in warning]
    others = [warning for warning in warnings if warning not in shifted]
    assert len(shifted) == len(load_article(bug_hunt.BAD).annotations)
    assert [re.search(r"c-killed-\w+", warning)[0] for warning in others] == [
        "c-killed-21",
        "c-killed-25",
        "c-killed-saturday",
    ]
    page = json.loads((bug_hunt.BAD / "annotations.jsonld").read_bytes())
    copy = load_article(bug_hunt.BAD)
    for item in page["items"]:
        claim = item["id"].partition("#")[2]
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        starts = [target["selector"][0]["start"] for target in targets]
        found = copy.annotations.loc[[claim], "start"]
        assert list(starts - found) == [1] * len(starts)
        assert lk.teach.check("hunt-shift", starts[0] - found.iloc[0]).right


def test_check_on_the_command_line_reads_the_questions_too(tmp_path, capsys):
    from libya_kit.cli.main import main

    folder = write_folder(tmp_path / "odd")
    (folder / "teach.json").write_text(json.dumps({"questions": [question(kind="numbr")]}), encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    assert "problem: teach.json: one: unknown kind 'numbr'; use 'number'" in capsys.readouterr().out


@pytest.mark.parametrize("article", [ARTICLE, SECOND], ids=["first", "second"])
def test_the_questions_of_the_kit_are_sound(article):
    found, problems = quiz.read(article)
    assert found and problems == []
    texts = [text for one in found.values() for text in (one.text, one.right, one.look, *(r.says for r in one.wrong))]
    assert not [text for text in texts if re.search(r"[{}]|  |\.\.", text.replace("...", ""))]
