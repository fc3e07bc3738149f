"""Checks of limits of money (MON): whether a limit can be compared with what it limits."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, good, mechanisms, name
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.mechanism.price_floor import BudgetTopUp, PriceFloor
from travaux.model.quantity import Money, Price
from travaux.records import Entry
from travaux.span import Span


@check("MON001", Severity.ERROR)
def limit_in_another_currency(s: Subject) -> Iterator[Found]:
    """A limit of support is in another currency than the price that is supported.

    Why: the amount that is due is the lesser of a sum in one currency and a limit in another, and nobody has said at
    which rate the two are compared.
    Source: arithmetic; drafting practice has one currency and one rate for each amount.
    Covers: THR-11.
    Fix: state both in one currency.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
        == seeds/mechanisms/support.yaml ==
        payers: [{party: alba, yearly_cap: {amount: 5000000, currency: EUR}}]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
        == seeds/mechanisms/support.yaml ==
        payers: [{party: alba, yearly_cap: {amount: 5000000, currency: USD}}]
    """
    for instrument, support in each(s, OfftakeCfd):
        for line, strike in _strikes(s, instrument, support):
            for what, step, cap, span in _limits(s, support):
                if cap.currency != strike.currency:
                    told = f"{what} is in {cap.currency} and the strike price of {good(s, line)} in {strike.currency}"
                    message = f"{told}: the step that determines {step} takes the lesser of two currencies"
                    yield Found(message, span, "state both in one currency", instrument.record.id)
    for instrument, floor in each(s, PriceFloor):
        most = floor.record.form.yearly_cap if isinstance(floor.record.form, BudgetTopUp) else None
        for priced in floor.record.lines:
            money = next(iter(priced.levels.values())).currency
            if most and most.currency != money:
                told = f"the limit of the year is in {most.currency} and the floor of {good(s, priced)} in {money}"
                message = f"{told}: the gap and its limit cannot be compared"
                span = floor.span("form", "yearly_cap")
                yield Found(message, span, "state both in one currency", instrument.record.id)


def _strikes(
    s: Subject, instrument: Entry[Instrument], support: Entry[OfftakeCfd]
) -> Iterator[tuple[GoodsLine, Price]]:
    """Each good whose price is supported, with its strike price: its own, or the floor level that makes it."""
    if not support.record.pays_gaps:
        return
    yield from ((line, line.strike) for line in support.record.lines if line.strike)
    if support.record.strike == "floor-level":
        goods = {(line.product, line.stage, line.grade) for line in support.record.lines}
        for floor in mechanisms(s, instrument, PriceFloor):
            for line in floor.record.lines if floor.record.id == support.record.floor else ():
                if not goods or (line.product, line.stage, line.grade) in goods:
                    yield line, next(iter(line.levels.values()))


def _limits(s: Subject, support: Entry[OfftakeCfd]) -> Iterator[tuple[str, str, Money, Span]]:
    """What is limited, what is determined by it, the limit, and where that is written."""
    for number, payer in enumerate(support.record.payers):
        if payer.yearly_cap:
            who = name(s.records.parties[payer.party])
            span = support.span("payers", number, "yearly_cap")
            yield f"the limit of {who}", "the support that is due", payer.yearly_cap, span
    if support.record.clawback and support.record.clawback.yearly_cap:
        span = support.span("clawback", "yearly_cap")
        what, step = "the limit of what is paid back", "the amount to be paid back"
        yield what, step, support.record.clawback.yearly_cap, span
