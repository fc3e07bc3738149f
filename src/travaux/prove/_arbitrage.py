"""Two Parties at opposite ends of a band: what it gains to clear a good in the one and to move it to the other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from travaux.checks._model import good, listed, name
from travaux.compilation import Subject
from travaux.figures import percent, plain, shown
from travaux.model.table import TableUnit
from travaux.prove import Counterexample
from travaux.prove._kept import Kept
from travaux.prove._pairs import Coordinated, moves, rule
from travaux.prove._plain import in_unit, scanned


@dataclass(frozen=True, slots=True)
class Apart:
    """Two Parties at opposite ends of the band: where the good comes in, where it goes, and what that gains."""

    low: Kept
    high: Kept
    wide: Fraction
    """Half of what lies between them: the width of the band with the slippage of exchange rates."""
    levels: tuple[Fraction, Fraction]
    cost: Fraction
    places: tuple[str, ...]
    """The way; () for the least cost of a move that the record states."""

    @property
    def gain(self) -> Fraction:
        """What is left of the difference after the move."""
        return self.levels[1] - self.levels[0] - self.cost


def widths(coordinated: Coordinated) -> tuple[Fraction, Fraction]:
    """The widest band and the slippage, of one."""
    record = coordinated.entry.record
    widest = max((step.width.value for step in record.band), default=0)
    return Fraction(widest) / 100, Fraction(record.slippage.value if record.slippage else 0) / 100


def opposite(coordinated: Coordinated) -> Iterator[Apart]:
    """Every two Parties between which the cost of a move is known."""
    wide = sum(widths(coordinated), Fraction(0))
    for low, high in coordinated.pairs():
        way = coordinated.way(low.party, high.party)
        if way is not None:
            levels = coordinated.level(low) * (1 - wide), coordinated.level(high) * (1 + wide)
            yield Apart(low, high, wide, levels, *way)


def party(s: Subject, kept: Kept) -> str:
    return name(s.records.parties[kept.party])


def converts(s: Subject, kept: Kept) -> str:
    used = rule(kept)
    return f"{party(s, kept)} converts at the rate of {used.source} ({used.date_basis})"


def assumed(coordinated: Coordinated) -> tuple[str, ...]:
    table, slippage = coordinated.world.table("freight"), coordinated.entry.record.slippage
    said = [f"freight: {table.said()}"] if table else []
    said += ["a move costs no less than the record of the coordination states"] if coordinated.least is not None else []
    said += [f"exchange rates make no more than {slippage}"] if slippage else ["exchange rates make no difference"]
    return tuple(said)


def arbitrage(coordinated: Coordinated, found: Sequence[Apart]) -> Counterexample:
    s, worst, unit = coordinated.world.s, found[0], coordinated.mineral.unit
    band, slip = widths(coordinated)
    ends = " and ".join(
        [
            *([f"the band of {percent(band)}"] if band else []),
            *([f"exchange rates {percent(slip)} apart"] if slip else []),
        ]
    )
    low, high = worst.levels
    way = f" by way of {listed(name(s.records.parties[p]) for p in worst.places[1:-1])}" if worst.places[2:] else ""
    others = sum(case.gain > 0 for case in found) - 1
    return Counterexample(
        f"{good(s, worst.low.line)}: by {ends} the floors of {party(s, worst.low)} and {party(s, worst.high)} can be "
        f"{shown(low)} and {shown(high)} {unit}: cleared in the one and moved to the other for "
        f"{shown(worst.cost)}{way} "
        f"it gains {shown(worst.gain)}",
        coordinated.entry.span("band", 0, "width") if band else coordinated.entry.span("slippage"),
        lambda: _gains(coordinated, worst),
        (
            *([f"so for {others} other pairs of Parties"] if others else []),
            *_later(coordinated, worst),
            *(
                [f"{converts(s, worst.low)}, and {converts(s, worst.high)}"]
                if rule(worst.low) != rule(worst.high)
                else []
            ),
        ),
        ("set `top_up: true`", _narrow(coordinated, worst)),
        assumed(coordinated),
    )


def _later(coordinated: Coordinated, worst: Apart) -> Iterator[str]:
    """What the later steps of the band leave."""
    _, slip = widths(coordinated)
    one, other = coordinated.level(worst.low), coordinated.level(worst.high)
    for step in coordinated.entry.record.band[1:]:
        wide = Fraction(step.width.value) / 100 + slip
        gain = other * (1 + wide) - one * (1 - wide) - worst.cost
        left = f"gains {shown(gain)}" if gain > 0 else "gains nothing"
        yield f"with {step.width} from month {step.after} on it {left}"


def _narrow(coordinated: Coordinated, worst: Apart) -> str:
    """The widest band that leaves nothing to gain."""
    _, slip = widths(coordinated)
    one, other = coordinated.level(worst.low), coordinated.level(worst.high)
    most = (worst.cost - (other - one)) / (one + other) - slip
    band = Fraction(math.floor(most * 10_000), 10_000)
    if band <= 0:
        return "convert at one rate of one day: no band is narrow enough"
    return f"narrow the band to {plain(100 * band)}%"


def _gains(coordinated: Coordinated, apart: Apart) -> bool:
    """The same from the records: both levels are allowed, and the way is paid move by move from the rows of tables."""
    record, world, mineral = coordinated.entry.record, coordinated.world, coordinated.mineral
    allowed = max((step.width.value for step in record.band), default=0) + (
        record.slippage.value if record.slippage else 0
    )
    unit = TableUnit("price", mineral.currency, mineral.per, mineral.basis)
    paid = apart.cost if not apart.places else Fraction(0)
    for one, other in moves(apart.places):
        about = {"from": one, "to": other, "product": mineral.product}
        found = scanned(world.s, world.instrument, "freight", **about)
        if found is None:
            return False
        paid += in_unit(world.s, world.instrument, found, unit)
    for kept, level in zip((apart.low, apart.high), apart.levels, strict=True):
        common = coordinated.level(kept)
        if abs(level - common) * 100 > Fraction(allowed) * common:
            return False
    return apart.levels[0] + paid < apart.levels[1]
