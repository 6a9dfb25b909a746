"""The kept collection of spoilt and odd folders (`bad`), and any bytes: refused in one line, or read and shown."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from bad.cases import BAD, ODD, SHOWN
from bad.spoil import KILLED, about, again, body, killed, raw, several, swap
from folders import ROWS, TEXT, bundled_copy, claim, collision, write_folder
from hypothesis import example, given
from hypothesis import strategies as st
from timing import within

from libya_kit.article.folder import FILES
from libya_kit.article.model import load_article
from libya_kit.article.schema import ABOUT
from libya_kit.casualties import exhibits as casualties
from libya_kit.checking import check
from libya_kit.cli.main import main
from libya_kit.displacement import exhibits as displacement
from libya_kit.display import evidence
from libya_kit.errors import MOST_PROBLEMS, ArticleError, KitError
from libya_kit.report import index as briefing
from libya_kit.stances import matrix as stances
from libya_kit.text.html import visible
from libya_kit.text.quotes import Part


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


MADE = set(
    "body section h1 h2 h3 p div span a ul ol li dl dt dd mark bdi time figure figcaption table caption thead tbody "
    "tr th td strong code details summary pre wbr svg defs g path use rect text tspan clipPath style".split()
)


class Page(HTMLParser):
    """What a page says, and whatever the kit would not have made."""

    def __init__(self, html):
        super().__init__()
        self.said, self.odd = "", set()
        self.feed(str(html))

    def handle_starttag(self, tag, attributes):
        self.odd |= {tag} - {name.lower() for name in MADE}
        self.odd |= {name for name, _ in attributes if name.startswith("on") or name in ("src", "srcdoc", "autofocus")}
        self.said += "".join(f" {value} " for name, value in attributes if name == "aria-label")

    def handle_data(self, data):
        self.said += data


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_but_well_has_its_page(tmp_path, case):
    folder = write_folder(tmp_path / "collision")
    ODD[case][0](folder)
    article = load_article(folder)
    words = evidence.article_html(article)
    assert visible(article.text) in "".join(Page(words).said)
    shown = [exhibits.exhibit(article).html() for exhibits in (casualties, stances, displacement)]
    page = Page("".join([words, *shown, briefing.html(article, {}, text="full")]))
    assert page.odd == set()
    assert SHOWN.get(case, "") in page.said


def test_the_collection_is_written_out_for_a_reader(tmp_path):
    command = [sys.executable, "-m", "tests.bad", tmp_path / "out"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "out").glob("*/collision"))) == len(BAD) + len(ODD)
    assert all(f": {case}: " in (tmp_path / "out" / "cases.txt").read_text(encoding="utf-8") for case in BAD | ODD)


def test_five_defects_of_the_bundled_article_are_five_lines(tmp_path, capsys):
    folder = bundled_copy(tmp_path / "copy", {'"value": 25': '"value": 52', '"value": 14': '"value": 41'})
    body("c-wounded-80", measure="injured")(folder)
    body("c-killed-doctor", place="tripolis")(folder)
    swap("tallies.csv", ",lna,", ",lmma,")(folder)
    assert main(["check", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6 and lines[-1].startswith("5 problems, ")


def named(count, **links):
    """Return the rows with so many actors more; `links`: what they are part of, by number."""
    more = [
        {"actor_id": f"a{n}", "name": "x", "kind": "person", **{k: v(n) for k, v in links.items()}}
        for n in range(count)
    ]
    return ROWS | {"actors": ROWS["actors"] + more}


def many(count, words="Ada Quill", kind="Mention", **body):
    return [
        claim(TEXT, f"m{n}", kind, words, **{k: v(n) if callable(v) else v for k, v in body.items()})
        for n in range(count)
    ]


def quilt(content):
    return content.replace(b'"Ada Quill"', b'"Ada Quilt"')


def dead(told, count, begins):
    """Return so many claims on words of ten characters in a text, beginning where a function of their number says."""
    base = claim(TEXT, "k", "CasualtyClaim", "12 people", **KILLED, qualifier="exact")
    return [
        replace(base, claim_id=f"k{n}", body=base.body | {"value": int(words[:5])}, parts=(Part(at, at + 10, words),))
        for n in range(count)
        for at in [begins(n)]
        for words in [told[at : at + 10]]
    ]


APART = "Toll\n" + " ".join(f"{n} died." for n in range(50_000, 53_000)) + "\n"
LONG = "Toll\nOn Monday " + "and " * 200_000 + "50000 died.\n"
MENTION = {"actor": "quill", "source": "gazette"}
BLANKS = "Toll\n" + "an" * 1_000_000 + ".\n"
EVERY = Part(5, 2_000_005, BLANKS[5:2_000_005])


def long_names():
    """Return the rows with two hundred actors whose ids are alike and long."""
    ids = (f"{'ab' * 60}{'ba' * 20_000}{n}" for n in range(200))
    return ROWS | {"actors": ROWS["actors"] + [{"actor_id": one, "name": "x", "kind": "person"} for one in ids]}


def pairs(*lines):
    """Return the rows with these pairs of tallies, and every tally of them."""
    keys = ("tally", "other", "relation")
    some = [dict(zip(keys, line, strict=True)) | {"basis": "x"} for line in lines]
    names = dict.fromkeys(name for line in lines for name in line[:2])
    told = {"title": "T", "source": "coastguard", "measure": "killed", "counts": "all"}
    return ROWS | {"tallies": [{"tally": name} | told for name in names], "tally_pairs": some}


COMB = [
    *((f"t{n}", f"t{n + 1}", "within") for n in range(6000)),
    *((f"l{n}", f"t{n}", "within") for n in range(1, 6000)),
    *((f"t{n % 6000}", f"x{n // 6000}", "disjoint") for n in range(7990)),
]
FAR = "at least 12 people"
HUGE = {
    "a key twice among many": (
        raw("article.json", lambda c: ("{" + "".join(f'"{n}":1,' for n in range(200_000)) + '"199999":1}').encode()),
        1,
    ),
    "values too deep and many": (raw("article.json", lambda c: b"[" * 200 + b"[]," * 200_000), 1),
    "dots": (again("Toll\n" + "." * 200_000, []), 0),
    "one long paragraph": (again("Toll\n" + "Aa bb. " * 30_000, []), 0),
    "hundreds of hundreds": (
        killed(TEXT.replace("12 people", "12 people, one" + " hundred" * 30_000), FAR + ", one" + " hundred" * 30_000),
        0,
    ),
    "many that name nothing": (again(TEXT, many(1500, **MENTION | {"actor": "b{}".format}), rows=named(1500)), 501),
    "many in rings": (again(TEXT, [], rows=named(3000, part_of=lambda n: f"a{n ^ 1}")), 20),
    "many in a chain": (again(TEXT, [], rows=named(9000, part_of=lambda n: f"a{min(n + 1, 8999)}")), 1),
    "many tallies within each other and apart": (again(TEXT, [], rows=pairs(*COMB)), 0),
    "tallies within each other that are apart": (again(TEXT, [], rows=pairs(*COMB, ("t0", "t6000", "disjoint"))), 1),
    "many on the same words": (
        again(TEXT, many(600, FAR, "CasualtyClaim", **KILLED, qualifier="at_least", value=12)),
        0,
    ),
    "many apart": (again(APART, dead(APART, 3000, lambda n: 5 + 12 * n)), 0),
    "many in one long sentence": (again(LONG, dead(LONG, 300, lambda n: LONG.index("50000"))), 0),
    "a label a million times in its quote": (
        again(BLANKS, [replace(claim(TEXT, "m", "Mention", "Ada Quill", **MENTION, label="an"), parts=(EVERY,))]),
        1,
    ),
    "a label as long as its quote": (
        again(
            BLANKS, [replace(claim(TEXT, "m", "Mention", "Ada Quill", **MENTION, label="an" * 500_000), parts=(EVERY,))]
        ),
        1,
    ),
    "many that name nothing among long names": (
        again(TEXT, many(1500, **MENTION | {"actor": "ab" * 80}), rows=long_names()),
        501,
    ),
    "many that are missing": (
        several(again(TEXT + "é x " * 100_000, many(600, **MENTION)), raw("annotations.jsonld", quilt)),
        501,
    ),
    "too many annotations": (
        raw("annotations.jsonld", lambda c: json.dumps(json.loads(c) | {"items": [{}] * 20_001}).encode()),
        1,
    ),
    "too many rows": (raw("actors.csv", lambda c: c + b"a\n" * 20_001), 1),
}


@pytest.mark.parametrize("case", HUGE)
def test_what_is_huge_is_read_or_refused_soon(tmp_path, case):
    spoil, count = HUGE[case]
    spoil(folder := write_folder(tmp_path / "collision"))
    with within(6):
        problems, warnings = check(folder)
    assert len(problems) == count and len(warnings) <= 1000
    assert all(len(str(problem)) < 1000 for problem in problems)


def test_many_claims_are_checked_in_bounded_time(tmp_path):
    told = "Toll\n" + " ".join(f"Day {n} had {n} dead." for n in range(100, 250)) + "\n"
    claims = [
        claim(told, f"k{n}", "CasualtyClaim", f"had {n} dead", **KILLED, qualifier="exact", value=n)
        for n in range(100, 250)
    ]
    problems, warnings = check(write_folder(tmp_path / "many", told, claims))
    assert problems == [] and len(warnings) == 1 and "and 146 more" in warnings[0]


@given(name=st.sampled_from(sorted(ROWS)), content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example("actors", b"actor_id,name,kind,side,part_of,aliases\nx\n")
def test_any_bytes_as_a_table_are_read_or_refused(tmp_path, name, content):
    folder = write_folder(tmp_path / "collision")
    (folder / f"{name}.csv").write_bytes(content)
    try:
        load_article(folder)
    except KitError as error:
        assert "\n" not in str(error)


@given(name=st.sampled_from(FILES[:3]), content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_as_a_file_are_read_or_refused(tmp_path, name, content):
    folder = write_folder(tmp_path / "collision")
    (folder / name).write_bytes(content)
    problems, _ = check(folder)
    assert problems and all("\n" not in str(problem) for problem in problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = sorted({key for one in collision() for key in one.body} | {"type", "otherwise", "corrects", "low", "event"})


@given(claim_id=st.sampled_from([one.claim_id for one in collision()]), key=st.sampled_from(FIELDS), value=JSON)
def test_any_value_in_any_attribute_is_read_or_refused(tmp_path, claim_id, key, value):
    folder = write_folder(tmp_path / "collision")
    body(claim_id, **{key: value})(folder)
    try:
        load_article(folder)
    except KitError as error:
        assert "\n" not in str(error)


@given(key=st.sampled_from([column.name for column in ABOUT]), value=JSON)
def test_any_value_of_any_key_of_article_json_is_read_or_refused(tmp_path, key, value):
    folder = write_folder(tmp_path / "collision")
    about(**{key: value})(folder)
    try:
        load_article(folder)
    except KitError as error:
        assert "\n" not in str(error)


def test_after_so_many_problems_nothing_more_is_said_of_what_was_not_read(tmp_path):
    folder = write_folder(tmp_path / "collision")
    page = json.loads((folder / "annotations.jsonld").read_bytes())
    page["items"][0]["body"] |= {f"unknown{number}": 1 for number in range(MOST_PROBLEMS + 1)}
    (folder / "annotations.jsonld").write_text(json.dumps(page))
    problems, _ = check(folder)
    assert len(problems) == MOST_PROBLEMS + 1 and "names nothing" not in "".join(map(str, problems))
    (folder / "places.csv").write_text("place_id,name,part_of,precision\n" + "a,,,\n" * 1000)
    assert len(check(folder)[0]) == MOST_PROBLEMS + 1
