"""Findings that a file accepts, with a reason, are taken out; one that accepts nothing, or no longer, is a finding."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from travaux.compilation import Subject
from travaux.diagnostic import Diagnostic, Severity
from travaux.edit import Fix, Remove
from travaux.model.base import Suppression
from travaux.records import Entry
from travaux.span import Span

SUPPRESSION_CODES: Mapping[str, str] = {
    "SUP001": "A suppression suppresses nothing: the finding that it accepted is gone, so its reason is stale.",
    "SUP002": "A suppression was accepted for drafts up to a day, and the draft is later: the finding is told again.",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A suppression as it stands in a file."""

    suppression: Suppression
    file: str
    number: int
    span: Span

    @property
    def place(self) -> tuple[str, str]:
        """File and code: which findings it takes out."""
        return self.file, self.suppression.code


def suppressions(subject: Subject) -> tuple[Accepted, ...]:
    """Every suppression of the records and clauses that the texts of a build are made of."""
    found: dict[tuple[str, int], Accepted] = {}
    for entry in _standing(subject):
        for number, item in enumerate(entry.record.suppress):
            file = entry.raw.file.name
            found[file, number] = Accepted(item, file, number, entry.span("suppress", number))
    for text in subject.texts:
        for clause in {w.clause.file: w.clause for s in text.outline.all() for w in s.wordings}.values():
            for number, item in enumerate(clause.front.suppress):
                found[clause.file, number] = Accepted(item, clause.file, number, clause.raw.span("suppress", number))
    return tuple(found.values())


def _standing(subject: Subject) -> Iterator[Entry[Any]]:
    """The records behind the texts; others of the project may have suppressions that other builds use."""
    for instrument in subject.instruments():
        yield instrument
        yield from subject.parties(instrument)
        yield from subject.mechanisms(instrument)
        yield from subject.products(instrument)


def _drafted(subject: Subject) -> datetime.date | None:
    """The date of the latest draft: no suppression is held against the clock, which would change the outcome."""
    dates = (instrument.record.status.date for instrument in subject.instruments())
    return max(filter(None, dates), default=None)


def _expired(item: Accepted, drafted: datetime.date | None) -> bool:
    until = item.suppression.until
    return until is not None and drafted is not None and drafted > until


def without_suppressed(found: Iterable[Diagnostic], subject: Subject, not_run: Set[str]) -> Iterator[Diagnostic]:
    """The findings that nothing accepts, and those about what accepts nothing, or no longer.

    `not_run` are the codes of checks that this build has nothing for: what accepts them may do so in another build.
    """
    every = suppressions(subject)
    drafted = _drafted(subject)
    over = [item for item in every if _expired(item, drafted)]
    holding = [item for item in every if item not in over]
    places = {item.place for item in holding}
    used: set[tuple[str, str]] = set()
    for diagnostic in found:
        place = (diagnostic.span.file, diagnostic.code)
        if place in places:
            used.add(place)
        else:
            yield diagnostic
    for item in holding:
        if item.place not in used and item.suppression.code not in not_run:
            message = f"the suppression of {item.suppression.code} suppresses nothing"
            fix = Fix("take the suppression out", (Remove(item.file, ("suppress", item.number)),))
            yield Diagnostic("SUP001", Severity.WARNING, item.span, message, "remove it", fix=fix)
    for item in over:
        message = f"the suppression of {item.suppression.code} was for drafts up to {item.suppression.until}"
        hint = f"decide it again: this one is of {drafted}"
        fix = Fix("take the suppression out", (Remove(item.file, ("suppress", item.number)),))
        yield Diagnostic("SUP002", Severity.WARNING, item.span, message, hint, fix=fix)
