"""A question with answers to choose from: radio buttons whose replies style alone shows, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

import pandas as pd
from markupsafe import Markup

from libya_kit.teach.expressions import Value
from libya_kit.teach.quiz import Asked
from libya_kit.text import html as markup
from libya_kit.text import notebook

STATUSES = {
    "right": "Right.",
    "not yet": "Not yet.",
    "misconception": "Not quite.",
    "unrecognised": "Not this one.",
    "unread": "Not understood.",
}
"""What a check may find, each with its first words."""
MOST_CHOICES = 8

IS_NOT_0 = "0 would say that somebody counted and found nobody. The article gives no number; that is not 0."
IS_GIVEN = "The article does say something here."
SHEET = """.lk-check{border-left:4px solid currentColor;padding:.1rem .8rem;margin:.6rem 0;max-width:46rem}
.lk-check p{margin:.3rem 0}
.lk-question{border:1px solid var(--lk-soft,#767676);border-radius:.3rem;margin:1rem 0;padding:.3rem .8rem}
.lk-question{max-width:46rem}
.lk-question legend{font-weight:bold;padding:.2rem 0;float:left;width:100%}
.lk-question legend+*{clear:left}
.lk-question label{display:flex;gap:.4rem;align-items:baseline;padding:.15rem 0;min-height:24px}
.lk-question :focus-visible{outline:3px solid var(--lk-blue,#0072b2);outline-offset:2px}
.lk-reply{border-left:4px solid currentColor;padding:0 .8rem;margin:.5rem 0}"""


def choices(asked: Asked) -> Iterator[tuple[str, str, str]]:
    """Yield what may be chosen: how it is written, the status of that answer, and what is said of it."""
    if asked.choices:
        mistakes = {value: rule.says for rule in asked.wrong for value in rule.values}
        for value, label in asked.choices.items():
            if value in asked.answers:
                yield label, "right", asked.right
            else:
                yield label, "misconception", mistakes.get(value, asked.look)
        return
    some = {asked.shown or asked.label(asked.answers[0]): (asked.answers[0], "right", asked.right)}
    for rule in asked.wrong:
        named = {asked.label(value): value for value in rule.values if value not in asked.answers}
        fresh = (
            {rule.shown: rule.shown} if rule.shown else {label: named[label] for label in named if label not in some}
        )
        for label in list(fresh)[: None if asked.kind == "text" else 1]:
            if len(some) < MOST_CHOICES:
                some[label] = (fresh[label], "misconception", rule.says)
    if None in asked.answers and asked.kind == "number" and len(some) < MOST_CHOICES:
        some.setdefault("0", (0, "misconception", IS_NOT_0))
    silent = asked.label(None)
    if asked.kind in ("number", "day", "who") and len(some) < MOST_CHOICES:
        some.setdefault(silent, (None, "misconception", IS_GIVEN))
    ordered = sorted(some, key=lambda label: _order((label, some[label])))
    if silent in ordered:  # its place says nothing of whether it is right
        ordered.remove(silent)
        ordered.insert(crc32(asked.id.encode()) % (len(ordered) + 1), silent)
    for label in ordered:
        _, status, says = some[label]
        yield label, status, says


def _order(choice: tuple[str, tuple[Value, str, str]]) -> tuple[bool, bool, float, str]:
    """Return where a choice stands: numbers and days by size, texts by their letters, not said last."""
    label, (value, *_) = choice
    size = value.value if isinstance(value, pd.Timestamp) else value if isinstance(value, int | float) else 0
    return value is None, isinstance(value, str), float(size), label


def coded(text: str) -> Markup:
    """Return a text with what stands between backticks as code.

    >>> coded("see `a < b`")
    Markup('see <code>a &lt; b</code>')
    """
    parts = text.split("`")
    return Markup("").join(markup.element("code", part) if place % 2 else part for place, part in enumerate(parts))


def radios(asked: Asked) -> Markup:
    """Return a question as radio buttons and their replies, shown by one style rule each."""
    prefix = notebook.display_prefix()
    labels, replies, rules = [], [], []
    for place, (label, status, says) in enumerate(choices(asked)):
        name = f"{prefix}{place}"
        radio = markup.element("input", type="radio", name_=f"{prefix}q", id=name, autocomplete="off")
        labels.append(markup.element("label", radio, f" {label}"))
        first = markup.element("strong", f"{label.rstrip('.')}: {STATUSES[status][:1].lower()}{STATUSES[status][1:]}")
        replies.append(markup.element("p", first, " ", coded(says), id=f"{name}-reply", class_="lk-reply"))
        rules.append(f"#{prefix}:has(#{name}:checked) #{name}-reply{{display:block}}")
    style = "\n".join([f"#{prefix} .lk-reply{{display:none}}", *rules])
    body = markup.element(
        "fieldset",
        markup.element("legend", coded(asked.text)),
        *labels,
        markup.element("div", *replies, aria_live="polite"),
        id=prefix,
        class_="lk-question",
    )
    return markup.element("style", style) + body
