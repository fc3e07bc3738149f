"""One mineral on one day, from stage to stage of processing, as plain exact figures: what the search is given.

Prices are per one unit of mass and basis throughout. A good lands at its price with freight, duties and the charge.
The same figures exist twice: as fractions, in which a route is walked, and multiplied up to whole numbers, in which
the cheapest route is looked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

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

    def charge(self, value: Number, duty: Number) -> Number:
        """What is charged on a value, next to other duties of so much."""
        gap = max(0, self.floor - value - (0 if self.on_top else duty))
        return gap if self.cap is None else min(gap, self.cap * value)


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
class Freight:
    """The cost of moving the good between places; 0 where it is not known."""

    places: tuple[str, ...]
    """`outside` first, then the parties."""
    rows: tuple[tuple[Fraction, ...], ...]
    unknown: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The position of each place."""
        return {place: n for n, place in enumerate(self.places)}

    def between(self, one: str, other: str) -> Fraction:
        """The cost of one move."""
        return self.rows[self.number[one]][self.number[other]]

    @cached_property
    def scale(self) -> int:
        """The number by which all costs become whole numbers."""
        return math.lcm(*(cost.denominator for row in self.rows for cost in row))

    @cached_property
    def whole(self) -> list[list[int]]:
        """The costs as whole numbers. Nothing goes back outside: that costs more than all other ways together."""
        costs = [[cost.numerator * (self.scale // cost.denominator) for cost in row] for row in self.rows]
        never = 1 + sum(map(sum, costs))
        return [[0 if row is costs[0] else never, *row[1:]] for row in costs]

    @cached_property
    def closed(self) -> list[list[int]]:
        """The cheapest way between each two places, through ports where nothing is cleared, as whole numbers."""
        return closure(self.whole)


def closure(costs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Cheapest ways between all pairs (Floyd and Warshall). A diagonal below zero shows a cycle that gains."""
    best = [list(row) for row in costs]
    for middle, onward in enumerate(best):
        for row in best:
            first = row[middle]
            row[:] = [old if old <= first + more else first + more for old, more in zip(row, onward, strict=True)]
    return best


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
    def processing(self) -> Mapping[tuple[str, Stage, Stage], tuple[Way, ...]]:
        """By party, first and last stage: every way through the stages, the cheapest first."""
        found: dict[tuple[str, Stage, Stage], list[Way]] = {}
        order = {stage: n for n, stage in enumerate(self.stages)}
        for party, one, other in sorted(self.costs, key=lambda step: (order[step[2]], order[step[1]])):
            cost = self.costs[party, one, other]
            unknown = (party, one, other) in self.unknown_costs
            found.setdefault((party, one, other), []).append(Way(cost, (other,), unknown))
            for first in self.stages[: order[one]]:
                found.setdefault((party, first, other), []).extend(
                    Way(way.cost + cost, (*way.through, other), way.unknown or unknown)
                    for way in found.get((party, first, one), ())
                )
        return {at: tuple(sorted(ways, key=lambda way: way.cost)) for at, ways in found.items() if ways}

    @cached_property
    def least_processing(self) -> Mapping[tuple[Stage, Stage], Number]:
        """By first and last stage: what processing costs where each step is done in the party that does it cheapest."""
        least: dict[tuple[Stage, Stage], Number] = {(stage, stage): 0 for stage in self.stages}
        for (_, one, other), cost in self.costs.items():
            least[one, other] = min(cost, least.get((one, other), cost))
        for middle in self.stages:
            for (one, other), cost in list(least.items()):
                for last in self.stages if other == middle else ():
                    if (middle, last) in least:
                        total = cost + least[middle, last]
                        least[one, last] = min(total, least.get((one, last), total))
        return least

    def covered(self, party: str) -> frozenset[Stage]:
        """The stages at which a party keeps a floor."""
        return frozenset(stage for stage in self.stages if (party, stage) in self.borders)

    # --- whole numbers -------------------------------------------------------------------------------------------

    @cached_property
    def scale(self) -> int:
        """The number by which every price on any route becomes a whole number: one border multiplies it, once."""
        sums = [border.floor for border in self.borders.values()]
        sums += [*self.outside.values(), *self.costs.values(), *self.rebates.values()]
        shares = [border.cap for border in self.borders.values() if border.cap is not None]
        shares += self.duties.values()
        return math.lcm(self.freight.scale, *{n.denominator for n in sums}) * math.lcm(*{n.denominator for n in shares})

    def whole(self) -> Chain:
        """The same chain with every price a whole number, `scale` times as large. Freight has its own scale."""

        def times(number: Number) -> int:
            return number.numerator * (self.scale // number.denominator)

        borders = {at: replace(border, floor=times(border.floor)) for at, border in self.borders.items()}
        outside = {stage: times(price) for stage, price in self.outside.items()}
        costs = {step: times(cost) for step, cost in self.costs.items()}
        rebates = {party: times(rebate) for party, rebate in self.rebates.items()}
        return replace(self, borders=borders, outside=outside, costs=costs, rebates=rebates)
