import pytest

from libya_kit.errors import KitError
from libya_kit.report import accessibility as access

GOOD = (
    '<!DOCTYPE html><html lang="en"><head><title>Toll</title></head><body><h1>Toll</h1><h2>Killed</h2>'
    '<img src="data:image/png;base64," alt="One lane for each count of people killed."><table><caption>Claims</caption>'
    '<tr><th scope="col">quote</th></tr><tr><td id="q">at least 25</td></tr></table><a href="#q">the words</a>'
    '<label><input type="radio" name="a"> all</label><svg aria-label="One lane for each count of people.">'
    '<title>x</title><a xlink:href="#q" aria-label="claim"><path/></a></svg></body></html>'
)
CASES = [
    (' lang="en"', "", "The page does not say its language: add lang to html."),
    ("<title>Toll</title>", "", "The page has no title: add one, it is read first."),
    ("<h1>Toll</h1>", "<p>Toll</p>", "The page has 0 main headings: it needs one h1."),
    ("<h2>Killed</h2>", "<h1>Killed</h1>", "The page has 2 main headings: it needs one h1."),
    ("<h2>Killed</h2>", "<h4>Killed</h4>", "The heading “Killed” skips a level: make it h2."),
    ("<h2>Killed</h2>", "<h2> </h2>", "A heading of level 2 is empty."),
    (' alt="One lane for each count of people killed."', "", "Picture 1 has no alternative text: say what it shows."),
    (
        "One lane for each count of people killed.",
        "chart",
        "Picture 1 has the alternative text “chart”: too short to say what it shows.",
    ),
    ('<svg aria-label="One lane for each count of people."', "<svg", "Picture 2 has no alternative text: say what it"),
    ("<caption>Claims</caption>", "", "Table 1 has no caption: say what it holds."),
    ('<th scope="col">', "<th>", "Table 1 has header cells that do not say of what: add scope."),
    ('<th scope="col">quote</th>', "<td>quote</td>", "Table 1 has no header cells: use th."),
    ("the words", "", "The link to #q has no words."),
    ('<a href="#q">', '<a href="#nowhere">', "The link “the words” leads to nothing in the page."),
    ('<label><input type="radio" name="a"> all</label>', "<input>", "A control (input) has no label."),
    (
        "<h1>",
        "<script>1</script><h1>",
        "The page needs a script: without it, or without a network, readers may miss it.",
    ),
    ("data:image/png;base64,", "https://example.org/a.png", "The page needs https://example.org/a.png: without it"),
]


@pytest.fixture
def problems(tmp_path):
    """Return a function that gives the problems of some HTML."""

    def found(html):
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        return access.problems(tmp_path / "page.html")

    return found


def test_a_good_page_has_none(problems):
    assert problems(GOOD) == []
    assert problems(GOOD.replace("One lane for each count of people killed.", "")) == []  # a decoration


@pytest.mark.parametrize(("good", "bad", "said"), CASES, ids=[said[:40] for *_, said in CASES])
def test_each_fault_is_said_once(problems, good, bad, said):
    assert good in GOOD
    (only,) = problems(GOOD.replace(good, bad))
    assert only.startswith(said)


def test_the_pages_of_a_report_have_none(report_folder):
    for page in report_folder.glob("*.html"):
        assert access.problems(page) == [], page.name


@pytest.mark.parametrize("content", ["", "no page", '{"a": 1}'])
def test_what_is_no_page_is_refused(problems, content):
    with pytest.raises(KitError, match=r"^page\.html: not a page; name an HTML file"):
        problems(content)


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(KitError, match="is missing"):
        access.problems(tmp_path / "none.html")


def test_a_deep_page_and_a_large_letter_are_no_way_round(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<html lang="en"><title>x</title><h1>' + "<b>x" * 20_000 + '<link href="HTTPS://x.y/z.css">')
    (problem,) = access.problems(page)
    assert problem.startswith("The page needs HTTPS://x.y/z.css")
