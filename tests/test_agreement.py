"""Several annotators: matched one to one, differences first, coefficients with their reasons, one file by decisions."""

import csv
import json
import re
from dataclasses import replace
from datetime import date

import krippendorff
import pytest
from folders import TEXT, claim, collision, write_folder
from hypothesis import given
from hypothesis import strategies as st

import libya_kit as lk
from libya_kit.agreement import exhibits as agreement
from libya_kit.agreement.adjudicate import DECISIONS
from libya_kit.agreement.comparison import compare
from libya_kit.agreement.matching import Annotator, pairs
from libya_kit.article import w3c
from libya_kit.article.annotation import Annotation
from libya_kit.article.model import load_article
from libya_kit.cli.main import main
from libya_kit.errors import ArgumentError, ArticleError
from libya_kit.text.quotes import Part

FERRY = "Port Amel\n\nThe coastguard put the dead at 12, later at 17, and said 4 boats were lost off the pier.\n"


def killed(words, value, claim_id="k", **more):
    body = {
        "measure": "killed",
        "qualifier": "exact",
        "value": value,
        "population": "unspecified",
        "source": "coastguard",
    }
    return claim(FERRY, claim_id, "CasualtyClaim", words, **body | more)


def with_second(folder, change, *, text=TEXT):
    """Write a second annotator's file: the folder's claims after a change."""
    head, items, _ = w3c.read((folder / "annotations.jsonld").read_bytes(), text)
    (folder / "annotations.second.jsonld").write_bytes(w3c.write(head, change(items)))
    return folder


def changed(items):
    """Return the collision as a second annotator has it: a number, a source, words and claims are others."""
    found = []
    for one in items:
        if one.claim_id == "injured-40":
            one = replace(one, body=one.body | {"source": "union", "note": "hm"})
        elif one.claim_id == "killed-12":
            words = "killing at least 12 people and injuring about 40"
            one = replace(
                claim(TEXT, "dead", "CasualtyClaim", words), body=one.body | {"value": 40, "qualifier": "estimated"}
            )
        elif one.claim_id == "collision-1":
            one = replace(one, claim_id="e9", body=one.body | {"event": "crash", "title": "The crash"})
        if one.claim_id != "name-board":
            found.append(one)
    return [*found, claim(TEXT, "s9", "Mention", "the coastguard", actor="coastguard", source="gazette")]


@pytest.fixture
def folder(tmp_path):
    return with_second(write_folder(tmp_path / "collision"), changed)


def test_twelve_against_seventeen_is_the_first_finding():
    a = [killed("12, later at 17", 12), killed("said 4 boats", 4, "b")]
    b = [killed("12, later at 17", 17, "x"), killed("said 4 boats", 4, "y", population="civilian")]
    first = compare(a, b).disagreements.iloc[0]
    assert (first["what"], first["a"], first["b"], first["words_a"]) == ("value", "12", "17", "12, later at 17")


def test_differences_come_with_the_words_side_by_side(folder):
    table = compare(folder, folder / "annotations.second.jsonld").disagreements
    assert list(table["what"]) == ["value", "qualifier", "source", "claim", "claim", "words"]
    told = table.set_index("what")
    assert (told.at["value", "a"], told.at["value", "b"]) == ("12", "40")
    assert told.at["words", "words_b"] == "killing at least 12 people and injuring about 40"
    assert (told.at["qualifier", "a"], told.at["qualifier", "b"]) == ("at_least", "estimated")
    alone = table[table["what"] == "claim"]
    assert sorted(zip(alone["a"], alone["b"], strict=True)) == [("has it", "has none"), ("has none", "has it")]


def test_free_names_and_own_words_are_no_differences(folder):
    table = compare(folder, folder / "annotations.second.jsonld").disagreements
    assert not set(table["what"]) & {"event", "title", "note"}


def test_spans_are_counted_both_ways(folder):
    spans = compare(folder, folder / "annotations.second.jsonld").spans
    assert list(spans.index) == ["casualties", "stances", "events", "mentions", "all kinds"]
    row = spans.loc["all kinds"]
    assert (row["a"], row["b"], row["exact"], row["overlapping"]) == (6, 6, 4, 5)
    assert row["overlapping_of_a"] == row["overlapping_of_b"] == row["overlapping_f1"] == pytest.approx(5 / 6)
    assert spans.at["mentions", "overlapping_f1"] == 0
    some = compare([killed("at 12", 12)], []).spans.loc["casualties"]
    assert some["overlapping_of_a"] == 0 and some["overlapping_of_b"] is None


def test_precision_and_recall_change_places_with_the_reference(folder):
    both = folder / "annotations.jsonld", folder / "annotations.second.jsonld"
    there, back = compare(*both).spans, compare(*reversed(both)).spans
    for how in ("exact", "overlapping"):
        assert list(there[f"{how}_of_a"]) == list(back[f"{how}_of_b"])
        assert list(there[f"{how}_f1"]) == list(back[f"{how}_f1"])


@pytest.mark.parametrize(
    ("a", "b", "alpha", "why"),
    [
        ([1, 2, 3, 4], [1, 2, 3, 4], 1.0, ""),
        ([5, 5, 5, 5], [5, 5, 5, 5], None, "the answers do not vary: all are the same"),
        ([5], [7], None, "fewer than two pairs to reckon with"),
    ],
)
def test_alpha_is_not_one_where_nothing_varies(a, b, alpha, why):
    text = "x\n" + " ".join(f"no{n} 1 2 3 4 5 6 7;" for n in range(len(a)))

    def claims(values):
        quotes = [f"no{n} 1 2 3 4 5 6 7" for n in range(len(values))]
        body = {"measure": "killed", "qualifier": "exact", "population": "unspecified", "source": "x"}
        return [
            claim(text, f"c{n}", "CasualtyClaim", quote, **body, value=value)
            for n, (quote, value) in enumerate(zip(quotes, values, strict=True))
        ]

    row = compare(claims(a), claims(b)).attributes.loc[("casualties", "value")]
    assert (None if row["why"] else row["alpha"]) == alpha and row["why"] == why and row["level"] == "ratio"


def test_alpha_is_that_of_the_package_on_its_level(folder):
    found = compare(folder, folder / "annotations.second.jsonld").attributes
    values = [[12, 40, 3], [40, 40, 3]]
    expected = krippendorff.alpha(values, level_of_measurement="ratio")
    assert found.at[("casualties", "value"), "alpha"] == pytest.approx(expected)
    sources = [[0, 0, 1], [0, 1, 1]]
    expected = krippendorff.alpha(sources, level_of_measurement="nominal")
    assert found.at[("casualties", "source"), "alpha"] == pytest.approx(expected)
    assert found.at[("casualties", "reported_on"), "level"] == "interval"
    assert found.at[("stances", "stance"), "level"] == "ordinal"


def test_a_number_only_one_gives_is_out_of_alpha_and_among_the_differences():
    a = [killed("at 12", 12), killed("at 17", 17, "b"), killed("said 4 boats", 4, "c")]
    vague = replace(a[2], body=a[2].body | {"qualifier": "not_given"})
    del vague.body["value"]
    found = compare(a, [*a[:2], vague])
    row = found.attributes.loc[("casualties", "value")]
    assert (row["given"], row["equal"], row["in_alpha"], row["alpha"]) == (3, 2, 2, 1.0)
    assert found.disagreements.iloc[0][["what", "a", "b"]].tolist() == ["value", "4", "not stated"]


def test_two_annotations_of_the_same_words_are_matched_by_what_they_say():
    one, other = killed("at 12", 12), killed("at 12", 12, "l", population="civilian", measure="wounded")
    found = pairs(
        Annotator("", (one, other)), Annotator("", (replace(other, claim_id="y"), replace(one, claim_id="x")))
    )
    assert [(pair.a.claim_id, pair.b.claim_id) for pair in found] == [("k", "x"), ("l", "y")]


CLAIMS = st.lists(
    st.tuples(st.integers(0, 70), st.integers(1, 12), st.sampled_from(["killed", "wounded"]), st.integers(0, 3)),
    max_size=8,
).map(
    lambda rows: [
        replace(
            killed("at 12", value, f"c{n}", measure=measure),
            parts=(Part(start, start + size, FERRY[start : start + size]),),
        )
        for n, (start, size, measure, value) in enumerate(rows)
    ]
)


@given(CLAIMS, CLAIMS)
def test_each_claim_is_in_one_pair_and_both_ways_are_alike(a, b):
    found = compare(a, b)
    for side, items in (("a", a), ("b", b)):
        ids = [getattr(pair, side).claim_id for pair in found.pairs if getattr(pair, side)]
        assert sorted(ids) == sorted(one.claim_id for one in items)
    row, back = found.spans.loc["all kinds"], compare(b, a).spans.loc["all kinds"]
    assert row["exact"] == back["exact"] and row["exact"] <= min(len(a), len(b))
    assert all(pair.a.table is pair.b.table for pair in found.pairs if pair.both)
    same = compare(a, a)
    assert same.disagreements.empty and same.spans.loc["all kinds", "overlapping"] == len(a)


def test_texts_must_be_the_same(tmp_path, folder, capsys):
    other = write_folder(tmp_path / "other", TEXT + "More.\n")
    with pytest.raises(ArgumentError, match="annotations of different texts"):
        lk.compare(folder, other)
    assert main(["compare", str(folder), "first", str(other / "annotations.jsonld")]) == 1
    error = capsys.readouterr().err
    assert "sha256 is" in error or "different texts" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (b"", "annotations.second.jsonld: the file is empty"),
        (b"\xff", "annotations.second.jsonld: byte 0 is not UTF-8"),
        (b"[]", "annotations.second.jsonld: not an AnnotationPage"),
    ],
)
def test_a_bad_file_is_one_line(folder, capsys, second, said):
    (folder / "annotations.second.jsonld").write_bytes(second)
    for call in (["compare"], ["adjudicate", "--decisions", str(folder / "d.csv")]):
        assert main([call[0], str(folder), "first", "second", *call[1:]]) == 1
        error = capsys.readouterr().err
        assert said in error and error.count("\n") == 1
    assert main(["check", str(folder)]) == 1
    assert f"problem: {said}" in capsys.readouterr().out
    with pytest.raises(ArticleError, match=re.escape(said)):
        agreement.exhibit(load_article(folder))


def test_who_annotates_some_kinds_only_may_name_the_events_of_the_first(folder, capsys):
    body = {"measure": "displaced", "qualifier": "not_given", "unit": "people", "kind": "flow"}
    body |= {"population": "unspecified", "source": "gazette", "event": "collision"}
    moved = replace(claim(TEXT, "m1", "DisplacementClaim", "Two vessels"), body=body)
    with_second(folder, lambda items: [moved])
    assert main(["compare", str(folder), "first", "second"]) == 0
    assert "displacement: claim: has none | has it: Two vessels" in capsys.readouterr().out
    path = folder.parent / "elsewhere.jsonld"
    (folder / "annotations.second.jsonld").rename(path)
    assert main(["compare", str(folder), "first", str(path)]) == 0


def test_the_command_tells_differences_first(folder, capsys):
    assert main(["compare", str(folder), "first", "second"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "first has 6 claims, second 6; 6 differences"
    assert lines[1].startswith(
        "casualties: value: 12 | 40: killing at least 12 people | killing at least 12 people and"
    )
    assert main(["compare", str(folder), "first", "third"]) == 1
    assert "no annotations are called 'third' in collision; use one of first, second" in capsys.readouterr().err


def test_the_exhibit_shows_the_finding_and_its_rows(folder):
    shown = agreement.exhibit(load_article(folder))
    assert shown.title == "First and second differ on 12 against 40 (value, casualties); 3 of 7 claims are the same"
    assert "1 only first has, 1 only second" in shown.sentence and len(shown.table) == 6
    assert "casualties: 1 the same, 2 other words or attributes" in shown.alt
    html = shown.html()
    assert 'href="#words-killed-12"' in html and len(html) < 60_000
    assert len(agreement.exhibit(load_article(folder), kind="stances").table) == 0
    with pytest.raises(ArgumentError, match="other='third' is not known; use one of 'second'"):
        agreement.exhibit(load_article(folder), other="third")


def test_the_exhibit_shows_days_as_days_and_calls_nothing_not_given_that_only_stands_on_other_words(tmp_path):
    def change(items):
        known = {one.claim_id: one for one in items}
        later = replace(known["killed-12"], body=known["killed-12"].body | {"reported_on": "2031-05-21"})
        wider = claim(TEXT, "injured-40", "CasualtyClaim", "and injuring about 40", **known["injured-40"].body)
        return [*(known | {"killed-12": later, "injured-40": wider}).values()]

    rows = agreement.exhibit(load_article(with_second(write_folder(tmp_path / "one"), change))).table
    told = {row["what"]: (row["first"], row["second"]) for _, row in rows.iterrows()}
    assert told == {
        "reported_on": (date(2031, 5, 20), date(2031, 5, 21)),
        "words": ("on other words", "on other words"),
    }


def test_without_a_second_annotator_it_says_so(tmp_path):
    article = load_article(write_folder(tmp_path / "collision"))
    shown = agreement.exhibit(article)
    assert shown.figure is None and shown.sentence == agreement.NOBODY
    for words in (agreement.spans(article), agreement.attributes(article)):
        assert words.plain == agreement.NOBODY


@pytest.mark.parametrize("claims", [[], [collision()[0]]], ids=["none", "one"])
def test_an_article_with_few_claims(tmp_path, claims, capsys):
    folder = with_second(write_folder(tmp_path / "few", claims=claims), lambda items: items)
    article = load_article(folder)
    assert "No difference is listed" in agreement.exhibit(article).sentence
    assert agreement.spans(article).plain and agreement.attributes(article).plain
    assert main(["compare", str(folder), "first", "second"]) == 0


def template(folder, capsys):
    """Return the decisions file, written with every difference, and its rows."""
    path = folder.parent / "decisions.csv"
    call = ["adjudicate", str(folder), "first", "second", "--decisions", str(path)]
    assert main([*call, "--template"]) == 0
    capsys.readouterr()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return call, path, list(csv.DictReader(file))


def decide(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(DECISIONS.in_file))
        writer.writeheader()
        writer.writerows(rows)


MADE = {"who": "ed", "why": "rule on words"}


def test_all_decided_for_one_gives_that_ones_claims(folder, capsys):
    before = (folder / "annotations.jsonld").read_bytes()
    call, path, rows = template(folder, capsys)
    decide(path, [row | MADE | {"choice": "A"} for row in rows])
    assert main(call) == 0
    assert (folder / "annotations.jsonld").read_bytes() == before
    (entry,) = json.loads((folder / "history.json").read_text(encoding="utf-8"))
    assert entry["adjudicated"] == {"A": "first", "B": "second"} and len(entry["decisions"]) == 6
    assert all(one["who"] == "ed" and one["why"] == "rule on words" for one in entry["decisions"])


def test_decisions_make_the_curated_claims(folder, capsys):
    call, path, rows = template(folder, capsys)
    choices = {"value": "A", "qualifier": "A", "source": "B", "words": "own"}
    for row in rows:
        row |= MADE | {"choice": choices.get(row["what"], "neither" if row["claim_a"] else "B")}
        row["own"] = "killing at least 12" if row["choice"] == "own" else ""
    decide(path, rows)
    assert main(call) == 0
    article = load_article(folder)
    assert article.casualties.at["killed-12", "quote"] == "killing at least 12"
    assert article.casualties.at["injured-40", "source"] == "union"
    assert list(article.mentions.index) == ["s9"]
    assert article.stances.index.tolist() == ["union-crossings"]


def test_two_claims_may_be_kept_of_one_pair(folder, capsys):
    call, path, rows = template(folder, capsys)
    decide(path, [row | MADE | {"choice": "both" if row["what"] == "source" else "A"} for row in rows])
    assert main(call) == 0
    assert {"injured-40", "injured-40-b"} <= set(load_article(folder).casualties.index)


def test_a_template_keeps_what_is_decided(folder, capsys):
    call, path, rows = template(folder, capsys)
    rows[0] |= MADE | {"choice": "A"}
    decide(path, rows)
    before = (folder / "annotations.jsonld").read_bytes()
    assert main(call) == 1
    assert "decisions.csv: 5 differences not decided; the first: qualifier of" in capsys.readouterr().err
    assert (folder / "annotations.jsonld").read_bytes() == before and not (folder / "history.json").exists()
    assert template(folder, capsys)[2] == rows


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"choice": "C"}, "choice 'C' is not an allowed word; use one of 'A', 'B', 'both', 'neither', 'own'"),
        ({"who": ""}, "row 1: a decision needs who and why; fill them in"),
        ({"choice": "own"}, "row 1: the choice own and the column own come together"),
        ({"choice": "own", "own": "many"}, "row 1: value 'many' is not a whole number"),
        ({"choice": "own", "own": "13"}, "13 is not in the quote"),
        ({"choice": "both"}, "row 2: another row of this claim says that these are two claims"),
        ({"what": "colour"}, "not decided; the first: value of"),
        ({"choice": "neither"}, "'at_least' goes with value"),
    ],
)
def test_a_decision_that_cannot_be_is_one_line(folder, capsys, changes, said):
    call, path, rows = template(folder, capsys)
    rows = [row | MADE | {"choice": "A"} for row in rows]
    rows[0] |= changes
    decide(path, rows)
    before = (folder / "annotations.jsonld").read_bytes()
    assert main(call) == 1
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1, error
    assert (folder / "annotations.jsonld").read_bytes() == before and not (folder / "history.json").exists()


def test_a_row_that_is_no_difference_or_stands_twice_is_refused(folder, capsys):
    call, path, rows = template(folder, capsys)
    rows = [row | MADE | {"choice": "A"} for row in rows]
    decide(path, [*rows, rows[0] | {"what": "place"}])
    assert main(call) == 1
    assert "row 7: 'place' is no difference (any more) of these claims; take the row out" in capsys.readouterr().err
    decide(path, [*rows, rows[0]])
    assert main(call) == 1
    assert "row 7: decided twice; keep one of the rows" in capsys.readouterr().err


def test_a_template_keeps_thoughts_without_a_choice_and_decisions_on_what_is_gone(folder, capsys):
    _, path, rows = template(folder, capsys)
    rows[0]["why"] = "ask the desk first"
    gone = rows[1] | MADE | {"claim_a": "gone", "choice": "B"}
    decide(path, [*rows, gone])
    assert template(folder, capsys)[2] == [*rows, gone]


@pytest.mark.parametrize("delimiter", ",;\t")
def test_decisions_may_be_as_a_spreadsheet_saves_them(folder, capsys, delimiter):
    call, path, rows = template(folder, capsys)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel misreads UTF-8 without it"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(DECISIONS.in_file), delimiter=delimiter)
        writer.writeheader()
        writer.writerows([row | MADE | {"choice": "A", "why": "règle; one, two"} for row in rows])
        file.write(delimiter * 11 + "\r\n")
    assert main(call) == 0
    (entry,) = json.loads((folder / "history.json").read_text(encoding="utf-8"))
    assert {one["why"] for one in entry["decisions"]} == {"règle; one, two"}


def named(folder, file, creator, items=None):
    """Write an annotator's file with the name of who made it in its head."""
    head, held, _ = w3c.read((folder / "annotations.jsonld").read_bytes(), TEXT)
    items = [replace(one, creator=None) for one in (held if items is None else items)]
    (folder / file).write_bytes(w3c.write(head | ({"creator": creator} if creator else {}), items))


@pytest.mark.parametrize(("creator", "said"), [("Ben", "Ben"), (None, "second")])
def test_a_claim_of_the_second_annotator_keeps_who_made_it(folder, capsys, creator, said):
    named(folder, "annotations.second.jsonld", creator, changed(collision()))
    named(folder, "annotations.jsonld", "Anna")
    call, path, rows = template(folder, capsys)
    decide(path, [row | MADE | {"choice": "A" if row["claim_a"] else "B"} for row in rows])
    assert main(call) == 0
    _, items, _ = w3c.read((folder / "annotations.jsonld").read_bytes(), TEXT)
    assert {one.claim_id: one.creator for one in items} | {"s9": said} == {
        **dict.fromkeys(one.claim_id for one in items), "s9": said
    }  # fmt: skip


def test_claims_of_one_name_keep_the_references_to_each_apart(tmp_path, capsys):
    rest = {"measure": "wounded", "qualifier": "not_given", "population": "unspecified", "source": "coastguard"}
    mine = [killed("later at 17", 17, "k"), claim(FERRY, "m", "CasualtyClaim", "off the pier", corrects="k", **rest)]
    theirs = [killed("dead at 12", 12, "k"), claim(FERRY, "x", "CasualtyClaim", "The coastguard", corrects="k", **rest)]
    folder = write_folder(tmp_path / "ferry", FERRY, mine)
    with_second(folder, lambda items: theirs, text=FERRY)
    call, path, rows = template(folder, capsys)
    decide(path, [row | MADE | {"choice": "A" if row["claim_a"] else "B"} for row in rows])
    assert main(call) == 0, capsys.readouterr().err
    made = load_article(folder).casualties
    assert made["value"].dropna().to_dict() == {"k": 17, "k-b": 12}
    assert made["corrects"].dropna().to_dict() == {"m": ("k",), "x": ("k-b",)}


def test_a_third_annotator_is_not_written_over_unless_kept(folder, capsys):
    second = folder / "annotations.second.jsonld"
    (folder / "annotations.third.jsonld").write_bytes(second.read_bytes())
    named(folder, "annotations.third.jsonld", "C", collision()[:-1])
    named(folder, "annotations.jsonld", "A", [replace(one, body=one.body | {"note": "mine"}) for one in collision()])
    path = folder.parent / "decisions.csv"
    call = ["adjudicate", str(folder), "third", "second", "--decisions", str(path)]
    assert main([*call, "--template"]) == 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    decide(path, [row | MADE | {"choice": "A" if row["claim_a"] else "B"} for row in rows])
    before = (folder / "annotations.jsonld").read_bytes()
    assert main(call) == 1
    assert (
        "annotations.jsonld: holds 6 claims of a third annotator, which would be lost; copy" in capsys.readouterr().err
    )
    assert (folder / "annotations.jsonld").read_bytes() == before
    (folder / "annotations.mine.jsonld").write_bytes(before)
    assert main(call) == 0


def test_annotations_are_not_compared_with_themselves_and_first_is_the_first(folder, capsys):
    assert main(["compare", str(folder), "second", str(folder / "annotations.second.jsonld")]) == 1
    assert "are the same annotations; name two annotators" in capsys.readouterr().err
    (folder / "annotations.first.jsonld").write_bytes((folder / "annotations.second.jsonld").read_bytes())
    assert main(["compare", str(folder), "first", "second"]) == 0
    assert "first has 6 claims, second 6; 6 differences" in capsys.readouterr().out


def test_a_flag_that_is_not_set_is_one_that_is_not_given():
    one = killed("at 12", 12)
    found = compare([one], [replace(one, body=one.body | {"background": False, "ambiguous": False})])
    assert found.disagreements.empty and ("casualties", "background") not in found.attributes.index


def test_more_answers_than_the_memory_holds_are_told_as_such():
    text = "x " * 2000
    one, other = (
        [
            Annotation(f"c{n}", w3c.BODIES["Mention"], {"actor": f"{side}{n}"}, (Part(2 * n, 2 * n + 1, "x"),))
            for n in range(400)
        ]
        for side in "ab"
    )
    assert len(text) > 800
    body = {"source": "s", "place": "p"}
    one, other = ([replace(c, body=c.body | body) for c in side] for side in (one, other))
    row = compare(one, other).attributes.loc[("mentions", "actor")]
    assert row["why"] == "too many different answers to reckon with" and row["given"] == 400


@pytest.mark.parametrize("source", [5, None, [1], {"a": 1}, killed("at 12", 12)])
def test_what_is_nobodys_annotations_is_one_line(source):
    with pytest.raises(ArgumentError, match="is nobody's annotations; give a file of annotations"):
        compare(source, [])


def test_no_cell_of_a_template_is_a_formula(tmp_path, capsys):
    text = "Amel\n\n=1+1 dead, said the coastguard of Amel.\n"
    dead = claim(text, "k", "Mention", "=1+1 dead", actor="coastguard", source="gazette")
    folder = write_folder(tmp_path / "formula", text, [dead])
    with_second(folder, lambda items: [], text=text)
    call, path, rows = template(folder, capsys)
    assert rows[0]["words_a"] == "'=1+1 dead"
    decide(path, [rows[0] | MADE | {"choice": "B"}])
    assert main(call) == 0
    assert load_article(folder).mentions.empty


def test_the_second_annotation_of_the_bundled_article_is_as_described():
    found = agreement.comparison(load_article())
    assert {one.creator for one in found.b.items} == {"second annotator (language model)"}
    assert found.disagreements[found.disagreements["what"] == "value"].empty
