"""The dated prices of a good -> the days from which they are in another unit than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from travaux.formula.nodes import Lookup
from travaux.formula.whole import Formula
from travaux.model.quantity import Price


@dataclass(frozen=True, slots=True)
class Turn:
    """Two prices that follow one another in two units, each with its first day."""

    since: date
    old: Price
    day: date
    new: Price

    def __str__(self) -> str:
        return f"is in {self.old.unit} from {self.since} and in {self.new.unit} from {self.day}"


def turns(prices: Mapping[date, Price]) -> Iterator[Turn]:
    """Each price that is in another currency, unit of mass or basis than the one before it."""
    for (since, old), (day, new) in pairwise(prices.items()):
        if old.unit != new.unit:
            yield Turn(since, old, day, new)


def looking_up(formula: Formula, table: str) -> str:
    """The step that looks a table up: `step 1 (F, floor_level_in_force)`; nothing where none does."""
    found = (
        f"step {number} ({step.symbol}, {step.name})"
        for number, step in enumerate(formula.steps, 1)
        if isinstance(step.value, Lookup) and step.value.table == table
    )
    return next(found, "")
