"""Folders of modules: adding a file adds a check, a command or a format, because finding them is listing the folder."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def names_in(folder: Path) -> tuple[str, ...]:
    """The names of the modules of a folder, sorted; one that begins with an underscore is a part that others share."""
    return tuple(sorted(found.name for found in iter_modules([str(folder)]) if not found.name.startswith("_")))


def modules_in(package: str, paths: Iterable[str]) -> dict[str, ModuleType]:
    """The modules of a package by name, imported; `paths` are its `__path__`."""
    return {name: import_module(f"{package}.{name}") for path in paths for name in names_in(Path(path))}


def marked_in(module: ModuleType, mark: str, kind: type[T]) -> tuple[T, ...]:
    """What the functions of a module carry under the name of a mark."""
    found = (getattr(thing, mark, None) for thing in vars(module).values())
    return tuple(each for each in found if isinstance(each, kind))
