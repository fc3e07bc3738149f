"""Ways between the parties for goods that originate: where they are let in free, and what it costs to get there."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from travaux.prove._freight import FAR, NEVER, Matrix, arrivals, closure, distances_to, tight
from travaux.prove._whole import Row, Whole, lowest

Hop: TypeAlias = tuple[int, bool]
"""A place on the way, and whether it lets the good in."""


class Ways:
    """The ways of a chain. Goods of one origin may pass through any place, and end where their origin is exempt.

    Where something is paid on export whatever was charged, a good is sent on from places that let it in, and each of
    these pays: moves may gain, and cheapest ways are corrected until none falls. A cycle that gains has no
    cheapest way; whoever asks for leaks looks for such cycles first (I-03).
    """

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.rebated = any(whole.rebates)
        self.least = min((min(row) for row in whole.moves), default=0)

    @cached_property
    def _groups(self) -> Sequence[tuple[list[int], list[int]]]:
        """Origins that the same parties let in, and these parties with the origins' own."""
        parties, exempt = len(self.whole.parties), self.whole.chain.exempt
        everyone = list(range(parties))
        if len(exempt) == parties * (parties - 1):
            return [(everyone, everyone)]
        number, inside = self.whole.number, [{n} for n in everyone]
        for origin, party in exempt:
            inside[number[origin]].add(number[party])
        groups: dict[tuple[int, ...], list[int]] = {}
        for n, members in enumerate(inside):
            groups.setdefault(tuple(sorted(members)), []).append(n)
        return [(origins, list(members)) for members, origins in groups.items()]

    def arrivals(self, made: Row, limit: int) -> Row:
        """By party: the cheapest arrival of goods that leave the parties in which they were made at some prices.

        Arrivals that are no cheaper than `limit` may be left out.
        """
        rows = []
        for origins, members in self._groups:
            start = made if len(origins) == len(made) else [NEVER] * len(made)
            if start is not made:
                start = list(start)
                for n in origins:
                    start[n] = made[n]
            if min(start) < FAR:
                found = self._from(start, members, limit)
                rows.append(found if len(members) == len(made) else _only(found, members))
        return lowest(rows, len(made))

    def _from(self, start: Row, members: list[int], limit: int) -> list[int]:
        if not self.rebated:
            return arrivals(start, self.whole.moves, self.least, limit)
        best = self._closed[tuple(members)]
        return [min(price + row[n] for price, row in zip(start, best, strict=True)) for n in range(len(start))]

    # --- paid on export ------------------------------------------------------------------------------------------

    @cached_property
    def _transit(self) -> Matrix:
        """The cheapest way between each two parties without clearing anywhere; to a party itself, out and back."""
        return closure(self.whole.moves)

    def _hops(self, members: Sequence[int]) -> Matrix:
        """The moves from one party that lets a good in to another, less what is paid on export."""
        inside = set(members)
        return [
            [cost - self.whole.rebates[n] if n in inside and m in inside else NEVER for m, cost in enumerate(row)]
            for n, row in enumerate(self._transit)
        ]

    @cached_property
    def _closed(self) -> dict[tuple[int, ...], Matrix]:
        return {tuple(members): closure(self._hops(members)) for _, members in self._groups}

    # --- routes --------------------------------------------------------------------------------------------------

    def sources(self, end: int, price: int, made: Row) -> Iterator[tuple[int, list[Hop]]]:
        """The parties from which a good can have arrived at a price, with the hops on the way."""
        for origins, members in self._groups:
            if end not in members:
                continue
            moves = self._hops(members) if self.rebated else self.whole.moves
            to_end = [row[end] for row in self._closed[tuple(members)]] if self.rebated else distances_to(moves, end)
            home = min(map(operator.add, moves[end], [*to_end[:end], 0, *to_end[end + 1 :]]))
            to_end[end] = 0
            for n in origins:
                if made[n] + (home if n == end else to_end[n]) == price:
                    yield n, self._expanded(n, self._path(moves, to_end, n, end))

    def _path(self, moves: Matrix, to_end: Sequence[int], start: int, end: int) -> list[int]:
        """The places on a cheapest way; where it comes home, by the first place that makes it so cheap."""
        if start != end:
            return tight(moves, to_end, start, end)
        over = min(range(len(to_end)), key=lambda n: moves[end][n] + to_end[n])
        return [over, *(tight(moves, to_end, over, end) if over != end else ())]

    def _expanded(self, start: int, path: list[int]) -> list[Hop]:
        """Hops where every place but the last is passed in transit; where each pays, each lets the good in."""
        if not self.rebated:
            return [(n, False) for n in path[:-1]] + [(path[-1], True)]
        found: list[Hop] = []
        for one, other in pairwise([start, *path]):
            to_other = distances_to(self.whole.moves, other)
            found += [(n, False) for n in self._path(self.whole.moves, to_other, one, other)[:-1]] + [(other, True)]
        return found


def _only(row: Row, members: list[int]) -> Row:
    kept = set(members)
    return [price if n in kept else NEVER for n, price in enumerate(row)]
