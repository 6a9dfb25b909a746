"""An explorer lives everywhere: in JupyterLab and Notebook 7, live, reopened, asleep, untrusted, dark, exported."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from libya_kit.article.model import shipped
from tests.axe import axe
from tests.lab import IDLE, NAME, opened, run_all

LIVE, REST = ".lk-live:has(.widget-slider)", ".lk-explorer:has(.lk-controls)"
PROGRAMS = ("lab", "notebook_7")
PLACES = {"lab": "lab/workspaces/test/tree", "notebook_7": "notebooks"}


@pytest.fixture
def ran(request, page):
    """Return a function that opens and runs a notebook in a program and returns the page."""

    def run(program, name=NAME):
        opened(request.getfixturevalue(program), page, name, place=PLACES[program])
        run_all(page)
        return page

    return run


STATE = """() => {
    const panel = jupyterapp.shell.currentWidget.content;
    return [panel.widgets.length, panel.activeCellIndex, panel.mode, panel.widgets.map(cell => cell.model.type).join()];
}"""
TARGETS = {
    "radio button": f"{LIVE.replace('slider', 'radio')} input >> nth=0",
    "slider": f"{LIVE} [role=slider] >> nth=0",
    "checkbox": f"{LIVE} input[type=checkbox] >> nth=0",
    "link of a table": ".lk-live td a >> nth=0",
    "link of a drawing": ".lk-live .lk-picture a >> nth=0",
    "link of a picture": ".jp-RenderedHTML .lk-picture svg a[role=link] >> nth=0",
    "scrolling table": ".lk-live .lk-scroll >> nth=0",
    "finding": ".lk-findings a >> nth=0",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_keys_on_the_kits_own_parts_never_touch_the_notebook(ran, program):
    page = ran(program)
    touched = []
    for name, target in TARGETS.items():
        part = page.locator(target)
        part.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        for key in ("b", "a", "d", "d", "x", "m", "ArrowDown", "ArrowUp", "ArrowRight", "Space", "Enter", "Tab"):
            part.focus()
            before = page.evaluate(STATE)
            page.keyboard.press(key)
            if page.evaluate(STATE) != before:
                touched.append((name, key))
    assert touched == []


@pytest.mark.parametrize("program", PROGRAMS)
def test_commands_still_reach_the_notebook_from_a_control(ran, program):
    page = ran(program)
    slider = page.locator(TARGETS["slider"])
    slider.scroll_into_view_if_needed()
    slider.focus()
    page.keyboard.press("Control+s")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    before = page.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex")
    slider.focus()
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("at => jupyterapp.shell.currentWidget.content.activeCellIndex !== at", arg=before)


def test_a_slider_and_a_checkbox_answer_with_sentence_and_chart(ran):
    page = ran("lab")
    live = page.locator(LIVE).first
    live.scroll_into_view_if_needed()
    live.locator("input[type=checkbox]").first.uncheck()  # a cell that is run again keeps its choice
    live.locator("[role=slider]").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    live.get_by_text("By Sunday 7 April, at least 21 killed").wait_for()
    page.keyboard.press("ArrowRight")
    live.locator("input[type=checkbox]").first.check()
    live.get_by_text("Scenario: by Monday 8 April, at least 39 killed if").wait_for()
    assert live.locator(".lk-stack .lk-added").count() == 2
    assert page.locator(f".lk-explorer:visible, {LIVE} + * .lk-asleep:visible").count() == 0


def save(page):
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")


def end_kernels(lab, page):
    for one in page.request.get(f"{lab[0]}/api/sessions?token=only-for-this-test").json():
        page.request.delete(f"{lab[0]}/api/sessions/{one['id']}?token=only-for-this-test")


def answers(page):
    """Return whether the first explorer at rest answers to a click."""
    rest = page.locator(REST).first
    rest.scroll_into_view_if_needed()
    rest.locator("label:visible").first.wait_for()
    shown = rest.locator(".lk-view:visible")
    before = shown.inner_html()
    rest.locator("fieldset").first.locator("label").last.click()
    return shown.count() == 1 and shown.inner_html() != before


@pytest.mark.parametrize("program", PROGRAMS)
def test_reopened_after_its_kernel_has_ended_the_explorer_at_rest_answers(ran, program, request):
    page, here = ran(program), request.getfixturevalue(program)
    save(page)
    end_kernels(here, page)
    opened(here, page, place=PLACES[program])
    page.wait_for_function(IDLE)
    assert answers(page)
    assert page.get_by_text("model not found").locator("visible=true").count() == 0
    assert page.locator(".lk-live").count() == 0
    end_kernels(here, page)


def test_after_a_restart_the_live_controls_are_asleep_and_those_at_rest_answer(ran):
    page = ran("lab")
    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    page.wait_for_function(IDLE)
    assert answers(page)
    asleep = page.locator(".lk-asleep").first
    asleep.scroll_into_view_if_needed()
    assert (
        asleep.inner_text() == "Asleep until this cell is run: As of which day? · Which counts are taken as separate?"
    )
    assert page.locator(".lk-live:visible").count() == 0


def test_two_views_of_one_output_share_no_ids(ran):
    page = ran("lab")
    page.evaluate(
        """async () => {
            const panel = jupyterapp.shell.currentWidget;
            const one = cell => cell.model.sharedModel.source.includes('live_controls(article, "killed")');
            panel.content.activeCellIndex = panel.content.widgets.findIndex(one);
            await jupyterapp.commands.execute('notebook:create-output-view');
        }"""
    )
    copy = page.locator(".jp-LinkedOutputView .lk-live")
    copy.locator(".lk-stack a").first.click()
    page.wait_for_timeout(300)
    assert copy.locator(".lk-beside p:visible mark").count() == 1
    twice = page.evaluate(
        """() => {
            const ids = [...document.querySelectorAll('.lk-live [id], .lk-explorer[id], .lk-explorer [id]')];
            const names = ids.map(one => one.id);
            return names.filter((id, place) => names.indexOf(id) !== place);
        }"""
    )
    assert twice == []


ALONE = """() => {
    const shown = [...document.querySelectorAll('.jp-OutputArea-output')]
        .filter(one => getComputedStyle(one.parentNode).display !== 'none').map(one => one.cloneNode(true));
    const main = document.createElement('main');
    main.append(...shown);
    main.style.background = 'var(--jp-layout-color0)';
    [...document.body.children].filter(one => !one.matches('style, link, script')).forEach(one => one.remove());
    document.body.append(main);
    document.querySelectorAll('details').forEach(one => { one.open = true; });
}"""
"""Outputs alone in JupyterLab's styles: axe takes what stands in its panels for hidden."""
CONTRAST = "axe.run('main', {runOnly: {type: 'rule', values: ['color-contrast']}})"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
@pytest.mark.parametrize("name", [NAME, "03_displacement_estimates"])
def test_everything_has_contrast_in_both_themes(ran, name, theme):
    page = ran("lab", name)
    page.set_viewport_size({"width": 1280, "height": 9000})  # all cells are drawn
    page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    page.wait_for_selector(f"body[data-jp-theme-light={str('Dark' not in theme).lower()}]", state="attached")
    page.wait_for_timeout(500)
    page.evaluate(ALONE)
    page.evaluate(axe().axe_script)
    found = page.evaluate(CONTRAST)
    assert sum(len(one["nodes"]) for one in found["passes"]) > 50
    nodes = [node["html"][:90] for one in found["violations"] for node in one["nodes"]]
    assert [html for html in nodes if "widget-" not in html] == []


def test_findings_lead_to_words_and_tables_are_laid_out_by_content(ran):
    page = ran("lab")
    links = page.locator(".lk-findings a")
    links.first.scroll_into_view_if_needed()
    nowhere = page.evaluate(
        """() => [...document.querySelectorAll('.lk-findings a')].map(one => one.getAttribute('href'))
            .filter(href => !document.getElementById(href.slice(1)))"""
    )
    assert links.count() > 3 and nowhere == []
    layouts = page.evaluate("[...document.querySelectorAll('.lk-table')].map(one => getComputedStyle(one).tableLayout)")
    assert set(layouts) == {"auto"}


def test_what_is_not_trusted_shows_one_view_its_sentence_and_its_table(lab, page, ran):
    page = ran("lab", "03_displacement_estimates")
    save(page)
    saved = json.loads((lab[1] / "03_displacement_estimates.ipynb").read_text(encoding="utf-8"))
    saved["metadata"]["copied"] = True  # from elsewhere: JupyterLab knows its own by their signature
    for cell in saved["cells"]:
        cell["metadata"].pop("trusted", None)
        cell["source"] = [line.replace("lk.Explorer", "lk . Explorer") for line in cell["source"]]
    (lab[1] / "foreign.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    opened(lab, page, "foreign")
    explorer = page.locator(".jp-RenderedHTML section:has(fieldset, figure)").filter(has=page.locator("img")).first
    explorer.scroll_into_view_if_needed()
    image = explorer.locator("img").first
    image.scroll_into_view_if_needed()
    assert image.get_attribute("alt") and image.evaluate("one => one.naturalWidth > 0 && one.clientWidth > 300")
    assert explorer.locator("figcaption:visible").count() == 1
    assert page.locator("input[type=radio]:visible").count() == 0
    assert page.get_by_text("model not found").locator("visible=true").count() == 0


@pytest.mark.parametrize("kind", ["html", "slides"])
def test_nbconvert_shows_explorers_that_answer_offline_without_scripts(tmp_path, new_page, kind):
    command = (sys.executable, "-m", "nbconvert", "--execute", "--to", kind, "--output-dir", tmp_path)
    source = shipped("notebooks") / "03_displacement_estimates.ipynb"
    subprocess.run([*map(str, command), str(source)], check=True, capture_output=True, env=os.environ)
    still = new_page(java_script_enabled=False, offline=True)
    page = next(tmp_path.glob("*.html"))
    still.goto(page.as_uri(), wait_until="domcontentloaded")
    explorer = still.locator(".lk-explorer").first
    if kind == "html":
        views = explorer.locator(".lk-view:visible")
        before = views.inner_html()
        explorer.locator("fieldset").last.locator("label").last.click()
        assert views.count() == 1 and views.inner_html() != before
    else:  # without scripts, slides are not laid out
        assert explorer.locator(".lk-view").count() > 1
