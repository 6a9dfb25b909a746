"""Pages made from notebooks: run, rendered, checked for readers who cannot see them, and listed in an index."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.report.render import render_report

__all__ = [
    "render_report",
]

__getattr__ = lazy(
    __name__,
    {
        "render_report": "render",
    },
)
