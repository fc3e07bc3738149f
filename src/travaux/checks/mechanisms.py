"""Checks between mechanisms (MEC): whether a floor, its adjustment and the zone make one machine."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.checks._model import each, equalised, kept, mechanisms, party_names, resolved
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.records import Entry


def _not_kept(s: Subject, instrument: Entry[Instrument], floor: Entry[PriceFloor], named: str) -> tuple[str, str]:
    """Why the adjustment that a floor names does not keep it, and what to do; two empty texts when it does."""
    entry = s.records.mechanisms[named]
    adjustment = entry.record
    if not isinstance(adjustment, BorderAdjustment):
        return f"it names {named!r} to keep it, which is a {adjustment.kind}", "name a border adjustment"
    if named not in instrument.record.mechanisms:
        return f"it is kept by {named!r}, which the instrument leaves out", f"add {named} under `mechanisms`"
    if floor.record.id not in adjustment.floors:
        return f"it is kept by {named!r}, which does not list it", f"add {floor.record.id} to the `floors` of {named}"
    paying = resolved(adjustment.addressees, instrument)
    idle = [key for key in resolved(floor.record.addressees, instrument) if key not in paying]
    if idle:
        return f"{named!r} is not charged by {party_names(s, idle)}", "let both have the same addressees"
    return "", ""


@check("MEC001", Severity.ERROR)
def floor_without_enforcement(s: Subject) -> Iterator[Found]:
    """A floor that is to be kept at the border has no border adjustment that keeps it.

    Why: a promise of a price that nobody charges, buys at or pays up to is only a hope, and a party that charges
    nothing becomes the gate for everyone's imports.
    Source: drafting practice, not a documented case; gn-02 on large importers is an inference.
    Covers: MEC-01.
    Fix: name in both records the floor and the adjustment, and both in the instrument.
    Follows: MEC002.
    At: seeds/mechanisms/floor.yaml: form:

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        floors: [other]
        == seeds/mechanisms/other.yaml ==
        id: other
        kind: price-floor
        form: {type: buyer-contract, buyer: the State reserve, term: P5Y}
        level_rule: fixed
        relevant_date: entry
        currency_rule: {source: the central bank of Alba, date_basis: entry}
        review: P12M
        max_step: 5%
        notice: P30D
        phase_in: [{after: 0, share: 100%}]
        lines:
          - product: examplium
            stage: concentrate
            levels: {2027-01-01: {amount: 2.00, currency: USD, per: kg, basis: contained Ex}}
            illustrative: true
    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        addressees: [alba, borea]
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        addressees: [alba, borea]
        == seeds/mechanisms/floor.yaml ==
        addressees: [alba, borea]
    """
    for instrument, floor in each(s, PriceFloor):
        form = equalised(floor.record)
        if form is not None:
            why, hint = _not_kept(s, instrument, floor, form.adjustment)
            if why:
                message = f"the floor {floor.record.id!r} has no means of enforcement: {why}"
                related = (Related(s.records.mechanisms[form.adjustment].span("kind"), "the mechanism it names"),)
                yield Found(message, floor.span("form", "adjustment"), hint, instrument.record.id, related=related)


def _no_basis(s: Subject, instrument: Entry[Instrument], adjustment: BorderAdjustment, key: str) -> str:
    """Why an adjustment has no price to charge up to, or "" when it has."""
    floor = s.records.mechanisms[key].record
    if not isinstance(floor, PriceFloor):
        return f"{key!r} is a {floor.kind} and no price floor"
    if key not in instrument.record.mechanisms:
        return f"the instrument leaves out the floor {key!r}"
    form = equalised(floor)
    if form is None:
        return f"the floor {key!r} is kept otherwise ({floor.form.type})"
    if form.adjustment != adjustment.id:
        return f"the floor {key!r} is kept by {form.adjustment!r}"
    if floor.reference is not None and floor.reference not in instrument.record.mechanisms:
        return f"the floor {key!r} follows {floor.reference!r}, which the instrument leaves out"
    if floor.reference is None and adjustment.base == "index-price":
        return f"it compares an index with the floor {key!r}, which has no reference price"
    return ""


@check("MEC002", Severity.ERROR)
def adjustment_without_price_basis(s: Subject) -> Iterator[Found]:
    """A border adjustment has no price up to which it charges.

    Why: the customs officer cannot work out the charge, and a court will say that the law does not either.
    Source: GATT 1994 Article X, on the publication of what is charged (wt-16, unconfirmed).
    Covers: MEC-02.
    Fix: name under `floors` border-equalised floors of the same instrument, with the reference price they follow.
    At: seeds/mechanisms/adjustment.yaml: floors:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [floor, adjustment, zone]
    Fails:
        == seeds/mechanisms/floor.yaml ==
        form: {type: buyer-contract, buyer: the State reserve, term: P5Y, adjustment: null}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [floor, adjustment, zone]
        == seeds/mechanisms/floor.yaml ==
        level_rule: fixed
        reference: null
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        for number, key in enumerate(adjustment.record.floors):
            why = _no_basis(s, instrument, adjustment.record, key)
            if why:
                message = f"the border adjustment has no price to charge up to: {why}"
                related = (Related(s.records.mechanisms[key].span("kind"), f"the record of {key!r}"),)
                hint = "keep border-equalised floors of this instrument, with their reference price"
                yield Found(message, adjustment.span("floors", number), hint, instrument.record.id, related=related)


@check("MEC003", Severity.ERROR)
def two_relevant_dates(s: Subject) -> Iterator[Found]:
    """A floor and the adjustment that keeps it name different days.

    Why: on a day on which the level changes, one consignment has two floors; and the importer chooses.
    Source: drafting practice: customs laws fix one day for the rate of duty.
    Covers: MEC-02.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        relevant_date: contract
    Passes:
        == seeds/mechanisms/floor.yaml ==
        relevant_date: entry
        == seeds/mechanisms/adjustment.yaml ==
        relevant_date: entry
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        for floor in kept(s, instrument, adjustment.record):
            one, other = floor.record.relevant_date, adjustment.record.relevant_date
            if one != other:
                message = f"the floor is that of the day of {_day(one)}, the charge that of the day of {_day(other)}"
                related = (Related(adjustment.span("relevant_date"), "the day of the charge"),)
                span = floor.span("relevant_date")
                yield Found(message, span, "name one day in both", instrument.record.id, related=related)


def _day(relevant: str) -> str:
    return relevant.replace("-", " ")


@check("MEC004", Severity.WARNING)
@keeps("I-45")
def two_rates_of_exchange(s: Subject) -> Iterator[Found]:
    """A floor, its reference price and its adjustment convert currencies by different rules.

    Why: the same consignment lies above the floor by one rate and under it by the other. Where the parties mean it, an
    economist should say what it costs.
    Source: drafting practice, not a documented case: customs laws take their rates from different days.
    Covers: MEC-02.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        currency_rule: {date_basis: month-average}
    Passes:
        == seeds/mechanisms/floor.yaml ==
        currency_rule: {source: the Monetary Fund}
        == seeds/mechanisms/adjustment.yaml ==
        currency_rule: {source: the Monetary Fund}
        == seeds/mechanisms/reference.yaml ==
        currency_rule: {source: the Monetary Fund}
    """
    for instrument, floor in each(s, PriceFloor):
        form = equalised(floor.record)
        for entry in s.mechanisms(instrument):
            record = entry.record
            linked = record.id in (floor.record.reference, form.adjustment if form else "")
            if not linked or not isinstance(record, ReferencePrice | BorderAdjustment):
                continue
            if record.currency_rule != floor.record.currency_rule:
                message = f"{floor.record.id!r} and {record.id!r} convert currencies by different rules"
                related = (Related(entry.span("currency_rule"), "the other rule"),)
                hint = "use one source and one day for both"
                yield Found(message, floor.span("currency_rule"), hint, instrument.record.id, related=related)


@check("MEC005", Severity.WARNING, fix="unsafe")
def exemption_without_condition(s: Subject) -> Iterator[Found]:
    """Goods of the parties are free of the charge, but nothing asks that the party keeps the floor itself.

    Why: a party without a floor takes in the goods at any price and sends them on free of the charge.
    Source: follows from how the charge works; ev-010, on a floor for members (reported).
    Fix: `conditional_on_floor: true` in the zone, or a zone with rules of origin where there is none.
    At: seeds/mechanisms/adjustment.yaml: member_exempt:

    Fails:
        == seeds/mechanisms/zone.yaml ==
        conditional_on_floor: false
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment]
    Passes:
        == seeds/mechanisms/zone.yaml ==
        conditional_on_floor: false
        == seeds/mechanisms/adjustment.yaml ==
        member_exempt: false
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        if not adjustment.record.member_exempt:
            continue
        zones = mechanisms(s, instrument, PreferentialZone)
        loose = [zone for zone in zones if not zone.record.conditional_on_floor]
        span = adjustment.span("member_exempt")
        if not zones:
            message = "goods of the parties are free of the charge, and no rule of origin says which goods these are"
            yield Found(message, span, "add a preferential zone with rules of origin", instrument.record.id)
        for zone in loose:
            message = "goods of the parties are free of the charge whether or not their party keeps the floor"
            related = (Related(zone.span("conditional_on_floor"), "treatment in the zone has no condition"),)
            fix = put(zone, "true", "conditional_on_floor")
            yield Found(
                message, span, "set `conditional_on_floor: true`", instrument.record.id, related=related, fix=fix
            )


@check("MEC006", Severity.ERROR)
@keeps("I-04")
def refund_against_zone(s: Subject) -> Iterator[Found]:
    """The adjustment is paid back on export while the zone prohibits that.

    Why: the two articles contradict each other; and an input whose charge is refunded, made into a good that enters
    the zone free, has entered the zone below the floor.
    Source: the USMCA limits drawback for the same reason (na-02, unconfirmed).
    Covers: NA-02.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        refund: drawback-on-export
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        refund: drawback-on-export
        == seeds/mechanisms/zone.yaml ==
        drawback: allowed
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        for zone in mechanisms(s, instrument, PreferentialZone):
            if adjustment.record.refund in ("drawback-on-export", "inward-processing") and (
                zone.record.drawback == "prohibited"
            ):
                message = "the adjustment is refunded on export, and the zone prohibits refunds on export"
                related = (Related(zone.span("drawback"), "the rule of the zone"),)
                yield Found(
                    message, adjustment.span("refund"), "set `refund: none`", instrument.record.id, related=related
                )
