"""One annotation: its words, the table it belongs to, what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from libya_kit.article.schema import Table
from libya_kit.text.quotes import Part, numbers_in


@dataclass(slots=True)  # frozen, each would take five times as long to make
class Annotation:
    """One annotation: its id, the table it belongs to, its attributes, and the parts of the text that it marks."""

    claim_id: str
    table: Table
    body: dict[str, Any]
    parts: tuple[Part, ...]
    motivation: str = "classifying"
    creator: str | None = None
    created: str | None = None

    @property
    def quote(self) -> str:
        """The words of all parts."""
        return self.parts[0].quote if len(self.parts) == 1 else " … ".join(part.quote for part in self.parts)

    @property
    def anchor(self) -> Part:
        """The part that holds the number, else the first."""
        if len(self.parts) == 1 or "qualifier" not in self.body:
            return self.parts[0]
        numbers = {self.body[key] for key in ("value", "low", "high") if key in self.body}
        return next((part for part in self.parts if numbers & numbers_in(part.quote)), self.parts[0])
