"""Freight between places as a matrix: exact, and as whole numbers in which cheapest ways are looked for."""

from __future__ import annotations

import math
import operator
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import repeat
from typing import TypeAlias

#: More than any price: what a way costs that does not exist. Sums with it stay beyond `FAR`.
NEVER = 1 << 400
FAR = NEVER >> 1
Matrix: TypeAlias = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Freight:
    """The cost of moving the good between places; 0 where it is not known."""

    places: tuple[str, ...]
    """`outside` first, then the parties."""
    rows: tuple[tuple[Fraction, ...], ...]
    unknown: frozenset[tuple[str, str]] = frozenset()
    _between: dict[int, Matrix] = field(default_factory=dict, compare=False, repr=False)

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
        return math.lcm(*{cost.denominator for row in self.rows for cost in row})

    @cached_property
    def _whole(self) -> list[list[int]]:
        scale = self.scale
        return [[cost.numerator * (scale // cost.denominator) for cost in row] for row in self.rows]

    def moves(self, factor: int) -> Matrix:
        """The costs of single moves between the parties, as whole numbers times a factor. None stays where it is."""
        if factor not in self._between:
            rows = [[cost * factor for cost in row[1:]] for row in self._whole[1:]]
            for n, row in enumerate(rows):
                row[n] = NEVER
            self._between[factor] = rows
        return self._between[factor]

    @cached_property
    def inward(self) -> Sequence[int]:
        """By party: the cheapest way from outside, through ports where nothing is cleared. None goes back outside."""
        return nearest(self._whole[0][1:], self.moves(1))

    def way_in(self, party: str) -> tuple[str, ...]:
        """The places on that way with the fewest moves, the party last."""
        start = [NEVER, *self._whole[0][1:]]
        rows = [start, *([NEVER, *row] for row in self.moves(1))]
        end = self.number[party]
        return tuple(self.places[n] for n in tight(rows, distances_to(rows, end), 0, end))


def arrivals(labels: Sequence[int], moves: Matrix, least: int, limit: int = NEVER) -> list[int]:
    """By place: the cheapest arrival of what stands at a price at some places, after one move or more.

    Moves cost nothing or more, and `least` at least. Prices are set in their order; those from which no arrival can
    become cheaper, or cheaper than `limit`, are not looked at.
    """
    best = list(labels)
    found = [NEVER] * len(best)
    queue = [(label, n) for n, label in enumerate(best) if label < FAR]
    heapify(queue)
    while queue:
        label, here = heappop(queue)
        if label > best[here]:
            continue
        if label + least >= min(limit, max(found)):
            break
        there = list(map(operator.add, repeat(label), moves[here]))
        cheaper = [n for n, (new, old) in enumerate(zip(there, found, strict=True)) if new < old]
        for n in cheaper:
            found[n] = there[n]
            if there[n] < best[n]:
                best[n] = there[n]
                heappush(queue, (there[n], n))
    return found


def nearest(labels: Sequence[int], moves: Matrix) -> list[int]:
    """By place: the lowest price of what stands at a price at some places and can be moved on."""
    return list(map(min, labels, arrivals(labels, moves, 0)))


def distances_to(moves: Matrix, end: int) -> list[int]:
    """The cost of the cheapest way from each place to one of them."""
    back = [list(column) for column in zip(*moves, strict=True)]
    return nearest([0 if n == end else NEVER for n in range(len(moves))], back)


def closure(costs: Matrix) -> list[list[int]]:
    """Cheapest ways between all pairs, moves that gain among them (Floyd and Warshall).

    The diagonal is the cheapest way round; one below zero is a cycle that gains.
    """
    best = [list(row) for row in costs]
    for middle, onward in enumerate(best):
        for row in best:
            first = row[middle]
            if first < FAR:
                row[:] = [old if old <= first + more else first + more for old, more in zip(row, onward, strict=True)]
    return best


def tight(costs: Matrix, to_end: Sequence[int], start: int, end: int) -> list[int]:
    """A way that costs what the cheapest way costs, with the fewest moves; without its first place."""
    before = {start: start}
    queue = deque([start])
    while queue and end not in before:
        here = queue.popleft()
        for there, cost in enumerate(costs[here]):
            if there not in before and cost + to_end[there] == to_end[here]:
                before[there] = here
                queue.append(there)
    way = [end]
    while before[way[-1]] != start:
        way.append(before[way[-1]])
    return way[::-1]
