"""Checks of the coordination of floors (CRD): levels within the band, arbitrage between parties, what may follow."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from travaux.checks import Found, check
from travaux.checks._mending import one_of_several, put
from travaux.checks._model import each, good, listed, mechanisms, name, resolved, shorter, spelled
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.floor_coordination import FloorCoordination, NationalLevel
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.quantity import Price, value_at
from travaux.records import Entry


def _coordinated(s: Subject) -> Iterator[tuple[Entry[Instrument], Entry[FloorCoordination], Entry[PriceFloor]]]:
    """Each coordination with each floor of its instrument that it coordinates."""
    for instrument, record in each(s, FloorCoordination):
        for floor in mechanisms(s, instrument, PriceFloor):
            if floor.record.id in record.record.floors:
                yield instrument, record, floor


@check("CRD001", Severity.ERROR, fix="unsafe")
def nothing_to_coordinate(s: Subject) -> Iterator[Found]:
    """Levels are to be coordinated of something that is no price floor of the text.

    Why: the articles on coordination then speak of levels that do not exist.
    Source: drafting practice: a reference has to lead somewhere.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
        == seeds/mechanisms/coordination.yaml ==
        floors: [floor, adjustment]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
    """
    for instrument, record in each(s, FloorCoordination):
        known = {floor.record.id for floor in mechanisms(s, instrument, PriceFloor)}
        for number, key in enumerate(record.record.floors):
            if key not in known:
                message = f"the levels of {key!r} are to be coordinated, which is no price floor of the instrument"
                hint = "name a price floor of the instrument"
                fix = one_of_several(record, record.record.floors, number, "floors")
                yield Found(message, record.span("floors", number), hint, instrument.record.id, fix=fix)


def _latest(line: FloorLine) -> Price:
    return line.levels[max(line.levels)]


def _cost(record: FloorCoordination, line: FloorLine) -> Price | None:
    """The least cost of moving a good between two parties, where it is given in the unit of the level."""
    unit = _latest(line).unit
    costs = [m.cost for m in record.least_moves if (m.product, m.stage) == (line.product, line.stage)]
    return next((cost for cost in costs if cost.unit == unit), None)


@check("CRD002", Severity.WARNING)
@keeps("I-12")
def cheaper_to_move(s: Subject) -> Iterator[Found]:
    """Two parties at opposite ends of the band differ by more than it costs to move the goods between them.

    Why: all goods then come in where the level is lowest, and the level of the others protects nobody. A top-up at the
    next border, or a test of origin, closes the gap; an economist has to say whether another one does. Without a cost
    of moving, the question is not decided.
    Source: arithmetic: at 110 USD/kg a band of 5 % leaves 11 USD/kg, where freight is about 1.
    Fix: set `top_up`, or narrow the band to less than half of cost divided by level.
    At: seeds/mechanisms/coordination.yaml: band:

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
    Fails:
        == seeds/mechanisms/coordination.yaml ==
        top_up: false
        slippage: 0.1%
    Fails:
        == seeds/mechanisms/coordination.yaml ==
        top_up: false
        least_moves: null
    Passes:
        == seeds/mechanisms/coordination.yaml ==
        top_up: false
    """
    for instrument, record, floor in _coordinated(s):
        coordination = record.record
        if coordination.top_up or coordination.mode == "common":
            continue
        slip = coordination.slippage.value if coordination.slippage else Decimal(0)
        span = record.span("band", 0, "width")
        for line in floor.record.lines:
            level, cost = _latest(line), _cost(coordination, line)
            apart = 2 * (coordination.band[0].width.value + slip) / 100 * level.amount
            if cost is None:
                message = (
                    f"not decided: no cost of moving {good(s, line)} is given with which the band could be compared"
                )
                hint = "give it under `least_moves`, in the unit of the level, or set `top_up`"
                yield Found(message, span, hint, instrument.record.id, severity=Severity.INFO)
            elif apart > cost.amount:
                gap = f"{apart.quantize(Decimal('0.01'), ROUND_HALF_UP)} {level.unit}"
                message = f"two parties can differ by {gap} on {good(s, line)}, and moving it costs {cost.amount}"
                related = (Related(floor.span("lines"), "the common levels"),)
                yield Found(message, span, "set `top_up`, or narrow the band", instrument.record.id, related=related)


def _common(floor: PriceFloor, national: NationalLevel) -> FloorLine | None:
    """The common line of a good for which a party has a level of its own."""
    wanted = (national.product, national.stage, national.grade)
    return next((line for line in floor.lines if (line.product, line.stage, line.grade) == wanted), None)


@check("CRD003", Severity.ERROR)
@keeps("I-54")
def outside_the_band(s: Subject) -> Iterator[Found]:
    """The level of a party lies outside the band from the first day, or cannot be compared with the common one.

    Why: the annex does what the article forbids, and the party diverges on the day of entry into force.
    Source: drafting practice: numbers of an annex have to keep the limits of the body.
    Covers: ANX-04.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
    Fails:
        == seeds/mechanisms/coordination.yaml ==
        national:
          - {party: alba, product: examplium, stage: metal, grade: examplium-99, illustrative: true,
             levels: {2027-01-01: {amount: 12.63, currency: USD, per: kg, basis: contained Ex}}}
    Fails:
        == seeds/mechanisms/coordination.yaml ==
        national:
          - {party: alba, product: examplium, stage: concentrate, illustrative: true,
             levels: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}}
    Passes:
        == seeds/mechanisms/coordination.yaml ==
        national:
          - {party: alba, product: examplium, stage: metal, grade: examplium-99, illustrative: true,
             levels: {2027-01-01: {amount: 12.62, currency: USD, per: kg, basis: contained Ex}}}
    """
    for instrument, record in each(s, FloorCoordination):
        floors = [f for f in mechanisms(s, instrument, PriceFloor) if f.record.id in record.record.floors]
        for number, national in enumerate(record.record.national):
            who = name(s.records.parties[national.party])
            span = record.span("national", number)
            found = [(floor, line) for floor in floors if (line := _common(floor.record, national))]
            if not found:
                message = f"{who} has a level for {good(s, national)}, which has no common level"
                yield Found(message, span, "add the good to the floor, or take it out here", instrument.record.id)
            for floor, line in found:
                related = (Related(floor.span("lines"), "the common levels"),)
                for what in _off(record.record, national, line):
                    message = f"the level of {who} for {good(s, national)} {what}"
                    hint = "keep it within the band, in the unit of the common level"
                    yield Found(message, span, hint, instrument.record.id, related=related)


def _off(record: FloorCoordination, national: NationalLevel, line: FloorLine) -> Iterator[str]:
    """What is wrong with the level of a party beside the common one, by date."""
    width = record.band[0].width.value
    for day, level in national.levels.items():
        common = value_at(line.levels, day) or next(iter(line.levels.values()))
        if level.unit != common.unit:
            yield f"is in {level.unit}, the common one in {common.unit}"
        elif abs(level.amount - common.amount) * 100 > width * common.amount:
            yield f"is {level.amount} from {day}, more than {width}% away from the common {common.amount}"


@check("CRD004", Severity.ERROR)
@keeps("I-07")
def against_the_zone(s: Subject) -> Iterator[Found]:
    """What follows a divergence contradicts the zone: a charge on goods that it frees, or a loss of what is not there.

    Why: two articles in force at once that cannot both be kept; the importer relies on the one that suits.
    Source: drafting practice: an unqualified duty-free clause leaves no room for a top-up.
    Fix: `conditional_on_floor: true` in the zone, another consequence, or a zone in the text.
    At: seeds/mechanisms/coordination.yaml: consequence:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
        == seeds/mechanisms/coordination.yaml ==
        consequence: {type: equalisation}
        == seeds/mechanisms/zone.yaml ==
        conditional_on_floor: false
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, coordination]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
        == seeds/mechanisms/coordination.yaml ==
        consequence: {type: equalisation}
    """
    for instrument, record in each(s, FloorCoordination):
        zones = mechanisms(s, instrument, PreferentialZone)
        kind, span = record.record.consequence.type, record.span("consequence")
        if kind == "suspension-of-preference" and not zones:
            message = "goods of a diverging party are to lose zone treatment, and the text has no zone"
            yield Found(message, span, "choose another consequence", instrument.record.id)
        for zone in zones if kind == "equalisation" else ():
            if not zone.record.conditional_on_floor:
                message = (
                    "goods of a diverging party are to pay a difference, and the zone frees them without condition"
                )
                related = (Related(zone.span("conditional_on_floor"), "treatment in the zone has no condition"),)
                yield Found(message, span, "make the zone conditional", instrument.record.id, related=related)


@check("CRD005", Severity.WARNING)
def barred_by_free_trade(s: Subject) -> Iterator[Found]:
    """Equalisation is laid down between parties whose free trade agreement bars new duties between them.

    Why: between these two the consequence can never be used on goods that qualify for the agreement, and others pay
    where they do not. A trade lawyer has to say what is left for that pair.
    Source: the agreements on record of each party; full free trade agreements bar new customs duties as a rule.
    Covers: NA-02.
    Fix: `suspension-of-preference` or `consultation`.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
        == seeds/mechanisms/coordination.yaml ==
        consequence: {type: equalisation}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
        == seeds/mechanisms/coordination.yaml ==
        consequence: {type: consultation}
    """
    for instrument, record in each(s, FloorCoordination):
        if record.record.consequence.type != "equalisation":
            continue
        parties = resolved(record.record.addressees, instrument)
        barred = [
            f"{name(s.records.parties[one])} and {name(s.records.parties[other])}"
            for one, other in combinations(parties, 2)
            if any(a.full_fta and other in a.partners for a in s.records.parties[one].record.agreements)
        ]
        if barred:
            message = f"a free trade agreement in force bars new duties between {listed(barred)}"
            hint = "choose a consequence that needs no charge"
            yield Found(message, record.span("consequence"), hint, instrument.record.id)


@check("CRD006", Severity.ERROR, fix="unsafe")
@keeps("I-39")
def aligned_before_it_may(s: Subject) -> Iterator[Found]:
    """A party has to follow a new common level before the notice of the level has run.

    Why: it can keep only one of the two periods.
    Source: drafting practice: two periods from one event have to fit each other.
    Fix: `alignment` no shorter than `notice` of the floor.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
        == seeds/mechanisms/coordination.yaml ==
        alignment: P27D
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
        == seeds/mechanisms/coordination.yaml ==
        alignment: P30D
    """
    for instrument, record, floor in _coordinated(s):
        own, notice = record.record.alignment, floor.record.notice
        if shorter(own, notice):
            message = f"levels have to follow within {spelled(own)}, and a new level needs notice of {spelled(notice)}"
            related = (Related(floor.span("notice"), "the notice"),)
            span = record.span("alignment")
            fix = put(record, str(notice), "alignment")
            yield Found(
                message, span, "allow as much time as the notice", instrument.record.id, related=related, fix=fix
            )
