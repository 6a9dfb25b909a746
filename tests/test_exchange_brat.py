from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from folders import TEXT, claim, collision, write_folder
from timing import within
from tools import BUNDLED_FOLDER, WILD, bare, emptied, outcomes, round_trip, unit

from libya_kit.article import folder as folders
from libya_kit.article import schema
from libya_kit.editing.changes import apply
from libya_kit.errors import ArticleError
from libya_kit.formats import brat
from libya_kit.formats.offsets import counted

MENTION = '{"actor": "board", "source": "gazette"}'


def standoff(folder: Path, *lines: str, name: str = "a.ann", encoding: str = "utf-8") -> Path:
    """Write an .ann file."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return folder / name


def mention(text: str, words: str, unit: str = "code points", number: int = 1) -> list[str]:
    """Return the lines of a mention, its offsets counted in a unit."""
    offsets = counted(text, unit)
    start = text.index(words)
    return [
        f"T{number}\tMention {offsets[start]} {offsets[start + len(words)]}\t{words}",
        f"#{number}\tAnnotatorNotes T{number}\t{MENTION}",
    ]


def test_the_bundled_article_comes_back_byte_for_byte(tmp_path):
    before, after = round_trip(brat, tmp_path)
    assert before == after


def test_what_goes_out_is_readable_in_brat(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[*collision(), corrected()])
    said = brat.write(folder, tmp_path / "out")
    assert any("kept aside in amel.kit.json" in line for line in said)
    assert (tmp_path / "out" / "amel.txt").read_bytes() == (folder / "article.txt").read_bytes()
    lines = (tmp_path / "out" / "amel.ann").read_text(encoding="utf-8").splitlines()
    place = TEXT.index("killing at least 12 people")
    assert f"T2\tCasualtyClaim {place} {place + 26}\tkilling at least 12 people" in lines
    assert any(line.endswith("\tCasualtyClaim-qualifier T2 at_least") for line in lines)
    assert any(line.startswith("R1\tcorrects Arg1:T") and line.endswith(" Arg2:T2") for line in lines)
    note = next(line for line in lines if "\tAnnotatorNotes T2\t" in line).split("\t")[2]
    assert json.loads(note) == {
        "id": "killed-12",
        "value": 12,
        "reported_on": "2031-05-20",
        "period_start": "2031-05-20",
    }


def corrected():
    words = "3 of its members"
    about = {"source": "union", "reported_on": "2031-05-21", "corrects": ("killed-12",)}
    more = {"measure": "killed", "qualifier": "exact", "value": 3, "population": "civilian"}
    return claim(TEXT, "corrected-3", "CasualtyClaim", words, **about, **more)


def test_relations_stand_after_both_their_marks(tmp_path):
    later = replace(collision()[2], body=collision()[2].body | {"measure": "killed"})
    told = collision()[0].body
    first = replace(collision()[0], body=told | {"corrects": (later.claim_id,), "reported_on": "2031-05-22"})
    folder = write_folder(tmp_path / "amel", claims=[first, later, *collision()[3:]])
    brat.write(folder, tmp_path / "out")
    letters = [line[0] for line in (tmp_path / "out" / "amel.ann").read_text(encoding="utf-8").splitlines()]
    assert (letters[-1], letters.count("R")) == ("R", 1)


def test_the_configuration_holds_the_kits_words_and_no_others(tmp_path):
    brat.write(BUNDLED_FOLDER, tmp_path / "out")
    conf = (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8")
    for table in (schema.CASUALTIES, schema.DISPLACEMENT):
        words = "|".join(table.stored["measure"].words)
        assert f"{table.body}-measure\tArg:{table.body}, Value:{words}\n" in conf
    assert "part_of\tArg1:CasualtyClaim, Arg2:CasualtyClaim\n" in conf
    assert "Stance-ambiguous\tArg:Stance\n" in conf
    actors = folders.sound(BUNDLED_FOLDER).files["actors"]
    assert f"Mention-actor\tArg:Mention, Value:{'|'.join(one['actor_id'] for one in actors)}\n" in conf
    visual = (tmp_path / "out" / "visual.conf").read_text(encoding="utf-8")
    assert {line.split()[0] for line in conf.splitlines() if "-" in line.split("\t")[0]} - {"<OVERLAP>"} <= {
        line.split(" | ")[0] for line in visual.splitlines()
    }


def test_ids_that_brat_cannot_choose_among_are_said_in_the_note(tmp_path):
    rows = {"actors": [{"actor_id": "a b", "name": "A"}], "places": [], "tallies": [], "tally_pairs": []}
    rows["actors"][0]["kind"] = "group"
    one = claim(TEXT, "m-1", "Mention", "The harbour board", actor="a b", source="a b")
    before, after = round_trip(brat, tmp_path, write_folder(tmp_path / "source" / "amel", claims=[one], rows=rows))
    assert before == after
    assert "a b" not in (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8")


def test_words_across_line_ends_go_out_in_pieces_and_come_back_whole(tmp_path):
    words = "the coastguard said.\n\nThe seamen's union"
    folder = write_folder(
        tmp_path / "source" / "amel", claims=[claim(TEXT, "m-1", "Mention", words, actor="board", source="gazette")]
    )
    before, after = round_trip(brat, tmp_path, folder)
    assert before == after
    line = (tmp_path / "out" / "amel.ann").read_text(encoding="utf-8").splitlines()[0]
    start = TEXT.index(words)
    assert line.startswith(f"T1\tMention {start} {start + 20};{start + 22} {start + 40}\tthe coastguard said. The")


@pytest.mark.parametrize("counted_in", ["code points", "UTF-16 units", "UTF-8 bytes"])
def test_every_unit_lands_in_a_text_from_the_wild(tmp_path, counted_in):
    folder = bare(tmp_path / "wild", WILD)
    lines = [*mention(WILD, "Ferry", counted_in), *mention(WILD, "Port Amel", counted_in, 2)]
    given = apply(folder, brat.read(folder, standoff(tmp_path, *lines)))
    assert given.refused.empty, given.refused.to_string()
    assert unit(given).startswith(counted_in)
    assert [one.quote for one in folders.sound(folder).items] == ["Ferry", "Port Amel"]


def test_a_text_without_its_line_ends_and_byte_order_mark_is_the_same_text(tmp_path):
    folder = bare(tmp_path / "wild", WILD)
    theirs = WILD.removeprefix("\ufeff").replace("\r\n", "\n")
    (tmp_path / "a.txt").write_bytes(theirs.encode("utf-8"))
    given = apply(folder, brat.read(folder, standoff(tmp_path, *mention(theirs, "Port Amel"))))
    assert unit(given) == "code points"
    assert [one.quote for one in folders.sound(folder).items] == ["Port Amel"]


def test_another_text_is_refused(tmp_path):
    folder = write_folder(tmp_path / "amel")
    (tmp_path / "a.txt").write_text(TEXT.replace("at least 12", "at least 17"), encoding="utf-8")
    with pytest.raises(ArticleError) as told:
        brat.read(folder, standoff(tmp_path, "T1\tMention 0 5\tFerry"))
    assert str(told.value).startswith("a.txt: another text than the article's: after ', killing at least 1' stands")
    assert "reanchor" in str(told.value)


def test_changes_made_in_brat_are_taken_and_told(tmp_path):
    folder = write_folder(tmp_path / "amel")
    brat.write(folder, tmp_path / "out")
    file = tmp_path / "out" / "amel.ann"
    lines = file.read_text(encoding="utf-8")
    lines = lines.replace("CasualtyClaim-population T2 unspecified", "CasualtyClaim-population T2 civilian")
    lines = lines.replace('"value": 40', '"value": 40, "note": "a guess?"')
    dropped = next(line.split("\t")[0] for line in lines.splitlines() if "union-crossings" in line)
    target = f"T{dropped.removeprefix('#')}"
    lines = "\n".join(line for line in lines.splitlines() if target not in line.replace("\t", " ").split(" "))
    lines += "\n" + "\n".join(mention(TEXT, "The seamen's union", number=20)) + " who is this?\n"
    file.write_text(lines, encoding="utf-8")
    given = apply(folder, brat.read(folder, file))
    told = outcomes(given)
    assert told["T2"] == "changed: population: unspecified → civilian"
    assert told["T20"] == "taken"
    assert told[""].startswith("removed: '“We oppose the night crossings,”'")
    held = {one.claim_id: one for one in folders.sound(folder).items}
    assert held["injured-40"].body["note"] == "a guess?"
    assert held["T20"].body["note"] == "who is this?"
    assert held["T20"].motivation == "tagging"
    assert held["killed-12"].created == "2026-01-01"


def test_a_mapping_serves_labels_that_are_not_the_kits(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    (tmp_path / "map.csv").write_text(
        "label,type,measure,qualifier,population,source,actor,value\n"
        "Dead,CasualtyClaim,killed,exact,unspecified,coastguard,,\n"
        "Certainty=Low,,,at_least,,,,12\n"
        "Boat,,,,,,,\n",
        encoding="utf-8",
    )
    start = TEXT.index("at least 12")
    file = standoff(
        tmp_path,
        f"T1\tDead {start} {start + 11}\tat least 12",
        "A1\tCertainty T1 Low",
        "A2\tSeen T1",
        "T2\tBoat 0 5\tFerry",
        "T3\tShip 0 5\tFerry",
    )
    given = brat.read(folder, file, tmp_path / "map.csv")
    told = outcomes(given)
    assert told["T1"] == "taken: not the kit's, left out: Seen"
    assert given.annotations[0].body["qualifier"] == "at_least"
    assert told["T2"] == "left out: the mapping leaves out 'Boat'"
    assert told["T3"].startswith("refused: the label 'Ship' is not the kit's; say in a mapping file")


def test_overlaps_and_pieces_in_any_order_are_taken(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    one, two = TEXT.index("Ferry"), TEXT.index("collide off")
    file = standoff(
        tmp_path,
        f"T1\tMention {two} {two + 7};{one} {one + 5}\tcollide Ferry",
        f"#1\tAnnotatorNotes T1\t{MENTION}",
        f"T2\tMention {one} {one + 13}\tFerry and tug",
        f"#2\tAnnotatorNotes T2\t{MENTION}",
    )
    given = apply(folder, brat.read(folder, file))
    assert given.refused.empty, given.refused.to_string()
    assert [one.quote for one in folders.sound(folder).items] == ["Ferry … collide", "Ferry and tug"]


BROKEN = {
    "T1 Mention 0 5 Ferry": "refused: not a line of brat's: 'T1 Mention 0 5 Ferry'; correct or delete it",
    "T1\tMention 0 -5\tFerry": "refused: not a line of brat's: 'T1\\tMention 0 -5\\tFerry'; correct or delete it",
    "T1\tMention 0 five\tFerry": "refused: not a line",
    "T1\tMention 5 0\tFerry": "taken: found by its words",
    "T1\tMention 0 0\t": "refused",
    "T1\tMention 0 99999999999999999999\tFerry": "taken: found by its words",
    "T1\tMention 0 6\tBarge": "refused: the words 'Barge' stand nowhere in the text",
    "A1\tSeen T9": "refused: it speaks of T9, which the file does not mark",
    "#1\tAnnotatorNotes T9\tx": "refused: it speaks of T9, which the file does not mark",
    "Q1\tnonsense": "refused: not a line",
    "\x00": "refused: not a line",
    "R1\tcorrects Arg1:T1": "refused: not a line",
}


@pytest.mark.parametrize("line", BROKEN)
def test_a_broken_line_is_answered_in_one(tmp_path, line):
    folder = write_folder(tmp_path / "amel", claims=[])
    more = [] if line.startswith("T1\t") else mention(TEXT, "Ferry", number=2)
    note = [f"#7\tAnnotatorNotes T1\t{MENTION}"] if BROKEN[line].startswith("taken") else []
    given = brat.read(folder, standoff(tmp_path, line, *note, *more))
    told = next(value for where, value in outcomes(given).items() if not where.startswith("T2"))
    assert told.startswith(BROKEN[line]), told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("{not JSON", "the note begins as JSON and is none"),
        ("[1]" * 3, ""),
        ('{"value": "many"}', "value 'many' is not a whole number"),
        ('{"measure": "kiled"}', "measure 'kiled' is not an allowed word; use 'killed'"),
        ('{"otherwise": 3}', "otherwise 3 is not a mapping"),
        ('{"value": 21, "value": 12}', "the note: the key 'value' is given twice"),
        ('{"value": NaN}', "the note: NaN is not a number in JSON"),
        ('{"otherwise": ' + '{"a":' * 200 + "1" + "}" * 201, "the note: the values are nested too deeply"),
        ('{"otherwise": {"note": "\\ud800"}}', "it holds the character U+D800, which no page can show"),
        ('{"otherwise": {"\\ud800": 1}}', "it holds the character U+D800, which no page can show"),
        ('{"id": "\\ud800"}', "it holds the character U+D800, which no page can show"),
    ],
)
def test_what_a_note_says_is_checked(tmp_path, note, told):
    folder = write_folder(tmp_path / "amel", claims=[])
    file = standoff(tmp_path, "T1\tCasualtyClaim 0 5\tFerry", f"#1\tAnnotatorNotes T1\t{note}")
    refused = brat.read(folder, file).refused["what"].tolist()
    assert refused == [] if not told else refused[0].startswith(told), refused


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A8\tMention-actor T1 union", "actor is given twice, as 'board' and 'union'; keep one of them"),
        ('#8\tAnnotatorNotes T1\t{"actor": "union"}', "actor is given twice, as 'board' and 'union'; keep one of them"),
        ("A8\tMention-actor T1 board", None),
        ("#8\tAnnotatorNotes T1\tdoubtful", None),
    ],
)
def test_what_is_said_twice_has_to_be_the_same(tmp_path, line, told):
    folder = write_folder(tmp_path / "amel", claims=[])
    note = '#7\tAnnotatorNotes T1\t{"actor": "board", "source": "gazette"}'
    given = brat.read(folder, standoff(tmp_path, "T1\tMention 0 5\tFerry", note, line))
    assert given.refused["what"].tolist() == [told] * (told is not None)


def test_a_long_line_takes_no_longer_than_many_short_ones(tmp_path):
    blanks = " " * 200_000
    file = standoff(tmp_path, f"A1\tx T1 {blanks}x", f"#1\tAnnotatorNotes T1 {blanks}x", f"T1\tMention 0 5 {blanks}x")
    with within(10):
        brat.read(write_folder(tmp_path / "amel", claims=[]), file)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"T1\tMention 0 5\tF\xe9rry\n", "a.ann: byte 16 is not UTF-8; save it as UTF-8"),
        ("T1\tMention 0 5\tFerry\n".encode("utf-16"), "a.ann: byte 0 is not UTF-8; save it as UTF-8"),
    ],
)
def test_another_encoding_is_refused(tmp_path, raw, told):
    (tmp_path / "a.ann").write_bytes(raw)
    with pytest.raises(ArticleError) as error:
        brat.read(write_folder(tmp_path / "amel"), tmp_path / "a.ann")
    assert str(error.value) == told


def test_crlf_byte_order_mark_and_repeated_ids_in_the_file(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    raw = "\ufeff" + "\r\n".join([*mention(TEXT, "Ferry"), "", *mention(TEXT, "tug collide")])
    (tmp_path / "a.ann").write_bytes(raw.encode("utf-8"))
    told = outcomes(brat.read(folder, tmp_path / "a.ann"))
    assert told["T1"] == "taken"
    assert told["line 4"] == "refused: the id T1 is given twice; give the second one of its own"


def test_which_file_is_meant_has_to_be_clear(tmp_path):
    folder = write_folder(tmp_path / "amel")
    (tmp_path / "none").mkdir()
    for name in ("a.ann", "b.ann"):
        standoff(tmp_path / "two", name=name)
    for given, told in (("none", "none: 0 files end in .ann"), ("two", "two: 2 files"), ("x.ann", "x.ann: the file")):
        with pytest.raises(ArticleError, match=told):
            brat.read(folder, tmp_path / given)


def test_a_name_for_the_folder_that_is_an_articles_own_is_refused(tmp_path):
    folder = write_folder(tmp_path / "amel")
    with pytest.raises(Exception, match="an article's own folder"):
        brat.write(folder, folder)


def test_without_notes_an_annotation_is_known_by_its_words(tmp_path):
    folder = emptied(tmp_path / "tripoli-2019-04-08")
    brat.write(BUNDLED_FOLDER, tmp_path / "out")
    file = tmp_path / "out" / "tripoli-2019-04-08.ann"
    only = [line for line in file.read_text(encoding="utf-8").splitlines() if line[0] == "T"]
    file.write_text("\n".join(only), encoding="utf-8")
    names = {one.claim_id for one in brat.read(BUNDLED_FOLDER, file).annotations}
    assert len(names & {one.claim_id for one in folders.sound(BUNDLED_FOLDER).items}) > 0
    assert folder.is_dir()


FOREIGN = """T1	Dead 84 102;125 131	least 12 people 40, th
T2	Boat 0 5	Ferry
E1	Hit:T3 Ship:T2 Where:T4
T3	Hit 14 21	collide
A1	Certainty T1 Low
A2	Negation E1
M1	Speculation E1
T4	Place 26 35	Port Amel
R1	On Arg1:T1 Arg2:T2
*	Same T2 T4
#1	AnnotatorNotes T1	who counts?
#2	AnnotatorNotes R1	unsure
#3	Normalized T4	amel
N1	Reference T4 Wikipedia:12	Port Amel
"""


def foreign(folder: Path) -> tuple[Path, Path]:
    """Write a brat project of somebody else's scheme, and a mapping for two of its labels."""
    text = TEXT.index("at least 12 people")
    lines = FOREIGN.replace(
        "84 102;125 131\tleast 12 people 40, th", f"{text} {text + 11};{text + 12} {text + 18}\tat least 12 people"
    )
    (folder / "wild.ann").write_text(lines, encoding="utf-8")
    (folder / "wild.txt").write_text(TEXT, encoding="utf-8")
    entries = {
        "Dead": {
            "type": "casualties",
            "measure": "killed",
            "qualifier": "at_least",
            "value": 12,
            "source": "coastguard",
        },
        "Certainty=Low": {"population": "unspecified"},
        "Boat": {"type": "Mention", "actor": "board", "source": "gazette"},
        "Hit": {},
        "Place": {},
    }
    (folder / "map.json").write_text(json.dumps(entries), encoding="utf-8")
    return folder / "wild.ann", folder / "map.json"


def test_brat_to_kit_to_brat_keeps_every_line(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    file, mapping = foreign(tmp_path)
    given = apply(folder, brat.read(folder, file, mapping))
    assert given.refused.empty, given.refused.to_string()
    assert [one.claim_id for one in folders.sound(folder).items] == ["T2", "T1"]
    brat.write(folder, tmp_path / "out")
    assert (tmp_path / "out" / "amel.ann").read_bytes() == file.read_bytes()


def test_lines_that_no_longer_hold_do_not_go_out(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    file, mapping = foreign(tmp_path)
    apply(folder, brat.read(folder, file, mapping))
    page = (folder / "annotations.jsonld").read_text(encoding="utf-8")
    (folder / "annotations.jsonld").write_text(page.replace('"population": "unspecified"', '"population": "civilian"'))
    brat.write(folder, tmp_path / "out")
    after = (tmp_path / "out" / "amel.ann").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("T1\tCasualtyClaim ") for line in after)
    assert any(line.endswith("CasualtyClaim-population T1 civilian") for line in after)
    assert {"R1\tOn Arg1:T1 Arg2:T2", "E1\tHit:T3 Ship:T2 Where:T4", "*\tSame T2 T4"} <= set(after)
    assert len({line.split("\t")[0] for line in after}) == len(after)
    without = json.loads(page)
    without["items"] = [one for one in without["items"] if one["id"].endswith("#T1")]
    (folder / "annotations.jsonld").write_text(json.dumps(without))
    brat.write(folder, tmp_path / "again")
    after = (tmp_path / "again" / "amel.ann").read_text(encoding="utf-8").splitlines()
    assert {line.split("\t")[0] for line in after} == {"T1", "T3", "A1", "T4", "#1", "#3", "N1"}


def test_lines_that_only_brat_can_hold_are_named(tmp_path):
    folder = write_folder(tmp_path / "amel", claims=[])
    told = outcomes(brat.read(folder, *foreign(tmp_path)))
    assert told["R1"] == "left out: kept aside, for brat alone: 'R1\\tOn Arg1:T1 Arg2:T2'"
    assert told["T3"] == "left out: the mapping leaves out 'Hit'"


@pytest.mark.parametrize(
    "content", ['{"lines": 3}', '{"lines": [{"line": ""}], "taken": {}}', "[]", '{"lines": [], "taken": {"T1": 3}}']
)
def test_kept_lines_that_were_tampered_with_are_refused(tmp_path, content):
    folder = write_folder(tmp_path / "amel")
    (folder / "brat.kit.json").write_text(content, encoding="utf-8")
    with pytest.raises(ArticleError, match=r"brat\.kit\.json: not as it was written"):
        brat.write(folder, tmp_path / "out")
