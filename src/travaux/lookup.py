"""Looking up figures in the tables of an instrument: the row that names most decides, later tables add to earlier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product

from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.quantity import KILOGRAMS
from travaux.model.table import ANY, Table, TableRow, TableUnit
from travaux.records import Entry


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that was looked up, and the table that has it."""

    value: Fraction
    unit: TableUnit
    table: str
    example: bool


@dataclass(frozen=True)
class Lookup:
    """The tables of one kind that an instrument names."""

    holds: str
    tables: tuple[Entry[Table], ...]
    _memo: dict[tuple[str, ...], Figure | None] = field(default_factory=dict, compare=False, repr=False)

    def __bool__(self) -> bool:
        return bool(self.tables)

    @cached_property
    def columns(self) -> list[str]:
        """The columns of all of them."""
        return list(dict.fromkeys(column.name for table in self.tables for column in table.record.columns))

    @cached_property
    def has_basis(self) -> bool:
        """Whether a table gives its figures on one basis alone."""
        return any(table.record.unit.basis for table in self.tables)

    @cached_property
    def _rows(self) -> dict[tuple[str, ...], tuple[Entry[Table], TableRow]]:
        found: dict[tuple[str, ...], tuple[Entry[Table], TableRow]] = {}
        for table in self.tables:
            for row in table.record.rows:
                cells = dict(zip((c.name for c in table.record.columns), row.at, strict=True))
                found.setdefault(tuple(cells.get(name, ANY) for name in self.columns), (table, row))
        return found

    def find(self, **about: str) -> Figure | None:
        """The figure for what the columns say; None where no row has it. A column left out is any."""
        key = tuple(about.get(name, ANY) for name in self.columns)
        if key not in self._memo:
            self._memo[key] = self._found(key)
        return self._memo[key]

    def _found(self, key: tuple[str, ...]) -> Figure | None:
        choices = [(cell,) if cell == ANY else (cell, ANY) for cell in key]
        for tried in sorted(product(*choices), key=lambda cells: cells.count(ANY)):
            if tried in self._rows:
                table, row = self._rows[tried]
                return Figure(Fraction(row.value), table.record.unit, table.record.id, table.record.is_example(row))
        return None

    def said(self) -> str:
        """Which tables these are, for a list of assumptions."""
        return ", ".join(f"{t.record.id}{_examples(t.record)}" for t in self.tables)


def _examples(table: Table) -> str:
    count = sum(table.is_example(row) for row in table.rows)
    if not count:
        return ""
    return " (examples)" if count == len(table.rows) else f" ({count} of {len(table.rows)} rows are examples)"


def lookup(s: Subject, instrument: Entry[Instrument], holds: str) -> Lookup:
    """The tables of a kind that the instrument names, in its order."""
    named = (s.records.tables[key] for key in instrument.record.tables)
    return Lookup(holds, tuple(table for table in named if table.record.holds == holds))


@dataclass(frozen=True, slots=True)
class Exchange:
    """Converts figures of tables into the unit of a price."""

    rates: Lookup

    def rate(self, source: str, target: str) -> Fraction | None:
        """Units of `target` for one of `source`; None where no row says, either way round."""
        if source == target:
            return Fraction(1)
        there = self.rates.find(**{"from": source, "to": target})
        if there is not None:
            return there.value
        back = self.rates.find(**{"from": target, "to": source})
        return 1 / back.value if back is not None and back.value else None

    def price(self, figure: Figure, currency: str, per: str, basis: str) -> Fraction | None:
        """A price of a table in a currency and per a unit of mass; None where that cannot be said.

        A table that names no basis gives its figures per kilogram of whatever the price is per.
        """
        rate = self.rate(figure.unit.currency, currency)
        if rate is None or figure.unit.basis not in ("", basis):
            return None
        return figure.value * rate * Fraction(KILOGRAMS[per]) / Fraction(KILOGRAMS[figure.unit.per])


def worst_example(figures: Iterable[Figure]) -> bool:
    """True where one of the figures is an example."""
    return any(figure.example for figure in figures)
