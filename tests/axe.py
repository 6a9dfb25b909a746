"""axe on a page: no violation, and whatever it cannot decide is on the list of what people looked at."""

from axe_playwright_python.sync_playwright import Axe


def check_axe(page, reviewed):
    """Check a page; `reviewed` says for a rule which elements people have looked at."""
    found = Axe().run(page).response
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
    for one in found["incomplete"]:
        for node in one["nodes"]:
            answered = page.locator(node["target"][0]).evaluate(
                "(one, answers) => one.matches(answers)", reviewed.get(one["id"], "nothing")
            )
            assert answered, (one["id"], node["target"])
