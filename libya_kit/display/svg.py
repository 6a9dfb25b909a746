"""A figure as SVG: the size of no text measured twice however many figures show it, nothing in it said twice."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from xml.etree import ElementTree

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from libya_kit.display import style

POINTS = 72
"""An inch's; SVG is drawn in points."""
TALL = 1.6
"""How many times as high as wide a picture is that paper must not shrink until nobody can read it."""
_DOUBLE = re.compile(r"#(.)\1(.)\2(.)\3\b")
"""A colour that can be said in three digits."""
_SHAPES = ("path", "use", "rect", "circle", "polygon")
_SHARED = ("font-family", "font-size", "fill")
"""What texts have in common and is said at the root, once."""


@lru_cache(maxsize=8192)
def _measured(text: str, font: FontProperties, ismath: bool) -> tuple[float, float, float]:
    """Return a text's width, height and depth below its line."""
    width, height, descent = text_to_path.get_text_width_height_descent(text, font, ismath)
    return width, height, descent


class _Renderer(RendererSVG):
    """Draws SVG; matplotlib's own begins with no text measured, for each figure anew."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """Return a text's width, height and depth below its line."""
        return _measured(s, prop, bool(ismath))


def svg(figure: Figure) -> ElementTree.Element:
    """Return the figure as matplotlib's SVG in the house style."""
    written, dpi = io.StringIO(), figure.dpi
    width, height = figure.get_size_inches() * POINTS
    with style.house(), style.any_letters():
        try:
            figure.dpi = POINTS
            options = {"image_dpi": dpi, "metadata": {"Date": None}}
            renderer = _Renderer(width, height, written, **options)  # type: ignore[no-untyped-call]
            figure.draw(renderer)
            renderer.finalize()  # type: ignore[no-untyped-call]
        finally:
            figure.dpi = dpi
    return ElementTree.fromstring(written.getvalue())


def plain(root: ElementTree.Element) -> ElementTree.Element:
    """Return matplotlib's SVG without namespaces, metadata, document-wide style and superfluous words."""
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
        node.attrib = {name.rpartition("}")[2]: _shorter(name, text) for name, text in node.attrib.items()}
        if node.tag != "text" and not (node.text or "").strip():
            node.text = None
        if not (node.tail or "").strip():
            node.tail = None
        _place(node)
    for tags in (("metadata", "style"), ("defs",)):
        for parent in list(root.iter()):
            parent[:] = [child for child in parent if child.tag not in tags or (child.tag == "defs" and len(child))]
    width, height = (float(root.attrib[name].removesuffix("pt")) * 4 / 3 for name in ("width", "height"))
    root.attrib = {
        **({"class": "lk-tall"} if height > TALL * width else {}),
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": root.attrib["viewBox"],
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
        "style": f"max-width:{width:g}px",
    }
    _share_text_style(root)
    _share_marks(root)
    share_ids(root, "")
    for parent in root.iter():
        parent[:] = _joined(parent)
    return root


def _place(node: ElementTree.Element) -> None:
    """Say where a text stands by its place alone, where no more is said."""
    transform = node.attrib.get("transform", "")
    if moved := re.fullmatch(r"translate\((\S+) (\S+)\)", transform):
        if node.tag == "text":
            del node.attrib["transform"]
            node.attrib |= {"x": _rounded(moved[1]), "y": _rounded(moved[2])}
    elif transform.startswith("rotate(-0 "):
        del node.attrib["transform"]


def _shorter(name: str, text: str) -> str:
    """Return an attribute's text in fewer letters: numbers to a hundredth of a point, no superfluous space."""
    if name == "d":
        return _shorter_path(text)
    if name in ("x", "y"):
        return _rounded(text)
    if name == "transform":
        return re.sub(r"-?\d+\.\d+", lambda found: _rounded(found[0]), text)
    if name == "style":
        return _DOUBLE.sub(r"#\1\2\3", text.replace(": ", ":").replace("; ", ";"))
    return text


def _rounded(number: str) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def _shorter_path(path: str) -> str:
    """Return a path with its lines in few letters: `M 1 2 L 3 2 L 3 4` as `M1 2H3V4`."""
    parts: list[str] = []
    at = ["", ""]
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [_rounded(number) for number in rest.split()]
        if letter == "L" and numbers[1] == at[1]:
            parts.append(f"H{numbers[0]}")
        elif letter == "L" and numbers[0] == at[0]:
            parts.append(f"V{numbers[1]}")
        else:
            parts.append(letter + " ".join(numbers))
        at = numbers[-2:] or at
    return "".join(parts)


def _rules(node: ElementTree.Element) -> dict[str, str]:
    """Return an element's style."""
    return dict(rule.split(":", 1) for rule in node.attrib.get("style", "").split(";") if rule)


def _share_text_style(root: ElementTree.Element) -> None:
    """Say once, at the root, what most texts have in common; leave out what is so anyway."""
    texts = list(root.iter("text"))
    for node in texts:
        node.attrib |= _rules(node)  # each of them is an attribute of SVG as well
        node.attrib.pop("style", None)
        if node.attrib.get("text-anchor") == "start":
            del node.attrib["text-anchor"]
    shapes = [node for node in _shapes(root) if "fill" not in _rules(node)]
    for name in _SHARED:
        values = Counter(node.attrib.get(name) for node in texts)
        if not texts or None in values:
            continue
        root.attrib[name] = most = str(values.most_common(1)[0][0])
        for node in texts:
            if node.attrib[name] == most:
                del node.attrib[name]
        if name == "fill":
            for node in shapes:  # what says nothing is black
                node.attrib["style"] = ";".join(filter(None, (node.attrib.get("style"), "fill:#000")))


def _shapes(parent: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield the shapes that are drawn, not those that are only defined."""
    for child in parent:
        if child.tag in _SHAPES:
            yield child
        elif child.tag not in ("defs", "clipPath"):
            yield from _shapes(child)


def _share_marks(root: ElementTree.Element) -> None:
    """Say the style that all uses of a mark have once, where it is defined."""
    defined = {f"#{node.attrib['id']}": node for node in root.iter("path") if "id" in node.attrib}
    uses: dict[str, list[ElementTree.Element]] = {}
    for use in root.iter("use"):
        uses.setdefault(use.attrib["href"], []).append(use)
    for name, some in uses.items():
        looks = {use.attrib.get("style", "") for use in some}
        if len(looks) == 1 and name in defined and _rules(defined[name]).items() <= _rules(some[0]).items():
            defined[name].attrib["style"] = looks.pop()
            for use in some:
                use.attrib.pop("style", None)


def _joined(parent: ElementTree.Element) -> list[ElementTree.Element]:
    """Return the children: lines of one look that follow each other as one, links to one row that do so as one."""
    some: list[ElementTree.Element] = []
    for child in parent:
        last = some[-1] if some and some[-1].tag == child.tag else None
        lines = child.tag == "path" and _rules(child).get("fill") == "none"
        if last is not None and lines and _look(last) == _look(child):
            last.attrib["d"] += child.attrib["d"]
        elif last is not None and child.tag == "a" and last.attrib == child.attrib:
            last.extend(child)
        else:
            some.append(child)
    return some


def _look(node: ElementTree.Element) -> dict[str, str]:
    return {name: text for name, text in node.attrib.items() if name != "d"}


def share_ids(root: ElementTree.Element, prefix: str) -> None:
    """Drop the ids that nothing in the tree refers to; number the others, the prefix before them."""
    reference = re.compile(r"url\(#([^)]*)\)")
    used: dict[str, str] = {}
    numbers = count()
    for node in root.iter():
        for name, text in node.attrib.items():
            found = reference.findall(text)
            if name == "href" and node.tag == "use":
                found = [text.removeprefix("#")]
            used.update((one, f"{prefix}m{next(numbers)}") for one in found if one not in used)
    for node in root.iter():
        for name, text in list(node.attrib.items()):
            if name == "id" and text not in used:
                del node.attrib["id"]
            elif name == "id":
                node.attrib["id"] = used[text]
            elif name == "href" and node.tag == "use":
                node.attrib[name] = f"#{used[text.removeprefix('#')]}"
            else:
                node.attrib[name] = reference.sub(lambda found: f"url(#{used[found[1]]})", text)
    for parent in list(root.iter()):
        parent[:] = list(_unwrapped(parent))


def _unwrapped(parent: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield an element's children, those of a group that says nothing in its place."""
    for child in parent:
        if child.tag == "g" and not child.attrib:
            yield from _unwrapped(child)
        else:
            yield child
