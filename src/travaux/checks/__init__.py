"""Checks: rules that a finished text and its model must keep, each with its reason, source and examples.

A check is a function in a module of this folder (or of a plug-in), marked with `@check`; its docstring says what
is wrong, why it matters, where the rule comes from, and gives a failing and a passing example that the tests run.
Finding them is a directory listing. A check never renders, and a renderer never checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Literal, TypeAlias, TypeVar

from travaux.checks._suppressed import without_suppressed
from travaux.compilation import Subject
from travaux.diagnostic import Diagnostic, Related, Severity, fail, ordered
from travaux.edit import Fix
from travaux.listed import marked_in, modules_in
from travaux.span import Span


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of a check: the message, the place, and what helps to mend it.

    `provision` is the key of the provision concerned, from which the printed place ("Article 7.2(b)") is taken.
    `severity` replaces that of the check where a finding is graver or lighter than usual. `fix` is what mends it.
    """

    message: str
    span: Span
    hint: str = ""
    instrument: str = ""
    provision: str = ""
    related: tuple[Related, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    severity: Severity | None = None
    fix: Fix | None = None


Logic: TypeAlias = Callable[[Subject], Iterator[Found]]
F = TypeVar("F", bound=Logic)
Mends: TypeAlias = Literal["", "safe", "unsafe"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code, its severity, the function, and what its docstring says.

    `only` is the profile that has it. `across`: it compares the instruments of a package, and is left out without one.
    `fix`: whether `travaux check --fix` mends what it finds where that can be told, or only `--unsafe-fixes` does.
    """

    code: str
    severity: Severity
    logic: Logic
    only: str = ""
    across: bool = False
    fix: Mends = ""

    @property
    def summary(self) -> str:
        """What is wrong, in one sentence."""
        return (self.logic.__doc__ or "").strip().partition("\n")[0]

    @property
    def mends(self) -> str:
        """The option that mends it, as the page of the checks and `travaux explain` say it; "" without a fix."""
        return {"": "", "safe": "`--fix` mends it", "unsafe": "`--unsafe-fixes` mends it"}[self.fix]

    @property
    def description(self) -> str:
        """The whole docstring, without its indentation."""
        head, _, rest = (self.logic.__doc__ or "").strip().partition("\n")
        lines = rest.split("\n")
        indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
        width = min(indents, default=0)
        return "\n".join([head, *(line[width:] for line in lines)]).rstrip()


def check(code: str, severity: Severity, only: str = "", across: bool = False, fix: Mends = "") -> Callable[[F], F]:
    """Marks a function as the check of a code. The function yields a `Found` for each thing that is wrong.

    With `only` it is run in that profile and in no other; with `across`, where a package is built. `fix` says that
    some of what it yields has a fix, and of which kind.
    """

    def mark(logic: F) -> F:
        logic.__travaux_check__ = Check(code, severity, logic, only, across, fix)  # type: ignore[attr-defined]
        return logic

    return mark


def checks_in(module: ModuleType) -> tuple[Check, ...]:
    """The checks that a module defines."""
    return tuple(sorted(marked_in(module, "__travaux_check__", Check), key=lambda c: c.code))


def builtin_checks() -> tuple[Check, ...]:
    """The checks of this folder, by code."""
    modules = modules_in(__name__, __path__).values()
    return tuple(sorted((c for module in modules for c in checks_in(module)), key=lambda c: c.code))


# --- running -----------------------------------------------------------------------------------------------------


def _finished(found: Found, check: Check, subject: Subject) -> Diagnostic:
    """The diagnostic of a finding, with the printed place of its provision."""
    place = ""
    for text in subject.texts:
        label = text.document.labels.get(found.provision)
        if label is not None and found.instrument in ("", text.instrument.record.id):
            place = label.cited
            break
    return Diagnostic(
        check.code,
        found.severity or check.severity,
        found.span,
        found.message,
        found.hint,
        place,
        found.provision,
        found.instrument,
        found.related,
        found.data,
        found.fix,
    )


def _carried_out(check: Check, subject: Subject) -> Iterator[Found]:
    """The findings of a check; what the check of a plug-in raises is reported as its fault."""
    try:
        for item in check.logic(subject):
            if not isinstance(item, Found):
                raise TypeError(f"it yields {type(item).__name__}, not Found")
            yield item
    except Exception as error:
        if check.logic.__module__.startswith(f"{__name__}."):
            raise
        message = f"the check {check.code} cannot be carried out: {type(error).__name__}: {error}"
        raise fail("PLG002", Span(check.logic.__module__), message, "mend the plug-in") from None


def run(subject: Subject, checks: Iterable[Check]) -> tuple[Diagnostic, ...]:
    """Every finding that is not suppressed, in the order of the sources. Never fails."""
    every = tuple(checks)
    left_out = [check for check in every if check.across] if not any(subject.packages()) else []
    run = (check for check in every if check not in left_out)
    found = (_finished(item, check, subject) for check in run for item in _carried_out(check, subject))
    return ordered(without_suppressed(found, subject, {check.code for check in left_out}))
