"""Leaks of the floors: whether a mineral from outside can land in a party for less than its floor, and by which way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from travaux.checks._model import listed
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.prove import Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._cases import Case, cases
from travaux.prove._chain import Chain
from travaux.prove._cycles import pump
from travaux.prove._limit import capped, limited
from travaux.prove._repairs import entry
from travaux.prove._search import Leak, leaks
from travaux.prove._told import route
from travaux.prove._world import World
from travaux.records import Entry


@invariant("I-01")
def no_leak(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No good from outside lands in a Party below that Party's floor.

    The price in a Party is the price outside with freight, other duties, the charge and costs of conversion. Looked at
    are the way straight in, where the limit of the charge lets cheap goods under the floor, and every way through other
    Parties: cleared there at their floor, processed until it originates, and sent on free of the charge. Each step adds
    a sum or lifts the price to a floor, so the cheapest way is a shortest path, exact in whole numbers. A route counts
    as a leak where the good lands below the floor, and below what the Party's own border makes of an earlier stage that
    it covers: a floor at a later stage that can be undercut by processing at home is the subject of I-02. While a
    floor is phased in, every Party lets goods in below it, and a leak is a way that is cheaper than its own border.

    Why: a floor that can be walked round is paid by those alone who do not know the way.
    Source: arithmetic; floors are leak-proof if and only if no two differ by more than it costs to move the good
    between them. On prices kept at each stage of production: ev-010 (reported).
    Assumes: honest declared prices, the tables of freight, prices and costs that the instrument names. A price or
    freight that no table has is taken as nothing, the worst case; where that alone makes the leak, it is not decided.
    Smuggling, false origin and misdeclared content are outside the model.
    """
    world = World(s, instrument)
    if not world.kept:
        yield Inapplicable("no floor of this text is kept at the border")
        return
    proved = []
    for case in cases(world):
        if isinstance(case, Undecided):
            yield case
            continue
        still = replace(case, chain=_without_refunds(case.chain))
        straight, found = list(capped(still.chain)), leaks(still.chain)
        if straight:
            yield limited(still, straight)
        if found:
            yield route(still, found)
        within = () if found else [route(phase, at) for phase in still.phases() if (at := leaks(phase.chain))]
        yield from within
        if not straight and not found and not within:
            proved.append(still)
    if proved:
        goods = dict.fromkeys(case.chain.name for case in proved)
        yield Holds(f"no way into a Party lands below its floor: {listed(goods)}", proved[0].assumptions()[1:])


def _without_refunds(chain: Chain) -> Chain:
    borders = {at: replace(border, refunds=False) for at, border in chain.borders.items()}
    return replace(chain, borders=borders, rebates={})


@invariant("I-04")
def refund_or_preference(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No good is both paid back for on export and let in free by another Party.

    Why: the charge is paid, paid back, and never paid again: the good enters the zone at the price outside. Refund and
    preference together are the classic full leak.
    Source: arithmetic; the USMCA limits drawback for the same reason (na-02, unconfirmed).
    Assumes: as I-01.
    """
    world = World(s, instrument)
    seen = False
    for case in cases(world):
        if isinstance(case, Undecided):
            continue  # I-01 says why
        paying = case.chain.rebates or any(border.refunds for border in case.chain.borders.values())
        if not paying:
            continue
        seen = True
        if pump(case.chain):
            yield Undecided(f"{case.chain.name}: prices fall without end on the lap of I-03", case.mineral.kept[0].span)
            continue
        without = {(leak.party, leak.stage): leak.landed for leak in leaks(_without_refunds(case.chain))}
        found = leaks(case.chain)
        by_refund = tuple(x for x in found if x.landed < without.get((x.party, x.stage), x.bar) and _uses(case, x))
        if by_refund:
            yield route(case, by_refund)
        else:
            yield Holds(f"{case.chain.name}: no good that is paid back for is let in below a floor", case.assumptions())
    if not seen:
        yield Inapplicable("nothing is paid back on export")


def _uses(case: Case, leak: Leak) -> bool:
    """Whether a route leaves a party that pays something back."""
    border = case.chain.borders.get(entry(leak))
    return bool(case.chain.rebates) or (border is not None and border.refunds)
