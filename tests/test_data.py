import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from libya_kit.article import folder, schema
from libya_kit.article import w3c as annotations
from libya_kit.article.model import BUNDLED, load_article, shipped
from libya_kit.casualties import exhibits as casualties
from libya_kit.checking import check
from libya_kit.cli import main as cli
from libya_kit.displacement import exhibits as displacement
from libya_kit.displacement.exhibits import displacement_rate

DATA = shipped("data")
ARTICLE = load_article()
ALL = {path.parent.name: load_article(path.parent) for path in sorted(DATA.glob("*/article.json"))}
SECOND = ALL["ketterow-2032-03-14"]
every_article = pytest.mark.parametrize("article", ALL.values(), ids=ALL)
BODY = range(ARTICLE.body_start, ARTICLE.body_end)
CODEBOOK = (DATA / "codebook.md").read_text(encoding="utf-8")
README = (DATA / "README.md").read_text(encoding="utf-8")
RECEIVED = Path(__file__).parents[2] / "shared" / "article.txt"
REFRESH = (
    'data/datapackage.json is not what the schema writes; write it anew: python -c "from pathlib import Path; '
    "from libya_kit.article import folder; from libya_kit.cli import main as cli; data = Path('data'); "
    "(data / 'datapackage.json').write_bytes(cli.json_bytes(folder.package(data)))\""
)

# claim: measure, value or vague word, qualifier, population, victims, source, said_by, reported_on, place, tally
CASUALTIES = {
    "c-killed-25": "killed 25 at_least unspecified - gna_health_ministry health_ministry_spokesman 04-08 "
    "southern_tripoli health_ministry_killed",
    "c-wounded-80": "wounded 80 exact unspecified - gna_health_ministry health_ministry_spokesman 04-08 "
    "southern_tripoli health_ministry_wounded",
    "c-killed-21": "killed 21 at_least unspecified - gna_health_ministry - 04-07 "
    "southern_tripoli health_ministry_killed",
    "c-wounded-dozens": "wounded dozens vague unspecified - gna_health_ministry - 04-07 "
    "southern_tripoli health_ministry_wounded",
    "c-killed-14": "killed 14 exact unspecified lna lna - 04-06 - lna_personnel_killed",
    "c-killed-doctor": "killed 1 exact medical libyan_red_crescent libyan_red_crescent - 04-06 - red_crescent_killed",
}
# claim: measure, value or vague word, qualifier, kind, population, source, said_by, reported_on, period, event
DISPLACEMENT = {
    "d-withdrawn-some": "withdrawn some vague flow military us - 04-07 - - us_withdrawal",
    "d-withdrawn-not-given": "withdrawn - not_given flow military us_africa_command waldhauser - - - us_withdrawal",
    "d-evacuated-contingent": "evacuated a_small_contingent vague flow peacekeepers france24 - - - - indian_evacuation",
    "d-evacuated-15": "evacuated 15 exact flow peacekeepers india swaraj - 04-06 04-06 indian_evacuation",
    "d-fled-2200": "displaced 2200 estimated flow unspecified ocha - - 04-04 - fighting_south_of_tripoli",
    "d-trapped-many": "trapped many vague stock civilian ocha - - - - -",
    "d-forecast": "displaced significant vague forecast unspecified ocha - - - - -",
}
# claim: speaker, target, type of target, stance, mode, voice, day, event
STANCES = {
    "s-lna-air-strike": "lna lna action support action attributed - air_strike",
    "s-un-gna-1": "un gna actor support label narrator - -",
    "s-fighters-counteroffensive": "gna_loyal_fighters gna action support action attributed - counteroffensive",
    "s-fighters-offensive": "gna_loyal_fighters lna action oppose action attributed - offensive_on_tripoli",
    "s-lna-offensive-1": "lna lna action support action narrator - offensive_on_tripoli",
    "s-callers-halt": "unnamed_callers - proposal support statement attributed - halt_called",
    "s-us-forces-al-qaeda": "us_forces al_qaeda actor oppose action narrator - -",
    "s-us-forces-is": "us_forces islamic_state actor oppose action narrator - -",
    "s-waldhauser-situation": "waldhauser - event neutral statement direct_quote - -",
    "s-swaraj-situation": "swaraj - event neutral statement partial_quote - -",
    "s-ocha-deployment": "ocha - event neutral statement direct_quote - offensive_on_tripoli",
    "s-lna-offensive-2": "lna lna action support action narrator - offensive_on_tripoli",
    "s-groups-gna": "various_armed_groups gna actor support label narrator - -",
    "s-groups-east": "various_armed_groups eastern_administration actor support label narrator - -",
    "s-un-gna-2": "un gna actor support label narrator - -",
    "s-unsmil-truce": "unsmil - proposal support statement attributed 04-07 truce_called",
    "s-un-official-truce": "un_official - proposal neutral statement attributed - truce_called",
    "s-us-stand-down": "us lna action oppose statement attributed - offensive_on_tripoli",
    "s-pompeo-oppose": "pompeo lna action oppose statement direct_quote 04-07 offensive_on_tripoli",
    "s-pompeo-halt": "pompeo lna action oppose statement direct_quote 04-07 offensive_on_tripoli",
    "s-pompeo-endangering": "pompeo lna action oppose statement direct_quote 04-07 offensive_on_tripoli",
    "s-un-gna-3": "un gna actor support label narrator - -",
    "s-un-gna-4": "un gna actor support label narrator - -",
    "s-gna-launch": "gna gna action support action narrator - counteroffensive",
    "s-gna-counteroffensive": "gna gna action support action attributed - counteroffensive",
    "s-gna-offensive": "gna lna action oppose action attributed - offensive_on_tripoli",
    "s-spokesman-counteroffensive": "gna_loyal_spokesman gna action support action attributed - counteroffensive",
    "s-spokesman-lna": "gna_loyal_spokesman lna actor oppose action attributed - -",
    "s-gnounou-lna": "gnounou lna actor oppose statement partial_quote - -",
    "s-gnounou-lna-label": "gnounou lna actor oppose label partial_quote - -",
    "s-allied-offensive": "allied_armed_groups lna action oppose action narrator - offensive_on_tripoli",
    "s-haftar-east-1": "haftar eastern_administration actor support label narrator - -",
    "s-sarraj-haftar": "sarraj haftar actor oppose statement attributed 04-06 -",
    "s-sarraj-war": "sarraj - event oppose statement partial_quote 04-06 war_warned_of",
    "s-g7-offensive": "g7_ministers lna action oppose statement attributed 04-06 offensive_on_tripoli",
    "s-haftar-offensive": "haftar lna action support action narrator 04-04 offensive_on_tripoli",
    "s-guterres-conference": "guterres - proposal support action narrator 04-04 reconciliation_conference",
    "s-haftar-east-2": "haftar eastern_administration actor support label narrator - -",
    "s-recognised-gna": "unnamed_recognisers gna actor support label narrator - -",
}
# event: status of its tellings, first and last day, precision of the best dated telling, number of tellings
EVENTS = {
    "offensive_on_tripoli": "happened 2019-04-04 - day 9",
    "air_strike": "happened - 2019-04-07 open 3",
    "counteroffensive": "announced - 2019-04-07 open 5",
    "fighting_south_of_tripoli": "happened - - open 2",
    "fighting_southern_tripoli": "happened - - open 3",
    "clashes_wadi_raba": "happened 2019-04-06 2019-04-07 day 1",
    "clashes_old_airport": "happened 2019-04-06 2019-04-07 day 1",
    "truce_called": "called_for 2019-04-07 2019-04-07 day 2",
    "truce_not_observed": "did_not_happen 2019-04-07 2019-04-07 day 1",
    "halt_called": "called_for - - open 1",
    "us_call": "called_for 2019-04-07 2019-04-07 day 2",
    "g7_call": "called_for 2019-04-06 2019-04-06 day 1",
    "g7_meeting": "happened 2019-04-06 2019-04-06 day 1",
    "sarraj_accusation": "happened 2019-04-06 2019-04-06 day 1",
    "war_warned_of": "feared - - open 1",
    "us_withdrawal": "happened - 2019-04-07 open 3",
    "indian_evacuation": "happened 2019-04-06 2019-04-06 day 2",
    "guterres_visit": "happened 2019-04-04 2019-04-04 day 1",
    "reconciliation_conference": "planned - - open 1",
    "trucks_from_misrata": "happened - - open 1",
    "civil_war_feared": "feared - - open 1",
    "heavy_fighting_feared": "feared - - open 1",
}
BACKGROUND = {
    "us_contingent",
    "unrest_since_2011",
    "gaddafi_overthrown",
    "gaddafi_killed",
    "siege_of_misrata",
    "past_deals",
}
LABELS = {
    ("haftar", "strongman", "france24"),
    ("haftar", "old regime", "france24"),
    ("haftar", "anti-Islamist fighter", "france24"),
    ("lna", "self-styled", "france24"),
    ("lna", "aggressor", "gnounou"),
    ("lna", "illegitimate", "gnounou"),
    ("gna", "rival", "france24"),
    ("gna", "UN-backed", "france24"),
    ("gna", "internationally recognised", "france24"),
    ("gna", "backed by various armed groups", "france24"),
    ("eastern_administration", "rival", "france24"),
    ("eastern_administration", "backed by Haftar", "france24"),
    ("eastern_administration", "backed by various armed groups", "france24"),
    ("gaddafi", "longtime dictator", "france24"),
    ("islamic_state", "militants", "france24"),
    ("al_qaeda", "militants", "france24"),
}
# Where a number or a vague word stands that counts nobody killed, wounded or moved, and what it is instead.
OTHER_NUMBERS = {
    BUNDLED: {
        "first air strike": "which strike it was",
        "around 50 kilometres": "a distance",
        "A small contingent of American troops has been based": "troops who stay",
        "how many remain": "troops who stay",
        "April 4": "a day",
        "the 2011 uprising": "a year",
        "the 2011 ouster": "a year",
        "since 2011, when": "a year",
        "each backed by various armed groups": "armed groups, not people harmed or moved",
        "for two hours": "the length of the truce",
        "all Libyans": "everybody, not a count",
        "all Libyan cities": "cities",
        "more complicated": "a comparison",
        "more machinegun-mounted pickup trucks": "vehicles",
        "for three months": "the length of a siege",
        "leaving dozens of militia": "militia, not people harmed or moved",
        "with either the GNA": "one of two sides",
        "G7": "a name",
        "two rival governments": "governments",
        "one in the eastern city": "points back to a government",
    },
    SECOND.folder.name: {
        "whether the six are": "points back to a count",
        "the ministry’s seven": "points back to a count",
        "both sides": "two parties",
        "three hours": "the length of a pause",
        "the drought of 2029": "a year",
        "first rationed": "which rationing it was",
    },
}
QUANTITY = re.compile(
    r"\d[\d,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|first|second|third|half|pair|couple|both|each|either|all|most|more|fewer|less|some|many|"
    r"much|several|few|numerous|countless|various|dozens?|scores?|tens|hundreds?|thousands?|millions?|contingent|"
    r"significant|scores|handful)\b",
    re.IGNORECASE,
)
# Capitalised words that name no actor and no place.
OTHER_CAPITALS = {
    BUNDLED: {
        "Facebook": "where it was said",
        "April": "a month",
        "Libyan": "an adjective",
        "Libyans": "everybody in the country",
        "Indian": "an adjective",
        "French": "an adjective",
        "Volcano": "an operation",
        "Anger": "an operation",
    }
    | dict.fromkeys(("Monday", "Thursday", "Saturday", "Sunday"), "a weekday"),
    SECOND.folder.name: {
        "Open": "an operation",
        "Gates": "an operation",
    }
    | dict.fromkeys(("Tuesday", "Thursday", "Friday", "Saturday", "Sunday", "Monday"), "a weekday"),
}
LOADED = re.compile(
    r"strongman|aggress|self-styled|backed|recogni|illegitimate|rival|dictator|regime|militant|militia|terror|rebel|"
    r"warlord|purg|betray|islamist|assault|prize|unilateral|legitimate|loyalist|volcano",
    re.IGNORECASE,
)


def covered(article, start, end, kinds):
    """Return whether the words lie inside an annotation of one of the kinds."""
    parts = article.annotations[article.annotations["kind"].isin(kinds)]
    return bool(((parts["start"] <= start) & (end <= parts["end"])).any())


def written(value):
    """Return a cell as a case writes it."""
    if pd.isna(value):
        return "-"
    return f"{value:%m-%d}" if isinstance(value, pd.Timestamp) else str(value).replace(" ", "_")


def cases(table, columns):
    """Return a table's rows as the cases write them; `count` is the value, else the vague word."""
    rows = table.assign(count=table["value"].astype(object).where(table["value"].notna(), table["term"]))
    return {claim: " ".join(written(row[column]) for column in columns.split()) for claim, row in rows.iterrows()}


def test_the_text_is_the_one_received():
    raw = (DATA / BUNDLED / "article.txt").read_bytes()
    assert len(raw) == 6458
    assert hashlib.sha256(raw).hexdigest() == "40bab03cb140605588854089caf08edad4e44786039605969de8d988cfd7be2e"
    if RECEIVED.exists():
        assert raw == RECEIVED.read_bytes()


def test_the_body_is_the_text_without_headline_and_credit():
    body = ARTICLE.text[BODY.start : BODY.stop]
    assert body.startswith("Libyan strongman Khalifa") and body.endswith("called Madkhalists.")
    assert all(part.start in BODY and part.end - 1 in BODY for part in ARTICLE.annotations.itertuples())


@every_article
def test_the_annotations_are_written_canonically(article):
    raw = (article.folder / "annotations.jsonld").read_bytes()
    head, items, problems = annotations.read(raw, article.text)
    assert problems == [] and annotations.write(head, items) == raw


@every_article
def test_every_quote_stands_and_its_context_stands_once(article):
    raw = (article.folder / "annotations.jsonld").read_bytes()
    for item in annotations.read(raw, article.text)[1]:
        for part in item.parts:
            assert article.text[part.start : part.end] == part.quote
            assert article.text.count(part.prefix + part.quote + part.suffix) == 1, (item.claim_id, part.quote)


def test_the_casualty_claims():
    columns = "measure count qualifier population victims source said_by reported_on place tally"
    assert cases(ARTICLE.casualties, columns) == CASUALTIES


def test_the_displacement_claims():
    columns = "measure count qualifier kind population source said_by reported_on period_start period_end event"
    assert cases(ARTICLE.displacement, columns) == DISPLACEMENT


def test_the_stances():
    columns = "speaker target target_type stance mode voice on event"
    table = ARTICLE.stances.assign(value=pd.NA, term=None)
    assert cases(table, columns) == STANCES


def test_the_events():
    events = ARTICLE.events[~ARTICLE.events["background"]]
    told = {}
    for event, tellings in events.groupby("event"):
        first, last = tellings["date_start"].min(), tellings["date_end"].max()
        days = [f"{day:%Y-%m-%d}" if pd.notna(day) else "-" for day in (first, last)]
        statuses = "/".join(tellings["status"].unique())
        precision = "day" if "day" in set(tellings["date_precision"]) else "open"
        told[event] = f"{statuses} {days[0]} {days[1]} {precision} {len(tellings)}"
    assert told == EVENTS
    assert set(ARTICLE.events.loc[ARTICLE.events["background"], "event"]) == BACKGROUND


def test_no_background_event_lies_in_the_days_of_the_article():
    background = ARTICLE.events[ARTICLE.events["background"]]
    assert not (background["date_start"] >= "2019-01-01").any()


@every_article
def test_all_tellings_of_an_event_share_title_and_background(article):
    shared = article.events.groupby("event")[["title", "background"]].nunique()
    assert (shared == 1).all(axis=None)
    assert article.events.groupby("title")["event"].nunique().max() == 1
    assert article.events["title"].str.len().max() <= 45
    assert article.focus in set(article.events["event"])


@every_article
def test_a_day_is_the_weekday_that_its_words_name(article):
    weekdays = article.events["when_words"].str.extract(r"(\w+day)")[0]
    for claim, weekday in weekdays.dropna().items():
        row = article.events.loc[claim]
        assert weekday in {f"{day:%A}" for day in (row["date_start"], row["date_end"]) if pd.notna(day)}, claim


@every_article
def test_every_number_counts_people_or_is_known_to_count_something_else(article):
    allowed = {
        (match.start(), match.end()): words
        for words in OTHER_NUMBERS[article.folder.name]
        for match in re.finditer(re.escape(words), article.text)
        if match.start() in range(article.body_start, article.body_end)
    }
    used = set()
    for match in QUANTITY.finditer(article.text, article.body_start, article.body_end):
        start, end = match.start(), match.start() + len(match[0].rstrip(","))
        others = {words for (a, b), words in allowed.items() if a <= start and end <= b}
        used |= others
        counted = covered(article, start, end, ("casualties", "displacement"))
        assert counted or others, article.text[start - 30 : end + 30]
    assert used == set(OTHER_NUMBERS[article.folder.name])


@every_article
def test_every_alias_in_the_body_lies_in_a_mention(article):
    for actor, aliases in article.actors["aliases"].dropna().items():
        for alias in aliases:
            places = list(re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", article.text))
            assert places, alias
            for match in places:
                if match.start() in range(article.body_start, article.body_end):
                    assert covered(article, match.start(), match.end(), ["mentions"]), (actor, alias, match.start())


@every_article
def test_every_capitalised_name_lies_in_a_mention_or_names_nobody(article):
    begins = {article.body_start} | set(article.sentences["start"])
    used = set()
    for match in re.finditer(r"(?<![\w-])[A-Z][\w-]*", article.text[: article.body_end]):
        opens = match.start() in begins or article.text[match.start() - 1] in "“\n"
        if match.start() not in range(article.body_start, article.body_end) or covered(
            article, match.start(), match.end(), ["mentions"]
        ):
            continue
        used |= {match[0]} & set(OTHER_CAPITALS[article.folder.name])
        assert match[0] in OTHER_CAPITALS[article.folder.name] or opens, article.text[
            match.start() - 30 : match.end() + 30
        ]
    assert used == set(OTHER_CAPITALS[article.folder.name])


@every_article
def test_every_place_and_actor_is_used(article):
    used = set()
    for table in schema.CLAIM_TABLES:
        for column in table.columns:
            if column.refers in ("actors", "places"):
                used |= set(getattr(article, table.name)[column.name].dropna())
    wholes = set(article.actors["part_of"].dropna()) | set(article.places["part_of"].dropna())
    agencies = {"afp", "ap", "reuters"} & set(article.actors.index)
    assert set(article.actors.index) | set(article.places.index) == used | wholes | agencies


def test_the_labels_and_who_uses_them():
    labelled = ARTICLE.mentions.dropna(subset="label")
    assert set(zip(labelled["actor"], labelled["label"], labelled["source"], strict=True)) == LABELS


@every_article
def test_every_stance_that_lies_in_a_label_has_its_mention(article):
    for claim, row in article.stances[article.stances["mode"] == "label"].iterrows():
        labels = article.mentions[(article.mentions["actor"] == row["target"])]["label"].dropna()
        assert any(label in row["quote"] for label in labels), claim


def test_one_naming_with_two_labels_counts_once():
    assert ARTICLE.actors.at["gna", "mentions"] < (ARTICLE.mentions["actor"] == "gna").sum()
    assert ARTICLE.actors.loc[["gnounou", "unnamed_callers", "gaddafi"], "mentions"].tolist() == [1, 0, 3]


def test_only_the_parties_and_their_own_have_a_side():
    sides = ARTICLE.actors["side"].dropna()
    assert {side: set(sides.index[sides == side]) for side in set(sides)} == {
        "lna": {"lna", "haftar", "lna_media_office"},
        "gna": {
            "gna",
            "sarraj",
            "gnounou",
            "gna_loyal_spokesman",
            "gna_loyal_fighters",
            "gna_health_ministry",
            "health_ministry_spokesman",
            "allied_armed_groups",
        },
    }


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("actors", "name"),
        ("places", "name"),
        ("tallies", "title"),
        ("tallies", "counts"),
        ("events", "title"),
        ("stances", "target_label"),
    ],
)
def test_loaded_words_stand_only_inside_quotes(table, column):
    names = getattr(ARTICLE, table)[column].str.replace("“[^”]*”", "", regex=True)
    assert not names[names.str.contains(LOADED)].tolist()


def test_nothing_is_said_of_how_tallies_overlap():
    assert ARTICLE.tally_pairs.empty


def test_what_the_article_does_not_say_is_told_in_sentences():
    assert len(ARTICLE.not_said) == 7
    assert all(re.fullmatch(r"[A-Z].*\.", sentence) for sentence in ARTICLE.not_said)


def test_readme_and_article_name_the_rights_and_the_dating_alike():
    words = re.sub(r"\s+", " ", README)
    assert ARTICLE.rights in words and ARTICLE.dating.split(": ")[0] in words


def test_the_readme_explains_every_file_and_every_column():
    for path in DATA.rglob("*"):
        if path.is_file() and path.name != "README.md":
            assert path.name in README, path.name
    named = set(re.findall(r"`([a-z_0-9]+)`", README))
    for table in (*schema.TABLES.values(), schema.QUANTIFIERS):
        assert {column.name for column in table.all_columns} - {"row"} <= named, table.name
    assert {column.name for column in schema.ABOUT} <= named


def test_the_codebook_has_the_version_and_every_allowed_word():
    assert f"Version {ARTICLE.codebook}." in CODEBOOK
    named = set(re.findall(r"`([a-z_0-9]+)`", CODEBOOK))
    tables = (*schema.CLAIM_TABLES, *schema.FILE_TABLES)
    columns = [column for table in tables for column in table.stored.values()]
    assert {word for column in columns for word in column.words} <= named
    assert {column.name for column in columns} <= named


def test_the_codebook_names_claims_that_exist():
    claims = set(re.findall(r"`([csde]-[a-z0-9-]+[a-z0-9])`", CODEBOOK))
    assert len(claims) > 5 and claims <= set(ARTICLE.annotations.index)
    listed = CODEBOOK.partition("## 13. Open readings")[2].partition("## 14.")[0]
    open_readings = {
        claim
        for table in schema.CLAIM_TABLES
        for claim, row in getattr(ARTICLE, table.name).iterrows()
        if row["ambiguous"]
    }
    assert set(re.findall(r"`([csdem]-[a-z0-9-]+)`", listed)) == open_readings


def test_the_codebook_shows_an_annotation_as_it_is_stored():
    shown = json.loads(re.search(r"```json\n(.*?)```", CODEBOOK, re.DOTALL)[1])
    page = json.loads((DATA / BUNDLED / "annotations.jsonld").read_text(encoding="utf-8"))
    item = next(one for one in page["items"] if one["id"] == shown["id"])
    assert shown.pop("body").items() - {("…", "…")} <= item.pop("body").items()
    assert shown == item


def test_the_descriptor_is_what_the_schema_writes():
    assert (DATA / "datapackage.json").read_bytes() == cli.json_bytes(folder.package(DATA)), REFRESH


def test_the_descriptor_names_every_csv_file_and_is_valid():
    from frictionless import Package

    described = {one["path"] for one in folder.package(DATA)["resources"]}
    assert described == {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv")}
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


def test_the_invented_article_says_so_and_is_short_enough_for_a_sheet():
    assert SECOND.text.split("\n")[0].endswith("no place, group or person in it is real")
    assert 300 <= len(SECOND.text[SECOND.body_start : SECOND.body_end].split()) <= 450
    assert "invented" in SECOND.rights.casefold() and SECOND.rights.split(", text and")[0].split("real. ")[1] in README


def test_the_invented_article_has_its_traps():
    columns = "measure count qualifier source reported_on tally corrects"
    assert cases(SECOND.casualties, columns) == {
        "c-killed-7": "killed 7 exact interior_ministry 03-13 ministry_killed ('c-killed-9',)",
        "c-killed-2": "killed 2 exact interior_ministry 03-13 ministry_rescue_workers -",
        "c-killed-9": "killed 9 at_least interior_ministry 03-12 ministry_killed -",
        "c-killed-6-hospital": "killed 6 exact hospital 03-14 hospital_killed -",
        "c-killed-6-municipality": "killed 6 exact municipality - municipality_killed -",
        "c-killed-guard": "killed 1 exact ketterow_guard 03-12 guard_members_killed -",
        "c-wounded-30": "wounded 30 estimated hospital - hospital_wounded -",
        "c-wounded-not-given": "wounded - not_given interior_ministry - ministry_wounded -",
    }
    columns = "measure count qualifier unit kind source period_start period_end"
    assert cases(SECOND.displacement, columns) == {
        "d-left-120": "displaced 120 exact households flow municipality 03-09 -",
        "d-sleeping-340": "displaced 340 exact people stock lantern_hands 03-13 03-13",
        "d-cut-off-many": "trapped many vague people stock lantern_hands - -",
        "d-engineers-some": "withdrawn some vague people flow river_commission - -",
        "d-engineers-not-given": "withdrawn - not_given people flow river_commission - -",
    }
    assert sorted(SECOND.tally_pairs["relation"]) == ["same", "within"]
    sides = SECOND.stances["stance"].astype("str").value_counts()
    assert dict(sides) == {"support": 6, "oppose": 4, "neutral": 2}
    assert (SECOND.events["event"] == "fighting").sum() == 3


@every_article
def test_every_article_is_sound_and_gives_no_cause_for_a_warning(article):
    assert check(article.folder) == ([], [])


@pytest.mark.parametrize(("table", "column"), [("actors", "name"), ("events", "title"), ("stances", "target_label")])
def test_no_side_of_the_invented_article_is_called_by_its_loaded_words(table, column):
    loaded = re.compile("thie|theft|self-declared|free|occup|militia|rebel|regime|illegal", re.IGNORECASE)
    assert not [name for name in getattr(SECOND, table)[column] if loaded.search(name)]


def test_the_pages_of_the_invented_article_say_what_it_has_and_no_more():
    told = str(casualties.findings(SECOND))
    assert "“at least nine deaths”, which was taken back." in told
    assert "The same people are counted by others: 6, reported by the municipality of Pellidew" in told
    assert "14 (7 + 6 + 1) is a scenario" in told and "taken as that of the Ostremar government" in told
    assert casualties.exhibit(SECOND).title == "7 killed reported; an estimated 30 wounded"
    assert "households: 120" in displacement.exhibit(SECOND).alt
    assert displacement_rate(SECOND).empty
    assert "Lantern Hands said" in str(displacement.findings(SECOND))
