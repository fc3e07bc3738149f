"""What closes leaks: floors that are lowered where goods land or raised where they come in, and dearer freight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, takewhile

from travaux.prove._chain import At, Border, Chain, Number
from travaux.prove._freight import Freight
from travaux.prove._search import Leak, leaks

#: Rounds after which a repair is given up: changing floors alone does not close the leak.
MOST_ROUNDS = 64
#: Rounds in which a rise of freight is looked for: where it does not end in these, it only comes ever nearer.
MOST_RISES = 12
Mend = Callable[[Chain, tuple[Leak, ...]], dict[At, Fraction]]


def entry(leak: Leak) -> At:
    """The party and stage at which the good of a leak came in."""
    return next((move.place, move.stage) for move in leak.moves if move.kind == "clear")


def lowered(chain: Chain, found: tuple[Leak, ...]) -> dict[At, Fraction]:
    """The floors of the parties in which goods land too cheap, at the price at which these land."""
    return {(leak.party, leak.stage): leak.landed for leak in found}


def raised(chain: Chain, found: tuple[Leak, ...]) -> dict[At, Fraction]:
    """The floors where the goods came in, each higher by the widest gap of a leak that begins there."""
    levels: dict[At, Fraction] = {}
    for leak in found:
        at = entry(leak)
        border = chain.borders.get(at)
        before = Fraction(border.floor) if border else max(leak.bar - leak.gap, Fraction(0))
        levels[at] = max(levels.get(at, before), before + leak.gap)
    return levels


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


# --- freight ---------------------------------------------------------------------------------------------------------


def inner_legs(leak: Leak) -> list[tuple[str, str]]:
    """The moves of a good between parties after it came in."""
    inside = leak.moves[next(n for n, move in enumerate(leak.moves) if move.kind == "clear") :]
    return [(a.place, b.place) for a, b in pairwise(inside) if a.place != b.place]


def dearer(chain: Chain, costs: Mapping[tuple[str, str], Fraction]) -> Chain:
    """A chain in which some moves cost something else."""
    freight = chain.freight
    rows = tuple(
        tuple(costs.get((a, b), cost) for b, cost in zip(freight.places, row, strict=True))
        for a, row in zip(freight.places, freight.rows, strict=True)
    )
    return replace(chain, freight=Freight(freight.places, rows, freight.unknown))


def closing_leg(chain: Chain, leak: Leak) -> tuple[str, str, Fraction] | None:
    """The one move between parties of a leak, and the cost from which on nothing lands there too cheap.

    None where the route has several moves, or where the good then takes another way.
    """
    legs = inner_legs(leak)
    if len(legs) != 1:
        return None
    needed = chain.freight.between(*legs[0]) + leak.gap
    left = {(other.party, other.stage) for other in leaks(dearer(chain, {legs[0]: needed}))}
    return None if (leak.party, leak.stage) in left else (*legs[0], needed)


def closing_rise(chain: Chain) -> tuple[Fraction, bool]:
    """By how much every move between parties has to become dearer, so that nothing leaks at all; and whether less
    would not do.

    Each leak asks for its gap, shared among its moves; no smaller rise closes it. The rise grows to what is asked until
    nothing is. Where it only comes ever nearer, the widest gap is taken: each good moves once at least. Less may do too
    where origin hangs on values, since materials that come in dearer can cost a good its origin.
    """
    rise, widest = Fraction(0), Fraction(0)
    sure = chain.most_outside is None and all(tests is None for tests in chain.confers.values())
    pairs = [(a, b) for a in chain.parties for b in chain.parties if a != b]
    for _ in range(MOST_RISES):
        dear = dearer(chain, {pair: chain.freight.between(*pair) + rise for pair in pairs})
        found = leaks(dear)
        if not found:
            return rise, sure
        widest = max(widest, rise + found[0].gap)
        rise += max(_asked(dear, leak) for leak in found)
    return widest, False


def _asked(chain: Chain, leak: Leak) -> Fraction:
    """How much dearer every move between parties has to become at least, for a leak to close.

    What a good costs more on its way in is nothing where it is lifted to the floor all the same, and counts with the
    duties and the charge on it at most.
    """
    moves, gate = len(inner_legs(leak)), entry(leak)
    before = sum(move.kind == "ship" for move in takewhile(lambda move: move.kind != "clear", leak.moves))
    way = Fraction(chain.freight.inward[chain.parties.index(gate[0])], chain.freight.scale)
    value = chain.outside[gate[1]] + way
    asked = leak.gap / moves
    if _leaving(chain, gate, value) == _leaving(chain, gate, value + before * asked):
        return asked
    border, rate = chain.borders.get(gate), Fraction(chain.duties.get(gate, 0))
    limit = border.cap if border is not None and border.cap is not None else 0
    return leak.gap / (moves + before * (1 + rate + limit))


def _leaving(chain: Chain, gate: At, value: Fraction) -> Number:
    """The price at which a good that came in at a value leaves again: without the charge, where that is paid back."""
    border, landed = chain.borders.get(gate), chain.landed(*gate, value)
    return landed - chain.charge(*gate, value) if border is not None and border.refunds else landed
