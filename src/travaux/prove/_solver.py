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
MOST_STEPS = 4_000_000


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
    one = solver.Solver()
    one.set("rlimit", MOST_STEPS)
    one.add(*facts)
    said = one.check()
    if said != solver.sat:
        return Answer(False if said == solver.unsat else None, {})
    values = {name: one.model().eval(term, model_completion=True) for name, term in wanted.items()}
    return Answer(True, {n: value.as_fraction() for n, value in values.items() if solver.is_rational_value(value)})
