"""What an article says of people who fled, are trapped or returned: rates, chart, exhibits."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.displacement.exhibits import (
        controls,
        displacement_rate,
        exhibit,
        findings,
        plot_displacement,
        to_people,
    )
    from libya_kit.displacement.key_figures import headline, lanes

__all__ = [
    "controls",
    "displacement_rate",
    "exhibit",
    "findings",
    "headline",
    "lanes",
    "plot_displacement",
    "to_people",
]

__getattr__ = lazy(
    __name__,
    {
        "controls": "exhibits",
        "displacement_rate": "exhibits",
        "exhibit": "exhibits",
        "headline": "key_figures",
        "findings": "exhibits",
        "lanes": "key_figures",
        "plot_displacement": "exhibits",
        "to_people": "exhibits",
    },
)
