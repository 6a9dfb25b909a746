"""Tables of quotes and codes, and REFI-QDA projects: found in the text, mapped, verified, only added."""

from __future__ import annotations

import io
import zipfile

import pytest
from folders import TEXT, write_folder
from tools import outcomes

from libya_kit.article import folder as folders
from libya_kit.editing.changes import apply
from libya_kit.errors import ArticleError
from libya_kit.formats import qdpx, quotes

MAPPING = "label,type,actor,source\nPort,Mention,board,gazette\nOdd,leave out,,\n"
TAGUETTE = "id,document,tag,content\n1,amel.txt,Port,The harbour board called\n2,other.txt,Port,Another text\n"
MAXQDA = "Document name;Code;Segment;Comment\namel;Who > Port;The harbour board called;seen twice\n"
HYPOTHESIS = 'url,quote,tags,text\nhttp://x,The harbour board called,"Port,Odd",seen twice\n'
HAND = "My list of quotes\nQuote\tCode\tWhich\noff Port Amel\tPort\t#2\nThe harbour board called\tPort\n"


def there(tmp_path):
    """Return a folder without claims, and the mapping."""
    (tmp_path / "map.csv").write_text(MAPPING, encoding="utf-8")
    return write_folder(tmp_path / "amel", claims=[]), tmp_path / "map.csv"


@pytest.mark.parametrize(
    ("table", "taken"),
    [
        (TAGUETTE, [("The harbour board called", None)]),
        (MAXQDA, [("The harbour board called", "seen twice")]),
        (HYPOTHESIS, [("The harbour board called", "seen twice")]),
        (HAND, [("off Port Amel", None), ("The harbour board called", None)]),
    ],
)
def test_tables_of_the_usual_tools_are_read(tmp_path, table, taken):
    folder, mapping = there(tmp_path)
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    given = apply(folder, quotes.read(folder, tmp_path / "table.csv", mapping))
    assert given.refused.empty, given.refused.to_string()
    items = folders.sound(folder).items
    assert [(one.quote, one.body.get("note")) for one in items] == taken
    again = apply(folder, quotes.read(folder, tmp_path / "table.csv", mapping))
    assert "taken" not in set(again.report["outcome"]) and len(folders.sound(folder).items) == len(items)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("off Port Amel,Port", "refused: 'off Port Amel' stands in 2 places; say which in a column 'which', as #2"),
        ("no such words,Port", "refused: 'no such words' stands nowhere in the text; copy the words from the text"),
        ("The harbour board called,Boat", "refused: the label 'Boat' is not the kit's; say in a mapping file"),
        ("The harbour board called,Odd", "left out: the mapping leaves out 'Odd'"),
    ],
)
def test_what_is_not_sure_is_told(tmp_path, line, said):
    folder, mapping = there(tmp_path)
    (tmp_path / "table.csv").write_text(f"quote,code\n{line}\n", encoding="utf-8")
    assert outcomes(quotes.read(folder, tmp_path / "table.csv", mapping))["table row 2"].startswith(said)


def test_a_table_without_quotes_is_refused(tmp_path):
    folder, _ = there(tmp_path)
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(
        ArticleError, match="no table has a column of quotes and one of codes; call them quote and code"
    ):
        quotes.read(folder, tmp_path / "table.csv")


def project(start: object, end: object, *, source: str = 'plainTextPath="internal://a.txt"', inner: str = "") -> str:
    """Return the XML of a project with one coded selection."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        '<Users><User guid="u" name="A. Reader"/></Users><CodeBook><Codes><Code guid="w" name="Who" isCodable="true">'
        '<Code guid="c" name="Port" isCodable="true"/></Code></Codes></CodeBook><Sources>'
        f'<TextSource guid="s" name="amel" {source}>{inner}<PlainTextSelection guid="1" startPosition="{start}" '
        f'endPosition="{end}" creatingUser="u" creationDateTime="2031-06-01T10:00:00Z"><Coding guid="d">'
        '<CodeRef targetGUID="c"/></Coding><NoteRef targetGUID="n"/></PlainTextSelection></TextSource></Sources>'
        '<Notes><Note guid="n"><PlainTextContent>seen twice</PlainTextContent></Note></Notes></Project>'
    )


def archived(xml: str, text: str = TEXT) -> bytes:
    """Return a project as an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("project.qde", xml)
        file.writestr("sources/a.txt", text)
        file.writestr("__MACOSX/._project.qde", "x")
    return buffer.getvalue()


@pytest.mark.parametrize("text", [TEXT, "\ufeff" + TEXT.replace("\n", "\r\n")])
def test_a_coded_selection_becomes_a_claim_with_its_note_and_annotator(tmp_path, text):
    folder, mapping = there(tmp_path)
    start = text.index("The harbour board")
    (tmp_path / "p.qdpx").write_bytes(archived(project(start, start + 17), text))
    given = apply(folder, qdpx.read(folder, tmp_path / "p.qdpx", mapping))
    assert given.refused.empty, given.refused.to_string()
    (one,) = folders.sound(folder).items
    assert (one.quote, one.body["note"], one.creator, one.created) == (
        "The harbour board",
        "seen twice",
        "A. Reader",
        "2031-06-01",
    )


ENTITY = project(0, 5).replace("<Project", '<!DOCTYPE p [<!ENTITY a "b">]><Project')


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (archived(ENTITY), "its XML declares something, as no project does"),
        (archived("<Project>"), "its XML is damaged"),
        (archived("<Project/>"), "no REFI-QDA project"),
        (archived(project(0, 5), "Another text."), "no source has the article's text"),
        (archived(project(0, 5, source="")), "no source of it holds a plain text"),
        (archived(project(0, 5), "x" * (17 << 20)), "unpacks to more than 16 MiB of text"),
        (archived(project(0, 5))[:200], "a damaged archive"),
    ],
)
def test_a_project_that_is_not_in_order_is_answered_in_one_line(tmp_path, raw, said):
    folder, mapping = there(tmp_path)
    (tmp_path / "p.qdpx").write_bytes(raw)
    with pytest.raises(ArticleError, match=said):
        qdpx.read(folder, tmp_path / "p.qdpx", mapping)


def test_positions_that_are_none_are_refused(tmp_path):
    folder, mapping = there(tmp_path)
    (tmp_path / "p.qdpx").write_bytes(archived(project("x", 5)))
    assert outcomes(qdpx.read(folder, tmp_path / "p.qdpx", mapping)) == {
        "selection 1": "refused: its positions are no numbers"
    }
