"""A folder of version 1 becomes one of today: what the words give is written, what a person must say is not."""

import json

import pytest
from folders import claim, write_folder

from libya_kit.article.model import load_article
from libya_kit.article.schema import CODEBOOK
from libya_kit.checking.upgrade import upgrade
from libya_kit.cli.main import main
from libya_kit.errors import ArticleError

TEXT = """Fighting at Orsha

About 30 people a day have been killed, the hospital said. It put the dead at 12 in the past 24 hours.

Half of the dead were children. Two families were wounded. At least 1,200 people were wounded since Monday, it said.

Tens of thousands of people were injured by the cold.
"""
ROWS = {
    "actors": [{"actor_id": "hospital", "name": "hospital", "kind": "group"}],
    "places": [],
    "tallies": [],
    "tally_pairs": [],
}
ABOUT = {"population": "unspecified", "source": "hospital"}
KILLED, WOUNDED = ({"measure": measure, "qualifier": "exact", **ABOUT} for measure in ("killed", "wounded"))
CLAIMS = {
    "rate": ("About 30 people a day have been killed", KILLED | {"value": 30, "qualifier": "estimated"}),
    "dead": ("the dead at 12 in the past 24 hours", KILLED | {"value": 12, "corrects": "rate"}),
    "share": ("Half of the dead were children", KILLED | {"qualifier": "vague", "term": "Half"}),
    "families": ("Two families were wounded", WOUNDED | {"value": 2}),
    "cold": ("Tens of thousands of people were injured", WOUNDED | {"qualifier": "vague", "term": "Tens"}),
    "hurt": ("At least 1,200 people were wounded since Monday", WOUNDED | {"value": 1200}),
}


def folder(path, **changes):
    """Write the folder of version 1, some values changed."""
    claims = [
        claim(TEXT, name, "CasualtyClaim", words, **(body | changes.get(name, {})))
        for name, (words, body) in CLAIMS.items()
    ]
    return write_folder(path, TEXT, claims, rows=ROWS)


GAINED = {
    "rate": {"amount": "rate", "per": "day"},
    "dead": {"period_words": "in the past 24 hours"},
    "share": {"amount": "share", "term": "Half"},
    "families": {"unit": "households"},
    "cold": {"term": "Tens of thousands"},
    "hurt": {"qualifier": "at_least", "period_words": "since Monday"},
}


def test_what_the_words_give_is_written_down(tmp_path):
    path = folder(tmp_path / "orsha")
    with pytest.raises(ArticleError):
        load_article(path)
    upgrade(path)
    article = load_article(path)
    table = article.casualties
    assert article.codebook == CODEBOOK and table.at["dead", "corrects"] == ("rate",)
    assert {name: {key: table.at[name, key] for key in gained} for name, gained in GAINED.items()} == GAINED


def test_what_changes_is_said_and_kept(tmp_path, capsys):
    path = folder(tmp_path / "orsha")
    assert main(["upgrade", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "rate: amount not given → rate; per not given → day" in lines
    assert lines[-1] == f"orsha: codebook 1.0 → {CODEBOOK}"
    (entry,) = json.loads((path / "history.json").read_text(encoding="utf-8"))
    assert entry["upgraded"] == CODEBOOK and entry["changes"] == lines[:-1]


def test_a_folder_of_today_is_left_as_it_is(tmp_path):
    path = folder(tmp_path / "orsha")
    upgrade(path)
    before = {one.name: one.read_bytes() for one in path.iterdir()}
    assert upgrade(path) == [f"orsha: codebook {CODEBOOK} already; nothing is written"]
    assert {one.name: one.read_bytes() for one in path.iterdir()} == before


def test_what_only_a_person_can_say_is_refused_and_nothing_is_written(tmp_path):
    path = folder(tmp_path / "orsha", hurt={"value": 200})
    before = {one.name: one.read_bytes() for one in path.iterdir()}
    with pytest.raises(ArticleError, match="write 1200, which is the whole number"):
        upgrade(path)
    assert {one.name: one.read_bytes() for one in path.iterdir()} == before


def test_a_folder_of_several_is_upgraded_one_by_one(tmp_path):
    folder(tmp_path / "set" / "orsha")
    with pytest.raises(ArticleError, match="upgrade each article's folder"):
        upgrade(tmp_path / "set")
