"""From prices back to routes: how a good that was found to land somewhere at a price got there, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from travaux.model.table import OUTSIDE
from travaux.prove._chain import Stage

if TYPE_CHECKING:
    from travaux.prove._search import Search


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a route: a shipment to a party, or processing to a stage; at the start, entry into a party."""

    kind: Literal["buy", "ship", "clear", "enter", "process"]
    """`ship` moves a good without clearing it through customs, `clear` enters a good of outside origin, and `enter` one
    that originates."""
    place: str
    stage: Stage


class Route:
    """Routes of a search, each worked out from the prices: the first choice that makes the price is the one."""

    def __init__(self, search: Search) -> None:
        self.search, self.whole = search, search.whole

    def into(self, party: str, stage: Stage, arriving: Stage) -> tuple[Move, ...]:
        """The steps of the cheapest good in a party, from outside on."""
        n = self.whole.number[party]
        moves = list(self._to_arrival(n, arriving))
        if arriving != stage:
            moves += self._process(n, self.whole.way(n, arriving, stage).through)
        return tuple(moves)

    def _to_arrival(self, n: int, stage: Stage) -> Iterator[Move]:
        search = self.search
        found = search.ways.sources(n, search.arrived[stage][n], search.made[stage])
        source, hops = min(found, key=lambda way: (way[0] == n, way[0]))
        yield from self._to_made(source, stage)
        for place, enters in hops:
            yield Move("enter" if enters else "ship", self.whole.parties[place], stage)

    def _to_made(self, n: int, stage: Stage) -> Iterator[Move]:
        price = self.search.made[stage][n]
        of, first = next((of, first) for of, first, row in self.search.origins(stage) if row[n] == price)
        match of:
            case "outside":
                yield from self._outward(n, first)
            case "made":
                yield from self._to_made(n, first)
            case _:
                yield from self._to_arrival(n, first)
        if first != stage:
            yield from self._process(n, self._through(n, of, first, stage))

    def _through(self, n: int, of: str, first: Stage, stage: Stage) -> tuple[Stage, ...]:
        if of == "outside":
            values, inside = self.search.values[first], self.search.inside[first]
            way = self.whole.conferring(n, first, stage, values[n], inside[n])
            if way is not None:
                return way.through
        return self.whole.way(n, first, stage).through

    def _outward(self, n: int, stage: Stage) -> Iterator[Move]:
        party = self.whole.parties[n]
        yield Move("buy", OUTSIDE, stage)
        for place in self.whole.chain.freight.way_in(party)[:-1]:
            yield Move("ship", place, stage)
        yield Move("clear", party, stage)

    def _process(self, n: int, through: tuple[Stage, ...]) -> Iterator[Move]:
        return (Move("process", self.whole.parties[n], stage) for stage in through)
