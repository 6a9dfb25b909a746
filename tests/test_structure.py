import ast
import re
from pathlib import Path

import pytest

import libya_kit

PACKAGE = Path(libya_kit.__file__).parent
ROOMS = (
    {"errors", "exports"},
    {"files"},
    {"text"},
    {"article"},
    {"display", "editing"},
    {"counts"},
    {"casualties", "stances", "displacement"},
    {"checking", "agreement", "formats"},
    {"annotating"},
    {"report"},
    {"corpus"},
    {"teach"},
    {"cli"},
    {"__main__", "__init__"},
)
"""The rooms from the lowest floor up; those of one floor do not know each other."""
FLOORS = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}


def imported(path):
    """Yield the rooms that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "libya_kit":
            inner = node.module.split(".")[1:]
            if inner:
                yield inner[0]
            else:
                yield from (alias.name for alias in node.names if alias.name in FLOORS)


def room_of(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_the_floors_below(path):
    room = room_of(path)
    for other in set(imported(path)) - {room}:
        assert FLOORS[other] < FLOORS[room], f"{room} imports {other}"


def test_nothing_in_the_package_knows_the_article():
    known = re.compile(r"\b(Libya(?!n Red Crescent)|Tripoli|Haftar|LNA|GNA|UNSMIL|Pompeo)\b")
    for path in PACKAGE.rglob("*.py"):
        code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not known.search(code), path.name


DOORS = {
    "evidence.without_names": "ids taken out of HTML that the door made",
    "notebook.live": "HTML that the door made, with images and attributes added",
    "index._to_pages": "the address of a link in HTML that the door made",
    "exhibit.live": "links in a picture that the door made",
    "course._question": "the ids of a question that the door made",
    "handouts._shown": "links taken out of what a page shows",
    "cells.code_html": "code, coloured by pygments, which escapes it",
    "cells._own": "what a notebook makes: the notebook is code, and taken as it is",
}
"""Where HTML comes from other than the door (`text.html`), and why that is safe."""


def test_text_becomes_html_by_one_door():
    found = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup" and path.stem != "html":
                    constant = all(isinstance(argument, ast.Constant) for argument in node.args)
                    found |= set() if constant else {f"{path.stem}.{function.name}"}
    assert found <= set(DOORS)
