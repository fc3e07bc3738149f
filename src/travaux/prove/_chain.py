"""One mineral on one day, from stage to stage of processing, as plain exact figures: what the search is given.

Prices are per one unit of mass and basis throughout. A good lands at its price with freight, duties and the charge.
The same figures exist twice: as fractions, in which a route is walked, and multiplied up to whole numbers, in which
the cheapest route is looked for (`_whole.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from travaux.prove._freight import Freight

Stage: TypeAlias = str
Number: TypeAlias = int | Fraction
At: TypeAlias = tuple[str, Stage]
"""A party and a stage of processing."""


@dataclass(frozen=True, slots=True)
class Border:
    """How one party charges one good of outside origin: the floor, the most it charges, and what it pays back."""

    floor: Number
    cap: Fraction | None = None
    """The most that is charged, as a share of the value at the border."""
    on_top: bool = False
    """True where other duties do not count towards the floor."""
    refunds: bool = False
    """True where the charge is paid back on export."""
    phase: Fraction = Fraction(1)
    """The share of the gap that is charged while the floor is phased in."""
    cap_first: bool = False
    """True where the limit is applied before the phase-in."""

    def charge(self, value: Number, duty: Number) -> Number:
        """What is charged on a value, next to other duties of so much."""
        gap = max(0, self.floor - value - (0 if self.on_top else duty))
        if self.cap is None:
            return gap if self.phase == 1 else self.phase * gap
        if self.cap_first:
            return self.phase * min(gap, self.cap * value)
        return min(self.phase * gap, self.cap * value)


@dataclass(frozen=True, slots=True)
class ValueTest:
    """Origin by value: at least so much of the price was added inside."""

    threshold: Fraction
    at_floor: bool
    """True where outside materials count at the floor, if that is above their customs value."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of processing: what it costs, the stages in between and last, and whether a cost on it is not known."""

    cost: Number
    through: tuple[Stage, ...]
    unknown: bool = False


@dataclass(frozen=True)
class Chain:
    """The figures of one mineral on one day."""

    name: str
    unit: str
    parties: tuple[str, ...]
    stages: tuple[Stage, ...]
    """In the order of processing."""
    borders: Mapping[At, Border]
    outside: Mapping[Stage, Number]
    """The lowest price outside at each stage at which the good can be bought there."""
    freight: Freight
    costs: Mapping[tuple[str, Stage, Stage], Number] = field(default_factory=dict)
    """Of processing, by party: a step that is missing cannot be done there."""
    unknown_costs: frozenset[tuple[str, Stage, Stage]] = frozenset()
    """Steps whose cost is not known and is taken as nothing."""
    confers: Mapping[tuple[Stage, Stage], tuple[ValueTest, ...] | None] = field(default_factory=dict)
    """By first and last stage inside: None where processing alone gives origin, else the tests by value."""
    passes: frozenset[Stage] = frozenset()
    """Stages at which whatever a party has let in counts as its own good: no rule says otherwise."""
    exempt: frozenset[tuple[str, str]] = frozenset()
    """Pairs (A, B): B charges nothing on a good that originates in A."""
    duties: Mapping[At, Fraction] = field(default_factory=dict)
    """Other duties on goods of outside origin, as a share of their value."""
    rebates: Mapping[str, Number] = field(default_factory=dict)
    """What a party pays to whoever exports the good, charged or not."""
    most_outside: Fraction | None = None
    """The most that outside materials may be of a good that originates, where that binds the goods charged."""

    # --- what a border does --------------------------------------------------------------------------------------

    def charge(self, party: str, stage: Stage, value: Number) -> Number:
        """What a party charges on a good of outside origin of a value."""
        border = self.borders.get((party, stage))
        return 0 if border is None else border.charge(value, self.duty(party, stage, value))

    def duty(self, party: str, stage: Stage, value: Number) -> Number:
        """Other duties on that good."""
        rate = self.duties.get((party, stage))
        return rate * value if rate else 0

    def landed(self, party: str, stage: Stage, value: Number) -> Number:
        """Its price inside."""
        return value + self.duty(party, stage, value) + self.charge(party, stage, value)

    def originates(self, party: str, first: Stage, last: Stage, value: Number, price: Number) -> bool:
        """Whether a good that came in at a value and leaves a plant at a price originates in the party."""
        if (first, last) not in self.confers:
            return False
        if self.most_outside is not None and value > self.most_outside * price:
            return False
        tests = self.confers[first, last]
        if tests is None:
            return True
        border = self.borders.get((party, first))
        at_floor = max(value, border.floor) if border else value
        return any(price - (at_floor if t.at_floor else value) >= t.threshold * price for t in tests)

    # --- processing ----------------------------------------------------------------------------------------------

    @cached_property
    def _next(self) -> Mapping[At, tuple[Stage, ...]]:
        """By party and stage: the stages that one step of processing there leads to, in their order."""
        found: dict[At, list[Stage]] = {}
        for party, one, other in self.costs:
            found.setdefault((party, one), []).append(other)
        return {at: tuple(sorted(stages, key=self.stages.index)) for at, stages in found.items()}

    def ways(self, party: str, first: Stage, last: Stage) -> tuple[Way, ...]:
        """Every way of processing in a party from one stage to another, the cheapest first."""
        found = self._ways(party, first, last)
        return tuple(sorted(found, key=lambda way: way.cost))

    def _ways(self, party: str, first: Stage, last: Stage) -> Iterator[Way]:
        for stage in self._next.get((party, first), ()):
            cost, unknown = self.costs[party, first, stage], (party, first, stage) in self.unknown_costs
            if stage == last:
                yield Way(cost, (stage,), unknown)
            for way in self._ways(party, stage, last):
                yield Way(cost + way.cost, (stage, *way.through), way.unknown or unknown)

    def covered(self, party: str) -> frozenset[Stage]:
        """The stages at which a party keeps a floor."""
        return frozenset(stage for stage in self.stages if (party, stage) in self.borders)

    # --- whole numbers -------------------------------------------------------------------------------------------

    @cached_property
    def scale(self) -> int:
        """The number by which every price on any route becomes a whole number: one border multiplies it, once by a
        share and once by a phase."""
        sums = {border.floor.denominator for border in self.borders.values()}
        for prices in (self.outside, self.costs, self.rebates):
            sums |= {price.denominator for price in prices.values()}
        shares = {border.cap.denominator for border in self.borders.values() if border.cap is not None}
        shares |= {rate.denominator for rate in self.duties.values()}
        phases = {border.phase.denominator for border in self.borders.values()}
        return math.lcm(self.freight.scale, *sums) * math.lcm(*shares) * math.lcm(*phases)
