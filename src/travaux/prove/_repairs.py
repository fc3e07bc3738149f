"""What closes leaks: floors that are lowered where goods land, or raised where they come in, until no leak is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from travaux.prove._chain import At, Border, Chain
from travaux.prove._search import Leak, leaks

#: Rounds after which a repair is given up: changing floors alone does not close the leak.
MOST_ROUNDS = 64
Mend = Callable[[Chain, tuple[Leak, ...]], dict[At, Fraction]]


def entry(leak: Leak) -> At:
    """The party and stage at which the good of a leak came in."""
    return next((move.place, move.stage) for move in leak.moves if move.kind == "clear")


def lowered(chain: Chain, found: tuple[Leak, ...]) -> dict[At, Fraction]:
    """The floors of the parties in which goods land too cheap, at the price at which these land."""
    return {(leak.party, leak.stage): leak.landed for leak in found}


def raised(chain: Chain, found: tuple[Leak, ...]) -> dict[At, Fraction]:
    """The floor where the good of the worst leak came in, higher by the gap."""
    worst = found[0]
    at = entry(worst)
    border = chain.borders.get(at)
    level = Fraction(border.floor) if border else max(worst.bar - worst.gap, Fraction(0))
    return {at: level + worst.gap}


def repaired(chain: Chain, mend: Mend) -> dict[At, Fraction] | None:
    """The floors that a way of mending changes until nothing leaks; None where it does not end."""
    changes: dict[At, Fraction] = {}
    for _ in range(MOST_ROUNDS):
        found = leaks(chain)
        if not found:
            return changes
        changes |= mend(chain, found)
        chain = replace(chain, borders=with_levels(chain, changes))
    return None


def with_levels(chain: Chain, levels: dict[At, Fraction]) -> dict[At, Border]:
    """The borders of a chain with some floors at other levels."""
    changed = {at: replace(chain.borders.get(at, Border(level)), floor=level) for at, level in levels.items()}
    return {**chain.borders, **changed}
