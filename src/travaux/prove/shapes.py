"""Shapes of charges: whether a dearer good lands dearer, and whether parts and other units of mass owe the same."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from travaux.compilation import Subject
from travaux.figures import counted, percent, plain, shown
from travaux.formula.whole import Formula, Table, Variable
from travaux.model.instrument import Instrument
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._charged import Charged, charged
from travaux.prove._monotone import TRIED, Fall, never_falls, pinned, rises, tried
from travaux.prove._solver import INSTALL, NEEDED, version, z3
from travaux.records import Entry

NOT_CALCULATED = "no charge of this text is calculated entry by entry"


@invariant("I-08")
def dearer_lands_dearer(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Of two goods that differ by price alone, the dearer never lands cheaper.

    Decided for every entry that the formula takes, whatever the level, the share of the phase-in and the content: from
    the tree, where no step takes back more than a unit of price adds; else by the solver.

    Why: where a schedule has steps, a price just below a step pays more than the step is worth, and the importer is
    better off to invoice more than the goods cost.
    Source: the entry prices of the European Union for fruit and vegetables, in steps of two per cent (unconfirmed).
    Assumes: the dearer good pays no less of other duties. Amounts are rounded: what differs by one unit of the last
    place is equal.
    """
    found, solver = list(charged(s, instrument)), z3()
    decided: dict[object, str | None] = {}
    outcomes = [(one, _falls(one, solver, decided)) for one in found]
    yield from (outcome for _, outcome in outcomes if outcome is not None)
    proved = [one for one, outcome in outcomes if outcome is None]
    if not found:
        yield Inapplicable(NOT_CALCULATED)
    elif proved:
        replay = tuple(text for text in decided.values() if text)
        said = (version(solver),) if solver and replay else ()
        what = (
            f"{counted(len(proved), 'charge')}: of two goods that differ by price alone the dearer never lands cheaper"
        )
        yield Holds(what, ("the dearer good pays no less of other duties", *said), replay)


def _falls(one: Charged, solver: Any | None, decided: dict[object, str | None]) -> Outcome | None:
    """What is wrong or open with a charge; None where it holds."""
    if rises(one.formula):
        return None
    if solver is not None:
        key = (_shape(one.formula), one.formula.steps)
        if key not in decided:
            decided[key] = never_falls(solver, one.formula)
        if decided[key]:
            return None
    for setting in one.settings():
        fall = tried(setting, one.level) or (pinned(solver, setting) if solver is not None else None)
        if fall is not None:
            return _told(one, fall)
    if solver is None:
        return Undecided(f"{one.what}: {NEEDED}", one.span, INSTALL)
    return Undecided(f"{one.what}: neither a proof nor a case was found", one.span, "simplify the schedule")


def _shape(formula: Formula) -> tuple[object, ...]:
    """What the solver sees of inputs and tables, which have units besides."""
    given: tuple[Variable | Table, ...] = (*formula.inputs, *formula.tables)
    return tuple((each.name, each.low, each.high, each.places) for each in given)


def _told(one: Charged, fall: Fall) -> Counterexample:
    unit, share = one.charge.price.unit, fall.setting.figures.get("phase_share", 1)
    prices = [Fraction(value) / Fraction(TRIED) for value in (fall.cheap, fall.dear)]
    lands = [fall.landed(value) / Fraction(TRIED) for value in (fall.cheap, fall.dear)]
    phased = "" if share == 1 else f" while {percent(Fraction(share))} of the gap is charged"
    return Counterexample(
        f"{one.what} at a price of {shown(prices[0])} {unit} lands at {shown(lands[0])}{phased}, and at "
        f"{shown(prices[1])} it lands at {shown(lands[1])}: the dearer lands {shown(lands[0] - lands[1])} cheaper",
        one.span,
        fall.lands_cheaper,
        tuple(
            f"priced {shown(price)}: it pays {shown(landed - price)}"
            for price, landed in zip(prices, lands, strict=True)
        ),
        (f"charge {shown(lands[1] - prices[0])} at most at a price of {shown(prices[0])}",),
        (
            f"a level of {shown(Fraction(fall.setting.figures['floor_level']))} {unit}",
            f"goods of {plain(Fraction(TRIED))} {one.charge.price.per} of the substance itself, without other duties",
        ),
    )
