"""Ways between the parties for goods that originate: where they are let in free, and what it costs to get there."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from functools import cached_property

from travaux.prove._freight import FAR, NEVER, Matrix, arrivals, closure, distances_to, tight
from travaux.prove._whole import Row, Whole, lowest


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
        """The cheapest way between each two parties without clearing anywhere."""
        return closure(self.whole.moves)

    def _hops(self, members: Sequence[int]) -> Matrix:
        """The moves from one party that lets a good in to another, less what is paid on export."""
        inside = set(members)
        return [
            [
                cost - self.whole.rebates[n] if n in inside and m in inside and n != m else NEVER
                for m, cost in enumerate(row)
            ]
            for n, row in enumerate(self._transit)
        ]

    @cached_property
    def _closed(self) -> dict[tuple[int, ...], Matrix]:
        return {tuple(members): closure(self._hops(members)) for _, members in self._groups}

    # --- routes --------------------------------------------------------------------------------------------------

    def sources(self, end: int, price: int, made: Row) -> Iterator[tuple[int, list[int]]]:
        """The parties from which a good can have arrived at a price, with the places on the way; others first."""
        for origins, members in self._groups:
            if end not in members:
                continue
            moves = self._hops(members) if self.rebated else self.whole.moves
            to_end = [row[end] for row in self._closed[tuple(members)]] if self.rebated else distances_to(moves, end)
            to_end[end] = 0
            for n in origins:
                if n != end and made[n] + to_end[n] == price:
                    yield n, tight(moves, to_end, n, end)
            if end in origins:
                over, cost = min(enumerate(map(operator.add, moves[end], to_end)), key=lambda way: way[1])
                if made[end] + cost == price:
                    yield end, [over, *(tight(moves, to_end, over, end) if over != end else ())]


def _only(row: Row, members: list[int]) -> Row:
    kept = set(members)
    return [price if n in kept else NEVER for n, price in enumerate(row)]
