"""A drawing function and its controls, in two lives: live in Jupyter, at rest everywhere. It knows no data."""

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

from libya_kit.display.controls import Control, Place
from libya_kit.display.exhibit import ROWS, Exhibit
from libya_kit.errors import ArgumentError
from libya_kit.text import html as markup
from libya_kit.text import notebook

MOST_VIEWS = 48
MOST_BYTES = 200_000
SLOW = 1.0
"""Seconds of drawing after which the progress is shown."""

WIDGET = "application/vnd.jupyter.widget-view+json"
LONG_LABELS = (
    ".lk-live .widget-radio-box label{display:flex;height:auto}.lk-live .widget-radio-box input{order:-1;flex:none}"
)
"""The style by which long labels of live controls take several lines in a narrow pane."""

LIVES = """
.jp-OutputArea-child:has(.lk-live:not(.jupyter-widgets-disconnected)) + .jp-OutputArea-child:has(#{id}),
.jp-OutputArea-child:has(+ .jp-OutputArea-child #{id}):not(:has(.lk-live:not(.jupyter-widgets-disconnected))),
{dead} .jp-OutputArea-child:has(+ .jp-OutputArea-child #{id}){{display:none}}
{dead} .jp-OutputArea-child.jp-OutputArea-child + .jp-OutputArea-child:has(#{id}){{display:flex}}
:is(.jp-NotebookPanel,.jp-LinkedOutputView) .jp-OutputArea-child:has(#{id}){{animation:lk-late .5s step-end}}
@keyframes lk-late{{from{{visibility:hidden}}}}
.lk-asleep{{font-style:italic}}
:is(.jp-NotebookPanel,.jp-LinkedOutputView) .lk-asleep[hidden]{{display:block}}
""".strip()
"""The style by which JupyterLab shows of two outputs the live one while its kernel runs, else the one at rest.

A widget whose kernel was started again is marked as disconnected; of one that was never made there is a line of text.
"""
DEAD = ".jp-NotebookPanel:has(.jp-Notebook-ExecutionIndicator:is([data-status=unknown],[data-status=dead]))"
"""A notebook in JupyterLab without a kernel."""

_kept: dict[tuple[Any, ...], tuple[Place, ...]] = {}
_latest: dict[str, Any] = {"execution": "", "explorers": 0}


class Explorer:
    """An exhibit with controls.

    At rest, which needs no kernel and no script, radio buttons switch between all its views by style rules alone. In
    JupyterLab, while the kernel runs, widgets stand in its place: controls, picture, sentence and rows, and what only a
    kernel can do, such as a slider.

    Parameters
    ----------
    view
        Called with one value of each control, by keyword; returns the exhibit of that choice.
    **controls
        The choices of each control: a list of values, or a mapping of labels to values. The first is the one shown
        at first; when a cell is run again, the explorer that it makes starts from the choice of the one before. Those
        of a `Slider` or `Checkboxes` are drawn when they are chosen, and at rest stand as they start.

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
        self._controls = {name: Control.of(name, choices) for name, choices in controls.items()}
        count = prod(len(control.at_rest) for control in self._controls.values())
        if count > MOST_VIEWS:
            raise ArgumentError(f"there would be {count} views, more than {MOST_VIEWS}", mend=self._coarser())
        self._key = _cell_key(view, self._controls)
        self._exhibits: dict[tuple[Place, ...], Exhibit] = {}

    def __repr__(self) -> str:
        said = "; ".join(f"{markup.label(name)} ({', '.join(one.choices)})" for name, one in self._controls.items())
        return f"<Explorer: {said or 'one view'}>"

    def __dir__(self) -> list[str]:
        """Return the names that are meant for the user."""
        return ["exhibit", "html", "widget"]

    def exhibit(self, **choice: Any) -> Exhibit:
        """Return the exhibit of a choice, one value of each control; of checkboxes a tuple of the values taken."""
        return self._at(tuple(control.place(name, choice) for name, control in self._controls.items()))

    def _at(self, places: tuple[Place, ...]) -> Exhibit:
        """Return the exhibit of a choice, drawn once."""
        if places not in self._exhibits:
            pairs = zip(self._controls.items(), places, strict=True)
            one = self._view(**{name: control.value(place) for (name, control), place in pairs})
            if not isinstance(one, Exhibit):
                raise ArgumentError(f"the view returned {type(one).__name__}", mend="return an Exhibit")
            self._exhibits[places] = one
        return self._exhibits[places]

    # At rest

    @cached_property
    def _drawn(self) -> tuple[list[Exhibit], dict[tuple[Place, ...], int]]:
        """The exhibits at rest, equal ones once, and for each choice which of them it shows."""
        exhibits: list[Exhibit] = []
        known: dict[str, int] = {}
        shown = {}
        for places in _with_progress(list(product(*(control.at_rest for control in self._controls.values())))):
            one = self._at(places)
            key = one.html()
            if key not in known:
                known[key] = len(exhibits)
                exhibits.append(one)
            shown[places] = known[key]
        return exhibits, shown

    def html(self) -> Markup:
        """Return the explorer at rest: all its views behind radio buttons, the first one shown.

        A view's picture, a row and a table carry the numbers of the exhibits that they belong to, and one style rule
        per exhibit shows its own. Rows that several exhibits share stand there once.
        """
        prefix = notebook.display_prefix()
        return markup.element("style", markup.SHEET) + markup.element("style", self._rules(prefix)) + self._body(prefix)

    def _body(self, prefix: str) -> Markup:
        tables = _Tables(prefix)
        exhibits, _ = self._drawn
        pictures = []
        for number, one in enumerate(exhibits):
            tables.add(number, one)
            picture = one.picture(f"{prefix}_v{number}-", one.words())
            pictures.append(markup.element("div", picture, class_="lk-view", data_in=str(number), hidden=number > 0))
        body = markup.element(
            "section",
            self._bar(prefix),
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
        # a form: radio buttons of one name in two views of an output are two groups then; by dialog, it sends nothing
        return markup.element("form", body, method="dialog")

    def _bar(self, prefix: str) -> Markup | None:
        """Return the controls as radio buttons."""
        fieldsets = []
        for place, control in enumerate(self._controls.values()):
            if control.needs_kernel:
                continue
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
                for number, text in enumerate(control.choices)
            ]
            fieldsets.append(markup.element("fieldset", markup.element("legend", control.legend), *labels))
        return markup.element("div", *fieldsets, class_="lk-controls") if fieldsets else None

    def _rules(self, prefix: str) -> str:
        """Return the style rules by which a choice shows the parts of its exhibit and no others."""
        resting = [not control.needs_kernel for control in self._controls.values()]
        choices: dict[int, list[str]] = {}
        for places, number in self._drawn[1].items():
            taken = ((place, picked) for place, picked in enumerate(places) if resting[place])
            checked = "".join(f":has(#{prefix}_{place}-{picked}:checked)" for place, picked in taken)
            choices.setdefault(number, []).append(f"#{prefix}{checked}")
        rules = [f"#{prefix} [data-in]{{display:none}}"]
        for number, some in choices.items():
            chosen = f":is({','.join(some)})" if len(some) > 1 else some[0]
            rules.append(f'{chosen} div[data-in~="{number}"]{{display:block}}')
            rules.append(f'{chosen} tr[data-in~="{number}"]{{display:table-row}}')
        return "\n".join(rules)

    def _coarser(self) -> str:
        """Return what to do when there is too much to show."""
        name = max(self._controls, key=lambda one: len(self._controls[one].at_rest), default="")
        return f"give {name} fewer than its {len(self._controls[name].choices)} choices" if name else "draw less"

    # Live

    @cached_property
    def widget(self) -> ipywidgets.VBox:
        """The explorer as a widget, for a live kernel: its controls, and the exhibit of their choice."""
        prefix, start = notebook.display_prefix(), _kept.get(self._key, ()) if self._key else ()
        places = start or tuple(control.start for control in self._controls.values())
        inputs = [control.widget(place) for control, place in zip(self._controls.values(), places, strict=True)]
        shown, live = ipywidgets.HTML(), dict[tuple[Place, ...], str]()

        def show(change: object = None) -> None:
            """Show the exhibit of the choice; the picture before it stays until then."""
            places = tuple(one.place() for one in inputs)
            if self._key:
                _kept[self._key] = places
            if places not in live:
                style = markup.element("style", markup.SHEET + LONG_LABELS)
                live[places] = markup.element("div", style, self._at(places).live(prefix), data_ids=prefix)
            shown.value = live[places]

        show()
        for one in inputs:
            one.observe(show)
        bar = ipywidgets.HBox([one.box for one in inputs], layout={"flex_flow": "row wrap", "grid_gap": "0 24px"})
        whole = ipywidgets.VBox([bar, shown] if inputs else [shown])
        whole.add_class("lk-live")
        return whole

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self.html()}

    def _ipython_display_(self) -> None:
        """Show the explorer; in a front end that a person sits before, live and at rest as two outputs of the cell."""
        if not notebook.cell():
            display(self._repr_mimebundle_(), raw=True)  # type: ignore[no-untyped-call]
            return
        rest, view = (
            self._rest(),
            self.widget._repr_mimebundle_()[WIDGET],
        )
        nothing = markup.element("span", hidden="hidden")  # where the widget is not known
        display({WIDGET: view, "text/html": nothing}, raw=True)  # type: ignore[no-untyped-call]
        display({"text/plain": repr(self), "text/html": rest}, raw=True)  # type: ignore[no-untyped-call]

    def _rest(self) -> str:
        """Return the output at rest beside a live one."""
        prefix = notebook.display_prefix()
        style = markup.element("style", "\n".join((LIVES.format(id=prefix, dead=DEAD), self._rules(prefix))))
        return notebook.shown(markup.element("div", style, self._asleep(), self._body(prefix), data_ids=prefix))

    def _asleep(self) -> Markup | None:
        """Return what is said at rest of the controls that need a kernel."""
        legends = [control.legend for control in self._controls.values() if control.needs_kernel]
        if not legends:
            return None
        said = f"Asleep until this cell is run: {' · '.join(legends)}"
        return markup.element("p", said, class_="lk-asleep", hidden="hidden")


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


def _cell_key(view: Callable[..., Exhibit], controls: Mapping[str, Control]) -> tuple[Any, ...] | None:
    """Return what tells an explorer from all others and not from itself when its cell is run again.

    That is the cell, how many explorers it made before this one, the view's name and the controls; None where the
    front end does not say which cell is run.
    """
    if not notebook.cell():
        return None
    execution = notebook.execution()
    before = _latest["explorers"] if _latest["execution"] == execution else 0
    _latest.update(execution=execution, explorers=before + 1)
    named = tuple((name, *control.choices) for name, control in controls.items())
    return notebook.cell(), before, getattr(view, "__qualname__", ""), named


def _with_progress(steps: list[tuple[Place, ...]]) -> Iterator[tuple[Place, ...]]:
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
