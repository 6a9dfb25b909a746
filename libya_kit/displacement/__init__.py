"""What an article says of people who fled, are trapped or returned: rates, chart, exhibits."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.displacement.exhibits import (
        controls,
        displacement_rate,
        exhibit,
        findings,
        live_controls,
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
    "live_controls",
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
        "live_controls": "exhibits",
        "plot_displacement": "exhibits",
        "to_people": "exhibits",
    },
)


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return __all__
