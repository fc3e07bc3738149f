"""Formulas: whether every sum and comparison of a calculation is in one unit, and no figure wider than engines hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from travaux.calculation.border import formula_of
from travaux.calculation.charge import Charge
from travaux.calculation.content import Content
from travaux.checks._model import good, mechanisms
from travaux.compilation import Subject
from travaux.formula.fault import Fault, FormulaError
from travaux.formula.linear import equation
from travaux.formula.units import unit_faults
from travaux.formula.whole import Formula
from travaux.formula.widths import LIMIT, width_faults
from travaux.model.instrument import Instrument
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, invariant
from travaux.prove._kept import Kept, kept_lines
from travaux.records import Entry
from travaux.span import Span


@dataclass(frozen=True, slots=True)
class Calculation:
    """A formula of a text: what it calculates, and where that is laid down."""

    what: str
    formula: Formula
    span: Span


def calculations(s: Subject, instrument: Entry[Instrument]) -> Iterator[Calculation]:
    """The charge on each good with a floor, in each currency of declaration, and what mechanisms calculate besides."""
    currencies = [s.records.parties[key].record.currency for key in instrument.record.parties]
    for kept in _lines(s, instrument):
        for declared in dict.fromkeys(currencies):
            formula = _charge(kept, declared)
            if formula is not None:
                what = f"the charge on {good(s, kept.line)}, declared in {declared}"
                yield Calculation(what, formula, kept.adjustment.span("form"))
    for entry in s.mechanisms(instrument):
        for formula in entry.record.formulas():
            yield Calculation(f"{formula.name} of {entry.record.id!r}", formula, entry.span("kind"))


def _lines(s: Subject, instrument: Entry[Instrument]) -> tuple[Kept, ...]:
    """One of each line of a floor and adjustment, whoever keeps it."""
    lines = {(k.floor.record.id, k.number, k.adjustment.record.id): k for k in kept_lines(s, instrument)}
    return tuple(lines.values())


def _charge(kept: Kept, declared: str) -> Formula | None:
    """The formula of a charge; None for a form that is set for a period and not calculated for each entry."""
    evidence = kept.adjustment.record.downstream.evidence
    charge = Charge(kept.adjustment.record, kept.floor.record, kept.line, Content(evidence=evidence), declared)
    try:
        return formula_of(charge)
    except FormulaError:
        return None


def _steps(formula: Formula, faults: Sequence[Fault]) -> tuple[str, ...]:
    """The steps in which something is wrong, in full."""
    named = {fault.place.partition(" (")[0].removeprefix("step ") for fault in faults}
    return tuple(f"step {n}: {equation(step)}" for n, step in enumerate(formula.steps, 1) if str(n) in named)


def _found(faults: Sequence[Fault], of: Calculation) -> Counterexample:
    again = unit_faults if faults == unit_faults(of.formula) else width_faults
    return Counterexample(
        f"{of.what}: {faults[0].place}: {faults[0].message}",
        of.span,
        lambda: again(of.formula) == tuple(faults),
        (*_steps(of.formula, faults), *(f"{fault.place}: {fault.message}" for fault in faults[1:])),
        tuple(dict.fromkeys(fault.hint for fault in faults if fault.hint)),
    )


@invariant("I-46")
def one_unit(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """What is added, subtracted or compared in a calculation is in one unit, and per one basis.

    The units follow from the formula, step by step, before any number is known.

    Why: a price per kilogram of Nd and one per kilogram of its oxide differ by a seventh; who subtracts the one from
    the other charges what nobody agreed.
    Source: arithmetic; masses of atoms (IUPAC).
    Assumes: the formulas that the records yield, in the currency of each Party.
    """
    every = list(calculations(s, instrument))
    found = [_found(faults, of) for of in every if (faults := unit_faults(of.formula))]
    yield from found
    if not every:
        yield Inapplicable("nothing in this text is calculated entry by entry")
    elif not found:
        yield Holds(f"{len(every)} formulas: every sum, difference and comparison is in one unit and per one basis")


@invariant("I-47")
def no_wider_than_engines_hold(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """No step of a calculation needs more digits than every engine holds.

    Why: a database that runs out of digits rounds without saying so, and two administrations collect two amounts.
    Source: decimals of databases have 38 digits; 37 leave one for rounding.
    Assumes: the ranges and decimal places that the inputs of the formula keep to.
    """
    every = list(calculations(s, instrument))
    found = [_found(faults, of) for of in every if (faults := width_faults(of.formula))]
    yield from found
    if not every:
        yield Inapplicable("nothing in this text is calculated entry by entry")
    elif not found:
        yield Holds(f"{len(every)} formulas: no step needs more than {LIMIT} digits")


@invariant("I-45")
def one_currency(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """The levels of one good are all in one currency, unit and basis, and one rule of exchange converts them.

    Why: the step from one level to the next is then no step of price; and with two rules of exchange an officer has two
    amounts to choose from.
    Source: drafting practice; Article 9 of the Customs Valuation Agreement has one rate for a conversion (unconfirmed).
    Assumes: the rate is converted on the day that the record of the adjustment names.
    """
    seen = False
    for floor in mechanisms(s, instrument, PriceFloor):
        for n, line in enumerate(floor.record.lines):
            seen, (first, *rest) = True, line.levels.items()
            for day, price in rest:
                if price.unit != first[1].unit:
                    yield Counterexample(
                        f"{good(s, line)} has a level of {first[1].amount} {first[1].unit} from {first[0]}, and of "
                        f"{price.amount} {price.unit} from {day}: the step between them is in no unit",
                        floor.span("lines", n, "levels", day.isoformat()),
                        lambda price=price, first=first: (  # type: ignore[misc]
                            (price.currency, price.per, price.basis)
                            != (first[1].currency, first[1].per, first[1].basis)
                        ),
                        ("step 1 of the charge looks both up as one floor level, F",),
                        (f"state the level from {day} in {first[1].unit}",),
                    )
                    return
    yield from _two_rules(s, instrument)
    if not seen:
        yield Inapplicable("the text has no floor")
    elif not any(_two_rules(s, instrument)):
        yield Holds("each good has its levels in one currency, unit and basis, converted by one rule")


def _two_rules(s: Subject, instrument: Entry[Instrument]) -> Iterator[Counterexample]:
    """Floors and adjustments that convert one amount at two rates."""
    for kept in {k.floor.record.id: k for k in _lines(s, instrument)}.values():
        floor, own = kept.floor.record.currency_rule, kept.adjustment.record.currency_rule
        if floor != own:
            yield Counterexample(
                f"{kept.floor.record.id!r} converts at the rate of {floor.source} ({floor.date_basis}), and "
                f"{kept.adjustment.record.id!r} at that of {own.source} ({own.date_basis})",
                kept.adjustment.span("currency_rule"),
                lambda one=floor, other=own: (one.source, one.date_basis) != (other.source, other.date_basis),  # type: ignore[misc]
                repairs=("name one source and one day in both",),
            )
