import ast
import re
from pathlib import Path

import pytest

import libya_kit

PACKAGE = Path(libya_kit.__file__).parent
ORDER = """
errors schema files markup style layout annotations quotes folder article wording exhibit evidence
reckoning tolls lanes timeline casualties
stance_views stance_charts stances
rates displacement_chart displacement
explorer briefing report lessons handouts course doctor cli __main__
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
            yield from inner or [alias.name for alias in node.names if (PACKAGE / f"{alias.name}.py").exists()]


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_a_module_imports_only_from_those_before_it(path):
    if path.stem == "__init__":
        return
    assert set(imported(path)) <= set(ORDER[: ORDER.index(path.stem)])


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
    "handouts._picture": "links taken out of a picture that the door made",
    "report._cell": "code, coloured by pygments, which escapes it",
    "report._output": "what a notebook makes: the notebook is code, and taken as it is",
    "report.prose": "a notebook's Markdown, rendered by nbconvert",
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
