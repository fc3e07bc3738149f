"""Checks of flooding safeguards (SFG): what they compare with, what else is charged, and the law they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import taken_out
from travaux.checks._model import each, good, kept, mechanisms, spelled
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.flooding_safeguard import AdditionalDuty, FloodingSafeguard, TariffQuota
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.period import Period
from travaux.records import Entry
from travaux.span import Span

#: Known in general, not opened: wt-20.
SMALL, SMALL_TOGETHER = 3, 9
FIRST, TOTAL, PROVISIONAL, UNEASED = Period(years=4), Period(years=8), Period(days=200), Period(years=1)


@check("SFG001", Severity.ERROR)
def nothing_to_compare_with(s: Subject) -> Iterator[Found]:
    """A safeguard compares import prices with a price that the text does not have.

    Why: nobody can say whether the threshold is met, or how high the duty is.
    Source: drafting practice: every price clause has to end in a number.
    Fix: name under `prices` a price floor or reference price of the same instrument that has a line for each good.
    Follows: MEC002.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [floor, adjustment, zone, safeguard]
        == seeds/mechanisms/safeguard.yaml ==
        prices: reference
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
        == seeds/mechanisms/safeguard.yaml ==
        lines: [{product: examplium, stage: concentrate}]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
        == seeds/mechanisms/safeguard.yaml ==
        prices: reference
    """
    for instrument, safeguard in each(s, FloodingSafeguard):
        key = safeguard.record.prices
        if key is None:
            continue
        named = s.records.mechanisms[key]
        priced = named.record
        related = (Related(named.span("kind"), f"the record of {key!r}"),)
        if not isinstance(priced, PriceFloor | ReferencePrice) or key not in instrument.record.mechanisms:
            why = f"is a {priced.kind} and has no prices" if key in instrument.record.mechanisms else "is left out"
            message = f"import prices are compared with {key!r}, which {why}"
            hint = "name a price floor or reference price of the instrument"
            yield Found(message, safeguard.span("prices"), hint, instrument.record.id, related=related)
            continue
        goods = {(line.product, line.stage) for line in priced.lines}
        for number, line in enumerate(safeguard.record.lines):
            if (line.product, line.stage) not in goods:
                message = f"{key!r} has no price with which imports of {good(s, line)} could be compared"
                span = safeguard.span("lines", number)
                yield Found(message, span, "add the good there, or leave it out here", instrument.record.id)


def _both_charged(
    s: Subject, instrument: Entry[Instrument], safeguard: FloodingSafeguard, adjustment: Entry[BorderAdjustment]
) -> bool:
    """Whether a good of the safeguard is also charged by an adjustment."""
    charged = {
        (line.product, line.stage) for floor in kept(s, instrument, adjustment.record) for line in floor.record.lines
    }
    return any((line.product, line.stage) in charged for line in safeguard.lines)


@check("SFG002", Severity.ERROR, fix="unsafe")
@keeps("I-44")
def charged_twice(s: Subject) -> Iterator[Found]:
    """A safeguard duty and a border adjustment fall on the same goods, and nothing says how they stand together.

    Why: the same gap in price is paid twice, and the importer of the cheaper good pays more than the floor.
    Source: drafting practice; GATT 1994 Article VI:5 has the rule for two remedies of one situation (known in general).
    Covers: MEC-06, WTO-07.
    Fix: name the adjustment under `beside`, and say in `cumulation` which of the two gives way.
    At: seeds/mechanisms/safeguard.yaml: measure:

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        beside: null
        cumulation: null
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        beside: [adjustment, zone]
    Passes:
        == seeds/mechanisms/safeguard.yaml ==
        beside: [adjustment]
        cumulation: exclusive
    """
    for instrument, safeguard in each(s, FloodingSafeguard):
        adjustments = mechanisms(s, instrument, BorderAdjustment)
        known = {adjustment.record.id for adjustment in adjustments}
        for number, key in enumerate(safeguard.record.beside):
            if key not in known:
                message = f"it is to stand beside {key!r}, which is no border adjustment of the instrument"
                fix = taken_out(safeguard, ("beside", number))
                yield Found(message, safeguard.span("beside", number), "take it out", instrument.record.id, fix=fix)
        if not isinstance(safeguard.record.measure, AdditionalDuty | TariffQuota):
            continue
        for adjustment in adjustments:
            both = _both_charged(s, instrument, safeguard.record, adjustment)
            if both and adjustment.record.id not in safeguard.record.beside:
                message = (
                    f"the duty and {adjustment.record.id!r} fall on the same goods, and neither is taken off the other"
                )
                related = (Related(adjustment.span("kind"), "the other charge"),)
                hint = "name it under `beside`, with `cumulation`"
                yield Found(message, safeguard.span("measure"), hint, instrument.record.id, related=related)


@check("SFG003", Severity.WARNING)
def parties_spared(s: Subject) -> Iterator[Found]:
    """A safeguard under the Agreement on Safeguards spares the parties.

    Why: such a safeguard hits all origins. Sparing the parties is argued from GATT Article XXIV, and then their imports
    may not support the finding of injury either (`parallel`). Where both hold the question is open, and a trade lawyer
    has to answer it for each pair.
    Source: Agreement on Safeguards Article 2 (wt-19, unconfirmed); the ferro-alloy safeguard of the Union hit Norway
    and Iceland too (md-031, reported).
    Covers: WT-19.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        parties: exempt
        parallel: false
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        parties: exempt
        parallel: true
    Passes:
        == seeds/mechanisms/safeguard.yaml ==
        parties: included
    """
    for instrument, safeguard in each(s, FloodingSafeguard):
        record = safeguard.record
        if record.basis != "safeguards-agreement" or record.parties == "included":
            continue
        span = safeguard.span("parties")
        if record.parallel:
            message = "not decided: whether a measure under the Agreement on Safeguards may spare the parties"
            hint = "read the basis of each pair of parties"
            yield Found(message, span, hint, instrument.record.id, severity=Severity.INFO)
        else:
            message = "the parties are spared, and their imports still count in the finding on which the measure rests"
            yield Found(message, span, "set `parallel: true`, or let the measure hit all", instrument.record.id)


def _over_limits(safeguard: Entry[FloodingSafeguard]) -> Iterator[tuple[str, Span]]:
    """What goes beyond the Agreement on Safeguards, with its place; only what is longer for certain."""
    record = safeguard.record
    whole = record.duration.shortest_days + (record.extension.shortest_days if record.extension else 0)
    if record.duration.shortest_days > FIRST.longest_days:
        yield (
            f"lasts {spelled(record.duration)}, and the first period is {spelled(FIRST)} at most",
            safeguard.span("duration"),
        )
    if record.extension and whole > TOTAL.longest_days:
        yield f"lasts longer than {spelled(TOTAL)} with its extension", safeguard.span("extension")
    first = record.provisional
    if first and first.lasts.shortest_days > PROVISIONAL.longest_days:
        at = safeguard.span("provisional", "lasts")
        yield f"is provisional for {spelled(first.lasts)}, and {spelled(PROVISIONAL)} are the most", at
    if whole > UNEASED.longest_days and not record.easing:
        yield f"lasts longer than {spelled(UNEASED)} and is not eased in that time", safeguard.span("duration")
    if record.wait.longest_days < record.duration.shortest_days:
        yield f"can be taken again after {spelled(record.wait)}, sooner than it has lasted", safeguard.span("wait")
    for field, share, most in (
        ("small_supplier", record.small_supplier, SMALL),
        ("small_suppliers_together", record.small_suppliers_together, SMALL_TOGETHER),
    ):
        if share and share.value > most:
            yield f"spares suppliers of {share} of the imports, and {most}% are the most", safeguard.span(field)


@check("SFG004", Severity.WARNING)
def beyond_the_safeguards_agreement(s: Subject) -> Iterator[Found]:
    """A measure that rests on the Agreement on Safeguards goes beyond its periods and shares.

    Why: for what is beyond, the measure has no basis, and the exporting countries may answer it at once. Suppliers
    that are spared although they are no small ones are spared for their origin.
    Source: Agreement on Safeguards Articles 6, 7 and 9.1 (wt-20, unconfirmed: a lawyer has to open the text).
    Covers: WT-19.
    At: seeds/mechanisms/safeguard.yaml: duration:

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        duration: P49M
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        provisional: {form: deposit, lasts: P201D}
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        easing: null
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        wait: P6M
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        small_supplier: 4%
    Passes:
        == seeds/mechanisms/safeguard.yaml ==
        small_supplier: 3%
        small_suppliers_together: 9%
        duration: P48M
        extension: P4Y
        wait: P8Y
        provisional: {form: deposit, lasts: P200D}
    """
    for instrument, safeguard in each(s, FloodingSafeguard):
        if safeguard.record.basis == "safeguards-agreement":
            for what, span in _over_limits(safeguard):
                message = f"the measure rests on the Agreement on Safeguards and {what}"
                yield Found(message, span, "keep within the limits, or name another basis", instrument.record.id)


def _floor_of(s: Subject, instrument: Entry[Instrument], safeguard: FloodingSafeguard) -> Entry[PriceFloor] | None:
    """The price floor with which a safeguard compares, if it is one of the instrument."""
    return next((f for f in mechanisms(s, instrument, PriceFloor) if f.record.id == safeguard.prices), None)


@check("SFG005", Severity.ERROR)
@keeps("I-42")
def outlasts_its_floor(s: Subject) -> Iterator[Found]:
    """A measure can last longer than the price floor from which it takes its threshold.

    Why: after the floor has ended there is no level with which to compare, and the text promises what cannot happen.
    Source: drafting practice: periods inside a term have to fit into it.
    Covers: DAT-01.
    At: seeds/mechanisms/safeguard.yaml: duration:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
        == seeds/mechanisms/floor.yaml ==
        sunset: P20M
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
        == seeds/mechanisms/floor.yaml ==
        sunset: P3Y
    """
    for instrument, safeguard in each(s, FloodingSafeguard):
        floor = _floor_of(s, instrument, safeguard.record)
        record = safeguard.record
        whole = record.duration.shortest_days + (record.extension.shortest_days if record.extension else 0)
        if floor and floor.record.sunset and whole > floor.record.sunset.longest_days:
            lasts = " and ".join(spelled(p) for p in (record.duration, record.extension) if p)
            message = f"a measure can last {lasts}, and the floor ends after {spelled(floor.record.sunset)}"
            related = (Related(floor.span("sunset"), "the end of the floor"),)
            hint = "shorten the measure, or let the floor last longer"
            yield Found(message, safeguard.span("duration"), hint, instrument.record.id, related=related)


@check("SFG006", Severity.WARNING)
def nothing_left_to_charge(s: Subject) -> Iterator[Found]:
    """The adjustment already makes up the whole gap to the floor, so that the safeguard duty up to that gap is zero.

    Why: the chapter promises a remedy that never charges anything. A duty up to the gap adds something only where the
    adjustment is capped, or where another price is compared.
    Source: arithmetic of the two clauses.
    Fix: compare with the reference price, charge up to a cap, or take the safeguard out.
    At: seeds/mechanisms/safeguard.yaml: measure:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
        == seeds/mechanisms/adjustment.yaml ==
        cap: null
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
        == seeds/mechanisms/safeguard.yaml ==
        prices: reference
        == seeds/mechanisms/adjustment.yaml ==
        cap: null
    """
    for instrument, safeguard in each(s, FloodingSafeguard):
        record, floor = safeguard.record, _floor_of(s, instrument, safeguard.record)
        up_to_gap = isinstance(record.measure, AdditionalDuty) and record.measure.up_to != "cap"
        if floor is None or not up_to_gap or record.cumulation != "credited":
            continue
        for adjustment in mechanisms(s, instrument, BorderAdjustment):
            charges = adjustment.record.id in record.beside and floor.record.id in adjustment.record.floors
            if charges and adjustment.record.cap is None and adjustment.record.applies_to.startswith("all-"):
                message = (
                    f"{adjustment.record.id!r} charges the whole gap to the floor, and nothing is left for the measure"
                )
                related = (Related(adjustment.span("form"), "it has no `cap`"),)
                hint = "compare with another price, or charge up to a cap"
                yield Found(message, safeguard.span("measure"), hint, instrument.record.id, related=related)


@check("SFG007", Severity.WARNING)
def answered_after_it_is_over(s: Subject) -> Iterator[Found]:
    """The party that a measure hits may answer it only after the measure has ended.

    Why: the right to suspend concessions is then one that nobody can ever use, and compensation need not be offered.
    Source: Agreement on Safeguards Article 8 (known in general, not opened); arithmetic of the two periods.
    Fix: a `standstill` shorter than the measure with its extension.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, safeguard]
    Fails:
        == seeds/mechanisms/safeguard.yaml ==
        compensation: {talks: P30D, standstill: P31M}
    Passes:
        == seeds/mechanisms/safeguard.yaml ==
        compensation: {talks: P30D, standstill: P29M}
    """
    for instrument, safeguard in each(s, FloodingSafeguard):
        record = safeguard.record
        standstill = record.compensation.standstill if record.compensation else None
        whole = record.duration.longest_days + (record.extension.longest_days if record.extension else 0)
        if standstill and standstill.shortest_days > whole:
            lasts = " and ".join(spelled(period) for period in (record.duration, record.extension) if period)
            message = f"concessions may be suspended after {spelled(standstill)}, and a measure lasts {lasts}"
            related = (Related(safeguard.span("duration"), "the measure"),)
            span = safeguard.span("compensation", "standstill")
            yield Found(message, span, "let the answer come sooner", instrument.record.id, related=related)
