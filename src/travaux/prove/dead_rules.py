"""Dead rules: steps of a ladder, alternatives, lines, levels and cases of a formula that never decide on anything."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks._model import good
from travaux.compilation import Subject
from travaux.figures import counted
from travaux.model.instrument import Instrument
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._idle import levels_out_of_force, lines_within_lines
from travaux.prove._ladders import unreached
from travaux.prove._solver import INSTALL, NEEDED, version, z3
from travaux.prove._tests_of_origin import met_alone, told, within
from travaux.prove._tiers import Tiers, tiers
from travaux.prove.formulas import Calculation, calculations
from travaux.prove.origin_rules import rules
from travaux.records import Entry


@invariant("I-20")
def every_rule_can_decide(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Every rule among several decides on something that those before it leave to it.

    Looked at are the ladder of sources of a reference price, the alternatives of a rule of origin, the tariff lines
    and the dated levels of a floor, and the cases of a formula.

    Why: what never applies was meant to, and the rule before it is wider than its drafters thought.
    Source: rule tables, in which a rule has to be met outside those before it.
    Assumes: a step of a ladder that always yields a figure does; every other may fail.
    """
    found = [
        *unreached(s, instrument),
        *_alternatives(s, instrument),
        *lines_within_lines(s, instrument),
        *levels_out_of_force(s, instrument),
    ]
    every = _tables(s, instrument)
    cases = [outcome for of, table in every for outcome in _cases(of, table)]
    yield from found
    yield from cases
    if not any(s.mechanisms(instrument)):
        yield Inapplicable("the text has no mechanisms")
    elif not found and not cases:
        figures = f", and {counted(sum(len(t.node.cases) for _, t in every), 'case')} of formulas" if every else ""
        what = f"every step of a ladder, alternative of origin, tariff line and level{figures} decides on something"
        solver = z3()
        by = (version(solver),) if solver and any(not table.exhaustive for _, table in every) else ()
        yield Holds(what, by)


def _alternatives(s: Subject, instrument: Entry[Instrument]) -> Iterator[Counterexample]:
    """Tests of origin that another test of the same rule is wider than."""
    for rule in rules(s, instrument):
        tests = rule.record.any_of
        for n, narrow in enumerate(tests):
            wider = [m for m, wide in enumerate(tests) if m != n and within(narrow, wide, rule.goods)]
            wider = [m for m in wider if m < n or not within(tests[m], narrow, rule.goods)]  # of two that are one
            if wider:
                wide = tests[wider[0]]
                yield Counterexample(
                    f"{good(s, rule.record)}: every good that meets {told(narrow)} meets {told(wide)} too, which is "
                    "enough",
                    rule.span("any_of", n),
                    lambda tests=tests, rule=rule, n=n, m=wider[0]: not met_alone(tests[n], tests[m], rule.goods),  # type: ignore[misc]
                    repairs=("take the narrower test out, or make the wider one stricter",),
                )


def _tables(s: Subject, instrument: Entry[Instrument]) -> list[tuple[Calculation, Tiers]]:
    """The conditionals of the calculations of a text, those of equal formulas once."""
    formulas = {(of.formula.inputs, of.formula.steps): of for of in calculations(s, instrument)}
    return [(of, table) for of in formulas.values() for table in tiers(of.formula)]


def _cases(of: Calculation, table: Tiers) -> Iterator[Outcome]:
    """Cases that no entry takes, and those of which that is not known."""
    solver = z3()
    for number, never in enumerate(table.never(solver), 1):
        what = f"{of.what}: case {number}, {table.says(number)}"
        if never:
            yield Counterexample(
                f"{what}, never applies: the cases before it take whatever meets it",
                of.span,
                lambda number=number: table.untaken(number),  # type: ignore[misc]
                repairs=("take the case out, or put it before those that are wider",),
                assumptions=("inputs keep to the ranges of the formula", *((version(solver),) if solver else ())),
            )
        elif never is None:
            hint = "simplify the conditions" if solver else INSTALL
            yield Undecided(f"{what}: {'no entry was found that takes it' if solver else NEEDED}", of.span, hint)
