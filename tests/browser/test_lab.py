"""A real JupyterLab: notebooks run to their end, controls and marks answer, what is saved and exported shows it all."""

from __future__ import annotations

import shutil
from itertools import pairwise

from libya_kit.article.model import shipped
from libya_kit.report.render import render_report
from tests.lab import NAME, TOKEN, executed, opened


def test_controls_answer_in_jupyterlab(lab, page):
    shown = executed(lab, page)
    assert page.locator('.jp-RenderedText[data-mime-type="application/vnd.jupyter.stderr"]').all_text_contents() == []
    before = shown.locator(".lk-sentence").inner_text(), shown.locator(".lk-picture").evaluate("one => one.outerHTML")
    blank = page.evaluate_handle(
        """() => {
            const found = {blank: 0};
            const box = document.querySelector('.jp-OutputArea-output .widget-html .lk-exhibit').parentNode;
            new MutationObserver(() => { found.blank += box.querySelector('.lk-picture') ? 0 : 1; })
                .observe(box, {childList: true, subtree: true});
            return found;
        }"""
    )
    controls = page.locator(".jp-OutputArea-output .widget-radio").first
    controls.locator("input").last.click()
    page.wait_for_function(
        "before => document.querySelector('.widget-html .lk-exhibit .lk-sentence').innerText !== before", arg=before[0]
    )
    assert shown.locator(".lk-picture").evaluate("one => one.outerHTML") != before[1]
    assert blank.evaluate("found => found.blank") == 0


PLACES = """shown => [document.querySelector('.jp-WindowedPanel-outer').scrollTop, shown.getBoundingClientRect().top,
    shown.querySelector('table').getBoundingClientRect().top]"""


def test_a_chosen_mark_or_row_shows_its_sentence_beside_the_picture_without_a_jump(lab, page):
    shown = executed(lab, page)
    marks, rows = shown.locator(".lk-picture a"), shown.locator("td a")
    assert (marks.count(), rows.count()) == (3, 4)
    shown.scroll_into_view_if_needed()
    beside = shown.locator(".lk-beside p:visible")
    assert beside.all_text_contents() == ["Choose a mark or a row: its sentence is shown here."]
    for links, number in ((marks, 1), (marks, 2), (rows, 0), (rows, 3)):
        link = links.nth(number)
        link.focus()
        page.wait_for_timeout(300)
        before = shown.evaluate(PLACES)
        page.keyboard.press("Enter")
        name = link.get_attribute("xlink:href") or link.get_attribute("href")
        said = shown.locator(f"{name.removesuffix('r')}s")
        said.wait_for()
        page.wait_for_timeout(300)
        assert shown.evaluate(PLACES) == before
        assert beside.count() == 1
        words = said.locator("mark").all_inner_texts()
        assert words and (links is marks or all(word in link.inner_text() for word in words))
        assert len(said.inner_text()) > len(" ".join(words))
        box = said.bounding_box()
        assert box["y"] + box["height"] <= 900
    marks.first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert marks.nth(1).evaluate("mark => mark === document.activeElement"), "the keyboard goes on from the mark"


def test_a_cell_run_again_keeps_its_choice(lab, page):
    executed(lab, page)
    page.locator(".widget-radio").first.locator("input").last.click()
    run = """async () => {
        const panel = jupyterapp.shell.currentWidget;
        const cell = panel.content.widgets.findIndex(one => one.model.sharedModel.source.includes('Explorer('));
        panel.content.activeCellIndex = cell;
        await jupyterapp.commands.execute('notebook:run-cell');
    }"""
    old = page.locator(".widget-vbox[data-old]")
    page.evaluate("document.querySelectorAll('.widget-vbox').forEach(one => one.dataset.old = 1)")
    count = old.count()
    page.evaluate(run)
    page.wait_for_function("count => document.querySelectorAll('.widget-vbox[data-old]').length < count", arg=count)
    fresh = page.locator(".jp-OutputArea-output .widget-vbox:not([data-old])").first
    fresh.wait_for()
    assert fresh.locator(".widget-radio").first.locator("input").last.is_checked()


def test_a_narrow_pane_holds_an_explorer(lab, page):
    shown = executed(lab, page, width=380)
    page.evaluate("jupyterapp.shell.collapseLeft()")
    shown.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    over = shown.evaluate(
        """shown => {
            const pane = document.querySelector('.jp-WindowedPanel-outer').getBoundingClientRect().right;
            const parts = document.querySelectorAll('.widget-radio, .widget-radio label, .lk-picture, .lk-beside');
            const over = [shown, ...parts].filter(one => one.getBoundingClientRect().right > pane + 1);
            return over.map(one => one.className);
        }"""
    )
    assert over == []
    lines = page.locator(".widget-radio").first.evaluate(
        """radio => [...radio.querySelectorAll('.widget-radio-box label')].map(one => {
            const {top} = one.getBoundingClientRect();
            const input = one.querySelector('input').getBoundingClientRect();
            return {top, end: top + one.scrollHeight, input: input.left - one.getBoundingClientRect().left};
        })"""
    )
    assert all(line["input"] < 5 for line in lines)
    assert all(one["end"] <= after["top"] + 1 for one, after in pairwise(lines)), "long labels take lines of their own"


def test_what_lab_exports_answers_without_lab(lab, page, new_page, tmp_path):
    executed(lab, page)
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    # the address that File > Save and Export Notebook As > HTML opens
    html = page.request.get(f"{lab[0]}/nbconvert/html/{NAME}.ipynb?download=true&token={TOKEN}").body()
    (tmp_path / "exported.html").write_bytes(html)
    still = new_page(java_script_enabled=False, offline=True)
    still.goto((tmp_path / "exported.html").as_uri(), wait_until="domcontentloaded")
    explorer = still.locator(".lk-explorer").first
    views = explorer.locator(".lk-view:visible")
    before = views.inner_html()
    explorer.locator("fieldset").last.locator("label").last.click()
    assert views.count() == 1
    assert views.inner_html() != before


def test_a_published_notebook_shows_its_pictures_trusted_or_not(lab, page, tmp_path):
    source = shipped("notebooks") / "03_displacement_estimates.ipynb"
    index = render_report(out=tmp_path, notebooks=[source], with_notebooks=True)
    shutil.copy(index.parent / source.name, lab[1] / "published.ipynb")
    opened(lab, page, "published")
    explorer = page.locator(".lk-explorer").first
    image = explorer.locator("img")
    image.scroll_into_view_if_needed()
    assert image.evaluate("one => one.complete && one.naturalWidth > 0 && one.clientWidth > 400")
    assert explorer.locator(".lk-view:visible").count() == 1
    assert explorer.locator("input:visible").count() == 0
    assert page.get_by_text("model not found").count() == 0
    page.evaluate("void jupyterapp.commands.execute('notebook:trust')")
    page.locator(".jp-Dialog button").last.click()
    explorer = page.locator(".lk-explorer").first
    explorer.locator("svg:visible").first.wait_for()
    assert explorer.locator("img:visible").count() == 0
    explorer.locator("input").nth(1).click()
    assert explorer.locator(".lk-view:visible").count() == 1
