"""Checks of offtake and contracts for difference (OFF): the strike price against the floor, and who pays."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import one_of_several
from travaux.checks._model import each, good, mechanisms, name, party_names, resolved
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.offtake_cfd import OfftakeCfd, SupportLine
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.records import Entry


def _floor_line(
    s: Subject, instrument: Entry[Instrument], support: OfftakeCfd, line: SupportLine
) -> tuple[Entry[PriceFloor], FloorLine] | None:
    """The line for a good in the floor that a record compares with, where the text has one."""
    for floor in mechanisms(s, instrument, PriceFloor):
        for own in floor.record.lines if floor.record.id == support.floor else ():
            if (own.product, own.stage, own.grade) == (line.product, line.stage, line.grade):
                return floor, own
    return None


@check("OFF001", Severity.ERROR)
def no_floor_level_for_the_strike(s: Subject) -> Iterator[Found]:
    """The strike price of a good follows a floor level that the text does not have.

    Why: nobody can say how high the assured price may be, and so what it can cost.
    Source: drafting practice: every price clause has to end in a number.
    Fix: name under `floor` a price floor of the instrument with a line for each good.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
    Fails:
        == seeds/mechanisms/support.yaml ==
        strike: floor-level
        floor: zone
        lines: [{product: examplium, stage: metal, grade: examplium-99}]
    Fails:
        == seeds/mechanisms/support.yaml ==
        strike: floor-level
        floor: floor
        lines: [{product: examplium, stage: concentrate}]
    Passes:
        == seeds/mechanisms/support.yaml ==
        strike: floor-level
        floor: floor
        lines: [{product: examplium, stage: metal, grade: examplium-99}]
    """
    for instrument, support in each(s, OfftakeCfd):
        if support.record.strike != "floor-level":
            continue
        for number, line in enumerate(support.record.lines):
            if _floor_line(s, instrument, support.record, line) is None:
                followed = f"follows {support.record.floor!r}, which has no level for it"
                message = f"the strike price of {good(s, line)} {followed}"
                span = support.span("lines", number)
                yield Found(message, span, "name a floor of the text with a line for it", instrument.record.id)


@check("OFF002", Severity.WARNING)
def strike_above_the_floor(s: Subject) -> Iterator[Found]:
    """A producer is assured of a fixed price above the floor level of the text, or of one in another unit.

    Why: the budget pays for a price that the parties did not find worth keeping at the border, and producers of the
    other parties are undercut by it. An economist has to say whether that is meant. Units that differ are an error.
    Source: two public contracts of 2025 and 2026 stand at one level (md-001, official; md-003, reported).
    Fix: lower the strike price, or raise the floor by its own review.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
    Fails:
        == seeds/mechanisms/support.yaml ==
        floor: floor
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            strike: {amount: 12.60, currency: USD, per: kg, basis: contained Ex}
    Fails:
        == seeds/mechanisms/support.yaml ==
        floor: floor
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            strike: {amount: 5.10, currency: USD, per: lb, basis: contained Ex}
    Passes:
        == seeds/mechanisms/support.yaml ==
        floor: floor
    """
    for instrument, support in each(s, OfftakeCfd):
        for number, line in enumerate(support.record.lines):
            found = _floor_line(s, instrument, support.record, line) if line.strike else None
            if found is None or line.strike is None:
                continue
            floor, own = found
            level = own.levels[max(own.levels)]
            span = support.span("lines", number, "strike")
            related = (Related(floor.span("lines"), "the floor levels"),)
            if level.unit != line.strike.unit:
                message = f"the strike price of {good(s, line)} is per {line.strike.unit}, its floor per {level.unit}"
                hint = "state both per the same unit and basis"
                yield Found(message, span, hint, instrument.record.id, related=related, severity=Severity.ERROR)
            elif line.strike.amount > level.amount:
                message = f"{good(s, line)} is assured of {line.strike.amount}, above its floor of {level.amount}"
                yield Found(message, span, "lower it to the floor level", instrument.record.id, related=related)


@check("OFF003", Severity.ERROR, fix="unsafe")
def payer_is_no_party(s: Subject) -> Iterator[Found]:
    """A payer of support belongs to a party that does not owe the duty.

    Why: the limit of its budget stands in a text that does not bind it.
    Source: drafting practice: a list of parties has to be complete.
    Fix: take it out of `payers`, or name the party among the `addressees`.
    At: seeds/mechanisms/support.yaml: payers:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
        == seeds/mechanisms/support.yaml ==
        addressees: [borea, corda]
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
        == seeds/mechanisms/support.yaml ==
        addressees: [alba, corda]
        payers:
          - {party: alba, yearly_cap: {amount: 5000000, currency: USD}}
          - {party: borea, yearly_cap: {amount: 5000000, currency: USD}}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
        == seeds/mechanisms/support.yaml ==
        addressees: [alba]
    """
    for instrument, support in each(s, OfftakeCfd):
        owing = resolved(support.record.addressees, instrument)
        for number, payer in enumerate(support.record.payers):
            if payer.party not in owing:
                message = f"{party_names(s, [payer.party])} is to pay support and does not owe the duty"
                span = support.span("payers", number, "party")
                fix = one_of_several(support, support.record.payers, number, "payers")
                yield Found(
                    message, span, "take it out, or name it among the `addressees`", instrument.record.id, fix=fix
                )


@check("OFF004", Severity.ERROR)
@keeps("I-49")
def payer_that_nobody_binds(s: Subject) -> Iterator[Found]:
    """Support is owed by a body that its party cannot bind.

    Why: a body that governs itself has signed nothing; when it does not pay, no party is in breach.
    Source: us-10 on Project Vault (reported).
    Covers: US-10.
    Fix: name a body that the party directs, or write `duty: may`.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, support]
        == seeds/parties/alba.yaml ==
        limits: {no_obligor: [the Alban Metals Fund]}
    Fails:
        == seeds/mechanisms/support.yaml ==
        duty: shall
        payers: [{party: alba, name: the Alban Metals Fund, yearly_cap: {amount: 5000000, currency: USD}}]
    Passes:
        == seeds/mechanisms/support.yaml ==
        payers: [{party: alba, name: the Alban Metals Fund, yearly_cap: {amount: 5000000, currency: USD}}]
    """
    for instrument, support in each(s, OfftakeCfd):
        for number, payer in enumerate(support.record.payers if support.record.duty == "shall" else ()):
            party = s.records.parties[payer.party]
            if payer.name in party.record.limits.no_obligor:
                message = f"support is owed by {payer.name}, a body that {name(party)} cannot bind"
                related = (Related(party.span("limits", "no_obligor"), "its limits"),)
                hint = "name a body that it directs, or write `duty: may`"
                yield Found(message, support.span("payers", number), hint, instrument.record.id, related=related)
