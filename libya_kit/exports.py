"""The public names of a room: each is imported from its module when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazy(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a module's `__getattr__` that finds each name of `homes` in its module: drawing and widgets cost time.

    A home that is the name's own module, as in ``{"style": "display.style"}``, gives the module; one that begins
    with a dot lies in another room.

    >>> lazy("libya_kit", {"load_article": "article.model"})("load_article").__name__
    'load_article'
    """

    def attribute(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f".{homes[name]}", package)
        return getattr(module, name, module)

    return attribute
