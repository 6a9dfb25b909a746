import locale
from contextlib import suppress
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.text import english
from libya_kit.text.sentences import is_correction, sentence_records

SENTENCES = {
    # full stops, and what is none
    "One. Two! Three?": ["One.", "Two!", "Three?"],
    "": [],
    "  \n\t\n": [],
    "Dr. Li and Col. J. B. Roe spoke.": ["Dr. Li and Col. J. B. Roe spoke."],
    "Lt. Gen. Ada Quill resigned. She left.": ["Lt. Gen. Ada Quill resigned.", "She left."],
    "Cost 2.5 million. Next.": ["Cost 2.5 million.", "Next."],
    "It fell to 3.4. It rose to 4.": ["It fell to 3.4.", "It rose to 4."],
    "At 5.30 the dam broke. Nobody was hurt.": ["At 5.30 the dam broke.", "Nobody was hurt."],
    "It broke at 5 p.m. Monday. All fled.": ["It broke at 5 p.m. Monday.", "All fled."],
    "It broke at 5 p.m. Nobody was hurt.": ["It broke at 5 p.m.", "Nobody was hurt."],
    "They met at 9 a.m. GMT on Friday.": ["They met at 9 a.m. GMT on Friday."],
    "He lives in the U.S. The mayor does not.": ["He lives in the U.S.", "The mayor does not."],
    "The U.S. Navy came. It left.": ["The U.S. Navy came.", "It left."],
    "It was No. 5 on the list. She left.": ["It was No. 5 on the list.", "She left."],
    "Did they know? No. They did not.": ["Did they know?", "No.", "They did not."],
    "On Dec. 12 they fled. On Sept. 3 they returned.": ["On Dec. 12 they fled.", "On Sept. 3 they returned."],
    "They came in Dec. They left in May.": ["They came in Dec.", "They left in May."],
    "On Sat. 12 May it rained. He sat. Then he left.": ["On Sat. 12 May it rained.", "He sat.", "Then he left."],
    "The march began. May was cold.": ["The march began.", "May was cold."],
    "St. Orsha burned. Smoke rose.": ["St. Orsha burned.", "Smoke rose."],
    "It hit Mill St. The fire spread.": ["It hit Mill St.", "The fire spread."],
    "Homes, barns, etc. The rest stood.": ["Homes, barns, etc.", "The rest stood."],
    "Aid, e.g. Red Lantern's, came.": ["Aid, e.g. Red Lantern's, came."],
    "Orsha vs. Lume was off.": ["Orsha vs. Lume was off."],
    "Lume Water Co. Ltd. Board members fled.": ["Lume Water Co. Ltd. Board members fled."],
    "They took plan B. The others stayed.": ["They took plan B.", "The others stayed."],
    "1. The dam broke. 2. The town fled.": ["1. The dam broke.", "2. The town fled."],
    "He waited… Then he left.": ["He waited…", "Then he left."],
    "He waited... and left.": ["He waited... and left."],
    "He waited . . . then left.": ["He waited . . . then left."],
    "“What now?” she asked. Nobody knew.": ["“What now?” she asked.", "Nobody knew."],
    "The dead: 12. The hurt: 30.": ["The dead: 12.", "The hurt: 30."],
    "25 died. 12 others were hurt.": ["25 died.", "12 others were hurt."],
    "It cost 5 coins. $5 was paid.": ["It cost 5 coins.", "$5 was paid."],
    "Élan fled. Écrin stayed.": ["Élan fled.", "Écrin stayed."],
    "The site example.org is down. So is example.com/a.": ["The site example.org is down.", "So is example.com/a."],
    # quotations
    "He said “No.” She left.": ["He said “No.”", "She left."],
    "He said “No. Never.” She left.": ["He said “No. Never.”", "She left."],
    "“Go. Leave now,” he said. They went.": ["“Go. Leave now,” he said.", "They went."],
    "“Go. Leave now.” He left.": ["“Go.", "Leave now.”", "He left."],
    "“It is a lie. No one died,” the mayor said.": ["“It is a lie. No one died,” the mayor said."],
    '"It is a lie. No one died," he said. She left.': ['"It is a lie. No one died," he said.', "She left."],
    "«It is over. Go home», he said. They went.": ["«It is over. Go home», he said.", "They went."],
    "“Go,” he said. “Leave.” They did.": ["“Go,” he said.", "“Leave.”", "They did."],
    "“Go. He never closed it. She left.": ["“Go.", "He never closed it.", "She left."],
    "He left (at noon. On foot.) She stayed.": ["He left (at noon.", "On foot.)", "She stayed."],
    "‘Go. Leave now,’ she said. They didn’t.": ["‘Go. Leave now,’ she said.", "They didn’t."],
    "The miners’ union left. ‘No.’ It stayed.": ["The miners’ union left.", "‘No.’", "It stayed."],
    "„Es ist vorbei. Geht,“ sagte er. Sie gingen.": ["„Es ist vorbei. Geht,“ sagte er.", "Sie gingen."],
    # footnotes and credits
    "Twelve died.[3] The rest fled.": ["Twelve died.[3]", "The rest fled."],
    "Twelve died.³ The rest fled.": ["Twelve died.³", "The rest fled."],
    "Twelve died. (AFP)": ["Twelve died.", "(AFP)"],
    # other scripts
    "قتل خمسة. وأصيب عشرة.": ["قتل خمسة.", "وأصيب عشرة."],
    "من قتل؟ لا أحد يعرف.": ["من قتل؟", "لا أحد يعرف."],
    "پانچ ہلاک ہوئے۔ دس زخمی ہوئے۔": ["پانچ ہلاک ہوئے۔", "دس زخمی ہوئے۔"],
    "५ लोग मारे गए। १० घायल हुए।": ["५ लोग मारे गए।", "१० घायल हुए।"],
    "डॉ. राव घायल हुए। वे घर गए।": ["डॉ. राव घायल हुए।", "वे घर गए।"],
    "قال د. سامي إن خمسة قتلوا. وغادر.": ["قال د. سامي إن خمسة قتلوا.", "وغادر."],
    "五人死亡。十人受伤。": ["五人死亡。", "十人受伤。"],
    "「五人死亡。」市长说。十人受伤！": ["「五人死亡。」", "市长说。", "十人受伤！"],
    # headings, and what is none
    "A heading\nText here.": ["Text here."],
    "A heading\r\n\r\nText here.\r\n": ["Text here."],
    "Text here.\n\nLast line without a stop": ["Text here.", "Last line without a stop"],
    "Mayor: dam holds\nUnion: dam breaks\nPolice: no word": [
        "Mayor: dam holds",
        "Union: dam breaks",
        "Police: no word",
    ],
    "Twelve dead in Orsha (AFP)\n\nText here.": ["Twelve dead in Orsha (AFP)", "Text here."],
    "Twelve dead in Orsha [Kestrel]\n\nText here.": ["Twelve dead in Orsha [Kestrel]", "Text here."],
    "Twelve dead in Orsha [3]\n\nText here.": ["Twelve dead in Orsha [3]", "Text here."],
    "Twelve dead in Orsha*\n\nText here.": ["Twelve dead in Orsha*", "Text here."],
    "11:05 The ministry says 9 are dead\n12:40 It says 14": ["11:05 The ministry says 9 are dead", "12:40 It says 14"],
    "11:05 Nine dead\n\nThe ministry said so.": ["11:05 Nine dead", "The ministry said so."],
    "[9.30] Nine dead\n\nThe ministry said so.": ["[9.30] Nine dead", "The ministry said so."],
    "6 pm Nine dead\n\nThe ministry said so.": ["6 pm Nine dead", "The ministry said so."],
    "12 May, 11:05\n\nThe ministry said so.": ["12 May, 11:05", "The ministry said so."],
    "• Nine dead in Lume\n\nThe ministry said so.": ["• Nine dead in Lume", "The ministry said so."],
    "Read more: the dam\n\nThe ministry said so.": ["Read more: the dam", "The ministry said so."],
    "Killed: 12\nWounded: 30\nThe ministry said so.": ["Killed: 12", "Wounded: 30", "The ministry said so."],
    "Photo: smoke over Lume\n\nText here.": ["Photo: smoke over Lume", "Text here."],
    "Smoke over Lume on Friday. Photo: Kestrel": ["Smoke over Lume on Friday.", "Photo: Kestrel"],
    "Text.\n\nCorrection: the toll is 41, not 52": ["Text.", "Correction: the toll is 41, not 52"],
    "Correction: the toll is 41\n\nText.": ["Correction: the toll is 41", "Text."],
    "The ministry listed the dead:\n\nTwo nurses. Three guards.": [
        "The ministry listed the dead:",
        "Two nurses.",
        "Three guards.",
    ],
    f"{'word ' * 20}end\n\nText.": [f"{'word ' * 20}end", "Text."],
    "Who broke the pause?\n\nNobody says.": ["Who broke the pause?", "Nobody says."],
    # lines that a narrow page has cut
    "The ministry said that\ntwelve people died. It\nnamed no one.": [
        "The ministry said that\ntwelve people died.",
        "It\nnamed no one.",
    ],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_are_cut(text):
    assert [one["text"] for one in sentence_records(text, 0, len(text))] == SENTENCES[text]


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("One.\n\nA heading\n\nTwo.\n\nThree.", [None, "A heading", "A heading"]),
        ("A heading\nText.\nAnother\nMore text.", ["A heading", "Another"]),
        ("12 killed in Lume\n\nThe mayor said so.", ["12 killed in Lume"]),
        ("Correction\n\nThe toll is 41.", ["Correction"]),
        ("No stop here\nNor here", [None, None]),
    ],
)
def test_sentences_stand_under_their_heading(text, sections):
    assert [one["section"] for one in sentence_records(text, 0, len(text))] == sections


@pytest.mark.parametrize(
    ("words", "correction"),
    [
        ("Correction: the toll is 41.", True),
        ("CORRECTION – An earlier version gave 52.", True),
        ("Corrections", True),
        ("(Clarification: the day was Friday.)", True),
        ("The ministry published a correction.", False),
        ("Correctional officers were hurt.", False),
        ("Correction officers were hurt.", False),
    ],
)
def test_a_correction_is_recognised(words, correction):
    assert is_correction(words) is correction


PIECES = st.sampled_from(
    ["Ada left", "12", ". ", ".", "… ", "“", "”", "\n", "\n\n", "! ", "11:05 ", "a", " (AFP)", "। ", "。"]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_sentences_are_words_of_the_text_in_order_and_nothing_is_lost(text):
    records = list(sentence_records(text, 0, len(text)))
    assert [text[one["start"] : one["end"]] for one in records] == [one["text"] for one in records]
    assert [one["number"] for one in records] == list(range(1, len(records) + 1))
    assert all(one["end"] <= other["start"] for one, other in pairwise(records))
    outside = "".join(text[a:b] for a, b in gaps(records, len(text)))
    headings = {one["section"] for one in records} - {None}
    assert set("".join(outside.split())) <= set("".join("".join(headings).split()))


def gaps(records, length):
    edges = [0, *(edge for one in records for edge in (one["start"], one["end"])), length]
    return zip(edges[::2], edges[1::2], strict=True)


def test_long_texts_take_little_time():
    for text in ("“a. B. " * 20_000, "(" * 50_000, "a" * 100_000 + ".", "A\n" * 20_000, "." * 50_000, '"A." ' * 20_000):
        assert sum(len(one["text"]) for one in sentence_records(text, 0, len(text))) <= len(text)


def test_days_are_english_whatever_the_locale():
    before = locale.setlocale(locale.LC_TIME)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_TIME, name)
            break
    try:
        days = pd.date_range("2031-01-01", periods=365)
        assert {english.day(one).split()[1] for one in days} == set(english.MONTHS)
        assert [english.weekday(one) for one in days[:7]] == [*english.WEEKDAYS[2:], *english.WEEKDAYS[:2]]
    finally:
        locale.setlocale(locale.LC_TIME, before)
