import ast
import re
from pathlib import Path

import pytest

import libya_kit

PACKAGE = Path(libya_kit.__file__).parent
ORDER = """
errors text.number_words text.numerals text.numbers schema files access markup style vector layout annotations glance quotes overlaps folder set_folder joining
article article_set locating changing authoring table_files starting
rereading.difference rereading.carrying rereading.reanchor rereading.annotators rereading.comparing
rereading.adjudicate
sheets.cells sheets.form sheets.workbook sheets.filled sheets.sheet
wording exhibit evidence rereading.agreement
reckoning tolls lanes timeline casualties
stance_views stance_charts stances
rates displacement_chart displacement
teach.answers teach.expressions teach.quiz teach.choosing teach.checks
exchange.offsets exchange.tool_files exchange.marks exchange.standoff exchange.brat exchange.label_studio
exchange.w3c_pages exchange.spans exchange.doccano exchange.inception
explorer briefing report teach.lessons teach.handouts teach.course doctor cli __main__
""".split()
TOPICS = (
    "reckoning tolls lanes timeline casualties".split(),
    "stance_views stance_charts stances".split(),
    "rates displacement_chart displacement".split(),
)


def imported(path):
    """Return the modules of the package that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "libya_kit":
            inner = node.module.split(".")[1:]
            if PACKAGE.joinpath(*inner).is_dir():
                names = [".".join((*inner, alias.name)) for alias in node.names]
                yield from (name for name in names if (PACKAGE / f"{name.replace('.', '/')}.py").exists())
            else:
                yield ".".join(inner)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_those_before_it(path):
    if path.stem == "__init__":
        return
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    assert set(imported(path)) <= set(ORDER[: ORDER.index(name)])


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic[-1])
def test_the_topics_do_not_know_each_other(topic):
    others = {name for other in TOPICS if other is not topic for name in other}
    known = {name for one in topic for name in imported(PACKAGE / f"{one}.py")}
    assert not known & others


def test_nothing_in_the_package_knows_the_article():
    known = re.compile(r"\b(Libya(?!n Red Crescent)|Tripoli|Haftar|LNA|GNA|UNSMIL|Pompeo)\b")
    for path in PACKAGE.rglob("*.py"):
        code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not known.search(code), path.name


DOORS = {
    "briefing._to_pages": "the address of a link in HTML that the door made",
    "exhibit.live": "links in a picture that the door made",
    "course._question": "the ids of a question that the door made",
    "handouts._shown": "links taken out of what a page shows",
    "report.cell_html": "code, coloured by pygments, which escapes it",
    "report._own": "what a notebook makes: the notebook is code, and taken as it is",
}
"""Where HTML comes from other than the door (`markup`), and why that is safe."""


def test_text_becomes_html_by_one_door():
    found = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup" and path.stem != "markup":
                    constant = all(isinstance(argument, ast.Constant) for argument in node.args)
                    found |= set() if constant else {f"{path.stem}.{function.name}"}
    assert found <= set(DOORS)
