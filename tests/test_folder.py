"""Spoilt folders, each case one idea: what is said of it, line by line; and what looks odd but is well."""

import csv
import hashlib
import json
import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from folders import ROWS, TEXT, bundled_copy, claim, collision, write_folder
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from libya_kit.article import check, load_article
from libya_kit.cli import main
from libya_kit.errors import ArticleError, KitError

KILLED = {"measure": "killed", "population": "unspecified", "source": "coastguard"}


def raw(name, change):
    """Return the change of a file's bytes."""

    def spoil(folder):
        (folder / name).write_bytes(change((folder / name).read_bytes()))

    return spoil


def swap(name, before, after):
    """Return the change of one place in a file, which must be there."""

    def change(content):
        assert before.encode() in content, before
        return content.replace(before.encode(), after.encode(), 1)

    return raw(name, change)


def add(name, line):
    return raw(name, lambda content: content + line.encode() + b"\n")


def page(change):
    """Return the change of the annotations, given as {claim id: item}."""

    def parsed(content):
        whole = json.loads(content)
        change({item["id"].rpartition("#")[2]: item for item in whole["items"]})
        return json.dumps(whole).encode()

    return raw("annotations.jsonld", parsed)


def body(claim_id="killed-12", **values):
    return page(lambda items: items[claim_id]["body"].update(values))


def literal(text):
    """Return the change of the number 12 to another piece of JSON."""
    return swap("annotations.jsonld", '"value": 12', f'"value": {text}')


def extra(text):
    return literal(f"12, {text}")


def selector(claim_id="killed-12", **values):
    """Return the change of start, end, exact, prefix, suffix of an annotation."""

    def change(items):
        for one in items[claim_id]["target"]["selector"]:
            one.update({key: value for key, value in values.items() if key in one})

    return page(change)


def about(**values):
    return raw("article.json", lambda content: json.dumps(json.loads(content) | values).encode())


def text(change):
    """Return the change of the text, the hash and length following."""

    def spoil(folder):
        raw("article.txt", lambda content: change(content.decode()).encode())(folder)
        content = (folder / "article.txt").read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        about(sha256=sha256, length=len(content.decode()))(folder)
        raw("annotations.jsonld", lambda page: json.dumps(json.loads(page) | {"sha256": sha256}).encode())(folder)

    return spoil


def instead(name, make):
    """Return the change of a file to something else at its place."""

    def spoil(folder):
        (folder / name).unlink()
        make(folder / name)

    return spoil


def link_out(path):
    outside = path.parent.parent / "outside.csv"
    outside.write_text("place_id,name,part_of,precision\n", encoding="utf-8")
    path.symlink_to(outside)


def empty(folder):
    for path in folder.iterdir():
        path.unlink()


def several(*spoils):
    def spoil(folder):
        for one in spoils:
            one(folder)

    return spoil


def corrects(**pairs):
    return page(lambda items: [items[one.replace("_", "-")]["body"].update(corrects=two) for one, two in pairs.items()])


SHORT = "SHA-256 begins"
PLACES = "place_id,name,part_of,precision\nport_amel,Port Amel,bay,city\n"
BAD = {
    # the text
    "changed text": (raw("article.txt", lambda t: t.replace(b"toll", b"tolL")), "article.json: the text has changed"),
    "emptied text": (
        several(text(lambda t: ""), page(lambda items: items.clear()), about(body_start=0, body_end=0)),
        ("the body 0-0 does not lie in the text", *["(missing)"] * 6),
    ),
    "text in UTF-16": (raw("article.txt", lambda t: t.decode().encode("utf-16")), "article.txt: byte 0 is not UTF-8"),
    "text in Latin-1": (raw("article.txt", lambda t: b"\xc4" + t), "article.txt: byte 0 is not UTF-8; save it as"),
    "CRLF for LF": (
        raw("article.txt", lambda t: t.replace(b"\n", b"\r\n")),
        ("restore its line ends (LF)", *["(missing)"] * 4),
    ),
    "NFD for NFC": (
        several(
            text(lambda t: unicodedata.normalize("NFD", t.replace("Ada Q", "Adé Q"))),
            page(lambda items: items["name-board"]["target"]["selector"][1].update(exact="Adé Quill", prefix="")),
        ),
        "copy the words from the text, which writes the same letters otherwise (Unicode NFC or NFD)",
    ),
    "zero-width character in the text": (
        text(lambda t: t.replace("killing at least", "killing at\u200b least")),
        r"there stands 'killing at\u200b least 12 peopl'",
    ),
    # words and offsets
    "quote not found": (
        selector(exact="killing at least 17 people"),
        "killed-12: the quote 'killing at least 17 people' does not stand at 84-110 (there stands 'killing at least 12",
    ),
    "quote found twice": (
        selector(start=0, exact="Port Amel", prefix="", suffix=""),
        "and stands with its context in 2 places (ambiguous); lengthen prefix and suffix",
    ),
    "straight for curly quotes": (
        selector("union-crossings", exact='"We oppose the night crossings,"'),
        """there stands '“We oppose the night crossings,”'""",
    ),
    "reversed span of words that stand twice": (
        selector(start=90, end=50, exact="Port Amel", prefix="", suffix=""),
        "does not stand at 90-50 (there stands '')",
    ),
    "empty quote": (selector(exact=" "), "killed-12: the quote is empty; name the words"),
    "half a surrogate pair as quote": (selector(exact="\ud800"), "the quote holds the character U+D800, which no page"),
    "start as a fraction": (selector(start=84.0), "killed-12: start is missing or not of its type"),
    "start as true": (selector(start=True), "killed-12: start is missing or not of its type"),
    "parts that overlap": (
        page(lambda items: items["killed-12"].update(target=[items["killed-12"]["target"]] * 2)),
        "killed-12: the parts overlap or are not in the order of the text",
    ),
    "no target": (page(lambda items: items["killed-12"].update(target=[])), "killed-12: the target is empty"),
    "target in another file": (
        page(lambda items: items["killed-12"]["target"].update(source="../../etc/passwd")),
        "killed-12: the target's source is '../../etc/passwd'; annotate article.txt",
    ),
    # numbers
    "number not in its quote": (body(value=13), "killed-12: value 13 is not in the quote 'killing at least 12 people'"),
    "part of a long number": (
        several(
            text(lambda t: t.replace("12 people", "1234567890123456712 people")),
            selector(exact="at least 1234567890123456712 people", prefix="", suffix=""),
        ),
        ("value 12 is not in the quote 'at least 1234567890123456712 people'", "injuring about 40"),
    ),
    "low above high": (
        several(
            text(lambda t: t.replace("12 people", "20 to 12 people")),
            selector("killed-12", exact="at least 20 to 12 people", prefix="", suffix=""),
            selector("injured-40", prefix=""),
            page(lambda items: items["killed-12"]["body"].pop("value")),
            body(qualifier="range", low=20, high=12),
        ),
        "killed-12: low 20 is above high 12; exchange them",
    ),
    "lower bound with a ceiling": (body(high=20), "'at_least' goes with value, but high, value is given; give value"),
    "true": (literal("true"), "killed-12: value True is not a whole number"),
    "12.0": (literal("12.0"), "killed-12: value 12.0 is not a whole number"),
    '"12"': (literal('"12"'), "killed-12: value '12' is not a whole number"),
    "Arabic digits": (literal('"١٢"'), "killed-12: value '١٢' is not a whole number"),
    '"1_2"': (literal('"1_2"'), "killed-12: value '1_2' is not a whole number"),
    "1_2": (literal("1_2"), "annotations.jsonld: not JSON: Expecting ',' delimiter at line"),
    "null": (literal("null"), "killed-12: value None is not a whole number"),
    "negative": (literal("-12"), "killed-12: value -12 lies outside 0 to"),
    "5,000 digits": (literal("9" * 5000), "the number 999999999999… has 5000 digits"),
    "beyond 2**53": (literal("9" * 19), "killed-12: value 9999999999999999999 lies outside 0 to"),
    "1e400": (literal("1e400"), "killed-12: value inf is not a whole number"),
    "NaN": (literal("NaN"), "NaN is not a number in JSON"),
    "number of the other reading": (
        body(ambiguous=True, otherwise={"value": 9999}),
        "killed-12: otherwise: value 9999 is not in the quote",
    ),
    "other reading without its numbers": (
        body(ambiguous=True, otherwise={"qualifier": "range"}),
        "killed-12: otherwise: 'range' goes with high and low, but value is given",
    ),
    "other reading without what is required": (
        body(ambiguous=True, otherwise={"qualifier": None}),
        "killed-12: otherwise: qualifier None is not text",
    ),
    "other reading names nothing": (
        body(ambiguous=True, otherwise={"source": "coastgard"}),
        "killed-12: otherwise: source 'coastgard' names nothing in actors; use 'coastguard'",
    ),
    # words of the vocabulary, days
    "unknown body type": (body(type="CasualtyClaims"), "unknown body type 'CasualtyClaims'; use 'CasualtyClaim'"),
    "body type as a list": (body(type=["CasualtyClaim"]), "killed-12: unknown body type ['CasualtyClaim']"),
    "unknown attribute": (body(mesure="killed"), "CasualtyClaim has no attribute 'mesure'; use 'measure'"),
    "misspelt attribute": (
        swap("annotations.jsonld", '"measure": "killed"', '"mesure": "killed"'),
        "CasualtyClaim has no attribute 'mesure'; use 'measure'",
    ),
    "unknown category": (body(measure="kiled"), "killed-12: measure 'kiled' is not an allowed word; use 'killed'"),
    "category as a list": (body(measure=["killed"]), "killed-12: measure ['killed'] is not text"),
    "unknown key of an item": (
        page(lambda items: items["collision-1"].update(boddy=1)),
        "collision-1: unknown key 'boddy'; use 'body'",
    ),
    "30 February": (body(reported_on="2019-02-30"), "reported_on '2019-02-30' is not a day; write it as YYYY-MM-DD"),
    "slashed day": (body(reported_on="04/07/2019"), "killed-12: reported_on '04/07/2019' is not a day"),
    "compact day": (body(reported_on="20190408"), "killed-12: reported_on '20190408' is not a day"),
    "week date": (body(reported_on="2019-W15-1"), "killed-12: reported_on '2019-W15-1' is not a day"),
    "day with a line end": (body(reported_on="2031-05-20\n"), r"reported_on '2031-05-20\n' is not a day"),
    "publication on 30 February": (about(published_on="2019-02-30"), "published_on '2019-02-30' is not a day"),
    "day of annotation": (
        page(lambda items: items["collision-1"].update(created="yesterday")),
        "collision-1: created 'yesterday' is not a day",
    ),
    "report before its event": (
        body("collision-1", reported_on="2031-05-19"),
        "collision-1: reported_on 2031-05-19 lies before date_start 2031-05-20",
    ),
    "period after its report": (body(period_start="2031-05-25"), "period_start 2031-05-25 lies after reported_on"),
    # ids
    "id twice": (
        page(lambda items: items["members-3"].update(id="x#killed-12")),
        "killed-12: this id is given twice",
    ),
    "id twice, its event still known": (
        page(lambda items: items["collision-1"].update(id="x#killed-12")),
        "killed-12: this id is given twice",
    ),
    "id with ..": (page(lambda items: items["collision-1"].update(id="x#../../etc")), "item 1: the id 'x#../../etc'"),
    "id with NUL": (page(lambda items: items["collision-1"].update(id="x#a\0b")), r"item 1: the id 'x#a\x00b' does"),
    "row's id twice": (add("actors.csv", "union,Again,person,,,"), "actors.csv: line 7: the id 'union' is given twice"),
    "row's id empty": (add("actors.csv", ",Nobody,person,,,"), "actors.csv: line 7: actor_id is empty; fill it in"),
    "actor that is none": (body(source="coastgard"), "source 'coastgard' names nothing in actors; use 'coastguard'"),
    "place that is none": (body(place="port"), "killed-12: place 'port' names nothing in places; use 'port_amel'"),
    "tally that is none": (body(tally="x"), "killed-12: tally 'x' names nothing in tallies; use one of"),
    "event that is none": (body("union-crossings", event="x"), "event 'x' names nothing in events; use one of 'coll"),
    "claim that is none": (corrects(killed_12="x"), "killed-12: corrects 'x' names nothing in casualties"),
    "focus that is none": (about(focus="colision"), "article.json: focus 'colision' names nothing in events; use 'co"),
    "focus as a list": (about(focus=["collision"]), "article.json: focus ['collision'] is not text"),
    "event as a list": (
        several(
            body("collision-1", event=["collision"]), raw("article.json", lambda c: c.replace(b"focus", b"dating"))
        ),
        "collision-1: event ['collision'] is not text",
    ),
    "tally as a mapping": (body(tally={"a": 1}), "killed-12: tally {'a': 1} is not text"),
    # what leads back to itself
    "part of itself": (
        swap("actors.csv", "person,,union", "person,,quill"),
        "actors.csv: quill: part_of leads back to itself (quill → quill)",
    ),
    "parts of each other": (
        swap("actors.csv", "union,Seamen's union,group,,,", "union,Seamen's union,group,,quill,"),
        "actors.csv: union: part_of leads back to itself (union → quill → union)",
    ),
    "places in a ring": (
        raw("places.csv", lambda c: (PLACES + "bay,Bay,sea,area\nsea,Sea,port_amel,region\n").encode()),
        "part_of leads back to itself",
    ),
    "corrects itself": (corrects(killed_12="killed-12"), "killed-12: corrects leads back to itself"),
    "correct each other": (
        corrects(killed_12="injured-40", injured_40="killed-12"),
        "corrects leads back to itself",
    ),
    "a later claim corrected": (
        corrects(killed_12="members-3"),
        "killed-12: corrects 'members-3', which is reported later (2031-05-21, not before 2031-05-20)",
    ),
    "tally of another measure": (swap("tallies.csv", ",killed,", ",wounded,"), "but its tally 'coastguard_killed'"),
    "tally with itself": (
        add("tally_pairs.csv", "union_members,union_members,same,x"),
        "tally_pairs.csv: row 2: a tally is paired with itself",
    ),
    "pair twice": (
        add("tally_pairs.csv", "union_members,coastguard_killed,disjoint,x"),
        "row 2: the pair 'union_members' and 'coastguard_killed' stands in row 1 already; keep one of them",
    ),
    "tallies within each other": (
        add("tally_pairs.csv", "coastguard_killed,union_members,within,x"),
        "row 2: the pair 'coastguard_killed' and 'union_members' stands in row 1 already",
    ),
    "tallies within each other in a ring": (
        several(
            add("tally_pairs.csv", "coastguard_killed,coastguard_injured,within,x"),
            add("tally_pairs.csv", "coastguard_injured,union_members,within,x"),
        ),
        "within leads back to itself",
    ),
    # JSON
    "key twice": (extra('"value": 13'), "annotations.jsonld: the key 'value' is given twice; keep one of them"),
    "BOM in JSON": (raw("article.json", lambda c: b"\xef\xbb\xbf" + c), "article.json: the file begins with a byte"),
    "JSON in UTF-16": (raw("article.json", lambda c: c.decode().encode("utf-16")), "article.json: byte 0 is not UTF-8"),
    "not JSON": (raw("article.json", lambda c: b"title: x"), "article.json: not JSON: Expecting value at line 1"),
    "JSON of another kind": (raw("article.json", lambda c: b"[]"), "article.json: not an object of keys and values"),
    "empty JSON": (raw("article.json", lambda c: b" \n"), "article.json: the file is empty"),
    "no page": (raw("annotations.jsonld", lambda c: b"null"), "annotations.jsonld: not an AnnotationPage"),
    "items of no form": (
        raw("annotations.jsonld", lambda c: json.dumps(json.loads(c) | {"items": [3, {}]}).encode()),
        ("item 1: the annotation is missing or not of its type", "item 2: id is missing", "focus 'collision' names"),
    ),
    "nested 100,000 deep": (raw("annotations.jsonld", lambda c: b"[" * 100_000), "the values are nested too deeply"),
    "nested 101 deep": (extra('"note": ' + "[" * 101 + "]" * 101), "the values are nested too deeply"),
    "half a surrogate pair": (extra(r'"note": "\ud800"'), "killed-12: note holds the character U+D800, which no page"),
    "half a pair in the title": (about(title="\udc00"), "article.json: title holds the character U+DC00"),
    "NUL in a note": (body(note="a\0b"), "killed-12: note holds the character U+0000, which no page can show"),
    "control character": (
        add("actors.csv", "x,A\x01B,person,,,"),
        "actors.csv: line 7: name holds the character U+0001",
    ),
    "key misspelt": (swap("article.json", '"title"', '"titel"'), "article.json: unknown key 'titel'; use 'title'"),
    "key missing": (swap("article.json", '"language": "en", ', ""), "article.json: the key 'language' is missing"),
    "hash of another text": (
        swap("annotations.jsonld", '"sha256": "', '"sha256": "0'),
        "annotations.jsonld: sha256 is '0",
    ),
    "text of another name": (
        swap("annotations.jsonld", '"text": "article.txt"', '"text": "../article.txt"'),
        "annotations.jsonld: text is '../article.txt'",
    ),
    # CSV
    "BOM in CSV": (raw("actors.csv", lambda c: b"\xef\xbb\xbf" + c), "actors.csv: the file begins with a byte order"),
    "CSV in UTF-16": (raw("actors.csv", lambda c: c.decode().encode("utf-16")), "actors.csv: byte 0 is not UTF-8"),
    "empty CSV": (raw("tallies.csv", lambda c: b"\n"), "tallies.csv: the file is empty; begin with the header tally,"),
    "CSV by semicolons": (raw("places.csv", lambda c: c.replace(b",", b";")), "places.csv: line 1: the column 'place_"),
    "open quotation mark": (add("actors.csv", 'x,"X,person,,,'), "actors.csv: not CSV: unexpected end of data"),
    "long cell": (add("actors.csv", f"x,{'X' * 200_000},person,,,"), "actors.csv: not CSV: field larger than"),
    "short row": (add("actors.csv", "x,X"), "actors.csv: line 7: 2 cells where the header has 6"),
    "empty alias": (add("actors.csv", "x,X,person,,,a;;b"), "line 7: aliases ('a', '', 'b') is not a list of words"),
    # files
    "missing file": (lambda folder: (folder / "places.csv").unlink(), "places.csv: the file is missing in collision"),
    "empty folder": (empty, ("the file is missing in collision",) * 7),
    "folder for a file": (instead("places.csv", Path.mkdir), "places.csv: not an ordinary file"),
    "pipe": (instead("article.json", os.mkfifo), "article.json: not an ordinary file; put the file itself there"),
    "endless device": (instead("places.csv", lambda path: path.symlink_to("/dev/zero")), "not an ordinary file"),
    "link out of the folder": (instead("places.csv", link_out), "places.csv: a link out of the folder"),
    "link to itself": (instead("places.csv", lambda path: path.symlink_to(path.name)), "places.csv: cannot be read"),
    "2 GB": (lambda folder: os.truncate(folder / "article.txt", 2 << 30), "article.txt: larger than 64 MiB"),
    # many at once
    "in every file": (
        several(
            raw("article.txt", lambda t: b"\xff" + t),
            swap("article.json", '"title"', '"titel"'),
            body(value=13, colour="red", place="nowhere", measure="kiled"),
            raw("tallies.csv", lambda c: b"\xef\xbb\xbf" + c),
            lambda folder: (folder / "places.csv").unlink(),
        ),
        (
            "places.csv: the file is missing",
            "article.txt: byte 0",
            "unknown key 'titel'",
            "measure 'kiled'",
            "no attribute 'colour'",
            "value 13 is not in the quote",
            "tallies.csv: the file begins with a byte order mark",
        ),
    ),
}


def contents(folder):
    """Return what lies in a folder: kinds, times and bytes (not of what is huge)."""
    about = {path.name: path.lstat() for path in folder.iterdir()}
    whole = {
        name: (folder / name).read_bytes()
        for name, one in about.items()
        if (folder / name).is_file() and one.st_size < 2**20
    }
    return {name: (one.st_mode, one.st_mtime_ns, whole.get(name)) for name, one in about.items()}


@pytest.mark.parametrize("case", BAD)
def test_a_spoilt_folder_is_refused_line_by_line(tmp_path, capsys, case):
    spoil, said = BAD[case]
    said = (said,) if isinstance(said, str) else said
    folder = write_folder(tmp_path / "collision")
    spoil(folder)
    before = contents(folder)
    assert main(["check", str(folder)]) == 1
    *lines, count = capsys.readouterr().out.splitlines()
    assert [fragment in line for fragment, line in zip(said, lines, strict=True)] == [True] * len(said), lines
    assert all(line.startswith("problem: ") and "; " in line for line in lines)
    assert count == f"{len(said)} problem{'s' * (len(said) > 1)}, 0 warnings"
    with pytest.raises(ArticleError) as caught:
        load_article(folder)
    assert said[0] in str(caught.value) and str(tmp_path) not in str(caught.value)
    assert (f"{len(said) - 1} more problem" in str(caught.value)) == (len(said) > 1)
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["nowhere", "a-file", "pipe", "nul\0", "x" * 5000])
def test_what_is_no_folder_is_one_line(tmp_path, capsys, name):
    (tmp_path / "a-file").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    assert main(["check", f"{tmp_path}/{name}"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 and ("no such folder" in lines[0] or "cannot be read" in lines[0]), lines


def again(told=TEXT, claims=None, **more):
    """Return the change of the whole folder to another article."""
    return lambda folder: write_folder(folder, told, claims, **more)


def killed(told, words, **body):
    return again(
        told, [claim(told, "k", "CasualtyClaim", words, **KILLED | {"qualifier": "at_least", "value": 12} | body)]
    )


MOVED = claim(
    TEXT,
    "d",
    "DisplacementClaim",
    "3 of its members",
    measure="evacuated",
    qualifier="exact",
    value=3,
    unit="people",
    population="civilian",
    source="union",
    reported_on="2031-05-20",
)
MOVED = replace(MOVED, body=MOVED.body | {"kind": "flow"})
OVERRIDE = TEXT.replace("12 people", "12\u202e pe\u200bople")
FACES = TEXT.replace("Two vessels", "\U0001f6a2 Two vessels")
ODD = {
    "no claims": (again(claims=[]), None),
    "one claim": (again(claims=collision()[:1]), None),
    "no rows": (again(claims=[], rows={name: [] for name in ROWS}), None),
    "CRLF, annotated so": (again(TEXT.replace("\n", "\r\n"), []), "article.txt: has CRLF line ends"),
    "BOM in the text": (again("\ufeff" + TEXT, []), "article.txt: begins with a byte order mark (BOM)"),
    "override and zero width in a quote": (killed(OVERRIDE, "at least 12\u202e pe\u200bople"), None),
    "10,000 characters": (
        killed(TEXT.replace("12 people", "12 " + "people " * 1500), "at least 12 " + "people " * 1500),
        None,
    ),
    "offsets in UTF-16": (
        several(
            again(FACES, [claim(FACES, "n", "Mention", "Ada Quill", actor="quill", source="gazette")]),
            selector("n", start=FACES.index("Ada Quill") + 1, end=FACES.index("Ada Quill") + 10),
        ),
        "annotations.jsonld: n: 'Ada Quill' was found at 288-297, not at its offsets",
    ),
    "zero-length span": (selector(start=50, end=50), "'killing at least 12 people' was found at 84-110"),
    "reversed span": (selector(start=90, end=50), "'killing at least 12 people' was found at 84-110"),
    "span beyond the text": (selector(end=10**18), "'killing at least 12 people' was found at 84-110"),
    "span before the text": (selector(start=-5), "'killing at least 12 people' was found at 84-110"),
    "CSV with CRLF": (raw("actors.csv", lambda c: c.replace(b"\n", b"\r\n")), None),
    "a whole surrogate pair": (extra(r'"note": "\ud83d\udea2"'), None),
    "NA and None as names": (add("actors.csv", "NA,None,person,,,nan;NULL"), None),
    "script in every text": (
        several(
            about(title="<script>alert(1)</script>", publisher='"><img src=x onerror=alert(1)>', rights="javascript:"),
            add("actors.csv", '<script>,"</title><script>alert(1)</script>",person,,,<svg onload=alert(1)>'),
            body(note="<script>alert(1)</script>"),
        ),
        None,
    ),
    "formula cells": (add("actors.csv", "=1+1,=cmd|x,person,,,+a;@b"), None),
    "link inside the folder": (
        lambda folder: ((folder / "places.csv").rename(folder / "p"), (folder / "places.csv").symlink_to("p")),
        None,
    ),
    # what design.md says that check warns of
    "day and weekday": (
        body(reported_on="2031-05-21"),
        "killed-12: reported_on 2031-05-21 is a Wednesday, but its sentence says Tuesday",
    ),
    "day and weekday of people who moved": (
        again(claims=[MOVED]),
        "d: reported_on 2031-05-20 is a Tuesday, but its sentence says Wednesday",
    ),
    "words and measure shared": (
        again(
            claims=[
                *collision(),
                claim(TEXT, "k2", "CasualtyClaim", "at least 12 people", **KILLED, qualifier="at_least", value=12),
            ]
        ),
        "killed-12 and k2 share words and measure (killed); are they one claim?",
    ),
    "a sum of others": (
        again(
            told := "Toll\nIt was 12 dead, then 3 dead, and so 15 dead.\n",
            [
                claim(told, f"k{n}", "CasualtyClaim", f"{n} dead", **KILLED, qualifier="exact", value=n)
                for n in (12, 3, 15)
            ],
        ),
        "k15: 15 is the sum of k12, k3; was it added up?",
    ),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_but_well_loads_with_its_warning(tmp_path, capsys, case):
    spoil, warned = ODD[case]
    folder = write_folder(tmp_path / "collision")
    spoil(folder)
    before = contents(folder)
    assert main(["check", str(folder)]) == 0
    *lines, count = capsys.readouterr().out.splitlines()
    assert len(lines) == (warned is not None) and all(warned in line for line in lines), lines
    assert count == f"0 problems, {len(lines)} warning{'s' * (len(lines) != 1)}"
    article = load_article(folder)
    assert all(article.text[row.start : row.end] == row.quote for row in article.annotations.itertuples())
    assert "<script" not in article._repr_html_() and "<img" not in article._repr_html_()
    assert main(["tables", str(folder), "--out", str(tmp_path / "out")]) == 0
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in csv.reader(file) for cell in row)
    assert contents(folder) == before


def test_five_defects_of_the_bundled_article_are_five_lines(tmp_path, capsys):
    folder = bundled_copy(tmp_path / "copy", {'"value": 25': '"value": 52', '"value": 14': '"value": 41'})
    body("c-wounded-80", measure="injured")(folder)
    body("c-killed-doctor", place="tripolis")(folder)
    swap("tallies.csv", ",lna,", ",lmma,")(folder)
    assert main(["check", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6 and lines[-1].startswith("5 problems, ")


def test_many_claims_are_checked_in_bounded_time(tmp_path):
    told = "Toll\n" + " ".join(f"Day {n} had {n} dead." for n in range(100, 250)) + "\n"
    claims = [
        claim(told, f"k{n}", "CasualtyClaim", f"had {n} dead", **KILLED, qualifier="exact", value=n)
        for n in range(100, 250)
    ]
    problems, warnings = check(write_folder(tmp_path / "many", told, claims))
    assert problems == [] and all("is the sum of" in warning for warning in warnings)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.sampled_from(sorted(ROWS)), content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example("actors", b"actor_id,name,kind,side,part_of,aliases\nx\n")
def test_any_bytes_as_a_table_are_read_or_refused(tmp_path, name, content):
    folder = write_folder(tmp_path / "collision")
    (folder / f"{name}.csv").write_bytes(content)
    try:
        load_article(folder)
    except KitError as error:
        assert "\n" not in str(error)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({key for one in collision() for key in one.body} | {"type", "otherwise", "corrects", "low", "event"})


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(claim_id=st.sampled_from([one.claim_id for one in collision()]), key=st.sampled_from(FIELDS), value=JSON)
def test_any_value_in_any_attribute_is_read_or_refused(tmp_path, claim_id, key, value):
    folder = write_folder(tmp_path / "collision")
    body(claim_id, **{key: value})(folder)
    try:
        load_article(folder)
    except KitError as error:
        assert "\n" not in str(error)
