"""Findings of one cause become one: the same words about the same line, met in several texts or languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from travaux.diagnostic import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Where:
    """A text in which a finding stands: its instrument, the provision, and the place as a reader finds it."""

    instrument: str
    provision: str
    place: str

    def __str__(self) -> str:
        return f"{self.place} of {self.instrument}" if self.place and self.instrument else self.place or self.instrument


@dataclass(frozen=True, slots=True)
class Group:
    """One finding, and every text it was found in; the first is that of the finding itself."""

    finding: Diagnostic
    where: tuple[Where, ...]


def grouped(findings: Iterable[Diagnostic]) -> tuple[Group, ...]:
    """The findings, one for each cause, in the order in which they come."""
    found: dict[object, list[Diagnostic]] = {}
    for d in findings:
        found.setdefault((d.code, d.severity, d.span, d.message, d.hint, d.related), []).append(d)
    return tuple(Group(same[0], _wheres(same)) for same in found.values())


def _wheres(same: list[Diagnostic]) -> tuple[Where, ...]:
    every = (Where(d.instrument, d.provision, d.place) for d in same)
    return tuple(dict.fromkeys(every))


def summary(groups: Iterable[Group]) -> str:
    """`2 errors, 1 warning`."""
    found = [group.finding.severity for group in groups]
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    counts = ((found.count(severity), name) for severity, name in names.items())
    return ", ".join(f"{n} {name}{'s' * (n != 1)}" for n, name in counts if n) or "nothing found"
