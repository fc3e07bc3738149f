"""What is wrong, where, how badly, and what to do about it.

Every stage speaks in these: a stage that cannot go on raises one `Failure` that carries all its diagnostics.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from travaux.edit import Fix
from travaux.span import NOWHERE, Span


class Severity(Enum):
    """How bad a finding is. An error blocks the text; a warning is for a lawyer; info is for the record."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a diagnostic needs to be understood: the other definition, the target, the rule."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong, or not decided.

    `code` is three letters and three digits and is never reused. `place` is where a reader of the printed text
    finds it ("Article 7.2(b)"), `provision` the key of that provision. `data` is the counterexample as plain
    values, for machines. `fix` is what would mend it in the sources, where that can be said.
    """

    code: str
    severity: Severity
    span: Span
    message: str
    hint: str = ""
    place: str = ""
    provision: str = ""
    instrument: str = ""
    related: tuple[Related, ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    fix: Fix | None = None

    def __str__(self) -> str:
        lines = [f"{self.span}: {self.severity.value}[{self.code}]: {self.message}"]
        if self.place:
            lines.append(f"  in: {self.place}")
        lines += [f"  see: {other.span}: {other.message}" for other in self.related]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Order of printing: by place in the sources, gravest first at one place."""
        return (self.span, self.severity.rank, self.code, self.message)

    def to_json(self) -> dict[str, object]:
        """The diagnostic as plain values; the keys are part of the public schema `travaux.diagnostics/1`."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
            "file": self.span.file,
            "line": self.span.line,
            "column": self.span.column,
            "place": self.place,
            "provision": self.provision,
            "instrument": self.instrument,
            "related": [
                {"file": o.span.file, "line": o.span.line, "column": o.span.column, "message": o.message}
                for o in self.related
            ],
            "data": dict(self.data),
            **({"fix": {"message": self.fix.message, "safe": self.fix.safe}} if self.fix else {}),
        }


@dataclass
class Failure(Exception):
    """Raised by a stage that cannot hand on a result; carries every diagnostic of that stage."""

    diagnostics: tuple[Diagnostic, ...] = field(default=())

    def __str__(self) -> str:
        return "\n".join(str(d) for d in self.diagnostics)


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same diagnostics without repetitions, in the order in which they are printed."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: d.sort_key))


def fail(code: str, span: Span, message: str, hint: str = "") -> Failure:
    """A `Failure` with one error; for the stage that has just one thing to say."""
    return Failure((Diagnostic(code, Severity.ERROR, span or NOWHERE, message, hint),))
