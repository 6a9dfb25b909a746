"""What is looked over in a folder: its problems, what a colleague would ask, and the ledger of its numbers."""

from typing import TYPE_CHECKING

from libya_kit.exports import lazy

if TYPE_CHECKING:
    from libya_kit.checking.problems import check

__all__ = ["check"]

__getattr__ = lazy(__name__, {"check": "problems"})
