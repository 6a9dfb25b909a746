import re
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from matplotlib import pyplot

from libya_kit.article.model import load_article
from libya_kit.casualties import exhibits as casualties

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def words(svg):
    """Return what a picture says: its texts, and what it tells those who do not see it."""
    root = ElementTree.fromstring(svg)
    texts = ["".join(node.itertext()).strip() for node in root.iter() if node.tag.endswith(("}text", "}title"))]
    return sorted(filter(None, texts)), root.get("aria-label")


def test_the_picture_says_what_the_exhibit_says(tmp_path):
    drawn = casualties.exhibit(load_article()).save(tmp_path / "picture.svg")
    kept = ROOT / "docs" / "casualty-timeline.svg"
    assert words(kept.read_bytes()) == words(drawn.read_bytes()), "make picture"


def test_the_three_lines_draw():
    (lines,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(lines.splitlines()) == 3
    names = {}
    exec(lines, names)
    assert len(pyplot.get_fignums()) == 1 and pyplot.gcf().axes[0].texts


@pytest.mark.parametrize("verb", sorted(set(re.findall(r"`?make ([a-z]+)", README)) - {"on"}))
def test_make_has_the_verb(verb):
    assert re.search(rf"^{verb}:.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_each_notebook_stands_in_the_table_with_its_question():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        title = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")
        assert f"| {title} | `notebooks/{path.name}` | `reports/{path.stem}.html` |" in README


@pytest.mark.parametrize("path", re.findall(r"\]\(([^):]+)\)", README))
def test_each_link_leads_to_a_file(path):
    assert (ROOT / path).is_file()
