"""From floors and adjustments to lines that are kept at a border, and to the minerals whose prices compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from travaux.checks._model import equalised, mechanisms, resolved
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import FloorLine, Phase, PriceFloor
from travaux.model.quantity import Price
from travaux.participation import left_out
from travaux.records import Entry
from travaux.span import Span

NO_FLOOR = "no floor of this text is kept at the border"
#: Forms of the charge that follow the declared price, so that the landed price is known.
FOLLOWING = ("variable-specific", "guarantee-deposit")


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of a floor as one party keeps it."""

    party: str
    floor: Entry[PriceFloor]
    number: int
    adjustment: Entry[BorderAdjustment]
    own_steps: tuple[Phase, ...] = ()
    """Steps of the phase-in that the party has in place of those of the floor."""

    @property
    def steps(self) -> tuple[Phase, ...]:
        """The steps of the phase-in for this party."""
        return self.own_steps or self.floor.record.phase_in

    @property
    def line(self) -> FloorLine:
        """The line."""
        return self.floor.record.lines[self.number]

    @property
    def last(self) -> Price:
        """The level that is reached last."""
        return self.line.levels[max(self.line.levels)]

    @property
    def span(self) -> Span:
        """Where its level stands."""
        return self.floor.span("lines", self.number, "levels")

    @property
    def cap_first(self) -> bool:
        """Whether the limit of the charge comes before the phase-in."""
        order = self.adjustment.record.order
        return {"cap", "phase-in"} <= set(order) and order.index("cap") < order.index("phase-in")

    def phase(self, month: int) -> Fraction:
        """The share of the gap that is charged so many months after entry into force."""
        if "phase-in" not in self.adjustment.record.order:
            return Fraction(1)
        shares = [phase.share.value for phase in self.steps if phase.after <= month]
        return Fraction(shares[-1]) / 100 if shares else Fraction(0)


@dataclass(frozen=True, slots=True)
class Mineral:
    """A mineral whose prices are all on one basis, with every line of its floors."""

    product: str
    currency: str
    per: str
    basis: str
    kept: tuple[Kept, ...]

    @property
    def unit(self) -> str:
        """The unit of its prices."""
        return f"{self.currency}/{self.per} {self.basis}"


def kept_lines(s: Subject, instrument: Entry[Instrument]) -> Iterator[Kept]:
    """Every line of a floor that a party keeps by a charge at its border, in the order of the instrument."""
    adjustments = {a.record.id: a for a in mechanisms(s, instrument, BorderAdjustment)}
    for party in instrument.record.parties:
        for floor in mechanisms(s, instrument, PriceFloor):
            for adjustment in _keeping(floor.record, adjustments):
                both = (resolved(entry.addressees, instrument) for entry in (floor.record, adjustment.record))
                if all(party in owing for owing in both):
                    steps = _own_steps(instrument, party, floor)
                    lines = (Kept(party, floor, n, adjustment, steps) for n in range(len(floor.record.lines)))
                    yield from (kept for kept in lines if _keeps(instrument, kept))


def _keeps(instrument: Entry[Instrument], kept: Kept) -> bool:
    """Whether a party has not left a line out of the floor or of its charge; one left out for a time is left out."""
    line, keys = kept.line, (kept.floor.record.id, kept.adjustment.record.id)
    return not any(left_out(instrument.record, key, kept.party, line.product, line.hs) for key in keys)


def _own_steps(instrument: Entry[Instrument], party: str, floor: Entry[PriceFloor]) -> tuple[Phase, ...]:
    terms = instrument.record.participation.get(floor.record.id)
    return terms.phase_in.get(party, ()) if terms else ()


def together(s: Subject, instrument: Entry[Instrument]) -> tuple[tuple[Kept, ...], ...]:
    """The lines of floors that one Party keeps, each once; of Parties that keep the same ones the first."""
    found: dict[str, dict[tuple[str, int], Kept]] = {}
    for kept in kept_lines(s, instrument):
        found.setdefault(kept.party, {}).setdefault((kept.floor.record.id, kept.number), kept)
    return tuple({tuple(own): tuple(own.values()) for own in reversed(found.values())}.values())[::-1]


def minerals(lines: Sequence[Kept]) -> Iterator[Mineral]:
    """The minerals of some lines, each in the currency and unit of its first line; grades of their own apart."""
    grades: dict[tuple[str, str, str], set[str | None]] = {}
    for kept in lines:
        grades.setdefault(_same(kept.line), set()).add(kept.line.grade)
    groups: dict[tuple[str, ...], list[Kept]] = {}
    for kept in lines:
        product, stage, basis = _same(kept.line)
        apart = (stage, kept.line.grade or "") if len(grades[product, stage, basis]) > 1 else ()
        groups.setdefault((product, basis, *apart), []).append(kept)
    for (product, basis, *_), own in groups.items():
        first = next(iter(own[0].line.levels.values()))
        yield Mineral(product, first.currency, first.per, basis, tuple(own))


def _same(line: FloorLine) -> tuple[str, str, str]:
    """What lines have in common that differ by their grade alone."""
    return line.product, line.stage, str(next(iter(line.levels.values())).basis)


def _keeping(
    floor: PriceFloor, adjustments: Mapping[str, Entry[BorderAdjustment]]
) -> Iterator[Entry[BorderAdjustment]]:
    """The adjustments that keep a floor at the border."""
    if equalised(floor):
        yield from (entry for entry in adjustments.values() if floor.id in entry.record.floors)
