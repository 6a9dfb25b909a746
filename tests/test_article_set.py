import json
import re
import shutil

import pandas as pd
import pytest
from drawn import check_texts, texts
from folders import ROWS, claim, write_folder
from reports import ONE_EVENT, SAME, TEXTS, write_links, write_report, write_set
from timing import within

import libya_kit as lk
from libya_kit.article import schema
from libya_kit.article.annotation import Annotation
from libya_kit.article.collection import AnnotatedArticles, load_articles
from libya_kit.article.model import BUNDLED, load_article, shipped
from libya_kit.casualties import exhibits as casualties
from libya_kit.casualties.bounds import casualty_bounds
from libya_kit.casualties.exhibits import controls, exhibit, findings, plot_casualty_timeline
from libya_kit.checking import check
from libya_kit.cli.main import main
from libya_kit.displacement import exhibits as displacement
from libya_kit.errors import ArgumentError, ArticleError
from libya_kit.report import index as briefing
from libya_kit.stances import matrix as stances


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    return load_articles(write_set(tmp_path_factory.mktemp("sets") / "collision"))


@pytest.fixture(scope="module")
def together(articles):
    return articles.together


def marked(ax):
    """Return the claims that lines of one point lead to, a line each."""
    return [line.get_url()[1:] for line in ax.lines if line.get_url() and len(line.get_xdata()) == 1]


# The tables


def test_every_table_has_the_article_and_then_the_id(articles):
    for table in schema.TABLES.values():
        frame = getattr(articles, table.name)
        assert frame.index.names == ["article_id", table.index.name]
        assert list(frame.columns) == [column.name for column in table.columns]


def test_each_article_s_rows_are_those_that_it_has_alone(articles, tmp_path):
    folder = write_set(tmp_path / "again")
    for name in TEXTS:
        alone = load_article(folder / name)
        for table in schema.TABLES:
            of_set = getattr(articles, table).loc[[name]] if name in getattr(articles, table).index else None
            own = getattr(alone, table)
            assert (of_set is None) == own.empty
            if of_set is not None:
                pd.testing.assert_frame_equal(of_set.droplevel(0), own)


def test_the_articles_table_says_what_each_is(articles):
    assert list(articles.articles.index) == ["gazette", "herald", "post"]
    assert list(articles.articles["publisher"]) == ["Amel Gazette", "Port Herald", "Quay Post"]
    assert articles.articles.at["post", "published_on"] == pd.Timestamp("2031-05-23")
    assert articles.article("herald").title == "Toll of Port Amel collision rises"
    with pytest.raises(ArgumentError, match="use one of 'gazette', 'herald', 'post'"):
        articles.article("heralds")


def test_shown_as_text_and_html(articles):
    assert repr(articles) == (
        "<AnnotatedArticles 'collision' (3 articles): 7 casualties, 0 displacement, 0 stances, 3 events, 0 mentions>"
    )
    assert "Port Herald" in articles._repr_html_()


def test_a_list_a_folder_of_them_and_one_article_are_taken(tmp_path):
    folder = write_set(tmp_path / "set")
    (folder / "set.json").write_text(json.dumps({"title": "The collision", "articles": ["post", "gazette"]}))
    for table in ("tally_links", "event_links"):
        (folder / f"{table}.csv").unlink()
    named = lk.load_articles(folder)
    assert isinstance(named, AnnotatedArticles)
    assert (named.title, list(named.articles.index)) == ("The collision", ["gazette", "post"])
    listed = load_articles(str(folder / name) for name in TEXTS)
    assert (listed.title, len(listed.articles), len(listed.tally_links)) == ("3 articles", 3, 0)
    assert list(load_articles(folder / "post").articles.index) == ["post"]


def test_ids_of_different_articles_are_not_one_unless_a_table_says_so(tmp_path):
    folders = [write_report(tmp_path, name) for name in TEXTS]
    apart = load_articles(folders).together
    assert len(apart.casualties) == 7 and len(apart.tallies) == 4
    assert apart.casualties["tally"].nunique() == 4
    # alike, and not known to be one: told apart by whose they are
    assert apart.name("herald:coastguard") == "Coastguard (in Port Herald)"
    assert apart.tallies.at["post:coastguard_count", "title"] == "Coastguard: the collision (in Quay Post)"
    assert casualty_bounds(apart).low == 17  # of the same people the lowest count, the others told


def test_links_join_tallies_their_source_and_what_is_relayed(articles, together):
    assert len(articles.casualties) == 7
    assert list(together.casualties.index) == ["gazette:first", "herald:second", "herald:union", "post:third"]
    assert set(together.casualties["source"]) == {"gazette:coastguard", "herald:union"}
    assert together.name("gazette:coastguard") == "Coastguard"
    assert together.casualties.at["post:third", "corrects"] == ("herald:second",)
    assert list(together.reports_of("gazette:first").values()) == ["Amel Gazette", "Port Herald", "Quay Post"]
    assert together.casualties.at["gazette:first", "quote"].count(" … ") == 2
    assert together.events["event"].nunique() == 1 and together.focus == "gazette:collision"


def test_the_words_stand_at_their_offsets_in_the_text_of_all(together):
    for part in together.annotations.itertuples():
        assert together.text[part.start : part.end] == part.quote
    for sentence in together.sentences.itertuples():
        assert together.text[sentence.start : sentence.end] == sentence.text
    assert together.sentences.index.is_unique and together.sentences["paragraph"].is_monotonic_increasing


def test_links_by_path_a_file_or_a_folder(tmp_path):
    folders = [write_report(tmp_path / "articles", name) for name in TEXTS]
    links = write_links(tmp_path, schema.TALLY_LINKS, SAME)
    assert len(load_articles(folders, links=links).together.casualties) == 4
    assert len(load_articles(folders, links=tmp_path).together.casualties) == 4


def test_what_differs_is_not_relayed(tmp_path):
    folder = write_set(tmp_path / "set")
    changes = {"reported_on": "2031-05-21", "population": "civilian", "said_by": "union"}
    for key, value in changes.items():
        path = folder / "herald" / "annotations.jsonld"
        before = path.read_text(encoding="utf-8")
        page = json.loads(before)
        (item,) = (one for one in page["items"] if one["id"].endswith("#first"))
        item["body"][key] = value
        path.write_text(json.dumps(page), encoding="utf-8")
        count = len(load_articles(folder).together.casualties)
        assert count == (4 if key == "said_by" else 5), key
        path.write_text(before, encoding="utf-8")


def test_tallies_that_are_the_same_but_of_two_sources_stay_two(tmp_path):
    folder = write_set(tmp_path / "set")
    same = {
        "article_id": "gazette",
        "tally": "coastguard_count",
        "other_article": "herald",
        "other_tally": "union_count",
    }
    write_links(folder, schema.TALLY_LINKS, [same | {"relation": "same", "basis": "both count all the dead"}, SAME[1]])
    found = load_articles(folder).together
    assert len(found.tallies) == 3
    assert found.tally_pairs["relation"].tolist() == ["same", "same"]


def test_actors_joined_by_a_link_make_two_tallies_one(tmp_path):
    folder = write_set(tmp_path / "set")
    path = folder / "post" / "actors.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Coastguard", "Coast guard service"), encoding="utf-8")
    assert len(load_articles(folder).together.tallies) == 3
    row = {"article_id": "post", "actor_id": "coastguard", "other_article": "gazette", "other_actor": "coastguard"}
    write_links(folder, schema.ACTOR_LINKS, [row | {"basis": "one service"}])
    found = load_articles(folder).together
    assert len(found.tallies) == 2 and found.name("gazette:coastguard") == "Coastguard"


def test_a_claim_takes_back_one_of_another_article(tmp_path):
    folder = write_set(tmp_path / "set")
    path = folder / "post" / "annotations.jsonld"
    page = json.loads(path.read_text(encoding="utf-8"))
    page["items"] = [one for one in page["items"] if not one["id"].endswith("#second")]
    for item in page["items"]:
        item["body"].pop("corrects", None)
    path.write_text(json.dumps(page), encoding="utf-8")
    assert casualty_bounds(load_articles(folder).together, sources="all").claims == ("post:third",)
    row = {"article_id": "post", "claim_id": "third", "other_article": "herald", "other_claim": "second"}
    write_links(folder, schema.CLAIM_LINKS, [row | {"relation": "corrects", "basis": "its words"}])
    assert load_articles(folder).together.casualties.at["post:third", "corrects"] == ("herald:second",)


# What is wrong


LINK = {**SAME[0]}
WRONG = {
    "an unknown article": ([LINK | {"article_id": "gazete"}], "row 1: there is no article 'gazete' in the set; use"),
    "an unknown tally": (
        [LINK | {"other_tally": "coastgard_count"}],
        "row 1: 'coastgard_count' names nothing in tallies of 'herald'; use 'coastguard_count'",
    ),
    "one article": (
        [LINK | {"article_id": "herald", "tally": "union_count"}],
        "row 1: an article is linked to itself; say it in the article's own files",
    ),
    "twice": ([LINK, LINK], "row 2: these two stand in row 1 already; keep one of them"),
    "turned round": (
        [LINK, LINK | {"article_id": "herald", "other_article": "gazette", "relation": "disjoint"}],
        "row 2: these two stand in row 1 already; keep one of them",
    ),
    "an unknown relation": ([LINK | {"relation": "overlapping"}], "line 2: relation 'overlapping' is not an allowed"),
    "a ring": (
        [
            {**LINK, "relation": "within"},
            {**LINK, "article_id": "herald", "other_article": "post", "relation": "within"},
            {**LINK, "article_id": "post", "other_article": "gazette", "relation": "within"},
        ],
        "within leads back to itself",
    ),
    "apart, and one within both": (
        [
            {**LINK, "relation": "within"},
            {**LINK, "other_article": "post", "relation": "within"},
            {**LINK, "article_id": "herald", "other_article": "post", "relation": "disjoint"},
        ],
        "herald:coastguard_count: disjoint from 'post:coastguard_count', but 'gazette:coastguard_count' lies within",
    ),
    "two of one article": (
        [LINK, LINK | {"other_tally": "union_count"}],
        "'herald:coastguard_count' and 'herald:union_count' of one article come to be one; take one of the links out",
    ),
    "against the article": (
        [LINK, LINK | {"other_tally": "union_count", "relation": "disjoint"}],
        "of 'gazette:coastguard_count' and 'herald:union_count' it is said 'same' and 'disjoint'",
    ),
}


@pytest.mark.parametrize(("rows", "message"), WRONG.values(), ids=WRONG)
def test_wrong_links_are_one_line_each(rows, message, tmp_path):
    folder = write_set(tmp_path / "set", tally_links=rows)
    if message.startswith("'herald"):  # one source keeps both
        path = folder / "herald" / "tallies.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(",union,", ",coastguard,"), encoding="utf-8")
        (folder / "herald" / "tally_pairs.csv").write_text("tally,other,relation,basis\n", encoding="utf-8")
    problems, _ = check(folder)
    assert len(problems) == 1 and str(problems[0]).startswith("tally_links.csv: ") and message in str(problems[0])
    with pytest.raises(ArticleError, match=r"tally_links.csv"):
        load_articles(folder)


@pytest.mark.parametrize("name", ["tally_links.csv", "set.json"])
@pytest.mark.parametrize("to", ["nowhere", None])
def test_links_that_lead_nowhere_are_not_passed_over(tmp_path, name, to):
    folder = write_set(tmp_path / "set")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(to or name)
    (problem,) = check(folder)[0]
    assert str(problem).startswith(f"{name}: {'the file is missing' if to else 'cannot be read'}")


@pytest.mark.parametrize("name", ["tally_link.csv", "tally-links.csv", "Tally_Links.CSV", "tallylinks.csv"])
def test_a_misspelt_table_of_links_is_not_passed_over(tmp_path, name):
    folder = write_set(tmp_path / "set")
    (folder / "tally_links.csv").rename(folder / name)
    (problem,) = check(folder)[0]
    assert str(problem) == (
        f"{name}: called almost as tally_links.csv, which is not there; name it tally_links.csv, or move it away"
    )
    with pytest.raises(ArticleError, match="called almost as"):
        load_articles([folder / one for one in TEXTS], links=folder)


def test_other_tables_beside_the_articles_are_left_alone(tmp_path):
    folder = write_set(tmp_path / "set")
    for name in ("places", "place_list", "notes", "tally_pairs", "tally_links_old", "tally_links2", "event_list"):
        (folder / f"{name}.csv").write_text("anything", encoding="utf-8")
    assert check(folder)[0] == []


def test_half_an_article_is_not_passed_over(tmp_path):
    folder = write_set(tmp_path / "set", tally_links=[])
    (folder / "event_links.csv").unlink()
    (folder / "post" / "article.json").unlink()
    (problem,) = check(folder)[0]
    assert str(problem).startswith("post/article.json: the file is missing in post")


def test_a_set_whose_name_is_no_text_is_refused(tmp_path):
    folder = write_set(tmp_path / "set\udcff")
    (problem,) = check(folder)[0]
    assert "the folder's name holds the character U+DCFF" in str(problem)
    (folder / "set.json").write_text('{"title": "Set"}', encoding="utf-8")
    assert check(folder) == ([], [])


def test_everything_wrong_with_tables_of_links_is_named(tmp_path):
    odd = {"article_id": "gazete", "tally": "coastgard", "other_article": "pst", "other_tally": "x", "relation": "same"}
    rows = [odd | {"basis": "b"}, odd | {"other_article": "gazete", "basis": "b"}, LINK | {"tally": "a"}]
    folder = write_set(tmp_path / "set", tally_links=[*rows, {**LINK, "tally": "a", "other_tally": "b"}])
    said = [str(problem) for problem in check(folder)[0]]
    told = [("row 1", "'gazete'"), ("row 1", "'pst'"), ("row 2", "'gazete'"), ("row 2", "to itself")]
    told += [("row 3", "'a' names"), ("row 4", "'a' names"), ("row 4", "'b' names")]
    assert [place in line and what in line for (place, what), line in zip(told, said, strict=True)] == [True] * 7, said
    (folder / "tally_links.csv").write_text("article_id\n", encoding="utf-8")
    write_links(folder, schema.ACTOR_LINKS, [{"article_id": "gazette", "actor_id": "coastguard"}, {"actor_id": "x"}])
    said = [str(problem) for problem in check(folder)[0]]
    assert len(said) == 3 + 4 + 1 and said[0].startswith("actor_links.csv: line 2: other_article is empty"), said


def test_many_links_are_read_in_time_that_grows_with_them(tmp_path):
    told = {"source": "a", "measure": "killed", "counts": "all"}
    rows = {name: [] for name in ("places", "tally_pairs")} | {
        "actors": [{"actor_id": "a", "name": "A", "kind": "group"}],
        "tallies": [{"tally": f"t{n}", "title": f"T{n}", **told} for n in range(3000)],
    }
    for name in "ab":
        write_folder(tmp_path / "set" / name, "Toll\n\nNone.\n", [], rows=rows)
    links = [
        LINK | {"article_id": "a", "tally": f"t{n}", "other_article": "b", "other_tally": f"t{n}"} for n in range(3000)
    ]
    write_links(tmp_path / "set", schema.TALLY_LINKS, links)
    with within(5):
        assert len(load_articles(tmp_path / "set").together.tallies) == 3000


def test_killed_and_wounded_are_not_the_same(tmp_path):
    folder = write_set(tmp_path / "set")
    path = folder / "post" / "tallies.csv"
    path.write_text(path.read_text(encoding="utf-8") + "hurt,Hurt,coastguard,wounded,all\n", encoding="utf-8")
    write_links(folder, schema.TALLY_LINKS, [SAME[0] | {"other_article": "post", "other_tally": "hurt"}])
    (problem,) = check(folder)[0]
    assert "the one counts killed, the other wounded" in str(problem)


def test_a_claim_may_take_back_one_of_its_own_article_and_one_of_another(tmp_path):
    folder = write_set(tmp_path / "set")
    row = {"article_id": "post", "claim_id": "third", "other_article": "herald", "other_claim": "union"}
    write_links(folder, schema.CLAIM_LINKS, [row | {"relation": "corrects", "basis": "b"}])
    together = load_articles(folder).together
    assert together.casualties.at["post:third", "corrects"] == ("herald:second", "herald:union")


def test_a_link_that_takes_back_what_another_source_said_is_a_warning(tmp_path):
    folder = write_set(tmp_path / "set")
    path = folder / "post" / "annotations.jsonld"
    path.write_text(path.read_text(encoding="utf-8").replace('"corrects": "second"', '"note": "n"'), encoding="utf-8")
    row = {"article_id": "post", "claim_id": "third", "other_article": "herald", "relation": "corrects", "basis": "b"}
    write_links(folder, schema.CLAIM_LINKS, [row | {"other_claim": "second"}])
    assert check(folder) == ([], [])
    write_links(folder, schema.CLAIM_LINKS, [row | {"other_claim": "union"}])
    assert check(folder) == (
        [],
        [
            "claim_links.csv: row 1: post:third (Coastguard) corrects herald:union (Seamen's union), which another "
            "source said; does that one take it back?"
        ],
    )
    one = {"article_id": "post", "actor_id": "coastguard", "other_article": "herald", "other_actor": "union"}
    write_links(folder, schema.ACTOR_LINKS, [one | {"basis": "one office"}])
    write_links(folder, schema.TALLY_LINKS, [])
    assert not [line for line in check(folder)[1] if line.startswith("claim_links")]


def test_further_annotators_and_questions_of_each_article_are_checked(tmp_path, capsys):
    folder = write_set(tmp_path / "set")
    (folder / "post" / "teach.json").write_text("{", encoding="utf-8")
    assert main(["check", str(folder)]) == 1
    assert capsys.readouterr().out.startswith("problem: post/teach.json: not JSON")
    (folder / "herald" / "annotations.second.jsonld").write_text("{", encoding="utf-8")
    (problem,) = check(folder)[0]
    assert str(problem).startswith("herald/annotations.second.jsonld: not JSON")


def test_one_article_twice_is_a_warning_and_warnings_end(tmp_path, monkeypatch):
    for name in "ab":
        write_report(tmp_path / "set" / name, "gazette")
    twice = tmp_path / "set"
    for name in "ab":
        (twice / name / "gazette").rename(twice / f"gazette-{name}")
        (twice / name).rmdir()
    problems, warnings = check(twice)
    assert (
        problems == [] and "gazette-b/article.txt: the same text as in gazette-a; is it one article, twice?" in warnings
    )
    monkeypatch.setattr("libya_kit.checking.problems.MOST_WARNINGS", 1)
    assert check(twice)[1] == warnings[:1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"herald": {"second": {"corrects": "first"}}, "post": {"second": {"corrects": "first"}}},
            "'herald:second' and 'post:second' are one statement, relayed, but correct 'gazette:first' and",
        ),
        (
            {"gazette": {"first": {"period_start": "2031-05-20"}}, "herald": {"first": {"period_end": "2031-05-10"}}},
            "'gazette:first' and 'herald:first' are one statement, relayed, but the period of one begins on 2031-05-20",
        ),
    ],
)
def test_reports_of_one_statement_that_contradict_each_other_are_refused(tmp_path, changes, said):
    folder = write_set(tmp_path / "set")
    changes["post"] = changes.get("post", {}) | {"first": {"certainty": "reported"}}  # another statement
    for name, claims in changes.items():
        path = folder / name / "annotations.jsonld"
        page = json.loads(path.read_text(encoding="utf-8"))
        for item in page["items"]:
            item["body"] |= claims.get(item["id"].rpartition("#")[2], {})
        path.write_text(json.dumps(page), encoding="utf-8")
    (problem,) = check(folder)[0]
    assert str(problem).startswith(f"tally_links.csv: {said}")
    with pytest.raises(ArticleError, match="are one statement, relayed"):
        load_article(folder)


def test_every_problem_of_every_article_is_named_with_its_article(tmp_path):
    folder = write_set(tmp_path / "set")
    (folder / "gazette" / "article.txt").unlink()
    path = folder / "post" / "annotations.jsonld"
    path.write_text(path.read_text(encoding="utf-8").replace('"value": 15', '"value": 51'), encoding="utf-8")
    lines = [str(problem) for problem in check(folder)[0]]
    assert any(line.startswith("gazette/article.txt: the file is missing") for line in lines)
    assert any(line.startswith("post/annotations.jsonld: third: 51 is not in the quote") for line in lines)
    with pytest.raises(ArticleError, match=r"more problems?: run libya-kit check set"):
        load_articles(folder)


def test_after_so_many_problems_of_several_articles_no_more_are_read(tmp_path, monkeypatch):
    folder = write_set(tmp_path / "set")
    monkeypatch.setattr("libya_kit.errors.MOST_PROBLEMS", 2)
    for name in ("gazette", "herald", "post"):
        (folder / name / "places.csv").write_text("place_id\n", encoding="utf-8")
    problems, warnings = check(folder)
    assert len(problems) == 3 and not warnings
    assert str(problems[-1]).endswith("more than 2 problems; mend these first: no more was looked for")


def test_folders_that_make_no_set(tmp_path):
    one, other = write_report(tmp_path / "a", "post"), write_report(tmp_path / "b", "post")
    with pytest.raises(ArticleError, match=r"^post: two folders have this name; rename one of them"):
        load_articles([one, other])
    with pytest.raises(ArticleError, match=r"^no articles are given"):
        load_articles([])
    with pytest.raises(ArticleError, match=r"^nowhere: no such folder"):
        load_articles([tmp_path / "nowhere"])
    odd = one.rename(tmp_path / "a b:c")
    with pytest.raises(ArticleError, match=r"^a b:c: cannot name an article of a set; rename the folder"):
        load_articles([odd])
    with pytest.raises(ArticleError, match=r"^links.csv: no table of links has this name; name it actor_links.csv or"):
        load_articles([other], links=tmp_path / "links.csv")
    with pytest.raises(ArticleError, match=r"^tally_links.csv: no such file"):
        load_articles([other], links=tmp_path / "tally_links.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "set.json: not an object"),
        ('{"titel": "x"}', "set.json: unknown key 'titel'; use 'title'"),
        ('{"articles": "gazette"}', "set.json: articles 'gazette' is not a list of words"),
        ('{"articles": ["../gazette"]}', "set.json: '../gazette' is no name of an article's folder"),
        ('{"articles": ["gazete"]}', "gazete: no such folder"),
        ('{"articles": []}', "no articles are given"),
        ("{", "set.json: not JSON"),
    ],
)
def test_a_set_json_that_is_wrong(content, message, tmp_path):
    folder = write_set(tmp_path / "set")
    (folder / "set.json").write_text(content, encoding="utf-8")
    assert str(check(folder)[0][0]).startswith(message)


def test_a_check_of_a_set_warns_of_each_article(tmp_path):
    folder = write_set(tmp_path / "set")
    assert check(folder) == ([], [])
    text = TEXTS["post"].replace("\n", "\r\n")
    shutil.rmtree(folder / "post")
    (folder / "tally_links.csv").unlink()
    (folder / "event_links.csv").unlink()
    write_folder(folder / "post", text, [], rows={name: [] for name in ("actors", "places", "tallies", "tally_pairs")})
    assert check(folder)[1][:1] == ["post/article.txt: has CRLF line ends; they are kept and count as two code points"]


# The picture of all


def test_a_count_that_three_reports_relay_is_one_mark_that_names_them(together):
    ax = plot_casualty_timeline(together)
    assert sorted(marked(ax)) == ["gazette:first", "herald:second", "herald:union", "post:third"]
    words = {" ".join(text.get_text().split()) for text in ax.texts}
    assert "“At least 12 people had died” later corrected in Amel Gazette, Port Herald and Quay Post" in words
    assert "“17 people had died” later corrected in Port Herald and Quay Post" in words


def test_rise_correction_and_a_second_source(together):
    ax = plot_casualty_timeline(together)
    (steps,) = (line for line in ax.lines if line.get_drawstyle() == "steps-mid")
    base = min(steps.get_ydata()) - 12
    assert [y - base for y in steps.get_ydata()] == [12, 17, 15]
    shown = exhibit(together, measure="killed")
    assert shown.title == "15 killed reported"
    for words in (
        "“17 people had died”, reported by the Coastguard on Wednesday 21 May, was corrected and no longer counts.",
        "The same people are counted by others: 20, reported by the Seamen's union",
        "is told by Amel Gazette, Port Herald and Quay Post: one count, not 3.",
    ):
        assert words in shown.sentence
    assert "at least 12 (Tuesday 20 May, in Amel Gazette, Port Herald and Quay Post" in shown.alt
    assert "later corrected" in shown.alt
    assert shown.source == "Sources: Amel Gazette, 21 May 2031; Port Herald, 22 May 2031; Quay Post, 23 May 2031"
    assert shown.table.at["herald:second", "told in"] == "Port Herald and Quay Post"
    check_texts(shown.figure)


def test_nothing_is_added_that_is_not_known_to_be_separate(tmp_path):
    folder = write_set(tmp_path / "set")
    (folder / "herald" / "tally_pairs.csv").write_text("tally,other,relation,basis\n", encoding="utf-8")
    together = load_articles(folder).together
    assert casualty_bounds(together).low == 20
    assert casualty_bounds(together, overlap="separate").low == 35
    assert "overlap" in controls(together)
    row = {**SAME[0], "article_id": "post", "other_tally": "union_count", "relation": "disjoint"}
    write_links(folder, schema.TALLY_LINKS, [*SAME, row])
    assert casualty_bounds(load_articles(folder).together).low == 35


def test_bounds_by_day_and_undated_claims_by_their_own_article(tmp_path):
    folder = write_set(tmp_path / "set")
    path = folder / "gazette" / "annotations.jsonld"
    page = json.loads(path.read_text(encoding="utf-8"))
    for item in page["items"]:
        if item["id"].endswith("#first"):
            del item["body"]["reported_on"]
    path.write_text(json.dumps(page), encoding="utf-8")
    together = load_articles(folder).together
    days = together.published(together.casualties)
    assert days["gazette:first"] == pd.Timestamp("2031-05-21") and days["post:third"] == pd.Timestamp("2031-05-23")
    whole = load_articles(write_set(tmp_path / "whole")).together
    assert [casualty_bounds(whole, on=f"2031-05-{day}").low for day in (19, 20, 21, 22)] == [None, 12, 17, 15]


def test_findings_and_citations_lead_to_each_report(together):
    said = str(findings(together))
    assert "The same people are counted by others: 20, reported by the Seamen's union" in said
    assert "of which the article says" not in said
    line = lk.cite(together, "gazette:first")
    for name, words in {"gazette": "At least 12 people had died", "herald": "at least 12 dead"}.items():
        start = TEXTS[name].index(words)
        assert f"characters {start}–{start + len(words)} of the text" in line
    html = str(lk.evidence.article_html(together))
    assert html.count('href="#words-gazette:first"') == 3 and "Toll of Port Amel collision rises. Port Herald" in html
    plain = lk.evidence.words(together, together.casualties).plain
    assert "On Tuesday it had spoken of at least 12 dead. (Port Herald)" in plain


@pytest.mark.parametrize("count", [2, 5, 12])
def test_many_reports_are_drawn_without_a_crowd(count, tmp_path):
    for number in range(count):
        folder = write_report(tmp_path, "gazette", publisher=f"The Port Amel Evening Gazette, edition {number}")
        folder.rename(tmp_path / f"g{number:02}")
    links = [SAME[0] | {"article_id": "g00", "other_article": f"g{number:02}"} for number in range(1, count)]
    together = load_articles(
        [tmp_path / f"g{n:02}" for n in range(count)], links=write_links(tmp_path, schema.TALLY_LINKS, links)
    ).together
    shown = exhibit(together)
    assert len(together.casualties) == 1
    check_texts(shown.figure)
    assert shown.source == f"Sources: {count} articles, 21 May 2031" or count == 2
    assert any(f"in {count} reports" in " ".join(words.split()) for words in texts(shown.figure)) == (count > 2)


def test_a_set_without_claims_and_one_of_one(tmp_path):
    rows = {name: [] for name in ("actors", "places", "tallies", "tally_pairs")}
    for name in "ab":
        write_folder(tmp_path / "set" / name, "Calm\n\nNothing happened.\n", [], rows=rows)
    together = load_articles(tmp_path / "set").together
    assert str(findings(together)) == "The articles make no claim on people killed or wounded."
    one = load_articles([shipped("data") / BUNDLED]).together
    assert casualty_bounds(one).low == casualty_bounds(load_article()).low


def test_load_article_reads_a_set_s_folder_as_one(tmp_path):
    folder = write_set(tmp_path / "set")
    assert load_article(folder).casualties.equals(load_articles(folder).together.casualties)


@pytest.mark.parametrize("table", schema.LINK_TABLES, ids=lambda table: table.name)
def test_tables_of_links_are_described_like_the_others(table, articles):
    frame = getattr(articles, table.name)
    assert list(frame.columns) == list(table.stored)
    assert all(lk.data_dictionary(table.name)["meaning"])
    assert len(frame) == {"tally_links": len(SAME), "event_links": len(ONE_EVENT)}.get(table.name, 0)


# The pages of all


def test_pages_of_all_and_of_each(tmp_path):
    index = lk.render_report(write_set(tmp_path / "set"), tmp_path / "pages", notebooks=[])
    assert sorted(path.relative_to(index.parent).as_posix() for path in index.parent.rglob("*.html")) == [
        "gazette/index.html",
        "herald/index.html",
        "index.html",
        "post/index.html",
    ]
    html = index.read_text(encoding="utf-8")
    for words in (
        'href="herald/index.html">Toll of Port Amel collision rises</a>',
        "What 3 articles report is not what happened",
        "What the articles do not say",
        "in Amel Gazette, Port Herald and Quay Post",
        "SHA-256 of the texts: gazette ",
    ):
        assert words in html, words
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids)) and not any(" " in name for name in ids)
    alone = (index.parent / "herald" / "index.html").read_text(encoding="utf-8")
    assert "What the article says" in alone and "Quay Post" not in alone


def test_links_in_tables_are_no_text_that_pyarrow_would_take_for_words(together, monkeypatch):
    kinds = []
    monkeypatch.setattr(briefing.markup, "table", lambda frame, **_: kinds.append(str(frame.iloc[:, 0].dtype)))
    briefing.html(together, {}, text="full")
    assert kinds.count("object") == 2


def test_a_page_holds_the_texts_of_all_with_a_heading_each(together):
    html = str(lk.evidence.article_html(together))
    for name, title in {"Amel Gazette": "Ferry and tug collide", "Quay Post": "Coastguard corrects toll"}.items():
        assert re.search(f"<h3>{title}[^<]*{name}, 2. May 2031</h3>", html)
    assert html.count('id="words-gazette:first') == 3
    quotes = str(lk.evidence.article_html(together, text="quotes"))
    assert "called for calm" not in quotes and "20 had died" in quotes


def test_an_explorer_of_a_set_answers(tmp_path):
    folder = write_set(tmp_path / "set")
    (folder / "herald" / "tally_pairs.csv").write_text("tally,other,relation,basis\n", encoding="utf-8")
    together = load_articles(folder).together
    explorer = lk.Explorer(lambda **choice: exhibit(together, measure="killed", **choice), **controls(together))
    html = str(explorer.html())
    assert "Coastguard and Seamen&#39;s union separate" in html or "Seamen's union separate" in html
    assert html.count("gazette:first") > 2


def test_a_check_asks_whether_a_number_told_by_two_reports_is_one_count(tmp_path):
    folder = write_set(tmp_path / "set", tally_links=[])
    problems, warnings = check(folder)
    asked = [one for one in warnings if one.startswith("tally_links.csv")]
    assert problems == [] and len(asked) == 3  # the first count in three reports, the second in two
    assert "(12) of the same source and day; is it one count, told twice?" in asked[0]


def test_the_index_of_a_set_names_what_several_reports_relay(tmp_path):
    said = str(casualties.findings(load_article(write_set(tmp_path / "set")))[-1])
    assert "is told by Amel Gazette, Port Herald and Quay Post: one count, not 3." in said


def test_an_article_is_read_again_and_must_be_what_was_loaded(tmp_path):
    folder = write_set(tmp_path)
    articles = lk.load_articles(folder)
    assert articles.article("post").casualties.equals(articles.casualties.loc["post"])
    pages = [folder / "post" / name for name in ("actors.csv", "annotations.jsonld")]
    before = [path.read_bytes() for path in pages]
    for path, content in zip(pages, before, strict=True):
        path.write_bytes(content + b"\n")
        for again in (lambda: articles.article("post"), lambda: articles.together):
            with pytest.raises(ArticleError, match=r"post: its files have changed since; load the articles again"):
                again()
        path.write_bytes(content)
    assert len(articles.together.casualties) == 4


def test_equal_words_are_kept_once(articles):
    names = [word for column in ("source", "place") for word in articles.casualties[column].dropna()]
    assert len({id(word) for word in names}) == len(set(names))


def test_of_several_the_words_say_several(tmp_path):
    text = "Ferry news\n\nSome 900 people have fled since May 18, the coastguard said.\n"
    (part,) = (claim(text, "fled", "DisplacementClaim", "Some 900 people have fled").parts,)
    body = {"measure": "displaced", "qualifier": "estimated", "value": 900, "unit": "people", "kind": "flow"}
    body |= {"population": "unspecified", "source": "coastguard", "period_start": "2031-05-18"}
    fled = Annotation("fled", schema.DISPLACEMENT, body, part)
    for name, day in {"gazette": "2031-05-20", "herald": "2031-05-24"}.items():
        rows = ROWS | {"tallies": [], "tally_pairs": []}
        write_folder(tmp_path / name, text, [fled], rows=rows, published_on=day, publisher=name)
    together = load_article(tmp_path)
    assert displacement.displacement_rate(together)["days"].tolist() == [2, 1, 3, 2, 6, 5, 7, 6]
    shown = displacement.exhibit(together)
    assert shown.title == "An estimated 900 people displaced since 18 May 2031"  # told twice, not 1,800
    assert "a window that the articles do not state" in shown.sentence and "(in herald)" in shown.sentence
    assert shown.subtitle.endswith("published 20 to 24 May 2031")
    assert shown.assumptions[0].endswith("runs to the day before publication.")
    assert stances.exhibit(together).sentence == "The articles cite no stance of anyone towards anything."
    page = str(briefing.html(together, {}, text="full"))
    assert "The articles give nobody a side." in page and "The article " not in page
    assert "What 2 articles report is not what happened." in page


def undated(folder, **more):
    """Take the day from each report's first count."""
    for name in TEXTS:
        path = folder / name / "annotations.jsonld"
        page = json.loads(path.read_text(encoding="utf-8"))
        for item in page["items"]:
            if item["id"].endswith("#first"):
                del item["body"]["reported_on"]
                item["body"] |= more.get(name, {})
        path.write_text(json.dumps(page), encoding="utf-8")
    return load_article(folder)


def test_what_is_relayed_without_a_day_is_one_count(tmp_path):
    together = undated(write_set(tmp_path / "set"))
    assert len(together.casualties) == 4 and len(together.reports_of("gazette:first")) == 3
    said = str(casualties.findings(together)[-1])
    assert "day not given, is told by Amel Gazette, Port Herald and Quay Post: one count, not 3." in said
    apart = undated(write_set(tmp_path / "other"), post={"background": True})
    assert len(apart.casualties) == 5 and not apart.casualties.at["gazette:first", "background"]


def test_undated_claims_of_several_say_the_days_of_their_own_publication(tmp_path):
    together = undated(write_set(tmp_path / "set"), post={"population": "combatant"})
    said = casualty_bounds(together, on="2031-05-22").sentence
    days = "Wednesday 21 May and Friday 23 May"
    assert f"2 claims without a day count only from publication, {days}." in said
    assert "Earlier, on Friday" not in str(findings(together))
