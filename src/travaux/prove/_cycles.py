"""Cycles that gain: ways round the parties on which a payment on export exceeds what it costs to come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from travaux.prove._chain import Chain
from travaux.prove._freight import Freight, closure, distances_to, tight

Costs = Mapping[tuple[str, str], Fraction]


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a lap: from a party that pays on export to the next that lets the good in."""

    places: tuple[str, ...]
    """Both, and between them those through which it passes in transit."""
    freight: Fraction
    paid: Fraction

    @property
    def gain(self) -> Fraction:
        """What is earned on it."""
        return self.paid - self.freight


def pump(chain: Chain) -> tuple[Leg, ...]:
    """A lap on which a good gains, or () where there is none. Out of a party and back through another is one too."""
    costs = {pair: cost - Fraction(chain.rebates.get(pair[0], 0)) for pair, cost in transit(chain.freight).items()}
    for origin in chain.parties if any(chain.rebates.values()) else ():
        inside = [p for p in chain.parties if p == origin or (origin, p) in chain.exempt]
        lap = gaining(costs, inside)
        if lap:
            return tuple(_leg(chain, one, other) for one, other in pairwise(lap))
    return ()


def transit(freight: Freight) -> Costs:
    """The cheapest way between each two parties; from a party to itself, out and back."""
    parties = freight.places[1:]
    rows = closure(freight.moves(1))
    return {
        (a, b): Fraction(cost, freight.scale)
        for a, row in zip(parties, rows, strict=True)
        for b, cost in zip(parties, row, strict=True)
    }


def _leg(chain: Chain, one: str, other: str) -> Leg:
    parties, moves = chain.parties, chain.freight.moves(1)
    start, end = parties.index(one), parties.index(other)
    to_end = distances_to(moves, end)
    over = min(range(len(parties)), key=lambda n: moves[start][n] + to_end[n]) if start == end else start
    hops = [*([over] if start == end else []), *(tight(moves, to_end, over, end))]
    places = (one, *(parties[n] for n in hops))
    freight = sum((chain.freight.between(a, b) for a, b in pairwise(places)), Fraction(0))
    return Leg(places, freight, Fraction(chain.rebates.get(one, 0)))


def gaining(costs: Costs, places: Sequence[str]) -> tuple[str, ...]:
    """A cycle whose costs sum to less than nothing (Bellman and Ford); () where there is none."""
    for place in places:
        if costs.get((place, place), Fraction(0)) < 0:
            return (place, place)
    best = dict.fromkeys(places, Fraction(0))
    before: dict[str, str] = {}
    last = ""
    for _ in places:
        last = ""
        for one in places:
            for other in places:
                if one != other and best[one] + costs[one, other] < best[other]:
                    best[other], before[other], last = best[one] + costs[one, other], one, other
    if not last:
        return ()
    for _ in places:
        last = before[last]
    lap = [last]
    while before[lap[-1]] != last:
        lap.append(before[lap[-1]])
    return (*lap, last)[::-1]
