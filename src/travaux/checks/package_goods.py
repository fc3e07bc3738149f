"""Checks of packages (PKG): goods with one price, benchmark or tariff line here and another in the next instrument."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from travaux.checks import Found, check
from travaux.checks._model import good, listed, title
from travaux.checks._packages import lines_in_pairs
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.quantity import KILOGRAMS, Price, value_at
from travaux.records import Entry


def _said(price: Price | None) -> str:
    return f"{price.amount} {price.unit}" if price else "not laid down"


def _equal(one: Price | None, other: Price | None) -> bool:
    """Whether two prices are one, be they per kilogram or per tonne."""
    if one is None or other is None:
        return one is other
    same = (one.currency, one.basis) == (other.currency, other.basis)
    return same and one.amount * KILOGRAMS[other.per] == other.amount * KILOGRAMS[one.per]


def _first_difference(
    one: Mapping[datetime.date, Price], other: Mapping[datetime.date, Price]
) -> tuple[datetime.date, Price | None, Price | None] | None:
    """The first day on which two series of prices differ, with the price that each has."""
    for day in sorted({*one, *other}):
        here, there = value_at(one, day), value_at(other, day)
        if not _equal(here, there):
            return day, here, there
    return None


def _prices(
    s: Subject,
    pair: tuple[Entry[Instrument], Entry[Any], int, Entry[Instrument], Entry[Any], int],
    field: str,
    what: str,
) -> Iterator[Found]:
    """A finding where the same good has another price on some day."""
    one, here, m, other, there, n = pair
    line = there.record.lines[n]
    found = _first_difference(getattr(here.record.lines[m], field), getattr(line, field))
    if found:
        day, mine, yours = found
        message = (
            f"from {day} the {what} of {good(s, line)} is {_said(yours)} in {title(other)} "
            f"and {_said(mine)} in {title(one)}"
        )
        related = (Related(here.span("lines", m, field, day.isoformat()), f"the {what} in {title(one)}"),)
        span = there.span("lines", n, field, day.isoformat())
        yield Found(message, span, "one figure for both, or one record", other.record.id, related=related)


@check("PKG009", Severity.ERROR, across=True)
def another_floor(s: Subject) -> Iterator[Found]:
    """The same good has another floor level, or one from another day, in the next instrument of a package.

    Why: customs cannot collect two floors on one entry, and a trader enters under the lower one.
    Source: the same for two floors of one text is asked by the checks of goods; no case outside this library.
    Fix: let both instruments name one mechanism, or give both the same levels.
    Follows: CAP003, CAP004, MEC001, MEC002, PRC003, PTY004.

    Fails:
        == seeds/mechanisms/floor-of-plan.yaml ==
        id: floor-of-plan
        kind: price-floor
        form: {type: border-equalised, adjustment: adjustment}
        reference: reference
        level_rule: reference-equal
        relevant_date: acceptance-of-declaration
        currency_rule: {source: the central bank of Alba, date_basis: acceptance-of-declaration}
        review: P12M
        max_step: 5%
        notice: P28D
        phase_in: [{after: 0, share: 100%}]
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels: {2027-01-01: {amount: 13.00, currency: USD, per: kg, basis: contained Ex}}
            illustrative: false
            sources: [fact]
        == seeds/instruments/example-plan.yaml ==
        template: example-treaty
        entry_into_force: {min_parties: 2, delay: P45D, later: P35D}
        depositary: alba
        mechanisms: [reference, floor-of-plan, adjustment]
        products: [examplium]
    Passes:
        == seeds/mechanisms/floor-of-plan.yaml ==
        id: floor-of-plan
        kind: price-floor
        form: {type: border-equalised, adjustment: adjustment}
        reference: reference
        level_rule: reference-equal
        relevant_date: acceptance-of-declaration
        currency_rule: {source: the central bank of Alba, date_basis: acceptance-of-declaration}
        review: P12M
        max_step: 5%
        notice: P28D
        phase_in: [{after: 0, share: 100%}]
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels: {2027-01-01: {amount: 12.5, currency: USD, per: kg, basis: contained Ex}}
            illustrative: false
            sources: [fact]
        == seeds/instruments/example-plan.yaml ==
        template: example-treaty
        entry_into_force: {min_parties: 2, delay: P45D, later: P35D}
        depositary: alba
        mechanisms: [reference, floor-of-plan, adjustment]
        products: [examplium]
    """
    for pair in lines_in_pairs(s, PriceFloor):
        yield from _prices(s, pair, "levels", "floor")


@check("PKG010", Severity.ERROR, across=True)
def another_reference(s: Subject) -> Iterator[Found]:
    """The same good has another reference price, or one from another source, in the next instrument of a package.

    Why: a floor that follows one price and a safeguard that follows another act on different days.
    Source: domain practice: a benchmark is named with its delivery terms, or two figures for one good are no
    contradiction and no agreement either.
    Fix: let both instruments name one mechanism, or give both the same benchmark, delivery terms and prices.
    Follows: CAP003, CAP004.

    Fails:
        == seeds/mechanisms/reference-of-plan.yaml ==
        id: reference-of-plan
        kind: reference-price
        method: contract-survey
        challenge_period: P20D
        window: 15
        min_observations: 5
        stale_after: P25D
        fallback: [committee-value]
        min_producers: 3
        update: P6M
        notice: P28D
        currency_rule: {source: the central bank of Alba, date_basis: acceptance-of-declaration}
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            prices: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}
            delivery: CIF
            vat: excluded
            benchmark: survey of contracts for examplium
            data_quality: survey
            illustrative: false
            price_sources: [fact]
        == seeds/instruments/example-plan.yaml ==
        template: example-treaty
        entry_into_force: {min_parties: 2, delay: P45D, later: P35D}
        depositary: alba
        mechanisms: [reference-of-plan]
        products: [examplium]
    Passes:
        == seeds/instruments/example-plan.yaml ==
        template: example-treaty
        entry_into_force: {min_parties: 2, delay: P45D, later: P35D}
        depositary: alba
        mechanisms: [reference]
        products: [examplium]
    """
    for pair in lines_in_pairs(s, ReferencePrice):
        one, here, m, other, there, n = pair
        mine, yours = here.record.lines[m], there.record.lines[n]
        for field in ("benchmark", "delivery", "vat"):
            said, told = getattr(yours, field), getattr(mine, field)
            if said != told:
                message = f"the {field} of {good(s, yours)} is {said!r} in {title(other)} and {told!r} in {title(one)}"
                related = (Related(here.span("lines", m, field), f"in {title(one)}"),)
                span = there.span("lines", n, field)
                yield Found(message, span, "the same for both, or one record", other.record.id, related=related)
        yield from _prices(s, pair, "prices", "reference price")


@check("PKG011", Severity.ERROR, across=True)
def other_tariff_lines(s: Subject) -> Iterator[Found]:
    """The same good has other tariff lines in a mechanism of the same kind in the next instrument of a package.

    Why: a shipment is then covered under one text and not under the other, though both name the good.
    Source: drafting practice for schedules: one table of correlation for all texts of a package.
    Fix: the same codes in both, or one record.
    Follows: CAP003, CAP004, GDS003, MEC001, MEC002, PTY004.

    Fails:
        == seeds/mechanisms/floor-of-plan.yaml ==
        id: floor-of-plan
        kind: price-floor
        form: {type: border-equalised, adjustment: adjustment}
        reference: reference
        level_rule: reference-equal
        relevant_date: acceptance-of-declaration
        currency_rule: {source: the central bank of Alba, date_basis: acceptance-of-declaration}
        review: P12M
        max_step: 5%
        notice: P28D
        phase_in: [{after: 0, share: 100%}]
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            hs: [HS2022 8110.20]
            levels: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}
            illustrative: false
            sources: [fact]
        == seeds/instruments/example-plan.yaml ==
        template: example-treaty
        entry_into_force: {min_parties: 2, delay: P45D, later: P35D}
        depositary: alba
        mechanisms: [reference, floor-of-plan, adjustment]
        products: [examplium]
    Passes:
        == seeds/instruments/example-plan.yaml ==
        template: example-treaty
        entry_into_force: {min_parties: 2, delay: P45D, later: P35D}
        depositary: alba
        mechanisms: [reference, floor, adjustment]
        products: [examplium]
    """
    for one, here, m, other, there, n in lines_in_pairs(s, Mechanism):
        mine, yours = (getattr(entry.record, "lines", ())[at] for entry, at in ((here, m), (there, n)))
        if here.record.kind == there.record.kind and mine.hs and yours.hs and set(mine.hs) != set(yours.hs):
            said, told = (listed(sorted(map(str, line.hs))) for line in (yours, mine))
            message = f"the tariff lines of {good(s, yours)} are {said} in {title(other)} and {told} in {title(one)}"
            related = (Related(here.span("lines", m, "hs"), f"in {title(one)}"),)
            span = there.span("lines", n, "hs")
            yield Found(message, span, "the same codes for both, or one record", other.record.id, related=related)
