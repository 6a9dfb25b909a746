"""What axe does not see: order, names, focus and targets, checked on each page by own rules."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from libya_kit.article.model import shipped

NAMES = ["index", *sorted(path.stem for path in shipped("notebooks").glob("*.ipynb"))]
SNAPSHOTS = Path(__file__).parent / "snapshots"
RENEW = "read the difference; if it is right: LIBYA_KIT_SNAPSHOTS=write python -m pytest tests/browser -k outline"
OUTLINE = re.compile(
    r"\s*- (banner|navigation|main|complementary|contentinfo|heading|figure|group|radio|caption)\b|  - paragraph: \S"
)
"""What gives a page its order, and the sentences that stand in it by themselves."""
FIGURES = """() => [...document.querySelectorAll('main figure')].filter(one => one.querySelector('svg')).map(one => {
    const table = one.closest('section').querySelector('table');
    return {
        caption: table?.caption?.textContent || '',
        after: !!table && !!(one.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING),
        scoped: [...(table?.querySelectorAll('th') || [])].every(cell => cell.scope),
        alt: one.querySelector('svg').getAttribute('aria-label'),
        sentence: one.querySelector('.lk-sentence').textContent,
    };
})"""
FOCUSED = """() => {
    const one = document.activeElement, look = getComputedStyle(one), box = one.getBoundingClientRect();
    const shown = box.bottom > 0 && box.top < innerHeight && box.right > 0;
    one.setAttribute('data-reached', '');
    return {name: one.tagName + ' ' + (one.getAttribute('aria-label') || one.textContent).slice(0, 40),
            outline: look.outlineStyle, shown, body: one === document.body};
}"""


@pytest.fixture
def opened(new_page, report_folder):
    """Return a function that opens a page of the report."""

    def open_page(name, **options):
        page = new_page(offline=True, viewport={"width": 1280, "height": 900}, **options)
        page.goto((report_folder / f"{name}.html").as_uri())
        return page

    return open_page


@pytest.mark.parametrize("name", NAMES)
def test_the_outline_read_aloud_is_the_reviewed_one(opened, name):
    lines = opened(name).locator("body").aria_snapshot().splitlines()
    outline = "\n".join(line for line in lines if OUTLINE.match(line)) + "\n"
    kept = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("LIBYA_KIT_SNAPSHOTS") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(outline, encoding="utf-8")
    assert outline == kept.read_text(encoding="utf-8"), RENEW


@pytest.mark.parametrize("name", NAMES)
def test_each_figure_is_followed_by_its_table(opened, name):
    for figure in opened(name).evaluate(FIGURES):
        assert figure["after"] and figure["caption"] and figure["scoped"]
        assert figure["alt"] and figure["alt"] != figure["sentence"]


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_reached_by_keyboard_with_the_focus_in_sight(opened, name):
    page = opened(name)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    seen = []
    for _ in range(600):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["body"]:
            break
        seen.append(focused)
    assert [one["name"] for one in seen if one["outline"] == "none" or not one["shown"]] == []
    missed = page.evaluate(
        """() => [...document.querySelectorAll('a, summary, [tabindex="0"], input:checked')]
            .filter(one => one.checkVisibility() && one.tabIndex >= 0 && !one.hasAttribute('data-reached'))
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert missed == []


@pytest.mark.parametrize("name", NAMES)
def test_targets_outside_of_running_text_are_large_enough(opened, name):
    small = opened(name).evaluate(
        """() => [...document.querySelectorAll('nav a, summary, .lk-controls label, .lk-back')]
            .filter(one => one.checkVisibility())
            .map(one => [one.textContent, one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24)
            .map(([text, box]) => [text, box.width, box.height])"""
    )
    assert small == []


@pytest.mark.parametrize("name", NAMES)
def test_without_styles_the_first_view_stands_alone(opened, name):
    page = opened(name)
    shown = page.evaluate(
        """() => {
            document.querySelectorAll('style').forEach(one => one.remove());
            return [...document.querySelectorAll('.lk-explorer')].map(one => [
                [...one.querySelectorAll('.lk-view')].map(view => view.checkVisibility()),
                [...one.querySelectorAll('tr[data-in]')].every(
                    row => !row.hidden === row.dataset.in.split(' ').includes('0')),
            ]);
        }"""
    )
    for views, rows in shown:
        assert views[0] and not any(views[1:]) and rows


@pytest.mark.parametrize("name", NAMES)
def test_on_paper_the_choice_is_written_out_and_what_is_folded_is_open(opened, name):
    page = opened(name)
    page.emulate_media(media="print")
    labels = page.locator(".lk-controls label:visible")
    assert labels.count() == page.locator(".lk-controls fieldset").count()
    assert page.locator("details pre:visible").count() == page.locator("details pre").count()


def test_the_index_fits_two_printed_pages(opened):
    pdf = opened("index").pdf(format="A4", prefer_css_page_size=True)
    assert [int(count) for count in re.findall(rb"/Count (\d+)", pdf)] == [2]
