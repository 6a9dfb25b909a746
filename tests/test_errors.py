import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import libya_kit
from libya_kit.errors import ArgumentError, ArticleError, KitError, Problems, ReportError


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (KitError("gone"), "gone"),
        (KitError("gone", file="a.csv"), "a.csv: gone"),
        (KitError("gone", place="line 3"), "line 3: gone"),
        (KitError("gone", mend="bring it back"), "gone; bring it back"),
        (KitError("gone", file="a.csv", place=3, mend="bring it back"), "a.csv: 3: gone; bring it back"),
        (KitError("two\nlines\t and  blanks"), "two lines and blanks"),
        (KitError("bell\a, \u202eback, half \ud800"), r"bell\u0007, \u202eback, half \ud800"),
        (KitError("مصراتة", file="é.csv"), "é.csv: مصراتة"),
    ],
)
def test_an_error_is_one_line_of_file_place_what_and_mend(error, line):
    assert str(error) == line
    assert error._render_traceback_() == [f"KitError: {line}"]


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_makes_one_printable_line_of_bounded_length(what, file, place, mend):
    line = str(KitError(what, file=file, place=place, mend=mend))
    assert line.isprintable() and len(line) <= 4 * 300 + 6


def test_what_is_long_is_cut():
    assert str(KitError("x" * 10_000)) == "x" * 299 + "…"


def test_the_parts_can_be_asked_for():
    error = ArticleError("gone", file="a.csv", place="x", mend="y")
    assert (error.what, error.file, error.place, error.mend) == ("gone", "a.csv", "x", "y")


@pytest.mark.parametrize("kind", [ArticleError, ArgumentError, ReportError])
def test_every_kind_is_a_kit_error_and_public(kind):
    assert issubclass(kind, KitError)
    assert getattr(libya_kit, kind.__name__) is kind


def test_a_wrong_argument_is_a_value_error_too():
    with pytest.raises(ValueError, match="gone"):
        raise ArgumentError("gone")


def test_an_error_can_be_sent_to_another_process():
    assert str(pickle.loads(pickle.dumps(KitError("gone", file="a.csv", mend="look")))) == "a.csv: gone; look"


def test_a_problem_holds_nothing_of_the_file_that_it_was_found_in():
    def refused(raw):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ArticleError(f"byte {error.start} is not UTF-8") from None

    problems = Problems()
    with pytest.raises(ArticleError) as found:
        refused(b"\xff" * 10)
    problems.append(found.value)
    assert problems[0].__traceback__ is None and problems[0].__context__ is None
