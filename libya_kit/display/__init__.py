"""The forms of a result: its style, its layout, its picture, its words, and the controls on it."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.display.citation import cite
    from libya_kit.display.exhibit import Exhibit
    from libya_kit.display.explorer import Explorer

__all__ = [
    "Exhibit",
    "Explorer",
    "cite",
]

__getattr__ = lazy(
    __name__,
    {
        "Exhibit": "exhibit",
        "Explorer": "explorer",
        "cite": "citation",
    },
)


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return __all__
