"""Coalitions of a condition of entry into force: which suffice, who blocks, and the smallest of each; all exact.

The condition asks for a number of parties, a sum of shares and named parties. With one weight to a party, the coalition
of a size that weighs most is that of the largest weights, so the smallest sets come from one sort.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Condition:
    """So many of the parties, with so large a share, and some of them in any case."""

    parties: tuple[str, ...]
    count: int
    share: Fraction | None = None
    """Of one; None where shares do not count."""
    shares: Mapping[str, Fraction] | None = None
    required: tuple[str, ...] = ()

    def weight(self, party: str) -> Fraction:
        """The share of a party; nothing where it has none."""
        return (self.shares or {}).get(party, Fraction(0))

    def sum(self, parties: Iterable[str]) -> Fraction:
        """The share of several together."""
        return sum(map(self.weight, parties), Fraction(0))

    def met(self, coalition: Iterable[str]) -> bool:
        """Whether these parties alone bring the text into force."""
        inside = set(coalition) & set(self.parties)
        enough = len(inside) >= self.count and inside.issuperset(self.required)
        return enough and (self.share is None or self.sum(inside) >= self.share)

    # --- the smallest sets -----------------------------------------------------------------------------------------

    def _heaviest(self) -> list[str]:
        """The parties by weight, the heaviest first, those of one weight in their order."""
        return sorted(self.parties, key=lambda party: -self.weight(party))

    def smallest_winning(self) -> tuple[str, ...] | None:
        """A smallest coalition that suffices; None where all together do not.

        It has every required party, and then the heaviest: any other of that size weighs no more.
        """
        chosen = list(self.required)
        if not set(chosen) <= set(self.parties):
            return None
        rest = [party for party in self._heaviest() if party not in chosen]
        while not self.met(chosen):
            if not rest:
                return None
            chosen.append(rest.pop(0))
        return tuple(party for party in self.parties if party in chosen)

    def smallest_blocking(self) -> tuple[str, ...]:
        """A smallest set without which the others do not suffice; () where nothing suffices anyhow.

        One required party does; else the heaviest until too few or too little is left.
        """
        left = list(self.parties)
        if not self.met(left):
            return ()
        if self.required:
            return self.required[:1]
        blocking = []
        for party in self._heaviest():
            blocking.append(party)
            left.remove(party)
            if not self.met(left):
                break
        return tuple(party for party in self.parties if party in blocking)

    def vetoes(self) -> tuple[str, ...]:
        """The parties that can block alone."""
        if not self.met(self.parties):
            return ()
        return tuple(p for p in self.parties if not self.met(other for other in self.parties if other != p))

    def by_share(self) -> tuple[str, ...]:
        """Those that block alone although neither the number nor a name gives them that."""
        plain = Condition(self.parties, self.count, required=self.required)
        others = {p: [other for other in self.parties if other != p] for p in self.vetoes()}
        return tuple(party for party, rest in others.items() if plain.met(rest))

    def gate(self, party: str) -> Fraction:
        """The largest share at which the party could not block by its weight."""
        return self.sum(other for other in self.parties if other != party)
