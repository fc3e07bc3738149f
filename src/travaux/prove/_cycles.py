"""Cycles that gain: ways round the parties on which a payment on export exceeds what it costs to come back."""

from __future__ import annotations

from fractions import Fraction

from travaux.prove._chain import Chain


def pump(chain: Chain) -> tuple[str, ...]:
    """Parties round which a good gains on each lap, the first one repeated at the end; () where there are none."""
    for origin in chain.parties:
        inside = [p for p in chain.parties if p == origin or (origin, p) in chain.exempt]
        lap = gaining(chain, inside)
        if lap:
            return lap
    return ()


def step(chain: Chain, one: str, other: str) -> Fraction:
    return chain.freight.between(one, other) - Fraction(chain.rebates.get(one, 0))


def gaining(chain: Chain, places: list[str]) -> tuple[str, ...]:
    """A cycle whose steps sum to less than nothing (Bellman and Ford)."""
    best = dict.fromkeys(places, Fraction(0))
    before: dict[str, str] = {}
    last = ""
    for _ in places:
        last = ""
        for one in places:
            for other in places:
                if one != other and best[one] + step(chain, one, other) < best[other]:
                    best[other], before[other], last = best[one] + step(chain, one, other), one, other
    if not last:
        return ()
    for _ in places:
        last = before[last]
    lap = [last]
    while before[lap[-1]] != last:
        lap.append(before[lap[-1]])
    return (*lap, last)[::-1]
