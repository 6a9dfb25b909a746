"""One annotation: its words, the table it belongs to, what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from libya_kit.article.schema import Table
from libya_kit.text.numbers import figures, read
from libya_kit.text.quotes import Part


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
        given = {self.body[key] for key in ("value", "low", "high") if key in self.body}
        for part in self.parts:
            if any(given & {one.value, one.low, one.high} for one in read(part.quote)):
                return part
        return self.parts[0]

    @property
    def counted(self) -> bool:
        """Whether the words name the persons and hold no such number: the reader has counted them."""
        value = self.body.get("value")
        return bool(value) and all(one.value != value for one in figures(self.quote))
