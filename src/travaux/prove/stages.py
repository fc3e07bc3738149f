"""Stages: whether the floors of a mineral fit each other along its processing, and whether moving it round gains."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from travaux.compilation import Subject
from travaux.figures import plain, shown
from travaux.model.instrument import Instrument
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._cases import Case, cases
from travaux.prove._chain import Border
from travaux.prove._cycles import Leg, pump
from travaux.prove._world import World
from travaux.records import Entry


@invariant("I-02")
def stages_fit(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A floor at a later stage is no higher than the floor before it with the cost of conversion.

    Why: where it is higher, whoever brings in the earlier stage and processes it at home undercuts the later floor: a
    margin for processors, which may be meant and should be declared.
    Source: arithmetic; reference prices at each stage of production were announced in February 2026 (ev-010, reported).
    Assumes: the table of costs of conversion.
    """
    world = World(s, instrument)
    seen = False
    for case in cases(world):
        if isinstance(case, Undecided):
            continue  # I-01 says why
        for one, other in pairwise(case.chain.stages):
            for party in case.chain.parties:
                borders = case.chain.borders.get((party, one)), case.chain.borders.get((party, other))
                if borders[0] is not None and borders[1] is not None:
                    seen = True
                    yield from _margin(case, party, one, other, borders[0], borders[1])
    if not seen:
        yield Inapplicable("no Party keeps a floor for one mineral at two stages on one basis")


def _margin(case: Case, party: str, one: str, other: str, first: Border, second: Border) -> Iterator[Outcome]:
    span, margin = case.kept(party, other).span, Fraction(second.floor) - Fraction(first.floor)
    if (party, one, other) in case.chain.unknown_costs:
        why = f"{case.party(party)}: the cost of making {other} of {one} is not on record"
        yield Undecided(f"{why}; the floors differ by {shown(margin)} {case.mineral.unit}", span, "name a table of it")
        return
    cost = Fraction(case.chain.costs[party, one, other])
    sums = f"{one} floor {shown(Fraction(first.floor))} and conversion {shown(cost)}"
    if margin <= cost:
        yield Holds(f"{case.party(party)}: {sums} reach the {other} floor of {shown(Fraction(second.floor))}")
        return
    yield Counterexample(
        f"{case.party(party)}: {sums} stay below the {other} floor of {shown(Fraction(second.floor))} "
        f"{case.mineral.unit}: a margin of {shown(margin - cost)} for processors, not declared",
        span,
        lambda: first.floor + case.chain.costs[party, one, other] < second.floor,
        repairs=(
            f"lower the {other} floor to {shown(Fraction(first.floor) + cost)}",
            f"raise the {one} floor to {shown(Fraction(second.floor) - cost)}",
        ),
        assumptions=case.assumptions(),
    )


@invariant("I-03")
def no_money_pump(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No good gains by being sent round among the Parties.

    Why: a payment on export that exceeds what it costs to bring the good back is earned on every lap.
    Source: arithmetic: a cycle of negative length. Carousel fraud with refunds of tax works in this way.
    Assumes: the tables of freight and of payments on export. What is paid back of the charge itself is never more than
    was paid on the same good, and gives no cycle.
    """
    world = World(s, instrument)
    looked_at = [case for case in cases(world) if isinstance(case, Case)]
    paying = [case for case in looked_at if case.chain.rebates]
    if not paying:
        back = [case for case in looked_at if any(border.refunds for border in case.chain.borders.values())]
        if back:
            yield Holds("what is paid back on export is the charge on the same good, and no more")
        else:
            yield Inapplicable("nothing is paid on export")
        return
    for case in paying:
        lap = pump(case.chain)
        if lap:
            yield _lap(case, lap)
        else:
            yield Holds(f"{case.chain.name}: no way round the Parties pays for itself", case.assumptions())


def _lap(case: Case, lap: tuple[Leg, ...]) -> Counterexample | Undecided:
    chain, gain = case.chain, sum((leg.gain for leg in lap), Fraction(0))
    way = [place for leg in lap for place in leg.places[:-1]] + [lap[0].places[0]]
    moves = list(pairwise(way))
    message = f"{chain.name} gains {shown(gain)} {case.mineral.unit} on each lap {' -> '.join(map(case.party, way))}"
    if any(pair in chain.freight.unknown for pair in moves):
        return Undecided(f"{message}, if freight on the way is nothing: it is not on record", case.mineral.kept[0].span)

    def again() -> bool:
        paid = sum((Fraction(chain.rebates.get(leg.places[0], 0)) for leg in lap), Fraction(0))
        return way[0] == way[-1] and paid - sum(chain.freight.between(a, b) for a, b in moves) == gain > 0

    said = tuple(
        f"{' -> '.join(map(case.party, leg.places))}: freight {plain(leg.freight)}, paid on export {plain(leg.paid)}"
        for leg in lap
    )
    repairs = (f"pay {shown(gain)} less on export along the lap, or nothing on goods of another Party",)
    refunds = f"payments on export: {case.world.table('export-refund').said()}"
    return Counterexample(message, case.mineral.kept[0].span, again, said, repairs, case.assumptions(refunds))
