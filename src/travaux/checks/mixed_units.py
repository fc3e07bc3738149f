"""Checks of units (UNI): whether what a calculation takes as one amount is in one currency, unit and basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from travaux.calculation.border import formula_of
from travaux.calculation.charge import Charge
from travaux.calculation.content import Content
from travaux.calculation.levels import looking_up, turns
from travaux.calculation.tables import about, price_in
from travaux.checks import Found, check
from travaux.checks._model import each, good, kept
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.formula.fault import FormulaError
from travaux.formula.unit import Unit, currency, mass
from travaux.formula.units import advice
from travaux.formula.whole import Formula
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.quantity import Price
from travaux.model.table import Table, TableUnit
from travaux.records import Entry
from travaux.span import Span

#: What tables hold from which an assessment takes indicator prices.
_INDICATORS = ("outside-price", "indicator-price-series")


def _unit(price: Price) -> Unit:
    return currency(price.currency).per(mass(price.per, str(price.basis)))


def _formulas(adjustment: BorderAdjustment, floor: PriceFloor, line: FloorLine) -> Iterator[Formula]:
    """What is calculated on a good and on what is made of it, where the record calculates that entry by entry."""
    content = Content(evidence=adjustment.downstream.evidence)
    for derivative in (False, adjustment.downstream.scope != "none"):
        try:
            yield formula_of(Charge(adjustment, floor, line, content, derivative=derivative))
        except FormulaError:
            continue


def _step(s: Subject, floor: Entry[PriceFloor], line: FloorLine, table: str) -> str:
    """The step of a calculation with a floor that looks a table up; nothing where there is none."""
    for _, adjustment in each(s, BorderAdjustment):
        if floor.record.id in adjustment.record.floors:
            for formula in _formulas(adjustment.record, floor.record, line):
                if found := looking_up(formula, table):
                    return found
    return ""


@check("UNI001", Severity.ERROR)
def levels_in_two_units(s: Subject) -> Iterator[Found]:
    """The levels of one good, or its reference prices, change their currency, unit of mass or basis from one day on.

    Why: a calculation looks up one level for the day. From that day on it would multiply a price per kilogram of oxide
    by kilograms of metal.
    Source: arithmetic; a kilogram of an element is in more than a kilogram of its compound.
    Covers: THR-11.
    Fix: state every level of a good in the unit of the first.
    Follows: PRC001.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        level_rule: fixed
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels:
              2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}
              2028-01-01: {amount: 13.00, currency: USD, per: kg, basis: Ex2O3 equivalent}
            illustrative: true
    Passes:
        == seeds/mechanisms/floor.yaml ==
        level_rule: fixed
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels:
              2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}
              2028-01-01: {amount: 13.00, currency: USD, per: kg, basis: contained Ex}
            illustrative: true
    """
    for instrument, floor in each(s, PriceFloor):
        for number, line in enumerate(floor.record.lines):
            step = _step(s, floor, line, "floor_level")
            taken = f": {step} takes the one for the other" if step else ""
            what = f"the floor of {good(s, line)}"
            yield from _changes(instrument, floor, ("lines", number, "levels"), line.levels, what, taken)
    for instrument, reference in each(s, ReferencePrice):
        for number, priced in enumerate(reference.record.lines):
            what = f"the reference price of {good(s, priced)}"
            yield from _changes(instrument, reference, ("lines", number, "prices"), priced.prices, what)


def _changes(
    instrument: Entry[Instrument],
    entry: Entry[Any],
    path: tuple[str | int, ...],
    prices: Mapping[date, Price],
    what: str,
    taken: str = "",
) -> Iterator[Found]:
    """Each price that is in another unit than the one before it."""
    for turn in turns(prices):
        hint = f"{advice(_unit(turn.old), _unit(turn.new))}, and state both in {turn.old.unit}"
        yield Found(f"{what} {turn}{taken}", entry.span(*path, turn.day.isoformat()), hint, instrument.record.id)


@check("UNI002", Severity.WARNING)
def indicator_in_another_unit(s: Subject) -> Iterator[Found]:
    """A table gives the price of a good in a unit that cannot be brought to that of the floor level.

    Why: an assessment takes indicator prices from it and finds none, so that entries have no amount.
    Source: prices are quoted in many units; which one a table has is its first field.
    Covers: THR-11.
    Fix: state the price in the currency and on the basis of the floor level; the unit of mass may be another.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        base: index-price
        == seeds/instruments/example.yaml ==
        tables: [outside]
        == seeds/tables/outside.yaml ==
        id: outside
        holds: outside-price
        what: prices of goods outside
        unit: EUR/kg
        columns: [{name: product, type: product}, {name: stage, type: stage}]
        illustrative: true
        rows: [{at: [examplium, metal], value: 9.50}]
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        base: index-price
        == seeds/instruments/example.yaml ==
        tables: [outside]
        == seeds/tables/outside.yaml ==
        id: outside
        holds: outside-price
        what: prices of goods outside
        unit: USD/t
        columns: [{name: product, type: product}, {name: stage, type: stage}]
        illustrative: true
        rows: [{at: [examplium, metal], value: 9500}]
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        tables = [s.records.tables[key] for key in instrument.record.tables]
        for floor in kept(s, instrument, adjustment.record):
            for number, line in enumerate(floor.record.lines):
                if not (step := _step(s, floor, line, "indicator_price")):
                    continue
                price = next(iter(line.levels.values()))
                level = Related(floor.span("lines", number, "levels"), "the floor level")
                for span, table in _prices_of(tables, line):
                    if price_in(Decimal(1), table.unit, price) is None:
                        what = f"the price of {good(s, line)} in {table.id!r}"
                        message = f"{what} is in {table.unit}, its floor in {price.unit}: {step} finds none there"
                        hint = f"{_why(table.unit, price)}: state it in {price.unit}"
                        yield Found(message, span, hint, instrument.record.id, related=(level,))


def _prices_of(tables: list[Entry[Table]], line: FloorLine) -> Iterator[tuple[Span, Table]]:
    """The rows of indicator prices that are about a good."""
    for entry in tables:
        table = entry.record
        for number, row in enumerate(table.rows if table.holds in _INDICATORS else ()):
            cells = {column.name: cell for column, cell in zip(table.columns, row.at, strict=True)}
            if about(cells, line):
                yield entry.span("rows", number, "at"), table


def _why(unit: TableUnit, price: Price) -> str:
    if unit.currency != price.currency:
        return "the currency differs"
    if unit.basis not in ("", str(price.basis)):
        return "the basis differs"
    return "the unit of mass is not exact in the other"
