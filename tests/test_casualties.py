import re
from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from counts import ARTICLE, INVENTED, LNA, MINISTRY, article_of
from drawn import check_texts, texts
from folders import bundled_copy, collision, write_folder

from libya_kit.article.model import load_article
from libya_kit.article.schema import PANELS
from libya_kit.casualties import exhibits as casualties
from libya_kit.casualties.bounds import casualty_bounds
from libya_kit.casualties.exhibits import plot_casualty_timeline
from libya_kit.errors import ArgumentError


def readable(shown):
    check_texts(shown.figure)
    return shown


def numbers(*some):
    """Return the numbers in texts, days and conventions' names apart."""
    text = re.sub(r"\d+ (January|February|March|April|May|June|Apr)\b( \d{4})?", " ", " ".join(some))
    return {int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)}


@cache
def exhibit_of(measure, *choice):
    """Return the article's exhibit of a choice, drawn once for all tests."""
    return casualties.exhibit(ARTICLE, measure=measure, **dict(choice))


def every(measure):
    """Return every combination of the controls' choices."""
    choices = casualties.controls(ARTICLE, measure)
    return [
        dict(zip(choices, values, strict=True)) for values in product(*(some.values() for some in choices.values()))
    ]


@pytest.mark.parametrize("measure", [None, *PANELS])
def test_every_view_is_drawn_and_its_forms_agree(measure):
    for choice in every(measure) if measure else [{}]:
        shown = readable(exhibit_of(measure, *choice.items()))
        rows = ARTICLE.casualties.loc[shown.table.index]
        scale = {0, 10, 20, 50, 1} | numbers(*(words for words in texts(shown.figure) if "peacekeepers" in words))
        counts = {int(value) for value in rows["value"].dropna()}
        derived = {24, 12, 26, 39, 40} & numbers(shown.sentence)
        drawn = [words for words in texts(shown.figure) if words != shown.source]
        for words in (shown.sentence, shown.alt, " ".join(drawn)):
            assert numbers(words) <= counts | derived | scale | {3, 2}, words
        assert counts - {1} <= numbers(*shown.table["how many"]) & numbers(shown.alt)
        assert numbers(shown.title) <= numbers(shown.sentence) & numbers(shown.alt)
        assert (
            "#" in shown.svg("x-")
            and shown.alt != shown.sentence
            and shown.assumptions
            and shown.source == ARTICLE.source_line
        )
        assert list(shown.table.columns)[-1] == "quote" and shown.table.index.name == "claim_id"


@pytest.mark.parametrize("measure", PANELS)
def test_every_choice_changes_what_is_seen_or_says_why_not(measure):
    controls = casualties.controls(ARTICLE, measure)
    shown = {tuple(choice.items()): exhibit_of(measure, *choice.items()) for choice in every(measure)}
    for name, values in controls.items():
        for key, view in shown.items():
            others = [
                one
                for other, one in shown.items()
                if {*other} - {(name, dict(other)[name])} == {*key} - {(name, dict(key)[name])}
            ]
            seen = {(one.sentence, *texts(one.figure)) for one in others}
            assert (
                len(seen) == len(values)
                or "changes nothing" in view.sentence
                or any("changes nothing" in one.sentence for one in others)
            )


def test_where_one_count_is_left_overlap_changes_nothing():
    pair = next(iter(list(casualties.controls(ARTICLE)["overlap"].values())[1:]))
    views = [
        casualties.exhibit(ARTICLE, measure="killed", sources="outside", overlap=one)
        for one in ("unknown", pair, "separate")
    ]
    assert len({view.sentence for view in views}) == len({view.svg("x-") for view in views}) == 1
    assert "changes nothing" in views[0].sentence


def test_the_controls_of_the_article():
    killed, wounded = (casualties.controls(ARTICLE, measure) for measure in PANELS)
    assert {name: list(choices) for name, choices in killed.items()} == {
        "overlap": ["may overlap", "health ministry and LNA (Haftar) separate", "all separate"],
        "sources": ["all counts", "without parties on their own dead", "only from outside the parties"],
    }
    assert killed["overlap"]["health ministry and LNA (Haftar) separate"] == ((MINISTRY, LNA),)
    assert {name: list(choices) for name, choices in wounded.items()} == {
        "vague": ["no number", "literally 24", "ACLED's 12, a rule for deaths, borrowed"],
        "readings": ["80 reported", "at least 80"],
    }


def test_controls_offer_nothing_that_changes_nothing():
    assert casualties.controls(article_of({"value": 3})) == {}
    assert casualties.controls(article_of()) == {}
    apart = article_of({"value": 3, "tally": "a"}, {"value": 4, "tally": "b"}, pairs=[("a", "b", "disjoint")])
    assert casualties.controls(apart) == {}
    two = article_of({"value": 3, "tally": "a"}, {"value": 4, "tally": "b"})
    assert list(casualties.controls(two)["overlap"].values()) == ["unknown", (("a", "b"),)]
    every_kind = article_of(
        {"value": 3, "standing": "own_dead"},
        {"value": 4, "standing": "party_organ"},
        {"value": 9, "otherwise": {"qualifier": "at_least"}},
        {"qualifier": "vague", "term": "dozens"},
    )
    offered = casualties.controls(every_kind)
    assert list(offered) == ["overlap", "sources"]
    standing = {1: "own_dead", 0: "outside"}
    many = article_of(*({"value": n, "tally": f"t{n:02}", "standing": standing[n % 2]} for n in range(1, 21)))
    assert list(casualties.controls(many)) == ["overlap"]


def test_both_panels_share_the_days_and_the_ribbon():
    shown = casualties.exhibit(ARTICLE)
    found = texts(shown.figure)
    assert found.count("Mon\n8 Apr") == 1 and found.count("Truce not\nobserved") == 1
    assert len(shown.figure.axes) == 2 and shown.title == "At least 25 killed; 80 wounded reported"
    assert set(shown.table.index) == set(ARTICLE.casualties.index)
    paired = casualties.exhibit(ARTICLE, overlap=[(MINISTRY, LNA)])
    assert "at least 39" in paired.sentence and "80 wounded reported" in paired.sentence
    with pytest.raises(ArgumentError, match="is called 'nobody'"):
        casualties.exhibit(ARTICLE, overlap=[(MINISTRY, "nobody")])


def test_without_claims_there_is_a_sentence_and_no_figure(tmp_path):
    article = load_article(write_folder(tmp_path / "empty", claims=[]))
    for measure in (None, *PANELS):
        shown = casualties.exhibit(article, measure=measure)
        assert shown.figure is None and "No number given" in shown.sentence and shown.table.empty
    assert str(casualties.findings(article)) == "The article makes no claim on people killed or wounded."
    assert casualties.controls(article) == {}
    assert casualty_bounds(article).low is None
    ax = plot_casualty_timeline(article)
    assert "No number given of people killed." in texts(ax.figure) and not ax.lines and not ax.axison


def test_sources_that_leave_no_claim_say_so():
    shown = casualties.exhibit(ARTICLE, measure="wounded", sources="outside")
    assert shown.figure is None and "no number given" in shown.sentence


def test_another_article():
    shown = readable(casualties.exhibit(INVENTED))
    assert "At least 12 killed, reported by the Coastguard on Tuesday 20 May." in shown.sentence
    assert "Inside that figure, and not added: 3 reported by the Seamen's union among its own people." in shown.sentence
    assert "an estimate is no floor" in shown.sentence
    everything = " ".join(
        [shown.sentence, shown.alt, *texts(shown.figure), shown.table.to_string(), *shown.assumptions]
    )
    assert not [name for name in ("Tripoli", "LNA", "Haftar", "GNA") if name in everything]
    assert (
        str(casualties.findings(INVENTED)[0])
        == "The Coastguard said on Tuesday 20 May that at least 12 were killed (Port Amel)."
    )
    assert [set(casualties.controls(INVENTED, measure)) for measure in PANELS] == [set(), set()]


def test_one_claim_alone(tmp_path):
    article = load_article(write_folder(tmp_path / "one", claims=collision()[2:3]))
    shown = readable(casualties.exhibit(article))
    assert "3 civilians killed reported by the Seamen's union" in shown.sentence and len(shown.figure.axes) == 1
    assert shown.title.startswith("3 civilians of the Seamen's union killed reported")


def test_a_copy_with_other_numbers_says_them_everywhere(tmp_path):
    changes = {
        "at least 25": "at least 27",
        '"value": 25': '"value": 27',
        "14 of its": "17 of its",
        '"value": 14': '"value": 17',
    }
    article = load_article(bundled_copy(tmp_path / "copy", changes))
    assert [casualty_bounds(article, overlap=overlap).low for overlap in ("unknown", "separate")] == [27, 45]
    for overlap in casualties.controls(article)["overlap"].values():
        shown = casualties.exhibit(article, measure="killed", overlap=overlap)
        words = [
            shown.title,
            shown.sentence,
            shown.alt,
            *texts(shown.figure),
            *shown.table["how many"],
            *shown.table["quote"],
        ]
        assert not numbers(*words, str(casualties.findings(article))) & {25, 14, 39, 40, 46}


def test_findings_are_the_article_s_sentences_with_their_figures_linked():
    found = casualties.findings(ARTICLE)
    first, second, third = map(str, found)
    assert first.startswith("A spokesman for the health ministry said on Monday 8 April that at least 25 were killed")
    assert "“did not specify whether the victims were civilians or fighters”" in first and "at least 21" in first
    assert second.startswith(
        "Two more counts may or may not be inside that figure: 14 reported by the LNA (Haftar) among its own people on"
    )
    assert "40 (25 + 14 + 1) is a scenario, right only if nobody is counted twice; 46 would be a mistake" in second
    assert "The health ministry is taken as that of the GNA (Sarraj), a party." in first
    assert "80 were wounded" in third and "80 or at least 80 is open" in third and "“dozens of wounded”" in third
    assert "did not specify" not in third
    linked = {part[1] for one in found for part in one.parts if isinstance(part, tuple)}
    assert linked == set(ARTICLE.casualties.index)


def test_findings_say_of_an_article_with_little_what_there_is():
    assert (
        str(casualties.findings(article_of({"value": 3})))
        == "The Coastguard said on Tuesday 20 May that 3 were killed."
    )
    apart = article_of({"value": 3, "tally": "a"}, {"value": 4, "tally": "b"}, pairs=[("a", "b", "disjoint")])
    assert "Known to be separate, and so added: 3 and 4 reported by the Coastguard, at least 7." in str(
        casualties.findings(apart)
    )
    vague = article_of({"qualifier": "vague", "term": "many", "words": "many dead"})
    assert "only “many dead” by the Coastguard" in str(casualties.findings(vague))


def test_of_too_many_linked_tallies_a_chart_is_drawn_regardless():
    article = article_of(*({"value": n, "tally": f"t{n:02}"} for n in range(1, 23)))
    assert "too many" in casualties.exhibit(article, overlap="separate", measure="killed").sentence
    words = " ".join(texts(plot_casualty_timeline(article, overlap="separate").figure))
    assert "too many counts to combine" in " ".join(words.split())
    assert "overlap" not in casualties.controls(article)


def test_what_another_source_says_in_a_word_is_told_beside_the_number():
    six = {"value": 6, "tally": "a", "words": "6 wounded", "measure": "wounded"}
    dozens = {"qualifier": "vague", "term": "dozens", "words": "dozens of wounded", "measure": "wounded"}
    about = {"qualifier": "estimated", "value": 40, "words": "about 40 wounded", "measure": "wounded"}
    said = str(casualties.findings(article_of(six, dozens, about)))
    assert "Also said of people wounded, and no floor: “dozens of wounded” by" in said
    assert said.count("about 40") == 1
    assert len(casualties.findings(article_of(six, {**dozens, "tally": "a"}))) == 1


def test_findings_tell_the_rest_of_a_count_with_its_own_day_or_none():
    first = {"value": 40, "qualifier": "at_least", "tally": "a"}
    later = {"value": 60, "qualifier": "at_most", "tally": "a", "reported_on": "2031-05-21", "words": "at most 60"}
    undated = {"value": 7, "qualifier": "at_least", "tally": "a", "reported_on": None, "words": "7 or more"}
    said = str(casualties.findings(article_of(first, later, undated)))
    assert "Later, on Wednesday 21 May: “at most 60”." in said and "Also, day not given: “7 or more”." in said


def test_findings_and_title_of_a_most_agree():
    article = article_of({"value": 30, "qualifier": "at_most", "tally": "a"})
    assert casualties.exhibit(article).title.startswith("At most 30 killed")
    assert str(casualties.findings(article)) == "The Coastguard said on Tuesday 20 May that at most 30 were killed."


def test_titles_add_no_estimates_and_hide_no_counts():
    about = {"qualifier": "estimated", "value": 40, "tally": "a"}, {"qualifier": "estimated", "value": 50}
    assert casualties.exhibit(article_of(*about), measure="killed").title == "An estimated 40 or an estimated 50 killed"
    many = article_of(*({"value": n} for n in range(1, 23)))
    shown = casualties.exhibit(many, measure="killed", overlap="separate")
    assert shown.title == "Killed: too many counts to combine"


def test_a_claim_of_earlier_years_stretches_no_days_and_is_not_denied():
    old = {"value": 31, "background": True, "reported_on": "1987-05-01"}
    assert "Tue 20 May. Coastguard" in casualties.exhibit(article_of(old, {"value": 3}), measure="killed").alt
    said = str(casualties.findings(article_of(old)))
    assert said == "The article makes no claim on people killed or wounded in these days."


def test_the_rows_are_read_as_the_picture_is():
    other = {"value": 3, "otherwise": {"reported_on": None}}
    shown = casualties.exhibit(article_of(other), measure="killed", readings="otherwise")
    assert shown.table["reported on"].isna().all() and "day not given" in shown.subtitle


def test_findings_say_whose_own_people_and_for_whom_a_person_speaks():
    own = {"value": 14, "source": "union", "victims": "union", "standing": "own_dead"}
    said = str(casualties.findings(article_of(own)))
    assert said == "The Seamen's union said on Tuesday 20 May that 14 of its own people were killed."
    article = article_of({"value": 3, "source": "quill", "standing": "party_organ"})
    article = replace(article, actors=article.actors.assign(side=[None, "union", "union", None, None]))
    assert "Ada Quill is taken to speak for the Seamen's union, a party." in str(casualties.findings(article))


def test_findings_leave_no_count_out_beside_a_sum():
    claims = [{"value": n, "tally": name} for n, name in zip((9, 4, 2, 1), "abcd", strict=True)]
    article = article_of(*claims, pairs=[("a", "b", "disjoint"), ("d", "a", "within")])
    said = str(casualties.findings(article))
    assert "Known to be separate, and so added: 9 and 4 reported by the Coastguard, at least 13. One more count" in said
    assert "Inside that figure, and not added: 1 reported by the Coastguard." in said
