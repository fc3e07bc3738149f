"""Checks of least amounts (PRC): below which nothing is charged, or no proof is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, kept, listed, mechanisms
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.price_floor import PriceFloor


@check("PRC005", Severity.WARNING)
def two_currencies(s: Subject) -> Iterator[Found]:
    """The amount below which nothing is charged, or no proof asked for, is in another currency than the floor.

    Why: whether a small consignment pays then moves with the rate of exchange. It can be meant, as with national
    thresholds; a customs lawyer should say so.
    Source: drafting practice, not a documented case.
    Covers: THR-11.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        de_minimis: {amount: 900.00, currency: EUR}
    Fails:
        == seeds/mechanisms/zone.yaml ==
        proof_waiver: {amount: 900.00, currency: EUR}
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        de_minimis: null
    """
    for instrument, zone in each(s, PreferentialZone):
        for floor in mechanisms(s, instrument, PriceFloor):
            currencies = sorted({price.currency for line in floor.record.lines for price in line.levels.values()})
            waiver = zone.record.proof_waiver.currency
            if waiver not in currencies:
                message = (
                    f"the value below which no proof is asked for is in {waiver}, the floor in {listed(currencies)}"
                )
                related = (Related(floor.span("lines"), "the floor"),)
                span = zone.span("proof_waiver", "currency")
                yield Found(message, span, "use the currency of the floor", instrument.record.id, related=related)
    for instrument, adjustment in each(s, BorderAdjustment):
        least = adjustment.record.de_minimis
        for floor in kept(s, instrument, adjustment.record) if least else ():
            prices = [price for line in floor.record.lines for price in line.levels.values()]
            currencies = sorted({price.currency for price in prices})
            if least and least.currency not in currencies:
                message = f"the least amount is in {least.currency}, the floor in {listed(currencies)}"
                related = (Related(floor.span("lines"), "the floor"),)
                span = adjustment.span("de_minimis", "currency")
                yield Found(message, span, "use the currency of the floor", instrument.record.id, related=related)
