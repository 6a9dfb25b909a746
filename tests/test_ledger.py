"""The ledger: every number of a text in exactly one state."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from folders import claim, write_folder
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_questions import ACTORS, PLACES, k

import libya_kit as lk
from libya_kit.article.model import load_article, shipped
from libya_kit.checking import check
from libya_kit.checking.ledger import counts, is_complete, lines, numbers_of
from libya_kit.cli.main import main
from libya_kit.editing.reanchor import reanchor
from libya_kit.errors import ArticleError

NUMBER_WORDS = re.compile(
    r"\b(?:one|two|three|ten|eleven|twenty|five|ninety|zero|hundreds?|thousands?|millions?|dozens?)\b", re.IGNORECASE
)
PIECES = st.sampled_from(
    "12 1,200 twenty-five two dozen dozens hundred a half and 4 May 2031 nobody 10k B52 ٤١ ५ 3.4 million - , . \n % $5 "
    "12:30 people killed no one several 1 200 1st one".split(" ")
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=60))
@example("Dozens died")
@example("G7, B52s and COVID-19: http://a.example/12/3, 1.2.3, ½")
@example("1\u200b2 killed, twenty-\nfive hurt")
def test_every_digit_and_number_word_is_in_exactly_one_number(text):
    found = numbers_of(text)
    assert all(one.start < one.end for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    inside = {at for one in found for at in range(one.start, one.end)}
    assert {at for at, letter in enumerate(text) if letter.isdecimal()} <= inside
    assert all(inside.issuperset(range(*match.span())) for match in NUMBER_WORDS.finditer(text))


def folder_of(path, text, claims, ledger=None, suggestions=None, **about):
    """Write a folder with a text, its claims, and what people decided and a tool suggests."""
    text = f"Headline of 99\n\n{text}\n"
    items = [replace(claim(text, f"c{at}", kind, words), body=body) for at, (kind, words, body) in enumerate(claims, 1)]
    rows = {"actors": ACTORS, "places": PLACES, "tallies": [], "tally_pairs": []}
    about = {"published_on": "2034-05-12", "title": "Headline", "publisher": "Kestrel Wire", "not_said": []} | about
    write_folder(path, text, items, rows=rows, **about)
    if ledger is not None:
        lines = [f"{quote},{text.index(quote)},{state},why,Ada" for quote, state in ledger]
        (path / "ledger.csv").write_text("\n".join(["quote,start,state,reason,who", *lines]) + "\n", encoding="utf-8")
    if suggestions is not None:
        items = [
            {
                "id": f"x#s{at}",
                "body": body,
                "target": {
                    "selector": [
                        {
                            "type": "TextPositionSelector",
                            "start": text.index(words),
                            "end": text.index(words) + len(words),
                        }
                    ]
                },
            }
            for at, (_, words, body) in enumerate(suggestions, 1)
        ]
        (path / "suggestions.jsonld").write_text(json.dumps({"items": items}), encoding="utf-8")
    return path


TOLL = "Fighting killed at least 25 and wounded 80, police said on 4 May. Dozens fled."
STATES = {
    "the quote covers both, the claim reads the first": (
        (TOLL, [k("killed at least 25 and wounded 80", 25, "police", qualifier="at_least")]),
        {"25": "annotated", "80": "open", "4": "set_aside", "Dozens": "open"},
    ),
    "two claims in one sentence": (
        (TOLL, [k("at least 25", 25, "police", qualifier="at_least"), k("80", 80, "police", measure="wounded")]),
        {"25": "annotated", "80": "annotated", "4": "set_aside", "Dozens": "open"},
    ),
    "a vague word is read by its term": (
        (TOLL, [k("Dozens fled", None, "police", qualifier="vague", term="Dozens")]),
        {"25": "open", "80": "open", "4": "set_aside", "Dozens": "annotated"},
    ),
    "both ends of a range": (
        ("Between 20 and 30 people died.", [k("Between 20 and 30", None, low=20, high=30, qualifier="range")]),
        {"Between 20 and 30|20 and 30": "annotated"},
    ),
    "the other reading": (
        (
            "Police said 12 died, or 14 with the drivers.",
            [k("12 died, or 14", 12, "police", ambiguous=True, otherwise={"value": 14})],
        ),
        {"12": "annotated", "14": "annotated"},
    ),
    "set aside by a person": (
        (TOLL, [], [("25", "set_aside"), ("80", "set_aside"), ("Dozens", "set_aside")]),
        {"25": "set_aside", "80": "set_aside", "4": "set_aside", "Dozens": "set_aside"},
    ),
    "taken back from the rule": (
        (TOLL, [], [("4 May", "open")]),
        {"25": "open", "80": "open", "4": "open", "Dozens": "open"},
    ),
    "a claim is more than a row": (
        (TOLL, [k("at least 25", 25, "police", qualifier="at_least")], [("25", "set_aside")]),
        {"25": "annotated", "80": "open", "4": "set_aside", "Dozens": "open"},
    ),
    "suggested": (
        (TOLL, [], None, [k("at least 25", 25, "police", qualifier="at_least")]),
        {"25": "suggested", "80": "open", "4": "set_aside", "Dozens": "open"},
    ),
    "suggested, and set aside by a person": (
        (TOLL, [], [("25", "set_aside")], [k("at least 25", 25, "police", qualifier="at_least")]),
        {"25": "set_aside", "80": "open", "4": "set_aside", "Dozens": "open"},
    ),
    "suggested, and annotated": (
        (
            TOLL,
            [k("at least 25", 25, "police", qualifier="at_least")],
            None,
            [k("at least 25", 25, "police", qualifier="at_least")],
        ),
        {"25": "annotated", "80": "open", "4": "set_aside", "Dozens": "open"},
    ),
    "a heading has numbers too": (
        ("12 villages burnt\n\nPolice said 3 died.", [k("3 died", 3, "police")]),
        {"12": "set_aside|open", "3": "annotated"},
    ),
}


@pytest.mark.parametrize("case", STATES)
def test_every_number_has_its_state(tmp_path, case):
    given_, wanted = STATES[case]
    article = load_article(folder_of(tmp_path / "text", *given_))
    rows = lk.ledger(article)
    states = dict(zip(rows["quote"], rows["state"], strict=True))
    assert len(states) == len(wanted), states
    for quote, allowed in wanted.items():
        assert any(states.get(one) in allowed.split("|") for one in quote.split("|")), states


def test_a_row_says_who_and_why_and_which_claim_reads_it(tmp_path):
    claims = [k("at least 25", 25, "police", qualifier="at_least")]
    article = load_article(folder_of(tmp_path / "text", TOLL, claims, [("80", "set_aside")]))
    rows = lk.ledger(article).set_index("quote")
    assert rows.loc["25", "claims"] == ("c1",) and rows.loc["25", "sentence"] == 1
    assert list(rows.loc["80", ["reason", "who"]]) == ["why", "Ada"]
    assert rows.loc["4", "who"] == "rule"
    assert all(article.text[row.start : row.end] == row.quote for row in lk.ledger(article).itertuples())


WRONG = {
    "80,9,set_aside,why,Ada": "row 1: '80' does not stand at 9, but 'of'; correct quote or start",
    "80,56,annotated,why,Ada": "row 1: state 'annotated' is nothing that a person decides; write set_aside, or open",
    "80,56,gone,why,Ada": "line 2: state 'gone' is not an allowed word",
    "wounded,48,set_aside,why,Ada": "row 1: 'wounded' at 48 is no number of the body; take the row out",
    "99,12,set_aside,why,Ada": "row 1: '99' at 12 is no number of the body; take the row out",
    "80,56,set_aside,,Ada": "line 2: reason is empty; fill it in",
    "80,56,set_aside,why,": "line 2: who is empty; fill it in",
    "80,56,set_aside,why,Ada\n80,56,open,why,Ada": "row 2: '80' at 56 is decided in an earlier row; keep one of them",
    "80,x,set_aside,why,Ada": "line 2: start 'x' is not a whole number",
}


@pytest.mark.parametrize("row", WRONG)
def test_what_is_wrong_in_the_file_is_told_in_one_line(tmp_path, row):
    path = folder_of(tmp_path / "text", TOLL, [])
    (path / "ledger.csv").write_text(f"quote,start,state,reason,who\n{row}\n", encoding="utf-8")
    (problem,), warnings = check(path)
    assert f"ledger.csv: {WRONG[row]}" in str(problem) and warnings == []
    with pytest.raises(ArticleError):
        lk.ledger(load_article(path))


def test_a_folder_without_a_ledger_is_only_not_counted(tmp_path):
    assert check(folder_of(tmp_path / "text", TOLL, [])) == ([], [])
    _, warnings = check(folder_of(tmp_path / "counted", TOLL, [], [("80", "set_aside")]))
    assert warnings == [
        "ledger.csv: 2 numbers are open: libya-kit ledger counted lists them; annotate each, or set it aside in "
        "ledger.csv"
    ]
    suggested = [k("at least 25", 25, "police", qualifier="at_least")]
    rows = [("80", "set_aside"), ("Dozens", "set_aside")]
    path = folder_of(tmp_path / "suggested", TOLL, [], rows, suggested)
    assert ["1 number is suggested" in line for line in check(path)[1]] == [True]
    assert not is_complete(lk.ledger(load_article(path)))


def test_the_command_lists_what_is_left_and_its_rows_are_right_as_they_stand(tmp_path, capsys):
    path = folder_of(tmp_path / "text", TOLL, [k("at least 25", 25, "police", qualifier="at_least")])
    assert main(["ledger", str(path)]) == 1
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "4 numbers: 1 annotated, 0 suggested, 1 set aside, 2 open"
    assert any("open: " in line and "wounded [80], police" in line for line in lines)
    start = lines.index("quote,start,state,reason,who")
    (path / "ledger.csv").write_text("\n".join(lines[start:]) + "\n", encoding="utf-8")
    assert main(["ledger", str(path)]) == 0
    assert capsys.readouterr().out.startswith("4 numbers: 1 annotated, 0 suggested, 3 set aside, 0 open; complete")


@pytest.mark.parametrize("name", ["tripoli-2019-04-08", "ketterow-2032-03-14"])
def test_no_number_of_the_articles_that_come_with_the_kit_is_overlooked(name):
    rows = lk.ledger(load_article(shipped("data") / name))
    assert is_complete(rows) and sum(counts(rows).values()) == len(rows)


def test_several_articles_have_the_ledgers_of_their_folders(tmp_path):
    claims = [k("at least 25", 25, "police", qualifier="at_least")]
    folder_of(tmp_path / "set" / "a", TOLL, claims, [("80", "set_aside")])
    folder_of(tmp_path / "set" / "b", "Another " + TOLL, claims)
    rows = lk.ledger(load_article(tmp_path / "set"))
    assert list(rows["state"]) == [
        "annotated",
        "set_aside",
        "set_aside",
        "open",
        "annotated",
        "open",
        "set_aside",
        "open",
    ]
    assert rows["claims"].iloc[4] == ("b:c1",)


def test_reanchor_carries_what_people_decided(tmp_path):
    rows = [("25", "set_aside"), ("80", "set_aside"), ("Dozens", "set_aside")]
    path = folder_of(tmp_path / "text", TOLL, [], rows)
    text = (path / "article.txt").read_text(encoding="utf-8")
    new = tmp_path / "new.txt"
    new.write_text(text.replace("Fighting", "Heavy fighting").replace("wounded 80", "wounded 90"), encoding="utf-8")
    carried = reanchor(path, new)
    assert "dropped: ledger.csv: '80' at 56 is not placed; its number is open again" in list(carried.lines())
    carried.accept()
    states = lk.ledger(load_article(path)).set_index("quote")["state"]
    assert dict(states) == {"25": "set_aside", "90": "open", "4": "set_aside", "Dozens": "set_aside"}


@pytest.mark.parametrize("text", ["full", "quotes"])
def test_the_ledger_is_shown_with_signs_and_words(tmp_path, text):
    claims = [k("at least 25", 25, "police", qualifier="at_least")]
    article = load_article(folder_of(tmp_path / "text", TOLL, claims, [("80", "set_aside")]))
    shown = lk.ledger_text(article, text=text)
    html = str(shown.html)
    told = "Of 4 numbers in the text 1 is annotated, none suggested, 2 set aside and 1 open."
    assert shown.plain.startswith(told) and f">{told}</p>" in html
    assert re.search(rf'<svg [^>]*role="img" aria-label="{told}"', html) and html.count("<rect ") == 3
    assert ("Fighting killed" in html) == (text == "full")
    if text == "full":
        assert re.search(r'25<span class="lk-sign" aria-label="annotated" role="img">✓</span></mark>', html)
        assert re.search(r'Dozens<span class="lk-sign" aria-label="open" role="img">\?</span></mark>', html)


def test_a_person_of_whom_no_claim_tells_is_a_hint_and_no_row(tmp_path):
    text = "A nurse was killed and a driver wounded, police said."
    claims = [k("A nurse was killed", 1, "police", population="medical")]
    article = load_article(folder_of(tmp_path / "text", text, claims))
    hints = [line for line in lines(article) if line.startswith("hint, a person: ")]
    assert len(hints) == 1 and "[a driver]" in hints[0] and lk.ledger(article).empty


@pytest.mark.parametrize(("language", "said"), [("en-GB", False), ("ar", True), ("fr", True)])
def test_of_a_text_in_another_language_it_is_said_what_is_not_read(tmp_path, language, said):
    article = load_article(folder_of(tmp_path / "text", TOLL, [], language=language))
    words = "umber words are known in English only"
    assert (words in next(lines(article))) == (words in str(lk.ledger_text(article).html)) == said


def test_a_text_without_a_number_is_complete(tmp_path):
    article = load_article(folder_of(tmp_path / "text", "Nothing is counted here.", []))
    assert lk.ledger(article).empty and is_complete(lk.ledger(article))
    assert lk.ledger_text(article).plain.startswith("Of 0 numbers in the text none are annotated")


def test_many_numbers_take_little_time(tmp_path):
    text = " ".join(f"{n} died." for n in range(3000, 5000))
    rows = lk.ledger(load_article(folder_of(tmp_path / "text", text, [])))
    assert len(rows) == 2000 and set(rows["state"]) <= {"open", "set_aside"}
