"""Deadlocks of a condition: two sides that make up all parties, of which neither suffices and each stops the other.

The smaller side is looked for by its number. Where the number of one side is too small for it, its heaviest or lightest
members decide; else a sum of shares has to fall between two figures, and every sum that a number of parties can have is
counted, in whole units of the finest share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from travaux.prove._coalitions import Condition

#: Units into which the shares are divided at most; finer ones leave the question open.
FINEST = 100_000


def deadlock(condition: Condition) -> tuple[str, ...] | None:
    """A smallest side of a deadlock, in the parties' order; () where one side always suffices, None if not known."""
    if not condition.met(condition.parties):
        return ()
    known = True
    for size in range(1, len(condition.parties) // 2 + 1):
        side = _required(condition, size) if condition.required else _side(condition, size)
        if side:
            return tuple(party for party in condition.parties if party in side)
        known = known and side is not None
    return () if known else None


def stuck(condition: Condition, side: Sequence[str]) -> bool:
    """Whether neither a side nor the others suffice."""
    return not condition.met(side) and not condition.met(p for p in condition.parties if p not in side)


def _required(condition: Condition, size: int) -> tuple[str, ...]:
    """A side where some party is required: the heaviest others, or it with the lightest; () where neither is stuck."""
    others = [party for party in _heaviest(condition) if party not in condition.required]
    tried = others[:size], [condition.required[0], *reversed(others)][:size]
    return next((tuple(side) for side in tried if len(side) == size and stuck(condition, side)), ())


def _heaviest(condition: Condition) -> list[str]:
    return sorted(condition.parties, key=lambda party: -condition.weight(party))


def _side(condition: Condition, size: int) -> tuple[str, ...] | None:
    """A side of so many parties where none is required; () where there is none."""
    ordered = _heaviest(condition)
    for side in (ordered[:size], ordered[-size:]):
        if stuck(condition, side):
            return tuple(side)
    by_share = condition.share is not None and condition.count <= size
    return _between(condition, ordered, size) if by_share else ()


def _between(condition: Condition, ordered: list[str], size: int) -> tuple[str, ...] | None:
    """A side whose share, and that of the others, are both too small."""
    share = condition.share or Fraction(0)
    weights = [condition.weight(party) for party in ordered]
    unit = math.lcm(*(each.denominator for each in (*weights, share)))
    whole = [int(weight * unit) for weight in weights]
    if sum(whole) > FINEST:
        return None
    least, most = sum(whole) - math.ceil(share * unit) + 1, math.ceil(share * unit) - 1
    sums = _sums(whole, size)
    found = sums[-1][size] >> least & ((1 << max(0, most - least + 1)) - 1) if most >= least else 0
    if not found:
        return ()
    return _members(ordered, whole, sums, size, least + (found & -found).bit_length() - 1)


def _sums(whole: list[int], size: int) -> list[list[int]]:
    """After each party and by number: the sums that so many of the parties can have, a bit for each."""
    rows = [[1] + [0] * size]
    for weight in whole:
        last = rows[-1]
        rows.append([1] + [last[n] | last[n - 1] << weight for n in range(1, size + 1)])
    return rows


def _members(ordered: list[str], whole: list[int], sums: list[list[int]], size: int, total: int) -> tuple[str, ...]:
    """Parties of a number and a sum."""
    side = []
    for n in range(len(whole), 0, -1):
        if size and total >= whole[n - 1] and sums[n - 1][size - 1] >> (total - whole[n - 1]) & 1:
            side.append(ordered[n - 1])
            size, total = size - 1, total - whole[n - 1]
    return tuple(side)
