"""The article as a spreadsheet: nothing is lost on the way, and what people fill in is taken or answered."""

import csv
import io
import json
import re
import shutil
import zipfile
from datetime import datetime
from itertools import count
from pathlib import Path

import openpyxl
import pytest
from folders import TEXT, claim, collision, write_folder
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import within

from libya_kit.article import folder
from libya_kit.article.model import BUNDLED, load_article, shipped
from libya_kit.article.schema import CASUALTY_MEASURES, CLAIM_TABLES
from libya_kit.cli import main as cli
from libya_kit.editing.changes import apply, save_annotations, told
from libya_kit.editing.new_folder import new_folder
from libya_kit.editing.three_way import AWAY, SINCE, Choices
from libya_kit.errors import ArticleError
from libya_kit.formats.spreadsheet import sheet
from libya_kit.formats.spreadsheet.form import TABLES
from libya_kit.text.html import unshowable

ARTICLE = shipped("data") / BUNDLED
CARRIED = [name for name in folder.FILES if name not in ("article.txt", "article.json")]


@pytest.fixture
def there(tmp_path):
    """Return the folder of the invented article."""
    return write_folder(tmp_path / "art")


def book_of(folder, path):
    """Return the workbook of an article, open for changes."""
    sheet.write(folder, path)
    return openpyxl.load_workbook(path)


def imported(folder, book, path):
    """Save the workbook and return the report of its import, with what is refused in lines."""
    book.save(path)
    given = apply(folder, sheet.read(folder, path))
    return given, [f"{one.where}: {one.what}" for one in given.refused.itertuples()]


def put(page, row, name, value):
    """Put a value into a row of a sheet, by the name of its column."""
    names = [cell.value for cell in page[1]]
    page.cell(row, names.index(name) + 1).value = value
    return page.cell(row, names.index(name) + 1)


@pytest.mark.parametrize("out", ["book.xlsx", "tables"])
def test_the_bundled_article_comes_back_byte_for_byte(tmp_path, out):
    said = sheet.write(ARTICLE, tmp_path / out)
    assert len(said) == 1, "nothing would come back otherwise"
    there = tmp_path / "new" / BUNDLED
    title = json.loads((ARTICLE / "article.json").read_bytes())["title"]
    new_folder(there, ARTICLE / "article.txt", title=title, publisher="To come", published_on="2000-01-01")
    assert "publisher: in the folder To come, in the file" in str(
        sheet.read(there, tmp_path / out).refused["what"].tolist()
    )
    given = apply(there, sheet.read(there, tmp_path / out, choices=Choices.of(["file"])))
    assert given.refused.empty
    for name in CARRIED:
        assert (there / name).read_bytes() == (ARTICLE / name).read_bytes(), name
    about, expected = (json.loads((one / "article.json").read_bytes()) for one in (there, ARTICLE))
    assert {**about, "body_end": None} == {**expected, "body_end": None}
    assert list(about) == list(expected)


@pytest.mark.parametrize("out", ["book.xlsx", "tables"])
def test_what_is_unchanged_changes_no_byte(there, tmp_path, out):
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    sheet.write(there, tmp_path / out)
    given = apply(there, sheet.read(there, tmp_path / out))
    assert set(given.report["outcome"]) == {"unchanged"}
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=12)
words = words.map(str.strip).filter(lambda text: text and not unshowable(text))
tricky = st.sampled_from(["=1+1", "@x", "#N/A", "'=1", "-3", "25.0", "TRUE", "2019-04-08", "a;b", 'a "b"', "_x", "…"])


@settings(max_examples=settings.default.max_examples // 2)
@given(
    note=words | tricky,
    name=words | tricky,
    place=st.none() | words,
    aliases=st.lists((words | tricky).filter(lambda text: ";" not in text), max_size=3),
    spans=st.lists(st.tuples(st.integers(13, len(TEXT) - 2), st.integers(1, 9)), min_size=1, max_size=5),
    out=st.sampled_from(["b.xlsx", "b"]),
)
def test_any_article_comes_back(tmp_path_factory, note, name, place, aliases, spans, out):
    """Any words of the text, marked in any number of parts, and any text in the cells."""
    home = tmp_path_factory.mktemp("any")
    parts, reached = [], 0
    for start, length in sorted(spans):
        if words_there := TEXT[start : start + length].strip():
            start = TEXT.index(words_there, start)
            if start >= reached:
                reached = start + len(words_there)
                parts.append((start, reached))
    from libya_kit.article.annotation import Annotation
    from libya_kit.article.w3c import BODIES
    from libya_kit.text.quotes import part

    body = {"actor": "one", "source": "one", "note": note}
    marked = tuple(part(TEXT, *span) for span in parts)
    items = [Annotation("m-1", BODIES["Mention"], body, marked)] if marked else []
    rows = {
        "actors": [{"actor_id": "one", "name": name, "kind": "group"}],
        "places": [],
        "tallies": [],
        "tally_pairs": [],
    }
    rows["actors"][0] |= {"aliases": ";".join(aliases)} if aliases else {}
    there = write_folder(home / "art", claims=items, rows=rows, rights=place)
    if folder.read(there)[1]:
        return  # an empty alias, say: no folder that the kit takes
    assert len(said := sheet.write(there, home / out)) == 1, said
    assert set(sheet.read(there, home / out).report["outcome"]) <= {"unchanged"}


def test_the_workbook_helps(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    assert book.sheetnames == [*TABLES, "sentences", "exported"]
    page = book["casualties"]
    assert [cell.value for cell in page[1]][:4] == ["claim_id", "quote", "which", "measure"]
    assert "start" not in [cell.value for cell in page[1]]
    assert page["D2"].value == f"needed: what happened to the people counted (one of: {', '.join(CASUALTY_MEASURES)})"
    assert page.freeze_panes == "C3"
    choices = {one.promptTitle: one.formula1 for one in page.data_validations.dataValidation}
    assert choices["measure"] == f'"{",".join(CASUALTY_MEASURES)}"'
    assert choices["ambiguous"] == '"yes,no"'
    assert choices["source"] == "actors!$A$3:$A$2000"
    assert choices["corrects"] == "casualties!$A$3:$A$2000"
    events = {one.promptTitle: one.formula1 for one in book["stances"].data_validations.dataValidation}
    named = [cell.value for cell in book["events"][1]]
    assert named[ord(events["event"][8]) - ord("A")] == "event"
    day = put(page, 3, "reported_on", datetime(2031, 5, 20))
    assert (day.number_format, page["A3"].number_format) == ("yyyy-mm-dd", "@")
    assert [row[1].value for row in book["sentences"].iter_rows(min_row=3)][-1] == "The harbour board called for calm."


@pytest.mark.parametrize("table", CLAIM_TABLES, ids=lambda table: table.name)
def test_every_vocabulary_fits_its_drop_down(table):
    for column in table.columns:
        assert len(",".join(column.words)) <= 253, "Excel takes 255 characters; write the words into a sheet"


def test_the_place_of_a_quote_is_told_only_where_it_is_needed(tmp_path):
    twice = claim(TEXT, "m-1", "Mention", "The harbour board", actor="board", source="gazette")
    title, body = TEXT.index("off Port Amel"), TEXT.index("off Port Amel on")
    from dataclasses import replace

    from libya_kit.text.quotes import part

    items = [
        *collision(),
        replace(twice, parts=(part(TEXT, body, body + 13),)),
        replace(twice, claim_id="m-2", parts=(part(TEXT, title, title + 13),)),
    ]
    there = write_folder(tmp_path / "art", claims=items)
    page = book_of(there, tmp_path / "b.xlsx")["mentions"]
    told_apart = {row[0].value: row[2].value for row in page.iter_rows(min_row=3)}
    assert told_apart == {"name-board": None, "m-1": "1", "m-2": "#1"}


def test_a_row_that_people_fill_in_is_taken(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    page = book["casualties"]
    for name, value in {
        "quote": "injuring  about 40 ", "measure": "wounded", "value": 40.0, "qualifier": "estimated",
        "population": "unspecified ", "source": "clerk", "reported_on": datetime(2031, 5, 20), "created": "2031-06-01",
        "note": "=HYPERLINK(\"x\")", "otherwise": "qualifier = exact", "ambiguous": "Yes",
    }.items():  # fmt: skip
        put(page, 12, name, value).data_type = "s" if name == "note" else put(page, 12, name, value).data_type
    for name, value in {"actor_id": "clerk", "name": "Clerk", "kind": "person", "aliases": "the clerk; clerk"}.items():
        put(book["actors"], 20, name, value)
    page.sheet_state = "hidden"
    book.create_sheet("my notes")["A1"] = "anything"
    given, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == []
    loaded = load_article(there)
    row = loaded.casualties.loc["c-injuring-about-40"]
    assert (row["quote"], row["value"], row["source"]) == ("injuring about 40", 40, "clerk")
    assert (row["note"], row["otherwise"]) == ('=HYPERLINK("x")', {"qualifier": "exact"})
    assert loaded.actors.at["clerk", "aliases"] == ("the clerk", "clerk")
    lines = list(told(given))
    assert "left out: my notes: no table is called 'my notes'" in lines
    again, _ = imported(there, book, tmp_path / "b.xlsx")
    assert set(again.report["outcome"]) == {"unchanged", "left out"}, "a row without a name is named alike each time"


def test_rows_may_go_columns_may_move_and_empty_rows_do_not_matter(there, tmp_path):
    sheet.write(there, tmp_path / "t")
    path = tmp_path / "t" / "casualties.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    names = list(rows[0])[::-1]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=";")
        writer.writeheader()
        file.write(";" * len(names) + "\r\n\r\n")
        writer.writerows(rows[1:])
    given = apply(there, sheet.read(there, path))
    assert given.report.value_counts("outcome").to_dict() == {"unchanged": 5, "removed": 1}
    assert len(load_article(there).casualties) == 2


def test_one_csv_file_may_hold_claims_of_several_tables(there, tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text(
        "Table,Claim ID,quote,measure,value,qualifier,population,source,"
        "speaker,target type,target_label,stance,mode,voice\n"
        "casualties,k-3,3 of its members had died,killed,3,exact,civilian,union,,,,,,\n"
        "stances,s-1,The harbour board called for calm,,,,,gazette,board,proposal,calm,support,statement,attributed\n"
    )
    assert set(apply(there, sheet.read(there, path), dry_run=True).report["outcome"]) == {"taken", "kept", "unchanged"}
    given = apply(there, sheet.read(there, path, choices=Choices(replace=True)))
    assert given.refused.empty
    loaded = load_article(there)
    assert (list(loaded.casualties.index), list(loaded.stances.index)) == (["k-3"], ["s-1"])
    assert len(loaded.events) == 1, "tables that the file does not name stay"


QUIET = {"measure": "killed", "value": 3, "qualifier": "exact", "population": "civilian", "source": "union"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"quote": "4 of its members had died"},
            "casualties row 9: '4 of its members had died' stands nowhere in the text",
        ),
        ({"quote": "off Port Amel"}, "casualties row 9: 'off Port Amel' stands in 2 places; say in the column 'which'"),
        ({"quote": None}, "casualties row 9: the quote is missing; copy the words from the text"),
        ({"measure": "kiled"}, "casualties row 9: measure 'kiled' is not an allowed word; use 'killed'"),
        ({"value": 3.5}, "casualties row 9: value 3.5 is not a whole number"),
        ({"value": "=1+2"}, "casualties row 9: value holds a formula; put its value there"),
        ({"value": "#REF!"}, "casualties row 9: value holds the error #REF!; correct it"),
        ({"value": 4}, "casualties row 9: 4 is not in the quote"),
        ({"population": None}, "casualties row 9: the attribute 'population' is missing; add it"),
        ({"source": "nobody"}, "casualties row 9: source 'nobody' names nothing in actors"),
        ({"reported_on": 43563}, "casualties row 9: reported_on 43563 is a number, not a day"),
        ({"claim_id": "members-3"}, "casualties row 9: the id 'members-3' is given twice"),
        ({"claim_id": "a claim"}, "casualties row 9: the claim_id 'a claim' is no name"),
        ({"otherwise": "qualifer = exact"}, "casualties row 9: otherwise names no column 'qualifer'; use 'qualifier'"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_its_place_and_nothing_is_written(there, tmp_path, changes, said):
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    book = book_of(there, tmp_path / "b.xlsx")
    for name, value in ({"quote": "3 of its members had died"} | QUIET | changes).items():
        put(book["casualties"], 9, name, value)
    _, refused = imported(there, book, tmp_path / "b.xlsx")
    assert any(line.startswith(said) for line in refused), refused
    assert all(line.startswith("casualties row") and "\n" not in line for line in refused)
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


def test_a_quote_that_stands_twice_is_asked_for_with_its_sentences_and_answered(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    for name, value in {"quote": "off Port Amel", "place": "port_amel", "source": "gazette"}.items():
        put(book["mentions"], 9, name, value)
    _, refused = imported(there, book, tmp_path / "b.xlsx")
    assert "1 (in no sentence) Ferry and tug collide [off Port Amel]" in refused[0]
    assert "2 (sentence 1) Two vessels collided [off Port Amel] on Tuesday, killing at least 12" in refused[0]
    for which in (1, "#2", "vessels collided off Port Amel"):
        put(book["mentions"], 9, "which", which)
        _, refused = imported(there, book, tmp_path / "b.xlsx")
        assert refused == []
        assert load_article(there).mentions["sentence"].tolist()[0] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: put(book["events"], 1, "status", "staus"), "events header: unknown column 'staus'; use 'status'"),
        (lambda book: put(book["events"], 1, "status", "title"), "events header: the column 'title' is given twice"),
        (lambda book: setattr(book["events"], "title", "evnts"), "evnts: no table is called 'evnts'; use 'events'"),
        (lambda book: book["events"].merge_cells("D3:D5"), "events: the cells D3:D5 are merged; unmerge them"),
        (lambda book: book["events"].cell(3, 40, "x"), "events row 3: 'x' stands under no column's name"),
        (lambda book: put(book["article"], 3, "key", "titel"), "article row 3: unknown key 'titel'; use 'title'"),
        (lambda book: put(book["article"], 3, "value", None), "article row 3: title is empty; fill it in"),
        (lambda book: put(book["article"], 4, "key", "title"), "article row 4: title is given twice"),
        (
            lambda book: put(book["events"], 1, "note", "=A1"),
            "events header: the name of a column holds a formula",
        ),
        (lambda book: put(book["article"], 3, "key", "=A1"), "article row 3: key holds a formula; put its value there"),
        (
            lambda book: put(book["events"], 2, "quote", "The harbour board"),
            "events row 2: a row of help with something else under 'quote'; move that to a row below",
        ),
        (lambda book: put(book["actors"], 3, "name", None), "actors row 3: name is empty; fill it in"),
        (lambda book: put(book["actors"], 4, "actor_id", "coastguard"), "actors row 4: 'coastguard' is given twice"),
    ],
)
def test_a_sheet_that_is_not_understood_is_answered(there, tmp_path, change, said):
    book = book_of(there, tmp_path / "b.xlsx")
    change(book)
    _, refused = imported(there, book, tmp_path / "b.xlsx")
    assert any(line.startswith(said) for line in refused), refused


def test_columns_that_are_reckoned_anew_are_passed_over(there, tmp_path, capsys):
    """What `libya-kit tables` writes can be taken in, whole."""
    assert cli.main(["tables", str(there), "--out", str(tmp_path / "tables")]) == 0
    given = apply(there, sheet.read(there, tmp_path / "tables"))
    assert "casualties header" in given.report[given.report["outcome"] == "left out"]["where"].tolist()
    assert set(given.report["outcome"]) >= {"unchanged", "left out"}


def archive(**members):
    """Return the bytes of an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


TYPES = {"[Content_Types].xml": "<Types/>"}
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
BROKEN = {
    "old.xls": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "an old .xls, or protected by a password; save it as",
    ),
    "locked.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
    "book.ods": (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "(.ods); save it as .xlsx"),
    "binary.xlsb": (archive(xl__workbook=" ") + b"", "an archive, but no workbook"),
    "text.docx": (archive(**TYPES, word__document="<x/>"), "an archive, but no workbook"),
    "half.xlsx": (archive(**TYPES, xl__workbook="<x/>")[:60], "a damaged archive"),
    "empty.xlsx": (archive(**TYPES, **{"xl/workbook.xml": "<x/>"}), "cannot be read as a workbook"),
    "bomb.xlsx": (archive(**TYPES, **{"xl/workbook.xml": "<x/>", "xl/sheet.xml": BOMB}), "declares entities"),
    "utf16.xlsx": (
        archive(**TYPES, **{"xl/workbook.xml": "<x/>", "xl/sheet.xml": BOMB.encode("utf-16")}),
        "declares entities",
    ),
    "zip.xlsx": (archive(**TYPES, **{"xl/workbook.xml": " " * (33 << 20)}), "unpacks to more than 32 MiB"),
    "named.xlsx": (b"claim_id,quote\n", "no workbook of the kind that its name says"),
    "latin.csv": ("claim_id,quote\nx,caf\xe9\n".encode("latin-1"), "byte 20 is not UTF-8; save it as CSV UTF-8"),
    "utf16.csv": ("claim_id\tquote\n".encode("utf-16"), "is not UTF-8"),
    "open.csv": (b'table,quote\nevents,"open\n', "is not CSV"),
    "long.csv": (b"table\n" + b"events\n" * 20_001, "more than 20000 rows"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_none_is_answered_in_a_line(there, tmp_path, name, capsys):
    raw, said = BROKEN[name]
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(ArticleError, match=re.escape(said)):
        sheet.read(there, tmp_path / name)
    assert cli.main(["import", str(there), str(tmp_path / name), "--from", "sheet"]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert name in err


@pytest.mark.parametrize(("name", "raw"), [("a.csv", b""), ("b.csv", b"\n\n"), ("notes.csv", b"one,two\n1,2\n")])
def test_a_file_without_a_table_is_refused(there, tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    given = apply(there, sheet.read(there, tmp_path / name))
    assert given.refused["what"].str.contains("no sheet of it is a table; they are called").tolist() == [True]


def test_a_sheet_that_reaches_too_far_is_refused(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    book["events"]["A900000"] = "x"
    with pytest.raises(ArticleError, match="sheet 'events' reaches to row 900000"):
        imported(there, book, tmp_path / "b.xlsx")


def test_missing_files_and_empty_folders_are_answered(there, tmp_path):
    (tmp_path / "none").mkdir()
    for name, said in (("none", "holds no .csv file"), ("nothing.xlsx", "the file is missing")):
        with pytest.raises(ArticleError, match=said):
            sheet.read(there, tmp_path / name)


def test_nothing_that_exists_is_written_over(there, tmp_path):
    (tmp_path / "b.xlsx").write_text("my work")
    for out in (tmp_path / "b.xlsx", there):
        with pytest.raises(ArticleError, match="something stands there already"):
            sheet.write(there, out)
    assert (tmp_path / "b.xlsx").read_text() == "my work"


def test_a_cell_that_would_be_cut_is_refused(tmp_path):
    long = claim(TEXT, "m", "Mention", "The harbour board", actor="board", source="gazette", note="x" * 40_000)
    with pytest.raises(ArticleError, match="mentions: m: a cell would hold more than 32767 characters; shorten it"):
        sheet.write(write_folder(tmp_path / "art", claims=[long]), tmp_path / "b.xlsx")


def test_the_command_line(there, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["export", str(there), "--to", "sheet"]) == 0
    assert capsys.readouterr().out == "wrote art.xlsx: 6 claims, 12 sheets\n"
    book = openpyxl.load_workbook("art.xlsx")
    put(book["casualties"], 3, "note", "new")
    book.save("art.xlsx")
    before = (there / "annotations.jsonld").read_bytes()
    assert cli.main(["import", str(there), "art.xlsx", "--from", "sheet", "--dry-run"]) == 0
    assert (there / "annotations.jsonld").read_bytes() == before
    assert "changed: casualties row 3 (killed-12): note: nothing → new" in capsys.readouterr().out
    assert cli.main(["import", str(there), "art.xlsx", "--from", "sheet"]) == 0
    assert load_article(there).casualties.at["killed-12", "note"] == "new"
    assert cli.main(["import", str(there), "art.xlsx", "--from", "sheet", "--mapping", "m.csv"]) == 1
    assert "sheet takes no mapping" in capsys.readouterr().err
    put(book["casualties"], 3, "value", 13)
    book.save("art.xlsx")
    assert cli.main(["import", str(there), "art.xlsx", "--from", "sheet"]) == 1
    assert capsys.readouterr().out.splitlines()[-1].endswith("1 refused: nothing is written")


def test_the_columns_of_a_sheet_have_help_of_their_own():
    from libya_kit.formats.spreadsheet.form import columns, help_of

    for table in CLAIM_TABLES:
        helped = [help_of(column) for column in columns(table).values()]
        assert all(helped)
        assert len(set(helped)) == len(helped), "a help row is known by its words"


@pytest.mark.parametrize(
    "name", ["reported_on", "tally", "creator", "created", "motivation", "which", "claim_id", "quote"]
)
def test_what_stood_under_a_column_that_is_no_longer_there_stays(there, tmp_path, name):
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    book = book_of(there, tmp_path / "b.xlsx")
    page = book["casualties"]
    page.delete_cols([cell.value for cell in page[1]].index(name) + 1)
    book["actors"].delete_cols([cell.value for cell in book["actors"][1]].index("aliases") + 1)
    given, refused = imported(there, book, tmp_path / "b.xlsx")
    assert (refused, set(given.report["outcome"])) == ([], {"unchanged"})
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


def test_a_cell_that_is_emptied_takes_its_value_away_and_no_is_no_more_than_nothing(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    put(book["casualties"], 3, "reported_on", None)
    put(book["casualties"], 3, "background", "no")
    put(book["casualties"], 3, "note", "one\ntwo")
    given, _ = imported(there, book, tmp_path / "b.xlsx")
    (line,) = [line for line in told(given) if line.startswith("changed")]
    assert line.endswith("reported_on: 2031-05-20 → nothing; note: nothing → one two")
    (killed,) = [one for one in folder.sound(there).items if one.claim_id == "killed-12"]
    assert not {"reported_on", "background"} & killed.body.keys()


def test_a_file_that_was_made_for_another_text_is_refused(there, tmp_path):
    """A number of a sentence would be another sentence's."""
    sheet.write(there, tmp_path / "b.xlsx")
    other = write_folder(tmp_path / "other" / "art", "Amel\n\nCorrected. " + TEXT)
    given = sheet.read(other, tmp_path / "b.xlsx")
    assert "the file was made for another text; export anew" in given.refused["what"].tolist()[0]


def test_a_folder_of_tables_is_written_whole_or_not_at_all(there, tmp_path, monkeypatch):
    real, calls = Path.replace, count(1)

    def full(path, target):
        if next(calls) == 3:
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ArticleError, match="No space left"):
        sheet.write(there, tmp_path / "tables")
    assert not (tmp_path / "tables").exists()


def test_a_sentence_longer_than_a_cell_is_cut_as_it_is_only_looked_at(tmp_path):
    there = write_folder(tmp_path / "art", TEXT + "\n" + "word " * 9000 + "end.\n")
    assert len(sheet.write(there, tmp_path / "b.xlsx")) == 1


def crowded(book, end):
    """Return the bytes of a workbook in which the cells of a sheet end otherwise."""
    buffer, changed = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(b"</sheetData>", end) if name.startswith("xl/worksheets/sheet4") else content
            )
    return changed.getvalue()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (b"</sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>", "1,000,000 merged"),
        (b"<row>" + b"<c/>" * 2_000_001 + b"</row></sheetData>", "2,000,000 tags"),
        (b'<row r="19999"><c r="GQ19999" t="b"><v>1</v></c></row></sheetData>', "reaches to row 19999, column 199"),
    ],
)
def test_a_workbook_that_would_fill_the_memory_is_refused_soon(there, tmp_path, what, said):
    path = tmp_path / "crowded.xlsx"
    path.write_bytes(crowded(book_of(there, tmp_path / "b.xlsx"), what))
    with within(5), pytest.raises(ArticleError, match=said):
        sheet.read(there, path)


@pytest.mark.parametrize("out", ["book.xlsx", "tables"])
def test_what_another_adds_after_a_file_was_made_stays_when_that_is_taken_in(there, tmp_path, out):
    """Two people, a file each, one after the other."""
    sheet.write(there, tmp_path / out)
    new = claim(TEXT, "m-9", "Mention", "the coastguard", actor="coastguard", source="clerk")
    clerk = {"actor_id": "clerk", "name": "Clerk", "kind": "person"}
    pair = {"tally": "union_members", "other": "coastguard_injured", "relation": "disjoint", "basis": "as told"}
    save_annotations(there, [new], tables={"actors": [clerk], "tally_pairs": [pair]})
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    given = apply(there, sheet.read(there, tmp_path / out))
    assert set(given.report["outcome"]) == {"unchanged", "kept"}
    assert f"kept: (m-9): {SINCE}" in "\n".join(told(given))
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


def by_another(there):
    """Change a claim, a tally and the title in a folder, as somebody else would."""
    for name, old, new in (
        ("annotations.jsonld", '"value": 12', '"note": "of another", "value": 12'),
        ("tallies.csv", "everyone killed", "everybody killed"),
        ("article.json", '"title": "', '"title": "Corrected: '),
    ):
        path = there / name
        content = path.read_bytes().decode("utf-8")
        assert old in content
        path.write_bytes(content.replace(old, new, 1).encode("utf-8"))


@pytest.mark.parametrize("out", ["book.xlsx", "tables"])
def test_what_another_changed_after_a_file_was_made_stays(there, tmp_path, out):
    sheet.write(there, tmp_path / out)
    by_another(there)
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    given = apply(there, sheet.read(there, tmp_path / out), dry_run=True)
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before
    said = [line for line in told(given, dry_run=True) if line.startswith("kept: ")]
    assert len(said) == 3 and all("changed in the folder since, and stays" in line for line in said)


def test_what_both_have_changed_is_a_conflict_and_decided_by_the_user(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    by_another(there)
    put(book["casualties"], 3, "note", "mine")
    put(book["casualties"], 4, "note", "mine too")
    book["mentions"].delete_rows(3)
    given, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == ["casualties row 3: note: in the folder of another, in the file mine"]
    assert "say whose word counts, --take file or --take folder" in "\n".join(told(given))
    for side, note in (("folder", "of another"), ("file:killed-12", "mine")):
        copy = shutil.copytree(there, tmp_path / side.partition(":")[0] / "art")
        given = apply(copy, sheet.read(copy, tmp_path / "b.xlsx", choices=Choices.of([side])))
        assert given.refused.empty
        loaded = load_article(copy)
        assert loaded.casualties["note"].dropna().tolist() == [note, "mine too"] and loaded.mentions.empty
        assert loaded.title.startswith("Corrected: ")


def test_what_another_took_away_stays_away_unless_it_was_changed(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    less = openpyxl.load_workbook(tmp_path / "b.xlsx")
    less["mentions"].delete_rows(3)
    assert imported(there, less, tmp_path / "less.xlsx")[1] == []
    given, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == [] and any(line.endswith(f"(name-board): {AWAY}") for line in told(given))
    assert load_article(there).mentions.empty
    put(book["mentions"], 3, "note", "mine")
    _, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == ["mentions row 3: taken out of the folder since, but changed in the file: note: nothing → mine"]


def test_what_another_added_is_told_where_a_row_without_a_name_would_take_its_place(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    said = {"actor": "coastguard", "source": "coastguard"}
    save_annotations(there, [claim(TEXT, "m-the-coastguard", "Mention", "the coastguard", **said)])
    for name, value in (("quote", "the coastguard"), *said.items(), ("note", "mine")):
        put(book["mentions"], book["mentions"].max_row + (name == "quote"), name, value)
    given, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == []
    assert [line for line in told(given) if line.startswith("changed: ")] == [
        "changed: mentions row 4 (m-the-coastguard): note: nothing → mine; "
        "only the folder says, and it stays: creator, created"
    ]


def test_a_file_is_taken_in_again_and_again(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    for words in ("one", "two", "three"):
        put(book["casualties"], 3, "note", words)
        assert imported(there, book, tmp_path / "b.xlsx")[1] == []
        assert load_article(there).casualties.at["killed-12", "note"] == words


def test_a_file_of_before_without_states_is_taken_in(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    book["exported"].delete_cols(3)
    put(book["casualties"], 3, "note", "mine")
    put(book["casualties"], 4, "place", None)
    given, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == [] and given.report["outcome"].value_counts()["changed"] == 1


def test_what_the_file_had_and_no_longer_has_goes(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    assert book["exported"].sheet_state == "hidden"
    book["mentions"].delete_rows(3)
    given, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == [] and load_article(there).mentions.empty
    assert given.report["outcome"].value_counts()["removed"] == 1


@pytest.mark.parametrize(
    ("value", "shown", "said"),
    [
        (2033, "yyyy-mm-dd", "reported_on 1905-07-25 is the number 2033 shown as a day; write the day as YYYY-MM-DD"),
        (12, "dd/mm/yyyy", "reported_on 1900-01-12 is the number 12 shown as a day; write the day"),
        (datetime(2033, 2, 1), "mmm-yy", "reported_on shows the month 2033-02, not a day; write the day"),
        (datetime(2033, 1, 1), "yyyy", "reported_on shows the year 2033, not a day; write the day"),
        (datetime(2033, 2, 1), "d-mmm", "reported_on shows a day without its year, which would be 2033; write it"),
    ],
)
def test_a_cell_that_shows_no_day_is_asked_about(there, tmp_path, value, shown, said):
    book = book_of(there, tmp_path / "b.xlsx")
    put(book["casualties"], 3, "reported_on", value).number_format = shown
    _, refused = imported(there, book, tmp_path / "b.xlsx")
    assert [line.startswith(f"casualties row 3: {said}") for line in refused] == [True], refused


def test_what_stands_beside_the_cells_is_told(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    page = book["casualties"]
    put(page, 3, "value", 12).comment = openpyxl.comments.Comment("ask the clerk", "A. Reader")
    page.row_dimensions[4].hidden = True
    put(page, 9, "measure", "Total")
    put(page, 10, "measure", "#affected+killed")
    page.insert_rows(1)
    page["A1"] = "Counts of the collision"
    given, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == [] and set(given.report["outcome"]) == {"unchanged", "left out", "noted"}
    said = "\n".join(told(given))
    for line in (
        "noted: casualties row 4: a comment at C4, not taken: 'ask the clerk'",
        "left out: casualties row 1: a title above the columns' names: 'Counts of the collision'",
        "left out: casualties row 10: a row of totals ('Total'), which is no claim",
        "left out: casualties row 11: a row of HXL tags (#affected+killed)",
    ):
        assert line.partition(" at ")[0] in said, said


def test_a_cell_that_is_struck_out_is_asked_about(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    put(book["casualties"], 3, "value", 12).font = openpyxl.styles.Font(strike=True)
    _, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == ["casualties row 3: value is struck out; empty the cell, or take the line away"]


def test_text_is_read_as_a_reader_sees_it_and_what_looks_escaped_comes_back(there, tmp_path):
    book = book_of(there, tmp_path / "b.xlsx")
    put(book["casualties"], 3, "note", "first_x000D_\nsecond_x005F_x000D_")
    _, refused = imported(there, book, tmp_path / "b.xlsx")
    assert refused == [] and load_article(there).casualties.at["killed-12", "note"] == "first\nsecond_x000D_"
    assert len(sheet.write(there, tmp_path / "again.xlsx")) == 1


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_by_which_excel_names_the_delimiter_is_passed_over(there, tmp_path, first):
    path = tmp_path / "mentions.csv"
    path.write_text(f"{first}\nclaim_id;quote;actor;source\nm-1;Ferry;board;\n", encoding="utf-8")
    (refused,) = apply(there, sheet.read(there, path)).refused.itertuples()
    assert (refused.where, refused.what[:33]) == ("mentions row 3", "the attribute 'source' is missing")


def test_strict_open_xml_is_read(there, tmp_path):
    sheet.write(there, tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx") as old, zipfile.ZipFile(tmp_path / "strict.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for one, other in (
                (b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"purl.oclc.org/ooxml/spreadsheetml/main"),
                (b"schemas.openxmlformats.org/officeDocument/2006/", b"purl.oclc.org/ooxml/officeDocument/"),
            ):
                content = content.replace(one, other)
            new.writestr(name, content)
    assert set(sheet.read(there, tmp_path / "strict.xlsx").report["outcome"]) == {"unchanged"}
