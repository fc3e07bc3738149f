"""A chain as whole numbers: for each stage one list with a figure for every party, so that sums go over whole lists."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import TypeAlias

from travaux.prove._chain import Border, Chain, Number, Stage, Way
from travaux.prove._freight import FAR, NEVER, Matrix

Row: TypeAlias = Sequence[int]
"""A figure for every party, in the order of the chain; `NEVER` for what does not exist."""
Landing: TypeAlias = Callable[[int], tuple[int, int]]
"""From a value to the price inside and the charge."""


def plus(one: Row, other: Row) -> list[int]:
    """Sums, party by party."""
    return list(map(operator.add, one, other))


def lowest(rows: Iterable[Row], parties: int) -> list[int]:
    """The lowest figure of some rows, party by party."""
    best, *more = [*rows] or [[NEVER] * parties]
    for row in more:
        best = list(map(min, best, row))
    return list(best)


class Whole:
    """The figures of a chain, `scale` times as large and therefore whole."""

    def __init__(self, chain: Chain) -> None:
        self.chain, self.scale = chain, chain.scale
        self.factor = self.scale // chain.freight.scale
        self.parties = chain.parties
        self.number = {party: n for n, party in enumerate(chain.parties)}
        self.moves: Matrix = chain.freight.moves(self.factor)
        self.outside = {stage: self.times(price) for stage, price in chain.outside.items()}
        self.inward = [way * self.factor for way in chain.freight.inward]
        self.floors = {stage: [NEVER] * len(self.parties) for stage in chain.stages}
        for (party, stage), border in chain.borders.items():
            self.floors[stage][self.number[party]] = self.times(border.floor)
        self.rebates = [self.times(chain.rebates.get(party, 0)) for party in chain.parties]

    def times(self, number: Number) -> int:
        """A figure as a whole number."""
        return number.numerator * (self.scale // number.denominator)

    # --- borders -------------------------------------------------------------------------------------------------

    @cached_property
    def _special(self) -> Mapping[Stage, Mapping[int, Landing]]:
        """By stage and party: borders that do more than lift a price to the floor."""
        found: dict[Stage, dict[int, Landing]] = {stage: {} for stage in self.chain.stages}
        for at in {**self.chain.borders, **self.chain.duties}:
            border, rate = self.chain.borders.get(at), self.chain.duties.get(at, 0)
            if rate or (border is not None and (border.cap is not None or border.phase != 1)):
                found[at[1]][self.number[at[0]]] = self._landing(at[0], at[1], border, rate)
        return found

    def _landing(self, party: str, stage: Stage, border: Border | None, rate: Number) -> Landing:
        """A border with other duties, a limit or a phase-in. Shares divide without a rest: see `Chain.scale`."""
        floor = 0 if border is None else self.times(border.floor)
        on_top = border is not None and border.on_top
        phase = (1, 1) if border is None else border.phase.as_integer_ratio()
        cap = None if border is None or border.cap is None else border.cap.as_integer_ratio()
        cap_first = border is not None and border.cap_first

        def landing(value: int) -> tuple[int, int]:
            duty = value * rate.numerator // rate.denominator
            charge = max(0, floor - value - (0 if on_top else duty))
            if cap is not None and cap_first:
                charge = min(charge, value * cap[0] // cap[1])
            charge = charge * phase[0] // phase[1]
            if cap is not None and not cap_first:
                charge = min(charge, value * cap[0] // cap[1])
            return value + duty + charge, charge

        return landing

    def landed(self, stage: Stage, values: Row) -> list[int]:
        """By party: the price inside of a good of a value, cleared there."""
        prices = [
            max(value, floor) if floor < FAR else value for value, floor in zip(values, self.floors[stage], strict=True)
        ]
        for n, landing in self._special[stage].items():
            prices[n] = landing(values[n])[0]
        return prices

    def paid_back(self, stage: Stage, values: Row) -> list[tuple[int, int]]:
        """The parties that pay the charge back when the good leaves, and how much."""
        found = []
        for n, party in enumerate(self.parties):
            border = self.chain.borders.get((party, stage))
            if border is not None and border.refunds:
                landing = self._special[stage].get(n)
                charge = landing(values[n])[1] if landing else max(0, self.floors[stage][n] - values[n])
                found.append((n, charge))
        return found

    # --- processing ----------------------------------------------------------------------------------------------

    @cached_property
    def _steps(self) -> Mapping[tuple[Stage, Stage], Row]:
        """The cost of each single step, by party."""
        found: dict[tuple[Stage, Stage], list[int]] = {}
        for (party, one, other), cost in self.chain.costs.items():
            row = found.setdefault((one, other), [NEVER] * len(self.parties))
            row[self.number[party]] = self.times(cost)
        return found

    def _pairs(self) -> Iterable[tuple[int, Stage, Stage]]:
        stages = self.chain.stages
        return ((n, first, last) for m, last in enumerate(stages) for n, first in enumerate(stages[:m]))

    @cached_property
    def costs(self) -> Mapping[tuple[Stage, Stage], Row]:
        """By first and last stage: the cheapest way of processing in each party."""
        found: dict[tuple[Stage, Stage], Row] = {}
        stages, steps = self.chain.stages, self._steps
        for n, first, last in self._pairs():
            between = stages[n + 1 : stages.index(last)]
            options: list[Row] = [
                plus(found[first, via], steps[via, last])
                for via in between
                if (via, last) in steps and (first, via) in found
            ]
            options += [steps[first, last]] if (first, last) in steps else []
            if options:
                found[first, last] = lowest(options, len(self.parties))
        return found

    @cached_property
    def anywhere(self) -> Mapping[tuple[Stage, Stage], int]:
        """By first and last stage: what processing costs where each step is done in the party that does it cheapest."""
        found = {(stage, stage): 0 for stage in self.chain.stages}
        stages, steps = self.chain.stages, {pair: min(row) for pair, row in self._steps.items()}
        for n, first, last in self._pairs():
            between = stages[n : stages.index(last)]
            sums = [
                found[first, via] + steps[via, last]
                for via in between
                if (via, last) in steps and (first, via) in found
            ]
            if sums:
                found[first, last] = min(sums)
        return found

    def way(self, n: int, first: Stage, last: Stage) -> Way:
        """The cheapest way of processing in a party."""
        return self.chain.ways(self.parties[n], first, last)[0]

    def conferring(self, n: int, first: Stage, last: Stage, value: int, landed: int) -> Way | None:
        """The cheapest way of processing by which a good that came in at a value originates; None where none does.

        Whether a test by value is met is open while a cost is not known: the worse case is that it is.
        """
        for way in self.chain.ways(self.parties[n], first, last):
            if way.unknown or self._originates(n, first, last, value, landed + self.times(way.cost)):
                return way
        return None

    def _originates(self, n: int, first: Stage, last: Stage, value: int, price: int) -> bool:
        most = self.chain.most_outside
        if most is not None and value * most.denominator > most.numerator * price:
            return False
        tests = self.chain.confers[first, last]
        if tests is None:
            return True
        floor = self.floors[first][n]
        at_floor = max(value, floor) if floor < FAR else value
        return any(
            (price - (at_floor if t.at_floor else value)) * t.threshold.denominator >= t.threshold.numerator * price
            for t in tests
        )

    # --- bars ----------------------------------------------------------------------------------------------------

    @cached_property
    def bars(self) -> Mapping[Stage, Row]:
        """Below which price a good has leaked: the floor, or what the party's own border makes of an earlier stage."""
        near = min(self.inward)
        rows: dict[Stage, Row] = {}
        found: dict[Stage, Row] = {}
        for n, stage in enumerate(self.chain.stages):
            if stage in self.outside:
                landed = self.landed(stage, [self.outside[stage] + near] * len(self.parties))
                rows[stage] = [a if floor < FAR else NEVER for a, floor in zip(landed, self.floors[stage], strict=True)]
            earlier = [
                list(map(operator.add, rows[first], repeat(self.anywhere[first, stage])))
                for first in self.chain.stages[: n + 1]
                if first in rows and (first, stage) in self.anywhere
            ]
            found[stage] = lowest([self.floors[stage], *earlier], len(self.parties))
        return found

    def limit(self, stage: Stage) -> int:
        """From which price on a good of a stage leaks nowhere, whatever is made of it."""
        after = [(last, cost) for (first, last), cost in self.anywhere.items() if first == stage]
        return max((bar - cost for last, cost in after for bar in self.bars[last] if bar < FAR), default=0)
