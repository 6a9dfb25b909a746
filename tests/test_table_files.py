import csv
import io
import json
import re
from datetime import date

import openpyxl
import pandas as pd
import pytest
from folders import ROWS, TEXT, collision, write_folder
from hypothesis import example, given
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from reports import write_set

from libya_kit.article import schema
from libya_kit.article.csv_files import FORMULA
from libya_kit.article.folder import OWN
from libya_kit.article.model import load_article
from libya_kit.cli.main import main
from libya_kit.errors import ArgumentError, ReportError
from libya_kit.formats import tables as table_files
from libya_kit.formats.spreadsheet.cells import unguarded
from libya_kit.formats.tables import FORMATS, Tables, write_tables

NOTHING = {"csv", "xlsx", "markdown", "json"}
"""The formats that need no library of their own."""


def one_column(*texts):
    """Return tables with one, of tallies, whose titles are these texts."""
    rows = [
        {"tally": f"t{n}", "title": text, "source": "s", "measure": "killed", "counts": "c"}
        for n, text in enumerate(texts)
    ]
    return Tables("One", "one", {"tallies": (schema.TALLIES, schema.TALLIES.frame(rows).reset_index())})


def cells(content, sheet):
    """Return the cells of a workbook's sheet, a list a row."""
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows()]


def titles(content):
    """Return the titles that a workbook of `one_column` holds."""
    return [row[1] for row in cells(content, "tallies")[1:]]


@pytest.mark.parametrize("form", sorted(NOTHING))
def test_each_format_is_written_by_the_command_twice_alike(form, tmp_path, capsys):
    runs = []
    for _ in range(2):
        assert main(["tables", "--format", form, "--out", str(tmp_path / form)]) == 0
        runs.append({path.name: path.read_bytes() for path in (tmp_path / form).iterdir()})
    assert runs[0] == runs[1]
    assert len(runs[0]) == {"xlsx": 1, "csv": len(schema.TABLES) + 1}.get(form, len(schema.TABLES))
    assert capsys.readouterr().out.endswith(f": {tmp_path / form}\n")


@pytest.mark.parametrize("form", sorted(NOTHING))
def test_a_set_s_tables_begin_with_the_article(form, tmp_path, capsys):
    assert main(["tables", str(write_set(tmp_path / "set")), "--to", form, "--out", str(tmp_path / "out")]) == 0
    out = tmp_path / "out"
    match form:
        case "csv":
            frame = pd.read_csv(out / "casualties.csv", dtype=str)
            assert (out / "tally_links.csv").exists()
        case "json":
            frame = pd.DataFrame(json.loads((out / "casualties.json").read_text(encoding="utf-8")))
        case "xlsx":
            head, *rows = cells((out / "set.xlsx").read_bytes(), "casualties")
            frame = pd.DataFrame(rows, columns=head)
        case "markdown":
            head, _, *rows = (out / "casualties.md").read_text(encoding="utf-8").split("\n\n")[2].splitlines()
            frame = pd.DataFrame([row.split(" | ") for row in rows], columns=head.strip("| ").split(" | "))
            frame["article_id"] = frame["article_id"].str.lstrip("| ")
    assert list(frame.columns[:2]) == ["article_id", "claim_id"]
    assert list(frame["article_id"]) == ["gazette"] + ["herald"] * 3 + ["post"] * 3


def test_the_descriptor_of_a_set_is_valid(tmp_path, capsys):
    from frictionless import Package

    write_tables(write_set(tmp_path / "set"), tmp_path / "out")
    report = Package(str(tmp_path / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


def test_json_has_null_for_na_iso_days_lists_and_mappings(tmp_path):
    write_tables(None, tmp_path, "json")
    claims = {one["claim_id"]: one for one in json.loads((tmp_path / "casualties.json").read_text(encoding="utf-8"))}
    article = load_article()
    assert claims["c-killed-25"]["high"] is None and claims["c-killed-25"]["value"] == 25
    assert claims["c-killed-25"]["reported_on"] == "2019-04-08" and claims["c-killed-25"]["ambiguous"] is False
    assert claims["c-wounded-80"]["otherwise"] == article.casualties.at["c-wounded-80", "otherwise"]
    actors = json.loads((tmp_path / "actors.json").read_text(encoding="utf-8"))
    assert [one["aliases"] for one in actors] == [
        None if not isinstance(some, tuple) else list(some) for some in article.actors["aliases"]
    ]
    assert "NaN" not in (tmp_path / "casualties.json").read_text(encoding="utf-8")


def test_a_workbook_has_numbers_days_flags_and_every_column_s_meaning(tmp_path):
    (path,) = write_tables(None, tmp_path, "xlsx")
    head, *rows = cells(path.read_bytes(), "casualties")
    claims = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert claims["c-killed-25"]["value"] == 25 and claims["c-killed-25"]["high"] is None
    assert claims["c-killed-25"]["reported_on"].date() == date(2019, 4, 8)
    assert claims["c-wounded-80"]["ambiguous"] is True
    means = cells(path.read_bytes(), "columns")[1:]
    assert len(means) == sum(len(table.all_columns) for table in schema.TABLES.values())
    assert all(meaning for *_, meaning in means)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "=cmd|' /C calc'!A0", "'=1", "＝1", "12", "TRUE"])
def test_in_a_workbook_text_stays_the_text_that_it_is(text):
    (content,) = FORMATS["xlsx"](one_column(text)).values()
    cell = openpyxl.load_workbook(io.BytesIO(content))["tallies"]["B2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (FORMULA.match(text) is not None)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), max_size=4))
def test_any_text_comes_back_from_a_workbook_and_from_json(texts):
    assert titles(FORMATS["xlsx"](one_column(*texts))["one.xlsx"]) == texts
    rows = json.loads(FORMATS["json"](one_column(*texts))["tallies.json"])
    assert [row["title"] for row in rows] == texts


@given(st.lists(st.text(st.sampled_from("a=+'\"\r\n\t,; "), min_size=1), min_size=1, max_size=4))
@example(["=1", "'=1", "a\r=1", "\r\n"])
def test_any_text_comes_back_from_csv_and_no_line_begins_a_formula(texts):
    content = FORMATS["csv"](one_column(*texts))["tallies.csv"].decode("utf-8")
    _, *rows = csv.reader(io.StringIO(content, newline=""), strict=True)
    assert [unguarded(row[1]) for row in rows] == texts
    assert not any(FORMULA.match(cell) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a\x0cb", "tallies, row 2, title: the character U+000C cannot stand in a workbook; write another format"),
        ("a\ufffeb", "tallies, row 2, title: the character U+FFFE cannot stand in a workbook; write another format"),
        ("a" * 40_000, "tallies, row 2, title: 40,000 characters are more than a cell of a workbook holds (32,767)"),
    ],
)
def test_what_a_workbook_cannot_hold_is_one_line(text, what):
    with pytest.raises(ReportError) as refused:
        FORMATS["xlsx"](one_column(text))
    assert str(refused.value).startswith(what)


def test_more_rows_than_a_sheet_holds_are_one_line(monkeypatch):
    monkeypatch.setattr(table_files, "MOST_ROWS", 5)
    assert titles(FORMATS["xlsx"](one_column(*"abcde"))["one.xlsx"]) == list("abcde")
    with pytest.raises(ReportError, match=r"^tallies: 6 rows are more than a sheet of a workbook holds \(5\); write"):
        FORMATS["xlsx"](one_column(*"abcdef"))


def test_a_form_feed_in_the_text_is_refused_by_the_workbook_and_kept_by_json(tmp_path, capsys):
    text = TEXT.replace("The harbour board", "The harbour\x0cboard")
    folder = write_folder(tmp_path / "feed", text, collision()[:1])
    assert main(["tables", str(folder), "--to", "xlsx", "--out", str(tmp_path / "x")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("libya-kit: sentences, row ") and said.count("\n") == 1 and not (tmp_path / "x").exists()
    assert main(["tables", str(folder), "--to", "json", "--out", str(tmp_path / "j")]) == 0


def test_days_and_counts_that_a_workbook_would_change_are_text():
    claims = schema.CASUALTIES.frame(
        [
            {"claim_id": "a", "measure": "killed", "value": 2**53, "reported_on": "1812-06-24"},
            {"claim_id": "b", "measure": "killed", "value": 7, "reported_on": "1900-03-01"},
        ]
    )
    given_ = Tables("One", "one", {"casualties": (schema.CASUALTIES, claims.reset_index())})
    head, *rows = cells(FORMATS["xlsx"](given_)["one.xlsx"], "casualties")
    found = [{key: row[head.index(key)] for key in ("value", "reported_on")} for row in rows]
    assert found[0] == {"value": str(2**53), "reported_on": "1812-06-24"}
    assert found[1]["value"] == 7 and found[1]["reported_on"].date() == date(1900, 3, 1)


HOSTILE = (
    "a | b",
    "*bold* _it_ `code`",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](y.png)",
    "line\nbreak\r\nand\ttab",
    "\\| \\",
    "&lt;b&gt;",
    "~~gone~~ $x_{1}$",
    "| --- |",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_in_markdown_a_cell_shows_as_the_text_that_it_is(text):
    content = FORMATS["markdown"](one_column(text, "next"))["tallies.md"].decode("utf-8")
    html = MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(content)
    row = re.findall(r"<tr>(.*?)</tr>", html, re.S)[1]
    found = re.findall(r"<td>(.*?)</td>", row, re.S)
    assert len(found) == len(schema.TALLIES.all_columns)
    assert not re.search("<(?!/?(?:td|tr))", found[1])
    from html import unescape

    assert unescape(found[1]).split() == text.split()


def test_parquet_without_its_library_is_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(table_files, "find_spec", lambda name: None)
    assert main(["tables", "--to", "parquet", "--out", str(tmp_path / "out")]) == 1
    line = "libya-kit: Parquet needs pyarrow, which is not installed; pip install 'libya-kit[parquet]'\n"
    assert capsys.readouterr().err == line and not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", sorted(NOTHING))
def test_no_claims_at_all(form, tmp_path):
    empty = write_folder(tmp_path / "empty", "Calm\n\nNothing.\n", [], rows={name: [] for name in ROWS})
    assert all(path.stat().st_size for path in write_tables(empty, tmp_path / "out", form))


@pytest.mark.parametrize("left", OWN)
def test_no_table_takes_the_place_of_one_in_an_article_s_folder(tmp_path, left):
    folder = write_folder(tmp_path / "half")
    for name in OWN:
        if name != left:
            (folder / name).unlink()
    before = (folder / "actors.csv").read_bytes()
    with pytest.raises(ReportError, match="half: an article's own folder; name another folder by --out"):
        write_tables(None, folder)
    assert (folder / "actors.csv").read_bytes() == before


def test_a_format_that_is_not_known_and_a_folder_of_articles_as_target(tmp_path):
    with pytest.raises(ArgumentError, match="form='html' is not known; use one of 'csv'"):
        write_tables(None, tmp_path / "out", "html")
    folder = write_set(tmp_path / "set")
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(ReportError, match="a folder of articles; name another folder by --out"):
        write_tables(folder, folder)
    assert sorted(path.name for path in folder.iterdir()) == before
