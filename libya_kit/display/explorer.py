"""A drawing function and its controls, in two lives: live in Jupyter, at rest in a page. It knows no data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product
from math import prod
from time import monotonic
from typing import Any

import ipywidgets
from IPython import get_ipython
from IPython.display import display
from markupsafe import Markup

from libya_kit.display.exhibit import ROWS, Exhibit, display_prefix
from libya_kit.errors import ArgumentError
from libya_kit.text import html as markup

MOST_VIEWS = 48
MOST_BYTES = 200_000
SLOW = 1.0
"""Seconds of drawing after which the progress is shown."""

LONG_LABELS = (
    ".lk-bar .widget-radio-box label{display:flex;height:auto}.lk-bar .widget-radio-box input{order:-1;flex:none}"
)
"""The style by which long labels of live controls take several lines in a narrow pane."""

_kept: dict[tuple[Any, ...], list[int]] = {}
_latest: dict[str, Any] = {"execution": "", "explorers": 0}


class Explorer(ipywidgets.VBox):
    """An exhibit with controls.

    In a live kernel it is a widget: controls, picture, sentence and rows. At rest, in a rendered page or a notebook
    exported as HTML, the same output shows radio buttons over all its views, switched by style rules alone.

    Parameters
    ----------
    view
        Called with one value of each control, by keyword; returns the exhibit of that choice.
    **controls
        The choices of each control: a list of values, or a mapping of labels to values. The first is the one shown
        at first; when a cell is run again, the explorer that it makes starts from the choice of the one before.

    Raises
    ------
    ArgumentError
        A control has no choice, there are more than 48 views, or all views together hold more than 200 kB and more
        than twice what one of them does.

    Examples
    --------
    >>> import pandas as pd
    >>> def view(word):
    ...     return Exhibit(None, f"The word is {word}.", "", pd.DataFrame())
    >>> Explorer(view, word={"first": "one", "second": "two"})
    <Explorer: word (first, second)>
    """

    def __init__(self, view: Callable[..., Exhibit], **controls: Iterable[Any] | Mapping[str, Any]) -> None:
        self._view = view
        self._choices = {name: _choices(name, choices) for name, choices in controls.items()}
        self._legends = {name: getattr(some, "legend", markup.label(name)) for name, some in controls.items()}
        count = prod(map(len, self._choices.values()))
        if count > MOST_VIEWS:
            raise ArgumentError(f"there would be {count} views, more than {MOST_VIEWS}", mend=self._coarser())
        self._key = _cell_key(view, self._choices)
        started = _kept.get(self._key, [0] * len(self._choices)) if self._key else [0] * len(self._choices)
        self._radios = [
            ipywidgets.RadioButtons(
                options=[(text, number) for number, text in enumerate(choices)],
                value=start,
                description=self._legends[name],
                style={"description_width": "initial"},
                layout={"width": "max-content", "max_width": "100%"},
            )
            for (name, choices), start in zip(self._choices.items(), started, strict=True)
        ]
        self._shown = ipywidgets.HTML()
        bar = ipywidgets.HBox(self._radios, layout={"flex_flow": "row wrap", "grid_gap": "0 24px"})
        bar.add_class("lk-bar")
        super().__init__([bar, self._shown] if self._radios else [self._shown])
        for radio in self._radios:
            radio.observe(self._show, "value")

    def __repr__(self) -> str:
        controls = "; ".join(f"{markup.label(name)} ({', '.join(some)})" for name, some in self._choices.items())
        return f"<Explorer: {controls or 'one view'}>"

    def __dir__(self) -> list[str]:
        """Return the names that are meant for the user; those of the widget work too."""
        return ["exhibit", "html"]

    def exhibit(self, **choice: Any) -> Exhibit:
        """Return the exhibit of a choice, one value of each control, as it was drawn for the explorer."""
        places = []
        for name, choices in self._choices.items():
            values = list(choices.values())
            if name not in choice or choice[name] not in values:
                raise ArgumentError(
                    f"{name}={choice.get(name)!r} is not among the choices",
                    mend="use one of " + ", ".join(map(repr, values)),
                )
            places.append(values.index(choice[name]))
        return self._drawn[0][self._drawn[1][tuple(places)]]

    @cached_property
    def _drawn(self) -> tuple[list[Exhibit], dict[tuple[int, ...], int]]:
        """The exhibits, equal ones once, and for each choice which of them it shows."""
        exhibits: list[Exhibit] = []
        known: dict[str, int] = {}
        shown = {}
        for places in _with_progress(list(product(*map(range, map(len, self._choices.values()))))):
            picked = zip(self._choices.items(), places, strict=True)
            one = self._view(**{name: list(choices.values())[place] for (name, choices), place in picked})
            if not isinstance(one, Exhibit):
                raise ArgumentError(f"the view returned {type(one).__name__}", mend="return an Exhibit")
            key = one.html()
            if key not in known:
                known[key] = len(exhibits)
                exhibits.append(one)
            shown[places] = known[key]
        return exhibits, shown

    @cached_property
    def _live(self) -> list[str]:
        """What the widget shows for each exhibit."""
        prefix = display_prefix()
        style = markup.element("style", markup.SHEET + LONG_LABELS)
        return [style + one.live(prefix) for one in self._drawn[0]]

    def _show(self, change: object = None) -> None:
        """Show the exhibit of the controls' choice; the picture before it stays until then."""
        places = [radio.value for radio in self._radios]
        if self._key:
            _kept[self._key] = places
        self._shown.value = self._live[self._drawn[1][tuple(places)]]

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        self._show()
        return {**super()._repr_mimebundle_(**options), "text/html": self.html()}

    def html(self) -> Markup:
        """Return the explorer at rest, for a page: all its views behind radio buttons, the first one shown.

        A view's picture, a row and a table carry the numbers of the exhibits that they belong to, and one style rule
        per exhibit shows its own. Rows that several exhibits share stand there once.
        """
        prefix = display_prefix()
        tables = _Tables(prefix)
        exhibits, shown = self._drawn
        pictures = []
        for number, one in enumerate(exhibits):
            tables.add(number, one)
            picture = one.picture(f"{prefix}_v{number}-", one.words())
            pictures.append(markup.element("div", picture, class_="lk-view", data_in=str(number), hidden=number > 0))
        body = markup.element(
            "section",
            self._bar(prefix) if self._choices else None,
            *pictures,
            markup.fold(ROWS, *tables.html()),
            id=prefix,
            class_="lk-explorer",
        )
        size = len(body.encode("utf-8"))
        if size > MOST_BYTES and size > 2 * max(len(one.html().encode("utf-8")) for one in exhibits):
            raise ArgumentError(
                f"the {len(exhibits)} views hold {size / 1000:.0f} kB, more than {MOST_BYTES // 1000}",
                mend=self._coarser(),
            )
        return markup.element("style", markup.SHEET) + markup.element("style", _rules(prefix, shown)) + body

    def _bar(self, prefix: str) -> Markup:
        """Return the controls as radio buttons."""
        fieldsets = []
        for place, (name, choices) in enumerate(self._choices.items()):
            labels = [
                markup.element(
                    "label",
                    markup.element(
                        "input",
                        type="radio",
                        name_=f"{prefix}_{place}",
                        id=f"{prefix}_{place}-{number}",  # no claim begins so
                        autocomplete="off",
                        checked=number == 0,
                    ),
                    f" {text}",
                )
                for number, text in enumerate(choices)
            ]
            fieldsets.append(markup.element("fieldset", markup.element("legend", self._legends[name]), *labels))
        return markup.element("div", *fieldsets, class_="lk-controls")

    def _coarser(self) -> str:
        """Return what to do when there is too much to show."""
        name = max(self._choices, key=lambda one: len(self._choices[one]), default="")
        return f"give {name} fewer than its {len(self._choices[name])} choices" if name else "draw less"


class _Tables:
    """The rows behind all exhibits of an explorer, each row once, in one table for each set of columns."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.tables: dict[Markup, dict[tuple[str, Markup], list[int]]] = {}
        self.ids: dict[tuple[str, Markup], str] = {}
        self.captions: dict[Markup, list[str]] = {}

    def add(self, number: int, one: Exhibit) -> None:
        """Take an exhibit's rows."""
        head = markup.head(one.table)
        rows = self.tables.setdefault(head, {})
        self.captions.setdefault(head, []).append(one.caption)
        names = one.claims or tuple(f"row-{place}" for place in range(len(one.table)))
        keys = list(zip(names, markup.cells(one.table, links=one.links()), strict=True))
        for name, cells in keys:
            rows.setdefault((name, cells), []).append(number)
            variants = sum(known[0] == name for known in self.ids) + 1
            self.ids.setdefault((name, cells), self.prefix + name + (f"~{variants}" if variants > 1 else ""))

    def html(self) -> Iterator[Markup]:
        """Yield each table."""
        for head, rows in self.tables.items():
            captions = dict.fromkeys(self.captions[head])
            caption = next(iter(captions)) if len(captions) == 1 else "Rows behind what is chosen"
            bodies = [
                markup.element("tr", cells, id=self.ids[name, cells], data_in=_numbers(some), hidden=0 not in some)
                for (name, cells), some in rows.items()
            ]
            some = sorted({number for numbers in rows.values() for number in numbers})
            table = markup.grid(head, bodies, caption=caption, width=head.count("<th"))
            yield markup.element("div", table, data_in=_numbers(some), hidden=bool(some) and 0 not in some)


def _numbers(some: Iterable[int]) -> str:
    return " ".join(map(str, some))


def _rules(prefix: str, shown: Mapping[tuple[int, ...], int]) -> str:
    """Return the style rules by which a choice shows the parts of its exhibit and no others."""
    choices: dict[int, list[str]] = {}
    for places, number in shown.items():
        checked = "".join(f":has(#{prefix}_{place}-{picked}:checked)" for place, picked in enumerate(places))
        choices.setdefault(number, []).append(f"#{prefix}{checked}")
    rules = [f"#{prefix} [data-in]{{display:none}}"]
    for number, some in choices.items():
        chosen = f":is({','.join(some)})" if len(some) > 1 else some[0]
        rules.append(f'{chosen} div[data-in~="{number}"]{{display:block}}')
        rules.append(f'{chosen} tr[data-in~="{number}"]{{display:table-row}}')
    return "\n".join(rules)


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


def _cell_key(view: Callable[..., Exhibit], choices: Mapping[str, Mapping[str, Any]]) -> tuple[Any, ...] | None:
    """Return what tells an explorer from all others and not from itself when its cell is run again.

    That is the cell, how many explorers it made before this one, the view's name and the controls; None where the
    front end does not say which cell is run.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    parent = kernel.get_parent() if kernel else {}
    cell = parent.get("metadata", {}).get("cellId")
    if not cell:
        return None
    execution = parent["header"]["msg_id"]
    before = _latest["explorers"] if _latest["execution"] == execution else 0
    _latest.update(execution=execution, explorers=before + 1)
    return cell, before, getattr(view, "__qualname__", ""), tuple((name, *some) for name, some in choices.items())


def _with_progress(steps: list[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Yield the steps; once they take long and a notebook is there, show how far they are, until they are done."""
    began, bar = monotonic(), None
    for done, step in enumerate(steps):
        yield step
        if bar is None and monotonic() - began > SLOW and done + 1 < len(steps) and hasattr(get_ipython(), "kernel"):
            bar = display({"text/plain": ""}, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        if bar is not None:
            bar.update({"text/plain": f"drawing: {done + 1} of {len(steps)} views"}, raw=True)
    if bar is not None:
        bar.update({"text/plain": ""}, raw=True)
