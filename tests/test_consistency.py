"""What a claim's columns may not say: each refusal in one line, with its way out."""

import pytest
from folders import claim, write_folder

from libya_kit.article.consistency import of_two_measures
from libya_kit.article.model import bounds, load_article
from libya_kit.checking.problems import check
from libya_kit.errors import ArticleError
from libya_kit.formats import brat, doccano, inception, label_studio, spans, w3c
from libya_kit.formats.spreadsheet import sheet

TEXT = """Blast in Orsha

A blast in Orsha killed 25 people, including nine children, not counting those under the rubble, the hospital said on \
Tuesday evening.

10:40 The mayor denied that 25 had died since 2031, Kestrel Wire reported. The number could not be verified.
"""
ROWS = {
    "actors": [
        {"actor_id": "hospital", "name": "hospital", "kind": "group"},
        {"actor_id": "mayor", "name": "mayor of Orsha", "kind": "person"},
        {"actor_id": "wire", "name": "Kestrel Wire", "kind": "media"},
    ],
    "places": [],
    "tallies": [
        {"tally": "dead", "title": "Hospital: dead", "source": "hospital", "measure": "killed", "counts": "all"},
        {"tally": "moved", "title": "Mayor: fled", "source": "mayor", "measure": "displaced", "counts": "all"},
    ],
    "tally_pairs": [],
}
DEAD = {"measure": "killed", "value": 25, "qualifier": "exact", "population": "unspecified", "source": "hospital"}
CHILDREN = DEAD | {"value": 9, "age_sex": ("children",), "part_of": "dead"}
DENIED = DEAD | {"source": "mayor", "via": ("wire",), "assertion": "denies", "about": "dead"}


def folder(path, **changes):
    """Write the article with three claims, some attributes changed; None takes one out."""
    bodies = {"dead": DEAD, "children": CHILDREN, "denied": DENIED}
    words = {"dead": "killed 25 people", "children": "nine children", "denied": "denied that 25 had died"}
    claims = []
    for name, body in bodies.items():
        new = body | changes.get(name, {})
        where = new.pop("quote", words[name])
        given = {key: value for key, value in new.items() if value is not None}
        claims.append(claim(TEXT, name, "CasualtyClaim", where, **given))
    return write_folder(path, TEXT, claims, rows=ROWS)


RUBBLE = ["killed 25 people", "not counting those under the rubble"]
RIGHT = {
    "as it is": {},
    "the words of a scope in a further part": {
        "dead": {"quote": RUBBLE, "scope": "not counting those under the rubble"}
    },
    "the words of a scope, their first letter large": {"dead": {"quote": RUBBLE, "scope": "Not counting those"}},
    "an hour of the sentence": {"dead": {"reported_at": "evening"}},
    "an hour of the time stamp": {"denied": {"reported_at": "10:40"}},
    "the words of a period in the sentence": {"denied": {"period_words": "since 2031"}},
    "a source in its own words": {"dead": {"source_words": "the hospital"}},
    "a denial of nothing in particular": {"denied": {"about": None}},
    "a household": {"dead": {"unit": "people"}},
    "blamed": {"dead": {"blamed": "mayor"}},
    "several corrected": {"denied": {"about": None, "assertion": None, "corrects": ("dead", "children")}},
    "one corrected, as version 1 has it": {"denied": {"about": None, "assertion": None, "corrects": "dead"}},
}


@pytest.mark.parametrize("changes", RIGHT.values(), ids=RIGHT)
def test_right_columns_are_read(tmp_path, changes):
    assert check(folder(tmp_path / "orsha", **changes))[0] == []


TAKE_OUT = "name another claim, or take it out"
WRONG = {
    "scope elsewhere": ({"dead": {"scope": "not counting those under the rubble"}}, "copy them from the quote"),
    "caveat nowhere": ({"dead": {"caveat": "may rise"}}, "copy them from the quote"),
    "period of another sentence": ({"dead": {"period_words": "since 2031"}}, "copy them from the sentence"),
    "source's words nowhere": ({"dead": {"source_words": "a diplomat"}}, "copy them from the sentence"),
    "hour not said": ({"dead": {"reported_at": "noon"}}, "give the hour that the sentence"),
    "clock not said": ({"denied": {"reported_at": "11:40"}}, "give the hour that the sentence"),
    "no hour": ({"dead": {"reported_at": "ten"}}, "write it as HH:MM, or morning, noon, evening or night"),
    "rate without per": ({"dead": {"amount": "rate"}}, "say per what time it counts"),
    "per of a count": ({"dead": {"per": "day"}}, "write amount rate, or take per out"),
    "of, of a count": ({"dead": {"of": "the dead"}}, "write amount share, or take of out"),
    "share with a number": (
        {"dead": {"amount": "share", "of": "the dead"}},
        "take the value out, write its words as term",
    ),
    "about without denial": ({"denied": {"assertion": None}}, "write assertion denies, or take about out"),
    "relayed by itself": ({"denied": {"via": ("mayor",)}}, "name only who stands between it and the article"),
    "nobody in via": ({"denied": {"via": ()}}, "via is empty; leave it out"),
    "part of nothing": ({"children": {"part_of": "all"}}, f"part_of 'all' names nothing in casualties; {TAKE_OUT}"),
    "denial of nothing": ({"denied": {"about": "all"}}, f"about 'all' names nothing in casualties; {TAKE_OUT}"),
    "corrects nothing": (
        {"dead": {"corrects": ("children", "gone")}},
        "corrects 'gone' names nothing in casualties; name the earlier claim, or take it out",
    ),
    "relayed by nobody": ({"denied": {"via": ("wirr",)}}, "via 'wirr' names nothing in actors; use 'wire'"),
    "blamed nobody": ({"dead": {"blamed": "major"}}, "blamed 'major' names nothing in actors; use 'mayor'"),
    "no event": ({"dead": {"event": "blast"}}, "event 'blast' names nothing in events"),
    "part of itself": ({"dead": {"part_of": "dead"}}, f"part_of names the claim itself; {TAKE_OUT}"),
    "parts of each other": (
        {"dead": {"part_of": "children"}},
        "part_of leads back to itself (dead → children → dead); take one of them out",
    ),
    "another reading of itself": (
        {"children": {"ambiguous": True, "otherwise": {"part_of": "children"}}},
        f"otherwise: part_of names the claim itself; {TAKE_OUT}",
    ),
    "another tally's measure": (
        {"dead": {"tally": "moved"}},
        "measure 'killed', but its tally 'moved' counts 'displaced'; correct the tally or the measure",
    ),
    "no age": ({"children": {"age_sex": ("child",)}}, "age_sex 'child' is not an allowed word; use 'children'"),
}


@pytest.mark.parametrize(("changes", "said"), WRONG.values(), ids=WRONG)
def test_wrong_columns_are_refused_with_a_way_out(tmp_path, changes, said):
    problems = [str(problem) for problem in check(folder(tmp_path / "orsha", **changes))[0]]
    assert any(said in problem for problem in problems)
    assert all("\n" not in problem and "; " in problem for problem in problems)


def test_a_folder_with_a_wrong_claim_is_not_loaded(tmp_path):
    with pytest.raises(ArticleError, match="name another claim, or take it out"):
        load_article(folder(tmp_path / "orsha", dead={"part_of": "dead"}))


def test_the_table_has_the_lists_as_tuples(tmp_path):
    table = load_article(folder(tmp_path / "orsha")).casualties
    assert table.at["denied", "via"] == ("wire",) and table.at["children", "age_sex"] == ("children",)


PAIRS = {
    ("same", "killed", "wounded"): True,
    ("within", "killed", "wounded"): True,
    ("disjoint", "killed", "wounded"): False,
    ("within", "killed", "killed_or_wounded"): False,
    ("same", "killed", "killed_or_wounded"): True,
    ("within", "killed", "killed"): False,
}


@pytest.mark.parametrize("pair", PAIRS)
def test_tallies_of_two_measures_are_not_one(pair):
    relation, *measures = pair
    assert bool([*of_two_measures(relation, measures)]) == PAIRS[pair]


EVERY = {
    "dead": {
        "quote": RUBBLE,
        "scope": "not counting those under the rubble",
        "reported_at": "evening",
        "certainty": "confirmed",
        "blamed": "mayor",
        "unit": "people",
        "source_words": "the hospital",
    },
    "denied": {"period_words": "since 2031", "corrects": ("dead", "children"), "via": ("wire", "hospital")},
    "children": {"age_sex": ("boys", "girls")},
}
ROUND = {
    brat: "",
    doccano: "",
    inception: "",
    label_studio: "",
    sheet: "",
    spans: "",
    w3c: "orsha.hypothesis.json",
}


@pytest.mark.parametrize("module", ROUND, ids=lambda module: module.__name__.rpartition(".")[2])
def test_every_column_goes_out_and_comes_back(tmp_path, module):
    there = folder(tmp_path / "orsha", **EVERY)
    out = tmp_path / ("out.xlsx" if module is sheet else "out")
    module.write(there, out)
    report = module.read(there, out / ROUND[module] if ROUND[module] else out).report
    assert set(report["outcome"]) <= {"unchanged", "noted"}, report


NO_FLOOR = {
    "rate": {"amount": "rate", "per": "day"},
    "denial": {"assertion": "denies"},
    "feared": {"certainty": "feared"},
    "change": {"amount": "change"},
}


@pytest.mark.parametrize("case", NO_FLOOR)
def test_what_counts_nobody_supports_no_count(case):
    body = DEAD | NO_FLOOR[case]
    assert bounds(body) == (None, None) and bounds(DEAD) == (25, 25)
