"""Spoilt folders, each case one idea: what is said of it, line by line; and what looks odd but is well."""

import json
import os
import unicodedata
from dataclasses import replace
from pathlib import Path

from folders import ROWS, TEXT, claim, collision

from bad.spoil import (
    KILLED,
    about,
    add,
    again,
    body,
    corrects,
    empty,
    extra,
    instead,
    killed,
    link_out,
    literal,
    page,
    raw,
    recoded,
    row,
    selector,
    several,
    swap,
    text,
)

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
    "NFC for NFD": (
        several(
            text(lambda t: t.replace("Ada Q", "Ad\u00e9 Q")),
            page(lambda items: items["name-board"]["target"]["selector"][1].update(exact="Ade\u0301 Quill", prefix="")),
        ),
        "copy the words from the text, which writes the same letters otherwise (Unicode NFC or NFD)",
    ),
    "zero-width character in the text": (
        text(lambda t: t.replace("killing at least", "killing at\u200b least")),
        r"there stands 'killing at\u200b least 12 peopl'",
    ),
    "zero-width character in the quote": (
        selector(exact="killing at\u200b least 12 people"),
        r"the quote 'killing at\u200b least 12 people' does not stand at 84-110",
    ),
    "right-to-left override in the quote": (
        selector(exact="killing at least \u202e12 people"),
        r"the quote 'killing at least \u202e12 people' does not stand at 84-110",
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
    "overlong quote": (selector(exact=TEXT * 2), "and its context stands nowhere (missing); annotate the words that"),
    "span as text": (selector(start="84"), "killed-12: start is missing or not of its type"),
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
    "target at an absolute path": (
        page(lambda items: items["killed-12"]["target"].update(source="/etc/passwd")),
        "killed-12: the target's source is '/etc/passwd'; annotate article.txt",
    ),
    # numbers
    "number not in its quote": (body(value=13), "killed-12: 13 is not in the quote 'killing at least 12 people'"),
    "part of a long number": (
        several(
            text(lambda t: t.replace("12 people", "1234567890123456712 people")),
            selector(exact="at least 1234567890123456712 people", prefix="", suffix=""),
        ),
        ("12 is not in the quote 'at least 1234567890123456712 people'", "injuring about 40"),
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
    "012": (literal("012"), "annotations.jsonld: not JSON: Expecting ',' delimiter at line"),
    "hexadecimal": (literal("0xC"), "annotations.jsonld: not JSON: Expecting ',' delimiter at line"),
    "12e0": (literal("12e0"), "killed-12: value 12.0 is not a whole number"),
    "null": (literal("null"), "killed-12: value None is not a whole number"),
    "negative": (literal("-12"), "killed-12: value -12 lies outside 0 to"),
    "5,000 digits": (literal("9" * 5000), "the number 999999999999… has 5000 digits"),
    "beyond 2**53": (literal("9" * 19), "killed-12: value 9999999999999999999 lies outside 0 to"),
    "1e400": (literal("1e400"), "killed-12: value inf is not a whole number"),
    "NaN": (literal("NaN"), "NaN is not a number in JSON"),
    "Infinity": (literal("Infinity"), "Infinity is not a number in JSON"),
    "-Infinity": (literal("-Infinity"), "-Infinity is not a number in JSON"),
    "count as a list": (literal("[12]"), "killed-12: value [12] is not a whole number"),
    "number of the other reading": (
        body(ambiguous=True, otherwise={"value": 9999}),
        "killed-12: otherwise: 9999 is not in the quote",
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
    "unknown stance": (
        body("union-crossings", stance="against"),
        "union-crossings: stance 'against' is not an allowed word; use one of 'support', 'neutral', 'oppose'",
    ),
    "flag as text": (body("union-crossings", background="false"), "background 'false' is neither true nor false"),
    "attribute of another kind": (
        body("union-crossings", value=3),
        "union-crossings: Stance has no attribute 'value'; use one of 'speaker'",
    ),
    "derived attribute": (body(standing="outside"), "killed-12: CasualtyClaim has no attribute 'standing'"),
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
    "day in Arabic digits": (
        body(reported_on="\u0662\u0660\u0663\u0661-\u0660\u0665-\u0662\u0660"),
        "is not a day; write it as YYYY",
    ),
    "day and time": (body(reported_on="2031-05-20T00:00:00"), "reported_on '2031-05-20T00:00:00' is not a day"),
    "year 0": (body(reported_on="0000-05-20"), "reported_on '0000-05-20' is not a day"),
    "day as a number": (body(reported_on=20310520), "reported_on 20310520 is not text"),
    "slashed day of publication": (about(published_on="22/05/2031"), "published_on '22/05/2031' is not a day"),
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
    "script as id": (
        page(lambda items: items["collision-1"].update(id="x#<script>alert(1)</script>")),
        "item 1: the id 'x#<script>alert(1)</script>' does not end in a claim's name",
    ),
    "id of 10,000 characters": (
        page(lambda items: items["collision-1"].update(id="x#" + "x" * 10_000)),
        "item 1: the id",
    ),
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
    "tally of another measure": (
        swap("tallies.csv", ",killed,", ",wounded,"),
        ("but its tally 'coastguard_killed'", "the one counts killed, the other wounded: 'within' cannot be"),
    ),
    "tally with itself": (
        add("tally_pairs.csv", "union_members,union_members,same,x"),
        "tally_pairs.csv: row 2: a tally is paired with itself",
    ),
    "killed the same as wounded": (
        add("tally_pairs.csv", "union_members,coastguard_injured,same,x"),
        "tally_pairs.csv: row 2: the one counts killed, the other wounded: 'same' cannot be; take it out",
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
            add("tallies.csv", "harbour,Harbour,board,killed,everyone killed"),
            add("tally_pairs.csv", "coastguard_killed,harbour,within,x"),
            add("tally_pairs.csv", "harbour,union_members,within,x"),
        ),
        "within leads back to itself",
    ),
    "disjoint, and a third within both": (
        several(
            add("tallies.csv", "harbour,Harbour,board,killed,everyone killed"),
            add("tally_pairs.csv", "union_members,harbour,within,x"),
            add("tally_pairs.csv", "harbour,coastguard_killed,disjoint,x"),
        ),
        "tally_pairs.csv: harbour: disjoint from 'coastguard_killed', but 'union_members' lies within both; take one",
    ),
    "disjoint, and one within the other by a third": (
        several(
            add("tallies.csv", "harbour,Harbour,board,killed,everyone killed"),
            add("tally_pairs.csv", "coastguard_killed,harbour,same,x"),
            add("tally_pairs.csv", "union_members,harbour,disjoint,x"),
        ),
        "tally_pairs.csv: union_members: disjoint from 'harbour', but lies within it; take one of the rows out",
    ),
    "disjoint, and the same by a third": (
        several(
            add("tallies.csv", "harbour,Harbour,board,killed,everyone killed"),
            add("tallies.csv", "port,Port,board,killed,everyone killed"),
            add("tally_pairs.csv", "coastguard_killed,harbour,same,x"),
            add("tally_pairs.csv", "port,harbour,same,x"),
            add("tally_pairs.csv", "port,coastguard_killed,disjoint,x"),
        ),
        "tally_pairs.csv: port: disjoint from 'coastguard_killed', and by other rows the same; take one of the rows",
    ),
    "within, and the same by a third": (
        several(
            add("tallies.csv", "harbour,Harbour,board,killed,everyone killed"),
            add("tally_pairs.csv", "coastguard_killed,harbour,same,x"),
            add("tally_pairs.csv", "harbour,union_members,same,x"),
        ),
        "within leads back to itself (union_members → coastguard_killed = union_members); take one of them out",
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
    "half a surrogate pair in the context": (
        selector(prefix="\ud800"),
        "a context, an id or the head holds the charac",
    ),
    "half a surrogate pair in the head": (
        raw("annotations.jsonld", lambda c: json.dumps(json.loads(c) | {"creator": "\ud800"}).encode()),
        "annotations.jsonld: a context, an id or the head holds the character U+D800, which no page can show",
    ),
    "no id of the page": (
        raw("annotations.jsonld", lambda c: json.dumps({k: v for k, v in json.loads(c).items() if k != "id"}).encode()),
        "annotations.jsonld: the page's id is missing or not text; give it one",
    ),
    "another reading of the other reading": (
        body(ambiguous=True, otherwise={"otherwise": {"value": "\ud800"}}),
        "killed-12: otherwise names no attribute 'otherwise'; use one of 'measure'",
    ),
    "half a pair in the title": (about(title="\udc00"), "article.json: title holds the character U+DC00"),
    "NUL in a note": (body(note="a\0b"), "killed-12: note holds the character U+0000, which no page can show"),
    "blanks for a name": (add("actors.csv", "x, ,person,,,"), "actors.csv: line 7: name ' ' is not text"),
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
    "text at an absolute path": (
        swap("annotations.jsonld", '"text": "article.txt"', '"text": "/etc/passwd"'),
        "annotations.jsonld: text is '/etc/passwd'",
    ),
    "JSON in Latin-1": (
        recoded("article.json", "Ferry", "F\u00e9rry", "latin-1"),
        "article.json: byte 12 is not UTF-8; save it as UTF-8",
    ),
    "JSON in UTF-16 without BOM": (
        raw("article.json", lambda c: c.decode().encode("utf-16-le")),
        "article.json: not JSON: Expecting property name",
    ),
    "two values in one file": (raw("article.json", lambda c: c + c), "article.json: not JSON: Extra data at line 1"),
    "cut off": (raw("annotations.jsonld", lambda c: c[:-20]), "annotations.jsonld: not JSON: Expecting"),
    "comma too many": (
        raw("article.json", lambda c: c[:-1] + b",}"),  # in words that differ with the version of Python
        " at line 1, column 39",
    ),
    "NUL in JSON": (raw("article.json", lambda c: c + b"\0"), "article.json: not JSON: Extra data at line 1"),
    "list in article.json that is text": (about(agencies="AFP"), "article.json: agencies 'AFP' is not a list of words"),
    "body before the text": (about(body_start=-1), "article.json: body_start -1 lies outside 0 to"),
    "body beyond the text": (about(body_end=10**6), "does not lie in the text; correct body_start and body_end"),
    "body reversed": (about(body_start=90, body_end=50), "article.json: the body 90-50 does not lie in the text"),
    # CSV
    "BOM in CSV": (raw("actors.csv", lambda c: b"\xef\xbb\xbf" + c), "actors.csv: the file begins with a byte order"),
    "CSV in UTF-16": (raw("actors.csv", lambda c: c.decode().encode("utf-16")), "actors.csv: byte 0 is not UTF-8"),
    "empty CSV": (raw("tallies.csv", lambda c: b"\n"), "tallies.csv: the file is empty; begin with the header tally,"),
    "CSV in Latin-1": (
        recoded("actors.csv", "Coastguard", "C\u00f4tes", "latin-1"),
        "actors.csv: byte 52 is not UTF-8; save it as UTF-8",
    ),
    "NUL in CSV": (add("actors.csv", "x,A\0B,person,,,"), "actors.csv: line 7: name holds the character U+0000"),
    "script as a column": (
        raw("places.csv", lambda c: c.replace(b"precision", b"<script>", 1)),
        "places.csv: line 1: the column '<script>' is not known or given twice; the header is place_id,name,part_of",
    ),
    "column twice": (
        raw("places.csv", lambda c: c.replace(b"part_of", b"name", 1)),
        "the column 'name' is not known or",
    ),
    "column missing": (raw("places.csv", lambda c: b"place_id,name,part_of\n"), "the column 'precision' is missing"),
    "actor of no kind": (
        add("actors.csv", "x,X,persn,,,"),
        "line 7: kind 'persn' is not an allowed word; use 'person'",
    ),
    "side that is none": (add("actors.csv", "x,X,person,lma,,"), "actors.csv: x: side 'lma' names nothing in actors"),
    "long row": (add("actors.csv", "x,X,person,,,,,"), "actors.csv: line 7: 8 cells where the header has 6"),
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
    "pipe for a text": (instead("article.txt", os.mkfifo), "article.txt: not an ordinary file; put the file itself"),
    "pipe for a table": (instead("tallies.csv", os.mkfifo), "tallies.csv: not an ordinary file; put the file itself"),
    "link by .. out of the folder": (
        instead("article.json", lambda path: path.symlink_to("../../../../../../../etc/hostname")),
        "article.json: a link out of the folder; put the file itself there",
    ),
    "endless device": (instead("places.csv", lambda path: path.symlink_to("/dev/zero")), "not an ordinary file"),
    "link out of the folder": (instead("places.csv", link_out), "places.csv: a link out of the folder"),
    "link to itself": (instead("places.csv", lambda path: path.symlink_to(path.name)), "places.csv: cannot be read"),
    "2 GB of a table": (lambda folder: os.truncate(folder / "actors.csv", 2 << 30), "actors.csv: larger than"),
    "2 GB of JSON": (
        lambda folder: os.truncate(folder / "annotations.jsonld", 2 << 30),
        "annotations.jsonld: larger than",
    ),
    "2 GB": (lambda folder: os.truncate(folder / "article.txt", 2 << 30), "article.txt: larger than 16 MiB"),
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
            "13 is not in the quote",
            "tallies.csv: the file begins with a byte order mark",
        ),
    ),
}


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
LARGEST = TEXT.replace("12 people", f"{2**53} people")
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
            row("actors.csv", 2, name="<script>alert(2)</script>"),
            row("places.csv", 1, name="<img src=x onerror=alert(3)>"),
            row("tallies.csv", 1, title="</style><script>alert(4)</script>", counts="<iframe src=javascript:alert(5)>"),
            row("tally_pairs.csv", 1, basis="<base href=//h.invalid>"),
            body(note="<script>alert(1)</script>"),
            body("union-crossings", target_label="' onfocus='alert(6)' autofocus='"),
            body("collision-1", title="</svg><script>alert(7)</script>"),
        ),
        None,
    ),
    "mathematics in labels": (
        several(
            row("actors.csv", 2, name="$x_{"),
            row("tallies.csv", 1, title=r"$\frac{", counts="$$"),
            body("union-crossings", target_label="$x_{ and $"),
            body("collision-1", title="$x_{"),
        ),
        None,
    ),
    "10,000 characters in labels": (
        several(
            row("actors.csv", 2, name="Union " * 1666),
            row("tallies.csv", 1, title="Coast" * 2000, counts="All " * 2500),
            body("union-crossings", target_label="crossing " * 1111),
            body("collision-1", title="Collide " * 1250),
        ),
        None,
    ),
    "labels that no font has": (
        several(
            row("actors.csv", 2, name="\U00013000 \ue000 \U0001f6a2"),
            row("tallies.csv", 1, title="خفر السواحل", counts="\u6d77\u8b66"),
            body("union-crossings", target_label="\U000e0041\ufffd"),
            body("collision-1", title="e" + "\u0301" * 200),
        ),
        None,
    ),
    "right-to-left override in labels": (
        several(
            row("actors.csv", 2, name="union\u202e noinu"),
            row("tallies.csv", 1, title="Coast\u2066guard\u200b", counts="\u202eall"),
            body("union-crossings", target_label="\u202dcrossings"),
        ),
        None,
    ),
    "NA and None as ids": (
        several(
            raw("actors.csv", lambda c: c.replace(b"coastguard,Coastguard", b"NA,None")),
            raw("tallies.csv", lambda c: c.replace(b"coastguard_killed", b"None").replace(b",coastguard,", b",NA,")),
            raw("tally_pairs.csv", lambda c: c.replace(b"coastguard_killed", b"None")),
            raw("places.csv", lambda c: c.replace(b"port_amel", b"nan")),
            raw(
                "annotations.jsonld",
                lambda c: (
                    c.replace(b'"coastguard"', b'"NA"')
                    .replace(b'"coastguard_killed"', b'"None"')
                    .replace(b'"port_amel"', b'"nan"')
                    .replace(b"#killed-12", b"#NaN")
                ),
            ),
        ),
        None,
    ),
    "first and last days there are": (
        several(
            about(published_on="9999-12-31"),
            body("members-3", reported_on="9999-12-29"),
            body("killed-12", background=True),
            body("injured-40", reported_on="0001-01-02", background=True),
            body("collision-1", date_start="0001-01-01", reported_on="9999-12-31", date_end="9999-12-31"),
        ),
        None,
    ),
    "the largest count": (killed(LARGEST, "at least 9007199254740992 people", value=2**53), None),
    "nobody": (killed(TEXT.replace("12 people", "0 people"), "at least 0 people", value=0), None),
    "12 in Arabic digits in the text": (
        killed(TEXT.replace("12 people", "\u0661\u0662 people"), "at least \u0661\u0662 people"),
        None,
    ),
    "a body without a sentence": (again("Toll\n\n \n", []), None),
    "a text of one character": (again("x\n", [], body_start=0), None),
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
    "several figures of one source": (
        again(
            told := "Toll\nIt was 12 dead, then 3 dead.\n",
            [claim(told, f"k{n}", "CasualtyClaim", f"{n} dead", **KILLED, qualifier="exact", value=n) for n in (12, 3)],
        ),
        "k12, k3: Coastguard gives 12 and 3 killed; one running count (tally: coastguard_killed in each), ",
    ),
}
SHOWN = {
    "override and zero width in a quote": r"at least 12\u202e pe",
    "10,000 characters": "people " * 1500,
    "NA and None as names": "at least 12 people",
    "script in every text": "<script>alert(2)</script>",
    "mathematics in labels": "$x_{ and $",
    "10,000 characters in labels": "crossing " * 1000,
    "labels that no font has": "\U00013000 \ue000 \U0001f6a2",
    "right-to-left override in labels": r"union\u202e noinu",
    "NA and None as ids": "Coastguard: off Port Amel",
    "the largest count": "9,007,199,254,740,992",
    "nobody": "at least 0",
    "no claims": "no number",
}
"""What the pages of an odd folder must show, among all else."""
