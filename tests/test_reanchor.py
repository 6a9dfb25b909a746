"""When the text changes: words are carried where that is certain, else the user is asked, and files change whole."""

import csv
import json
import re
import shutil
from itertools import product
from pathlib import Path

import pytest
from folders import TEXT, claim, collision, write_folder
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.article import w3c
from libya_kit.article.model import load_article, shipped
from libya_kit.checking import check
from libya_kit.cli.main import main
from libya_kit.editing.changes import save_annotations
from libya_kit.editing.placement import Change
from libya_kit.editing.reanchor import DECISIONS, reanchor
from libya_kit.errors import ArticleError
from libya_kit.text.diff import Difference
from libya_kit.text.quotes import Part, same_figures

MINISTRY = "The ministry said on Sunday that 25 people were killed in the raid on the harbour."
UNION = "Officials of the union said that 25 people were killed."
QUIET = "The rest of the town was quiet on Monday, the mayor said."
STORY = f"{MINISTRY} {UNION}\n\n{QUIET} Nobody knew when the ferries would sail again.\n"
KILLED = "25 people were killed"


def placed(old, new, quote, number=0):
    """Return how the words' place in the new text is found, and the places with the word before and after."""
    start = [found.start() for found in re.finditer(re.escape(quote), old)][number]
    done = Change(old, new).place(Part(start, start + len(quote), quote))
    return done.how, [new[start:end] for start, end in done.spans], [start for start, _ in done.spans]


CASES = {
    "the same": (STORY, KILLED, 0, "exact", KILLED),
    "changed after it": (STORY + "More soon.\n", KILLED, 1, "exact", KILLED),
    "words before it": ("Update. " + STORY, KILLED, 0, "carried", KILLED),
    "a number before it": ("At 5 p.m. on 9 May: 25 people were killed. " + STORY, KILLED, 0, "carried", KILLED),
    "moved": (STORY.replace(MINISTRY + " ", "") + MINISTRY + "\n", KILLED, 0, "found", KILLED),
    "another paragraph moved": (STORY.replace(UNION, "") + UNION + "\n", KILLED, 0, "exact", KILLED),
    "other blanks": (STORY.replace(" ", "\u00a0"), KILLED, 1, "folded", KILLED.replace(" ", "\u00a0")),
    "other line ends": (STORY.replace("\n", "\r\n"), "quiet on Monday", 0, "carried", "quiet on Monday"),
    "moved, other blanks": (
        STORY.replace(MINISTRY + " ", "") + MINISTRY.replace(" ", "  ") + "\n",
        KILLED,
        0,
        "folded",
        KILLED.replace(" ", "  "),
    ),
    "another number": (STORY.replace("25", "27", 1), KILLED, 0, "suggested", "27 people were killed"),
    "a number in words": (
        STORY.replace("25", "twenty-five", 1),
        KILLED,
        0,
        "suggested",
        "twenty-five people were killed",
    ),
    "a longer number": (STORY.replace("25", "25,000", 1), "25", 0, "suggested", "25,000"),
    "a number with decimals": (STORY.replace("25", "25.5", 1), "25", 0, "suggested", "25.5"),
    "a range": (STORY.replace("25", "25-30", 1), "that 25", 0, "suggested", "that 25-30"),
    "a range before it": (STORY.replace("25", "20–25", 1), KILLED, 0, "suggested", "20–25 people were killed"),
    "thousands after a blank": (STORY.replace("25", "25\u202f000", 1), "that 25", 0, "suggested", "that 25\u202f000"),
    "a share": (STORY.replace("25 people", "25% of people", 1), "that 25", 0, "suggested", "that 25%"),
    "a scale after it": (STORY.replace("25", "25 million", 1), "25", 0, "suggested", "25 million"),
    "a longer word": (STORY.replace("ferries", "ferriesmen"), "ferries", 0, "missing", None),
    "reworded": (
        STORY.replace(KILLED, "25 people had been killed", 1),
        KILLED,
        0,
        "suggested",
        "25 people had been killed",
    ),
    "deleted, with a look-alike": (STORY.replace(MINISTRY + " ", ""), KILLED, 0, "missing", None),
    "deleted, a look-alike before it": (STORY.replace(" " + UNION, ""), KILLED, 1, "missing", None),
    "deleted": (STORY.replace(QUIET + " ", ""), "quiet on Monday", 0, "missing", None),
    "deleted, a new look-alike": (
        STORY.replace(UNION, "") + "Later it was learned that 25 people were killed.\n",
        KILLED,
        1,
        "suggested",
        KILLED,
    ),
    "all gone": ("Nothing is left of it, not a word.", KILLED, 0, "missing", None),
}


@pytest.mark.parametrize("case", CASES)
def test_each_step(case):
    new, quote, number, how, words = CASES[case]
    assert placed(STORY, new, quote, number)[:2] == (how, [words] if words else [])


def test_a_text_that_would_be_looked_through_for_minutes_is_refused(folder, tmp_path, capsys, monkeypatch):
    new = tmp_path / "new.txt"
    new.write_text("Nothing is left of it. " * 9)
    assert main(["reanchor", str(folder), str(new)]) == 1 and "missing" in capsys.readouterr().out
    monkeypatch.setattr("libya_kit.text.quotes.MOST_LOOKED", 5 * new.stat().st_size)
    assert main(["reanchor", str(folder), str(new)]) == 1
    assert capsys.readouterr().err.strip() == (
        "libya-kit: the new text, of 207 characters, has too little of the old one; "
        "annotate it anew, or carry the annotations over in parts"
    )


def test_words_that_come_twice_are_ambiguous():
    how, words, starts = placed(STORY, STORY.replace(MINISTRY + " ", "") + f"{MINISTRY}\n{MINISTRY}\n", KILLED)
    assert how == "ambiguous" and words == [KILLED, KILLED] and starts[0] < starts[1]


@pytest.mark.parametrize("kept", [0, 1])
def test_of_two_alike_paragraphs_none_is_taken_for_the_other(kept):
    first, second, third = ("One began the day. ", "Two went on with it at noon. ", "Three ended it. ")
    same = "Officials said 12 people died on the road. "
    old = first + same + second + same + third
    new = first + same + third
    assert placed(old, new, "12 people died", kept)[0] in ("ambiguous", "missing")


def test_words_are_to_be_looked_at_where_their_heading_or_a_sentence_of_theirs_has_changed():
    old = "News\n\nFerry sinks, 25 dead\n\nHe said 25 died. They mourned, he said. The rest is silence for now.\n"
    new = old.replace("Ferry sinks,", "Ferry did not sink, nor are").replace(
        "mourned, he said", "mourned, he never said"
    )
    change = Change(old, new)
    for words in ("25 dead", "25 died. They mourned"):
        (span,) = change.place(part := Part(old.index(words), old.index(words) + len(words), words)).spans
        assert change.reworded(part, span)
        assert not Change(old, old).reworded(part, (part.start, part.end))


ARTICLE = (shipped("data") / "tripoli-2019-04-08" / "article.txt").read_bytes().decode("utf-8")
PARTS = [
    part
    for one in w3c.read((shipped("data") / "tripoli-2019-04-08" / "annotations.jsonld").read_bytes(), ARTICLE)[1]
    for part in one.parts
]
INVENTED = st.lists(st.sampled_from("Zog vex quun 7 931 “brill” — two.".split()), min_size=1, max_size=12).map(" ".join)


@given(st.data())
def test_what_is_written_or_deleted_elsewhere_carries_everything(data):
    edges = [found.end() for found in re.finditer(r"\n\n|(?<=[.]) ", ARTICLE)]
    at = data.draw(st.sampled_from(edges))
    stop = data.draw(st.sampled_from([at, *(edge for edge in edges if at < edge < at + 700)]))
    new = ARTICLE[:at] + data.draw(INVENTED) + ". " + ARTICLE[stop:]
    moved = len(new) - len(ARTICLE)
    change = Change(ARTICLE, new)
    for part in PARTS:
        if part.end <= at or part.start >= stop:
            shift = 0 if part.end <= at else moved
            done = change.place(part)
            assert (done.how, done.spans) == (
                "carried" if shift else "exact",
                ((part.start + shift, part.end + shift),),
            )


@given(st.data())
def test_no_words_land_on_others_with_other_figures(data):
    words = re.split(r"(\s+)", STORY)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(words) - 1))
        words[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.lists(
                st.sampled_from(["25", "27", "2", " ", "five", "people", "killed. ", "25 people were killed"]),
                max_size=3,
            )
        )
    new = "".join(words)
    change = Change(STORY, new)
    for start, size in product(range(0, len(STORY), 7), (2, 9, 21)):
        quote = STORY[start : start + size]
        done = change.place(Part(start, start + len(quote), quote))
        if done.how in ("exact", "carried", "found", "folded"):
            ((begin, end),) = done.spans
            assert same_figures(quote, new[begin:end])
            assert (done.how == "folded") == (new[begin:end] != quote)


def test_a_long_text_is_compared_quickly():
    long = "".join(f"Sentence {n} tells of {n * 7} things, and of what the {n % 13}th man said.\n" for n in range(1600))
    assert len(long) > 90_000
    change = Difference(long, "\n".join(line + " Yes." * (n % 3 == 0) for n, line in enumerate(long.split("\n"))))
    assert sum(block.size for block in change.blocks) > 0.99 * len(long)
    assert sum(block.size for block in Difference(long, "x y " * 20_000).blocks) < 10


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "collision")


def report(folder, text, *options):
    """Write the new text beside the folder and run the command; return its status."""
    path = folder.parent / "new.txt"
    path.write_bytes(text.encode("utf-8"))
    return main(["reanchor", str(folder), str(path), *options])


def state(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


CHANGED = "Amel Gazette, corrected\n\n" + TEXT.replace("\n", "\r\n").replace("“", '"').replace("”", '"')


def test_a_report_changes_nothing(folder, capsys):
    before = state(folder)
    assert report(folder, CHANGED) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "6 marked passages: 5 carried, 1 folded"
    assert any(line.startswith("folded: annotations.jsonld: union-crossings, part 1: “We oppose") for line in lines)
    assert state(folder) == before


def test_accepted_files_are_the_new_text_and_its_annotations(folder, capsys):
    before = state(folder)
    assert report(folder, CHANGED, "--accept") == 0
    article = load_article(folder)
    assert (folder / "article.txt").read_bytes() == CHANGED.encode("utf-8")
    assert article.text[article.body_start :].lstrip().startswith("Two vessels") and article.body_end == len(CHANGED)
    assert list(article.annotations["status"].unique()) == ["exact"]
    assert article.annotations.at["killed-12", "quote"] == "killing at least 12 people"
    (entry,) = json.loads((folder / "history.json").read_text(encoding="utf-8"))
    assert entry["from"]["sha256"] == json.loads(before["article.json"])["sha256"] and entry["from"]["length"] == len(
        TEXT
    )
    assert entry["to"]["sha256"] == article.sha256 and re.fullmatch(r"\d{4}-\d\d-\d\d", entry["date"])
    done = {one["claim_id"]: one for one in entry["annotations"]}
    assert len(done) == 6 and done["killed-12"]["how"] == "carried"
    start, end = done["killed-12"]["to"]
    assert article.text[start:end] == "killing at least 12 people"
    assert done["union-crossings"]["words"].startswith("“We") and done["union-crossings"]["words_now"].startswith('"We')
    assert check(folder)[0] == []
    for name in ("actors.csv", "places.csv", "tallies.csv", "tally_pairs.csv"):
        assert (folder / name).read_bytes() == before[name]


def test_there_and_back_is_byte_equal_and_told_twice(folder):
    before = state(folder)
    assert report(folder, CHANGED.replace('"', "“", 1), "--accept") == 0
    assert report(folder, TEXT, "--accept") == 0
    after = state(folder)
    assert len(json.loads(after.pop("history.json"))) == 2
    about = json.loads(after.pop("article.json"))
    assert about == json.loads(before.pop("article.json"))
    kept = [
        [(one.claim_id, one.body, one.quote) for one in w3c.read(files["annotations.jsonld"], TEXT)[1]]
        for files in (before, after)
    ]
    assert kept[0] == kept[1]
    assert after["article.txt"] == before["article.txt"]


def test_the_same_text_accepted_keeps_every_byte_of_the_annotations(folder):
    before = state(folder)
    assert report(folder, TEXT, "--accept") == 0
    assert state(folder)["annotations.jsonld"] == before["annotations.jsonld"]


TWELVE = TEXT.replace("at least 12", "at least 14").replace("its members had died", "its members had drowned")


def decisions(folder, *rows):
    path = folder.parent / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(DECISIONS.in_file), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


MADE = {"who": "ed", "why": "corrected on Friday"}


def test_what_is_not_decided_blocks_until_somebody_decides(folder, capsys):
    before = state(folder)
    assert report(folder, TWELVE) == 1
    out = capsys.readouterr().out
    assert "suggested: annotations.jsonld: killed-12, part 1:" in out and "(other figures: cannot be chosen)" in out
    assert report(folder, TWELVE, "--accept") == 1
    assert "2 marked passages not decided" in capsys.readouterr().err
    rows = [{"claim_id": "killed-12", "choice": "drop", **MADE}, {"claim_id": "members-3", "choice": "1", **MADE}]
    assert report(folder, TWELVE, "--decisions", decisions(folder, rows[0])) == 1
    assert state(folder) == before
    assert report(folder, TWELVE, "--accept", "--decisions", decisions(folder, *rows)) == 0
    article = load_article(folder)
    assert list(article.casualties.index) == ["injured-40", "members-3"]
    assert article.casualties.at["members-3", "quote"] == "3 of its members had drowned"
    done = {one["claim_id"]: one for one in json.loads((folder / "history.json").read_text())[0]["annotations"]}
    assert done["killed-12"] | MADE == done["killed-12"] and done["killed-12"]["to"] is None
    assert done["killed-12"]["words"] == "killing at least 12 people" and done["members-3"]["how"] == "decided"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"claim_id": "killed-12", "choice": "1", **MADE}, "mine.csv: row 1: candidate 1 has other figures"),
        (
            {"claim_id": "killed-12", "choice": "2", **MADE},
            "'2' is no candidate; give a number from 1 to 1, or drop",
        ),
        ({"claim_id": "killed-12", "choice": "keep", **MADE}, "choice 'keep' is no candidate"),
        ({"claim_id": "killed-12", "choice": "²", **MADE}, "choice '²' is no candidate"),
        ({"claim_id": "killed-12", "choice": "drop", "who": "ed"}, "a decision needs who and why"),
        ({"claim_id": "killed-13", "choice": "drop", **MADE}, "'killed-13', part 1, is not in annotations.jsonld"),
        ({"claim_id": "killed-12", "part": "2", "choice": "drop", **MADE}, "part 2, is not in"),
        ({"claim_id": "killed-12", "file": "x", "choice": "drop", **MADE}, "is not in x"),
        ({"claim_id": "injured-40", "choice": "drop", **MADE}, "is exact and needs no decision; take the row out"),
        ({"claim_id": "", "choice": "drop", **MADE}, "mine.csv: line 2: claim_id is empty; fill it in"),
    ],
)
def test_a_decision_that_cannot_be_is_one_line(folder, capsys, row, said):
    before = state(folder)
    assert report(folder, TWELVE, "--accept", "--decisions", decisions(folder, row)) == 1
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
    assert state(folder) == before


def test_a_dropped_annotation_that_others_name_is_refused(folder, capsys):
    new = TEXT.replace("Two vessels collided off Port Amel on Tuesday", "There was a collision")
    row = {"claim_id": "collision-1", "choice": "drop", **MADE}
    before = state(folder)
    assert report(folder, new, "--accept", "--decisions", decisions(folder, row)) == 1
    assert "focus 'collision' names nothing in events" in capsys.readouterr().err
    assert state(folder) == before


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe", "new.txt: byte 0 is not UTF-8; save it as UTF-8"),
        (b"", "new.txt: nothing of the article's body is in it"),
    ],
)
def test_a_text_that_cannot_be_is_one_line(folder, capsys, raw, said):
    path = folder.parent / "new.txt"
    path.write_bytes(raw)
    assert main(["reanchor", str(folder), str(path), "--accept"]) == 1
    assert said in capsys.readouterr().err
    path.unlink()
    assert main(["reanchor", str(folder), str(path)]) == 1
    assert "new.txt: the file is missing" in capsys.readouterr().err


def test_a_history_that_is_none_is_not_written_over(folder, capsys):
    (folder / "history.json").write_text("{}")
    before = state(folder)
    assert report(folder, CHANGED, "--accept") == 1
    assert "history.json: not a list of entries" in capsys.readouterr().err and state(folder) == before


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_files_change_all_or_none(folder, monkeypatch, failing):
    before, placed, replace = state(folder), [], Path.replace

    def refuse(path, target):
        placed.append(path)
        if len(placed) == failing:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    path = folder.parent / "new.txt"
    path.write_bytes(CHANGED.encode("utf-8"))
    change = reanchor(folder, path)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ArticleError, match=r"cannot be written \(No space left on device\); nothing is changed"):
        change.accept()
    assert state(folder) == before


def test_annotations_that_were_saved_meanwhile_are_not_undone(folder):
    (folder / "annotations.second.jsonld").write_bytes((folder / "annotations.jsonld").read_bytes())
    path = folder.parent / "new.txt"
    path.write_bytes(CHANGED.encode("utf-8"))
    change = reanchor(folder, path)
    new = claim(TEXT, "m-9", "Mention", "the coastguard", actor="coastguard", source="gazette")
    save_annotations(folder, [new])
    for name in ("annotations.second.jsonld", "annotations.third.jsonld"):
        before = state(folder)
        with pytest.raises(ArticleError, match=r"since (it was|they were) read; nothing is written"):
            change.accept()
        assert state(folder) == before
        change = reanchor(folder, path)
        (folder / name).write_bytes((folder / "annotations.jsonld").read_bytes())


def test_a_folder_that_changed_meanwhile_is_not_written_over(folder):
    path = folder.parent / "new.txt"
    path.write_bytes(CHANGED.encode("utf-8"))
    change = reanchor(folder, path)
    shutil.copy(path, folder / "article.txt")
    with pytest.raises(ArticleError, match="the text in the folder has changed meanwhile; reanchor again"):
        change.accept()


def test_further_annotators_are_carried_too(folder):
    shutil.copy(folder / "annotations.jsonld", folder / "annotations.second.jsonld")
    assert report(folder, CHANGED, "--accept") == 0
    first, second = (folder / f"annotations{name}.jsonld" for name in ("", ".second"))
    assert first.read_bytes() == second.read_bytes()


def test_the_table_has_a_row_per_part(folder):
    path = folder.parent / "new.txt"
    path.write_bytes(TWELVE.encode("utf-8"))
    table = reanchor(folder, path).table.set_index("claim_id")
    assert table.at["killed-12", "candidates"] == ("killing at least 14 people",)
    assert table.at["injured-40", "how"] == "exact" and table.at["injured-40", "reworded"]
    assert str(table["new_start"].dtype) == "Int64" and table["new_start"].isna().sum() == 2


def test_an_article_without_annotations_only_changes_its_text(tmp_path):
    folder = write_folder(tmp_path / "empty", claims=[])
    assert report(folder, CHANGED, "--accept") == 0
    assert load_article(folder).text == CHANGED


def test_parts_that_come_in_another_order_are_asked(tmp_path, capsys):
    one = claim(TEXT, "apart", "Mention", ["Two vessels", "The harbour board"], actor="board", source="gazette")
    folder = write_folder(tmp_path / "apart", claims=[*collision(), one])
    first = TEXT.split("\n\n")[1]
    assert report(folder, TEXT.replace(first + "\n\n", "") + "\n" + first + "\n") == 1
    assert "ambiguous: annotations.jsonld: apart, part 1" in capsys.readouterr().out
