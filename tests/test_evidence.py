import re
from html.parser import HTMLParser

import pytest
from folders import TEXT, claim, collision, write_folder
from hypothesis import given
from hypothesis import strategies as st

from libya_kit.article.model import load_article
from libya_kit.display import evidence
from libya_kit.display.article_text import chosen_css, pane
from libya_kit.errors import ArgumentError

ARTICLE = load_article()


class Reader(HTMLParser):
    """What a page says: its text inside an element of a class, its ids, its elements."""

    def __init__(self, inside):
        super().__init__(convert_charrefs=True)
        self.inside, self.depth, self.text, self.ids, self.tags = inside, 0, "", [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.ids += [attrs["id"]] if "id" in attrs else []
        if self.depth or self.inside in attrs.get("class", "").split():
            self.depth += 1

    def handle_endtag(self, tag):
        self.depth -= bool(self.depth)

    def handle_data(self, data):
        self.text += data if self.depth else ""


def read(html, inside="lk-text"):
    reader = Reader(inside)
    reader.feed(str(html))
    return reader


def test_taking_the_tags_away_gives_back_the_text_exactly():
    assert read(evidence.article_html(ARTICLE)).text == ARTICLE.text


def test_every_claim_has_its_words_once():
    ids = read(evidence.article_html(ARTICLE)).ids
    assert len(ids) == len(set(ids))
    assert {f"words-{claim_id}" for claim_id in ARTICLE.annotations.index} <= set(ids)


def test_quotes_alone_hold_the_words_and_not_the_text():
    reader = read(evidence.article_html(ARTICLE, text="quotes"))
    assert {f"words-{claim_id}" for claim_id in ARTICLE.annotations.index} <= set(reader.ids)
    unquoted = "lucrative cross-border smuggling"
    assert unquoted in ARTICLE.text and unquoted not in reader.text
    assert all(quote in reader.text for quote in ARTICLE.annotations["quote"])


def article_of(folder, text, claims):
    """Return an article of the text with these claims, killed people all of them: id, words, number."""
    told = {"source": "gazette", "reported_on": "2031-05-21", "population": "unspecified", "qualifier": "exact"}
    some = [claim(text, name, "CasualtyClaim", words, measure="killed", value=n, **told) for name, words, n in claims]
    return load_article(write_folder(folder, text, some))


def test_words_from_right_to_left_keep_the_order_of_their_sentence(tmp_path):
    text = "Toll\n\nقال المتحدث إن 42 قتلوا في المدينة.\n\nAt least 7 died, وزارة الصحة said.\n"
    article = article_of(tmp_path / "rtl", text, [("a", "إن 42 قتلوا", 42), ("b", "7 died", 7)])
    for text in ("full", "quotes"):
        html = str(evidence.words(article, article.casualties, text=text).html)
        shown = re.search('<div class="lk-text".*</div>', str(evidence.article_html(article, text=text)), re.S)[0]
        assert "<bdi>" not in shown and shown.count('dir="auto"') == (2 if text == "full" else 1)
        assert ("<bdi>" in html) == (text == "quotes")  # each stands alone, between marks of the page


def test_line_ends_of_windows_are_line_ends(tmp_path):
    text = "Toll\r\n\r\nAt least 7\r\ndied.\r\n"
    article = article_of(tmp_path / "crlf", text, [("a", "7\r\ndied", 7)])
    assert read(evidence.article_html(article)).text == text


def test_the_second_words_of_a_claim_do_not_take_the_place_of_another_claim(tmp_path):
    text = "Toll\n\nAt least 7 died, some of them at sea. Later 9 died.\n"
    article = article_of(tmp_path / "parts", text, [("a", ["7 died", "at sea"], 7), ("a.2", "9 died", 9)])
    shown = str(evidence.article_html(article))
    assert re.search(r'id="words-a\.2"[^>]*><a [^>]*>([^<]*)', shown)[1] == "9 died"
    assert len(re.findall(' id="words-', shown)) == 3


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 80)), min_size=1, max_size=8))
def test_overlapping_words_are_printed_once(tmp_path_factory, spans):
    from dataclasses import replace

    from libya_kit.text.quotes import Part

    base = claim(TEXT, "x", "Mention", "The harbour board", actor="board", source="gazette")
    claims = [
        replace(base, claim_id=f"c{n}", parts=(Part(start, min(start + size, len(TEXT)), TEXT[start : start + size]),))
        for n, (start, size) in enumerate(spans)
        if TEXT[start : start + size].strip()
    ]
    article = load_article(write_folder(tmp_path_factory.mktemp("spans") / "spans", claims=claims))
    reader = read(evidence.article_html(article))
    assert reader.text == TEXT
    assert {f"words-{one.claim_id}" for one in claims} <= set(reader.ids)


def test_words_show_each_sentence_once():
    html = evidence.words(ARTICLE, ARTICLE.casualties).html
    sentences = ARTICLE.sentences.loc[sorted(set(ARTICLE.casualties["sentence"])), "text"]
    assert read(html, "lk-words").text == "".join(sentences)


def test_words_of_no_claims_say_so(tmp_path):
    article = load_article(write_folder(tmp_path / "collision"))
    assert (
        evidence.words(article, article.displacement).plain
        == "No words of the article are annotated as people on the move."
    )


def test_a_card_says_what_is_kept_and_nothing_that_is_not():
    plain = evidence.card(ARTICLE, "c-killed-25").plain
    assert "at_least" in plain and "8 April 2019" in plain and "high" not in plain


def test_an_unknown_claim_is_answered_with_the_nearest():
    with pytest.raises(ArgumentError, match="no claim is called 'c-kiled-25'; use 'c-killed-25'"):
        evidence.card(ARTICLE, "c-kiled-25")


def test_text_is_data(tmp_path):
    text = TEXT.replace("Ferry and tug", "<script>alert(1)</script>")
    claims = [one for one in collision() if one.claim_id == "x"]
    article = load_article(write_folder(tmp_path / "attack", text, claims))
    reader = read(evidence.article_html(article))
    assert "script" not in reader.tags and reader.text == text


def test_each_claim_has_a_card_below_its_sentence_and_its_words_choose_it():
    html = pane(ARTICLE)
    css = chosen_css(ARTICLE)
    for claim_id in [*ARTICLE.casualties.index, *ARTICLE.displacement.index, *ARTICLE.stances.index]:
        assert html.count(f'id="card-{claim_id}"') == 1
        assert html.count(f'id="words-{claim_id}"') == 1
        assert f'href="#words-{claim_id}"' in css
    card = html.partition('id="card-c-killed-14"')[2].partition("lk-card-cite")[0]
    for words in ("LNA (Haftar), who counts its own people", "6 April 2019", "14 killed", "a number, without a hedge"):
        assert words in card


def test_every_claim_can_be_cited():
    for claim_id, part in ARTICLE.annotations[ARTICLE.annotations["part"] == 1].iterrows():
        line = evidence.cite(ARTICLE, claim_id)
        assert "\n" not in line and ARTICLE.sha256 in line and ARTICLE.title in line
        assert f"{part['start']}–{part['end']}" in line and part["quote"] in line


def test_who_said_it_is_in_the_citation_and_a_day_only_when_given():
    assert evidence.cite(ARTICLE, "c-killed-25").startswith("health ministry, 8 April 2019: “killed at least 25”. ")
    assert evidence.cite(ARTICLE, "d-fled-2200").startswith(
        "UN humanitarian office, day not given: “an estimated 2,200"
    )
    with pytest.raises(ArgumentError, match="no claim is called 'c-killed-26'; use 'c-killed-25'"):
        evidence.cite(ARTICLE, "c-killed-26")


def test_a_card_shows_a_flag_only_where_it_is_raised():
    assert "ambiguous" not in evidence.card(ARTICLE, "c-killed-25").plain
    assert "ambiguous" in evidence.card(ARTICLE, "c-wounded-80").plain
