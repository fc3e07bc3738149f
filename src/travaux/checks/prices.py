"""Checks of prices (PRC): whether floor, reference price and amounts speak of the same money and the same kilogram."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.checks._model import each, good, listed, mechanisms
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.mechanism.reference_price import ReferenceLine, ReferencePrice
from travaux.model.quantity import value_at
from travaux.records import Entry


def _pairs(
    s: Subject, instrument: Entry[Instrument], floor: Entry[PriceFloor]
) -> Iterator[tuple[int, FloorLine, Entry[ReferencePrice], int, ReferenceLine]]:
    """Each line of a floor with the line of its reference price for the same good."""
    for reference in mechanisms(s, instrument, ReferencePrice):
        if reference.record.id != floor.record.reference:
            continue
        for number, line in enumerate(floor.record.lines):
            for at, priced in enumerate(reference.record.lines):
                if (priced.product, priced.stage, priced.grade) == (line.product, line.stage, line.grade):
                    yield number, line, reference, at, priced


@check("PRC001", Severity.ERROR)
@keeps("I-46")
def unit_mismatch(s: Subject) -> Iterator[Found]:
    """A floor and the reference price it follows are not in the same currency, unit and basis.

    Why: 110 dollars a kilogram of oxide and 110 dollars a kilogram of metal are different prices; so are a kilogram and
    a metric tonne unit. The formula of the text would compare what cannot be compared.
    Source: price lists differ several times over by grade, basis and market (pr-017, md-025, reported).
    Covers: THR-11, MEC-02.
    Fix: state both per the same unit and basis.
    Follows: PRC003.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels: {2027-01-01: {amount: 12.50, currency: EUR, per: kg, basis: contained Ex}}
            illustrative: false
            sources: [fact]
    Fails:
        == seeds/mechanisms/floor.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: gross product}}
            illustrative: false
            sources: [fact]
    Passes:
        == seeds/mechanisms/floor.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels:
              2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}
              2028-01-01: {amount: 13.00, currency: USD, per: kg, basis: contained Ex}
            illustrative: false
            sources: [fact]
    """
    for instrument, floor in each(s, PriceFloor):
        for number, line, reference, at, priced in _pairs(s, instrument, floor):
            levels = {price.unit: day for day, price in line.levels.items()}
            prices = {price.unit for price in priced.prices.values()}
            for unit in [unit for unit in levels if unit not in prices]:
                message = f"the floor of {good(s, line)} is in {unit}, its reference price in {listed(sorted(prices))}"
                related = (Related(reference.span("lines", at, "prices"), "the reference price"),)
                span = floor.span("lines", number, "levels", levels[unit].isoformat())
                hint = "use one currency, unit and basis"
                yield Found(message, span, hint, instrument.record.id, related=related)


@check("PRC002", Severity.ERROR)
def floor_without_reference_line(s: Subject) -> Iterator[Found]:
    """A floor follows a reference price that has no price for the good, or none yet on the first day of the level.

    Why: the level of the good can never be reviewed, because nothing is there from which to compute it.
    Source: drafting practice: every price clause has to end in a number.
    Covers: MEC-02.
    Follows: COV001.
    At: seeds/mechanisms/floor.yaml: - product: examplium

    Fails:
        == seeds/mechanisms/floor.yaml ==
        lines:
          - product: examplium
            stage: concentrate
            levels: {2027-01-01: {amount: 2.50, currency: USD, per: kg, basis: contained Ex}}
            illustrative: true
            sources: [fact]
    Fails:
        == seeds/mechanisms/reference.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            prices: {2029-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}
            delivery: CIF
            vat: excluded
            benchmark: cost model for examplium
            data_quality: model
            illustrative: true
    Passes:
        == seeds/mechanisms/floor.yaml ==
        level_rule: fixed
        lines:
          - product: examplium
            stage: concentrate
            levels: {2027-01-01: {amount: 2.50, currency: USD, per: kg, basis: contained Ex}}
            illustrative: true
            sources: [fact]
    """
    for instrument, floor in each(s, PriceFloor):
        follows = floor.record.reference
        if not floor.record.level_rule.startswith("reference") or follows not in instrument.record.mechanisms:
            continue  # without its reference the floor is MEC002's
        yield from _priced_too_late(s, instrument, floor)
        priced = {number for number, *_ in _pairs(s, instrument, floor)}
        for number, line in enumerate(floor.record.lines):
            if number not in priced:
                message = f"the floor of {good(s, line)} follows {follows!r}, which has no price for this good"
                related = (Related(s.records.mechanisms[follows].span("lines"), "the goods that have a price"),)
                hint = "add the good there, with the same stage and grade"
                yield Found(message, floor.span("lines", number), hint, instrument.record.id, related=related)


def _priced_too_late(s: Subject, instrument: Entry[Instrument], floor: Entry[PriceFloor]) -> Iterator[Found]:
    """Levels that apply from a day on which their reference price has not begun."""
    for _, line, reference, at, priced in _pairs(s, instrument, floor):
        first, begins = min(line.levels), min(priced.prices)
        if first < begins:
            message = f"the floor of {good(s, line)} applies from {first}, and its reference price from {begins}"
            related = (Related(floor.span("lines"), "the floor"),)
            span = reference.raw.key_span("lines", at, "prices", begins.isoformat())
            yield Found(message, span, "let the price begin with the level", instrument.record.id, related=related)


def _level(floor: PriceFloor, reference: ReferencePrice, price: Decimal) -> Decimal:
    """The level that the rule of a floor gives for a reference price."""
    share = 100 - floor.band.value if floor.band else Decimal(100)
    return (price * share / 100).quantize(Decimal(1).scaleb(-reference.decimals), ROUND_HALF_UP)


@check("PRC003", Severity.ERROR, fix="unsafe")
@keeps("I-52")
def level_against_rule(s: Subject) -> Iterator[Found]:
    """The level of a floor is not what its own rule makes of the reference price.

    Why: article and annex would give two floors for one good on one day.
    Source: signed agreements have been corrected because two of their numbers differed (EU-Korea, 2011, reported).
    Covers: THR-09, ANX-04.
    At: seeds/mechanisms/floor.yaml: 2027-01-01:

    Fails:
        == seeds/mechanisms/reference.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            prices: {2027-01-01: {amount: 12.60, currency: USD, per: kg, basis: contained Ex}}
            delivery: CIF
            vat: excluded
            benchmark: cost model for examplium
            data_quality: model
            illustrative: true
    Passes:
        == seeds/mechanisms/floor.yaml ==
        level_rule: reference-minus-band
        band: 20%
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels: {2027-01-01: {amount: 10.00, currency: USD, per: kg, basis: contained Ex}}
            illustrative: true
    """
    for instrument, floor in each(s, PriceFloor):
        if not floor.record.level_rule.startswith("reference"):
            continue
        for number, line, reference, at, priced in _pairs(s, instrument, floor):
            for day, level in line.levels.items():
                price = value_at(priced.prices, day)
                if price is None or price.unit != level.unit:
                    continue  # PRC001 says that they do not compare
                wanted = _level(floor.record, reference.record, price.amount)
                if wanted != level.amount:
                    rule = floor.record.level_rule.replace("-", " ")
                    message = (
                        f"the floor of {good(s, line)} is {level.amount} from {day}, where its rule ({rule}) makes "
                        f"{wanted} of a reference price of {price.amount}"
                    )
                    related = (Related(reference.span("lines", at, "prices"), "the reference price"),)
                    span = floor.span("lines", number, "levels", day.isoformat())
                    hint = f"write {wanted}, or another rule"
                    fix = put(floor, f"{wanted}", "lines", number, "levels", day.isoformat(), "amount")
                    yield Found(message, span, hint, instrument.record.id, related=related, fix=fix)


def _reachable(floor: PriceFloor, before: Decimal, days: int) -> tuple[Decimal, Decimal]:
    """The lowest and highest level that the reviews of so many days can reach, and one review at least."""
    reviews = max(1, days // floor.review.shortest_days)
    step = floor.max_step.value / 100
    return before * max(Decimal(0), 1 - step) ** reviews, before * (1 + step) ** reviews


@check("PRC004", Severity.ERROR)
def step_too_large(s: Subject) -> Iterator[Found]:
    """A level differs from the one before it by more than the reviews in between may move it.

    Why: the annex does what the article forbids. Levels that a schedule has settled in advance are no reviews and are
    left alone.
    Source: drafting practice: numbers of an annex have to keep the limits of the body.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        level_rule: fixed
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels:
              2027-01-01: {amount: 10.00, currency: USD, per: kg, basis: contained Ex}
              2028-01-01: {amount: 10.51, currency: USD, per: kg, basis: contained Ex}
            illustrative: true
    Passes:
        == seeds/mechanisms/floor.yaml ==
        level_rule: fixed
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            levels:
              2027-01-01: {amount: 10.00, currency: USD, per: kg, basis: contained Ex}
              2028-01-01: {amount: 10.50, currency: USD, per: kg, basis: contained Ex}
              2030-01-01: {amount: 11.50, currency: USD, per: kg, basis: contained Ex}
            illustrative: true
    """
    for instrument, floor in each(s, PriceFloor):
        if floor.record.level_rule == "schedule":
            continue
        for number, line in enumerate(floor.record.lines):
            for (since, before), (day, after) in itertools.pairwise(line.levels.items()):
                least, most = _reachable(floor.record, before.amount, (day - since).days)
                if before.unit == after.unit and not least <= after.amount <= most:
                    moved = f"goes from {before.amount} on {since} to {after.amount} on {day}"
                    limit = f"one review may move it by {floor.record.max_step} at most"
                    message = f"the floor of {good(s, line)} {moved}, and {limit}"
                    related = (Related(floor.span("max_step"), "the largest step"),)
                    span = floor.span("lines", number, "levels", day.isoformat())
                    yield Found(message, span, "take smaller steps", instrument.record.id, related=related)
