"""The way that the documents describe, gone word by word."""

import re
import shlex
from pathlib import Path

import pytest
from folders import claim, quoted, write_folder

from libya_kit.article import schema
from libya_kit.article.annotation import Annotation
from libya_kit.article.model import load_article
from libya_kit.checking.problems import check
from libya_kit.cli.main import main
from libya_kit.formats.spreadsheet.cells import from_cell

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def test_the_way_to_an_own_article_leads_to_its_pages(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for kind, block in BLOCK.findall((DOCS / "annotate-your-own.md").read_text(encoding="utf-8")):
        match kind:
            case "text":
                (tmp_path / "storm.txt").write_text(block, encoding="utf-8")
            case "python":
                exec(block, {})
            case _:
                for line in block.splitlines():
                    assert main(shlex.split(line)[1:]) == 0, line
    assert load_article("vell").casualties["value"].tolist() == [4, 11]
    assert "at least 4" in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert "0 problems, 0 warnings" in capsys.readouterr().out


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_each_link_of_a_document_leads_to_a_file(path):
    for target in re.findall(r"\]\(([^):]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).is_file(), target


WAY = re.compile(r"### (?P<title>.+)\n\n> (?P<text>.+)\n\n\| quote .*\n.*\n(?P<rows>(?:\|.*\n)+)")
WAYS = {way["title"]: way for way in WAY.finditer((DOCS / "annotate-your-own.md").read_text(encoding="utf-8"))}
EVENT = {"event": "blast", "title": "Blast", "status": "happened", "date_precision": "open", "source": "wire"}
KINDS = {"wire": "media", "workers": "unnamed"}


def claims_of(way, text):
    """Yield the claims of a worked way: its table's rows read as a sheet reads them."""
    for row in way["rows"].splitlines():
        quote, name, cells = (cell.strip() for cell in row.strip("|").split("|"))
        given = dict(entry.split(" = ") for entry in cells.split("; "))
        table = schema.DISPLACEMENT if "unit" in given else schema.CASUALTIES
        body = {"population": "unspecified"} | {
            key: from_cell(table.stored[key], value) for key, value in given.items()
        }
        yield Annotation(name, table, body, (quoted(text, quote),))
    if "event = blast" in way["rows"]:
        yield claim(text, "blast-1", "Event", "A blast hit Orsha on Tuesday", **EVENT)


def rows_of(claims):
    """Return the rows of the tables that the claims name."""
    bodies = [one.body for one in claims]
    actors = {body["source"] for body in bodies} | {actor for body in bodies for actor in body.get("via", ())}
    kept = {body["tally"]: body for body in bodies if "tally" in body}
    tallies = [
        {"tally": name, "title": name, "source": body["source"], "measure": body["measure"], "counts": "everyone"}
        for name, body in kept.items()
    ]
    pair = {"tally": "hospital_killed", "other": "police_killed", "relation": "same", "basis": "one blast"}
    return {
        "actors": [{"actor_id": name, "name": name, "kind": KINDS.get(name, "group")} for name in sorted(actors)],
        "places": [],
        "tallies": tallies,
        "tally_pairs": [pair] if "police_killed" in kept else [],
    }


@pytest.mark.parametrize("title", WAYS)
def test_each_worked_way_is_sound(tmp_path, title):
    text = f"A worked way\n\n{WAYS[title]['text']}\n"
    claims = list(claims_of(WAYS[title], text))
    about = {"published_on": "2033-02-07", "publisher": "Vell Courier", "focus": None}
    folder = write_folder(tmp_path / "way", text, claims, rows=rows_of(claims), **about)
    assert check(folder)[0] == []
    assert len(load_article(folder).annotations) == len(claims)


def test_there_is_a_worked_way_for_each_kind():
    assert list(WAYS) == [
        "Including nine children",
        "Zero, and no word",
        "A denial",
        "A relay",
        "A correction at the foot",
        "A toll lowered twice",
        "A rate",
        "A share",
        "Households and people",
        "Two sources on one blast",
    ]
