"""Every simple route of a chain, walked one by one in fractions: the slow way, for comparison with the search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from travaux.prove._chain import Chain, Stage

OUTSIDE = "outside"


@dataclass(frozen=True)
class Good:
    """A good that stands in a party."""

    place: str
    stage: Stage
    entered: Stage
    value: Fraction
    price: Fraction
    refund: Fraction
    origin: str = ""
    arrived: bool = False
    """True once it has come in from another party, or come back, free of the charge."""


def transits(chain: Chain, start: str, end: str) -> Iterator[Fraction]:
    """What each way between two places costs that passes no place twice."""

    def onward(here: str, cost: Fraction, seen: frozenset[str]) -> Iterator[Fraction]:
        for there in chain.parties:
            if there in seen:
                continue
            total = cost + chain.freight.between(here, there)
            if there == end:
                yield total
            else:
                yield from onward(there, total, seen | {there})

    if start != end:
        yield from onward(start, Fraction(0), frozenset({start, OUTSIDE}))
        return
    for over in chain.parties:  # out of the country and back
        if over != start:
            yield from onward(over, chain.freight.between(start, over), frozenset({over, OUTSIDE}))


def entries(chain: Chain, entering: frozenset[Stage]) -> Iterator[Good]:
    """Every good of outside origin that has just been cleared somewhere."""
    for party in chain.parties:
        for stage in entering & set(chain.outside):
            for way in transits(chain, OUTSIDE, party):
                value = Fraction(chain.outside[stage]) + way
                border = chain.borders.get((party, stage))
                duty = Fraction(chain.duties.get((party, stage), 0)) * value
                charge = Fraction(0)
                if border:
                    counted = value if border.on_top else value + duty
                    charge = max(Fraction(0), border.floor - counted)
                    limit = charge if border.cap is None else border.cap * value
                    if border.cap_first:
                        charge = border.phase * min(charge, limit)
                    else:
                        charge = min(border.phase * charge, limit) if border.cap is not None else border.phase * charge
                back = charge if border and border.refunds else Fraction(0)
                yield Good(party, stage, stage, value, value + duty + charge, back)


def originating(chain: Chain, good: Good) -> bool:
    """Whether a good that was just made of outside goods originates."""
    if (good.entered, good.stage) not in chain.confers:
        return False
    tests = chain.confers[good.entered, good.stage]
    border = chain.borders.get((good.place, good.entered))
    for test in tests or ():
        counted = max(good.value, Fraction(border.floor)) if border and test.at_floor else good.value
        if good.price - counted >= test.threshold * good.price:
            return True
    return tests is None


def onward(chain: Chain, good: Good) -> Iterator[Good]:
    """What can happen to a good next: it is processed, or sent on and let in free."""
    for (party, one, other), cost in chain.costs.items():
        if (party, one) == (good.place, good.stage):
            made = Good(
                party,
                other,
                good.entered,
                good.value,
                good.price + cost,
                good.refund,
                party * bool(good.origin),
                good.arrived,
            )
            if not made.origin and originating(chain, made):
                made = Good(**{**vars(made), "origin": party})
            yield made
    origin = good.origin or (good.place if good.stage in chain.passes else "")
    for there in chain.parties if origin else ():
        if there == origin or (origin, there) in chain.exempt:
            for way in transits(chain, good.place, there):
                price = good.price + way - good.refund
                yield Good(there, good.stage, good.entered, good.value, price, Fraction(0), origin, True)


def cheapest(chain: Chain, entering: frozenset[Stage]) -> dict[tuple[str, Stage], Fraction]:
    """By party and stage, the least price of a good that came in by way of a party, over all simple routes."""
    best: dict[tuple[str, Stage], Fraction] = {}

    def walk(good: Good, seen: frozenset[tuple[str, Stage, str, bool]]) -> None:
        if good.arrived:
            at = (good.place, good.stage)
            best[at] = min(good.price, best.get(at, good.price))
        for after in onward(chain, good):
            here = (after.place, after.stage, after.origin, after.arrived)
            if here not in seen:
                walk(after, seen | {here})

    for good in entries(chain, entering):
        walk(good, frozenset({(good.place, good.stage, "", False)}))
    return best
