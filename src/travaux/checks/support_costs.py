"""Checks of the cost of support (CFD): whether the money that is promised lasts for the price that is assured."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from travaux.calculation.support import Support, formula_of, terms_of
from travaux.checks import Found, check
from travaux.checks._model import each, good, name
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.formula.evaluate import Assessed, evaluate
from travaux.model.instrument import Instrument
from travaux.model.mechanism.offtake_cfd import OfftakeCfd, SupportLine
from travaux.model.quantity import KILOGRAMS, Price
from travaux.model.table import ANY, Table, TableRow
from travaux.records import Entry

_GRAM = Decimal("0.001")


def _about(table: Table, row: TableRow, line: SupportLine) -> bool:
    wanted = {"product": line.product, "stage": line.stage, "grade": line.grade}
    return all(cell in (ANY, wanted[column.name]) for column, cell in zip(table.columns, row.at, strict=True))


def _market(s: Subject, instrument: Entry[Instrument], line: SupportLine, strike: Price) -> Decimal | None:
    """The first price outside on record for a good, in the unit of its strike price; None where there is none."""
    for key in instrument.record.tables:
        table = s.records.tables[key].record
        if table.holds != "outside-price" or (table.unit.currency, table.unit.per) != (strike.currency, strike.per):
            continue
        for row in table.rows:
            if _about(table, row, line):
                return row.value
    return None


def _promised(entry: Entry[OfftakeCfd]) -> Iterator[tuple[int, str, Support]]:
    """Each line with a fixed price and a quantity, with each payer whose limit is in the same currency."""
    for number, line in enumerate(entry.record.lines if entry.record.pays_gaps else ()):
        for payer in entry.record.payers if line.strike and line.yearly else ():
            if line.strike and payer.yearly_cap and payer.yearly_cap.currency == line.strike.currency:
                yield number, payer.party, Support(entry.record, line, line.strike, payer)


def _cost(support: Support, market: Decimal) -> Decimal | None:
    """The support of a year at a price, before the limit, by the formula of the clause."""
    yearly = support.line.yearly
    given = {
        **terms_of(support),
        "market_price": market,
        "quantity_sold": (yearly.kilograms / KILOGRAMS[support.strike.per]).quantize(_GRAM) if yearly else None,
        "support_before": Decimal(0),
        "payback_before": Decimal(0),
    }
    found = evaluate(formula_of(support), given)
    if not isinstance(found, Assessed):
        return None
    return next(traced.value for traced in found.steps if traced.step.name == "support")


@check("CFD001", Severity.WARNING)
def limit_does_not_last(s: Subject) -> Iterator[Found]:
    """At the lowest price on record, the support for the quantity of a year costs more than its yearly limit.

    Why: the producer and its bank read a floor, and the payer stops in the middle of the year. Whether the limit or the
    quantity is wrong, an economist has to say.
    Source: arithmetic of the clause on price-gap support, with the prices of the tables of the instrument.
    Fix: raise `yearly_cap`, or lower the strike price, the share or the quantity.
    At: seeds/mechanisms/support.yaml: payers:

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
        tables: [lows]
        == seeds/tables/lows.yaml ==
        id: lows
        holds: outside-price
        what: Low prices
        unit: USD/kg
        columns: [{name: product, type: product}, {name: stage, type: stage}]
        illustrative: true
        rows: [{at: [examplium, any], value: 5.00}]
    Fails:
        == seeds/mechanisms/support.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            strike: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}
            yearly: {amount: 800, unit: t}
    Passes:
        == seeds/mechanisms/support.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            strike: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}
            yearly: {amount: 700, unit: t}
    """
    for instrument, entry in each(s, OfftakeCfd):
        for number, payer, support in _promised(entry):
            market = _market(s, instrument, support.line, support.strike)
            cost, limit = _cost(support, market) if market is not None else None, support.yearly_cap
            if market is None or cost is None or limit is None or cost <= limit:
                continue
            price = f"at {market} per {support.strike.per}"
            message = (
                f"{price}, support of {good(s, support.line)} costs {cost.normalize():,f} a year; "
                f"the limit of {name(s.records.parties[payer])} is {limit:,f}"
            )
            span, related = entry.span("payers"), (Related(entry.span("lines", number), "the quantity of a year"),)
            hint = "raise `yearly_cap`, or lower strike price, share or quantity"
            yield Found(message, span, hint, instrument.record.id, related=related)
