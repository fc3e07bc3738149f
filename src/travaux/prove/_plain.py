"""Figures of tables found row by row, without the index of `_tables`: by this a counterexample is evaluated again."""

from __future__ import annotations

from fractions import Fraction

from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.quantity import KILOGRAMS
from travaux.model.table import ANY, TableUnit
from travaux.records import Entry


def scanned(s: Subject, instrument: Entry[Instrument], holds: str, **about: str) -> tuple[Fraction, TableUnit] | None:
    """The figure of the row that fits and names most, the first of equals, with its unit; None where none fits."""
    best: tuple[int, Fraction, TableUnit] | None = None
    for key in instrument.record.tables:
        table = s.records.tables[key].record
        for row in table.rows if table.holds == holds else ():
            cells = [(cell, about.get(column.name, ANY)) for column, cell in zip(table.columns, row.at, strict=True)]
            named = sum(cell != ANY for cell, _ in cells)
            if all(cell in (ANY, asked) for cell, asked in cells) and (best is None or named > best[0]):
                best = (named, Fraction(row.value), table.unit)
    return best[1:] if best else None


def rate(s: Subject, instrument: Entry[Instrument], source: str, target: str) -> Fraction | None:
    """Units of the one currency for one of the other, either way round."""
    if source == target:
        return Fraction(1)
    there = scanned(s, instrument, "exchange-rate", **{"from": source, "to": target})
    back = scanned(s, instrument, "exchange-rate", **{"from": target, "to": source})
    return there[0] if there else (1 / back[0] if back and back[0] else None)


def in_unit(s: Subject, instrument: Entry[Instrument], found: tuple[Fraction, TableUnit], unit: TableUnit) -> Fraction:
    """A figure of money per mass in another currency and per another mass. Nothing where no rate says."""
    value, own = found
    money = value * (rate(s, instrument, own.currency, unit.currency) or 0)
    return money * Fraction(KILOGRAMS[unit.per]) / Fraction(KILOGRAMS[own.per])
