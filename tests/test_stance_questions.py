"""What check asks of stances, and what it does not ask."""

import pytest
from folders import claim, write_folder

from libya_kit.checking import check

ACTORS = [
    {"actor_id": "gazette", "name": "Amel Gazette", "kind": "media", "side": None, "part_of": None},
    {"actor_id": "dorn", "name": "Dorn", "kind": "state", "side": None, "part_of": None},
    {"actor_id": "vask", "name": "Vask", "kind": "state", "side": None, "part_of": None},
]
ROW = {
    "speaker": "dorn",
    "target": "vask",
    "target_type": "action",
    "target_label": "the siege",
    "stance": "oppose",
    "mode": "statement",
    "voice": "attributed",
    "source": "dorn",
}
ASKED = [
    ("Dorn did not condemn the siege.", "condemn the siege", {}, "'not' stands before the words"),
    ("Dorn said it would never back the siege.", "back the siege", {"stance": "support"}, "'never'"),
    ("Dorn backs the siege if it is short.", "backs the siege", {"stance": "support"}, "'if' follows the words"),
    ("Dorn opposes the siege unless food goes in.", "opposes the siege", {}, "'unless' follows"),
    ("Dorn threatened to bomb the camps.", "bomb the camps", {"mode": "action"}, "no deed yet"),
    ("Dorn is ready to arm Vask.", "arm Vask", {"mode": "action", "stance": "support"}, "no deed yet"),
    ("Estra accused Dorn of arming Vask.", "arming Vask", {"mode": "action", "stance": "support"}, "source, the one"),
    ("Dorn marched.", "marched", {"mode": "action", "target": None}, "without target and event"),
    ("Dorn condemned the siege.", "condemned the siege", {"voice": "direct_quote"}, "no quotation mark"),
    ("Dorn condemned the siege.", "condemned the siege", {"voice": "narrator"}, "write attributed"),
    ("On Tuesday Dorn condemned the siege.", "condemned the siege", {"on": "2031-05-21"}, "says Tuesday"),
]
NOT_ASKED = [
    ("Dorn condemned the siege.", "condemned the siege", {}),
    ("Dorn did not condemn the siege.", "did not condemn the siege", {"status": "denied"}),
    ("Dorn backs the siege if it is short.", "backs the siege if it is short", {"status": "conditional"}),
    ("Dorn threatened to bomb the camps.", "threatened to bomb the camps", {"mode": "action", "status": "intended"}),
    ("Dorn, which is not a member, condemned the siege.", "condemned the siege", {}),
    ("“The siege is a crime,” Dorn said.", "The siege is a crime", {"voice": "direct_quote"}),
    ("On Wednesday Dorn condemned the siege.", "condemned the siege", {"on": "2031-05-21"}),
    ("Dorn condemned the siege, to end on Monday.", "condemned the siege", {"on": "2031-05-21"}),
    ("Dorn condemned the siege that has lasted since Friday.", "condemned the siege", {"on": "2031-05-21"}),
]


def asked(folder, text, quote, columns):
    row = {key: value for key, value in {**ROW, **columns}.items() if value is not None}
    if row.get("status") == "conditional":
        row["condition"] = "if it is short"
    whole = f"A day\n\n{text}\n"
    items = [claim(whole, "s1", "Stance", quote, **row)]
    rows = {"actors": ACTORS, "places": [], "tallies": [], "tally_pairs": []}
    problems, warnings = check(write_folder(folder / "day", whole, items, rows=rows, not_said=[], focus=None))
    assert problems == []
    return [line for line in warnings if "s1" in line]


@pytest.mark.parametrize(("text", "quote", "columns", "words"), ASKED)
def test_check_asks(tmp_path, text, quote, columns, words):
    assert any(words in line for line in asked(tmp_path, text, quote, columns))


@pytest.mark.parametrize(("text", "quote", "columns"), NOT_ASKED)
def test_check_asks_nothing_idle(tmp_path, text, quote, columns):
    assert asked(tmp_path, text, quote, columns) == []


def test_check_asks_nothing_of_the_bundled_articles():
    assert check() == ([], [])
