"""Who stands where, and towards what: the rows that are kept, the matrix, the charts, the exhibits."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.stances.boards import board
    from libya_kit.stances.conclusions import findings
    from libya_kit.stances.key_figures import headline
    from libya_kit.stances.matrix import (
        controls,
        exhibit,
        labels_exhibit,
        matrix_controls,
        matrix_exhibit,
        plot_stance_matrix,
        plot_stances,
        stance_matrix,
    )

__all__ = [
    "board",
    "controls",
    "exhibit",
    "findings",
    "headline",
    "labels_exhibit",
    "matrix_controls",
    "matrix_exhibit",
    "plot_stance_matrix",
    "plot_stances",
    "stance_matrix",
]

__getattr__ = lazy(
    __name__,
    {
        "board": "boards",
        "controls": "matrix",
        "exhibit": "matrix",
        "headline": "key_figures",
        "findings": "conclusions",
        "labels_exhibit": "matrix",
        "matrix_controls": "matrix",
        "matrix_exhibit": "matrix",
        "plot_stance_matrix": "matrix",
        "plot_stances": "matrix",
        "stance_matrix": "matrix",
    },
)


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return __all__
