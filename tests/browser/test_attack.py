"""Pages of an article whose every field carries an attack: shown as text, by the escaping alone and by the CSP."""

from __future__ import annotations

import re
from itertools import cycle

import pytest
from folders import ROWS, TEXT, claim, collision, write_folder

from libya_kit.report.render import render_report

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></textarea><svg onload=alert(1)>",
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a><base href=//h.invalid>",
    "]]><!--<iframe srcdoc='<script>alert(1)</script>'>",
    "&lt;script&gt;&#60;script&#62;",
    "{{7*7}} ${7*7} $x_{ </p>",
    "url(//h.invalid);}*{display:none}<link rel=stylesheet href=//h.invalid>",
    "<meta http-equiv=refresh content=0;url=//h.invalid><form action=//h.invalid><button>x",
    "<svg><foreignObject><a xlink:href=javascript:alert(1)>x</a></foreignObject><style>@import '//h.invalid'",
    "<math><mtext></form><template><img name=location src=//h.invalid><p id=__proto__ style=all:unset>",
)
KILLED = "<script>alert(1)</script> killing at least 7 <img src=x onerror=alert(1)> people"
FLED = "A <svg onload=alert(2)> fled"
BODY = f"Crews saw {KILLED}. {FLED}.\n"
MADE = (
    "script, iframe, img, base, link, object, embed, form:not([method=dialog]), textarea, button, template, math, "
    "[name=location]"
)
"""What no page of the kit has, unless an attack makes it."""
FREE = {"name", "aliases", "title", "counts", "basis", "note", "target_label", "publisher", "rights", "dating"}


@pytest.fixture(scope="session")
def attacked(tmp_path_factory):
    """Return the pages of the invented article with an attack in every field that takes any words."""
    attacks = cycle(ATTACKS)

    def spoilt(record):
        return {key: f"{value} {next(attacks)}" if key in FREE else value for key, value in record.items()}

    text = TEXT + BODY
    claims = collision()
    for one in claims:
        one.body.update(spoilt(one.body))
        one.body["note"] = next(attacks)
    told = {"source": "gazette", "reported_on": "2031-05-21"}
    killed = claim(
        text,
        "killed-7",
        "CasualtyClaim",
        KILLED,
        measure="killed",
        qualifier="at_least",
        value=7,
        population="unspecified",
        **told,
    )
    fled = claim(text, "fled", "DisplacementClaim", FLED)
    fled.body.update(
        measure="displaced", kind="flow", qualifier="not_given", unit="people", population="unspecified", **told
    )
    rows = {table: [spoilt(record) for record in records] for table, records in ROWS.items()}
    folder = write_folder(
        tmp_path_factory.mktemp("attack") / "attacked",
        text,
        [*claims, killed, fled],
        rows=rows,
        title=f"Collision {ATTACKS[2]}",
        publisher=f"Gazette {ATTACKS[1]}",
        agencies=[f"Agency {ATTACKS[0]}", f"Wire {ATTACKS[5]}"],
        rights=f"Rights {ATTACKS[6]}",
        dating=f"Dating {ATTACKS[3]}",
        not_said=[f"Nothing {attack}" for attack in ATTACKS],
    )
    return render_report(folder, tmp_path_factory.mktemp("attack-pages")).parent


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without the policy"])
def test_nothing_runs_leaves_or_is_made(attacked, new_page, tmp_path, policy):
    for path in sorted(attacked.glob("*.html")):
        html = path.read_text(encoding="utf-8")
        if not policy:
            html, removed = re.subn(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", html)
            assert removed == 1
        (tmp_path / path.name).write_text(html, encoding="utf-8")
        page = new_page()
        heard = []
        page.on("dialog", lambda dialog, heard=heard: (heard.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request, heard=heard: heard.append(request.url))
        page.on("console", lambda message, heard=heard: heard.append(message.text))
        page.goto((tmp_path / path.name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for number in range(page.locator("a, input").count()):
            page.locator("a, input").nth(number).evaluate("one => one.focus()")
        assert heard == [(tmp_path / path.name).as_uri()], path.name
        assert page.locator(MADE).count() == 0
        made = page.evaluate(
            """() => [...document.querySelectorAll('*')].flatMap(one => [...one.attributes]
                .filter(a => /^on|^autofocus$|^srcdoc$/i.test(a.name)
                    || /href$|^src$|^action$/i.test(a.name)
                        && !/^(#|[\\w.-]+\\.html(#|$)|data:text\\/csv;)/.test(a.value))
                .map(a => `${one.localName} ${a.name}=${a.value}`))"""
        )
        assert made == [], path.name


def test_the_attacks_are_shown_as_the_words_that_they_are(attacked, new_page):
    page = new_page(java_script_enabled=False)
    page.goto((attacked / "index.html").as_uri())
    said = page.locator(".lk-briefing").inner_text()
    assert [attack for attack in ATTACKS if f"Nothing {attack}" not in said] == []
    page.goto((attacked / "00_start_here.html").as_uri())
    assert BODY.strip() in page.locator("#article .lk-text").inner_text()
