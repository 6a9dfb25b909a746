"""What a notebook's cell shows: the style sheet, and where a person sits before it, what JupyterLab needs."""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from hashlib import sha256
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

from markupsafe import Markup

from libya_kit.text import html

SCRIPT = Markup("<script>" + (Path(__file__).parent / "notebook.js").read_text(encoding="utf-8") + "</script>")
"""What keeps keys inside the kit's controls, and the ids of two views of one output apart. Pages are without it."""
KEYS = 'data-lm-suppress-shortcuts="true"'
"""The attribute by which JupyterLab and Notebook 7 leave the keys on an element to it."""
STILLS = ".lk-still{display:none}.lk-drawn[hidden]{display:block}"

_displays = count(1)
_latest: dict[str, Any] = {"execution": "", "displays": 0}


def cell() -> str:
    """Return the id of the cell that is run in a front end; empty where no person sits before one.

    What runs notebooks by itself (nbclient, nbconvert, papermill, Voila) names no cell.
    """
    return str(_parent().get("metadata", {}).get("cellId") or "")


def execution() -> str:
    """Return the id of the request by which a cell is run."""
    return str(_parent().get("header", {}).get("msg_id", ""))


def _parent() -> dict[str, Any]:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    kernel = getattr(shell, "kernel", None)
    return (kernel.get_parent() or {}) if kernel else {}


def display_prefix() -> str:
    """Return the prefix of the ids of one more display: x1-, x2- and so on.

    In a front end it is made from the cell: the same when the cell is run again, and no other cell's after a restart.
    """
    if not cell():
        return f"x{next(_displays)}-"
    number = _latest["displays"] + 1 if _latest["execution"] == execution() else 1
    _latest.update(execution=execution(), displays=number)
    return f"x{sha256(cell().encode()).hexdigest()[:8]}-{number}-"


def shown(body: Markup) -> str:
    """Return HTML as what a cell shows."""
    return html.element("style", html.SHEET) + live(body)


def live(body: Markup) -> str:
    """Return HTML with what JupyterLab needs where a person sits before it; elsewhere as it is."""
    return Markup(for_lab(body)) + SCRIPT if cell() else body


def for_lab(body: str) -> str:
    """Return HTML as it can be opened in JupyterLab, trusted or not, with the script or without.

    What is not trusted loses its styles and SVG there and keeps its images: each picture that is shown at first stands
    there as an image too, which the style hides where there is one, and controls only where they can work. Keys on
    links and controls are left to them.
    """
    body = str(body)  # as Markup it would escape what is put in
    body = re.sub(r"<(?:a|input|summary)(?=[ >])|(?<=<div)(?= [^>]*tabindex=\"0\")", rf"\g<0> {KEYS}", body)
    body = body.replace(" hidden>", ' hidden="hidden">')  # JupyterLab drops it bare
    before, *views = re.split(r'(?=<div class="lk-view")', body)
    first, *others = views or [""]
    before, first = (re.sub(r"<svg.*?</svg>", _with_still, part, flags=re.DOTALL) for part in (before, first))
    hint = html.element("p", "Trust this notebook, or run it, to use its controls.", class_="lk-still")
    before = before.replace('<div class="lk-controls">', f'{hint}<div class="lk-controls" hidden="hidden">')
    whole = "".join((before, first, *others))
    return f"{html.element('style', STILLS)}{whole}" if "lk-still" in whole else whole


def _with_still(found: re.Match[str]) -> str:
    """Return a picture with the image of it, on white, without links."""
    svg = re.sub(r"<(/?)a\b[^>]*>", r"<\1g>", found[0]).replace('style="', 'style="background:#fff;', 1)
    address = "data:image/svg+xml;base64," + b64encode(svg.encode("utf-8")).decode("ascii")
    alt, width = (re.search(pattern, svg) for pattern in (r'aria-label="([^"]*)"', r"max-width:([\d.]+)px"))
    if not alt or not width:  # none of the kit's
        return found[0]
    image = html.element("img", alt=unescape(alt[1]), width=round(float(width[1])), src=address, class_="lk-still")
    return f'<div class="lk-drawn" hidden="hidden">{found[0]}</div>{image}'
