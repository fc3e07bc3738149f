"""A defect: a known fault that can be planted in a sound project, and what has to be said of it.

A module of `travaux.selftest.defects` has functions marked with `@defect`; finding them is a directory listing. Each
yields a `Planting` for every place of a project at which the fault can stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from travaux.listed import marked_in, modules_in

if TYPE_CHECKING:
    from travaux.selftest._ground import Ground

#: What becomes of a file: its new text or bytes, None where it is gone, or what makes something unusual at its path.
Content: TypeAlias = str | bytes | Callable[[Path], object] | None


@dataclass(frozen=True, slots=True)
class Planting:
    """One fault at one place, and where it has to be found.

    `files` are changed in a copy of the project. With `word`, it is a Word file that is faulty, and `provision` the key
    of the provision that the finding has to name. `line` is 0 for a finding about the file as a whole. `among` are the
    files and lines at which an example may be found: those that it changes, and those that its check names.
    """

    file: str
    line: int = 0
    files: Mapping[str, Content] | None = None
    word: bytes | None = None
    provision: str = ""
    among: frozenset[tuple[str, int]] = frozenset()

    @property
    def place(self) -> str:
        """Where the finding has to stand, as messages print it."""
        return f"{self.file}:{self.line}" if self.line else self.file


Planter: TypeAlias = Callable[["Ground"], Iterator[Planting]]


@dataclass(frozen=True, slots=True)
class Defect:
    """A way to provoke a code. `follows` are codes of errors that the same fault may bring with it."""

    code: str
    name: str
    plantings: Planter
    follows: frozenset[str] = frozenset()


def defect(code: str, follows: str = "") -> Callable[[Planter], Planter]:
    """Marks a function that plants the fault of a code; `follows` lists other codes that may be found with it."""

    def mark(planter: Planter) -> Planter:
        name = getattr(planter, "__name__", "").replace("_", " ")
        made = Defect(code, name, planter, frozenset(follows.split()))
        planter.__travaux_defect__ = made  # type: ignore[attr-defined]
        return planter

    return mark


def builtin_defects() -> tuple[Defect, ...]:
    """The defects of the folder `defects`, by code and name."""
    from travaux.selftest import defects

    modules = modules_in(defects.__name__, defects.__path__).values()
    found = (each for module in modules for each in marked_in(module, "__travaux_defect__", Defect))
    return tuple(sorted(found, key=lambda d: (d.code, d.name)))
