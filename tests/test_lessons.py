"""The lessons: what they say of themselves, what learners get, whether they run, and what a class is given."""

from __future__ import annotations

import ast
import json
import re
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from libya_kit import teach
from libya_kit.cli.main import main
from libya_kit.errors import ArticleError, ReportError
from libya_kit.report import accessibility as access
from libya_kit.report.render import render_report
from libya_kit.teach import handouts, lessons
from libya_kit.teach.course import render_lessons

COURSE = lessons.read_lessons()
EACH = pytest.mark.parametrize("lesson", COURSE, ids=lambda lesson: lesson.name)
MINUTES = {0: (20, 15), 1: (20, 20), 2: (20, 25), 3: (15, 20), 4: (10, 15), 5: (20, 30), 6: (15, 20)}
TERMS = handouts.terms(lessons.home() / "glossary.csv")


def cells(lesson, *tags):
    """Return a lesson's cells that carry one of the tags."""
    return [cell for cell in lesson.notebook.cells if lessons.tags(cell) & set(tags)]


def prose(lesson, *, whole=True):
    """Return what a learner reads in a lesson, a text for each cell; not whole: without first and last cell."""
    read = [cell.source for cell in lessons.learners(lesson).cells if cell.cell_type == "markdown"]
    return [re.sub(r"`[^`]*`", "", source) for source in (read if whole else read[1:-1])]


# What lessons say of themselves


@EACH
def test_a_lesson_opens_and_closes_as_its_metadata_say(lesson):
    first, *_, last = lesson.notebook.cells
    assert first.source == lessons.opening(lesson.about, lesson.number)
    assert last.source == "## Key points\n\n" + "\n".join(f"- {one}" for one in lesson.about["key_points"])
    assert lesson.about["question"].endswith("?")


@EACH
def test_minutes_are_the_plan_and_balanced(lesson):
    taught, exercised = lesson.about["teach"], lesson.about["exercise"]
    assert (taught, exercised) == MINUTES[lesson.number]
    assert 0.5 <= taught / exercised <= 2


@EACH
def test_notebooks_are_stored_without_outputs_and_ready_for_jupyter(lesson):
    assert lesson.notebook.metadata["kernelspec"]["name"] == "python3"
    code = [cell for cell in lesson.notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert max(len(cell.source.splitlines()) for cell in code) <= 12
    assert set().union(*map(lessons.tags, lesson.notebook.cells)) == set(lessons.TAGS)


@EACH
def test_every_exercise_has_one_check_one_hint_one_solution(lesson):
    marked = cells(lesson, "exercise", "hint", "solution")
    assert [lessons.tags(cell) for cell in marked] == [{"exercise"}, {"hint"}, {"solution"}] * (len(marked) // 3)
    for exercise, hint, solution in zip(marked[::3], marked[1::3], marked[2::3], strict=True):
        assert [one.source.count("lk.teach.check(") for one in (exercise, hint, solution)] == [1, 0, 1]
        assert lessons.checked(exercise) == lessons.checked(solution) is not None
        assert " = ..." in exercise.source and " = ..." not in solution.source
        assert hint.source.startswith("<details><summary>Hint</summary>\n\n")
        task = lesson.notebook.cells[lesson.notebook.cells.index(exercise) - 1]
        assert task.source.startswith("## Exercise ") and task.metadata["kind"] in ("blank", "tweak", "hunt")


@EACH
def test_each_lesson_has_all_three_kinds_of_exercise(lesson):
    assert {cell.metadata.get("kind") for cell in lesson.notebook.cells} == {None, "blank", "tweak", "hunt"}


def test_each_question_is_known_and_asked_once():
    asked = [lessons.checked(cell) for lesson in COURSE for cell in cells(lesson, "exercise")]
    assert len(asked) == len(set(asked))
    for lesson in COURSE:
        for cell in cells(lesson, "exercise"):
            assert teach.question(lessons.checked(cell)).html


def test_in_one_lesson_at_least_a_control_is_turned_and_what_moved_is_said():
    turned = [lesson.number for lesson in COURSE if any("controls" in source for source in prose(lesson, whole=False))]
    said = [lesson.number for lesson in COURSE if any("what_moved" in one.source for one in cells(lesson, "exercise"))]
    assert {2, 3, 4} <= set(turned) & set(said)


# What learners get


@EACH
def test_no_line_of_a_solution_or_note_is_in_the_learners_notebook(lesson):
    given = {line.strip() for cell in lessons.learners(lesson).cells for line in cell.source.splitlines()}
    shared = {line.strip() for cell in cells(lesson, "exercise") for line in cell.source.splitlines()}
    kept = {line.strip() for cell in cells(lesson, "solution", "instructor") for line in cell.source.splitlines()}
    assert not any(lessons.tags(cell) & {"solution", "instructor"} for cell in lessons.learners(lesson).cells)
    assert (kept - shared - {""}) & given == set()


def run(notebook, folder, monkeypatch):
    """Run a notebook's cells in this process, in a folder with what lessons read; return the checks' results."""
    for name, content in lessons.companions().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode("utf-8"))
    monkeypatch.chdir(folder)
    names, checks = {}, []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            *before, last = ast.parse(cell.source).body
            ends_in_value = isinstance(last, ast.Expr)
            exec(compile(ast.Module([*before] if ends_in_value else [*before, last], []), "lesson", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "lesson", "eval"), names) if ends_in_value else None
            assert repr(value)
            checks += [value] if lessons.checked(cell) else []
    return checks


@EACH
def test_a_learners_notebook_runs_and_each_check_says_not_yet(lesson, tmp_path, monkeypatch):
    checks = run(lessons.learners(lesson), tmp_path, monkeypatch)
    assert len(checks) == len(cells(lesson, "exercise"))
    assert [(one.status, len(one.text) > 20) for one in checks] == [("not yet", True)] * len(checks)


@EACH
def test_with_its_solutions_every_check_passes(lesson, tmp_path, monkeypatch):
    checks = run(lessons.solved(lesson), tmp_path, monkeypatch)
    assert len(checks) == len(cells(lesson, "exercise"))
    assert [one.text for one in checks if not one.right] == []


# Language

AMERICAN = (
    r"colou?r(?<!colour)|center|favor\b|labor\b|neighbor|\w+iz(e|es|ed|ing|ation)\b(?<!size)(?<!sizes)(?<!prize)|"
    r"analyz\w*|defense|\blicense\b|\bgray\b|(travel|label|model|cancel)(ed|ing)\b(?<!lled)(?<!lling)|fulfill|percent|"
    r"\bmath\b|\btoward\b|anymore|gotten|catalog\b|skillful|program+er|acknowledgment|judgment|\bcheck-in\b|aluminum"
)
IDIOMS = (
    "piece of cake|in a nutshell|rule of thumb|at the end of the day|keep in mind|bear in mind|get the hang|hands-on|"
    "deep dive|dive into|ballpark|big picture|out of the box|nine times|of course|needless to say|long story"
)


def texts():
    """Yield the name and the words of everything that is written for a class."""
    for lesson in COURSE:
        for number, cell in enumerate(lesson.notebook.cells, 1):
            if cell.cell_type == "markdown":
                yield f"{lesson.name} {number}", cell.source
    for name in ("teacher.md", "glossary.csv", "plans.json"):
        yield name, lessons.shipped_text(name)


@pytest.mark.parametrize("pattern", [AMERICAN, IDIOMS], ids=["spelling", "idioms"])
def test_language_is_british_and_plain(pattern):
    found = [(name, one[0]) for name, text in texts() for one in re.finditer(pattern, text, re.IGNORECASE)]
    assert found == []


def test_sentences_are_short():
    for name, text in texts():
        if name.endswith((".csv", ".json")):
            continue
        for sentence in re.split(r"[.!?:;]\W|\n", re.sub(r"`[^`]*`|<[^>]*>", "x", text)):
            assert len(sentence.split()) <= 30, (name, sentence)


# Glossary


def test_every_acronym_is_in_the_glossary():
    for name, text in texts():
        acronyms = set(re.findall(r"\b[A-Z][A-Z0-9]+\b", re.sub(r"`[^`]*`|\{\{.*?\}\}", "", text)))
        assert acronyms - set(TERMS.index) - {"MEND"} == set(), name


def used(term, text):
    """Return whether a text uses a term."""
    flags = 0 if term.isupper() else re.IGNORECASE
    return re.search(rf"\b{re.escape(term)}s?\b", text, flags) is not None


@pytest.mark.parametrize("term", TERMS.index)
def test_a_term_is_explained_where_a_learner_meets_it_first(term):
    met = [source for lesson in COURSE for source in prose(lesson, whole=False) if used(term, source)]
    if met:
        assert re.search(rf"\*\*{re.escape(term)}s?\*\*", met[0], re.IGNORECASE), met[0][:300]
        assert TERMS.at[term, "short"] in met[0].replace("\n", " ")


def test_what_lessons_explain_is_in_the_glossary():
    for lesson in COURSE:
        for source in prose(lesson, whole=False):
            explained = re.findall(r"\*\*([\w ]+)\*\*(?= (?:is|are) )", source)
            known = {term.lower() for term in TERMS.index}
            assert {term.lower() for term in explained} - known == set(), lesson.name


HEADER = b"term,kind,short,more\n"
ODD_TERMS = {
    "nothing": (b"", "the file is empty; begin with the header term,kind,short,more"),
    "a column missing": (b"term,kind,short\nfloor,kit,x\n", "line 1: the column 'more' is missing; the header is"),
    "a column more": (b"term,kind,short,more,most\n", "line 1: the column 'most' is not known or given twice"),
    "a term twice": (HEADER + b"floor,kit,x,\nfloor,kit,y,\n", "line 3: the id 'floor' is given twice"),
    "no term": (HEADER + b",kit,x,\n", "line 2: term is empty; fill it in"),
    "no words": (HEADER + b"floor,kit,,\n", "line 2: short is empty; fill it in"),
    "an unknown kind": (HEADER + b"floor,kits,x,\n", "line 2: kind 'kits' is not an allowed word"),
    "Latin 1": (HEADER + b"floor,kit,caf\xe9,\n", "byte 34 is not UTF-8; save it as UTF-8"),
    "a formula": (
        HEADER + b'floor,kit,"=HYPERLINK(1)",\n',
        "floor: a formula in short: '=HYPERLINK(1)'; put its value",
    ),
    "a formula for a term": (HEADER + b"@x,kit,x,\n", "@x: a formula in term: '@x'; put its value there"),
    "a control character": (HEADER + b"floor,kit,\x00,\n", "line 2: short holds the character U+0000"),
    "an open quotation mark": (HEADER + b'floor,kit,"x,\n', "not CSV: unexpected end of data"),
}


@pytest.mark.parametrize("case", ODD_TERMS)
def test_an_odd_glossary_is_refused_in_one_line(tmp_path, case):
    content, said = ODD_TERMS[case]
    (tmp_path / "glossary.csv").write_bytes(content)
    with pytest.raises(ArticleError) as caught:
        handouts.terms(tmp_path / "glossary.csv")
    assert str(caught.value).startswith(f"glossary.csv: {said}") and "\n" not in str(caught.value)


def test_a_text_of_the_lessons_that_is_not_utf_8_is_refused_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(lessons, "home", lambda: tmp_path)
    (tmp_path / "teacher.md").write_bytes(b"caf\xe9")
    with pytest.raises(ReportError, match=r"^teacher.md: byte 3 is not UTF-8; save it as UTF-8$"):
        lessons.shipped_text("teacher.md")


def test_a_glossary_as_a_spreadsheet_saves_it_is_read(tmp_path):
    (tmp_path / "glossary.csv").write_bytes(b"\xef\xbb\xbfterm;kind;short;more\r\nfloor;kit;the least;\r\n")
    found = handouts.terms(tmp_path / "glossary.csv")
    assert found.loc["floor", "short"] == "the least"
    assert "The least." in handouts.glossary(found)


# Plans


@pytest.mark.parametrize("plan", lessons.plans(), ids=lambda plan: plan["name"].split(":")[0])
def test_a_plan_fills_its_time_with_parts_that_are_there(plan):
    whole = {lesson.number: sum(MINUTES[lesson.number]) for lesson in COURSE}
    total = sum(part["minutes"] for part in plan["parts"])
    named = re.match(r"(\d+) minutes", plan["name"])
    assert total == int(named[1]) if named else 300 <= total <= 420
    for part in plan["parts"]:
        if part["lesson"] is not None:
            assert part["minutes"] <= whole[part["lesson"]]
            assert not part["take"].startswith("All,") or part["minutes"] == whole[part["lesson"]]


# What is built


class Page(HTMLParser):
    """A page's elements and words."""

    def __init__(self, html):
        super().__init__()
        self.found, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def built(lessons_folder):
    """Return the folder with all that a class is given."""
    return lessons_folder


def test_everything_is_there(built):
    names = {lesson.name for lesson in COURSE}
    for folder, suffix in (("learner", "ipynb"), ("instructor", "ipynb"), ("solution", "html"), ("slides", "html")):
        assert {path.stem for path in (built / folder).glob(f"*.{suffix}")} == names
    articles = {lesson.article().folder.name for lesson in COURSE}
    assert {path.stem for path in built.glob("*.html")} == {
        *("index", "teacher", "glossary"),
        *(f"{what}-{name}" for name in articles for what in ("article", "sheet")),
    }
    assert len(articles) == 2
    for folder in ("learner", "instructor"):
        for name, content in lessons.companions().items():
            assert (built / folder / name).read_bytes() == content.encode("utf-8")


def test_notebooks_are_the_split_ones_and_open(built):
    for lesson in COURSE:
        for folder, expected in (("learner", lessons.learners(lesson)), ("instructor", lesson.notebook)):
            opened = nbformat.read(built / folder / lesson.path.name, as_version=4)
            assert [cell.source for cell in opened.cells] == [cell.source for cell in expected.cells]


def test_pages_need_nothing_shut_out_nobody_and_lead_somewhere(built):
    pages = {path.relative_to(built): path for path in built.rglob("*.html") if "files" not in path.parts}
    ids = {}
    for name, path in pages.items():
        assert access.problems(path) == [], name
        page = Page(path.read_text(encoding="utf-8"))
        assert {tag for tag, _ in page.found} & {"script", "iframe", "object", "embed", "link", "base"} == set()
        some = [attributes["id"] for _, attributes in page.found if "id" in attributes]
        assert len(some) == len(set(some)), name
        ids[path.resolve()] = set(some)
    for path in pages.values():
        for tag, attributes in Page(path.read_text(encoding="utf-8")).found:
            if tag == "a":
                address, _, target = attributes.get("href", attributes.get("xlink:href")).partition("#")
                to = (path.parent / address).resolve() if address else path.resolve()
                assert to.is_file(), (path.name, address)
                assert not target or target in ids[to], (path.name, target)


def test_solved_pages_have_each_question_and_its_solution_folded(built):
    for lesson in COURSE:
        html = (built / "solution" / f"{lesson.name}.html").read_text(encoding="utf-8")
        exercises = cells(lesson, "exercise")
        assert html.count('<details class="lk-solution">') == len(exercises)
        assert "not yet" not in Page(re.sub(r"<fieldset.*?</fieldset>", "", html, flags=re.DOTALL)).words
        for cell in cells(lesson, "instructor"):
            assert cell.source.splitlines()[0].split("**")[-1].strip()[:60] not in html or not cell.source.strip()


def test_slides_show_neither_hint_nor_solution_nor_note(built):
    for lesson in COURSE:
        html = (built / "slides" / f"{lesson.name}.html").read_text(encoding="utf-8")
        assert "Hint" not in html and "lk.teach" not in html and "Expected wrong" not in html
        sections = [cell for cell in lessons.learners(lesson).cells if cell.source.startswith(("# ", "## "))]
        assert html.count('class="lk-slide"') >= len(sections)


def test_printed_articles_hold_every_sentence_with_its_number(built):
    for article in {lesson.article().folder.name: lesson.article() for lesson in COURSE}.values():
        html = (built / f"article-{article.folder.name}.html").read_text(encoding="utf-8")
        said = " ".join(" ".join(Page(html).words).split())
        at = 0
        for number, text in article.sentences["text"].items():
            found = said.find(f"{number} {' '.join(text.split())}", at)
            assert found >= at, number
            at = found


def test_teacher_page_has_notes_plans_and_blind_spots(built):
    said = " ".join(" ".join(Page((built / "teacher.html").read_text(encoding="utf-8")).words).split())
    for lesson in COURSE:
        assert lesson.called in said
        assert lesson.article().not_said[0] in said
    assert said.count("Expected wrong answers") == sum(
        cell.source.count("Expected wrong answers") for lesson in COURSE for cell in cells(lesson, "instructor")
    )
    assert said.count("Solution.") == sum(len(cells(lesson, "solution")) for lesson in COURSE)
    assert [plan["name"] for plan in lessons.plans() if plan["name"] not in said] == []
    assert "{{" not in said


def test_each_article_has_a_sheet_with_its_title_and_the_allowed_words(built):
    for article in (COURSE[0].article(), COURSE[5].article()):
        said = " ".join(Page((built / f"sheet-{article.folder.name}.html").read_text(encoding="utf-8")).words)
        assert f"Annotation sheet: {article.title}" in said and article.source_line.partition(": ")[2] in said
        assert "killed, wounded, missing, detained" in said and "displaced, evacuated, sheltered" in said


def test_same_notebooks_give_the_same_bytes(tmp_path):
    made = []
    for name in ("one", "two"):
        out = render_lessons(tmp_path / name, notebooks=[COURSE[4].path]).parent
        made.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert made[0] == made[1]


def test_the_report_takes_no_lessons(monkeypatch, tmp_path):
    from libya_kit.report import render as report

    taken = []
    monkeypatch.setattr(report, "run", lambda sources, *_: taken.extend(sources) or [])
    with pytest.raises(ValueError):
        render_report(out=tmp_path)
    assert taken and not [path for path in taken if "lessons" in path.parts]


# What is refused

ABOUT = {
    **dict.fromkeys(("title", "question", "before", "care"), "?"),
    **{key: ["one"] for key in ("objectives", "key_points")},
    **dict.fromkeys(("teach", "exercise"), 10),
}


def written(folder, name, *sources, **about):
    """Write a notebook of a lesson; return its path."""
    made = [new_markdown_cell("# Lesson"), *(new_code_cell(source) for source in sources), new_markdown_cell("## End")]
    notebook = new_notebook(cells=made, metadata={"lesson": about})
    nbformat.write(notebook, folder / name)
    return folder / name


REFUSED = [
    ("07_a.ipynb", {}, "07_a.ipynb: the metadata give no title of the lesson; add it to lesson, as str"),
    ("07_a.ipynb", ABOUT | {"teach": "20"}, "07_a.ipynb: the metadata give no teach of the lesson; add it to lesson"),
    ("07_a.ipynb", ABOUT | {"teach": True}, "07_a.ipynb: the metadata give no teach of the lesson"),
    ("07_a.ipynb", ABOUT | {"exercise": -5}, "07_a.ipynb: the metadata give no exercise of the lesson"),
    ("07_a.ipynb", ABOUT | {"objectives": [{"a": 1}]}, "07_a.ipynb: the metadata give no objectives of the lesson"),
    ("07_a.ipynb", ABOUT | {"article": 5}, "07_a.ipynb: the article 5 is no name of a folder; name one in data"),
    ("a.ipynb", ABOUT, "a.ipynb: the name has no number; call it like 07_title.ipynb"),
]


@pytest.mark.parametrize(("name", "about", "said"), REFUSED, ids=[said[:45] for *_, said in REFUSED])
def test_what_is_no_lesson_is_refused_in_one_line(tmp_path, name, about, said):
    with pytest.raises(ReportError, match=re.escape(said)):
        lessons.read_lessons([written(tmp_path, name, **about)])


def raw(cells, lesson=ABOUT):
    """Return a notebook's JSON."""
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"lesson": lesson}, "cells": cells})


HEAD, END = ({"cell_type": "markdown", "id": name, "source": f"# {name}", "metadata": {}} for name in ("head", "end"))
ODD = {
    raw([]): "07_a.ipynb: it does not begin with a heading and end with the key points; add these cells",
    raw([{**HEAD, "source": "plain"}, END]): "it does not begin with a heading",
    raw([HEAD, END], ["x"]): "the metadata give no title",
    raw([HEAD, {**END, "metadata": {"tags": ["Solution"]}}]): "cell 2 has the unknown tag 'Solution'; use 'solution'",
    raw([{**HEAD, "source": [1]}, END]): "07_a.ipynb: not a notebook",
    raw(None): "07_a.ipynb: not a notebook",
    "[" * 200_000: "07_a.ipynb: not a notebook",
    raw([HEAD, {**END, "source": "![x](attachment:a.png)"}]): "missing attachment: a.png; attach the image",
}


@pytest.mark.parametrize(("content", "said"), ODD.items(), ids=ODD.values())
def test_an_odd_notebook_is_refused_in_one_line(tmp_path, content, said):
    (tmp_path / "07_a.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(ReportError, match=re.escape(said)) as caught:
        render_lessons(tmp_path / "out", notebooks=[tmp_path / "07_a.ipynb"])
    assert "\n" not in str(caught.value)


def test_two_lessons_of_one_name_are_refused(tmp_path):
    (tmp_path / "other").mkdir()
    paths = [written(folder, "07_a.ipynb", **ABOUT) for folder in (tmp_path, tmp_path / "other")]
    with pytest.raises(ReportError, match=r"07_a\.ipynb: two lessons have this name; give one another name"):
        lessons.read_lessons(paths)


def test_learners_get_no_output_and_no_checkpoint_of_a_solution(tmp_path, monkeypatch):
    path = written(tmp_path, "07_a.ipynb", "answer = ...", **ABOUT)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = [new_output("stream", text="SECRET")]
    notebook.cells[1].execution_count = 3
    nbformat.write(notebook, path)
    [lesson] = lessons.read_lessons([path])
    assert "SECRET" in nbformat.writes(lesson.notebook) and "SECRET" not in nbformat.writes(lessons.learners(lesson))
    monkeypatch.setattr(lessons, "home", lambda: tmp_path)
    for name in ("page.html", ".DS_Store", ".ipynb_checkpoints/page-checkpoint.html", "__pycache__/page.pyc"):
        (tmp_path / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "files" / name).write_bytes(b"\xff" if name != "page.html" else b"words")
    assert lessons.companions() == {"files/page.html": "words"}


def test_what_a_lesson_says_of_itself_is_text_on_every_page(tmp_path):
    attack = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    about = {**ABOUT, "title": attack, "question": attack, "objectives": [attack]}
    pages = render_lessons(tmp_path / "out", notebooks=[written(tmp_path, "07_a.ipynb", **about)]).parent.rglob(
        "*.html"
    )
    for path in pages:
        if "files" not in path.parts:
            assert {"script", "img"}.isdisjoint({tag for tag, _ in Page(path.read_text(encoding="utf-8")).found}), path


def test_an_image_attached_to_a_cell_is_shown(tmp_path):
    path = written(tmp_path, "07_a.ipynb", **ABOUT)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "\n\n![a dot](attachment:dot.png)"
    notebook.cells[0].attachments = {"dot.png": {"image/png": "AAAA"}}
    nbformat.write(notebook, path)
    out = render_lessons(tmp_path / "out", notebooks=[path]).parent
    assert 'src="data:image/png;base64,AAAA"' in (out / "solution" / "07_a.html").read_text(encoding="utf-8")


def test_no_lessons_at_all_are_refused():
    with pytest.raises(ReportError, match="no lessons are given"):
        lessons.read_lessons([])


def test_no_lesson_is_written_over_itself(tmp_path):
    (tmp_path / "learner").mkdir()
    path = written(tmp_path / "learner", "07_a.ipynb", "1", **ABOUT)
    before = path.read_bytes()
    with pytest.raises(ReportError, match="would be written over the notebook that it is made from"):
        render_lessons(tmp_path, notebooks=[path])
    assert path.read_bytes() == before


def test_a_failing_solution_leaves_what_was_there(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "page.html").write_text("old")
    with pytest.raises(ReportError, match=r"^07_a\.ipynb: cell 2: ZeroDivisionError: division by zero"):
        render_lessons(out, notebooks=[written(tmp_path, "07_a.ipynb", "1 / 0", **ABOUT)])
    assert {path.name: path.read_text() for path in out.iterdir()} == {"page.html": "old"}


def test_a_target_that_cannot_be_written_is_found_before_the_solutions_run(tmp_path):
    lesson = written(tmp_path, "07_a.ipynb", f"open({str(tmp_path / 'ran')!r}, 'w').close()", **ABOUT)
    (tmp_path / "out" / "slides" / "07_a.html").mkdir(parents=True)
    with pytest.raises(ReportError, match=r"slides/07_a\.html: cannot be written \(a folder stands there\); name ano"):
        render_lessons(tmp_path / "out", notebooks=[lesson])
    assert not (tmp_path / "ran").exists()


def test_a_learners_work_is_never_replaced(tmp_path):
    lesson = written(tmp_path, "07_a.ipynb", "1", **ABOUT)
    out = render_lessons(tmp_path / "out", notebooks=[lesson]).parent
    written(tmp_path, "07_a.ipynb", "2", **ABOUT)
    render_lessons(out, notebooks=[lesson])
    for name in ("learner/07_a.ipynb", "learner/files/my_marks.csv", "instructor/07_a.ipynb", "index.html"):
        as_written = (out / name).read_bytes()
        (out / name).write_text("mine")
        before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
        with pytest.raises(ReportError, match=rf"{name}: the file is there, and not as it was written; it may be som"):
            render_lessons(out, notebooks=[lesson])
        assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
        (out / name).write_bytes(as_written)
    (out / "written.sha256").write_bytes(b"\xff\x00 not a list")
    with pytest.raises(ReportError, match="not as it was written"):
        render_lessons(out, notebooks=[lesson])


def test_the_command_says_where_the_index_is(tmp_path, monkeypatch, capsys):
    from libya_kit.teach import course

    monkeypatch.setattr(course, "render_lessons", lambda out, **_: tmp_path / out / "index.html")
    assert main(["teach", "--out", "here"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'here' / 'index.html'}\n"


def test_plans_are_json_a_person_can_edit():
    assert json.loads(lessons.shipped_text("plans.json")) == lessons.plans()


@EACH
def test_what_a_learner_wrote_comes_back_at_the_end(lesson):
    last = [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"][-1]
    wrote = re.fullmatch(r'print\("You wrote:", (\w+)\)', last)
    assert wrote and any(cell.source.count(f'{wrote[1]} = "..."') for cell in lesson.notebook.cells)
