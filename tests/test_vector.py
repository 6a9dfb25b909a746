import io
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from libya_kit.article.model import load_article
from libya_kit.casualties import exhibits as casualties
from libya_kit.display import style
from libya_kit.display import svg as vector


def drawn_by_matplotlib(figure):
    buffer = io.BytesIO()
    with style.house():
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return ElementTree.fromstring(buffer.getvalue())


def test_a_figure_is_drawn_as_matplotlib_draws_it_and_keeps_its_resolution():
    figure = casualties.exhibit(load_article()).figure
    dpi = figure.dpi
    own = ElementTree.tostring(vector.svg(figure))
    assert own == ElementTree.tostring(drawn_by_matplotlib(figure)) and figure.dpi == dpi


@pytest.mark.parametrize(
    ("path", "shorter"),
    [
        ("M 1 2 \nL 3 2 \nL 3 4 \nz", "M1 2H3V4z"),
        ("M 1.004 2.006 L 3 4", "M1 2.01L3 4"),
        ("M 0 0 L 5 0 C 1 2 3 4 5 6 L 5 9", "M0 0H5C1 2 3 4 5 6V9"),
        ("M 1 1 L 1 1", "M1 1H1"),
    ],
)
def test_a_path_in_few_letters(path, shorter):
    assert vector._shorter_path(path) == shorter


def figure_of(draw):
    with style.house():
        figure = Figure(figsize=(3, 2))
        ax = figure.subplots()
        ax.set_axis_off()
        draw(ax)
    return vector.plain(vector.svg(figure))


def test_lines_of_one_look_are_one_path_and_others_stay_apart():
    def draw(ax):
        for y in (1, 2, 3):
            ax.plot([0, 1], [y, y], color="#ff0000", clip_on=False)
        ax.plot([0, 1], [4, 4], color="#00ff00", clip_on=False)

    red, green = (node for node in figure_of(draw).iter("path") if "stroke:" in node.attrib.get("style", ""))
    assert "#f00" in red.attrib["style"] and red.attrib["d"].count("M") == 3
    assert "#0f0" in green.attrib["style"] and green.attrib["d"].count("M") == 1


def test_the_look_of_a_mark_is_said_once_and_black_stays_black_beside_grey_words():
    def draw(ax):
        for x in range(5):
            ax.plot([x], [0], "o", color="black", clip_on=False)
            ax.text(x, 1, f"{x}", color=style.GREY)
        ax.plot([5], [0], "s", color="black", clip_on=False)

    root = figure_of(draw)
    assert root.attrib["fill"] == style.GREY
    looks = {node.attrib["id"]: node.attrib["style"] for node in root.iter("path") if "id" in node.attrib}
    assert all("fill:#000" in look and "stroke:#000" in look for look in looks.values())
    uses = list(root.iter("use"))
    assert len(uses) == 6 and all(set(use.attrib) == {"href", "x", "y"} for use in uses)
    assert {use.attrib["href"].removeprefix("#") for use in uses} == set(looks)


def test_links_to_one_row_that_follow_each_other_are_one():
    def draw(ax):
        ax.text(0, 1, "three\nlines\nhere", url="#a")
        ax.text(0, 0, "another", url="#b")

    links = list(figure_of(draw).iter("a"))
    assert [link.attrib["href"] for link in links] == ["#a", "#b"]
    assert [len(link) for link in links] == [3, 1]


def test_what_the_axes_cut_stays_cut():
    def draw(ax):
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.plot([-5, 5], [0.5, 0.5])

    root = figure_of(draw)
    (cut,) = {node.attrib["clip-path"] for node in root.iter() if "clip-path" in node.attrib}
    (name,) = [node.attrib["id"] for node in root.iter("clipPath")]
    assert cut == f"url(#{name})"


@pytest.mark.parametrize(("height", "look"), [(4, None), (30, "lk-tall")])
def test_a_picture_that_paper_must_not_shrink_says_so(height, look):
    assert vector.plain(vector.svg(style.figure(height))).attrib.get("class") == look
