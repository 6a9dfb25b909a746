"""What `check` asks of invented texts, and of which it asks nothing."""

from dataclasses import replace

import pytest
from folders import claim, write_folder

from libya_kit.checking import check

ACTORS = [
    {"actor_id": "ministry", "name": "Health ministry", "kind": "ministry", "aliases": "ministry"},
    {"actor_id": "hospital", "name": "Lume hospital", "kind": "group", "aliases": "hospital"},
    {"actor_id": "police", "name": "Orsha police", "kind": "government"},
    {"actor_id": "guard", "name": "Civil Guard", "kind": "armed_force", "side": "guard"},
    {"actor_id": "banner", "name": "Red Banner", "kind": "armed_group", "side": "banner"},
    {"actor_id": "office", "name": "Relief office", "kind": "un_body"},
    {"actor_id": "wire", "name": "Kestrel Wire", "kind": "media"},
]
PLACES = [
    {"place_id": "valley", "name": "Ember valley", "precision": "region"},
    {"place_id": "orsha", "name": "Orsha", "precision": "city", "part_of": "valley"},
    {"place_id": "lume", "name": "Lume", "precision": "city"},
]
THU, FRI = {"reported_on": "2034-05-11"}, {"reported_on": "2034-05-12"}


def k(quote, value, source="ministry", **body):
    """Return the words and columns of a count of killed."""
    number = {"value": value} if value is not None else {}
    base = {"measure": "killed", "qualifier": "exact", "population": "unspecified", "source": source}
    return "CasualtyClaim", quote, base | number | body


def w(quote, value, source="ministry", **body):
    """Return the words and columns of a count of wounded."""
    return k(quote, value, source, measure="wounded", **body)


def d(quote, value, source="office", **body):
    """Return the words and columns of a count of people who fled."""
    base = {"measure": "displaced", "qualifier": "exact", "population": "unspecified", "unit": "people", "kind": "flow"}
    return "DisplacementClaim", quote, base | {"value": value, "source": source} | body


def tally(name, source="ministry", measure="killed"):
    return {"tally": name, "title": name, "source": source, "measure": measure, "counts": "all"}


def pair(one, other, relation):
    return {"tally": one, "other": other, "relation": relation, "basis": "as the text says"}


def asked(folder, text, claims, tallies=(), pairs=(), **about):
    """Return what is asked of a text and its claims, which are called c1, c2 and so on."""
    text = f"Headline\n\n{text}\n"
    items = [replace(claim(text, f"c{at}", kind, words), body=body) for at, (kind, words, body) in enumerate(claims, 1)]
    rows = {"actors": ACTORS, "places": PLACES, "tallies": list(tallies), "tally_pairs": list(pairs)}
    about = {"published_on": "2034-05-12", "publisher": "Kestrel Wire", "not_said": []} | about
    write_folder(folder, text, items, rows=rows, **about)
    problems, warnings = check(folder)
    assert problems == []
    return warnings


TWICE = "The ministry said on Thursday that 52 people died. On Friday it said 41 were dead."
FIVE = "The ministry put it at 41 dead. The hospital counted 30 bodies."
WOMEN = "41 people were killed, including nine children and six women, the ministry said."
EARLIER = "The hospital said on Friday that 41 people died. The ministry had earlier spoken of 60 dead."
CASES = {
    # one source, several figures
    "two figures of one source": (
        (TWICE, [k("52 people died", 52, **THU), k("41 were dead", 41, **FRI)]),
        ["c1, c2: Health ministry gives 52 and 41 killed; one running count (tally: ministry_killed in each)"],
    ),
    "one of the two has a tally": (
        (TWICE, [k("52 people died", 52, **THU, tally="t"), k("41 were dead", 41, **FRI)], [tally("t")]),
        ["one running count (tally: t in each)"],
    ),
    "three figures are one question": (
        (
            "Police said two died, then 3 died, then 4 died.",
            [k(f"{words} died", n, "police") for words, n in (("two", 2), ("3", 3), ("4", 4))],
        ),
        ["c1, c2, c3: Orsha police gives 2, 3 and 4 killed"],
    ),
    "two tallies and no pair": (
        (
            TWICE,
            [k("52 people died", 52, **THU, tally="t"), k("41 were dead", 41, **FRI, tally="u")],
            [tally("t"), tally("u")],
        ),
        ["c1, c2: Health ministry gives 52 and 41 killed"],
    ),
    "displaced on one day": (
        (
            "The office said 500 fled. It said 300 fled over the pass.",
            [d("500 fled", 500, **FRI), d("300 fled", 300, **FRI)],
        ),
        ["c1, c2: Relief office gives 500 and 300 displaced"],
    ),
    "one running count": (
        (TWICE, [k("52 people died", 52, **THU, tally="t"), k("41 were dead", 41, **FRI, tally="t")], [tally("t")]),
        [],
    ),
    "one corrects the other": (
        (TWICE, [k("52 people died", 52, **THU), k("41 were dead", 41, **FRI, corrects=("c1",))]),
        [],
    ),
    "two tallies that are a pair": (
        (
            TWICE,
            [k("52 people died", 52, **THU, tally="t"), k("41 were dead", 41, **FRI, tally="u")],
            [tally("t"), tally("u")],
            [pair("t", "u", "disjoint")],
        ),
        [],
    ),
    "two places": (
        (
            "Police said 5 died in Orsha and 7 died in Lume.",
            [k("5 died", 5, "police", place="orsha"), k("7 died", 7, "police", place="lume")],
        ),
        [],
    ),
    "a place in a place": (
        (
            "Police said 9 died in the valley. In Orsha 7 died.",
            [k("9 died", 9, "police", place="valley"), k("7 died", 7, "police", place="orsha")],
        ),
        ["c1, c2: Orsha police gives 9 and 7 killed"],
    ),
    "soldiers and villagers": (
        (
            "Police said 5 soldiers died and 7 villagers died.",
            [
                k("5 soldiers died", 5, "police", population="combatant"),
                k("7 villagers died", 7, "police", population="civilian"),
            ],
        ),
        [],
    ),
    "women and children": (
        (
            "Police said 5 women died and 7 children died.",
            [
                k("5 women died", 5, "police", age_sex=("women",)),
                k("7 children died", 7, "police", age_sex=("children",)),
            ],
        ),
        [],
    ),
    "killed and wounded": (
        ("Police said 5 died and 7 were hurt.", [k("5 died", 5, "police"), w("7 were hurt", 7, "police")]),
        [],
    ),
    "a number and none": (
        ("Police said 5 died. Of the police 0 died.", [k("5 died", 5, "police"), k("0 died", 0, "police")]),
        [],
    ),
    "a vague word beside a number": (
        (
            "Police said 5 died. Dozens died, they had feared.",
            [k("5 died", 5, "police"), k("Dozens died", None, "police", qualifier="vague", term="Dozens")],
        ),
        [],
    ),
    "a background beside a number": (
        (
            "Police said 5 died. In the flood of 2031 some 90 died, they said.",
            [k("5 died", 5, "police"), k("some 90 died", 90, "police", qualifier="estimated", background=True)],
        ),
        [],
    ),
    "displaced on days of their own": (
        (
            "The office said on Thursday 500 fled. On Friday it said 800 fled.",
            [d("500 fled", 500, **THU), d("800 fled", 800, **FRI)],
        ),
        [],
    ),
    "families and people": (
        (
            "The office counted 310 families, or 1,550 people.",
            [d("310 families", 310, unit="households", **FRI), d("1,550 people", 1550, **FRI)],
        ),
        [],
    ),
    "a flow and a stock": (
        (
            "The office said 500 fled. It said 300 sleep in tents.",
            [d("500 fled", 500, **FRI), d("300 sleep in tents", 300, kind="stock", **FRI)],
        ),
        [],
    ),
    "a forecast beside a count": (
        (
            "The office said 500 fled. It said 900 may flee.",
            [d("500 fled", 500, **FRI), d("900 may flee", 900, kind="forecast", **FRI)],
        ),
        [],
    ),
    "periods that do not touch": (
        (
            "Police said 5 died in March. In May 7 died, they said.",
            [
                k("5 died", 5, "police", period_start="2034-03-01", period_end="2034-03-31"),
                k("7 died", 7, "police", period_start="2034-05-01", period_end="2034-05-10"),
            ],
        ),
        [],
    ),
    # two sources
    "two sources of one day": (
        (FIVE, [k("41 dead", 41, **FRI), k("30 bodies", 30, "hospital", **FRI)]),
        ["c1, c2: Health ministry and Lume hospital give 41 and 30 killed for one event or day; the same people?"],
    ),
    "two sources without a day": (
        (FIVE, [k("41 dead", 41), k("30 bodies", 30, "hospital")]),
        ["ministry_killed,hospital_killed,same"],
    ),
    "two sources of one event": (
        (
            FIVE,
            [
                k("41 dead", 41, event="blast", **THU),
                k("30 bodies", 30, "hospital", event="blast", **FRI),
                (
                    "Event",
                    "counted",
                    {
                        "event": "blast",
                        "title": "Blast",
                        "status": "happened",
                        "date_precision": "open",
                        "source": "wire",
                    },
                ),
            ],
        ),
        ["c1, c2: Health ministry and Lume hospital"],
    ),
    "two sources, two days": (
        (FIVE, [k("41 dead", 41, **THU), k("30 bodies", 30, "hospital", **FRI)]),
        [],
    ),
    "two sources, two places": (
        (FIVE, [k("41 dead", 41, place="orsha", **FRI), k("30 bodies", 30, "hospital", place="lume", **FRI)]),
        [],
    ),
    "two sources, each its own people": (
        (
            "The Guard lost 4 men. The Banner lost 6 fighters.",
            [
                k("lost 4 men", 4, "guard", victims="guard", **FRI),
                k("lost 6 fighters", 6, "banner", victims="banner", **FRI),
            ],
        ),
        [],
    ),
    "two sources, one of civilians": (
        (FIVE, [k("41 dead", 41, **FRI), k("30 bodies", 30, "hospital", population="civilian", **FRI)]),
        [],
    ),
    "two sources that are a pair": (
        (
            FIVE,
            [k("41 dead", 41, tally="t", **FRI), k("30 bodies", 30, "hospital", tally="u", **FRI)],
            [tally("t"), tally("u", "hospital")],
            [pair("u", "t", "within")],
        ),
        [],
    ),
    "two sources, left open and said so": (
        (
            FIVE,
            [k("41 dead", 41, **FRI), k("30 bodies", 30, "hospital", **FRI)],
            [],
            [],
            {"not_said": ["Whether the hospital's dead are among the ministry's."]},
        ),
        [],
    ),
    "two sources, another thing left open": (
        (
            FIVE,
            [k("41 dead", 41, **FRI), k("30 bodies", 30, "hospital", **FRI)],
            [],
            [],
            {"not_said": ["Who counted for the ministry."]},
        ),
        ["the same people?"],
    ),
    "one denies the other": (
        (
            "The ministry put it at 41 dead. The Guard denies that 41 were killed.",
            [k("41 dead", 41, **FRI), k("41 were killed", 41, "guard", assertion="denies", about="c1", **FRI)],
        ),
        [],
    ),
    # parts
    "including": (
        (
            WOMEN,
            [
                k("41 people were killed", 41, tally="t"),
                k("nine children", 9, age_sex=("children",), tally="u"),
                k("six women", 6, age_sex=("women",), tally="v"),
            ],
            [tally("t"), tally("u"), tally("v")],
        ),
        [
            "c2: “including” stands beside it; part of which number? Write part_of: c1",
            "c3: “including” stands beside it; part of which number? Write part_of: c1",
            "c1, c2, c3: Health ministry gives 41, 9 and 6 killed",
        ],
    ),
    "including, answered": (
        (
            WOMEN,
            [
                k("41 people were killed", 41),
                k("nine children", 9, age_sex=("children",), part_of="c1"),
                k("six women", 6, age_sex=("women",), part_of="c1"),
            ],
        ),
        [],
    ),
    "including, answered by a pair": (
        (
            "41 people were killed, including nine children, the ministry said.",
            [k("41 people were killed", 41, tally="t"), k("nine children", 9, tally="u")],
            [tally("t"), tally("u")],
            [pair("u", "t", "within")],
        ),
        [],
    ),
    "including, the whole not annotated": (
        (
            "Many were killed, among them nine children, the ministry said.",
            [k("nine children", 9, age_sex=("children",))],
        ),
        ["c1: “among them” stands beside it; part of which number? Write part_of: CLAIM_ID"],
    ),
    "of whom": (
        (
            "41 people died, of whom 12 were guards, police said.",
            [k("41 people died", 41, "police"), k("12 were guards", 12, "police", part_of="c1")],
        ),
        [],
    ),
    "eight of them": (
        (
            "Ten people died, eight of them in Orsha, police said.",
            [k("Ten people died", 10, "police"), k("eight of them in Orsha", 8, "police", place="orsha", tally="u")],
            [tally("u", "police")],
        ),
        ["c2: “eight of them” stands beside it", "c1, c2: Orsha police gives 10 and 8 killed"],
    ),
    "two of the wounded died": (
        (
            "20 people were wounded, the hospital said. Two of the wounded died on Friday, it said.",
            [w("20 people were wounded", 20, "hospital"), k("Two of the wounded died", 2, "hospital", **FRI)],
        ),
        ["c2: “Two of the wounded” stands beside it; part of which number?"],
    ),
    "another measure behind including": (
        (
            "41 people were killed, including nine children, and 30 were wounded, police said.",
            [
                k("41 people were killed", 41, "police"),
                k("nine children", 9, "police", part_of="c1"),
                w("30 were wounded", 30, "police"),
            ],
        ),
        [],
    ),
    "including in another clause": (
        (
            "Some towns, including Orsha, burned; 12 people died, police said.",
            [k("12 people died", 12, "police")],
        ),
        [],
    ),
    "including in another sentence": (
        ("Towns burned, including Orsha. Police said 12 people died.", [k("12 people died", 12, "police")]),
        [],
    ),
    # tallies
    "a tally of another source": (
        ("The Banner said 60 people died.", [k("60 people died", 60, "banner", tally="t")], [tally("t")]),
        ["c1: Red Banner says so, but its tally 't' is kept by Health ministry; give it a tally of its own"],
    ),
    "a tally told by another": (
        (
            "Kestrel Wire, citing the ministry, said 60 people died.",
            [k("60 people died", 60, "wire", via=("ministry",), tally="t")],
            [tally("t")],
        ),
        [],
    ),
    "periods apart in one tally": (
        (
            "Police said 5 died in March. In May 7 died, they said.",
            [
                k("5 died", 5, "police", period_start="2034-03-01", period_end="2034-03-31", tally="t"),
                k("7 died", 7, "police", period_start="2034-05-01", period_end="2034-05-10", tally="t"),
            ],
            [tally("t", "police")],
        ),
        ["c1, c2: one tally ('t'), but periods that do not touch"],
    ),
    "a period that goes on": (
        (
            "Police said 5 died in March. Since March 7 have died, they said.",
            [
                k("5 died", 5, "police", period_start="2034-03-01", period_end="2034-03-31", tally="t"),
                k("7 have died", 7, "police", period_start="2034-03-01", period_end="2034-05-10", tally="t"),
            ],
            [tally("t", "police")],
        ),
        [],
    ),
    "other people in one tally": (
        (
            TWICE,
            [
                k("52 people died", 52, **THU, tally="t"),
                k("41 were dead", 41, **FRI, tally="t", population="civilian"),
            ],
            [tally("t")],
        ),
        ["c1, c2: one tally ('t'), but not the same people"],
    ),
    "one day, two figures": (
        (
            "On Friday police said 9 died. Police said 14 died.",
            [k("9 died", 9, "police", tally="t", **FRI), k("14 died", 14, "police", tally="t", **FRI)],
            [tally("t", "police")],
        ),
        ["c1, c2: 9 and 14 on one day, in one tally; which was said later? Write reported_at"],
    ),
    "one day, two hours in the text": (
        (
            "9:05 Police said 9 died. 15:20 Police said 14 died.",
            [k("9 died", 9, "police", tally="t", **FRI), k("14 died", 14, "police", tally="t", **FRI)],
            [tally("t", "police")],
        ),
        ["Write reported_at (09:05, 15:20) in each"],
    ),
    "a denial is no second count": (
        (
            "The ministry put it at 41 dead. The Guard denies that 41 were killed.",
            [k("41 dead", 41, **FRI), k("41 were killed", 41, "guard", **FRI)],
        ),
        ["c2: “denies that” stands in its words"],
    ),
    "one day, two hours": (
        (
            "11:05 Police said 9 died. 15:20 Police said 14 died.",
            [
                k("9 died", 9, "police", tally="t", reported_at="11:05", **FRI),
                k("14 died", 14, "police", tally="t", reported_at="15:20", **FRI),
            ],
            [tally("t", "police")],
        ),
        [],
    ),
    "one day, one figure told twice": (
        (
            "On Friday police said 9 died. The 9 dead were guards, they said.",
            [k("9 died", 9, "police", tally="t", **FRI), k("The 9 dead", 9, "police", tally="t", **FRI)],
            [tally("t", "police")],
        ),
        [],
    ),
    # denials
    "a lie": (
        ("“It is a lie that 41 people died,” the Guard said.", [k("It is a lie that 41 people died", 41, "guard")]),
        ["c1: “a lie” stands in its words; does the source deny the number? Write assertion: denies"],
    ),
    "a denial before the words": (
        ("The Guard denied that 41 people died.", [k("41 people died", 41, "guard")]),
        ["c1: “denied that” stands in its words"],
    ),
    "rejected reports": (
        ("The Guard rejected reports of 41 dead.", [k("41 dead", 41, "guard")]),
        ["c1: “rejected reports”"],
    ),
    "a denial, written so": (
        ("The Guard denied that 41 people died.", [k("41 people died", 41, "guard", assertion="denies")]),
        [],
    ),
    "a denial of something else": (
        ("The Guard, which denied a role, said 41 people died.", [k("41 people died", 41, "guard")]),
        [],
    ),
    "bodies that lie there": (
        ("12 bodies lie in the morgue, the hospital said.", [k("12 bodies lie in the morgue", 12, "hospital")]),
        [],
    ),
    # days
    "a day decades away": (
        ("Police said 12 people died.", [k("12 people died", 12, "police", reported_on="1934-05-12")]),
        ["c1: reported_on 1934-05-12 lies 100 years before the publication; is the year right?"],
    ),
    "a day of last month": (
        ("Police said 12 people died.", [k("12 people died", 12, "police", reported_on="2034-04-12")]),
        [],
    ),
    "a day decades away, as background": (
        (
            "Police said 12 people died.",
            [k("12 people died", 12, "police", reported_on="1934-05-12", background=True)],
        ),
        [],
    ),
    "a count since years ago": (
        (
            "At least 4,000 people have died since 2031, the office said.",
            [k("At least 4,000 people have died", 4000, "office", qualifier="at_least", period_start="2031-01-01")],
        ),
        [],
    ),
    "an undated earlier": (
        (EARLIER, [k("41 people died", 41, "hospital", **FRI), k("60 dead", 60)]),
        ["c2: “earlier” stands in its sentence, and it has no day; when was it said? Write reported_on"],
    ),
    "an earlier with its day": (
        (EARLIER, [k("41 people died", 41, "hospital", **FRI), k("60 dead", 60, **THU)]),
        [],
    ),
    "an earlier that is taken back": (
        (
            "41 people died, police said on Friday, down from an earlier count of 52.",
            [k("41 people died", 41, "police", corrects=("c2",), **FRI), k("an earlier count of 52", 52, "police")],
        ),
        [],
    ),
    "an earlier in a tally with days": (
        (
            "41 people died, police said on Friday, down from an earlier count of 52.",
            [
                k("41 people died", 41, "police", tally="t", **FRI),
                k("an earlier count of 52", 52, "police", tally="t"),
            ],
            [tally("t", "police")],
        ),
        [],
    ),
    # rates
    "a day": (
        ("About 12 people a day have died, the hospital said.", [k("12 people", 12, "hospital")]),
        ["c1: “a day” stands beside the number; a rate? Write amount: rate and per: day"],
    ),
    "per week": (
        ("Some 200 people per week cross, the office said.", [d("200 people", 200)]),
        ["amount: rate and per: week"],
    ),
    "every night": (
        ("Two people die every night, the hospital said.", [k("Two people die", 2, "hospital")]),
        ["amount: rate and per: day"],
    ),
    "a rate, written so": (
        (
            "About 12 people a day die, the hospital said.",
            [k("12 people a day", 12, "hospital", amount="rate", per="day")],
        ),
        [],
    ),
    "a count, written so": (
        ("The hospital counted 12 dead a day.", [k("12 dead", 12, "hospital", amount="count")]),
        [],
    ),
    "a day earlier": (
        ("Police gave 12 dead a day earlier.", [k("12 dead", 12, "police", **THU)]),
        [],
    ),
    "in a day": (
        ("Police counted 12 dead in a day.", [k("12 dead", 12, "police")]),
        [],
    ),
    "a rate of another number": (
        ("Police counted 12 dead, and 5 arrests a day.", [k("12 dead", 12, "police")]),
        [],
    ),
    # the text
    "a number only in the title": (
        ("Police said 12 people died.", [k("12 people died", 12, "police")], [], [], {"title": "Flood kills 14"}),
        ["article.json: the title gives 14, the body does not"],
    ),
    "a number in title and body": (
        (
            "Police said twelve people died.",
            [k("twelve people died", 12, "police")],
            [],
            [],
            {"title": "Flood kills 12"},
        ),
        [],
    ),
    "a number only in the title, said so": (
        (
            "Police said 12 people died.",
            [k("12 people died", 12, "police")],
            [],
            [],
            {"title": "Flood kills 14", "not_said": ["Where the title's 14 comes from."]},
        ),
        [],
    ),
    "a claim in the headline": (
        ("Police said 12 people died.", [k("Headline", None, "police", qualifier="not_given")]),
        ["c1: stands before the body"],
    ),
    "a correction": (
        (
            "Police said 12 people died.\n\nCorrection: an earlier version gave 15 dead.",
            [k("12 people died", 12, "police")],
        ),
        ["article.txt: sentence 2 ('Correction: an earlier version gave 15 dead.') announces a correction"],
    ),
    "a correction under its heading": (
        (
            "Police said 12 people died.\n\nCorrection\n\nAn earlier version gave 15 dead.",
            [k("12 people died", 12, "police")],
        ),
        ["announces a correction; of which claim?"],
    ),
    "a correction that is annotated": (
        (
            "Police said 12 people died.\n\nCorrection: it was 15 dead, police say now.",
            [k("12 people died", 12, "police"), k("15 dead", 15, "police", corrects=("c1",))],
        ),
        [],
    ),
    "a correction of a name": (
        (
            "Police said 12 people died.\n\nCorrection: the mayor's name is Ada Quill.",
            [k("12 people died", 12, "police")],
        ),
        [],
    ),
    # corrections and shared words
    "a correction by another source": (
        (
            FIVE,
            [k("41 dead", 41, **THU), k("30 bodies", 30, "hospital", corrects=("c1",), **FRI)],
        ),
        ["c2 (Lume hospital) corrects c1 (Health ministry), which another source said; does that one take it back?"],
    ),
    "a correction by the publisher": (
        (FIVE, [k("41 dead", 41, **THU), k("30 bodies", 30, "wire", corrects=("c1",), **FRI)]),
        [],
    ),
    "a correction by who relayed it": (
        (FIVE, [k("41 dead", 41, via=("hospital",), **THU), k("30 bodies", 30, "hospital", corrects=("c1",), **FRI)]),
        [],
    ),
    "shared words": (
        (
            "Four people, three of them children, died, police said.",
            [k("Four people, three of them children", 4, "police"), k("three of them children", 3, "police")],
        ),
        [
            "c1 and c2 share words and measure (killed); are they one claim? Take one out, or write part_of: c1 in c2",
            "c2: “three of them” stands beside it",
        ],
    ),
    "shared words of a part": (
        (
            "Four people, three of them children, died, police said.",
            [
                k("Four people, three of them children", 4, "police"),
                k("three of them children", 3, "police", part_of="c1"),
            ],
        ),
        [],
    ),
    # the same kinds in other words
    "children among them": (
        (
            "Ten people died, three children among them, police said.",
            [
                k("Ten people died", 10, "police"),
                k("three children among them", 3, "police", age_sex=("children",), part_of="c1"),
            ],
        ),
        [],
    ),
    "children among them, asked": (
        (
            "Ten people died, three children among them, the hospital said.",
            [
                k("Ten people died", 10, "hospital", tally="t"),
                k("three children among them", 3, "hospital", age_sex=("children",), tally="u"),
            ],
            [tally("t", "hospital"), tally("u", "hospital")],
        ),
        ["c2: “three children among them” stands beside it; part of which number? Write part_of: c1", "c1, c2: Lume"],
    ),
    "among the dead, in the next sentence": (
        (
            "Ten people died, police said. Among the dead were three guards.",
            [
                k("Ten people died", 10, "police", population="civilian"),
                k("three guards", 3, "police", population="combatant"),
            ],
        ),
        ["c2: “Among the dead” stands beside it; part of which number? Write part_of: c1"],
    ),
    "the dead included": (
        (
            "Ten people died, police said. The dead included three guards.",
            [k("Ten people died", 10, "police"), k("three guards", 3, "police", part_of="c1")],
        ),
        [],
    ),
    "of the dead, told by a pair": (
        (
            "Ten people died, police said. Three of the dead were guards.",
            [
                k("Ten people died", 10, "police", tally="t"),
                k("Three of the dead", 3, "police", tally="u"),
            ],
            [tally("t", "police"), tally("u", "police")],
            [pair("u", "t", "within")],
        ),
        [],
    ),
    "the daily toll": (
        ("The hospital spoke of a daily toll of 12 dead.", [k("12 dead", 12, "hospital")]),
        ["c1: “daily toll of” stands beside the number; a rate?"],
    ),
    "in 24 hours each": (
        ("Some 12 people die every 24 hours, the hospital said.", [k("12 people die", 12, "hospital")]),
        ["c1: “every 24 hours” stands beside the number; a rate?"],
    ),
    "twelve daily deaths": (
        ("The hospital has 12 deaths daily.", [k("12 deaths", 12, "hospital")]),
        ["amount: rate and per: day"],
    ),
    "the Daily Lantern": (
        ("Police gave 12 dead to the Daily Lantern.", [k("12 dead", 12, "police")]),
        [],
    ),
    "in the past day": (
        ("Police counted 12 dead in the past day.", [k("12 dead", 12, "police")]),
        [],
    ),
    "called inflated": (
        ("The Guard called the toll of 41 dead inflated.", [k("41 dead", 41, "guard")]),
        ["c1: “inflated” stands in its words; does the source deny the number?"],
    ),
    "dismissed the figure": (
        ("The Guard dismissed the figure of 41 dead.", [k("41 dead", 41, "guard")]),
        ["c1: “dismissed the figure” stands in its words"],
    ),
    "denied the reports and gave another": (
        ("The Guard denied the reports and said 12 people died.", [k("12 people died", 12, "guard")]),
        [],
    ),
    "no entry": (
        ("The mayor denied entry to all. Police said 12 people died.", [k("12 people died", 12, "police")]),
        [],
    ),
    "an initial toll": (
        ("An initial toll spoke of 52 dead, police said.", [k("52 dead", 52, "police")]),
        ["c1: “initial” stands in its sentence, and it has no day"],
    ),
    "earlier of another number": (
        (
            "41 people died, police said, down from an earlier count of 52.",
            [k("41 people died", 41, "police", tally="t"), k("an earlier count of 52", 52, "police", tally="t")],
            [tally("t", "police")],
        ),
        ["c2: “earlier” stands in its sentence", "c1, c2: 41 and 52 on one day, in one tally"],
    ),
    "earlier, as said": (
        ("An earlier toll spoke of 52 dead, police said.", [k("52 dead", 52, "police", period_words="earlier")]),
        [],
    ),
    "a period of another decade": (
        (
            "Since 9 May 52 people have died, police said.",
            [k("52 people have died", 52, "police", period_start="2024-05-09")],
        ),
        ["c1: period_start 2024-05-09, but its sentence names no 2024; is it right?"],
    ),
    "one tally, two places": (
        (
            "Police said 5 died in Orsha and 7 died in Lume.",
            [
                k("5 died", 5, "police", place="orsha", tally="t", **THU),
                k("7 died", 7, "police", place="lume", tally="t", **FRI),
            ],
            [tally("t", "police")],
        ),
        ["c1, c2: one tally ('t'), but not the same people"],
    ),
    "one tally, a place and its valley": (
        (
            "Police said 5 died in Orsha and 7 died in the valley.",
            [
                k("5 died", 5, "police", place="orsha", tally="t", **THU),
                k("7 died", 7, "police", place="valley", tally="t", **FRI),
            ],
            [tally("t", "police")],
        ),
        [],
    ),
    "a correction with its day": (
        (
            "Police said 12 people died.\n\nCorrection (12 May): an earlier version said 15 died.",
            [k("12 people died", 12, "police")],
        ),
        ["announces a correction"],
    ),
    "an amended article": (
        (
            "Police said 12 people died.\n\nThis article was amended. The toll is 12, not 15.",
            [k("12 people died", 12, "police")],
        ),
        ["announces a correction"],
    ),
    "a correction of a day": (
        (
            "Police said 12 people died.\n\nCorrection: the dam broke on 11 May, not on 12 May.",
            [k("12 people died", 12, "police")],
        ),
        [],
    ),
    "a name with a number in the title": (
        ("Police said 12 people died.", [k("12 people died", 12, "police")], [], [], {"title": "G7 mourns 12 dead"}),
        [],
    ),
    "a date in the title": (
        ("Police said 12 people died.", [k("12 people died", 12, "police")], [], [], {"title": "The flood of 9 May"}),
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_asked(tmp_path, case):
    (text, claims, *more), wanted = CASES[case]
    tallies, pairs, about = [*more, *([], [], {})[len(more) :]]
    warnings = asked(tmp_path / "text", text, claims, tallies, pairs, **about)
    missing = [words for words in wanted if not any(words in line for line in warnings)]
    assert not missing and len(warnings) == len(wanted), warnings


def test_there_are_enough_cases():
    assert len(CASES) >= 60 and sum(not wanted for _, wanted in CASES.values()) >= 30


def test_a_question_is_one_line(tmp_path):
    claims = [k(f"{n} dead", n, "police") for n in range(100, 120)]
    text = "Police said " + ", ".join(f"{n} dead" for n in range(100, 120)) + "."
    (line,) = asked(tmp_path / "text", text, claims)
    assert "c1, c2, c3, c4 and 16 more: Orsha police gives 100, 101, 102, 103 and others killed" in line
    assert "\n" not in line and len(line) < 400
