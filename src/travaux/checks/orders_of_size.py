"""Checks of levels against tables of prices (PRC): one of another order of size is most likely in another unit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from travaux.checks import Found, check
from travaux.checks._model import each, good
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.figures import shown
from travaux.lookup import Exchange, lookup
from travaux.model.mechanism.price_floor import PriceFloor

#: A level so many times as high as a price, or so many times as low, is most likely in another unit.
_TIMES = 20


@check("PRC006", Severity.WARNING)
def level_of_another_order(s: Subject) -> Iterator[Found]:
    """A floor level is more than twenty times a price outside that a table gives, or less than a twentieth of it.

    Why: a figure per tonne that is written per kilogram, or a comma in the wrong place, agrees with itself wherever it
    is repeated. Only a price from elsewhere shows it.
    Source: metals are quoted by the tonne, the unit and the kilogram side by side (md-024, reported); arithmetic.
    Covers: THR-11.
    Fix: check the unit and the decimals of the level, and of the table.
    At: seeds/mechanisms/floor.yaml: 2027-01-01:

    Given:
        == seeds/instruments/example.yaml ==
        tables: [prices]
    Fails:
        == seeds/tables/prices.yaml ==
        id: prices
        holds: outside-price
        what: Prices outside
        unit: USD/kg
        columns: [{name: product, type: product}, {name: stage, type: stage}]
        illustrative: true
        rows: [{at: [examplium, metal], value: 0.01}]
    Fails:
        == seeds/tables/prices.yaml ==
        id: prices
        holds: outside-price
        what: Prices outside
        unit: USD/t
        columns: [{name: product, type: product}, {name: stage, type: stage}]
        illustrative: true
        rows: [{at: [examplium, metal], value: 300000}]
    Passes:
        == seeds/tables/prices.yaml ==
        id: prices
        holds: outside-price
        what: Prices outside
        unit: USD/t
        columns: [{name: product, type: product}, {name: stage, type: stage}]
        illustrative: true
        rows: [{at: [examplium, metal], value: 4000}]
    """
    for instrument, floor in each(s, PriceFloor):
        prices, exchange = lookup(s, instrument, "outside-price"), Exchange(lookup(s, instrument, "exchange-rate"))
        for number, line in enumerate(floor.record.lines if prices else ()):
            figure = prices.find(product=line.product, stage=line.stage, grade=line.grade or "any")
            for day, level in line.levels.items():
                outside = figure and exchange.price(figure, level.currency, level.per, str(level.basis))
                if figure and outside and not Fraction(1, _TIMES) <= Fraction(level.amount) / outside <= _TIMES:
                    other = shown(outside)
                    message = f"the floor of {good(s, line)} is {level.amount} per {level.per}, a price outside {other}"
                    related = (Related(s.records.tables[figure.table].span("id"), "the table"),)
                    span = floor.span("lines", number, "levels", day.isoformat())
                    hint = "check unit and decimals"
                    yield Found(message, span, hint, instrument.record.id, related=related)
