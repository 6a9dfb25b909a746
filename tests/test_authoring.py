"""What goes into a folder: whole or not at all, told of row by row, checked as a folder."""

import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from folders import TEXT, claim, collision, write_folder

from libya_kit.article import folder as folders
from libya_kit.article.model import load_article
from libya_kit.article.schema import ACTORS
from libya_kit.checking import check
from libya_kit.editing import changes as authoring
from libya_kit.editing.changes import OUTCOMES, Import, apply, csv_records, gather, row, save_annotations, told
from libya_kit.errors import ArgumentError, ArticleError

NEW = claim(
    TEXT, "quill-1", "Stance", "The harbour board called for calm", speaker="board", target_type="proposal",
    target_label="calm", stance="support", mode="statement", voice="attributed", source="gazette",
)  # fmt: skip


@pytest.fixture
def there(tmp_path):
    """Return the folder of the invented article."""
    return write_folder(tmp_path / "art")


def files(folder):
    """Return the bytes of a folder's files, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_gathered_is_told_row_by_row(there):
    held = collision()
    changed = replace(held[0], body=held[0].body | {"place": "port_amel", "note": "new", "qualifier": "estimated"})
    given = gather(
        folders.sound(there),
        [("row 1", changed), ("row 2", NEW), *(("", one) for one in held[1:-1])],
        [row("refused", "row 9", "why", id="name-board"), row("left out", "row 8", "a comment")],
    )
    report = given.report.set_index("id")
    assert report["outcome"].to_dict() == {
        "name-board": "refused", "": "left out", "killed-12": "changed", "quill-1": "taken", "injured-40": "unchanged",
        "members-3": "unchanged", "union-crossings": "unchanged", "collision-1": "unchanged",
    }  # fmt: skip
    assert report.at["killed-12", "what"] == "qualifier: at_least → estimated; note: nothing → new"
    assert given.refused["where"].tolist() == ["row 9"]
    lines = list(told(given))
    assert lines[0] == "refused: row 9 (name-board): why"
    assert lines[-1] == "1 taken, 1 changed, 4 unchanged, 1 left out, 1 refused: nothing is written"


def test_what_is_told_is_one_line_each_whatever_it_holds(there):
    rows = [row("refused", "\x1b[2Jrow\n9", "why\u202e")]
    lines = list(told(gather(folders.sound(there), [("", one) for one in collision()], rows)))
    assert lines[0] == r"refused: \u001b[2Jrow 9: why\u202e"


@pytest.mark.parametrize("odd", [{"claim_id": "\ud800"}, {"creator": "\ud800"}, {"body": {"otherwise": {"\ud800": 1}}}])
def test_half_a_surrogate_pair_is_refused_before_anything_is_written(there, odd):
    before = files(there)
    given = apply(there, gather(folders.sound(there), [("row 1", replace(NEW, **odd))]))
    assert given.refused["what"].tolist() == ["it holds the character U+D800, which no page can show"]
    assert files(there) == before


def test_a_problem_of_the_folder_is_not_put_to_a_row_without_a_name(there):
    given = gather(folders.sound(there), [("", one) for one in collision()[:3]], [row("noted", "offsets", "counted")])
    assert apply(there, given).refused["where"].tolist() == ["article.json"]


def test_a_row_that_is_gone_is_told_of(there):
    given = gather(folders.sound(there), [("", one) for one in collision()[1:]])
    gone = given.report[given.report["outcome"] == "removed"]
    assert gone[["id", "what"]].values.tolist() == [["killed-12", "'killing at least 12 people' is no longer there"]]
    apply(there, given)
    assert "killed-12" not in load_article(there).casualties.index


def test_outcomes_are_the_known_ones():
    with pytest.raises(ArgumentError, match="outcome='taen' is not known"):
        row("taen", "row 1")
    assert [row(outcome, "")["outcome"] for outcome in OUTCOMES] == list(OUTCOMES)


def test_an_import_is_written_whole_or_not_at_all(there):
    before = files(there)
    contents = folders.sound(there)
    dangling = replace(NEW, body=NEW.body | {"speaker": "nobody"})
    given = gather(
        contents, [*(("", one) for one in contents.items), ("row 7", dangling)], about={"focus": "elsewhere"}
    )
    refused = apply(there, given).refused
    assert refused[["where", "id"]].values.tolist() == [["article.json", ""], ["row 7", "quill-1"]]
    assert refused["what"].str.contains("names nothing in").all()
    assert files(there) == before
    good = gather(contents, [*(("", one) for one in contents.items), ("row 7", NEW)])
    assert apply(there, good, dry_run=True).refused.empty
    assert files(there) == before
    assert list(told(good, dry_run=True)) == ["1 taken, 6 unchanged: a dry run, nothing is written"]
    apply(there, good)
    after = files(there)
    assert {name for name in after if after[name] != before[name]} == {"annotations.jsonld"}
    assert "quill-1" in load_article(there).stances.index


def test_an_import_of_what_is_there_changes_no_byte(there):
    before = files(there)
    contents = folders.sound(there)
    apply(there, gather(contents, [("", one) for one in contents.items], records=contents.files))
    assert files(there) == before


def test_context_that_the_folder_has_stays(there):
    """A tool that brings the same words with other words around changes nothing."""
    contents = folders.sound(there)
    other = [replace(one, parts=tuple(part._replace(prefix="") for part in one.parts)) for one in contents.items]
    given = gather(contents, [("", one) for one in other])
    assert set(given.report["outcome"]) == {"unchanged"}


def test_keys_of_article_json_and_of_the_head_are_set_and_taken_away(there):
    contents = folders.sound(there)
    items = [("", one) for one in contents.items]
    apply(there, gather(contents, items, about={"focus": None, "rights": "none"}, head={"creator": "A. Reader"}))
    contents = folders.sound(there)
    assert (contents.about["rights"], contents.head["creator"]) == ("none", "A. Reader")
    assert "focus" not in contents.about
    apply(there, gather(contents, items, head={"creator": None}))
    assert "creator" not in folders.sound(there).head


def test_a_folder_that_is_not_sound_takes_nothing(there):
    (there / "actors.csv").write_text("actor_id\n")
    with pytest.raises(ArticleError, match="is missing"):
        apply(there, Import([], gather_report()))


def gather_report():
    """Return the report of an import of nothing."""
    import pandas as pd

    return pd.DataFrame(columns=["where", "table", "id", "outcome", "what"])


def test_where_one_file_cannot_be_written_the_others_are_as_they_were(there, monkeypatch):
    before = files(there)
    contents = folders.sound(there)
    replaced = Path.replace

    def full(self, target):
        if Path(target).name == "places.csv":
            raise OSError(28, "No space left on device")
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", full)
    records = {"places": [*contents.files["places"], {"place_id": "x", "name": "X", "precision": "city"}]}
    given = gather(contents, [("", one) for one in [*contents.items, NEW]], records=records)
    with pytest.raises(ArticleError, match="cannot be written \\(No space left on device\\); nothing is changed"):
        apply(there, given)
    assert files(there) == before


def test_annotations_are_saved_with_the_rows_that_they_name(there):
    new = replace(NEW, body=NEW.body | {"said_by": "wren"})
    with pytest.raises(ArticleError, match="quill-1: said_by 'wren' names nothing in actors"):
        save_annotations(there, [new])
    wren = {"actor_id": "wren", "name": "Jo Wren", "kind": "person", "aliases": ["Wren", "the clerk"]}
    report = save_annotations(there, [new], tables={"actors": [wren]}, about={"not_said": ["Who paid."]})
    assert report[report["id"] == "quill-1"]["outcome"].tolist() == ["taken"]
    loaded = load_article(there)
    assert loaded.actors.at["wren", "aliases"] == ("Wren", "the clerk")
    assert loaded.not_said == ("Who paid.",)
    save_annotations(
        there, tables={"actors": [{"actor_id": "ray", "name": "Ray", "kind": "person", "aliases": [], "side": None}]}
    )
    assert load_article(there).actors.at["ray", "name"] == "Ray"
    again = replace(new, body=new.body | {"note": "second thoughts"})
    report = save_annotations(there, [again], tables={"actors": [wren | {"name": "Jo Wren (clerk)"}]})
    assert report[report["id"] == "quill-1"]["outcome"].tolist() == ["changed"]
    assert load_article(there).actors.at["wren", "name"] == "Jo Wren (clerk)"
    assert len(load_article(there).actors) == 7
    assert check(there)[0] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"annotations": [NEW, NEW]}, "quill-1: this id is given twice"),
        ({"tables": {"actor": []}}, "table='actor' is not known; use one of 'actors'"),
        ({"tables": {"actors": [{"name": "X"}]}}, "actors: actor_id is missing; give each row its id"),
        ({"tables": {"actors": [{"actor_id": "x", "nam": "X"}]}}, "actors: unknown column 'nam'; use 'name'"),
        ({"tables": {"actors": [{"actor_id": "x", "name": "X", "kind": "parson"}]}}, "use 'person'"),
        ({"tables": {"actors": [{"actor_id": "x", "kind": "person"}]}}, "name is empty"),
        (
            {"tables": {"actors": [{"actor_id": "x", "name": "X", "kind": "person", "aliases": ("a;b",)}]}},
            "a list holds an item with ';' in it",
        ),
        ({"about": {"focus": "sinking"}}, "focus 'sinking' names nothing in events"),
        ({"about": {"fokus": "x"}}, "unknown key 'fokus'; use 'focus'"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_nothing_is_changed(there, given, said):
    before = files(there)
    with pytest.raises((ArticleError, ArgumentError), match=re.escape(said)) as caught:
        save_annotations(there, **{"annotations": []} | given)
    assert "\n" not in str(caught.value)
    assert files(there) == before


def test_records_are_written_as_they_are_read(there):
    contents = folders.sound(there)
    assert csv_records(ACTORS, contents.files["actors"]) == (there / "actors.csv").read_bytes()


def test_what_is_saved_between_reading_and_applying_is_not_undone(there):
    contents = folders.sound(there)
    given = gather(contents, [("", one) for one in contents.items], about={"rights": "none"})
    save_annotations(there, [NEW])
    before = files(there)
    with pytest.raises(ArticleError, match="the folder has changed since it was read; nothing is written; do it again"):
        apply(there, given)
    assert files(there) == before


def test_what_is_saved_while_another_saves_is_not_undone(there, monkeypatch):
    tried = authoring.tried

    def meanwhile(*arguments):
        monkeypatch.setattr(authoring, "tried", tried)
        save_annotations(there, about={"rights": "theirs"})
        return tried(*arguments)

    monkeypatch.setattr(authoring, "tried", meanwhile)
    with pytest.raises(ArticleError, match="the folder has changed since it was read"):
        save_annotations(there, [NEW], about={"rights": "mine"})
    contents = folders.sound(there)
    assert contents.about["rights"] == "theirs" and "quill-1" not in [one.claim_id for one in contents.items]


def test_what_a_further_annotator_names_is_not_taken_away(there):
    (there / "annotations.second.jsonld").write_bytes((there / "annotations.jsonld").read_bytes())
    contents = folders.sound(there)
    kept = [("", replace(one, body={**one.body, "said_by": None})) for one in contents.items if "said_by" in one.body]
    kept = [("", replace(one, body={k: v for k, v in one.body.items() if v})) for _, one in kept]
    kept += [("", one) for one in contents.items if "said_by" not in one.body]
    actors = [one for one in contents.files["actors"] if one["actor_id"] != "quill"]
    given = apply(there, gather(contents, kept, records={"actors": actors}))
    assert "said_by 'quill' names nothing in actors" in given.refused["what"].tolist()[0]
    assert folders.sound(there).files["actors"] == contents.files["actors"]


def test_no_room_for_a_trial_is_one_line(there, monkeypatch):
    def full(*arguments, **more):
        raise OSError(28, "No space left on device")

    before = files(there)
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(ArticleError, match=r"cannot be tried on a copy \(No space left on device\); nothing is"):
        save_annotations(there, [NEW])
    assert files(there) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"folder": None}, "NoneType is no folder; give the article's folder"),
        ({"annotations": 5}, "not all are annotations; give what annotate returns, in a list"),
        ({"annotations": "abc"}, "not all are annotations"),
        ({"tables": ["actors"]}, "tables=['actors'] is not known; give a mapping of names"),
        ({"tables": {"actors": {"actor_id": "x"}}}, "actors is not a list of rows; give a list of mappings"),
        ({"tables": {"actors": ["x"]}}, "actors is not a list of rows"),
        ({"tables": {"actors": None}}, "actors is not a list of rows"),
        ({"about": "focus"}, "about='focus' is not known"),
        ({"about": {"not_said": [object()]}}, "is not a list of words"),
    ],
)
def test_what_is_not_of_its_kind_is_one_line(there, given, said):
    before = files(there)
    with pytest.raises((ArticleError, ArgumentError), match=re.escape(said)) as caught:
        save_annotations(**{"folder": there} | given)
    assert "\n" not in str(caught.value) and files(there) == before


def test_one_annotation_and_a_pair_told_again_are_taken(there):
    pair = {"tally": "union_members", "other": "coastguard_killed", "relation": "disjoint", "basis": "another ship"}
    assert (save_annotations(there, NEW, tables={"tally_pairs": [pair]})["outcome"] == "taken").sum() == 1
    (held,) = folders.sound(there).files["tally_pairs"]
    assert held["relation"] == "disjoint", "it comes in the place of the pair that was there"
