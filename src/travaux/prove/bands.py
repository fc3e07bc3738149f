"""Bands: whether the floors of two Parties can lie further apart than it costs to move the good between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from travaux.checks._model import good, mechanisms
from travaux.compilation import Subject
from travaux.figures import shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.floor_coordination import FloorCoordination
from travaux.prove import Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._arbitrage import Apart, arbitrage, assumed, converts, opposite, party, widths
from travaux.prove._kept import minerals
from travaux.prove._pairs import Coordinated, rule
from travaux.prove._world import World
from travaux.records import Entry


@invariant("I-12")
def closer_than_the_move(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No two Parties' floors for one good differ by more than it costs to move it, unless a top-up makes up the rest.

    Two Parties at opposite ends of a band of w around the level F, with a slippage of exchange rates of e, differ by
    2 (w + e) F. That is compared with the cheapest way between every two of them, through other Parties too.

    Why: all goods come in where the floor is lowest, and the floor of the others protects nobody.
    Source: arithmetic: at 110 USD/kg and a freight of about 1 a band without a top-up can have no more than half of one
    per cent. Customs rates of two Parties can differ by some 5 per cent on one shipment: certified rates of a quarter
    in the United States (19 CFR 159.31 to 159.34, reported), of a month in the Union (unconfirmed).
    Assumes: what has been cleared in one Party pays nothing more in another, unless there is a top-up.
    """
    coordinations = mechanisms(s, instrument, FloorCoordination)
    if not coordinations:
        yield Inapplicable("no levels of this text are coordinated")
        return
    world = World(s, instrument)
    for entry in coordinations:
        own = [kept for kept in world.kept if kept.floor.record.id in entry.record.floors]
        goods = [Coordinated(world, entry, mineral) for mineral in minerals(own)]
        if entry.record.top_up and goods:
            yield Holds(f"{entry.record.id!r}: a top-up makes up the difference at the next border")
        elif goods:
            yield from _decided(entry, goods)
        else:
            yield Inapplicable(f"no level that {entry.record.id!r} coordinates is kept at a border")


def _decided(entry: Entry[FloorCoordination], goods: Sequence[Coordinated]) -> Iterator[Outcome]:
    held = []
    for coordinated in goods:
        found = sorted(opposite(coordinated), key=lambda case: -case.gain)
        if found and found[0].gain > 0:
            yield arbitrage(coordinated, found)
        elif undecided := _open(coordinated, found):
            yield undecided
        elif found:
            left = found[0].levels[1] - found[0].levels[0]
            what = good(coordinated.world.s, found[0].low.line)
            held.append(f"{what}: {shown(left)} apart at most, {shown(found[0].cost)} to move")
    if held:
        yield Holds(f"{entry.record.id!r}: {'; '.join(held)}", assumed(goods[0]))


def _open(coordinated: Coordinated, found: Sequence[Apart]) -> Undecided | None:
    """What is missing: the cost of a move, or how far two rules of exchange lead apart."""
    record, s = coordinated.entry.record, coordinated.world.s
    known = {(case.low.party, case.high.party) for case in found}
    every = list(coordinated.pairs())
    missing = [(low, high) for low, high in every if (low.party, high.party) not in known]
    if missing and sum(widths(coordinated)):
        low, high = missing[0]
        return Undecided(
            f"what it costs to move {good(s, low.line)} from {party(s, low)} to {party(s, high)} is not on record",
            coordinated.entry.span("mode"),
            "name a table of the kind freight, or give `least_moves`",
        )
    differ = [(low, high) for low, high in every if rule(low) != rule(high)]
    if differ and record.slippage is None:
        low, high = differ[0]
        return Undecided(
            f"{converts(s, low)}, and {converts(s, high)}: how far the two rates can differ is not on record",
            coordinated.entry.span("slippage"),
            "convert by one rule, or give `slippage`",
        )
    return None
