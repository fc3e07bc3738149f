"""Mechanisms: typed trade commitments. A kind is a module here; finding it is a look at the folder.

`kinds()` lists them, `class_of(kind)` imports just the one that is asked for. A plug-in adds a kind by
naming a module in the entry point group `travaux.plugins`, or in the `plugins/` folder of a project.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from travaux.model.mechanism.base import Mechanism


def kinds() -> tuple[str, ...]:
    """The built-in kinds: the names of the modules of this folder, with hyphens."""
    modules = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return tuple(sorted(m.replace("_", "-") for m in modules if m not in ("__init__", "base")))


def class_of(kind: str) -> type[Mechanism]:
    """The class of a built-in kind. Raises KeyError for a kind that has no module."""
    if kind not in kinds():
        raise KeyError(kind)
    return mechanism_in(importlib.import_module(f"{__name__}.{kind.replace('-', '_')}"))


def mechanism_in(module: object) -> type[Mechanism]:
    """The one mechanism class that a module defines."""
    (found,) = (
        thing
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Mechanism)
        and thing.__module__ == getattr(module, "__name__", None)
    )
    return found
