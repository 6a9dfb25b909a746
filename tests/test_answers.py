"""Answers as learners type them: what is right is taken, and nothing else is ever called right."""

from collections import Counter
from pathlib import Path

import IPython
import pytest

import libya_kit as lk
from libya_kit.article.model import load_article, shipped
from libya_kit.teach import choosing, quiz
from libya_kit.teach.choosing import STATUSES


def table():
    lines = (Path(__file__).parent / "answers.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            question, verdict, some = line.split("|", 2)
            for answer in some.split(";"):
                yield question.strip(), verdict.strip(), answer.strip()


def test_every_answer_of_the_table_is_judged_whole():
    rows = list(table())
    counts = Counter(verdict for _, verdict, _ in rows)
    assert len(rows) >= 600 and set(counts) == {"right", "half", "wrong"} and min(counts.values()) >= 150
    found = [(row, lk.teach.check(row[0], row[2])) for row in rows]
    called_right = [(*row, check.text) for row, check in found if row[1] != "right" and check.right]
    refused = [(*row, check.status, check.text) for row, check in found if row[1] == "right" and not check.right]
    assert not called_right, "\n".join(map(str, called_right))
    assert not refused, "\n".join(map(str, refused))
    assert {check.status for _, check in found} <= set(STATUSES)


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("killed-floor", "25 wounded", "25 is right, but the article says killed, not wounded"),
        ("killed-floor", "25 civilians", "does not say “civilians”"),
        ("killed-floor", "25 killed by Haftar", "does not say who did it"),
        ("killed-floor", "25 on Sunday", "not for Sunday"),
        ("people-fled", "2200 a day", "per day"),
        ("killed-floor", "25 bananas", "“bananas” is not understood"),
    ],
)
def test_what_contradicts_is_what_is_answered(question, answer, said):
    assert said in lk.teach.check(question, answer).text


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ("word-in-the-call", "killed\n"),
        ("word-in-the-call", "# Write your answer below.\n“killed”\n"),
        ("source-of-25", "health ministry"),
        ("source-of-25", "the ministry’s spokesman"),
        ("day-of-14", "2019-04-06"),
        ("killed-floor", "at least 25 people\nwere killed"),
        ("killed-on-monday", "None"),
        ("killed-floor at least 25", None),
    ],
)
def test_an_answer_typed_without_quotation_marks_is_an_answer(line, cell):
    shell = IPython.core.interactiveshell.InteractiveShell.instance()
    lk.teach.magic.register()
    found = shell.run_line_magic("answer", line) if cell is None else shell.run_cell_magic("answer", line, cell)
    assert found.right, found


def test_an_empty_cell_is_not_yet_an_answer():
    assert lk.teach.magic.answered("killed-floor", "\n").status == "not yet"
    assert lk.teach.magic.answered("killed-floor", "# nothing yet\n...").status == "not yet"


def test_that_the_article_does_not_say_is_as_often_wrong_as_right_and_stands_anywhere():
    articles = (load_article(), load_article(shipped("data") / "ketterow-2032-03-14"))
    asked = [one for article in articles for one in quiz.read(article)[0].values()]
    asked = [one for one in asked if one.kind in ("number", "day", "who")]
    places, right, wrong = Counter(), 0, 0
    for one in asked:
        labels = [label for label, *_ in choosing.choices(one)]
        if (silent := one.label(None)) in labels:
            place = labels.index(silent)
            places["first" if place == 0 else "last" if place == len(labels) - 1 else "between"] += 1
            right, wrong = right + (None in one.answers), wrong + (None not in one.answers)
    assert wrong >= right and min(places[place] for place in ("first", "between", "last")) >= 3
