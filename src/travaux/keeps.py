"""Marks a check, or a validator of a record, as what keeps an invariant: the table of all of them is made from this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Keeps:
    """Which invariants something keeps, and for a validator what it refuses: the faulty fields of a record."""

    numbers: tuple[str, ...]
    refuses: Mapping[str, object]


def keeps(*numbers: str, **refuses: object) -> Callable[[F], F]:
    """Marks a function. A check says in its docstring what it refuses."""

    def mark(function: F) -> F:
        function.__travaux_keeps__ = Keeps(numbers, MappingProxyType(refuses))  # type: ignore[attr-defined]
        return function

    return mark


def kept_by(function: object) -> Keeps | None:
    """The mark of a function; None for one that has none."""
    found = getattr(function, "__travaux_keeps__", None)
    return found if isinstance(found, Keeps) else None
