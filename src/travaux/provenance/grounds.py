"""The path of a printed value -> its record, the value, and the nearest part of the record that names sources."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from travaux.model.base import Record
from travaux.model.period import Period
from travaux.model.quantity import Mass, Money, Percentage, Price
from travaux.model.source import Grade
from travaux.read import Path
from travaux.records import Entry, Records
from travaux.span import Span

#: Fields in which a part of a record names its sources.
SOURCE_FIELDS = ("sources", "price_sources")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a printed value rests on.

    `holder` is the path of the nearest part of the record that names sources: () for the record as a whole, None
    where there is none. `illustrative` is true for a value in a part that is marked as an example.
    """

    entry: Entry[Record]
    steps: Path
    value: Any
    holder: Path | None
    sources: tuple[str, ...]
    illustrative: bool
    grade: Grade | None = None
    """How well the value is confirmed, where its record grades each field by itself; None: as its sources are."""

    @property
    def span(self) -> Span:
        """Where the value is written."""
        return self.entry.span(*self.steps)


def is_figure(value: object) -> bool:
    """True for a number, an amount, a period or a day; not for words, names, codes and yes or no."""
    figures = Price | Money | Mass | Percentage | Period | Decimal | int | datetime.date
    return isinstance(value, figures) and not isinstance(value, bool)


def ground(records: Records, path: str) -> Ground | None:
    """What the value at a path such as `mechanisms/floor.lines.0.levels` rests on; None for a path in no record."""
    kind, _, rest = path.partition("/")
    key, *steps = rest.split(".")
    entry: Entry[Any] | None = getattr(records, kind, {}).get(key)
    if entry is None:
        return None
    value: Any = entry.record
    place: Path = ()
    holder, sources = _named_at(value, ())
    grade: Grade | None = None
    illustrative = bool(getattr(value, "illustrative", False))
    for step in steps:
        fact = _fact(value, step)
        place = (*place, int(step) if isinstance(value, tuple) and step.isdigit() else step)
        if fact is not None:
            holder, sources, grade = (*place[:-1], "facts", place[-1]), fact.sources, fact.grade
        value = _step(value, step)
        if isinstance(value, BaseModel):
            illustrative = illustrative or bool(getattr(value, "illustrative", False))
            nearer, own = _named_at(value, place)
            holder, sources, grade = (nearer, own, None) if own else (holder, sources, grade)
    return Ground(entry, place, value, holder, sources, illustrative, grade)


def _fact(value: Any, field: str) -> Any:
    """Sources and grade of one field, of a record that gives them by field (`facts`)."""
    facts = getattr(value, "facts", None)
    return facts.get(field) if isinstance(facts, dict) else None


def _named_at(value: Any, place: Path) -> tuple[Path | None, tuple[str, ...]]:
    own = tuple(dict.fromkeys(key for name in SOURCE_FIELDS for key in getattr(value, name, ())))
    return (place if own else None), own


def _step(value: Any, step: str) -> Any:
    """One step of a path into a record."""
    match value:
        case dict():
            return next((item for key, item in value.items() if str(key) == step), None)
        case tuple():
            return value[int(step)] if step.isdigit() and int(step) < len(value) else None
    return getattr(value, step, None)
