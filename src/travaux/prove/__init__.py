"""Proofs: what mechanisms, thresholds and periods must keep between them, decided exactly from the model.

An invariant is a function in a module of this folder (or of a plug-in), marked with `@invariant`. Of an instrument it
yields what it found: that something holds, a counterexample, that something is not decided, or that it does not
arise. Every counterexample carries a second evaluation of its own, in fractions and from the records alone; one that
does not reproduce is an internal error and is never printed. Nothing undecided counts as holding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from types import ModuleType
from typing import TypeAlias, TypeVar, assert_never

from travaux.compilation import Subject
from travaux.listed import marked_in, modules_in
from travaux.model.instrument import Instrument
from travaux.records import Entry
from travaux.span import Span


@dataclass(frozen=True, slots=True)
class Holds:
    """Something was proved: what, and on which assumptions."""

    what: str
    assumptions: tuple[str, ...] = ()
    replay: tuple[str, ...] = field(default=(), repr=False)
    """The questions, in SMT-LIB, to which a solver answered `unsat`, so that any other can answer them again."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A case in which an invariant fails: where it comes from, step by step, and how it can be mended.

    `reproduces` evaluates the case again by other means than those that found it.
    """

    statement: str
    span: Span
    reproduces: Callable[[], bool] = field(compare=False, repr=False)
    steps: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question that the model does not answer: why, and what would answer it."""

    why: str
    span: Span
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Inapplicable:
    """The question does not arise: why."""

    why: str


Outcome: TypeAlias = Holds | Counterexample | Undecided | Inapplicable
Logic: TypeAlias = Callable[[Subject, Entry[Instrument]], Iterator[Outcome]]
F = TypeVar("F", bound=Logic)


class Status(Enum):
    """How an invariant stands for one instrument; the gravest of its outcomes decides."""

    FAILS = "fails"
    UNDECIDED = "not decided"
    HOLDS = "holds"
    INAPPLICABLE = "not applicable"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Status).index(self)


@dataclass(frozen=True, slots=True)
class Invariant:
    """An invariant: its number, the function, and what its docstring says."""

    number: str
    logic: Logic

    @property
    def summary(self) -> str:
        """What must hold, in one sentence."""
        return (self.logic.__doc__ or "").strip().partition("\n")[0]

    @property
    def description(self) -> str:
        """The whole docstring, without its indentation."""
        head, _, rest = (self.logic.__doc__ or "").strip().partition("\n")
        return "\n".join([head, *(line.removeprefix("    ") for line in rest.split("\n"))]).rstrip()


@dataclass(frozen=True, slots=True)
class Proof:
    """What an invariant came to for one instrument."""

    invariant: Invariant
    instrument: str
    outcomes: tuple[Outcome, ...]

    @property
    def status(self) -> Status:
        """The gravest status of its outcomes."""
        return min((status_of(outcome) for outcome in self.outcomes), key=lambda s: s.rank)


class NotReproduced(AssertionError):
    """A counterexample did not survive its second evaluation: a fault of this program, not of the draft."""


def status_of(outcome: Outcome) -> Status:
    """The status that one outcome gives."""
    match outcome:
        case Counterexample():
            return Status.FAILS
        case Undecided():
            return Status.UNDECIDED
        case Holds():
            return Status.HOLDS
        case Inapplicable():
            return Status.INAPPLICABLE
        case _:
            assert_never(outcome)


def invariant(number: str) -> Callable[[F], F]:
    """Marks a function as the proof of an invariant. It yields one outcome or more for each instrument."""

    def mark(logic: F) -> F:
        logic.__travaux_invariant__ = Invariant(number, logic)  # type: ignore[attr-defined]
        return logic

    return mark


def invariants_in(module: ModuleType) -> tuple[Invariant, ...]:
    """The invariants that a module defines."""
    return tuple(sorted(marked_in(module, "__travaux_invariant__", Invariant), key=lambda i: i.number))


def builtin_invariants() -> tuple[Invariant, ...]:
    """The invariants of this folder, by number."""
    modules = modules_in(__name__, __path__).values()
    return tuple(sorted((i for module in modules for i in invariants_in(module)), key=lambda i: i.number))


def _outcomes(subject: Subject, instrument: Entry[Instrument], tried: Invariant) -> Iterator[Outcome]:
    for outcome in tried.logic(subject, instrument):
        if isinstance(outcome, Counterexample) and not outcome.reproduces():
            raise NotReproduced(f"{tried.number}: {outcome.statement}")
        yield outcome


def prove(subject: Subject, invariants: Iterable[Invariant]) -> tuple[Proof, ...]:
    """Every invariant for every instrument of the build. Raises `NotReproduced` for a fault of the program."""
    every = tuple(invariants)
    return tuple(
        Proof(tried, instrument.record.id, tuple(_outcomes(subject, instrument, tried)))
        for instrument in subject.instruments()
        for tried in every
    )
