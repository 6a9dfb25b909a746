"""Two annotators of one text: which claim is which, what they differ on, and one annotation made of both."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.agreement.exhibits import attributes, comparison, exhibit, spans

__all__ = [
    "attributes",
    "comparison",
    "exhibit",
    "spans",
]

__getattr__ = lazy(
    __name__,
    {
        "attributes": "exhibits",
        "comparison": "exhibits",
        "exhibit": "exhibits",
        "spans": "exhibits",
    },
)


def __dir__() -> list[str]:
    """Return the names that are meant for the user."""
    return __all__
