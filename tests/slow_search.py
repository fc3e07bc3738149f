"""Prices in every party by correcting labels until none falls, in fractions: the slow way, for chains of some size."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from travaux.prove._chain import Chain, Stage

OUTSIDE = "outside"
Node = tuple[str, Stage, str, bool]
"""Where a good stands, as what, where it originates, and whether it has come in from another party."""


def transit(chain: Chain) -> dict[tuple[str, str], Fraction]:
    """The cheapest way between each two places; from a place to itself, out and back."""
    places = (OUTSIDE, *chain.parties)
    best = {(a, b): chain.freight.between(a, b) for a in places for b in chain.parties if a != b}
    best = {**best, **{(p, p): Fraction(1 << 60) for p in chain.parties}}
    changed = True
    while changed:
        changed = False
        for (a, b), cost in list(best.items()):
            for c in chain.parties:
                if b != c and cost + chain.freight.between(b, c) < best[a, c]:
                    best[a, c] = cost + chain.freight.between(b, c)
                    changed = True
    return best


def charge(chain: Chain, party: str, stage: Stage, value: Fraction) -> Fraction:
    border = chain.borders.get((party, stage))
    if border is None:
        return Fraction(0)
    duty = Fraction(chain.duties.get((party, stage), 0)) * value
    gap = max(Fraction(0), border.floor - value - (0 if border.on_top else duty))
    steps = [("cap", border.cap), ("phase", border.phase)]
    for kind, share in steps if border.cap_first else reversed(steps):
        if share is not None:
            gap = min(gap, share * value) if kind == "cap" else gap * share
    return gap


def originates(chain: Chain, party: str, first: Stage, last: Stage, value: Fraction, price: Fraction) -> bool:
    if (first, last) not in chain.confers or (chain.most_outside is not None and value > chain.most_outside * price):
        return False
    border, tests = chain.borders.get((party, first)), chain.confers[first, last]
    counted = max(value, Fraction(border.floor)) if border else value
    return tests is None or any(
        price - (counted if test.at_floor else value) >= test.threshold * price for test in tests
    )


def seeds(
    chain: Chain, entering: frozenset[Stage], ways: dict[tuple[str, str], Fraction]
) -> Iterator[tuple[Node, Fraction]]:
    """Goods that have just come to originate, in the party that let their materials in."""
    for party in chain.parties:
        for first in entering & set(chain.outside):
            value = Fraction(chain.outside[first]) + ways[OUTSIDE, party]
            paid = charge(chain, party, first, value)
            border = chain.borders.get((party, first))
            back = paid if border and border.refunds else Fraction(0)
            landed = value * (1 + Fraction(chain.duties.get((party, first), 0))) + paid
            if first in chain.passes:
                yield (party, first, party, False), landed - back
            for stage, cost in made(chain, party, first, Fraction(0)):
                if originates(chain, party, first, stage, value, landed + cost):
                    yield (party, stage, party, False), landed - back + cost


def made(chain: Chain, party: str, stage: Stage, cost: Fraction) -> Iterator[tuple[Stage, Fraction]]:
    for (place, one, other), more in chain.costs.items():
        if (place, one) == (party, stage):
            yield other, cost + more
            yield from made(chain, party, other, cost + more)


def onward(chain: Chain, node: Node, ways: dict[tuple[str, str], Fraction]) -> Iterator[tuple[Node, Fraction]]:
    place, stage, origin, arrived = node
    for (party, one, other), cost in chain.costs.items():
        if (party, one) == (place, stage):
            yield (place, other, place, arrived), Fraction(cost)
    for there in chain.parties:
        if there == origin or (origin, there) in chain.exempt:
            yield (there, stage, origin, True), ways[place, there] - Fraction(chain.rebates.get(place, 0))


def prices(chain: Chain, entering: frozenset[Stage]) -> dict[tuple[str, Stage], Fraction]:
    """By party and stage: the least price of a good that came in by way of another party."""
    ways, best = transit(chain), dict[Node, Fraction]()
    for node, price in seeds(chain, entering, ways):
        best[node] = min(price, best.get(node, price))
    todo = list(best)
    while todo:
        node = todo.pop(0)
        for there, cost in onward(chain, node, ways):
            if there not in best or best[node] + cost < best[there]:
                best[there] = best[node] + cost
                todo.append(there)
    found: dict[tuple[str, Stage], Fraction] = {}
    for (place, stage, _, arrived), price in best.items():
        if arrived:
            found[place, stage] = min(price, found.get((place, stage), price))
    return found
