"""Charges at the border: whether one good is charged twice, beyond the gap to the floor, or beyond a bound rate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from travaux.checks._model import good, name
from travaux.compilation import Subject
from travaux.figures import percent, shown
from travaux.lookup import lookup
from travaux.model.instrument import Instrument
from travaux.model.quantity import Price
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._world import FOLLOWING, Kept, World
from travaux.records import Entry


def _unit(price: Price) -> str:
    return f"{price.currency}/{price.per} {price.basis}"


def _last(kept: Kept) -> Price:
    """The level that is reached last."""
    return kept.line.levels[max(kept.line.levels)]


def _same_good(one: Kept, other: Kept) -> bool:
    grades = {one.line.grade, other.line.grade}
    return (one.line.product, one.line.stage) == (other.line.product, other.line.stage) and (
        len(grades) == 1 or None in grades
    )


@invariant("I-05")
def charged_once(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """One Party charges one good for one floor alone.

    Why: where two floors or two adjustments reach one good in one Party, the importer pays two gaps, and lands above
    either floor; or two officers read two amounts out of one text.
    Source: arithmetic.
    Assumes: goods are told apart by product, stage and grade; a line without a grade has all of them.
    """
    world = World(s, instrument)
    if not world.kept:
        yield Inapplicable("no floor of this text is kept at the border")
        return
    twice = False
    for n, one in enumerate(world.kept):
        for other in world.kept[n + 1 :]:
            if one.party == other.party and _same_good(one, other):
                twice = True
                yield _twice(s, one, other)
    if not twice:
        yield Holds("in each Party each good has one floor, kept by one adjustment")


def _twice(s: Subject, one: Kept, other: Kept) -> Outcome:
    first, second = _last(one), _last(other)
    party = name(s.records.parties[one.party])
    what = f"{good(s, one.line)} has two floors in {party}: {one.floor.record.id!r} and {other.floor.record.id!r}"
    if one.floor is other.floor:
        what = f"{good(s, one.line)} is charged twice in {party}: by {one.adjustment.record.id!r} and "
        what += repr(other.adjustment.record.id)
    if _unit(first) != _unit(second):
        return Undecided(f"{what}, in two units", other.span, "state both in one currency, unit and basis")
    value = min(Fraction(first.amount), Fraction(second.amount)) / 2
    gaps = [Fraction(price.amount) - value for price in (first, second)]
    highest = max(first.amount, second.amount)
    return Counterexample(
        f"{what}; at a value of {shown(value)} {_unit(first)} the gaps are {shown(gaps[0])} and {shown(gaps[1])}: the "
        f"good lands at {shown(value + sum(gaps))} and not at {shown(Fraction(highest))}",
        other.span,
        lambda: Fraction(first.amount) + Fraction(second.amount) - value > highest,
        repairs=("lay one floor on the good in this Party, kept by one adjustment",),
    )


@invariant("I-06")
def no_more_than_the_gap(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """The charge is never more than what a good lacks to its floor, other duties counted.

    Why: a good that pays other duties too then lands above the floor, and the text has a higher floor than it states.
    Source: arithmetic; duties on top of each other are the first question of importers (li-008, reported).
    Assumes: the table of other duties. A charge that does not follow the declared price is not decided.
    """
    world = World(s, instrument)
    rates, seen = world.table("duty-rate"), False
    for kept in world.kept:
        seen = True
        record, line, level = kept.adjustment.record, kept.line, _last(kept)
        party = name(s.records.parties[kept.party])
        if record.base == "index-price" or record.form not in FOLLOWING:
            why = f"{good(s, line)} in {party}: the charge does not follow the declared price"
            yield Undecided(why, kept.adjustment.span("form"))
        elif record.stacking == "on-top":
            rate = rates.find(party=kept.party, product=line.product, stage=line.stage)
            if rate is None:
                why = f"{good(s, line)} in {party}: the charge comes on top of other duties, which are not on record"
                yield Undecided(why, kept.adjustment.span("stacking"), "name a table of the kind duty-rate")
            elif rate.value:
                yield _on_top(kept, good(s, line), party, level, rate.value / 100)
    if not seen:
        yield Inapplicable("no floor of this text is kept at the border")
    elif all(kept.adjustment.record.stacking == "net-of-other-duties" for kept in world.kept):
        following = [kept for kept in world.kept if kept.adjustment.record.form in FOLLOWING]
        if following and all(kept.adjustment.record.base != "index-price" for kept in following):
            yield Holds("the charge is the floor less the declared value and other duties, and nothing above it")


def _on_top(kept: Kept, what: str, party: str, level: Price, rate: Fraction) -> Counterexample:
    floor = Fraction(level.amount)
    value = floor * Fraction(9, 10)
    landed = value + (floor - value) + rate * value
    return Counterexample(
        f"{what} of a value of {shown(value)} {_unit(level)} pays other duties of {percent(rate)} in {party} and the "
        f"charge of {shown(floor - value)} on top: it lands at {shown(landed)}, {shown(landed - floor)} over its floor",
        kept.adjustment.span("stacking"),
        lambda: value * (1 + rate) + (floor - value) - floor == landed - floor > 0,
        repairs=("set `stacking: net-of-other-duties`",),
        assumptions=("the value is chosen for the example: nine tenths of the floor",),
    )


@invariant("I-31")
def within_the_bound_rate(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Charge and ordinary duty together stay within the bound rate of the Party.

    Why: a duty above the rate that a Party has bound is barred, whatever its purpose, where no other basis is named.
    Source: GATT 1994 Article II:1(b) (wt-02, unconfirmed); Chile - Price Band System (wt-03, official).
    Assumes: the tables of bound rates and of ordinary duties; one that is not on record is taken as nothing.
    """
    world = World(s, instrument)
    bounds, rates, missing = lookup(s, instrument, "bound-rate"), world.table("duty-rate"), []
    for kept in world.kept:
        about = {"party": kept.party, "product": kept.line.product, "stage": kept.line.stage}
        bound, duty = bounds.find(**about), rates.find(**about)
        if bound is None:
            missing.append(kept)
            continue
        yield _bound(s, kept, bound.value / 100, duty.value / 100 if duty else Fraction(0))
    if not world.kept:
        yield Inapplicable("no floor of this text is kept at the border")
    elif missing:
        why = f"for {len(missing)} of {len(world.kept)} goods, Party by Party, no bound rate is on record"
        hint = "name a table of the kind bound-rate, from the schedules of the Parties"
        yield Undecided(why, missing[0].adjustment.span("classified_as"), hint)


def _bound(s: Subject, kept: Kept, bound: Fraction, duty: Fraction) -> Outcome:
    level, cap, party = _last(kept), kept.adjustment.record.cap, name(s.records.parties[kept.party])
    most = None if cap is None else Fraction(cap.value) / 100
    what = good(s, kept.line)
    if most is not None and most + duty <= bound:
        return Holds(f"{what} in {party}: {percent(most + duty)} at most, bound at {percent(bound)}")
    floor = Fraction(level.amount)
    value = floor / (1 + duty + (most if most is not None else 2 * bound + 1))
    rate = (floor - value) / value
    return Counterexample(
        f"{what} of a value of {shown(value)} {_unit(level)} pays {percent(rate)} in {party}, duty and charge, "
        f"and the bound rate is {percent(bound)}",
        kept.adjustment.span("cap"),
        lambda: floor - value > bound * value and value > 0,
        repairs=(f"limit the charge to {percent(max(bound - duty, Fraction(0)))}, or name the basis for more",),
        assumptions=(f"ordinary duty {percent(duty)}, counted towards the floor",),
    )
