"""Exemptions and reductions of a charge: whether two that apply at once come to one amount, or follow in an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

from travaux.checks._model import good, listed, name
from travaux.compilation import Subject
from travaux.figures import percent, shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, invariant
from travaux.prove._kept import NO_FLOOR, Kept, kept_lines
from travaux.records import Entry


@invariant("I-18")
def exemptions_come_to_one_amount(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Whatever exempts a good or reduces its charge comes to one amount, or follows in a stated order.

    An exemption leaves nothing to pay, so that two of one charge decide alike; what reduces a charge has its place in
    `order`; and two charges on one good exempt the same goods.

    Why: a sample for research that is free by one provision and pays half by another owes what the officer prefers.
    Source: default logic of statutes, in which two exceptions at once are a fault of the draft.
    Assumes: the exemptions and reductions of the records.
    """
    kept = tuple(kept_lines(s, instrument))
    found = {o.statement: o for o in (*_unordered(s, kept), *_disagreeing(s, kept))}
    yield from found.values()
    if not kept:
        yield Inapplicable(NO_FLOOR)
    elif not found:
        for adjustment in {k.adjustment.record.id: k.adjustment.record for k in kept}.values():
            yield Holds(_said(adjustment))


def _said(record: BorderAdjustment) -> str:
    free = [f"on {ground.replace('-', ' ')}" for ground in record.exclusions]
    free += ["on goods of a Party that keeps the floor"] if record.member_exempt else []
    least = record.de_minimis
    free += [f"up to {shown(Fraction(least.amount))} {least.currency} of an importer in a month"] if least else []
    exempt = f"nothing is charged {listed(free)}, whichever of these applies; " if free else ""
    return f"{record.id!r}: {exempt}what reduces the charge follows in the order {', '.join(record.order)}"


# --- reductions ------------------------------------------------------------------------------------------------------


def _unordered(s: Subject, kept: tuple[Kept, ...]) -> Iterator[Counterexample]:
    """Phase-ins of a floor that the order of its adjustment does not know."""
    for one in kept:
        first, order = one.steps[0], one.adjustment.record.order
        if first.share.value < 100 and "phase-in" not in order:
            share, level = Fraction(first.share.value) / 100, Fraction(one.last.amount)
            gap = level / 2
            yield Counterexample(
                f"{one.floor.record.id!r} charges {percent(share)} of the gap at first, and the order of "
                f"{one.adjustment.record.id!r} ({', '.join(order)}) has no phase-in: of a gap of {shown(gap)} "
                f"{one.last.unit} on {good(s, one.line)} it is {shown(gap * share)} or {shown(gap)}",
                one.adjustment.span("order"),
                lambda one=one, first=first: one.phase(first.after) == 1 and first.share.value < 100,  # type: ignore[misc]
                repairs=("add `phase-in` to the `order`, before the cap or after it",),
            )


# --- two charges on one good -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Case:
    """What exemptions ask of goods."""

    ground: str
    originating: bool
    listed: bool
    value: Decimal
    """Of all goods of the importer in the month."""

    def exempt(self, record: BorderAdjustment) -> bool:
        """Whether an adjustment leaves the goods free."""
        least = record.de_minimis
        return (
            self.ground in record.exclusions
            or (self.originating and (record.member_exempt or record.applies_to != "all-origins"))
            or (record.applies_to == "listed-origins" and not self.listed)
            or (least is not None and self.value <= least.amount)
        )

    def pays(self, record: BorderAdjustment) -> bool:
        """The same from the other side: whether the goods are charged."""
        if self.originating and record.applies_to != "all-origins":
            return False
        grounds = [self.ground in record.exclusions, self.originating and record.member_exempt]
        grounds.append(record.applies_to == "listed-origins" and not self.listed)
        return not any(grounds) and (record.de_minimis is None or record.de_minimis.amount < self.value)

    def __str__(self) -> str:
        facts = [self.ground.replace("-", " "), "originating" if self.originating else ""]
        facts += [
            "" if self.listed else "of an origin that is not listed",
            f"worth {shown(Fraction(self.value))} in all",
        ]
        return ", ".join(filter(None, facts))


def _cases(*records: BorderAdjustment) -> Iterator[_Case]:
    """Every combination of what the records ask; those in which least is special come first."""
    limits = sorted({r.de_minimis.amount for r in records if r.de_minimis})
    values = [(limits[-1] if limits else Decimal(0)) + 1000, *limits]
    grounds = ["", *dict.fromkeys(ground for record in records for ground in record.exclusions)]
    for value, ground, originating, among in product(values, grounds, (False, True), (True, False)):
        yield _Case(ground, originating, among, value)


def _disagreeing(s: Subject, kept: tuple[Kept, ...]) -> Iterator[Counterexample]:
    """Two adjustments on one good in one Party, of which one leaves some goods free and the other does not."""
    for one, other in combinations(kept, 2):
        same = (one.party, one.line.product, one.line.stage) == (other.party, other.line.product, other.line.stage)
        records = one.adjustment.record, other.adjustment.record
        if not same or one.line.grade != other.line.grade or records[0].id == records[1].id:
            continue
        for case in _cases(*records):
            if case.exempt(records[0]) != case.exempt(records[1]):
                yield _apart(s, one, other, case)
                break


def _apart(s: Subject, one: Kept, other: Kept, case: _Case) -> Counterexample:
    free, pays = (one, other) if case.exempt(one.adjustment.record) else (other, one)
    gap = Fraction(pays.last.amount) / 2
    return Counterexample(
        f"{good(s, one.line)} in {name(s.records.parties[one.party])}, {case}: free by {free.adjustment.record.id!r}, "
        f"and by {pays.adjustment.record.id!r} it pays {shown(gap)} {pays.last.unit} of a gap as large",
        pays.adjustment.span("floors"),
        lambda: not case.pays(free.adjustment.record) and case.pays(pays.adjustment.record),
        repairs=("exempt the same goods in both, or charge the good by one adjustment",),
    )
