"""What an article says of the killed and the wounded: bounds, sentences, lanes, timeline, exhibits."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.casualties.bounds import casualty_bounds
    from libya_kit.casualties.exhibits import controls, exhibit, findings, live_controls, plot_casualty_timeline
    from libya_kit.casualties.key_figures import headline, lanes
    from libya_kit.casualties.scenario import together

__all__ = [
    "casualty_bounds",
    "controls",
    "exhibit",
    "findings",
    "headline",
    "lanes",
    "live_controls",
    "plot_casualty_timeline",
    "together",
]

__getattr__ = lazy(
    __name__,
    {
        "casualty_bounds": "bounds",
        "controls": "exhibits",
        "exhibit": "exhibits",
        "headline": "key_figures",
        "findings": "exhibits",
        "lanes": "key_figures",
        "live_controls": "exhibits",
        "plot_casualty_timeline": "exhibits",
        "together": "scenario",
    },
)


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return __all__
