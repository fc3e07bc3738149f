"""The tables that a charge looks values up in, from its records: floor levels by good, phase-in by day, prices."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from travaux.calculation.charge import Charge, first_level, goods_of, numbered
from travaux.formula.tables import Dated, DatedTable, Keys
from travaux.model.mechanism.price_floor import FloorLine, Phase
from travaux.model.quantity import KILOGRAMS, DatedPrices, Price
from travaux.model.table import ANY, Table, TableUnit


def tables_of(
    charge: Charge,
    entry_into_force: datetime.date,
    indicator: DatedPrices | None = None,
    rates: Mapping[str, DatedTable] | None = None,
) -> dict[str, DatedTable]:
    """Every table of the formula of a charge; `rates` are those of exchange, by the name of their table.

    `indicator` is the indicator price of the first substance.
    """
    found = floor_levels(charge) | {"phase_share": phase_shares(charge, entry_into_force)}
    if indicator is not None:
        found["indicator_price"] = DatedTable({(goods_of(charge.line),): _amounts(indicator)})
    return found | dict(rates or {})


def floor_levels(charge: Charge) -> dict[str, DatedTable]:
    """For each substance the levels of every line of its unit, by good."""
    found = {}
    for number, own in enumerate((charge.line, *charge.others), 1):
        lines = [line for line in charge.floor.lines if first_level(line).unit == first_level(own).unit]
        levels: dict[Keys, Iterable[Dated]] = {(goods_of(line),): _amounts(line.levels) for line in (*lines, own)}
        found[numbered("floor_level", number)] = DatedTable(levels)
    return found


def phase_shares(charge: Charge, entry_into_force: datetime.date) -> DatedTable:
    """The share that is charged from each day on, by party where one has steps of its own."""
    by_party: dict[Keys, tuple[Phase, ...]] = {(party,): steps for party, steps in charge.own_steps} or {
        (): charge.floor.phase_in
    }
    return DatedTable({keys: tuple(_shares(steps, entry_into_force)) for keys, steps in by_party.items()})


def _shares(steps: Iterable[Phase], entry_into_force: datetime.date) -> Iterator[Dated]:
    return ((months_after(entry_into_force, step.after), step.share.value.scaleb(-2)) for step in steps)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def exchange_rates(tables: Iterable[Table]) -> dict[tuple[str, str], Decimal]:
    """The rates of exchange in some tables, by the currencies from and to which they convert; the first decides."""
    found: dict[tuple[str, str], Decimal] = {}
    for table in tables:
        names = [column.name for column in table.columns]
        for row in table.rows if table.holds == "exchange-rate" else ():
            cells = dict(zip(names, row.at, strict=True))
            found.setdefault((cells["from"], cells["to"]), row.value)
    return found


def about(cells: Mapping[str, str], line: FloorLine) -> bool:
    """Whether the row of a table is about the good of a line; a cell that is `any` or not there tells nothing apart."""
    wanted = {"product": line.product, "stage": line.stage, "grade": line.grade}
    return all(cells.get(name, ANY) in (ANY, value) for name, value in wanted.items())


def price_in(value: Decimal, unit: TableUnit, wanted: Price) -> Decimal | None:
    """A price of a table in the unit of a floor level; None in another currency or basis, or beyond four decimals."""
    scaled = Fraction(value) * Fraction(KILOGRAMS[wanted.per]) / Fraction(KILOGRAMS[unit.per]) * 10_000
    if unit.currency != wanted.currency or unit.basis not in ("", str(wanted.basis)) or scaled.denominator != 1:
        return None
    return Decimal(scaled.numerator).scaleb(-4)


def _amounts(prices: DatedPrices) -> list[tuple[datetime.date, Decimal | None]]:
    return [(day, price.amount) for day, price in prices.items()]
