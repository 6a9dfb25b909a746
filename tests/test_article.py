import hashlib
import json
from dataclasses import replace

import pandas as pd
import pytest
from folders import ROWS, TEXT, bundled_copy, claim, collision, write_folder

from libya_kit.article import schema
from libya_kit.article.model import BUNDLED, load_article, shipped
from libya_kit.checking import check
from libya_kit.errors import ArticleError

ARTICLE = load_article()


def test_the_text_is_kept_byte_for_byte():
    raw = (shipped("data") / BUNDLED / "article.txt").read_bytes()
    assert (len(raw), hashlib.sha256(raw).hexdigest()) == (6458, ARTICLE.sha256)
    assert ARTICLE.text.encode() == raw


@pytest.mark.parametrize("name", schema.TABLES)
def test_every_table_has_its_columns_and_types(name):
    frame, table = getattr(ARTICLE, name), schema.TABLES[name]
    assert frame.index.name == table.index.name
    assert list(frame.columns) == [column.name for column in table.columns]
    for column in table.columns:
        wanted = "category" if column.kind == "word" else schema.DTYPES[column.kind]
        assert str(frame[column.name].dtype) == wanted, column.name
    assert len(frame) or name == "tally_pairs"


def test_every_quote_stands_at_its_offsets():
    for row in ARTICLE.annotations.itertuples():
        assert ARTICLE.text[row.start : row.end] == row.quote


def test_the_casualty_claims_are_what_the_article_says():
    claims = ARTICLE.casualties
    said = {
        (row.measure, row.source, None if pd.isna(row.value) else row.value, f"{row.reported_on:%d}", row.standing)
        for row in claims.itertuples()
    }
    assert said == {
        ("killed", "gna_health_ministry", 25, "08", "party_organ"),
        ("wounded", "gna_health_ministry", 80, "08", "party_organ"),
        ("killed", "gna_health_ministry", 21, "07", "party_organ"),
        ("wounded", "gna_health_ministry", None, "07", "party_organ"),
        ("killed", "lna", 14, "06", "own_dead"),
        ("killed", "libyan_red_crescent", 1, "06", "outside"),
    }
    assert claims["quote"].str.contains("did not specify").sum() >= 1


def test_the_bundled_article_has_no_problem():
    problems, warnings = check()
    assert problems == []
    assert not any("found" in warning for warning in warnings)


def test_sentences_and_headings():
    assert set(ARTICLE.sentences["section"].dropna()) == {
        "Civilians fleeing",
        "Calls for truce",
        "UN-backed government launches ‘Volcano of Anger’",
        "No winner",
    }
    assert all(ARTICLE.text[row.start : row.end] == row.text for row in ARTICLE.sentences.itertuples())
    assert any("Gen. Thomas Waldhauser" in text for text in ARTICLE.sentences["text"])
    assert not ARTICLE.sentences["text"].str.contains("All Charts News|with AFP").any()


def test_a_copy_with_other_numbers_has_other_numbers(tmp_path):
    changes = {
        "at least 25": "at least 27",
        '"value": 25': '"value": 27',
        "14 of its": "17 of its",
        '"value": 14': '"value": 17',
    }
    article = load_article(bundled_copy(tmp_path / "copy", changes))
    assert {17, 27} < set(article.casualties["value"].dropna()) and {14, 25}.isdisjoint(
        article.casualties["value"].dropna()
    )


def test_the_invented_article_loads(tmp_path):
    article = load_article(write_folder(tmp_path / "collision"))
    assert article.displacement.empty
    assert article.casualties.at["members-3", "standing"] == "outside"
    assert check(article.folder) == ([], [])


def test_reading_changes_nothing_in_the_folder(tmp_path):
    folder = write_folder(tmp_path / "collision")
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    load_article(folder), check(folder)
    assert before == {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def changed(name, change):
    def spoil(folder):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(change(content))

    return spoil


def about(**values):
    def spoil(folder):
        content = json.loads((folder / "article.json").read_text(encoding="utf-8"))
        (folder / "article.json").write_text(json.dumps(content | values), encoding="utf-8")

    return spoil


BAD = [
    (changed("article.txt", lambda raw: raw.replace(b"12", b"17")), "article.json: the text has changed"),
    (changed("article.txt", lambda raw: raw.decode().encode("utf-16")), "article.txt: byte 0 is not UTF-8"),
    (lambda folder: (folder / "places.csv").unlink(), "places.csv: the file is missing"),
    (lambda folder: ((folder / "places.csv").unlink(), (folder / "places.csv").mkdir()), "not an ordinary file"),
    (changed("actors.csv", lambda raw: b""), "actors.csv: the file is empty"),
    (changed("actors.csv", lambda raw: b"\xef\xbb\xbf" + raw), "actors.csv: the file begins with a byte order mark"),
    (changed("actors.csv", lambda raw: raw.replace(b"kind,", b"kynd,", 1)), "actors.csv: line 1: the column 'kynd'"),
    (changed("actors.csv", lambda raw: raw.replace(b"media", b"press")), "kind 'press' is not an allowed word"),
    (changed("actors.csv", lambda raw: raw.replace(b"board,", b"union,", 1)), "the id 'union' is given twice"),
    (changed("actors.csv", lambda raw: raw.replace(b"quill,", b"qill,")), "said_by 'quill' names nothing in actors"),
    (changed("actors.csv", lambda raw: raw + b"x,y\n"), "2 cells where the header has 6"),
    (changed("places.csv", lambda raw: b"place_id,name,part_of,precision\n"), "place 'port_amel' names nothing"),
    (changed("tallies.csv", lambda raw: raw.replace(b",killed,", b",wounded,")), "but its tally 'coastguard_killed'"),
    (changed("tally_pairs.csv", lambda raw: raw.replace(b"within", b"inside")), "relation 'inside' is not an allowed"),
    (changed("annotations.jsonld", lambda raw: b"{}"), "annotations.jsonld: not an AnnotationPage"),
    (about(focus="colision"), "article.json: focus 'colision' names nothing in events; use 'collision'"),
    (about(titel="x"), "article.json: unknown key 'titel'; use 'title'"),
    (about(published_on="04/07/2019"), "published_on '04/07/2019' is not a day"),
    (about(codebook="0.9"), "codebook is '1.0', but article.json and the text have '0.9'"),
    (about(body_end=10**6), "does not lie in the text"),
]


@pytest.mark.parametrize(("spoil", "said"), BAD, ids=[said for _, said in BAD])
def test_a_spoilt_folder_is_refused_in_one_line(tmp_path, spoil, said):
    folder = write_folder(tmp_path / "collision")
    spoil(folder)
    lines = [str(problem) for problem in check(folder)[0]]
    assert any(said in line for line in lines), lines
    with pytest.raises(ArticleError) as caught:
        load_article(folder)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_the_loader_raises_the_first_and_says_how_many_more(tmp_path):
    folder = write_folder(tmp_path / "collision")
    about(titel="x", focus="y", colour="z")(folder)
    with pytest.raises(ArticleError, match=r"2 more problems: run libya-kit check collision"):
        load_article(folder)


def test_no_folder_is_one_line():
    with pytest.raises(ArticleError, match="nowhere: no such folder; name an article's folder"):
        load_article("nowhere")


def test_a_byte_order_mark_in_the_text_is_kept_and_told(tmp_path):
    folder = write_folder(tmp_path / "bom", "\ufeff" + TEXT, claims=[], rows=ROWS)
    article = load_article(folder)
    assert article.text.startswith("\ufeff") and len(article.text) == len(TEXT) + 1
    assert any("byte order mark" in warning for warning in check(folder)[1])


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (
            [
                claim(
                    TEXT,
                    "m",
                    "CasualtyClaim",
                    "3 of its members",
                    measure="killed",
                    qualifier="exact",
                    value=3,
                    population="civilian",
                    source="union",
                    reported_on="2031-05-20",
                )
            ],
            "2031-05-20 is a Tuesday, but its sentence says Wednesday",
        ),
        (
            [
                *collision(),
                claim(
                    TEXT,
                    "k2",
                    "CasualtyClaim",
                    "at least 12 people",
                    measure="killed",
                    qualifier="at_least",
                    value=12,
                    population="unspecified",
                    source="coastguard",
                ),
            ],
            "killed-12 and k2 share words and measure (killed); are they one claim?",
        ),
    ],
)
def test_what_is_allowed_but_odd_is_a_warning(tmp_path, claims, said):
    problems, warnings = check(write_folder(tmp_path / "odd", claims=claims))
    assert problems == []
    assert any(said in warning for warning in warnings), warnings


def test_taking_back_what_another_source_said_is_a_warning(tmp_path):
    claims = [
        replace(one, body=one.body | {"corrects": "killed-12"}) if one.claim_id == "members-3" else one
        for one in collision()
    ]
    _, warnings = check(write_folder(tmp_path / "foreign", claims=claims))
    assert warnings == [
        "annotations.jsonld: members-3 (Seamen's union) corrects killed-12 (Coastguard), which another source said; "
        "does that one take it back?"
    ]


def dated(claim_id, **days):
    """Return the claims, one of them with other days; None: without this one."""
    claims = []
    for one in collision():
        new = one.body | days if one.claim_id == claim_id else one.body
        claims.append(replace(one, body={key: value for key, value in new.items() if value is not None}))
    return claims


def fled(kind, **days):
    words = {
        "measure": "displaced",
        "qualifier": "at_least",
        "value": 12,
        "unit": "people",
        "population": "unspecified",
    }
    one = claim(TEXT, "fled", "DisplacementClaim", "at least 12 people", **words, source="coastguard", **days)
    return [replace(one, body=one.body | {"kind": kind})]


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (dated("injured-40", reported_on="2031-05-23"), "injured-40: reported_on 2031-05-23"),
        (dated("injured-40", reported_on="2031-05-22"), None),
        (dated("union-crossings", on="2031-05-24"), "union-crossings: on 2031-05-24"),
        (
            dated("collision-1", date_start="2031-06-20", date_end="2031-06-20", reported_on=None),
            "collision-1: date_start 2031-06-20",
        ),
        (
            dated("collision-1", date_start="2031-06-20", date_end="2031-06-20", status="planned"),
            None,
        ),
        (dated("collision-1", reported_on="2031-06-20"), "collision-1: reported_on 2031-06-20"),
        (fled("flow", reported_on="2031-06-20"), "fled: reported_on 2031-06-20"),
        (fled("flow", period_start="2031-06-20"), "fled: period_start 2031-06-20"),
        (fled("forecast", period_start="2031-06-20"), None),
        (fled("forecast", reported_on="2031-06-20"), "fled: reported_on 2031-06-20"),
    ],
)
def test_a_day_after_the_publication_is_a_warning(tmp_path, claims, said):
    problems, warnings = check(write_folder(tmp_path / "later", claims=claims))
    later = [line for line in warnings if "lies after the publication" in line]
    assert problems == [] and len(later) == (said is not None)
    if said:
        assert later == [f"annotations.jsonld: {said} lies after the publication on 2031-05-22; is the day right?"]


def test_a_new_column_is_read_checked_and_described_without_another_line(tmp_path, monkeypatch):
    weather = schema.Column("weather", "word", "the weather at the place", ("fair", "foul"))
    table = schema.Table(
        "casualties", schema.CASUALTIES.index, "", (weather, *schema.CASUALTIES.columns), body="CasualtyClaim"
    )
    monkeypatch.setitem(schema.TABLES, "casualties", table)
    monkeypatch.setattr("libya_kit.article.w3c.BODIES", {**schema_bodies(), "CasualtyClaim": table})
    claims = collision()
    folder = write_folder(tmp_path / "weather", claims=claims)
    path = folder / "annotations.jsonld"
    good = path.read_text().replace('"measure": "killed"', '"weather": "foul", "measure": "killed"')
    path.write_text(good)
    assert load_article(folder).casualties.at["killed-12", "weather"] == "foul"
    assert schema.data_dictionary("casualties").at[("casualties", "weather"), "allowed"] == "fair, foul"
    path.write_text(good.replace('"foul"', '"fowl"'))
    with pytest.raises(ArticleError, match="weather 'fowl' is not an allowed word; use 'foul'"):
        load_article(folder)


def schema_bodies():
    return {table.body: table for table in schema.CLAIM_TABLES}


def test_the_card_and_the_repr_name_the_article():
    assert "France 24, 2019-04-08" in repr(ARTICLE)
    html = ARTICLE._repr_html_()
    assert "<caption>" in html and str(len(ARTICLE.casualties)) in html
