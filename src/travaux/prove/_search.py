"""The search for leaks: the cheapest way into each party by way of another, exact on whole numbers.

Everything after the first border adds or takes away a fixed sum, so the cheapest way is a min-plus sum: what a good
costs where it came in and was made, and the cheapest way from there. The stages are gone through in their order, all
parties at once, and only prices are kept; how a good got there (`_route.py`) is worked out for what leaks alone. What a
border lets in dearer or cheaper shows once, at the first border. What is paid back of the charge is in the price at
which a good leaves; what is paid on export whatever was charged makes moves that gain, and is settled by correcting
prices until none falls (`_ways.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from travaux.prove._chain import Chain, Stage
from travaux.prove._freight import NEVER
from travaux.prove._route import Move, Route
from travaux.prove._ways import Ways
from travaux.prove._whole import Row, Whole, lowest, plus


class Search:
    """The lowest prices in the parties of a chain, for goods that came in at some of its stages."""

    def __init__(self, whole: Whole, ways: Ways, entering: frozenset[Stage]) -> None:
        self.whole, self.ways, self.chain = whole, ways, whole.chain
        self.entering = [stage for stage in self.chain.stages if stage in entering and stage in self.chain.outside]
        self.values: dict[Stage, Row] = {}
        self.inside: dict[Stage, Row] = {}
        """Prices of goods of outside origin, cleared."""
        self.left: dict[Stage, Row] = {}
        """Those prices less what is paid back when the good leaves again, in whatever form."""
        self.made: dict[Stage, Row] = {}
        """Prices of goods that originate, as they leave the party in which they were made."""
        self.arrived: dict[Stage, Row] = {}
        """Prices of goods of other parties, let in free."""
        for stage in self.entering:
            self._clear(stage)
        for stage in self.chain.stages:
            self.made[stage] = lowest((row for _, _, row in self.origins(stage)), len(whole.parties))
            self.arrived[stage] = ways.arrivals(self.made[stage], whole.limit(stage))

    def _clear(self, stage: Stage) -> None:
        """Goods bought outside at a stage and brought by the cheapest way."""
        price = self.whole.outside[stage]
        values = [price + way for way in self.whole.inward]
        self.values[stage], self.inside[stage] = values, self.whole.landed(stage, values)
        left = list(self.inside[stage])
        for n, back in self.whole.paid_back(stage, values):
            left[n] -= back
        self.left[stage] = left

    def origins(self, stage: Stage) -> Iterator[tuple[str, Stage, Row]]:
        """The ways in which a good of a stage comes to originate: of what (`outside`, `made`, `arrived`), from which
        stage, and at which prices."""
        if stage in self.chain.passes and stage in self.entering:
            yield "outside", stage, self.left[stage]
        earlier = self.chain.stages[: self.chain.stages.index(stage)]
        for first in earlier:
            if first in self.entering and (first, stage) in self.chain.confers and (first, stage) in self.whole.costs:
                yield "outside", first, self._of_outside_goods(first, stage)
        for first in earlier:
            if (first, stage) in self.whole.costs:
                cost = self.whole.costs[first, stage]
                yield "made", first, plus(self.made[first], cost)
                yield "arrived", first, plus(self.arrived[first], cost)

    def _of_outside_goods(self, first: Stage, stage: Stage) -> Row:
        """Prices of goods that were made of outside goods in the party that let these in, and originate by that."""
        if self.chain.confers[first, stage] is None and self.chain.most_outside is None:
            return plus(self.left[first], self.whole.costs[first, stage])
        found = []
        for n, value in enumerate(self.values[first]):
            way = self.whole.conferring(n, first, stage, value, self.inside[first][n])
            found.append(NEVER if way is None else self.left[first][n] + self.whole.times(way.cost))
        return found

    def landed(self, stage: Stage) -> list[tuple[Stage, Row]]:
        """Prices of goods of other parties at a stage, by the stage at which they arrived."""
        found: list[tuple[Stage, Row]] = [(stage, self.arrived[stage])]
        for first in self.chain.stages[: self.chain.stages.index(stage)]:
            if (first, stage) in self.whole.costs:
                found.append((first, plus(self.arrived[first], self.whole.costs[first, stage])))
        return found


@dataclass(frozen=True)
class Leak:
    """A good that lands in a party for less than the party's own border would let it."""

    party: str
    stage: Stage
    landed: Fraction
    bar: Fraction
    """The floor, or the lower price at which the party's own border lets the same good in."""
    arriving: Stage
    """The stage at which it arrived."""
    search: Search = field(repr=False, compare=False)

    @property
    def gap(self) -> Fraction:
        """By how much."""
        return self.bar - self.landed

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """How it got there."""
        return Route(self.search).into(self.party, self.stage, self.arriving)


def leaks(chain: Chain) -> tuple[Leak, ...]:
    """Every party and stage at which a good of outside origin lands too cheap by way of another; the worst first.

    Only goods that come in at a stage that the party itself covers are looked at: what may come in anywhere as an
    earlier stage, without a floor, is a question of scope.
    """
    groups: dict[frozenset[Stage], list[int]] = {}
    for n, party in enumerate(chain.parties):
        groups.setdefault(chain.covered(party), []).append(n)
    whole = Whole(chain)
    ways = Ways(whole)
    found: list[Leak] = []
    for covered in sorted(groups, key=sorted):
        if covered:
            found += _leaks(Search(whole, ways, covered), covered, groups[covered])
    return tuple(sorted(found, key=lambda leak: -leak.gap))


def _leaks(search: Search, covered: frozenset[Stage], parties: list[int]) -> Iterator[Leak]:
    """The leaks into some parties that cover the same stages, party by party."""
    whole, rows = search.whole, {}
    for stage in search.chain.stages:
        if stage in covered:
            landed = search.landed(stage)
            best = lowest((row for _, row in landed), len(whole.parties))
            if any(map(int.__lt__, best, whole.bars[stage])):
                rows[stage] = best, landed
    for n in parties:
        for stage, (best, landed) in rows.items():
            bar = whole.bars[stage][n]
            if best[n] < bar:
                arriving = next(first for first, row in landed if row[n] == best[n])
                yield Leak(
                    whole.parties[n],
                    stage,
                    Fraction(best[n], whole.scale),
                    Fraction(bar, whole.scale),
                    arriving,
                    search,
                )
