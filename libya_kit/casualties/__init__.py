"""What an article says of the killed and the wounded: bounds, sentences, lanes, timeline, exhibits."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.casualties.bounds import casualty_bounds
    from libya_kit.casualties.exhibits import controls, exhibit, findings, plot_casualty_timeline
    from libya_kit.casualties.headline import headline

__all__ = [
    "casualty_bounds",
    "controls",
    "exhibit",
    "findings",
    "headline",
    "plot_casualty_timeline",
]

__getattr__ = lazy(
    __name__,
    {
        "casualty_bounds": "bounds",
        "controls": "exhibits",
        "exhibit": "exhibits",
        "headline": "headline",
        "findings": "exhibits",
        "plot_casualty_timeline": "exhibits",
    },
)
