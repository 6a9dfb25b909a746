"""axe on a page: no violation, and whatever it cannot decide is on the list of what people looked at."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

NEWEST = os.environ.get("LIBYA_KIT_AXE")
"""The file of a newer axe than the one that pip brings: `make access` names it."""
OPTIONS = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
"""What axe leaves out unless it is asked for, or did in older versions."""


def axe():
    """Return axe: the newest from npm where it is named, else the one that pip brings."""
    return Axe.from_file(Path(NEWEST)) if NEWEST else Axe()


def check_axe(page, reviewed):
    """Check a page; `reviewed` says for a rule which elements people have looked at."""
    found = axe().run(page, options=OPTIONS).response
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
    for one in found["incomplete"]:
        for node in one["nodes"]:
            answered = page.locator(node["target"][0]).evaluate(
                "(one, answers) => one.matches(answers)", reviewed.get(one["id"], "nothing")
            )
            assert answered, (one["id"], node["target"])
