"""Checks of strategic reserves (RSV): prices against the floor, who can be bound to hold, and quiet markets."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import taken_out, the_one
from travaux.checks._model import each, good, listed, mechanisms, name, party_names, resolved
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.mechanism.strategic_reserve import StrategicReserve
from travaux.records import Entry


def _floor_of(s: Subject, instrument: Entry[Instrument], reserve: StrategicReserve) -> Entry[PriceFloor] | None:
    """The price floor whose levels a reserve is compared with, if it is one of the instrument."""
    return next((f for f in mechanisms(s, instrument, PriceFloor) if f.record.id == reserve.floor), None)


@check("RSV001", Severity.ERROR)
@keeps("I-26")
def against_the_floor(s: Subject) -> Iterator[Found]:
    """A reserve sells while the floor still holds, or buys while the floor is off because prices are high.

    Why: importers pay up to the level while the State sells against it; or the State bids against its own industry when
    the goods are dearest.
    Source: arithmetic of the two clauses: with a floor that is on below 110 and off above 115, a release at 112 falls
    into the gap.
    Covers: MEC-04.
    Fix: release at or above `stops_above` of the `off_trigger` of the floor, and buy at no more than that.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
    Fails:
        == seeds/mechanisms/reserve.yaml ==
        release: {above: 129%}
    Fails:
        == seeds/mechanisms/reserve.yaml ==
        acquisition: {up_to: 131%}
    Passes:
        == seeds/mechanisms/reserve.yaml ==
        release: {above: 130%}
    """
    for instrument, reserve in each(s, StrategicReserve):
        floor = _floor_of(s, instrument, reserve.record)
        off = floor.record.off_trigger if floor else None
        if floor is None or off is None:
            continue
        above, up_to = reserve.record.release.above, reserve.record.acquisition.up_to
        related = (Related(floor.span("off_trigger"), "when the floor is off"),)
        if above is not None and above < off.stops_above:
            message = (
                f"goods are released above {above} of the floor level, and the floor holds up to {off.stops_above}"
            )
            span = reserve.span("release", "above")
            yield Found(
                message, span, f"release above {off.stops_above} or more", instrument.record.id, related=related
            )
        if up_to > off.stops_above:
            message = f"goods are bought up to {up_to} of the floor level, and the floor is off above {off.stops_above}"
            span = reserve.span("acquisition", "up_to")
            yield Found(message, span, "buy only while the floor holds", instrument.record.id, related=related)


@check("RSV002", Severity.ERROR, fix="unsafe")
def no_price_for_the_reserve(s: Subject) -> Iterator[Found]:
    """A reserve buys or sells by a price that the text does not have.

    Why: nobody can say whether a purchase or a sale is allowed.
    Source: drafting practice: every price clause has to end in a number.
    Fix: name under `floor` a price floor of the instrument with a line for each good; a release by price also wants a
    reference price, because only that has an indicator price.
    Follows: MEC002.
    At: seeds/mechanisms/reserve.yaml: causes:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
        == seeds/mechanisms/reserve.yaml ==
        floor: zone
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
        == seeds/mechanisms/reserve.yaml ==
        lines: [{product: examplium, stage: concentrate, at_least: 30, at_most: 60}]
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [floor, adjustment, zone, reserve]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [floor, adjustment, zone, reserve]
        == seeds/mechanisms/reserve.yaml ==
        release: {causes: [supply-disruption], above: null, average_over: null, not_below: floor-level}
    """
    for instrument, reserve in each(s, StrategicReserve):
        floor = _floor_of(s, instrument, reserve.record)
        if floor is None:
            message = (
                f"its prices are shares of the floor level of {reserve.record.floor!r}, which is no floor of the text"
            )
            hint = "name a price floor of the instrument"
            fix = the_one(reserve, mechanisms(s, instrument, PriceFloor), "floor")
            yield Found(message, reserve.span("floor"), hint, instrument.record.id, fix=fix)
            continue
        goods = {(line.product, line.stage) for line in floor.record.lines}
        for number, line in enumerate(reserve.record.lines):
            if (line.product, line.stage) not in goods:
                message = f"{reserve.record.floor!r} has no floor level for {good(s, line)}, which the reserve holds"
                span = reserve.span("lines", number)
                yield Found(message, span, "add the good there, or leave it out here", instrument.record.id)
        release = reserve.record.release
        observed = "price" in release.causes or release.not_below == "indicator-price"
        if observed and not mechanisms(s, instrument, ReferencePrice):
            message = "goods are released by the indicator price, and the text has no reference price that yields one"
            hint = "add a reference price, or release only in a supply disruption"
            yield Found(message, reserve.span("release"), hint, instrument.record.id)


@check("RSV003", Severity.ERROR)
@keeps("I-49")
def holder_cannot_hold(s: Subject) -> Iterator[Found]:
    """A party is to hold a reserve and has no body for it on record, or only one that it cannot bind.

    Why: nobody would be in breach when the reserve stays empty.
    Source: us-10 on an independently governed reserve, jp-04 on a State body (reported).
    Covers: US-10.
    Fix: add the body under `bodies` of the party, or let the party only coordinate.
    At: seeds/mechanisms/reserve.yaml: - {party: alba

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
    Fails:
        == seeds/mechanisms/reserve.yaml ==
        holdings:
          - {party: alba, part: hold, body: reserve, location: own-territory, funding: public-budget}
          - {party: borea, part: coordinate}
          - {party: corda, part: coordinate}
    Fails:
        == seeds/parties/alba.yaml ==
        limits: {no_obligor: [the Ministry of Trade of Alba]}
    Passes:
        == seeds/parties/alba.yaml ==
        limits: {no_obligor: [the Alban Metals Fund]}
    """
    for instrument, reserve in each(s, StrategicReserve):
        for number, holding in enumerate(reserve.record.holdings):
            if holding.body is None:
                continue
            party = s.records.parties[holding.party]
            body = party.record.bodies.get(holding.body, {})
            unbound = [b for b in body.values() if b.lower() in {n.lower() for n in party.record.limits.no_obligor}]
            if not body or unbound:
                lacks = f"cannot bind {listed(unbound)}" if unbound else f"has no body for {holding.body!r} on record"
                message = f"{name(party)} is to hold a reserve and {lacks}"
                related = (Related(party.span("id"), "the record of the party"),)
                span = reserve.span("holdings", number, "body")
                hint = "name a body that it directs, or write `part: coordinate`"
                yield Found(message, span, hint, instrument.record.id, related=related)


@check("RSV004", Severity.ERROR, fix="unsafe")
def part_of_a_party_open(s: Subject) -> Iterator[Found]:
    """A party of the text has no part in the reserves, or a part is given to somebody who is no party of it.

    Why: a duty of all that names only some leaves open whether the others may buy against them.
    Source: drafting practice: a list of parties has to be complete.
    Fix: one entry under `holdings` for each party that owes the duty.
    At: seeds/mechanisms/reserve.yaml: - {party: corda; seeds/mechanisms/reserve.yaml: - {party: alba

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
    Fails:
        == seeds/mechanisms/reserve.yaml ==
        addressees: [alba, borea]
    Fails:
        == seeds/mechanisms/reserve.yaml ==
        holdings:
          - {party: alba, part: hold, body: trade, location: own-territory, funding: public-budget}
          - {party: borea, part: coordinate}
    Passes:
        == seeds/mechanisms/reserve.yaml ==
        addressees: [alba, borea]
        holdings:
          - {party: alba, part: hold, body: trade, location: own-territory, funding: public-budget}
          - {party: borea, part: coordinate}
    """
    for instrument, reserve in each(s, StrategicReserve):
        owing = resolved(reserve.record.addressees, instrument)
        given = [holding.party for holding in reserve.record.holdings]
        open_ = [key for key in owing if key not in given]
        if open_:
            message = f"no part in the reserves is given to {party_names(s, open_)}"
            yield Found(message, reserve.span("holdings"), "add it under `holdings`", instrument.record.id)
        for number, key in enumerate(given):
            if key not in owing:
                message = f"a part in the reserves is given to {party_names(s, [key])}, which does not owe the duty"
                span = reserve.span("holdings", number, "party")
                hint = "take it out, or name it among the `addressees`"
                fix = taken_out(reserve, ("holdings", number))
                yield Found(message, span, hint, instrument.record.id, fix=fix)


@check("RSV005", Severity.WARNING)
def buying_moves_the_price(s: Subject) -> Iterator[Found]:
    """A reserve buys on the open market a good whose price hardly anybody sees.

    Why: in a thin market the purchase itself makes the price that is then observed, and with it the floor of everyone.
    An economist has to say whether the quantities are small enough.
    Source: a note on parallel buying by several reserves in thin markets (known in general, no measured case found).
    Fix: buy by tender or under long-term contracts.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
        == seeds/mechanisms/reserve.yaml ==
        acquisition: {method: open-market}
        == seeds/products/examplium.yaml ==
        market: opaque
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
        == seeds/mechanisms/reserve.yaml ==
        acquisition: {method: open-market}
    """
    for instrument, reserve in each(s, StrategicReserve):
        if reserve.record.acquisition.method != "open-market":
            continue
        lines = reserve.record.lines
        thin = [good(s, line) for line in lines if s.records.products[line.product].record.market == "opaque"]
        if thin:
            message = f"the reserve buys on the open market, where no open price is seen: {listed(thin)}"
            span = reserve.span("acquisition", "method")
            yield Found(message, span, "buy by tender or long-term contract", instrument.record.id)
