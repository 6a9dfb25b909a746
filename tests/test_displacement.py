import re
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from drawn import check_texts, text_artists
from folders import ROWS, bundled_copy, claim, write_folder
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.path import Path

import libya_kit as lk
from libya_kit.displacement import exhibits as displacement
from libya_kit.displacement.exhibits import controls, displacement_rate, exhibit, findings, plot_displacement
from libya_kit.displacement.rates import DAYS, PEOPLE, TO
from libya_kit.display import style
from libya_kit.errors import ArgumentError
from libya_kit.text import html as markup

ARTICLE = lk.load_article()
CHOICES = [dict(zip(("to", "days", "people"), choice, strict=True)) for choice in product(TO, DAYS, PEOPLE)]
FLOOD = """River leaves the Orne valley under water

At least 1,200 people left Lower Orne between 27 May and 2 June, the river authority said on Monday. Since the day \
before yesterday 40 people have left the upper valley. Some 500 households left the islands from 30 May, the Seamen's \
union said; 20 to 30 people may be cut off. On Sunday the navy took off 12 sailors.
"""


def moved(claim_id, words, **body):
    told = {"measure": "displaced", "kind": "flow", "unit": "people", "population": "unspecified", "source": "union"}
    part = claim(FLOOD, claim_id, "DisplacementClaim", words)
    return replace(part, body={**told, **body})


def flood_claims():
    return [
        moved(
            "left-1200",
            "At least 1,200 people left Lower Orne",
            qualifier="at_least",
            value=1200,
            period_start="2031-05-27",
            period_end="2031-06-02",
            origin="port_amel",
            reported_on="2031-06-02",
        ),
        moved(
            "left-40",
            "40 people have left the upper valley",
            qualifier="exact",
            value=40,
            period_start="2031-06-01",
            source="gazette",
        ),
        moved(
            "left-500",
            "Some 500 households left the islands",
            qualifier="estimated",
            value=500,
            unit="households",
            period_start="2031-05-30",
            population="civilian",
        ),
        moved(
            "cut-off",
            "20 to 30 people may be cut off",
            measure="trapped",
            kind="stock",
            qualifier="range",
            low=20,
            high=30,
        ),
        moved(
            "sailors",
            "the navy took off 12 sailors",
            measure="evacuated",
            qualifier="exact",
            value=12,
            population="military",
            period_start="2031-06-01",
            period_end="2031-06-01",
        ),
    ]


@pytest.fixture(scope="module")
def flood(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flood") / "flood"
    rows = {**ROWS, "tallies": [], "tally_pairs": []}
    return lk.load_article(write_folder(folder, FLOOD, flood_claims(), rows=rows, published_on="2031-06-03"))


@pytest.fixture(scope="module")
def collision(tmp_path_factory):
    return lk.load_article(write_folder(tmp_path_factory.mktemp("collision") / "collision"))


def having(claim_id="d-fled-2200", article=ARTICLE, **cells):
    """Return the article with some cells of one displacement claim changed."""
    table = article.displacement.copy()
    for column, value in cells.items():
        table.loc[claim_id, column] = value
    return replace(article, displacement=table)


def only(*claims, article=ARTICLE):
    return replace(article, displacement=article.displacement.loc[list(claims)])


def boxes(ax):
    """Return the boxes of each row of rates, from above: their left edges."""
    paths = [patch.get_path() for patch in ax.patches]
    return [path.vertices[path.codes == Path.MOVETO, 0].tolist() for path in paths]


def numbers(words):
    return set(re.findall(r"\d[\d,.]*\d|\d", words))


# how many a day


def test_four_ways_of_counting_where_the_last_day_is_not_stated():
    rates = displacement_rate(ARTICLE)
    assert list(rates.columns) == ["claim_id", "days", "per_day", "counted"]
    assert set(rates["claim_id"]) == {"d-fled-2200"}
    assert rates["days"].tolist() == [4, 3, 5, 4]
    assert rates["per_day"].tolist() == [550, 2200 / 3, 440, 550]
    assert rates["counted"].is_unique


@pytest.mark.parametrize(
    "cells, days",
    [
        ({"period_end": pd.Timestamp("2019-04-06")}, [3, 2]),
        ({"period_end": pd.Timestamp("2019-04-04")}, [1]),
        ({"period_start": pd.Timestamp("2019-04-07")}, [1, 2, 1]),
        ({"period_start": pd.Timestamp("2019-04-08")}, [1]),
        ({"period_start": pd.Timestamp("2019-04-09")}, []),
        ({"period_start": pd.NaT}, []),
        ({"value": pd.NA}, []),
        ({"kind": "forecast"}, []),
        ({"kind": "stock"}, []),
        ({"unit": "households"}, []),
        ({"measure": "evacuated"}, []),
    ],
)
def test_ways_follow_what_is_stated(cells, days):
    rates = displacement_rate(having(**cells))
    assert rates["days"].tolist() == days
    assert rates.dtypes.astype(str).tolist() == ["str", "int64", "float64", "str"]


def test_a_flow_of_others_has_a_rate_only_when_it_is_named():
    assert displacement_rate(ARTICLE, "d-evacuated-15")["per_day"].tolist() == [15]


def test_households_keep_their_unit_until_a_size_is_given(flood):
    assert displacement_rate(flood)["claim_id"].unique().tolist() == ["left-1200", "left-40"]
    assert displacement_rate(flood, "left-500")["per_day"].tolist()[0] == 500 / 4
    table = displacement.to_people(flood.displacement, household_size=4.5)
    assert (
        table.loc["left-500", ["value", "unit"]].tolist() == [2250, "people"] and "4.5" in table.at["left-500", "note"]
    )
    assert table.drop(index="left-500").equals(flood.displacement.drop(index="left-500"))
    assert "left-500" in displacement_rate(replace(flood, displacement=table))["claim_id"].tolist()


@pytest.mark.parametrize("size", [0, -1, 1e300, 10**400, float("nan"), float("inf"), True, "5", None])
def test_a_household_size_is_a_number_above_zero(size):
    with pytest.raises(ArgumentError, match="household_size"):
        displacement.to_people(ARTICLE.displacement, household_size=size)


@pytest.mark.parametrize(
    "name, says",
    [
        ("d-fled-2020", "use 'd-fled-2200'"),
        (["d-fled-2200"], "no displacement claim"),
        ("d-trapped-many", "a count at a moment"),
        ("d-forecast", "a forecast"),
        ("d-withdrawn-some", "no single number"),
    ],
)
def test_a_claim_without_a_rate_is_refused_and_why(name, says):
    with pytest.raises(ArgumentError, match=says):
        displacement_rate(ARTICLE, name)


def test_a_claim_of_an_article_without_any_is_refused(collision):
    with pytest.raises(ArgumentError, match="the article has none"):
        displacement_rate(collision, "x")


@given(st.integers(0, 10**9), st.integers(-3, 40), st.none() | st.integers(-3, 40))
def test_any_rate_times_its_days_is_the_count(value, before, until):
    start = ARTICLE.published_on - pd.Timedelta(days=before)
    end = pd.NaT if until is None else start + pd.Timedelta(days=until)
    article = having(value=value, period_start=start, period_end=end)
    rates = displacement_rate(article)
    assert (rates["days"] >= 1).all() and len(rates) <= (4 if until is None else 2)
    assert ((rates["days"] * rates["per_day"] - value).abs() < 1e-3).all()
    said = exhibit(only("d-fled-2200", article=replace(article))).sentence if len(rates) == 0 else ""
    assert "a day over" not in said


# the exhibit


@pytest.fixture(scope="module")
def exhibits():
    return [exhibit(ARTICLE, **choice) for choice in CHOICES]


@pytest.mark.parametrize("number", range(len(CHOICES)))
def test_all_forms_of_the_exhibit_agree(number, exhibits):
    one, choice = exhibits[number], CHOICES[number]
    drawn = " ".join(text.get_text().replace("\n", " ") for text in text_artists(one.figure))
    in_force = displacement_rate(ARTICLE)["per_day"][2 * TO.index(choice["to"]) + DAYS.index(choice["days"])]
    rate = f"{in_force:.0f} a day"
    assert rate in one.sentence and rate in drawn and rate in one.alt
    assert "between 440 and 733 a day under these four ways of counting" in one.sentence
    assert "an average over a window that the article does not state" in one.sentence
    table = " ".join(map(str, one.table.drop(columns="quote").to_numpy().ravel()))
    for words in (one.sentence, one.alt):
        told = re.sub(r"“[^”]*”|\d+ Apr(il)?( 2019)?|\d days?", "", words)
        assert numbers(told) <= numbers(table) and numbers(told) <= numbers(drawn)
    for quote in one.table["quote"]:
        assert quote in drawn and quote in one.alt
    assert one.alt != one.sentence and one.source in drawn
    assert not numbers(one.sentence + drawn) & {"2,215", "2215"}, "nothing is added up"


def test_each_choice_changes_what_is_seen_and_is_printed(exhibits):
    assert len({str(one.svg()) for one in exhibits}) == len({one.sentence for one in exhibits}) == 8
    assert len({one.assumptions for one in exhibits}) == 8
    assert exhibit(ARTICLE).sentence == exhibits[0].sentence
    assert "7 April 2019" in exhibits[0].assumptions[0] and "8 April 2019" in exhibits[-1].assumptions[0]


def test_the_controls_are_those_that_change_something(flood, collision):
    assert {name: list(some.values()) for name, some in controls(ARTICLE).items()} == {
        "to": list(TO),
        "days": list(DAYS),
        "people": list(PEOPLE),
    }
    assert "7 April 2019, the day before publication" in controls(ARTICLE)["to"]
    assert list(controls(having(period_end=pd.Timestamp("2019-04-07")))) == ["days", "people"]
    assert list(controls(only("d-trapped-many", "d-evacuated-15"))) == ["people"]
    assert list(controls(only("d-fled-2200"))) == ["to", "days"]
    assert list(controls(flood)) == ["to", "days", "people"]
    assert controls(collision) == {}


@pytest.mark.parametrize("name, value", [("to", "yesterday"), ("days", 4), ("people", None)])
def test_an_unknown_choice_is_refused_with_the_allowed_ones(name, value):
    for function in (exhibit, plot_displacement):
        with pytest.raises(ArgumentError, match=f"{name}=.*use one of"):
            function(ARTICLE, **{name: value})


def test_the_trapped_and_the_forecast_are_rows_of_words_without_a_number():
    one = exhibit(ARTICLE)
    assert "Trapped: “many civilians are trapped”, no number." in one.sentence
    assert "Forecast: “could potentially" in one.sentence
    assert one.table.at["d-forecast", "what"] == "forecast"
    assert "0" not in one.table.at["d-trapped-many", "how_many"]


def test_others_stand_under_the_rule_and_repeated_tellings_are_one_row():
    one = exhibit(ARTICLE, people="everyone")
    at = {text.get_text(): text.get_position()[1] for text in text_artists(one.figure)}
    assert at["forecast"] < at["Not displaced people"] < min(at["withdrawn"], at["evacuated"])
    words = [text.get_text() for text in text_artists(one.figure)]
    assert words.count("evacuated") == words.count("withdrawn") == 1
    assert "Not displaced people" not in [text.get_text() for text in text_artists(exhibit(ARTICLE).figure)]
    assert set(exhibit(ARTICLE).claims) < set(one.claims) == set(ARTICLE.displacement.index)


def test_an_article_without_displacement_says_so_and_has_no_picture(collision):
    for choice in CHOICES:
        one = exhibit(collision, **choice)
        assert one.figure is None and one.sentence.startswith("The article gives no displacement")
        assert one.table.empty and one.assumptions == () and one.html()
    assert str(findings(collision)) == "The article gives no displacement of people."
    assert displacement_rate(collision).empty
    ax = plot_displacement(collision)
    assert ax.texts[0].get_text().startswith("The article gives no displacement") and not ax.lines


def test_an_article_with_other_movers_alone_says_so():
    article = only("d-evacuated-15")
    none, all_of_them = exhibit(article), exhibit(article, people="everyone")
    assert none.figure is None and "no displacement of people, only others who moved" in none.sentence
    assert all_of_them.claims == ("d-evacuated-15",) and "peacekeepers: 15" in all_of_them.sentence


def test_without_a_dated_flow_there_is_no_rate_and_no_day_axis():
    one = exhibit(having(period_start=pd.NaT))
    assert "no average a day" in one.sentence and "550" not in one.sentence + one.alt
    ax = one.figure.axes[0]
    assert boxes(ax) == [] and list(ax.get_xticks()) == []
    assert "an estimated 2,200" in " ".join(text.get_text() for text in text_artists(one.figure))


def test_a_way_with_less_than_a_day_is_said():
    article = having(period_start=pd.Timestamp("2019-04-08"))
    one = exhibit(article)
    assert "the day before publication, first and last day counted, is less than a day" in one.sentence
    assert "2,200 a day under the one way of counting" in one.sentence
    assert "by the others there is less than a day" in one.sentence
    assert len({exhibit(article, **choice).sentence for choice in CHOICES}) == 8
    assert "none: less than a day" in set(
        exhibit(having(period_start=pd.Timestamp("2019-05-01"))).table["average_a_day"]
    )


def test_a_stated_last_day_has_two_ways_and_no_dashes():
    one = exhibit(having(period_end=pd.Timestamp("2019-04-07")))
    assert "between 550 and 733 a day under these two ways of counting, an average." in one.sentence
    assert "not state" not in one.sentence and "dashed" not in one.alt
    assert not any("may run to" in text.get_text() for text in text_artists(one.figure))


def test_another_article_holds_nothing_of_this_one_and_keeps_its_hedges(flood):
    for choice in CHOICES[1:6:4]:
        one = exhibit(flood, **choice)
        everything = one.html() + one.alt + " ".join(text.get_text() for text in text_artists(one.figure))
        assert not re.search("Tripoli|Haftar|LNA|GNA|April|2019", everything)
        assert "between at least 171 and at least 200 a day" in one.sentence
        assert "households: an estimated 500" in one.table["how_many"].tolist()
    assert "none: counted in households" in one.table["average_a_day"].tolist()
    assert "20 to 30" in one.alt and "evacuated, military personnel: 12" in one.sentence


def test_a_changed_number_is_changed_everywhere(tmp_path):
    article = lk.load_article(bundled_copy(tmp_path / "copy", {"2,200": "3,300", "2200": "3300"}))
    for choice in CHOICES[1:6:4]:
        one = exhibit(article, **choice)
        drawn = " ".join(text.get_text() for text in text_artists(one.figure))
        everything = drawn + one.sentence + one.alt + str(one.table.reset_index().to_numpy().tolist())
        assert not re.search("2,200|2200|550|733|440", everything) and "3,300" in everything
        assert "between 660 and 1,100 a day" in one.sentence
    assert "3,300" in str(findings(article)) and "660 to 1,100 a day" in str(findings(article))


def test_the_finding_names_the_source_and_links_its_figures():
    said = findings(ARTICLE)
    assert len(said) == 1
    text = str(said[0])
    assert "“an estimated 2,200 people have fled” from south of Tripoli since 4 April 2019, " in text
    assert "the UN humanitarian office said." in text and "an average of 440 to 733 a day, depending on how" in text
    assert text.endswith("“many civilians are trapped”, the UN humanitarian office said; no number.")
    assert {part[1] for part in said[0].parts if isinstance(part, tuple)} == {"d-fled-2200", "d-trapped-many"}


def test_all_views_fit_into_an_explorer(exhibits):
    explorer = lk.Explorer(lambda **choice: exhibits[CHOICES.index(choice)], **controls(ARTICLE))
    assert 0 < len(explorer.html().encode()) < 190_000


# the chart


def dashes(ax):
    return next(line for line in ax.lines if line.get_label().startswith("days it may run to"))


def days_after_start(x):
    return [float(one - (pd.Timestamp("2019-04-04") - pd.Timestamp(0)).days) for one in x]


@pytest.mark.parametrize(
    "to, days, closed, dashed",
    [
        ("day_before_publication", "inclusive", 4, [3, 5]),
        ("publication", "inclusive", 5, [3, 5]),
        ("day_before_publication", "elapsed", 3.5, [2.5, 4.5]),
        ("publication", "elapsed", 4.5, [2.5, 4.5]),
    ],
)
def test_the_bracket_is_dashed_where_it_may_end_and_closed_where_it_is_taken_to(to, days, closed, dashed):
    ax = plot_displacement(ARTICLE, to=to, days=days)
    assert days_after_start(dashes(ax).get_xdata()) == dashed
    firm = next(line for line in ax.lines if line.get_label() == "days that the count covers")
    assert days_after_start(firm.get_xdata()) == [0.5 * (days == "elapsed")] * 2 + [dashed[0]]
    cap = next(line for line in ax.lines if line.get_url() == "#d-fled-2200" and line.get_label().startswith("_"))
    assert days_after_start(cap.get_xdata()) == [closed, closed]


def test_days_are_boxes_that_one_can_count():
    ax = plot_displacement(ARTICLE)
    assert [len(row) for row in boxes(ax)] == displacement_rate(ARTICLE)["days"].tolist()
    assert [days_after_start(row)[0] for row in boxes(ax)] == [0, 0.5, 0, 0.5]
    assert "3 days: 733 a day" in [text.get_text() for text in ax.texts]
    assert [patch.get_facecolor()[:3] != (1, 1, 1) for patch in ax.patches] == [True, False, False, False]


def test_many_days_are_one_bar():
    article = having(period_start=pd.Timestamp("2018-01-01"))
    ax = plot_displacement(article)
    assert [len(row) for row in boxes(ax)] == [1, 1, 1, 1]
    assert "2018" in ax.get_xticklabels()[0].get_text() and len(ax.get_xticklabels()) <= 7


@pytest.mark.parametrize("qualifier, marker", [("estimated", "o"), ("exact", "o"), ("at_least", style.ARROW)])
def test_a_number_has_the_mark_of_its_kind(qualifier, marker):
    ax = plot_displacement(having(qualifier=qualifier))
    (mark,) = [line for line in ax.lines if line.get_marker() not in ("None", "", None)]
    assert mark.get_marker() is marker or mark.get_marker() == marker
    assert (mark.get_markerfacecolor() == "white") == (qualifier == "estimated")
    assert mark.get_url() == "#d-fled-2200"


def test_the_key_explains_the_marks_in_use_and_no_other():
    def key(**choice):
        return {text.get_text() for text in plot_displacement(ARTICLE, **choice).get_legend().get_texts()}

    assert "a number as reported" not in key() and "an estimate" in key()
    assert key(people="everyone") == key() | {"a number as reported"}
    assert plot_displacement(only("d-trapped-many")).get_legend() is None


def test_every_mark_leads_to_a_row(exhibits):
    for one in exhibits:
        assert set(re.findall(r'<a (?:xlink:)?href="#([^"]+)"', str(one.svg()))) == set(one.claims)
        assert all(patch.get_url() for patch in one.figure.axes[0].patches)


def test_draws_where_it_is_told_and_changes_no_global_state():
    import matplotlib
    from matplotlib import pyplot

    before = dict(matplotlib.rcParams)
    ax = style.figure().subplots()
    assert plot_displacement(ARTICLE, ax=ax) is ax
    assert not pyplot.get_fignums() and dict(matplotlib.rcParams) == before
    assert plot_displacement(ARTICLE).figure.number in pyplot.get_fignums()
    with pytest.raises(TypeError):
        plot_displacement(ARTICLE, colour="red")


LONG = "a word and another word " * 12
CASES = {
    "bundled": ARTICLE,
    "displaced": replace(ARTICLE, displacement=ARTICLE.displacement.query("measure in ('displaced', 'trapped')")),
    "stated end": having(period_end=pd.Timestamp("2019-04-07")),
    "one day": having(period_start=pd.Timestamp("2019-04-08")),
    "long": having(period_start=pd.Timestamp("2018-01-01"), value=12_345_678, qualifier="at_least"),
    "month": having(period_start=pd.Timestamp("2019-03-12"), value=123_456),
    "no flow": having(period_start=pd.NaT),
    "long words": having(quote=LONG, term="dozens upon dozens"),
    "signs": having(quote="$x^2$ cost 5$ & <b>"),
    "trapped": only("d-trapped-many"),
}


@pytest.mark.parametrize("name", [*CASES, "flood"])
def test_no_text_is_cut_small_or_over_another(name, flood):
    article = flood if name == "flood" else CASES[name]
    figure = exhibit(article, people="everyone").figure
    check_texts(figure)


def test_quotes_are_no_formulae():
    one = exhibit(CASES["signs"])
    assert "“$x^2$ cost 5$ & <b>”" in [text.get_text() for text in text_artists(one.figure)]
    assert markup.words("5$ & <b>") in one.svg()


def test_a_count_runs_no_further_than_its_report():
    reported = having(reported_on=pd.Timestamp("2019-04-06"))
    table = displacement_rate(reported)
    assert table["days"].tolist() == [2, 1, 3, 2] and table["per_day"].max() == 2200
    assert table["counted"].str.contains("the day before it was reported").sum() == 2
    assert "4 April 2019 to 5 April 2019, the day before it was reported" in exhibit(reported).sentence
    assert list(controls(reported)["to"])[1] == "6 April 2019, the day on which it was reported"


def test_two_sources_on_one_event_are_both_told_and_not_added(flood):
    table = ARTICLE.displacement.loc[["d-evacuated-15", "d-evacuated-contingent"]].copy()
    table.loc["d-evacuated-contingent", ["value", "low", "high", "qualifier", "term"]] = [20, 20, 20, "exact", None]
    shown = exhibit(replace(ARTICLE, displacement=table), people="everyone")
    assert "evacuated, peacekeepers: 15 or peacekeepers: 20." in shown.sentence and "35" not in shown.sentence
    both = pd.concat(
        [ARTICLE.displacement, ARTICLE.displacement.loc[["d-fled-2200"]].rename({"d-fled-2200": "d-more"})]
    )
    both.loc["d-more", "value"] = 5000
    title = exhibit(replace(ARTICLE, displacement=both)).title
    assert title.startswith("An estimated 2,200 people or an estimated 5,000 people displaced since 4 April 2019")


def test_what_was_long_ago_is_not_weighed_with_these_days():
    old = having(background=True)
    assert displacement_rate(old).empty and len(displacement_rate(old, "d-fled-2200")) == 4
    shown = exhibit(old)
    assert "2,200" not in shown.title + shown.sentence + shown.alt and "d-fled-2200" not in shown.claims
    assert "Of the background, not of these days: 1 claim, left out." in shown.assumptions
    assert "2,200" not in str(findings(old))
    alone = having("d-fled-2200", only("d-fled-2200"), background=True)
    assert str(findings(alone)) == "Of these days the article gives no displacement of people."


def test_a_rate_is_written_out_and_one_rate_depends_on_nothing():
    long = having(value=1, period_start=pd.Timestamp("1019-04-04"), period_end=pd.Timestamp("2019-04-04"))
    said = str(findings(long))
    assert "an average of 0.0000027 a day." in said and "depending" not in said


@pytest.mark.parametrize(
    "start, end", [("0001-01-01", "0001-01-02"), ("1066-10-14", "1066-12-25"), ("9999-12-30", None)]
)
def test_days_of_any_year_are_drawn(start, end):
    article = replace(
        having(period_start=pd.Timestamp(start), period_end=pd.Timestamp(end)), published_on=pd.Timestamp("9999-12-31")
    )
    assert "bracket begins on" in exhibit(article).alt and len(plot_displacement(article).patches)
    first = having(period_start=pd.Timestamp("0001-01-01"))
    assert (
        "31 December 0, the day before publication"
        in exhibit(replace(first, published_on=pd.Timestamp("0001-01-01"))).sentence
    )


def test_a_household_size_keeps_the_note_and_may_be_any_real_number():
    households = ARTICLE.displacement.assign(unit="households")
    table = displacement.to_people(households, household_size=np.int64(5))
    assert table.at["d-fled-2200", "value"] == 11000
    note = ARTICLE.displacement.at["d-fled-2200", "note"]
    assert table.at["d-fled-2200", "note"] == f"{note} Counted in households; taken as 5 people a household."
