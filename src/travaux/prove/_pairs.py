"""Pairs of Parties whose floors for one good may differ: their levels, the cheapest way between them, their rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, permutations

from travaux.checks._model import resolved
from travaux.model.mechanism.floor_coordination import FloorCoordination
from travaux.model.quantity import RateRule
from travaux.prove._freight import FAR, NEVER, Freight, closure, distances_to, tight
from travaux.prove._kept import Kept, Mineral
from travaux.prove._world import World
from travaux.records import Entry


@dataclass(frozen=True)
class Coordinated:
    """A good whose levels a coordination holds together, as each Party keeps it."""

    world: World
    entry: Entry[FloorCoordination]
    mineral: Mineral

    @cached_property
    def lines(self) -> dict[str, Kept]:
        """By Party: the line that it keeps; the highest level, where it keeps two."""
        found: dict[str, Kept] = {}
        for kept in self.mineral.kept:
            if kept.party not in found or self.level(kept) > self.level(found[kept.party]):
                found[kept.party] = kept
        return found

    def level(self, kept: Kept) -> Fraction:
        """The highest level of a line, in the unit of the good. Nothing where no rate of exchange says."""
        return max((self.world.price(p, self.mineral) or Fraction(0)) for p in kept.line.levels.values())

    @cached_property
    def least(self) -> Fraction | None:
        """The least cost of a move that the record of the coordination states, in the unit of the good."""
        at = {(kept.line.product, kept.line.stage) for kept in self.mineral.kept}
        stated = (move.cost for move in self.entry.record.least_moves if (move.product, move.stage) in at)
        known = (self.world.price(cost, self.mineral) for cost in stated)
        return next((cost for cost in known if cost is not None), None)

    @cached_property
    def freight(self) -> Freight:
        """Freight of the tables."""
        return self.world.freight(self.mineral)

    @cached_property
    def _moves(self) -> list[list[int]]:
        """The costs of the moves that the tables have."""
        rows = [list(row) for row in self.freight.moves(1)]
        for one, other in self.freight.unknown:
            if one != self.freight.places[0] and other != self.freight.places[0]:
                rows[self.freight.number[one] - 1][self.freight.number[other] - 1] = NEVER
        return rows

    @cached_property
    def _ways(self) -> list[list[int]]:
        return closure(self._moves)

    def way(self, one: str, other: str) -> tuple[Fraction, tuple[str, ...]] | None:
        """The cost of the cheapest way, and its moves; the least cost of the record, where that is lower or alone."""
        start, end = self.freight.number[one] - 1, self.freight.number[other] - 1
        cost = self._ways[start][end]
        if cost < FAR:
            found = Fraction(cost, self.freight.scale)
            if self.least is None or found <= self.least:
                middle = tight(self._moves, distances_to(self._moves, end), start, end)
                return found, (one, *(self.freight.places[n + 1] for n in middle))
        return None if self.least is None else (self.least, ())

    def pairs(self) -> Iterator[tuple[Kept, Kept]]:
        """Every Party from which the good can be moved, with every one to which."""
        owing = resolved(self.entry.record.addressees, self.world.instrument)
        yield from permutations([kept for party, kept in self.lines.items() if party in owing], 2)


def rule(kept: Kept) -> RateRule:
    """By which rate a Party converts the level of a line."""
    return kept.adjustment.record.currency_rule


def moves(places: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The single moves of a way."""
    return pairwise(places)
