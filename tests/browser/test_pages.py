"""The pages as their readers meet them: from a file, without a network, without scripts."""

from __future__ import annotations

from itertools import product

import pytest
from axe import check_axe

from libya_kit.article.model import load_article, shipped
from libya_kit.casualties import exhibits as casualties
from libya_kit.displacement import exhibits as displacement
from libya_kit.stances import matrix as stances

NAMES = ["index", *sorted(path.stem for path in shipped("notebooks").glob("*.ipynb"))]
ARTICLE = load_article()
EXPLORERS = {
    ("01_casualty_timeline", 0): (
        lambda **choice: casualties.exhibit(ARTICLE, measure="killed", **choice),
        casualties.controls(ARTICLE, "killed"),
    ),
    ("01_casualty_timeline", 1): (
        lambda **choice: casualties.exhibit(ARTICLE, measure="wounded", **choice),
        casualties.controls(ARTICLE, "wounded"),
    ),
    ("02_actor_stances", 0): (lambda **choice: stances.exhibit(ARTICLE, **choice), stances.controls(ARTICLE)),
    ("02_actor_stances", 1): (
        lambda **choice: stances.matrix_exhibit(ARTICLE, **choice),
        stances.matrix_controls(ARTICLE),
    ),
    ("03_displacement_estimates", 0): (
        lambda **choice: displacement.exhibit(ARTICLE, **choice),
        displacement.controls(ARTICLE),
    ),
}
SEEN = """section => {
    const seen = [...section.querySelectorAll('[data-in]')].filter(part => part.checkVisibility());
    return {
        views: seen.filter(part => part.matches('.lk-view')).map(part => ({
            picture: part.querySelector('svg')?.outerHTML.replace(/x\\d+-_v\\d+-_|#x\\d+-[^"]*/g, ''),
            alt: part.querySelector('svg')?.getAttribute('aria-label'),
            sentence: part.querySelector('.lk-sentence').textContent,
            words: part.textContent,
            rows: [...part.querySelectorAll('svg a')].map(link => link.getAttribute('xlink:href').slice(1)),
        })),
        ids: seen.filter(part => part.matches('tr')).map(part => part.id),
        quotes: seen.filter(part => part.matches('tr')).map(part => part.textContent),
    };
}"""


@pytest.fixture
def open_page(open_file, report_folder):
    """Return a function that opens a page of the report."""
    return lambda name, **options: open_file(report_folder / f"{name}.html", **options)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(open_page, name):
    for scripts in (True, False):
        page = open_page(name, java_script_enabled=scripts)
        assert len(page.requests) == 1 and page.requests[0].startswith("file:")
        assert page.complaints == []


@pytest.mark.parametrize(("place", "explorer"), EXPLORERS.items(), ids=[f"{name}-{at}" for name, at in EXPLORERS])
def test_what_a_page_shows_is_what_the_view_returns(open_page, place, explorer):
    name, number = place
    view, controls = explorer
    page = open_page(name, java_script_enabled=False)
    section = page.locator(".lk-explorer").nth(number)
    fieldsets = section.locator("fieldset")
    assert fieldsets.count() == len(controls)
    seen = {}
    for choice in product(*(range(len(choices)) for choices in controls.values())):
        for control, picked in enumerate(choice):
            fieldsets.nth(control).locator("label").nth(picked).click()
        shown = section.evaluate(SEEN)
        (only,) = shown["views"]
        exhibit = view(
            **{key: list(some.values())[picked] for (key, some), picked in zip(controls.items(), choice, strict=True)}
        )
        assert only["sentence"] == exhibit.sentence
        assert only["alt"] == (exhibit.alt if exhibit.figure is not None else None)
        assert all(assumption in only["words"] for assumption in exhibit.assumptions)
        assert set(only["rows"]) <= set(shown["ids"])
        assert len(shown["ids"]) == len(exhibit.table)
        seen[choice] = (only["picture"], only["sentence"])
    for control, choices in enumerate(controls.values()):
        rest = {}
        for choice, what in seen.items():
            rest.setdefault(choice[:control] + choice[control + 1 :], []).append(what)
        for picked in range(len(choices)):
            assert any(len(set(some)) > 1 and some.count(some[picked]) < len(some) for some in rest.values()), (
                "a choice that changes nothing"
            )


@pytest.mark.parametrize("name", [name for name in NAMES[2:] if not name.startswith("04")])
def test_a_mark_leads_to_its_row_and_the_row_to_its_words(open_page, name):
    page = open_page(name, java_script_enabled=False)
    mark = page.locator("main svg a:visible:not([tabindex])").first
    row = mark.get_attribute("xlink:href")
    mark.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(row)
    words = page.locator(f"{row.replace('.', chr(92) + '.')} a").first
    assert page.locator(row).evaluate("row => row.matches(':target')")
    words.focus()
    page.keyboard.press("Enter")
    target = page.locator(":target")
    assert target.count() == 1 and target.inner_text().strip()[:8] in words.inner_text()


# What axe cannot decide and people did. Contrast: an annotated word stands on the page's own ground, its gradient is
# the lines below it; words in a picture stand on white, or on bars of the greys and blues that the style tests measure.
REVIEWED = {"color-contrast": "mark, mark *, svg text"}
LOOKS = {
    "wide": (1280, {}),
    "narrow": (360, {}),
    "narrowest": (320, {}),
    "dark": (1280, {"color_scheme": "dark"}),
    "printed": (1280, {"media": "print"}),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(open_page, name, look):
    width, media = LOOKS[look]
    page = open_page(name, viewport={"width": width, "height": 900})
    page.emulate_media(**media)
    check_axe(page, REVIEWED)


@pytest.mark.parametrize("name", NAMES)
def test_a_narrow_page_scrolls_in_one_direction(open_page, name):
    page = open_page(name, viewport={"width": 360, "height": 900}, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", NAMES)
def test_alternative_texts_are_no_filler(open_page, name):
    page = open_page(name)
    texts = page.evaluate(
        "[...document.querySelectorAll('main svg, main img')].map(one => one.getAttribute('aria-label') || one.alt)"
    )
    assert all(text and len(text) > 40 and "No description" not in text for text in texts)
    headings = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])")
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip([0, *headings], headings, strict=False))


LOOK = """mark => {
    const look = getComputedStyle(mark), inPx = text => parseFloat(text.match(/([\\d.]+)px\\)?$/)[1]);
    const line = inPx(look.backgroundPosition.split(', ')[0]) + inPx(look.backgroundSize.split(', ')[0]);
    return {line: line / parseFloat(look.fontSize), drawn: look.backgroundImage, colour: look.color,
            around: getComputedStyle(mark.parentNode).color};
}"""


def test_the_line_under_marked_words_runs_under_them_on_paper_too(open_page):
    page = open_page(NAMES[1])
    mark = page.locator(".lk-text .lk-casualties").first
    on_screen = mark.evaluate(LOOK)["line"]
    page.emulate_media(media="print")
    assert mark.evaluate(LOOK)["line"] == pytest.approx(on_screen, abs=0.02) and on_screen < 0.6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_and_their_lines_are_seen_in_colours_of_the_reader_s_own(open_page, scheme):
    mark = open_page(NAMES[1], forced_colors="active", color_scheme=scheme).locator(".lk-text .lk-casualties").first
    look = mark.evaluate(LOOK)
    assert look["colour"] == look["around"] and look["drawn"].startswith(f"linear-gradient({look['colour']}")


def test_a_table_of_few_columns_is_whole_on_a_telephone(open_page):
    page = open_page("00_start_here", viewport={"width": 360, "height": 740})
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.lk-scroll:not(:has(td:nth-child(4)))')]
            .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth)
            .map(one => one.getAttribute('aria-label'))"""
    )
    assert wide == []


@pytest.mark.parametrize("width", [360, 440, 700, 900, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_what_scrolls_sideways_says_so_and_nothing_else_does(open_page, name, width):
    page = open_page(name, viewport={"width": width, "height": 740})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    wrong = page.evaluate(
        """() => {
            const says = one => getComputedStyle(one, '::before').content.includes('scroll');
            return [...document.querySelectorAll('.lk-scroll, .lk-picture')].filter(one => one.checkVisibility())
                .filter(one => one.scrollWidth > one.clientWidth != says(one))
                .map(one => one.getAttribute('aria-label'));
        }"""
    )
    assert wrong == []
