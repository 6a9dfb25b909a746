"""What is to be seen of a drawing: its texts, and whether each can be read."""

from itertools import combinations

from matplotlib.text import Text

from libya_kit.display import style


def text_artists(figure):
    """Return the texts of a figure that say something, laid out."""
    with style.house():
        figure.draw_without_rendering()
    return [one for one in figure.findobj(Text) if one.get_text().strip() and one.get_visible()]


def texts(figure):
    """Return what the texts of a figure say."""
    return [one.get_text() for one in figure.findobj(Text) if one.get_text().strip() and one.get_visible()]


def check_texts(figure):
    """Check that no text is cut by the figure's edge or lies on another, and none is too small."""
    found = text_artists(figure)
    boxes = [(one.get_text(), Text.get_window_extent(one)) for one in found]
    edge = figure.bbox
    for words, box in boxes:
        assert edge.x0 <= box.x0 and box.x1 <= edge.x1 and edge.y0 <= box.y0 and box.y1 <= edge.y1, f"{words!r} is cut"
    for (one, first), (two, second) in combinations(boxes, 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert wide < 1 or high < 2, f"{one!r} lies on {two!r}"
    assert all(one.get_fontsize() >= 9 for one in found)
    assert figure.get_size_inches()[0] == style.WIDTH
