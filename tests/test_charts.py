"""Every chart of awkward articles: nothing cut or covered, the key complete; in grey; its alternative text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations, product
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import numpy as np
import pytest
from drawn import check_texts
from folders import claim, write_folder
from matplotlib import image
from matplotlib.colors import to_hex, to_rgb
from matplotlib.font_manager import get_font
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path as MarkerPath

from libya_kit.article.model import load_article
from libya_kit.casualties import chart as timeline
from libya_kit.casualties import exhibits as casualties
from libya_kit.displacement import exhibits as displacement
from libya_kit.display import layout
from libya_kit.stances import matrix as stances

FIRST = date(2031, 5, 1)
PLAIN = ["Harbour board", "Coastguard", "Seamen's union", "Ferry line", "Pilots' guild", "Relief corps", "Amel Watch"]
LONG = [
    "Joint Provisional Commission for the Protection of Mariners",
    "Extraordinary Coastguard Directorate of the Eastern Littoral",
    "Counterrevolutionary-Intergovernmental Harbourmasters' Union",
    "Federation of Independent Ferrymen and Lighthousekeepers 1931",
    "Interministerial Undersecretariat for Unaccompanied Landings",
]
ARABIC = ["اتحاد البحارة", "خفر السواحل", "هيئة الميناء", "الهلال الأحمر", "وزارة الصحة"]


class News:
    """An article put together sentence by sentence."""

    def __init__(self, names: list[str]) -> None:
        self.names, self.text, self.said, self.tallies = names, "News of the strait\n\n", [], {}

    def add(self, kind: str, claim_id: str, words: str, /, **body: object) -> None:
        self.text += f"Here {words}.\n"
        self.said.append((kind, claim_id, words, body))

    def actor(self, number: int) -> str:
        return f"a{number % len(self.names)}"

    def killed(self, number: int, day: int | None, tally: str | None = None, who: int = 0, **body: object) -> None:
        value = body.setdefault("value", number)
        body.setdefault("qualifier", "at_least")
        words = body.pop("words", f"at least {value} people were killed by report {len(self.said)}")
        measure = body.setdefault("measure", "killed")
        if tally:
            title = f"{self.names[who % len(self.names)]}: {tally}"
            counts = f"everyone {measure} in the strait"
            row = {"tally": tally, "title": title, "source": self.actor(who), "measure": measure, "counts": counts}
            self.tallies[tally] = row
        reported = None if day is None else str(FIRST + timedelta(day))
        body |= {"population": "unspecified", "source": self.actor(who), "tally": tally, "reported_on": reported}
        self.add("CasualtyClaim", f"k{len(self.said)}", words, **{k: v for k, v in body.items() if v is not None})

    def fled(self, value: int, day: int, until: int | None = None, who: int = 0, **body: object) -> None:
        body = {"measure": "displaced", "kind": "flow", "unit": "people", "population": "unspecified", **body}
        body |= {"qualifier": "estimated", "value": value, "source": self.actor(who)}
        body |= {"period_start": str(FIRST + timedelta(day)), "reported_on": str(FIRST + timedelta(until or day))}
        body |= {} if until is None else {"period_end": str(FIRST + timedelta(until))}
        words = f"some {value} people have left by report {len(self.said)}"
        self.add("DisplacementClaim", f"d{len(self.said)}", words, **body)

    def stands(
        self, who: int, stance: str, label: str, mode: str = "statement", words: str = "", **body: object
    ) -> None:
        body = {
            "target_type": "action",
            "target_label": label,
            "voice": "attributed",
            "source": self.actor(who),
            **body,
        }
        words = words or f"it was said in report {len(self.said)} that this must be heard by all"
        self.add("Stance", f"s{len(self.said)}", words, speaker=self.actor(who), stance=stance, mode=mode, **body)

    def article(self):
        actors = [{"actor_id": f"a{n}", "name": name, "kind": "group"} for n, name in enumerate(self.names)]
        rows = {"actors": actors, "places": [], "tallies": list(self.tallies.values()), "tally_pairs": []}
        claims = [replace(claim(self.text, name, kind, words), body=body) for kind, name, words, body in self.said]
        with TemporaryDirectory() as folder:
            published = str(FIRST + timedelta(31))
            return load_article(
                write_folder(Path(folder) / "news", self.text, claims, rows=rows, published_on=published, focus=None)
            )


def one(names=PLAIN):
    news = News(names)
    news.killed(1, 0, words="a sailor was killed, 1 in all", qualifier="exact")
    news.fled(5, 0, 2)
    news.stands(0, "oppose", "the blockade")
    return news


def forty(names=PLAIN, labels=("the blockade", "a truce", "the landing", "the tolls", "the night crossings")):
    news = News(names)
    for n in range(40):
        news.killed(3 * n + 2, n % 5, tally=f"count {n % 9}", who=n % 9)
    for n in range(40):
        news.fled(40 * n + 7, n % 7, 8 + n % 3, who=n)
    for n in range(40):
        stance, mode = ("oppose", "neutral", "support")[n % 3], ("statement", "action")[n % 2]
        news.stands(n, stance, labels[n % len(labels)], mode)
    return news


def few(names, labels):
    """Return an article with some claims by each of the names, towards each of the labels."""
    news = News(names)
    for n, _ in enumerate(names):
        news.killed(4 * n + 3, n % 3, tally=f"count {n}", who=n)
        news.killed(
            5 * n + 4,
            2,
            who=n,
            measure="wounded",
            words=f"no more than {5 * n + 4} were hurt, {n}",
            qualifier="at_most",
        )
        news.fled(700 * n + 9, n, n + 4, who=n)
    for n, label in enumerate(labels):
        for who in range(len(names)):
            news.stands(who, ("oppose", "support")[(n + who) % 2], label, ("statement", "label")[who % 2])
    return news


def wide():
    news = News(PLAIN)
    for n, value in enumerate((1, 40, 3_000, 2_000_000)):
        news.killed(value, n, tally=f"count {n}", who=n)
        news.fled(value, n, n + 5, who=n)
    news.stands(0, "oppose", "the blockade")
    return news


def one_day():
    news = News(PLAIN)
    for n in range(5):
        news.killed(10 + n, 3, tally="the dead", who=0)
        news.fled(100 + n, 3, 3, who=n)
        news.stands(n, "oppose", "the blockade", on="2031-05-04")
    return news


def month():
    news = News(PLAIN)
    for n in range(31):
        news.killed(10 + n, n, tally="the dead" if n % 3 else "the crews", who=n % 3 == 0)
    news.fled(90_000, 0, 30)
    news.fled(1_200, 3)
    news.stands(0, "support", "a truce")
    return news


def crowded():
    """Return an article with claims of every kind on one of several days, and more targets than there is room for."""
    news = News(PLAIN)
    for n in range(6):
        news.killed(300_000 + n, 7 * n, tally="the dead")
    news.killed(0, 14, tally="the dead", words="scores of dead", qualifier="vague", value=None, term="scores")
    news.killed(0, 14, tally="the dead", words="20 to 30 dead", qualifier="range", value=None, low=20, high=30)
    news.killed(0, 14, tally="the dead", words="the dead were not counted", qualifier="not_given", value=None)
    news.killed(0, 14, tally="the dead", words="about 77 dead", qualifier="estimated", value=77)
    news.killed(9, None, who=3, measure="wounded")
    for n in range(40):
        news.stands(n, ("oppose", "neutral", "support")[n % 3], f"the matter of the ferry {n}")
    return news


def arabic():
    labels = ["الحصار البحري", "وقف إطلاق النار"]
    news = few(ARABIC, labels)
    news.stands(0, "oppose", labels[0], words="قال الاتحاد إن الحصار يجب أن ينتهي الآن", voice="direct_quote")
    return news


AWKWARD = {
    "no claim": lambda: News(PLAIN),
    "one": one,
    "forty": forty,
    "long names": lambda: few(LONG, [name.lower() for name in LONG]),
    "wide": wide,
    "one day": one_day,
    "month": month,
    "crowded": crowded,
    "arabic": arabic,
}
BUNDLED = "bundled"


@cache
def article_of(name):
    return load_article() if name == BUNDLED else AWKWARD[name]().article()


def chosen(controls):
    """Return every choice of some controls, as keywords."""
    return [dict(zip(controls, some, strict=True)) for some in product(*(part.values() for part in controls.values()))]


KINDS = {
    "killed and wounded": (casualties.exhibit, lambda article: {"overlap": {"": "unknown", " ": "separate"}}),
    "killed": (casualties.exhibit, lambda article: {"measure": {"": "killed"}} | casualties.controls(article)),
    "wounded": (
        casualties.exhibit,
        lambda article: {"measure": {"": "wounded"}} | casualties.controls(article, "wounded"),
    ),
    "stances": (stances.exhibit, stances.controls),
    "matrix": (stances.matrix_exhibit, stances.matrix_controls),
    "labels": (stances.labels_exhibit, lambda article: {}),
    "displacement": (displacement.exhibit, displacement.controls),
}


@cache
def exhibits(name, kind):
    """Return the exhibits of a kind: of the bundled article by every choice, of others by the first and the last."""
    make, controls = KINDS[kind]
    article = article_of(name)
    some = chosen(controls(article))
    return [make(article, **choice) for choice in (some if name == BUNDLED else some[:: max(len(some) - 1, 1)])]


SAVED = ("killed and wounded", "matrix", "displacement")
AWKWARD_EACH = [(name, kind) for name in AWKWARD for kind in KINDS if kind not in ("killed", "wounded")]
EACH = pytest.mark.parametrize(("name", "kind"), [*product([BUNDLED], KINDS), *AWKWARD_EACH])


@pytest.mark.parametrize(("name", "kind"), AWKWARD_EACH)
def test_no_label_is_cut_or_covered(name, kind):
    for shown in exhibits(name, kind):
        if shown.figure is not None:
            check_texts(shown.figure)


@EACH
def test_the_key_explains_every_mark_in_use_and_none_that_is_not(name, kind):
    for shown in exhibits(name, kind):
        if shown.figure is not None:
            used, keyed = (set(map(look, some)) for some in marks(shown.figure))
            assert used == keyed


def marks(figure):
    """Return the marks that lead to a claim, steps with them, and those of the keys."""
    used, keyed = [], []
    for ax in figure.axes:
        keyed += ax.get_legend().legend_handles if ax.get_legend() else []
        for artist in (*ax.lines, *ax.patches, *ax.collections):
            line = isinstance(artist, Line2D)
            if line and len(artist.get_xdata()) == 4:  # the outline of a block
                continue
            if artist.get_url() or (line and artist.get_drawstyle() == "steps-mid"):
                used.append(artist)
            elif line and artist.get_marker() != "None":  # a key that is drawn
                keyed.append(artist)
    return used, keyed


def look(artist):
    """Return what tells a kind of mark from the others: shape, hatch or dashes, and its colours."""
    if not isinstance(artist, Line2D):
        return "area", to_hex(np.ravel(artist.get_facecolor())[:3]), artist.get_hatch()
    colour, marker, face = to_hex(artist.get_color()), artist.get_marker(), artist.get_markerfacecolor()
    if marker == "None":
        return "line", colour, artist.is_dashed()
    bar = isinstance(marker, MarkerPath) and np.array_equal(marker.vertices, timeline.BAR.vertices)
    if bar or (marker == "_" and len(artist.get_xdata()) > 1):
        return "range", colour
    shape = MarkerStyle(marker)
    points = shape.get_path().transformed(shape.get_transform()).vertices.round(2)
    return "mark", colour, tuple(map(tuple, points)), face if face == "none" else to_hex(face)


@pytest.mark.parametrize(("name", "kind"), list(product(("wide", "arabic"), SAVED)))
def test_a_saved_picture_has_its_headings_and_nothing_is_cut(name, kind, tmp_path):
    shown = exhibits(name, kind)[0]
    if shown.figure is None:
        return
    with layout.headed(shown.figure, shown.title, shown.subtitle) as box:
        edges = [
            one.get_window_extent().transformed(shown.figure.dpi_scale_trans.inverted()) for one in shown.figure.texts
        ]
    assert len(edges) > 2 and all(e.x0 >= 0 and e.x1 <= box.x1 and e.y1 <= box.y1 for e in edges)
    words = "".join(ElementTree.parse(shown.save(tmp_path / "one.svg")).getroot().itertext()).replace("\u200e", "")
    for part in (*shown.title.split(), *shown.subtitle.split(), *shown.source.split()):
        assert part in words
    if shown.figure.get_size_inches()[1] < 10:
        picture = image.imread(shown.save(tmp_path / "one.png"))
        assert picture.min() < 0.2
        assert all((edge == 1).all() for edge in (picture[:3], picture[-3:], picture[:, :3], picture[:, -3:]))
        assert shown.save(tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")


def test_arabic_letters_are_joined_and_lines_run_from_left_to_right():
    words = ARABIC[1]
    font = get_font(layout._font("normal").get_file())
    assert all(font.get_char_index(ord(letter)) for letter in "".join(ARABIC) + "\u200e")
    assert layout.across(words) < sum(map(layout.across, words)) * 0.95
    (line,) = layout.lines(f"{words}: at least 7", 5)
    assert line == f"\u200e{words}: at least 7" and layout.across(line) == layout.across(line[1:])
    assert layout.lines(f"the {words}", 5) == [f"the {words}"]


@pytest.mark.parametrize(
    ("words", "parted"),
    [
        ("counterrevolutionary-intergovernmental", ["counterrevo-", "lutionary-", "intergovern-", "mental"]),
        ("Coastguards:", ["Coastguar-", "ds:"]),
    ],
)
def test_a_word_is_divided_at_its_hyphen_and_not_near_its_end(words, parted):
    assert layout.lines(words, layout.across(parted[0])) == parted


# The alternative texts


def numbers(words):
    return set(re.findall(r"\d[\d,]*", str(words)))


@EACH
def test_an_alternative_text_has_the_numbers_of_its_table(name, kind):
    for shown in exhibits(name, kind):
        if shown.figure is None:
            assert shown.alt == "" or shown.table.empty
            continue
        counts = [column for column in shown.table.columns if column.replace("_", " ") == "how many"]
        for column in counts:
            first = [str(cell).split(", or ") for cell in shown.table[column]]
            assert all(any(numbers(reading) <= numbers(shown.alt) for reading in cell) for cell in first), shown.alt
        assert counts or f"{len(shown.table)} claim" in shown.alt
        assert shown.alt not in (shown.title, shown.sentence, shown.subtitle)
        assert shown.sentence not in shown.alt
        assert len(shown.alt) > 40 and shown.alt.endswith(".")
        assert not re.match(r"(an?|the)?\s*(image|picture|figure|chart|graph|plot)\b", shown.alt, re.IGNORECASE)


@pytest.mark.parametrize("name", [BUNDLED, *AWKWARD])
def test_no_alternative_text_is_that_of_another_picture(name):
    seen = {}
    for kind in KINDS if name == BUNDLED else dict.fromkeys(kind for _, kind in AWKWARD_EACH):
        for shown in exhibits(name, kind):
            if shown.figure is not None:
                drawn = re.sub(r'aria-label="[^"]*"', "", shown.svg("x-"))
                assert seen.setdefault(shown.alt, drawn) == drawn, shown.alt


# In grey, and with the three common deficiencies of colour vision

SIMULATED = {
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""What is seen of linear RGB: its relative luminance (WCAG 2.2), or as with a deficiency of severity 1.0.

The latter are from table 1 of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, A Physiologically-based Model for
Simulation of Color Vision Deficiency, IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009.
"""


def seen_as(colour, how):
    """Return a colour, in linear RGB, as it is seen."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.clip(np.array(SIMULATED[how]) @ linear, 0, 1)


def contrast(one, other, how):
    """Return the contrast of two colours as they are seen, by WCAG: from 1 to 21."""
    light = [np.dot(SIMULATED["grey"][0], seen_as(colour, how)) + 0.05 for colour in (one, other)]
    return max(light) / min(light)


def essence(mark):
    """Return what is left of a mark's look when its colours cannot be told apart: its shape, and filled or hollow."""
    kind, _, *rest = look(mark)
    return kind, *(
        ("white" if contrast(part, "white", "grey") < 1.1 else "dark") if is_hex(part) else part for part in rest
    )


def is_hex(part):
    return isinstance(part, str) and part.startswith("#")


@pytest.mark.parametrize(("name", "kind"), list(product([BUNDLED, "crowded"], KINDS)))
@pytest.mark.parametrize("how", SIMULATED)
def test_marks_can_be_told_apart_without_colour(name, kind, how):
    for shown in exhibits(name, kind)[:1]:
        if shown.figure is None:
            continue
        used, keyed = marks(shown.figure)
        for mark in used:
            if isinstance(mark, Line2D):
                assert contrast(mark.get_color(), "white", how) >= 3
        kinds = {look(mark): mark for mark in keyed}
        for (one, first), (other, second) in combinations(kinds.items(), 2):
            assert essence(first) != essence(second) or contrast(one[1], other[1], how) >= 3, (one, other)
