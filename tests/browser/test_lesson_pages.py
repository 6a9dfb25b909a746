"""The lessons' pages as a class meets them: from a file, without a network, with the keyboard, on paper, projected."""

from __future__ import annotations

import re

import pytest
from axe import check_axe

from libya_kit.teach import lessons

NAMES = [lesson.name for lesson in lessons.read_lessons()]
ARTICLES = sorted({lesson.article().folder.name for lesson in lessons.read_lessons()})
BESIDE = ["index", "teacher", "glossary", *(f"{what}-{name}" for name in ARTICLES for what in ("article", "sheet"))]
PAGES = [*BESIDE, *(f"{folder}/{name}" for folder in ("solution", "slides") for name in NAMES)]
# What axe cannot decide and people did, as for the report's pages.
REVIEWED = {"color-contrast": "mark, mark *, .lk-text *, svg text", "link-in-text-block": ".lk-text a"}
LOOKS = {"wide": (1280, {}), "narrow": (360, {}), "dark": (1280, {"color_scheme": "dark"})}


@pytest.fixture
def open_page(open_file, lessons_folder):
    """Return a function that opens a page of the lessons."""
    return lambda name, **options: open_file(lessons_folder / f"{name}.html", **options)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, name, look):
    width, media = LOOKS[look]
    page = open_page(name, viewport={"width": width, "height": 720})
    page.emulate_media(**media)
    check_axe(page, REVIEWED)
    assert len(page.requests) == 1 and page.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_page_scrolls_in_one_direction(open_page, name):
    page = open_page(name, viewport={"width": 360, "height": 720}, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


BROKEN = r"""() => {
    const broken = word => new Set([...word.getClientRects()].filter(box => box.width).map(box => box.top)).size > 1;
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT, text =>
        text.parentElement.closest('.lk-table')?.checkVisibility() ? 1 : 2);
    const found = [], word = document.createRange();
    while (texts.nextNode()) {
        for (const match of texts.currentNode.data.matchAll(/[\p{L}\p{N}]{2,}/gu)) {
            word.setStart(texts.currentNode, match.index);
            word.setEnd(texts.currentNode, match.index + match[0].length);
            if (broken(word)) found.push(match[0]);
        }
    }
    return found;
}"""


@pytest.mark.parametrize("width", [360, 768])
@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_a_table_is_broken(open_page, name, width):
    page = open_page(name, viewport={"width": width, "height": 740})
    assert [word for word in page.evaluate(BROKEN) if len(word) < 40] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_of_slides_fits_a_projector(open_page, name):
    page = open_page(f"slides/{name}", viewport={"width": 1280, "height": 720}, java_script_enabled=False)
    heights = page.evaluate(
        "[...document.querySelectorAll('.lk-slide')].map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) >= 8 and max(heights) <= 722
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.lk-slide *')]
            .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert wide == []


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_answered_by_keyboard_and_style_alone(open_page, name):
    page = open_page(f"solution/{name}", java_script_enabled=False)
    question = page.locator("fieldset.lk-question").first
    replies = question.locator(".lk-reply:visible")
    assert replies.count() == 0
    question.locator("input").first.focus()
    page.keyboard.press("Space")
    first = replies.all_inner_texts()
    page.keyboard.press("ArrowDown")
    assert replies.count() == len(first) == 1
    assert replies.first.inner_text() != first[0]


def test_a_long_question_lies_in_its_frame_and_the_choices_below_it(open_page):
    page = open_page("solution/02_casualty_timeline", viewport={"width": 360, "height": 800})
    for frame in page.locator(".lk-question").all():
        box, legend, first = (
            one.bounding_box() for one in (frame, frame.locator("legend"), frame.locator("label").first)
        )
        assert box["y"] < legend["y"] and legend["y"] + legend["height"] <= first["y"]


@pytest.mark.parametrize("name", NAMES)
def test_solutions_are_folded_and_open_by_keyboard(open_page, name):
    page = open_page(f"solution/{name}", java_script_enabled=False)
    solution = page.locator("details.lk-solution").first
    inside = solution.locator("pre").first
    assert not inside.is_visible()
    solution.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert inside.is_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ARTICLES)
def test_sheet_and_articles_fit_their_paper(open_page, name, paper):
    for what, most in (("article", 2), ("sheet", 1)):
        page = open_page(f"{what}-{name}")
        for of_page in (True, False):  # as the page would have it, and as a browser is told
            pdf = page.pdf(format=paper, prefer_css_page_size=of_page)
            (pages,) = (int(count) for count in re.findall(rb"/Count (\d+)", pdf))
            assert pages <= most, what
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(float(width) > float(height)) for width, height in boxes} == {True}  # the sheet, on this paper
    page = open_page(f"article-{name}")
    page.emulate_media(media="print")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.lk-numbered span')].map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert round(min(sizes) * 72 / 96, 2) >= 10


def test_slides_print_a_screen_a_page(open_page):
    for name in NAMES:
        page = open_page(f"slides/{name}")
        screens = page.locator(".lk-slide").count()
        pages = max(int(count) for count in re.findall(rb"/Count (\d+)", page.pdf(prefer_css_page_size=True)))
        assert screens <= pages <= screens + 1, name
