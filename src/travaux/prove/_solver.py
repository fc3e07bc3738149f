"""The solver Z3, where it is installed: a fresh one for each question, within a limit that is the same on any machine.

A question has three answers: there is no case, there is one, or nobody knows. Only the first proves anything; a case
is evaluated exactly before it is believed.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

#: Why a question is open where the solver is not installed, and what installs it.
NEEDED = "that is decided with a solver: it needs the extra `prove`"
INSTALL = "install it: pip install 'travaux[prove]'"
#: Steps of the solver, of which an easy question takes some ten thousand. Time would differ from machine to machine.
MOST_STEPS = 1_500_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver says: whether there is a case, and its values by name."""

    found: bool | None
    """None where it gave up."""
    case: Mapping[str, Fraction]
    """Without those that are no fractions."""


def z3() -> Any | None:
    """The module of the solver; None where it is not installed."""
    try:
        return importlib.import_module("z3")
    except ImportError:
        return None


def version(solver: Any) -> str:
    """For a list of assumptions: `decided by Z3 5.4.1`."""
    return f"decided by Z3 {solver.get_version_string()}"


def ask(solver: Any, facts: Iterable[Any], wanted: Mapping[str, Any]) -> Answer:
    """Whether all facts can be true at once, and what `wanted` then comes to."""
    one = _fresh(solver, facts)
    one.set("rlimit", MOST_STEPS)
    said = one.check()
    if said != solver.sat:
        return Answer(False if said == solver.unsat else None, {})
    model = one.model()
    values = {name: model.eval(term.translate(one.ctx), model_completion=True) for name, term in wanted.items()}
    return Answer(True, {n: value.as_fraction() for n, value in values.items() if solver.is_rational_value(value)})


def written(solver: Any, facts: Iterable[Any]) -> str:
    """The question whether all facts can be true at once, in SMT-LIB."""
    return str(_fresh(solver, facts).to_smt2())


def _fresh(solver: Any, facts: Iterable[Any]) -> Any:
    """A solver in a context of its own, so that nothing that was asked before changes an answer or a text."""
    context = solver.Context()
    one = solver.Solver(ctx=context)
    one.add(*(fact.translate(context) for fact in facts))
    return one
