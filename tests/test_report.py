import asyncio
import gc
import json
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import nbformat
import pytest
from folders import TEXT, bundled_copy, collision, write_folder
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from reports import write_set
from timing import within

from libya_kit.article.model import load_article, shipped
from libya_kit.cli.main import main
from libya_kit.errors import ArgumentError, ReportError
from libya_kit.report import render as report
from libya_kit.report.render import render_report

NAMES = sorted(path.stem for path in shipped("notebooks").glob("*.ipynb"))


def notebook(path, *sources):
    """Write a notebook of code cells; return its path."""
    cells = [new_markdown_cell("# A title"), *(new_code_cell(source) for source in sources)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


class Page(HTMLParser):
    """A page's elements, its words, and what a reader who sees no picture is told."""

    def __init__(self, html):
        super().__init__()
        self.found, self.words, self.skipped = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        self.skipped += tag in ("style", "script")

    def handle_endtag(self, tag):
        self.skipped -= tag in ("style", "script")

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)

    @property
    def said(self):
        return " ".join([*self.words, *(a["aria-label"] for _, a in self.found if a.get("aria-label"))])


def pages_of(folder):
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def test_every_notebook_has_a_page_and_the_index_is_named(report_folder):
    assert sorted(pages_of(report_folder)) == sorted([*NAMES, "index"])


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_pages_are_light_and_need_nothing(report_folder, name):
    html = (report_folder / f"{name}.html").read_text(encoding="utf-8")
    assert len(html.encode()) <= (200_000 if name == "index" else 600_000)
    page = Page(html)
    assert {tag for tag, _ in page.found} & {"script", "iframe", "object", "embed", "link", "base", "img"} == set()
    policy = next(a["content"] for tag, a in page.found if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy and "script" not in policy
    for tag, attributes in page.found:
        assert not [key for key in attributes if key.startswith("on") or key == "target"]
        if tag == "a":
            address = attributes.get("href", attributes.get("xlink:href"))
            assert re.match(r"#|\w+\.html(#|$)|data:text/csv;", address)


@pytest.mark.parametrize("name", [*NAMES, "index"])
def test_every_link_leads_somewhere_and_ids_are_unique(report_folder, name):
    pages = {stem: Page(html) for stem, html in pages_of(report_folder).items()}
    ids = {stem: [a["id"] for _, a in page.found if "id" in a] for stem, page in pages.items()}
    assert len(ids[name]) == len(set(ids[name]))
    for tag, attributes in pages[name].found:
        if tag == "a":
            address = attributes.get("href", attributes.get("xlink:href"))
            if address.startswith("data:"):
                continue
            stem, _, target = address.partition("#")
            stem = stem.removesuffix(".html") or name
            assert stem in pages
            assert not target or target in ids[stem], address


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_of_the_article_has_its_words_in_the_page(report_folder, name):
    ids = {a.get("id") for _, a in Page((report_folder / f"{name}.html").read_text(encoding="utf-8")).found}
    assert {f"words-{claim}" for claim in load_article().annotations.index} <= ids


def test_the_index_holds_neither_the_article_nor_code(report_folder):
    html = (report_folder / "index.html").read_text(encoding="utf-8")
    assert "lk-code" not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert "mainly farmland region" not in html
    for unsaid in load_article().not_said:
        assert unsaid in Page(html).said


@pytest.fixture(scope="module")
def quoting(tmp_path_factory):
    """Return the folder with the pages of the invented article, which show the quoted sentences only."""
    home = tmp_path_factory.mktemp("quoting")
    return render_report(write_folder(home / "collision"), home / "pages", text="quotes").parent


def test_another_article_has_its_own_pages(quoting):
    for name, html in pages_of(quoting).items():
        said = Page(html).said
        assert "Tripoli" not in said and "Haftar" not in said and "LNA" not in said and "GNA" not in said, name
        assert str(quoting.parent) not in html
    assert "at least 12" in Page(pages_of(quoting)["index"]).said


def test_only_quotes(quoting):
    for html in pages_of(quoting).values():
        assert "Two vessels collided off Port Amel on Tuesday, killing" not in Page(html).said
    assert "Two vessels collided off Port Amel on Tuesday, killing" in TEXT


START, CASUALTIES, STANCES, DISPLACEMENT, _ = notebooks = sorted(shipped("notebooks").glob("*.ipynb"))
FEW = {
    (): notebooks,
    ("CasualtyClaim",): (START, STANCES, DISPLACEMENT),
    ("Stance", "Event"): (START, CASUALTIES, DISPLACEMENT),
    ("Mention",): (START, DISPLACEMENT),
}
"""Kinds of claims of which an article has one, and the notebooks that ask for others."""


@pytest.mark.parametrize("kinds", FEW, ids=str)
def test_an_article_without_claims_of_a_kind_has_pages_that_say_so(tmp_path, kinds):
    claims = [one for one in collision() if one.table.body in kinds][:1]
    folder = write_folder(tmp_path / "few", claims=claims)
    index = render_report(folder, tmp_path / "pages", notebooks=FEW[kinds])
    assert (
        "no displac" in Page((index.parent / "03_displacement_estimates.html").read_text(encoding="utf-8")).said.lower()
    )


def test_a_copy_with_27_says_25_nowhere(tmp_path):
    changes = {"at least 25": "at least 27", '"value": 25': '"value": 27'}
    folder = bundled_copy(tmp_path / "copy", changes)
    index = render_report(folder, tmp_path / "pages")
    for name, html in pages_of(index.parent).items():
        said = [found[0] for found in re.finditer(r"[^.]{0,40}(?<![\w.,-])25(?![\w,]|\.\d)[^.]{0,40}", Page(html).said)]
        assert [words for words in said if "c-killed-25" not in words and "25 cells" not in words] == [], name


FAILURES = [
    (("1 + 1", "1 / 0"), "bad.ipynb: cell 3: ZeroDivisionError: division by zero"),
    (("import os; os._exit(3)",), "bad.ipynb: cell 2: the kernel died"),
    (("while True: pass",), "bad.ipynb: cell 2: took more than 2 seconds"),
    (("while True: print('more')",), "bad.ipynb: cell 2: shows more than 100,000 bytes; show less"),
    (("1", "print('x' * 10_000_000)"), "bad.ipynb: cell 3: shows more than 100,000 bytes; show less"),
    (
        ("from IPython.display import HTML, display", "for _ in range(40): display(HTML('x' * 3_000), clear=True)"),
        "bad.ipynb: cell 3: shows more than 100,000 bytes; show less",
    ),
    (
        ("import libya_kit as lk; lk.load_article('nowhere')",),
        "bad.ipynb: cell 2: ArticleError: nowhere: no such folder",
    ),
]


@pytest.mark.parametrize(("sources", "said"), FAILURES, ids=[said for _, said in FAILURES])
def test_a_failure_is_one_line_and_leaves_the_old_pages(tmp_path, monkeypatch, sources, said):
    if "seconds" in said:
        monkeypatch.setattr(report, "CELL_SECONDS", 2)
    monkeypatch.setattr(report, "MOST_SHOWN", 100_000)
    out = tmp_path / "pages"
    out.mkdir()
    (out / "index.html").write_text("old")
    (out / "notes.txt").write_text("mine")
    good, bad = notebook(tmp_path / "good.ipynb", "1 + 1"), notebook(tmp_path / "bad.ipynb", *sources)
    with pytest.raises(ReportError) as caught:
        render_report(out=out, notebooks=[good, bad])
    assert str(caught.value).startswith(said) and "\n" not in str(caught.value)
    assert {path.name: path.read_text() for path in out.iterdir()} == {"index.html": "old", "notes.txt": "mine"}


def test_streams_are_joined_and_what_is_written_over_is_gone(tmp_path):
    many = "for n in range(50): print(f'\\r{n} of 50', end='')\nimport sys; print('\\r\\nin', file=sys.stderr)"
    one = notebook(tmp_path / "one.ipynb", many, "print('x' * 400_000)")
    with within(20):
        (done,) = report.run({one: report.read(one)}, {})
        assert [(some.name, some.text) for some in done.cells[1].outputs] == [
            ("stdout", "49 of 50"),
            ("stderr", "\r\nin\n"),
        ]
        assert done.cells[2].outputs[0].text == "x" * 400_000 + "\n"


def test_nothing_but_the_kit_speaks_while_notebooks_run(tmp_path, capfd, caplog):
    said = notebook(tmp_path / "one.ipynb", "import os; os.write(1, b'aside'); os.write(2, b'aside')")
    report.run({said: report.read(said)}, {})
    assert capfd.readouterr() == ("", "")

    async def fail():
        raise AssertionError

    async def leaving():
        left = asyncio.ensure_future(fail())
        await asyncio.wait([left])
        return []

    report._finish(leaving())
    gc.collect()
    assert not caplog.records


def test_what_is_shown_is_counted_in_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "MOST_SHOWN", 100_000)
    one = notebook(tmp_path / "one.ipynb", "print('\N{ARABIC LETTER ALEF}' * 45_000)")  # two bytes each
    (done,) = report.run({one: report.read(one)}, {})
    assert len(done.cells[1].outputs[0].text) == 45_001


def test_what_is_printed_stays_before_what_is_displayed_after_it(tmp_path):
    shown = "import sys; print('of', 'one', file=sys.stderr); print('one:'); display(1); print('two:'); display(2)"
    one = notebook(tmp_path / "one.ipynb", shown, r"print('half\r\r\nten\r\r', end='')")
    (done,) = report.run({one: report.read(one)}, {})
    assert [some.get("text") or some.data["text/plain"] for some in done.cells[1].outputs] == [
        "one:\n",
        "of one\n",
        "1",
        "two:\n",
        "2",
    ]
    assert done.cells[2].outputs[0].text == "half\r\r\nten\r\r"


def test_the_command_says_it_in_one_line_with_status_1(tmp_path, monkeypatch, capsys):
    def failing(*_, **__):
        raise ReportError("ZeroDivisionError: division by zero", file="x.ipynb", place="cell 3", mend="mend it")

    monkeypatch.setattr(report, "render_report", failing)
    assert main(["report", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "libya-kit: x.ipynb: cell 3: ZeroDivisionError: division by zero; mend it\n"


CELL = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "markdown", %s}]}'
NO_NOTEBOOKS = [
    *(None, "no json", "{}", "[]", "[" * 100_000, '{"nbformat": 3, "worksheets": 5}', CELL.replace("[{", "[1, {")),
    *(CELL % some for some in ('"id": "a", "metadata": {}, "source": null', '"metadata": {"tags": 5}, "source": "x"')),
    CELL % r'"id": "a", "metadata": {}, "source": "half a pair: \ud800"',
]


@pytest.mark.parametrize("content", NO_NOTEBOOKS)
def test_what_is_no_notebook_is_refused(tmp_path, content):
    path = tmp_path / "bad.ipynb"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ReportError, match=r"^bad\.ipynb: "):
        render_report(out=tmp_path / "pages", notebooks=[path])


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [5]}',
        '{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": 5}]}',
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "id": "a", "source": 5, '
        '"metadata": {"tags": 5}, "outputs": [], "execution_count": null}]}',
    ],
)
def test_what_only_looks_like_a_notebook_is_refused(tmp_path, content):
    (tmp_path / "odd.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(ReportError, match=r"^odd\.ipynb: not a notebook; name a file that Jupyter opens$"):
        report.read(tmp_path / "odd.ipynb")


def test_no_page_has_the_name_of_an_article(tmp_path):
    one = notebook(tmp_path / "one.ipynb", "1 + 1")
    articles = write_folder(tmp_path / "set" / "one.html").parent
    with pytest.raises(ReportError, match=r"^one\.html: a page has the name of this article; rename the article's fol"):
        render_report(articles, tmp_path / "out", notebooks=[one])


def test_notebooks_that_would_be_one_page_or_the_index_are_refused(tmp_path):
    for name in ("a/one.ipynb", "b/One.ipynb", "index.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        notebook(tmp_path / name, "1")
    for names in (["a/one.ipynb", "b/One.ipynb"], ["index.ipynb"]):
        with pytest.raises(ReportError, match=r"the page \w+\.html is another one's already"):
            render_report(out=tmp_path / "pages", notebooks=[tmp_path / name for name in names])


def test_no_notebook_is_written_over_itself(tmp_path):
    path = notebook(tmp_path / "mine.ipynb", "1")
    before = path.read_bytes()
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(ReportError, match="would be written over the notebook that it is made from; name another"):
        render_report(out=tmp_path / "link", notebooks=[path], with_notebooks=True)
    assert path.read_bytes() == before and not (tmp_path / "index.html").exists()


def test_a_page_of_any_name_is_led_to(tmp_path):
    names = ["a#b", "50%41", "a:b?c", "javascript:alert(1)"]
    index = render_report(out=tmp_path / "pages", notebooks=[notebook(tmp_path / f"{name}.ipynb") for name in names])
    hrefs = {a["href"] for tag, a in Page(index.read_text(encoding="utf-8")).found if tag == "a" and "href" in a}
    assert {unquote(one) for one in hrefs} >= {f"{name}.html" for name in names}
    assert not [one for one in hrefs if one.startswith(("javascript:", "a:"))]


def test_a_target_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "pages").write_text("a file")
    with pytest.raises(ReportError, match="cannot be written"):
        render_report(out=tmp_path / "pages", notebooks=[notebook(tmp_path / "good.ipynb", "1")])


def closed(*_, **__):
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("case", ["closed", "a page", "the index", "a notebook", "a file", "nowhere", "a page of one"])
def test_a_target_that_cannot_be_written_is_found_before_the_notebooks_run(tmp_path, monkeypatch, case):
    articles, out = write_set(tmp_path / "set"), tmp_path / "pages"
    path = notebook(tmp_path / "good.ipynb", f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    if case == "closed":
        monkeypatch.setattr(report, "TemporaryFile", closed)
    elif case in ("a file", "nowhere"):
        out.mkdir()
        (out / "post").write_text("a file") if case == "a file" else (out / "post").symlink_to("nowhere")
    else:
        names = {"the index": "index.html", "a notebook": "post/good.ipynb", "a page of one": "post/good.html"}
        (out / names.get(case, "good.html")).mkdir(parents=True)
    with pytest.raises(ReportError, match=r"^\S+: cannot be written \([\w ]+\); name another folder by --out$"):
        render_report(articles, out=out, notebooks=[path], with_notebooks=True)
    assert not (tmp_path / "ran").exists()
    assert not [one for one in out.rglob("*") if one.is_file() and one.name != "post"]


def test_text_is_full_or_quotes():
    with pytest.raises(ArgumentError, match="text='some' is not known; use one of 'full', 'quotes'"):
        render_report(text="some")


def test_outputs_are_shown_as_text_unless_they_are_html(tmp_path):
    sources = ("print('<b>1</b>')", "'<i>2</i>'", "from IPython.display import HTML; HTML('<p id=own>3</p>')")
    index = render_report(out=tmp_path / "pages", notebooks=[notebook(tmp_path / "good.ipynb", *sources)])
    page = Page((index.parent / "good.html").read_text(encoding="utf-8"))
    assert {"<b>1</b>", "'<i>2</i>'"} <= {words.strip() for words in page.words}
    assert ("p", {"id": "own"}) in page.found


FROM = "from IPython.display import HTML, Markdown, SVG; "
SHOWN = {
    "data:image/png;base64,iVBORw0KGgo=": "display({'image/png': 'iVBORw0K\\nGgo=', 'text/plain': 'it'}, raw=True)",
    "data:image/svg+xml;base64,": FROM + "SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')",
    "<b>two lines</b>": "display({'text/html': ['<b>two ', 'lines</b>']}, raw=True)",
    "&lt;MeTa http-equiv": FROM + "HTML('<MeTa http-equiv=refresh content=\"0;url=//h.invalid\">')",
    "&lt;link rel": FROM + "Markdown('<link rel=preconnect href=//h.invalid>')",
    "<svg></svg>": FROM + "HTML('<svg></svg>')",
}
"""What stands in the page, and the code that shows it."""


def test_what_notebooks_of_others_show_is_shown_and_asks_for_nothing(tmp_path):
    path = notebook(tmp_path / "own.ipynb", *SHOWN.values())
    index = render_report(out=tmp_path / "pages", notebooks=[path], with_notebooks=True)
    html = (index.parent / "own.html").read_text(encoding="utf-8")
    assert [words for words in SHOWN if words not in html] == []
    assert len(re.findall("<(?:meta|link|base)\\b", html)) == 3 and len(re.findall("<img [^>]*alt=", html)) == 2


NOT_SHOWN = [
    ("A()", "ValueError: none"),
    ("display(A())", "ValueError: none"),
    ("display({'text/plain': 5}, raw=True)", "what it shows is no text"),
]


@pytest.mark.parametrize(("source", "said"), NOT_SHOWN)
def test_what_cannot_be_shown_is_refused_by_its_own_name(tmp_path, source, said):
    made = "class A:\n    def _repr_html_(self): raise ValueError('none')\n"
    with pytest.raises(ReportError, match=rf"^one\.ipynb: cell 2: {said}; "):
        render_report(out=tmp_path / "pages", notebooks=[notebook(tmp_path / "one.ipynb", made + source)])


WIDGET = "application/vnd.jupyter.widget-view+json"


def test_executed_notebooks_are_written_when_asked_for(tmp_path):
    folder = write_folder(tmp_path / "collision")
    source = shipped("notebooks") / "01_casualty_timeline.ipynb"
    written = []
    for name in ("one", "two"):
        index = render_report(folder, tmp_path / name, notebooks=[source], with_notebooks=True)
        written.append((index.parent / source.name).read_bytes())
    assert written[0] == written[1]
    assert len(written[0]) <= 1_000_000
    assert str(tmp_path).encode() not in written[0]
    before, after = (json.loads(content) for content in (source.read_bytes(), written[0]))
    assert after["metadata"] == before["metadata"]
    assert ["".join(cell["source"]) for cell in after["cells"]] == ["".join(cell["source"]) for cell in before["cells"]]
    data = [output["data"] for cell in after["cells"] for output in cell.get("outputs", ()) if "data" in output]
    assert data and not [one for one in data if WIDGET in one]
    for html in ("".join(one["text/html"]) for one in data if "<svg" in "".join(one.get("text/html", ""))):
        elements = Page(html).found
        (image,) = (a for tag, a in elements if tag == "img")
        assert image["alt"] == next(a["aria-label"] for tag, a in elements if tag == "svg")
        assert image["src"].startswith("data:image/svg+xml;base64,")
        assert ".lk-still{display:none}" in html


def test_the_clock_is_there_only_when_given(tmp_path, monkeypatch):
    path = notebook(tmp_path / "good.ipynb", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1554681600")
    index = render_report(out=tmp_path / "pages", notebooks=[path])
    assert "Mon 8 Apr 2019" in Page(index.read_text(encoding="utf-8")).said
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(ReportError, match="SOURCE_DATE_EPOCH is 'today'"):
        render_report(out=tmp_path / "pages", notebooks=[path])


def test_notebooks_are_as_they_should_be():
    for path in shipped("notebooks").glob("*.ipynb"):
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content["metadata"]["kernelspec"]["name"] == "python3"
        code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
        prose = ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "markdown"]
        assert not any(cell["outputs"] or cell["execution_count"] for cell in code)
        assert max(len(cell["source"]) for cell in code) <= 12
        assert [cell["source"][0][:13] for cell in code if "parameters" in cell["metadata"].get("tags", ())] == [
            "FOLDER = None"
        ]
        assert prose[0].startswith("# ") and prose[0].splitlines()[0].endswith("?")
        numbers = re.findall(r"\d+", re.sub(r"`[^`]*`", "", " ".join(prose)).replace("it is not 0", ""))
        assert numbers == [], path.name
        named = load_article().actors["name"].tolist() + load_article().places["name"].tolist()
        assert [name for name in named if name in " ".join(prose)] == []
        defs = [line for cell in code for line in cell["source"] if line.startswith(("def ", "class ", "for "))]
        assert all(line.startswith(("def view(**choice)", "for day in")) for line in defs)
