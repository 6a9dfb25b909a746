"""The controls of an explorer: what may be chosen, and the widgets by which it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ipywidgets

from libya_kit.display.exhibit import Checkboxes, Choices, Slider
from libya_kit.errors import ArgumentError
from libya_kit.text import html as markup

Place = int | tuple[bool, ...]
"""Which of a control's choices is taken: its number, or for each whether it is."""


@dataclass(frozen=True)
class Control:
    """A control: its labels and values, what stands over it, and what it starts from."""

    legend: str
    choices: dict[str, Any]
    kind: type[Choices]
    start: Place

    @staticmethod
    def of(name: str, choices: Iterable[Any] | Mapping[str, Any]) -> Control:
        """Return the control of that name."""
        named, kind = _choices(name, choices), type(choices) if isinstance(choices, Choices) else Choices
        start: Place = 0
        if isinstance(choices, Slider):
            start = list(named).index(choices.start)
        if isinstance(choices, Checkboxes):
            start = (False,) * len(named)
        return Control(getattr(choices, "legend", markup.label(name)), named, kind, start)

    @property
    def needs_kernel(self) -> bool:
        """Whether its choices are drawn when they are chosen."""
        return self.kind in (Slider, Checkboxes)

    @property
    def at_rest(self) -> list[Place]:
        """What may be chosen at rest."""
        return [self.start] if self.needs_kernel else list(range(len(self.choices)))

    def value(self, place: Place) -> Any:
        """Return what is chosen."""
        values = list(self.choices.values())
        if isinstance(place, tuple):
            return tuple(value for value, taken in zip(values, place, strict=True) if taken)
        return values[place]

    def place(self, name: str, choice: Mapping[str, Any]) -> Place:
        """Return which of its choices a value is; refuse what is none."""
        values, given = list(self.choices.values()), choice.get(name)
        if self.kind is Checkboxes and isinstance(given, tuple) and all(one in values for one in given):
            return tuple(value in given for value in values)
        if self.kind is not Checkboxes and name in choice and given in values:
            return values.index(given)
        use = "a tuple of some of" if self.kind is Checkboxes else "one of"
        mend = f"use {use} {', '.join(map(repr, values))}"
        raise ArgumentError(f"{name}={given!r} is not among the choices", mend=mend)

    def widget(self, place: Place) -> Input:
        """Return the control as a widget."""
        wide = {"style": {"description_width": "initial"}, "layout": {"width": "max-content", "max_width": "100%"}}
        options = [(text, number) for number, text in enumerate(self.choices)]
        if isinstance(place, tuple):
            boxes = [
                ipywidgets.Checkbox(value=taken, description=text, indent=False, layout=wide["layout"])
                for text, taken in zip(self.choices, place, strict=True)
            ]
            return Input(ipywidgets.VBox([ipywidgets.Label(self.legend), *boxes], layout=wide["layout"]), boxes)
        make = ipywidgets.SelectionSlider if self.kind is Slider else ipywidgets.RadioButtons
        one = make(options=options, value=place, description=self.legend, **wide)
        return Input(one, [one])


@dataclass(frozen=True)
class Input:
    """A control as widgets: what is shown, and those of its parts that can be changed."""

    box: Any
    parts: list[Any]

    def place(self) -> Place:
        """Return which choice is taken."""
        values = [part.value for part in self.parts]
        return values[0] if self.box is self.parts[0] else tuple(values)

    def observe(self, changed: Callable[[object], None]) -> None:
        """Call a function when another choice is taken."""
        for part in self.parts:
            part.observe(changed, "value")


def _choices(name: str, choices: Iterable[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """Return a control's choices as labels and values."""
    if isinstance(choices, str):
        raise ArgumentError(f"the choices of {name} are one string", mend="give a list of values")
    named: dict[str, Any] = {}
    for label, value in choices.items() if isinstance(choices, Mapping) else ((one, one) for one in choices):
        called = label if isinstance(label, str) and isinstance(choices, Mapping) else markup.label(label)
        if called in named and named[called] != value:
            raise ArgumentError(f"two choices of {name} are called {called!r}", mend="give a mapping of labels")
        named[called] = value
    if not named:
        raise ArgumentError(f"the control {name} has no choice", mend="give it at least one, or leave it out")
    return named
