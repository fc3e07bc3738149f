"""The limit of the charge: below which value a good that comes in straight from outside lands under the floor."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from travaux.checks._model import listed
from travaux.figures import shown
from travaux.prove import Counterexample
from travaux.prove._cases import Case
from travaux.prove._chain import Chain


@dataclass(frozen=True, slots=True)
class Capped:
    """A good that comes in straight from outside and lands below the floor, because the charge is limited."""

    party: str
    stage: str
    value: Fraction
    landed: Fraction
    floor: Fraction
    turn: Fraction
    """The value below which goods land under the floor."""


def capped(chain: Chain) -> Iterator[Capped]:
    for (party, stage), border in chain.borders.items():
        if border.cap is None:
            continue
        floor, rate = Fraction(border.floor), Fraction(chain.duties.get((party, stage), 0))
        turn = floor / (1 + rate + border.cap)
        lowest = Fraction(chain.outside[stage])
        way = Fraction(chain.freight.inward[chain.parties.index(party)], chain.freight.scale)
        value = lowest + way if lowest else Fraction(math.floor(turn * 50), 100)
        landed = Fraction(chain.landed(party, stage, value))
        if landed < floor:
            yield Capped(party, stage, value, landed, floor, turn)


def _lands_again(case: Case, found: Capped) -> bool:
    """The same sum from the records, without the chain: value, duty, and the charge up to its limit."""
    kept = case.kept(found.party, found.stage)
    level = max(day for day in kept.line.levels if day <= case.day)
    price, cap = kept.line.levels[level], kept.adjustment.record.cap
    floor = case.world.price(price, case.mineral)
    duty = case.chain.duty(found.party, found.stage, found.value)
    if floor is None or cap is None:
        return False
    gap = floor - found.value - (duty if kept.adjustment.record.stacking == "net-of-other-duties" else 0)
    return found.value + duty + min(gap, Fraction(cap.value) / 100 * found.value) == found.landed < floor == found.floor


def limited(case: Case, found: list[Capped]) -> Counterexample:
    worst = max(found, key=lambda capped: capped.floor - capped.landed)
    kept, what = case.kept(worst.party, worst.stage), case.good(worst.party, worst.stage)
    limit = f"the charge is limited to {kept.adjustment.record.cap} of the value"
    gap = worst.floor - worst.landed
    lands = f"{what} of a value of {shown(worst.value)} lands in {case.party(worst.party)} at {shown(worst.landed)}"
    known = bool(case.chain.outside[worst.stage])
    chosen = () if known else ("the value is chosen for the example: half of that below which the limit binds",)
    needed = (worst.floor - worst.value) / worst.value if worst.value else None
    repairs = [f"goods of a value below {shown(worst.turn)} land under the floor; from there on none does"]
    if known and needed is not None:
        repairs.append(f"a limit of {shown(Fraction(math.ceil(needed * 10000), 100))}% closes the gap at this value")
    others = [case.party(other.party) for other in found if other is not worst]
    return Counterexample(
        f"{lands} {case.mineral.unit}, {shown(gap)} below the floor of {shown(worst.floor)}: {limit}",
        kept.adjustment.span("cap"),
        lambda: all(_lands_again(case, capped) for capped in found),
        (f"the same holds in {listed(others)}",) if others else (),
        tuple(repairs),
        case.assumptions(*chosen),
    )
