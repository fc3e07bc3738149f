"""The search for leaks: the cheapest way into each party by way of another, exact on whole numbers.

Everything after the first border adds or takes away a fixed sum, so the cheapest way is a min-plus sum: what a good
costs where it came in and was made, and the cheapest way from there. The stages are gone through in their order. What
a border lets in dearer or cheaper shows once, at the first border, and is worked out there in fractions.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from travaux.model.table import OUTSIDE
from travaux.prove._chain import Chain, Number, Stage, closure

#: More than any price: what a way costs that does not exist.
NEVER = 1 << 400


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a route: a shipment to a party, or processing to a stage; at the start, entry into a party."""

    kind: Literal["buy", "ship", "clear", "enter", "process"]
    """`ship` moves a good without clearing it through customs, `clear` enters a good of outside origin, and `enter` one
    that originates."""
    place: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class _Made:
    """A good that originates in a party: its price as it leaves the country, and how it was made."""

    price: int
    entered: Stage | None
    """The stage at which outside goods came in; None where it was made from goods that arrived."""
    source: Stage
    through: tuple[Stage, ...]
    """The stages that it went through from there."""


class Search:
    """The cheapest ways into the parties of a chain, for goods that came in at some of its stages."""

    def __init__(self, chain: Chain, entering: frozenset[Stage]) -> None:
        self.chain, self.scale = chain.whole(), chain.scale
        self.factor = chain.scale // chain.freight.scale
        self.entering = [stage for stage in chain.stages if stage in entering and stage in chain.outside]
        self.refunding = any(border.refunds for border in chain.borders.values())
        self.ways = self._ways()
        self.into = [list(column) for column in zip(*self.ways, strict=True)]
        for n, column in enumerate(self.into):
            column[n] = NEVER  # a good does not arrive where it already is
        self.nearest = min(chain.freight.closed[0][1:]) * self.factor
        self.entries = dict(self._entries())
        self.made: dict[tuple[str, Stage], _Made] = {}
        self.arrived: dict[tuple[str, Stage], tuple[int, str]] = {}
        for stage in chain.stages:
            self._make(stage)
            self._ship(stage)

    def _entries(self) -> Iterator[tuple[tuple[str, Stage], tuple[Number, Number, Number]]]:
        """By party and stage, of a good bought outside and brought by the cheapest way: its value at the border, its
        price inside, and that price less what is paid back when the good leaves again, in whatever form."""
        chain, freight = self.chain, self.chain.freight
        for party in chain.parties:
            way = freight.closed[0][freight.number[party]] * self.factor
            for stage in self.entering:
                value = chain.outside[stage] + way
                landed, border = chain.landed(party, stage, value), chain.borders.get((party, stage))
                back = chain.charge(party, stage, value) if border and border.refunds else 0
                yield (party, stage), (value, landed, landed - back)

    def _ways(self) -> list[list[int]]:
        """The cost of getting from party to party, with what is paid on export taken off."""
        freight = self.chain.freight
        rebates = [int(self.chain.rebates.get(party, 0)) for party in self.chain.parties]
        self.rebated = any(rebates)
        if not self.rebated:
            self.direct = [[cost * self.factor for cost in row[1:]] for row in freight.whole[1:]]
            return [[cost * self.factor for cost in row[1:]] for row in freight.closed[1:]]
        inner = [[cost * self.factor for cost in row[1:]] for row in freight.closed[1:]]
        self.direct = [
            [0 if n == m else cost - rebates[n] for m, cost in enumerate(row)] for n, row in enumerate(inner)
        ]
        return closure(self.direct)

    # --- stage by stage --------------------------------------------------------------------------------------------

    def _make(self, stage: Stage) -> None:
        for party in self.chain.parties:
            options = [*self._from_outside(party, stage), *self._from_inside(party, stage)]
            if options:
                self.made[party, stage] = min(options, key=lambda made: made.price)

    def _from_outside(self, party: str, stage: Stage) -> Iterator[_Made]:
        chain = self.chain
        if stage in chain.passes and stage in self.entering:
            yield _Made(int(self.entries[party, stage][2]), stage, stage, ())
        for first in self.entering:
            value, landed, left = self.entries[party, first]
            for way in chain.processing.get((party, first, stage), ()):
                # whether a test by value is met is open while a cost is: the worse case is that it is
                if (first, stage) in chain.confers and (
                    way.unknown or chain.originates(party, first, stage, value, landed + way.cost)
                ):
                    yield _Made(int(left + way.cost), first, first, way.through)
                    break

    def _from_inside(self, party: str, stage: Stage) -> Iterator[_Made]:
        for first in self.chain.stages[: self.chain.stages.index(stage)]:
            ways = self.chain.processing.get((party, first, stage))
            if not ways:
                continue
            cost, through = int(ways[0].cost), ways[0].through
            if (party, first) in self.made:
                yield _Made(self.made[party, first].price + cost, self.made[party, first].entered, first, through)
            if (party, first) in self.arrived:
                yield _Made(self.arrived[party, first][0] + cost, None, first, through)

    def _ship(self, stage: Stage) -> None:
        """Arrivals at a stage from every party whose goods the other exempts."""
        numbered = enumerate(self.chain.parties)
        sources = [(n, p, self.made[p, stage].price) for n, p in numbered if (p, stage) in self.made]
        prices = [price for _, _, price in sources]
        for m, party in enumerate(self.chain.parties):
            column = self.into[m]
            if len(sources) < len(column):
                column = [column[n] for n, _, _ in sources]
            totals = list(map(operator.add, prices, column))
            found = self._cheapest(totals, sources, party)
            back = self._and_back(party, m, stage) if self.refunding or self.rebated else None
            if back is not None and (found is None or back < found[0]):
                found = (back, party)
            if found is not None:
                self.arrived[party, stage] = found

    def _cheapest(
        self, totals: Sequence[int], sources: Sequence[tuple[int, str, int]], party: str
    ) -> tuple[int, str] | None:
        """The least of some prices of goods that the party exempts, and where it comes from."""
        if not totals:
            return None
        at = totals.index(min(totals))
        if (sources[at][1], party) in self.chain.exempt:
            return totals[at], sources[at][1]
        options = ((total, source) for total, (_, source, _) in zip(totals, sources, strict=True))
        return min((o for o in options if (o[1], party) in self.chain.exempt), default=None, key=lambda o: o[0])

    def _and_back(self, party: str, m: int, stage: Stage) -> int | None:
        """What a good costs that leaves a party and comes home."""
        made = self.made.get((party, stage))
        if made is None or len(self.chain.parties) < 2:
            return None
        return made.price + min(self.direct[m][n] + self.ways[n][m] for n in range(len(self.ways)) if n != m)

    # --- routes ----------------------------------------------------------------------------------------------------

    def landed(self, party: str, stage: Stage) -> tuple[int, Stage] | None:
        """The cheapest good of other parties in a party at a stage, and the stage at which it arrived there."""
        options = [(self.arrived[party, stage][0], stage)] if (party, stage) in self.arrived else []
        for first in self.chain.stages[: self.chain.stages.index(stage)]:
            ways = self.chain.processing.get((party, first, stage))
            if ways and (party, first) in self.arrived:
                options.append((self.arrived[party, first][0] + int(ways[0].cost), first))
        return min(options, default=None, key=lambda option: option[0])

    def route(self, party: str, stage: Stage, arriving: Stage) -> tuple[Move, ...]:
        """The steps of the cheapest good in a party, from outside on."""
        moves = list(self._to_arrival(party, arriving))
        if arriving != stage:
            moves += _made(party, self.chain.processing[party, arriving, stage][0].through)
        return tuple(moves)

    def _to_arrival(self, party: str, stage: Stage) -> Iterator[Move]:
        source = self.arrived[party, stage][1]
        yield from self._to_made(source, stage)
        parties = self.chain.parties
        kind: Literal["ship", "enter"] = "enter" if self.rebated else "ship"
        hops = self._hops(parties.index(source), parties.index(party))
        for n in hops[:-1]:
            yield Move(kind, parties[n], stage)
        yield Move("enter", party, stage)

    def _to_made(self, party: str, stage: Stage) -> Iterator[Move]:
        made = self.made[party, stage]
        if made.entered is not None and made.source == made.entered:
            yield from self._outward(party, made.entered)
        elif made.entered is None:
            yield from self._to_arrival(party, made.source)
        else:
            yield from self._to_made(party, made.source)
        yield from _made(party, made.through)

    def _outward(self, party: str, stage: Stage) -> Iterator[Move]:
        freight = self.chain.freight
        yield Move("buy", OUTSIDE, stage)
        for n in _tight(freight.whole, freight.closed, 0, freight.number[party])[:-1]:
            yield Move("ship", freight.places[n], stage)
        yield Move("clear", party, stage)

    def _hops(self, start: int, end: int) -> list[int]:
        """The parties on the cheapest way, without the first; there and back where the two are one."""
        if start != end:
            return _tight(self.direct, self.ways, start, end)
        over = min((self.direct[start][n] + self.ways[n][end], n) for n in range(len(self.ways)) if n != start)[1]
        return [over, *_tight(self.direct, self.ways, over, end)]


def _made(party: str, through: tuple[Stage, ...]) -> Iterator[Move]:
    return (Move("process", party, stage) for stage in through)


def _tight(costs: Sequence[Sequence[int]], best: Sequence[Sequence[int]], start: int, end: int) -> list[int]:
    """A way that costs what the cheapest way costs, with the fewest moves; without its first place."""
    before = {start: start}
    queue = deque([start])
    while queue and end not in before:
        here = queue.popleft()
        for there, cost in enumerate(costs[here]):
            if there not in before and cost + best[there][end] == best[here][end]:
                before[there] = here
                queue.append(there)
    way = [end]
    while before[way[-1]] != start:
        way.append(before[way[-1]])
    return way[::-1]


# --- leaks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leak:
    """A good that lands in a party for less than the party's own border would let it."""

    party: str
    stage: Stage
    landed: Fraction
    bar: Fraction
    """The floor, or the lower price at which the party's own border lets the same good in."""
    search: Search = field(repr=False, compare=False)
    arriving: Stage
    """The stage at which it arrived."""

    @property
    def gap(self) -> Fraction:
        """By how much."""
        return self.bar - self.landed

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """How it got there."""
        return self.search.route(self.party, self.stage, self.arriving)


def _bar(search: Search, party: str, stage: Stage) -> Number:
    """Below which price a good has leaked: the floor, or what the party's own border makes of an earlier stage."""
    chain = search.chain
    found = [chain.borders[party, stage].floor]
    for first in chain.stages[: chain.stages.index(stage) + 1]:
        cost = chain.least_processing.get((first, stage))
        if (party, first) in chain.borders and first in chain.outside and cost is not None:
            found.append(chain.landed(party, first, chain.outside[first] + search.nearest) + cost)
    return min(found)


def leaks(chain: Chain) -> tuple[Leak, ...]:
    """Every party and stage at which a good of outside origin lands too cheap by way of another; the worst first.

    Only goods that come in at a stage that the party itself covers are looked at: what may come in anywhere as an
    earlier stage, without a floor, is a question of scope.
    """
    found = []
    groups = {party: chain.covered(party) for party in chain.parties if chain.covered(party)}
    for covered in sorted(set(groups.values()), key=sorted):
        search = Search(chain, covered)
        for party in chain.parties:
            if groups.get(party) == covered:
                found += [leak for stage in chain.stages if stage in covered and (leak := _leak(search, party, stage))]
    return tuple(sorted(found, key=lambda leak: -leak.gap))


def _leak(search: Search, party: str, stage: Stage) -> Leak | None:
    landed = search.landed(party, stage)
    lowest = _bar(search, party, stage)
    if landed is None or landed[0] >= lowest:
        return None
    scale = search.scale
    return Leak(party, stage, Fraction(landed[0], scale), Fraction(lowest) / scale, search, landed[1])
